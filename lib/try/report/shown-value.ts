import { visibleText } from './visible-text.js';

/**
 * @param value a text, or any other JSON value
 * @returns what a reader is shown of it: a text as it is, the rest as JSON, on several lines where it has parts
 */
export function shownValue(value: unknown): string {
  if (typeof value === 'string') return visibleText(value);
  return visibleText(JSON.stringify(value ?? null, null, 2));
}

/**
 * @returns what tells a value from others of its kind at a glance, without the braces and quotes of JSON: an object's
 *   values with their keys, or the only one alone
 */
export function shownLine(value: unknown): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return shownValue(value);
  const entries = Object.entries(value);
  const [only] = entries;
  if (only === undefined) return shownValue(value);
  if (entries.length === 1) return inOneLine(only[1]);
  return entries.map(([key, part]) => `${visibleText(key)}: ${inOneLine(part)}`).join(' · ');
}

function inOneLine(value: unknown): string {
  return typeof value === 'string' ? visibleText(value) : visibleText(JSON.stringify(value ?? null));
}
