import { API_KEY_FORMATS } from './api-key-formats.js';

/** A token begins where no letter or digit precedes, or right behind an escape (`%3D`, `\n`). */
export const START = '(?:(?<![A-Za-z0-9])(?=[A-Za-z0-9])|(?<=%[0-9A-F]{2}|\\\\[nrt]))';

const OPENED = API_KEY_FORMATS.filter((format) => 'opens' in format);

const OPENINGS = new Set(OPENED.flatMap(({ opens }) => opens));

/** Whether a format opens with two characters, by their codes. */
const IS_OPENING = new Uint8Array(128 * 128);
for (const opening of OPENINGS) {
  const first = opening.charCodeAt(0) << 7;
  if (opening.length === 1) IS_OPENING.fill(1, first, first + 128);
  else IS_OPENING[first | opening.charCodeAt(1)] = 1;
}

const made = new Map<string, RegExp>();

/**
 * The expression for the formats that open with two characters, to try where they stand: one of all the formats would
 * try hundreds of alternatives at every position. Where two match, the first of the table goes.
 *
 * @returns undefined where there is none
 */
export function openedWith(first: number, second: number): RegExp | undefined {
  const character = String.fromCharCode(first);
  const both = character + String.fromCharCode(second);
  const opening = OPENINGS.has(both) ? both : character;
  if (!OPENINGS.has(opening)) return undefined;
  let expression = made.get(opening);
  if (expression === undefined) {
    const formats = OPENED.filter(({ opens }) => opens.some((other) => opening.startsWith(other)));
    const patterns = formats.map(({ pattern }) => pattern).join('|');
    expression = new RegExp(`${START}(?:${patterns})`, 'y');
    made.set(opening, expression);
  }
  return expression;
}

/** Whether a format opens with two characters, by their codes, which are of ASCII. */
export function isOpening(first: number, second: number): boolean {
  return IS_OPENING[(first << 7) | second] === 1;
}
