import {
  CAPITAL_BEHIND_ANY,
  DIGIT,
  ENTRIES,
  HIGH,
  IN_LATIN_WORD,
  IN_WORD,
  LETTER,
  LETTER_OR_DIGIT,
  UNDERSCORE,
} from './byte-entries.js';
import { BACKSLASH, codeOf, COMMA, DOT, HYPHEN, isContinuation, isOf, PERCENT, PLUS, ZERO } from './ascii.js';
import { isOpening, openedWith } from './token-openings.js';

/*
 * What the first look makes of a word, which is all between two of white space, quotes and angle brackets.
 */

/** What a word may be: a sum of the kinds below. */
export type WordKind = number;
export const PLAIN: WordKind = 0;
/** A secret, if a name before it says so. */
export const VALUE: WordKind = 1 << 0;
/** With that name in the same word, a comma or a word of a script without spaces between the two. */
export const NAMED_INSIDE: WordKind = 1 << 1;
/** A secret by itself. */
export const TOKEN: WordKind = 1 << 2;
/** No number is in it. */
export const UUID: WordKind = 1 << 3;
/**
 * Long, and of digits and small letters up to `f` alone: a number is at its beginning or its end, for no word that may
 * stand before a number is of these letters.
 */
export const HEXADECIMAL: WordKind = 1 << 4;

/** A password's length; every other secret beside a name is longer. */
export const SHORTEST_VALUE = 8;
/** No token that its format gives away is shorter; none below `LONG` is of small letters alone. */
export const SHORTEST_TOKEN = 13;
/** No secret of digits alone is shorter. */
const SHORTEST_NUMBER = 16;
const LONG = 20;
/** Shorter ones are read on as other words are. */
const LONG_HEXADECIMAL = 48;
/** Tokens that no opening gives away are longer, and so are the secrets with a shape of their own. */
const SHORTEST_MARKED = 32;
/** No token that its opening gives away is longer. */
const LONGEST_OPENED = 4096;

/** Where the word around a place begins, which is behind `from`. */
export function startOfWord(bytes: Buffer, from: number, place: number): number {
  let start = place;
  while (start > from && isOf(IN_WORD, bytes, start - 1)) start -= 1;
  return start;
}

/** Behind the word around a place. */
export function endOfWord(bytes: Buffer, place: number, end: number): number {
  let wordEnd = place;
  while (wordEnd < end && isOf(IN_WORD, bytes, wordEnd)) wordEnd += 1;
  return wordEnd;
}

/** What a word may be, by its bytes. */
export function wordKind(bytes: Buffer, start: number, end: number): WordKind {
  if (isUuid(bytes, start, end)) return VALUE | UUID;
  let kinds = 0;
  let every = LETTER_OR_DIGIT;
  let before = 0;
  let pairs = 0;
  let latin = 0;
  let longest = 0;
  for (let index = start; index < end; index += 1) {
    const entry = ENTRIES[bytes[index] ?? 0] ?? 0;
    kinds |= entry;
    every &= entry;
    pairs |= entry & (before << 1);
    before = entry;
    if ((entry & IN_LATIN_WORD) === 0) latin = 0;
    else if (!isContinuation(bytes[index] ?? 0)) latin += 1;
    if (latin > longest) longest = latin;
  }
  const has = (bits: number): boolean => (kinds & bits) !== 0;
  const isMixed = has(LETTER) && has(DIGIT);
  const isLongNumber = has(DIGIT) && longest >= SHORTEST_NUMBER;
  const isSpecial = isMixed || isLongNumber || (pairs & CAPITAL_BEHIND_ANY) !== 0 || has(UNDERSCORE);
  const hasCapitals = has(CAPITAL_BEHIND_ANY);
  let kind = PLAIN;
  if (longest >= LONG || (longest >= SHORTEST_TOKEN && isSpecial)) {
    const isBare = every !== 0;
    if (isBare ? mayBeBareToken(bytes, start, end, hasCapitals) : mayHoldToken(bytes, start, end, longest))
      kind |= TOKEN;
  }
  if (!hasCapitals && longest >= LONG_HEXADECIMAL && isHexadecimal(bytes, start, end)) kind |= HEXADECIMAL;
  if (!isMixed && !isLongNumber && longest < LONG) return kind;
  const isNamed = every === 0 && (has(HIGH) || holdsComma(bytes, start, end));
  return kind | VALUE | (isNamed ? NAMED_INSIDE : 0);
}

/** Whether there are but digits and the letters `a` to `f`, of any case. */
function isHexadecimal(bytes: Buffer, start: number, end: number): boolean {
  for (let index = start; index < end; index += 1) if (UUID_BYTES[bytes[index] ?? 0] !== 1) return false;
  return true;
}

function holdsComma(bytes: Buffer, start: number, end: number): boolean {
  for (let index = start; index < end; index += 1) if (bytes[index] === COMMA) return true;
  return false;
}

/** `NRAL`, `JQQJ99` */
const MARKERS = ['NRA', 'QQJ'].map((marker) => Array.from(marker, codeOf));
/** A JSON Web Token in base64. */
const [Z = 0, X = 0] = Array.from('ZX', codeOf);

/** In a word of letters and digits a token begins where the word does, or holds a marker of capitals. */
function mayBeBareToken(bytes: Buffer, start: number, end: number, hasCapitals: boolean): boolean {
  const first = bytes[start] ?? 0;
  const second = bytes[start + 1] ?? 0;
  if (first === Z && second === X) return true;
  if (isOpening(first, second) && isOpened(bytes, start, end)) return true;
  if (!hasCapitals || end - start < SHORTEST_MARKED) return false;
  return MARKERS.some(([one, two, three]) => {
    for (let index = start; index + 2 < end; index += 1)
      if (bytes[index] === one && bytes[index + 1] === two && bytes[index + 2] === three) return true;
    return false;
  });
}

function isOpened(bytes: Buffer, start: number, end: number): boolean {
  const pattern = openedWith(bytes[start] ?? 0, bytes[start + 1] ?? 0);
  if (pattern === undefined) return false;
  pattern.lastIndex = 0;
  return pattern.test(bytes.toString('latin1', start, Math.min(end, start + LONGEST_OPENED)));
}

function mayHoldToken(bytes: Buffer, start: number, end: number, longest: number): boolean {
  if (isTimestamp(bytes, start, end)) return false;
  if (longest >= SHORTEST_MARKED) return true;
  for (let index = start; index + 1 < end; index += 1) {
    const first = bytes[index] ?? 0;
    const second = bytes[index + 1] ?? 0;
    // `contribsys__com`
    if (first === UNDERSCORE_CODE && second === UNDERSCORE_CODE) return true;
    if (index + SHORTEST_TOKEN > end || first >= 0x80 || second >= 0x80) continue;
    if (isOpening(first, second) && mayBegin(bytes, start, index)) return true;
  }
  return false;
}

const UNDERSCORE_CODE = codeOf('_');

/** As for `START`: no letter or digit before it, or an escape. */
function mayBegin(bytes: Buffer, start: number, place: number): boolean {
  if (place === start || !isOf(LETTER_OR_DIGIT, bytes, place - 1)) return true;
  return bytes[place - 2] === BACKSLASH || bytes[place - 3] === PERCENT;
}

const UUID_LENGTH = 36;
const HYPHENS_OF_UUID = 4;

/** 1 at what a UUID is made of, and 2 at the hyphen. */
const UUID_BYTES = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte === HYPHEN ? 2 : Number(/[\da-f]/i.test(String.fromCharCode(byte))),
);

/** Whether the bytes are a UUID (RFC 9562 section 4), and nothing more. */
export function isUuid(bytes: Buffer, start: number, end: number): boolean {
  if (end - start !== UUID_LENGTH || bytes[start + 8] !== HYPHEN || bytes[start + 13] !== HYPHEN)
    return false;
  if (bytes[start + 18] !== HYPHEN || bytes[start + 23] !== HYPHEN) return false;
  let kinds = 0;
  for (let index = start; index < end; index += 1) {
    const kind = UUID_BYTES[bytes[index] ?? 0] ?? 0;
    if (kind === 0) return false;
    kinds += kind;
  }
  return kinds === UUID_LENGTH + HYPHENS_OF_UUID;
}

const TIMESTAMP = Buffer.from('0000-00-00T00:00:00');
const LONGEST_TIMESTAMP = 35;

/** Whether the bytes are a date and a time (RFC 3339 section 5.6), and nothing more. */
export function isTimestamp(bytes: Buffer, start: number, end: number): boolean {
  const length = end - start;
  if (length < TIMESTAMP.length || length > LONGEST_TIMESTAMP || bytes[start + 10] !== 0x54) return false;
  if (!isSetLike(TIMESTAMP, bytes, start, end)) return false;
  let index = start + TIMESTAMP.length;
  if (bytes[index] === DOT)
    do index += 1;
    while (index < end && isOf(DIGIT, bytes, index));
  if (index === end) return true;
  if (bytes[index] === codeOf('Z')) return index + 1 === end;
  return (
    (bytes[index] === PLUS || bytes[index] === HYPHEN) &&
    index + OFFSET.length + 1 === end &&
    isSetLike(OFFSET, bytes, index + 1, end)
  );
}

const OFFSET = Buffer.from('00:00');

/** Whether the bytes have digits where the shape has zeros, and are like it everywhere else. */
export function isSetLike(shape: Buffer, bytes: Buffer, start: number, end: number): boolean {
  if (end - start < shape.length) return false;
  for (let index = 0; index < shape.length; index += 1) {
    const isDigit = shape[index] === ZERO;
    if (isDigit ? !isOf(DIGIT, bytes, start + index) : bytes[start + index] !== shape[index]) return false;
  }
  return true;
}
