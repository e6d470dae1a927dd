import { visibleText } from './visible-text.js';

/**
 * @param value a text, or any other JSON value
 * @returns what a reader is shown of it: a text as it is, the rest as JSON, on several lines where it has parts
 */
export function shownValue(value: unknown): string {
  if (typeof value === 'string') return visibleText(value);
  // What has no JSON (undefined) is shown as what the SDK made of it.
  return visibleText((JSON.stringify(value, null, 2) as string | undefined) ?? 'null');
}
