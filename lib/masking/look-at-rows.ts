import { DIGIT, ENTRIES, HIGH, LETTER } from './byte-entries.js';
import {
  CLOSING_BRACE,
  CLOSING_BRACKET,
  codeOf,
  DOT,
  DOUBLE_QUOTE,
  EXCLAMATION_MARK,
  HYPHEN,
  isContinuation,
  isOf,
  LINE_FEED,
  OPENING_BRACKET,
  PERCENT,
  PLUS,
  QUESTION_MARK,
  SEMICOLON,
  SLASH,
  small,
  SPACE,
  ZERO,
} from './ascii.js';
import { inAsciiDigits } from './digit-rows.js';
import { isSetLike } from './look-at-words.js';
import {
  holdsPhoneWord,
  INTERNATIONAL_PREFIX_GATE,
  NORTH_AMERICAN_GATE,
  otherNumberBeginnings,
} from './phone-numbers.js';
import { phoneWordBeginnings } from './phone-words.js';
import { BARE_GATE, SEPARATED_GATE, SSN_WORD } from './social-security-numbers.js';
import { NOT_ASCII } from './text-contents.js';
import { isWordAt, mayBeWordAt } from './word-beginnings.js';

/*
 * What the first look makes of a row of digits: digits with separators between them. Most are the number of an
 * order, a date or an amount.
 */

/** No phone number and no social security number has fewer, but for those spelled with letters. */
export const FEWEST_DIGITS = 7;
/** No number has more with nothing between them. */
const MOST_UNBROKEN_DIGITS = 20;
const DIGITS_OF_SSN = 9;
/** With its area or country. */
const FULL_LENGTH = 10;
/** "SSN" */
const SHORTEST_SSN_WORD = 3;
const MOST_SEPARATORS = 3;

/** Behind the last digit of a row of digits, which begins at `start`. */
export function endOfRow(bytes: Buffer, start: number, end: number): number {
  let rowEnd = start + 1;
  let separators = 0;
  let index = rowEnd;
  while (index < end && separators <= MOST_SEPARATORS) {
    const byte = bytes[index] ?? 0;
    if (isOf(DIGIT, bytes, index)) {
      index += 1;
      rowEnd = index;
      separators = 0;
      continue;
    }
    if (isSeparator(byte)) index += 1;
    else {
      const length = foreignSeparator(bytes, index, end);
      if (length === 0) break;
      index += length;
    }
    separators += 1;
  }
  return rowEnd;
}

/** Where the digits begin that end at a place. */
export function startOfDigits(bytes: Buffer, from: number, end: number): number {
  let start = end;
  while (start > from && isOf(DIGIT, bytes, start - 1)) start -= 1;
  return start;
}

function isSeparator(byte: number): boolean {
  return (
    byte === SPACE ||
    byte === HYPHEN ||
    byte === DOT ||
    byte === SLASH ||
    byte === OPENING_BRACKET ||
    byte === CLOSING_BRACKET
  );
}

/** The length of a character outside ASCII that may separate the digits of a number, as `FOREIGN` has them. */
function foreignSeparator(bytes: Buffer, index: number, end: number): number {
  const first = bytes[index] ?? 0;
  if (first < 0xc2 || index + 1 >= end) return 0;
  const second = bytes[index + 1] ?? 0;
  if (first === 0xc2) return second === 0xa0 ? 2 : 0;
  const third = bytes[index + 2] ?? 0;
  if (first === 0xe2)
    return (second === 0x80 && (third <= 0x95 || third >= 0xaa)) || second === 0x81 || second === 0x88
      ? 3
      : 0;
  if (first === 0xe3)
    return (second === 0x80 && third === 0x80) || (second === 0x83 && third === 0xbc) ? 3 : 0;
  if (first !== 0xef) return 0;
  return second === 0xbb ||
    second === 0xb9 ||
    (second === 0xbc && third >= 0x88 && third <= 0x8f && third !== 0x8c)
    ? 3
    : 0;
}

/** Whether a row of digits may be a phone number or a social security number, or end or begin with one. */
export function mayBeNumber(
  bytes: Buffer,
  start: number,
  rowStart: number,
  rowEnd: number,
  end: number,
): boolean {
  let digits = 0;
  let isForeign = false;
  for (let index = rowStart; index < rowEnd; index += 1) {
    const entry = ENTRIES[bytes[index] ?? 0] ?? 0;
    if ((entry & DIGIT) !== 0) digits += 1;
    if ((entry & HIGH) !== 0) isForeign = true;
  }
  if (digits < FEWEST_DIGITS) return false;
  if (isForeign || isBehindPlus(bytes, start, rowStart)) return true;
  if (digits === rowEnd - rowStart) {
    if (digits > MOST_UNBROKEN_DIGITS) return false;
    if (digits === DIGITS_OF_SSN && isBehindSsnWord(bytes, start, rowStart)) return true;
    if (digits >= FULL_LENGTH && bytes[rowStart] === ZERO && bytes[rowStart + 1] === ZERO)
      if (rowStart === start || !isOf(LETTER, bytes, rowStart - 1)) return true;
  } else if (digits >= DIGITS_OF_SSN) {
    const row = bytes.toString('latin1', rowStart, rowEnd);
    if (SEPARATED_GATE.test(row)) return true;
    if (BARE_GATE.test(row) && isBehindSsnWord(bytes, start, rowStart)) return true;
    if (digits >= FULL_LENGTH && (INTERNATIONAL_PREFIX_GATE.test(row) || NORTH_AMERICAN_GATE.test(row)))
      return true;
  }
  if (isBeforePhoneWord(bytes, rowEnd, end)) return true;
  if (isDate(bytes, rowStart, rowEnd) || isBehindOtherNumber(bytes, start, rowStart)) return false;
  return isBehindPhoneWord(bytes, start, rowStart, end);
}

const YEAR_FIRST = Buffer.from('0000-00-00');
const YEAR_LAST = Buffer.from('00.00.0000');
const [ONE, TWO, NINE, B] = [codeOf('1'), codeOf('2'), codeOf('9'), codeOf('b')];

/** Whether a row is a date of our time, which no word makes a phone number. */
function isDate(bytes: Buffer, start: number, end: number): boolean {
  if (end - start !== YEAR_FIRST.length) return false;
  const isYearFirst = isSetLike(YEAR_FIRST, bytes, start, end);
  if (!isYearFirst && !isSetLike(YEAR_LAST, bytes, start, end)) return false;
  const year = isYearFirst ? start : end - 4;
  const century = bytes[year + 1];
  return bytes[year] === ONE ? century === NINE : bytes[year] === TWO && century === ZERO;
}

/** A full-width plus, in UTF-8, ends with these. */
const [PLUS_MIDDLE, PLUS_END] = [0xbc, 0x8b];

/** Between a plus and a digit there may be a bracket and a space, of three bytes each. In a URL it is `%2B`. */
function isBehindPlus(bytes: Buffer, start: number, rowStart: number): boolean {
  const isEncoded = rowStart - start >= 3 && bytes[rowStart - 3] === PERCENT && bytes[rowStart - 2] === TWO;
  if (isEncoded && small(bytes[rowStart - 1] ?? 0) === B) return true;
  for (let index = rowStart - 1; index >= start && index >= rowStart - 9; index -= 1) {
    const byte = bytes[index] ?? 0;
    if (byte === PLUS || (byte === PLUS_END && bytes[index - 1] === PLUS_MIDDLE)) return true;
    if (isOf(LETTER, bytes, index)) return false;
  }
  return false;
}

/** Whether the word right before a row, as in "order 12345678", ends the reach of any phone word before it. */
function isBehindOtherNumber(bytes: Buffer, start: number, rowStart: number): boolean {
  const wordEnd = rowStart - 1;
  if (wordEnd <= start || bytes[wordEnd] !== SPACE) return false;
  let wordStart = wordEnd;
  while (wordStart > start && isOf(LETTER, bytes, wordStart - 1)) wordStart -= 1;
  const isWhole = wordStart === start || (bytes[wordStart - 1] ?? 0) < 0x80;
  return isWhole && isWordAt(otherNumberBeginnings(), bytes, wordStart, rowStart);
}

function isPhoneWordAt(bytes: Buffer, place: number, end: number): boolean {
  return mayBeWordAt(phoneWordBeginnings(), bytes, place, end);
}

/** In characters: how far before its number a word ends, how far on the line before, and how long it is. */
const REACH = 42;
const REACH_TO_LINE_BEFORE = 22;
const LONGEST_WORD = 40;
/** "customer phone number" */
const MOST_PARTS = 4;

/**
 * Whether a word for a phone stands before a row of digits, with nothing between them that parts the two. Goes back
 * from the row as far as `findPhoneNumbers` lets a word reach.
 */
function isBehindPhoneWord(bytes: Buffer, start: number, rowStart: number, end: number): boolean {
  const isGlued = rowStart - 3 >= start && isHan(bytes[rowStart - 3] ?? 0);
  let characters = 0;
  let lines = 0;
  let farthest = REACH + LONGEST_WORD;
  // A word that ends too far from the row is none of it, but one that ends near may begin there.
  let partsLeft = Infinity;
  for (let place = rowStart - 1; place >= start && characters < farthest && partsLeft > 0; place -= 1) {
    const byte = bytes[place] ?? 0;
    const before = place > start ? (bytes[place - 1] ?? 0) : 0;
    if (byte >= 0xc0) {
      // Between a word and the digits that it is glued to are letters only.
      if (isGlued && isSignOfHan(bytes, place)) return false;
      const isInsideWord = isCyrillic(byte) && place - 2 >= start && isCyrillic(bytes[place - 2] ?? 0);
      if (!isInsideWord && isPhoneWordFrom(bytes, place, rowStart, end)) return true;
    } else if (isOf(LETTER, bytes, place)) {
      if (place === start || !isOf(LETTER, bytes, place - 1)) {
        if (before < 0x80) partsLeft -= 1;
        if (isPhoneWordFrom(bytes, place, rowStart, end)) return true;
      } else if (isCapital(byte) && !isCapital(before) && PARTS_OF_NAMES.includes(byte)) return true;
    } else if (byte < 0x80) {
      if (isGlued || isOf(DIGIT, bytes, place)) return false;
      if (byte === PLUS || byte === SEMICOLON || byte === CLOSING_BRACE) return false;
      if (byte === LINE_FEED) {
        lines += 1;
        if (lines > 1 || characters > REACH_TO_LINE_BEFORE) return false;
      }
      if (byte === SPACE || byte === LINE_FEED) {
        if (before === EXCLAMATION_MARK || before === QUESTION_MARK) return false;
        if (before === DOT && partsLeft === Infinity && isBehindFourLetters(bytes, start, place - 1)) {
          partsLeft = MOST_PARTS;
          farthest = characters + LONGEST_WORD;
        }
      }
    }
    // Quotes do not count: a CSV doubles them.
    if (!isContinuation(byte) && byte !== DOUBLE_QUOTE) characters += 1;
    if (characters > REACH && partsLeft > MOST_PARTS) partsLeft = MOST_PARTS;
  }
  return false;
}

function isPhoneWordFrom(bytes: Buffer, place: number, rowStart: number, end: number): boolean {
  if (!isPhoneWordAt(bytes, place, end)) return false;
  return holdsPhoneWord(inAsciiDigits(bytes.toString('utf8', place, rowStart), NOT_ASCII));
}

/** What the parts that `PHONE_WORD_IN_NAME` finds begin with. */
const PARTS_OF_NAMES = Array.from('CFMNPT', codeOf);

/** Whether the code of a letter is that of a capital. */
function isCapital(letter: number): boolean {
  return letter < 0x60;
}

/** Whether a character of U+5000 to U+8FFF, all of which are letters, begins with the byte. */
function isHan(byte: number): boolean {
  return byte >= 0xe5 && byte <= 0xe8;
}

/** Whether a sign of Chinese or Japanese stands at a place, such as a comma: some, but no letter. */
function isSignOfHan(bytes: Buffer, place: number): boolean {
  const [first, second = 0, third = 0] = [bytes[place], bytes[place + 1], bytes[place + 2]];
  if (first === 0xe3) return second === 0x80 && third >= 0x81 && third <= 0x82;
  return first === 0xef && second === 0xbc && third >= 0x81 && third <= 0x8f;
}

/** Whether a character of U+0400 to U+047F, all of which are letters, begins with the byte. */
function isCyrillic(byte: number): boolean {
  return byte === 0xd0 || byte === 0xd1;
}

function isBehindFourLetters(bytes: Buffer, start: number, end: number): boolean {
  if (end - start < 4) return false;
  for (let place = end - 4; place < end; place += 1) if (!isOf(LETTER, bytes, place)) return false;
  return true;
}

/** In bytes: a word for a social security number, and what may stand behind it, in three bytes a character. */
const REACH_OF_SSN_WORD = 3 * 96;

/** Whether a word for a social security number stands before a row of digits, with no other between but "9 digits". */
function isBehindSsnWord(bytes: Buffer, start: number, rowStart: number): boolean {
  const lowest = Math.max(start, rowStart - REACH_OF_SSN_WORD);
  let from = rowStart;
  while (from > lowest && !(isOf(DIGIT, bytes, from - 1) && isOf(DIGIT, bytes, from - 2))) from -= 1;
  if (rowStart - from < SHORTEST_SSN_WORD) return false;
  return inAsciiDigits(bytes.toString('utf8', from, rowStart), NOT_ASCII).search(SSN_WORD) >= 0;
}

/** `030 123456 (fax)`, `030 123456 - fax` */
function isBeforePhoneWord(bytes: Buffer, rowEnd: number, end: number): boolean {
  let index = rowEnd;
  if (foreignSeparator(bytes, index, end) > 0) return true;
  const isSpace = bytes[index] === SPACE;
  if (isSpace) index += 1;
  if (foreignSeparator(bytes, index, end) > 0) return true;
  if (bytes[index] === OPENING_BRACKET) index += 1;
  else if (isSpace && bytes[index] === HYPHEN) {
    index += 1;
    if (foreignSeparator(bytes, index, end) > 0) return true;
    if (bytes[index] !== SPACE) return false;
    index += 1;
  } else return false;
  return isPhoneWordAt(bytes, index, end);
}

/** Whether an 8 begins what may be a number spelled with letters: `800 FLOWERS`. */
export function mayBeVanityNumber(bytes: Buffer, place: number, end: number): boolean {
  if (bytes[place + 1] !== bytes[place + 2] || !isOf(DIGIT, bytes, place + 1)) return false;
  let capitals = 0;
  // A bracket, a separator and eight characters before the first of three capitals.
  for (let index = place + 3; index < end && index < place + 20; index += 1) {
    capitals = isOf(LETTER, bytes, index) && isCapital(bytes[index] ?? 0) ? capitals + 1 : 0;
    if (capitals === 3) return true;
  }
  return false;
}
