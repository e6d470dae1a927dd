import type { MaskedValue } from './masked-value.js';

/**
 * Sorts the values by where they start, and joins those of one kind that overlap: the characters of both are
 * sensitive.
 *
 * @param values all of one kind
 * @returns the values in order, without overlap
 */
export function inOrder(values: readonly MaskedValue[]): MaskedValue[] {
  if (values.length < 2) return [...values];
  const sorted = values.toSorted((left, right) => left.start - right.start || right.end - left.end);
  const joined: MaskedValue[] = [];
  for (const value of sorted) {
    const last = joined.at(-1);
    if (last === undefined || value.start >= last.end) joined.push(value);
    else if (value.end > last.end) joined[joined.length - 1] = { ...last, end: value.end };
  }
  return joined;
}
