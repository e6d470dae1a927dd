import { DIGIT, holds, holdsAny, NOT_ASCII, type TextContents } from './text-contents.js';

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

const ANY_DIGIT =
  '0-9\\u0660-\\u0669\\u06f0-\\u06f9\\u07c0-\\u07c9\\u0966-\\u096f\\u09e6-\\u09ef\\u0e50-\\u0e59\\uff10-\\uff19';
const ROW_OF_DIGITS = new RegExp(`[${ANY_DIGIT}](?:[^${ANY_DIGIT}]{0,3}[${ANY_DIGIT}]){6}`);

/**
 * Whether the text holds seven digits with at most three characters between two of them, of any of the scripts
 * that `inAsciiDigits` writes in ASCII: no phone number and no social security number has fewer.
 */
export function hasRowOfDigits(text: string, contents: TextContents): boolean {
  return holdsAny(contents, DIGIT | NOT_ASCII) && ROW_OF_DIGITS.test(text);
}
