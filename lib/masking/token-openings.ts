import { API_KEY_FORMATS } from './api-key-formats.js';

/** A token begins where no letter or digit precedes, or right behind an escape (`%3D`, `\n`). */
export const START = '(?:(?<![A-Za-z0-9])(?=[A-Za-z0-9])|(?<=%[0-9A-F]{2}|\\\\[nrt]))';

const OPENED = API_KEY_FORMATS.filter((format) => 'opens' in format);

/**
 * For each two characters the formats that open with them, as one expression to try where they stand: one of
 * all the formats would try hundreds of alternatives at every position. Where two match, the first of the table
 * goes.
 */
const BY_OPENING = new Map(
  OPENED.flatMap(({ opens }) => opens).map((opening) => {
    const formats = OPENED.filter(({ opens }) => opens.some((other) => opening.startsWith(other)));
    return [opening, new RegExp(`${START}(?:${formats.map(({ pattern }) => pattern).join('|')})`, 'y')];
  }),
);

const IS_OPENING = Uint8Array.from({ length: 128 * 128 }, (_, codes) =>
  Number(openedWith(codes >> 7, codes & 127) !== undefined),
);

/** The expression for the formats that open with two characters; undefined where there is none. */
export function openedWith(first: number, second: number): RegExp | undefined {
  const character = String.fromCharCode(first);
  return BY_OPENING.get(character + String.fromCharCode(second)) ?? BY_OPENING.get(character);
}

/** Whether a format opens with two characters, by their codes, which are of ASCII. */
export function isOpening(first: number, second: number): boolean {
  return IS_OPENING[(first << 7) | second] === 1;
}
