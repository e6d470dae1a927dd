import type { Trial } from '../trial.js';
import type { ReportKind } from '../report-files.js';

/**
 * @param kind the kinds have the same data in them
 * @returns the text of a report, with the name of this package in it
 */
export function reportText(trial: Trial, kind: ReportKind): string {
  return `${JSON.stringify({ generator: 'generator-llm-obs-experiment', kind, trial }, null, 2)}\n`;
}
