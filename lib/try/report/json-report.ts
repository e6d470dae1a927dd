import type { Trial } from '../trial.js';

/**
 * @returns the trial as JSON, with a line end behind it. Keys stand in the order of their UTF-16 code units, so that
 *   equal trials give equal bytes however they came about; what is undefined is left out.
 */
export function jsonReport(trial: Trial): string {
  return `${JSON.stringify(trial, withSortedKeys, 2)}\n`;
}

function withSortedKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)));
}
