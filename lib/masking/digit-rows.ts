import { DIGITS, holds, NOT_ASCII, type TextContents } from './text-contents.js';

const DIGIT_RANGES: readonly (readonly [from: number, to: number])[] = [
  [0x0660, 0x0669],
  [0x06f0, 0x06f9],
  [0x07c0, 0x07c9],
  [0x0966, 0x096f],
  [0x09e6, 0x09ef],
  [0x0e50, 0x0e59],
  [0xff10, 0xff19],
];

const FOREIGN =
  /[\u0660-\u0669\u06f0-\u06f9\u07c0-\u07c9\u0966-\u096f\u09e6-\u09ef\u0e50-\u0e59\uff10-\uff19\u00a0\u2000-\u200f\u2010-\u2015\u202a-\u202f\u205f-\u2064\u2066-\u2069\u2212\u3000\u30fc\ufeff\ufe58\ufe63\uff08\uff09\uff0b\uff0d\uff0e\uff0f]/g;

const PUNCTUATION: Readonly<Record<string, string>> = {
  '\u2212': '-',
  '\u30fc': '-',
  '\ufe58': '-',
  '\ufe63': '-',
  '\uff08': '(',
  '\uff09': ')',
  '\uff0b': '+',
  '\uff0d': '-',
  '\uff0e': '.',
  '\uff0f': '/',
};

/** Source of a look behind: in a text inside another text, `\\n` may stand right before a number. */
export const BEHIND_ESCAPE = '(?<=\\\\[nrt])';

/**
 * Writes the digits of other scripts, and the dashes, spaces, brackets and signs set between them, in ASCII.
 * Dashes are U+2010 to U+2015 and their full-width forms; zero-width characters become spaces.
 * Source: the Unicode Character Database, general categories Nd, Pd, Zs and Cf.
 *
 * @returns a string of the same length, so that an offset in it is one in `text`
 */
export function inAsciiDigits(text: string, contents: TextContents): string {
  if (!holds(contents, NOT_ASCII)) return text;
  return text.replace(FOREIGN, (character) => {
    const code = character.charCodeAt(0);
    const range = DIGIT_RANGES.find(([from, to]) => code >= from && code <= to);
    if (range !== undefined) return String(code - range[0]);
    if (code >= 0x2010 && code <= 0x2015) return '-';
    return PUNCTUATION[character] ?? ' ';
  });
}

/** Digits with separators between them, from the first digit to behind the last. */
export interface DigitRow {
  readonly start: number;
  readonly end: number;
  /** How many digits. */
  readonly count: number;
}

/** A text in which digits, and what stands between them, are ASCII, and its rows that are long enough for a number. */
export interface DigitText {
  /** As long as the text itself, so that an offset in the one is one in the other. */
  readonly plain: string;
  readonly rows: readonly DigitRow[];
}

/** Finds the rows of digits of a text. */
export function digitTextOf(text: string, contents: TextContents): DigitText {
  const plain = inAsciiDigits(text, contents);
  return { plain, rows: holds(contents, DIGITS) ? rowsOfDigits(plain) : [] };
}

/** Seven digits or more: every phone number, but for those spelled with letters, is part of such a row. */
const ROW = /\d(?:[ .()/-]{0,3}\d){6,}/g;

function rowsOfDigits(plain: string): DigitRow[] {
  const rows: DigitRow[] = [];
  ROW.lastIndex = 0;
  for (let match = ROW.exec(plain); match !== null; match = ROW.exec(plain)) {
    const { index: start, 0: row } = match;
    rows.push({ start, end: start + row.length, count: row.replace(/\D/g, '').length });
  }
  return rows;
}

/** Whether the pattern matches in a row of as many digits or more. */
export function inAnyRow({ plain, rows }: DigitText, fewest: number, pattern: RegExp): boolean {
  return rows.some(({ start, end, count }) => count >= fewest && pattern.test(plain.slice(start, end)));
}
