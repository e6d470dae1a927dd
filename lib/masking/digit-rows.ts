import { codeAt, DIGITS, holds, NOT_ASCII, type TextContents } from './text-contents.js';

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

/**
 * Writes the digits of other scripts, and the dashes, spaces, brackets and signs set between them, in ASCII.
 * Dashes are U+2010 to U+2015 and their full-width forms; zero-width characters become spaces.
 * Source: the Unicode Character Database, general categories Nd, Pd, Zs and Cf.
 *
 * @returns a string of the same length, so that an offset in it is one in `text`
 */
function inAsciiDigits(text: string, contents: TextContents): string {
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
  /** Behind the last digit before the row; 0 where there is none. */
  readonly free: number;
}

/** A text in which digits, and what stands between them, are ASCII, and its rows that are long enough for a number. */
export interface DigitText {
  /** As long as the text itself, so that an offset in the one is one in the other. */
  readonly plain: string;
  readonly rows: readonly DigitRow[];
}

/** Every phone number is part of a row of as many digits, but for those spelled with letters. */
const FEWEST_DIGITS = 7;

/** Finds the rows of digits of a text. */
export function digitTextOf(text: string, contents: TextContents): DigitText {
  const plain = inAsciiDigits(text, contents);
  return { plain, rows: holds(contents, DIGITS) ? rowsOfDigits(plain) : [] };
}

function rowsOfDigits(plain: string): DigitRow[] {
  const rows: DigitRow[] = [];
  let count = 0;
  let start = 0;
  let end = 0;
  let free = 0;
  const { length } = plain;
  for (let index = 0; index < length; index += 1) {
    const code = codeAt(plain, index);
    if (code < 48 || code > 57) continue;
    if (count === 0 || !isJoined(plain, end, index)) {
      if (count >= FEWEST_DIGITS) rows.push({ start, end, count, free });
      free = end;
      start = index;
      count = 0;
    }
    count += 1;
    end = index + 1;
  }
  if (count >= FEWEST_DIGITS) rows.push({ start, end, count, free });
  return rows;
}

const IS_SEPARATOR = Uint8Array.from({ length: 128 }, (_, code) =>
  Number(/[ .()/-]/.test(String.fromCharCode(code))),
);

/** Whether nothing but one to three separators stands between two digits. */
function isJoined(plain: string, start: number, end: number): boolean {
  if (end - start > 3) return false;
  for (let index = start; index < end; index += 1) if (IS_SEPARATOR[codeAt(plain, index)] !== 1) return false;
  return true;
}

/** Whether the pattern matches in a row of as many digits or more. */
export function inAnyRow({ plain, rows }: DigitText, fewest: number, pattern: RegExp): boolean {
  return rows.some(({ start, end, count }) => count >= fewest && pattern.test(plain.slice(start, end)));
}
