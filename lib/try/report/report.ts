import type { Trial } from '../trial.js';
import { htmlReport } from './html-report.js';
import { jsonReport } from './json-report.js';
import { junitReport } from './junit-report.js';

/** The forms of a report, by the endings of their files. */
export type ReportKind = 'html' | 'json' | 'xml';

const REPORTS: Readonly<Record<ReportKind, (trial: Trial) => string>> = {
  html: htmlReport,
  json: jsonReport,
  xml: junitReport,
};

/**
 * @param trial what a `try` found out
 * @param kind `html` for a page to look at, `json` for the trial itself, `xml` for JUnit's form, which CI systems read
 * @returns the whole file, to be written as UTF-8
 */
export function reportText(trial: Trial, kind: ReportKind): string {
  return REPORTS[kind](trial);
}
