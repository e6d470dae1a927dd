import { visibleText } from './visible-text.js';

/**
 * @param value a text, or any other JSON value
 * @returns what a reader is shown of it: a text as it is, the rest as JSON, on several lines where it has parts
 */
export function shownValue(value: unknown): string {
  if (typeof value === 'string') return visibleText(value);
  return visibleText(JSON.stringify(value ?? null, null, 2));
}
