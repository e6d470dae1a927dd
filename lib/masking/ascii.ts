import { ENTRIES } from './byte-entries.js';

/*
 * ASCII, by its codes, for those who read a text as bytes.
 */

export const TAB = 0x09;
export const LINE_FEED = 0x0a;
export const CARRIAGE_RETURN = 0x0d;
export const SPACE = 0x20;
export const EXCLAMATION_MARK = 0x21;
export const DOUBLE_QUOTE = 0x22;
export const HASH = 0x23;
export const PERCENT = 0x25;
export const AMPERSAND = 0x26;
export const OPENING_BRACKET = 0x28;
export const CLOSING_BRACKET = 0x29;
export const PLUS = 0x2b;
export const COMMA = 0x2c;
export const HYPHEN = 0x2d;
export const DOT = 0x2e;
export const SLASH = 0x2f;
export const ZERO = 0x30;
export const EIGHT = 0x38;
export const COLON = 0x3a;
export const SEMICOLON = 0x3b;
export const QUESTION_MARK = 0x3f;
export const AT_SIGN = 0x40;
export const BACKSLASH = 0x5c;
export const CLOSING_BRACE = 0x7d;

/** The code of a character of ASCII. */
export function codeOf(character: string): number {
  return character.charCodeAt(0);
}

/** The code of the small letter, for that of a letter; of other codes it makes other ones. */
export function small(code: number): number {
  return code | 0x20;
}

/** Whether the byte at a place has any of the given bits of `ENTRIES`. */
export function isOf(bits: number, bytes: Buffer, place: number): boolean {
  return ((ENTRIES[bytes[place] ?? 0] ?? 0) & bits) !== 0;
}

/** Whether the byte only continues a character (RFC 3629 section 3). */
export function isContinuation(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}

/** White space, or part of a character that may be white space. */
export function isGap(byte: number): boolean {
  return byte === SPACE || (byte >= TAB && byte <= CARRIAGE_RETURN) || byte >= 0x80;
}
