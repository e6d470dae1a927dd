import {
  CAPITAL_BEHIND_ANY,
  DIGIT,
  ENTRIES,
  HIGH,
  IN_LATIN_WORD,
  IN_WORD,
  LETTER,
  LETTER_OR_DIGIT,
  OPERATOR,
  UNDERSCORE,
} from './byte-entries.js';
import { inAsciiDigits } from './digit-rows.js';
import { holdsPhoneWord, INTERNATIONAL_PREFIX_GATE, NORTH_AMERICAN_GATE } from './phone-numbers.js';
import { PHONE_WORD_SOURCES } from './phone-words.js';
import { TRIGGER_WORDS } from './secret-words.js';
import { BARE_GATE, SEPARATED_GATE, SSN_WORD } from './social-security-numbers.js';
import { NOT_ASCII } from './text-contents.js';
import { isOpening, openedWith } from './token-openings.js';
import { isWordAt, type WordBeginnings, wordBeginnings } from './word-beginnings.js';

/*
 * The first look at a text, in UTF-8: four bytes at a time, and closer only at the few places that anything could
 * begin at, a digit, a long word, an at sign. It answers for nearly all of a dataset that there is nothing to search
 * for. What it says no to, the search would find nothing in; what it says yes to may still hold nothing.
 */

/** Bits of two bytes that follow each other. */
const FULL = 1 << 0;
/** One of the bytes has to be looked at. */
const PLACE = 1 << 1;
const DOT_AND_LETTER = 1 << 2;
const HYPHEN_AND_B = 1 << 3;
/**
 * What four bytes tell that begin at an odd or at an even place of theirs: the first two have the bit, the next two
 * its double.
 */
const DOT_THEN_LETTER = 1 << 4;
const HYPHEN_THEN_B = 1 << 6;
const AT_WORD = 1 << 8;
const AT_WORD_BETWEEN = 1 << 10;
const DOT_WORD = 1 << 12;
const DOT_WORD_BETWEEN = 1 << 14;
const BASIC = 1 << 16;
const BASIC_BETWEEN = 1 << 18;
const CURL = 1 << 20;
const CURL_BETWEEN = 1 << 22;

/** By the number of two bytes, the first of them the lower. */
const PAIRS = new Int32Array(1 << 16);

/** White space, or part of a character that may be white space. */
const GAP = /[\s\x80-\xff]/;
const ANY = /[^]/;

const BYTES = Array.from({ length: 256 }, (_, byte) => byte);

/** Marks all pairs of two characters, of which those outside ASCII stand for a byte. */
function markPairs(bits: number, first: RegExp, second: RegExp): void {
  const among = (characters: RegExp): number[] =>
    BYTES.filter((byte) => characters.test(String.fromCharCode(byte)));
  const seconds = among(second);
  for (const low of among(first))
    for (const high of seconds) PAIRS[(high << 8) | low] = (PAIRS[(high << 8) | low] ?? 0) | bits;
}

function markFours(bit: number, [a, b, c, d]: readonly [RegExp, RegExp, RegExp, RegExp]): void {
  markPairs(bit, a, b);
  markPairs(bit << 1, c, d);
}

const PLACES = /[\d@%&\\([{:=<>|?\xd9\xdb\xdf\xe0\xef]/;
const LATIN = /[^\s"'`<>\xca-\xe1\xe3-\xff]/;
markPairs(FULL, LATIN, LATIN);
markPairs(PLACE, PLACES, ANY);
markPairs(PLACE, ANY, PLACES);
markPairs(DOT_AND_LETTER, /\./, /[a-z]/i);
markPairs(HYPHEN_AND_B, /-/, /B/);
markFours(DOT_THEN_LETTER, [ANY, /\./, /[a-z]/i, ANY]);
markFours(HYPHEN_THEN_B, [ANY, /-/, /B/, ANY]);
markFours(AT_WORD, [GAP, /a/i, /t/i, GAP]);
markFours(AT_WORD_BETWEEN, [ANY, GAP, /a/i, /t/i]);
markFours(DOT_WORD, [GAP, /d/i, /o/i, /t/i]);
markFours(DOT_WORD_BETWEEN, [/d/i, /o/i, /t/i, GAP]);
markFours(BASIC, [/b/i, /a/i, /s/i, /i/i]);
markFours(BASIC_BETWEEN, [/a/i, /s/i, /i/i, /c/i]);
markFours(CURL, [/c/, /u/, /r/, /l/]);
markFours(CURL_BETWEEN, [/u/, /r/, /l/, /\s/]);

const AT_WORDS = (AT_WORD | AT_WORD_BETWEEN) << 1;
const DOTS = (DOT_THEN_LETTER | DOT_WORD | DOT_WORD_BETWEEN) << 1;
const BASIC_WORDS = (BASIC | BASIC_BETWEEN) << 1;
const CURL_WORDS = (CURL | CURL_BETWEEN) << 1;

const LINE_FEED = 0x0a;
const SPACE = 0x20;
const EXCLAMATION_MARK = 0x21;
const DOUBLE_QUOTE = 0x22;
const PLUS = 0x2b;
const COMMA = 0x2c;
const HYPHEN = 0x2d;
const DOT = 0x2e;
const ZERO = 0x30;
const SEMICOLON = 0x3b;
const QUESTION_MARK = 0x3f;
const CLOSING_BRACE = 0x7d;

/** Behind the last byte: no letter, no digit, no space, and not in a word. */
const FILLING = 0x60;

// Made when they are first asked for: many datasets need neither, and each takes some milliseconds.
let phoneWords: WordBeginnings | undefined;
let triggers: WordBeginnings | undefined;

function isPhoneWordAt(bytes: Buffer, place: number, end: number): boolean {
  phoneWords ??= wordBeginnings(PHONE_WORD_SOURCES.bounded, PHONE_WORD_SOURCES.unbounded);
  return isWordAt(phoneWords, bytes, place, end);
}

let lastBytes: Buffer | undefined;
let lastView: DataView = new DataView(new ArrayBuffer(0));

/** Fields by the hundred stand in the same bytes. */
function viewOf(bytes: Buffer): DataView {
  if (bytes !== lastBytes) {
    lastBytes = bytes;
    lastView = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }
  return lastView;
}

/** What a word may be. */
type WordKind = number;
const PLAIN = 0;
/** A secret, if a name beside it says so. */
const VALUE = 1;
/** Something to search for, whatever is around it. */
const TOKEN = 2;
const UUID = 3;

/**
 * Whether the search could find anything in a text.
 *
 * @param bytes UTF-8
 * @param start where the text begins, and `end` behind its last byte
 */
export function mayHoldValue(bytes: Buffer, start: number, end: number): boolean {
  if (end - start < SHORTEST || isUuid(bytes, start, end) || isTimestamp(bytes, start, end)) return false;
  const view = viewOf(bytes);
  let any = 0;
  let across = 0;
  let before = 0;
  let wasFull = 0;
  let rowEnd = start;
  let wordEnd = start;
  let word: WordKind = PLAIN;
  let valueEnd = start;
  let holdsDot = false;
  for (let index = start; index < end; index += 4) {
    const four = index + 4 <= end ? view.getInt32(index, true) : lastFour(bytes, index, end);
    const first = PAIRS[four & 0xffff] ?? 0;
    const second = PAIRS[four >>> 16] ?? 0;
    const isFull = first & second & FULL;
    const isLong = (wasFull & isFull) !== 0;
    wasFull = isFull;
    any |= first | second;
    across |= ((before << 1) & first) | ((first << 1) & second);
    before = second;
    if (((first | second) & PLACE) === 0 && !isLong) continue;
    if (isLong && index >= wordEnd) {
      const wordStart = startOfWord(bytes, wordEnd, index);
      wordEnd = endOfWord(bytes, index, end);
      word = wordEnd - wordStart < SHORTEST_TOKEN ? PLAIN : wordKind(bytes, wordStart, wordEnd);
      if (word === TOKEN) return true;
      if (word === VALUE) valueEnd = isNamedInside(bytes, wordStart, wordEnd) ? wordEnd : wordStart;
    }
    if (((first | second) & PLACE) === 0) continue;
    const last = index + 4 < end ? index + 4 : end;
    for (let place = index; place < last; place += 1) {
      const byte = bytes[place] ?? 0;
      const entry = ENTRIES[byte] ?? 0;
      if ((entry & DIGIT) !== 0) {
        if (place >= wordEnd) {
          const wordStart = startOfWord(bytes, wordEnd, place);
          wordEnd = endOfWord(bytes, place, end);
          word = wordEnd - wordStart < SHORTEST_SECRET ? PLAIN : wordKind(bytes, wordStart, wordEnd);
          if (word === TOKEN) return true;
          if (word === VALUE) valueEnd = isNamedInside(bytes, wordStart, wordEnd) ? wordEnd : wordStart;
        }
        if (place >= rowEnd) {
          rowEnd = endOfRow(bytes, place, end);
          if (rowEnd - place >= FEWEST_DIGITS && !(word === UUID && rowEnd <= wordEnd))
            if (mayBeNumber(bytes, start, place, rowEnd, end)) return true;
        }
        if (byte === 0x38 && mayBeVanityNumber(bytes, place, end)) return true;
      } else if ((entry & OPERATOR) !== 0 || byte === 0x3f) {
        if (isOperator(bytes, place) && hasSecretName(bytes, start, place)) return true;
      } else if (byte >= 0x80) {
        const kind = foreignSign(bytes, place, end);
        if (kind === FOREIGN_VALUE) return true;
        if (kind === FOREIGN_OPERATOR && hasSecretName(bytes, start, place)) return true;
      } else if (isEscapeOfAt(bytes, place, end)) {
        return true;
      } else if (/* an opening bracket */ byte === 0x28 || byte === 0x5b || byte === 0x7b) {
        const bracketed = bracketedWord(bytes, place, end);
        if (bracketed === BRACKETED_AT) return true;
        if (bracketed === BRACKETED_DOT) holdsDot = true;
      }
    }
  }
  if ((any & HYPHEN_AND_B) !== 0 || (across & (HYPHEN_THEN_B << 1)) !== 0) return true;
  if ((across & AT_WORDS) !== 0 && (holdsDot || (any & DOT_AND_LETTER) !== 0 || (across & DOTS) !== 0))
    return true;
  if ((across & CURL_WORDS) !== 0 && anyPlace(view, CURL_WORDS, start, end, isBehindCurl)) return true;
  if ((across & BASIC_WORDS) !== 0 && anyPlace(view, BASIC_WORDS, start, end, areBasicCredentials))
    return true;
  return holdsTrigger(bytes, start, valueEnd);
}

/** No value is shorter. */
const SHORTEST = 6;
const FEWEST_DIGITS = 7;
const LONGEST_UNBROKEN_NUMBER = 20;
const DIGITS_OF_SSN = 9;
/** With its area or country. */
const FULL_LENGTH = 10;
/** "SSN" */
const SHORTEST_SSN_WORD = 3;
const SHORTEST_SECRET = 8;
const SHORTEST_TOKEN = 13;
const LONG = 20;
/** No token that its opening tells is longer. */
const LONGEST_FORMAT = 4096;
const SHORTEST_NUMBER = 16;
/** Formats that no opening tells are longer, and so are the secrets with a shape of their own. */
const SHORTEST_MARKED = 32;

function lastFour(bytes: Buffer, index: number, end: number): number {
  const byteAt = (place: number): number => (place < end ? (bytes[place] ?? FILLING) : FILLING);
  return byteAt(index) | (byteAt(index + 1) << 8) | (byteAt(index + 2) << 16) | (byteAt(index + 3) << 24);
}

function is(bytes: Buffer, place: number, bits: number): boolean {
  return ((ENTRIES[bytes[place] ?? 0] ?? 0) & bits) !== 0;
}

function startOfWord(bytes: Buffer, from: number, place: number): number {
  let start = place;
  while (start > from && is(bytes, start - 1, IN_WORD)) start -= 1;
  return start;
}

function endOfWord(bytes: Buffer, place: number, end: number): number {
  let to = place;
  while (to < end && is(bytes, to, IN_WORD)) to += 1;
  return to;
}

function wordKind(bytes: Buffer, start: number, end: number): WordKind {
  if (isUuid(bytes, start, end)) return UUID;
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
    else if (((bytes[index] ?? 0) & 0xc0) !== 0x80) latin += 1;
    if (latin > longest) longest = latin;
  }
  const isMixed = (kinds & LETTER) !== 0 && (kinds & DIGIT) !== 0;
  const isLongNumber = (kinds & DIGIT) !== 0 && longest >= SHORTEST_NUMBER;
  const isSpecial =
    isMixed || isLongNumber || (pairs & CAPITAL_BEHIND_ANY) !== 0 || (kinds & UNDERSCORE) !== 0;
  if (longest >= LONG || (longest >= SHORTEST_TOKEN && isSpecial))
    if (every !== 0 ? mayBeBareToken(bytes, start, end) : mayHoldToken(bytes, start, end, longest))
      return TOKEN;
  return isMixed || isLongNumber || longest >= LONG ? VALUE : PLAIN;
}

/** Whether a value and its name may stand in one word: with a comma, or a word of a script without spaces, between. */
function isNamedInside(bytes: Buffer, start: number, end: number): boolean {
  for (let index = start; index < end; index += 1)
    if (bytes[index] === COMMA || is(bytes, index, HIGH)) return true;
  return false;
}

/** For a word of letters and digits, a token begins where the word does, or its marker is of those, too. */
function mayBeBareToken(bytes: Buffer, start: number, end: number): boolean {
  const first = bytes[start] ?? 0;
  const second = bytes[start + 1] ?? 0;
  if (isOpening(first, second)) {
    const pattern = openedWith(first, second);
    if (pattern !== undefined) {
      pattern.lastIndex = 0;
      if (pattern.test(bytes.toString('latin1', start, Math.min(end, start + LONGEST_FORMAT)))) return true;
    }
  }
  // A JSON Web Token in base64.
  if (first === 0x5a && second === 0x58) return true;
  if (end - start < SHORTEST_MARKED) return false;
  // `NRAL`, `JQQJ99`
  for (let index = start; index + 1 < end; index += 1) {
    const byte = bytes[index];
    const next = bytes[index + 1];
    if (byte === 0x4e ? next === 0x52 && bytes[index + 2] === 0x41 : byte === 0x51 && next === 0x51)
      return true;
  }
  return false;
}

function mayHoldToken(bytes: Buffer, start: number, end: number, longest: number): boolean {
  if (isTimestamp(bytes, start, end)) return false;
  if (longest >= SHORTEST_MARKED) return true;
  for (let index = start; index + 1 < end; index += 1) {
    const first = bytes[index] ?? 0;
    const second = bytes[index + 1] ?? 0;
    // `contribsys__com`, `Private-Lines`
    if (first === 0x5f && second === 0x5f) return true;
    if (first === 0x50 && second === 0x72 && bytes[index + 7] === 0x2d) return true;
    if (index + SHORTEST_TOKEN > end || first >= 0x80 || second >= 0x80) continue;
    if (isOpening(first, second) && mayBegin(bytes, start, index)) return true;
  }
  return false;
}

function mayBegin(bytes: Buffer, start: number, place: number): boolean {
  return (
    place === start ||
    !is(bytes, place - 1, LETTER_OR_DIGIT) ||
    bytes[place - 2] === 0x5c ||
    bytes[place - 3] === 0x25
  );
}

const UUID_LENGTH = 36;
const HYPHENS_OF_UUID = 4;

/** 1 at what a UUID is made of, and 2 at the hyphen. */
const UUID_BYTES = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte === HYPHEN ? 2 : Number(/[\da-f]/i.test(String.fromCharCode(byte))),
);

/** Whether the bytes are a UUID (RFC 9562 section 4), and nothing more. */
function isUuid(bytes: Buffer, start: number, end: number): boolean {
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
function isTimestamp(bytes: Buffer, start: number, end: number): boolean {
  const length = end - start;
  if (length < TIMESTAMP.length || length > LONGEST_TIMESTAMP || bytes[start + 10] !== 0x54) return false;
  if (!isSetLike(TIMESTAMP, bytes, start, end)) return false;
  let index = start + TIMESTAMP.length;
  if (bytes[index] === 0x2e)
    do index += 1;
    while (index < end && is(bytes, index, DIGIT));
  if (index === end) return true;
  if (bytes[index] === 0x5a) return index + 1 === end;
  return (
    (bytes[index] === 0x2b || bytes[index] === 0x2d) &&
    index + OFFSET.length + 1 === end &&
    isSetLike(OFFSET, bytes, index + 1, end)
  );
}

const OFFSET = Buffer.from('00:00');

/** Whether the bytes have digits where the shape has zeros, and are like it everywhere else. */
function isSetLike(shape: Buffer, bytes: Buffer, start: number, end: number): boolean {
  if (end - start < shape.length) return false;
  for (let index = 0; index < shape.length; index += 1) {
    const isDigit = shape[index] === 0x30;
    if (isDigit ? !is(bytes, start + index, DIGIT) : bytes[start + index] !== shape[index]) return false;
  }
  return true;
}

/** Behind the last digit of a row of digits, which begins at `start`. */
function endOfRow(bytes: Buffer, start: number, end: number): number {
  let rowEnd = start + 1;
  let separators = 0;
  let index = rowEnd;
  while (index < end && separators <= 3) {
    const byte = bytes[index] ?? 0;
    if (is(bytes, index, DIGIT)) {
      index += 1;
      rowEnd = index;
      separators = 0;
      continue;
    }
    // ` `, `(`, `)`, `-`, `.`, `/`
    if (byte === 0x20 || byte === 0x28 || byte === 0x29 || (byte >= 0x2d && byte <= 0x2f)) index += 1;
    else {
      const length = foreignSeparator(bytes, index, end);
      if (length === 0) break;
      index += length;
    }
    separators += 1;
  }
  return rowEnd;
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

function mayBeNumber(bytes: Buffer, start: number, rowStart: number, rowEnd: number, end: number): boolean {
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
    // No number has as many digits without anything between them.
    if (digits > LONGEST_UNBROKEN_NUMBER) return false;
    if (digits === DIGITS_OF_SSN && isBehindSsnWord(bytes, start, rowStart)) return true;
    if (digits >= FULL_LENGTH && bytes[rowStart] === ZERO && bytes[rowStart + 1] === ZERO)
      if (rowStart === start || !is(bytes, rowStart - 1, LETTER)) return true;
  } else if (digits >= DIGITS_OF_SSN) {
    const row = bytes.toString('latin1', rowStart, rowEnd);
    if (SEPARATED_GATE.test(row)) return true;
    if (BARE_GATE.test(row) && isBehindSsnWord(bytes, start, rowStart)) return true;
    if (digits >= FULL_LENGTH && (INTERNATIONAL_PREFIX_GATE.test(row) || NORTH_AMERICAN_GATE.test(row)))
      return true;
  }
  return isBehindPhoneWord(bytes, start, rowStart, end) || isBeforeWord(bytes, rowEnd, end);
}

/** Between a plus and a digit there may be a bracket and a space, of three bytes each. */
function isBehindPlus(bytes: Buffer, start: number, rowStart: number): boolean {
  for (let index = rowStart - 1; index >= start && index >= rowStart - 9; index -= 1) {
    const byte = bytes[index] ?? 0;
    if (byte === 0x2b || (byte === 0x8b && bytes[index - 1] === 0xbc)) return true;
    if ((ENTRIES[byte] ?? 0) & LETTER) return false;
  }
  return false;
}

/** In characters: how far before its number a word ends, how far on the line before, and how long it is. */
const REACH = 42;
const REACH_TO_LINE_BEFORE = 22;
const LONGEST_WORD = 40;
const LONGEST_HAN_WORD = 12;
/** "customer phone number" */
const MOST_PARTS = 4;

/** Whether a word for a phone stands before a row of digits, with nothing between them that parts the two. */
function isBehindPhoneWord(bytes: Buffer, start: number, rowStart: number, end: number): boolean {
  let characters = 0;
  let lines = 0;
  let lowest = REACH + LONGEST_WORD;
  // Words that end too far from the number are none of it, but one may begin there.
  let partsLeft = Infinity;
  // Where a letter stands right before the number, so does the word.
  if (rowStart - 3 >= start && isHanLead(bytes[rowStart - 3] ?? 0)) lowest = LONGEST_HAN_WORD;
  for (let place = rowStart - 1; place >= start && characters < lowest && partsLeft > 0; place -= 1) {
    const byte = bytes[place] ?? 0;
    const before = place > start ? (bytes[place - 1] ?? 0) : 0;
    const entry = ENTRIES[byte] ?? 0;
    if ((entry & LETTER) !== 0) {
      if (((ENTRIES[before] ?? 0) & LETTER) === 0) {
        partsLeft -= 1;
        if (isPhoneWordAt(bytes, place, end) && isPhoneWordBetween(bytes, place, rowStart)) return true;
      } else if (byte < 0x60 && before >= 0x60 && isPartOfPhoneName(byte)) return true;
    } else if (byte >= 0xc0) {
      const isInsideWord = isCyrillic(byte) && place - 2 >= start && isCyrillic(bytes[place - 2] ?? 0);
      if (!isInsideWord && isPhoneWordAt(bytes, place, end) && isPhoneWordBetween(bytes, place, rowStart))
        return true;
    } else if ((entry & DIGIT) !== 0 || byte === PLUS || byte === SEMICOLON || byte === CLOSING_BRACE) {
      return false;
    } else if (byte === SPACE || byte === LINE_FEED) {
      if (before === EXCLAMATION_MARK || before === QUESTION_MARK) return false;
      if (byte === LINE_FEED) {
        lines += 1;
        if (lines > 1 || characters > REACH_TO_LINE_BEFORE) return false;
      }
      if (partsLeft === Infinity && before === DOT && isBehindFourLetters(bytes, start, place - 1)) {
        partsLeft = MOST_PARTS;
        lowest = characters + LONGEST_WORD;
      }
    }
    // Bytes that only continue a character, and quotes, which a CSV doubles, do not count.
    if ((byte & 0xc0) !== 0x80 && byte !== DOUBLE_QUOTE) characters += 1;
    if (characters > REACH && partsLeft > MOST_PARTS) partsLeft = MOST_PARTS;
  }
  return false;
}

function isPhoneWordBetween(bytes: Buffer, from: number, to: number): boolean {
  return holdsPhoneWord(inAsciiDigits(bytes.toString('utf8', from, to), NOT_ASCII));
}

/** Whether the letter may begin a part of a name in camel case that `PHONE_WORD_IN_NAME` finds. */
function isPartOfPhoneName(capital: number): boolean {
  return (
    capital === 0x43 ||
    capital === 0x46 ||
    capital === 0x4d ||
    capital === 0x4e ||
    capital === 0x50 ||
    capital === 0x54
  );
}

/** Whether a character of U+5000 to U+8FFF, all of which are letters, begins with the byte. */
function isHanLead(byte: number): boolean {
  return byte >= 0xe5 && byte <= 0xe8;
}

/** Whether a character of U+0400 to U+047F, all of which are letters, begins with the byte. */
function isCyrillic(byte: number): boolean {
  return byte === 0xd0 || byte === 0xd1;
}

function isBehindFourLetters(bytes: Buffer, start: number, end: number): boolean {
  if (end - start < 4) return false;
  for (let place = end - 4; place < end; place += 1) if (!is(bytes, place, LETTER)) return false;
  return true;
}

/** In bytes: a word for a social security number, and what may stand behind it, in three bytes a character. */
const REACH_OF_SSN_WORD = 3 * 96;

/** Whether a word for a social security number stands before a row of digits, with no other digits between. */
function isBehindSsnWord(bytes: Buffer, start: number, rowStart: number): boolean {
  const lowest = Math.max(start, rowStart - REACH_OF_SSN_WORD);
  let from = rowStart;
  while (from > lowest && !is(bytes, from - 1, DIGIT)) from -= 1;
  if (rowStart - from < SHORTEST_SSN_WORD) return false;
  return inAsciiDigits(bytes.toString('utf8', from, rowStart), NOT_ASCII).search(SSN_WORD) >= 0;
}

/** `030 123456 (fax)`, `030 123456 - fax` */
function isBeforeWord(bytes: Buffer, rowEnd: number, end: number): boolean {
  let index = rowEnd;
  if (foreignSeparator(bytes, index, end) > 0) return true;
  const isSpace = bytes[index] === 0x20;
  if (isSpace) index += 1;
  if (foreignSeparator(bytes, index, end) > 0) return true;
  if (bytes[index] === 0x28) index += 1;
  else if (isSpace && bytes[index] === 0x2d) {
    index += 1;
    if (foreignSeparator(bytes, index, end) > 0) return true;
    if (bytes[index] !== 0x20) return false;
    index += 1;
  } else return false;
  return isPhoneWordAt(bytes, index, end);
}

/** `800 FLOWERS` */
function mayBeVanityNumber(bytes: Buffer, place: number, end: number): boolean {
  if (bytes[place + 1] !== bytes[place + 2] || !is(bytes, place + 1, DIGIT)) return false;
  let capitals = 0;
  // A bracket, a separator and eight characters before the first of three capitals.
  for (let index = place + 3; index < end && index < place + 20; index += 1) {
    const byte = bytes[index] ?? 0;
    capitals = byte >= 0x41 && byte <= 0x5a ? capitals + 1 : 0;
    if (capitals === 3) return true;
  }
  return false;
}

const FOREIGN_VALUE = 1;
const FOREIGN_OPERATOR = 2;

/** Digits of other scripts, and the full-width at sign, colon and equals sign. */
function foreignSign(bytes: Buffer, place: number, end: number): number {
  if (place + 1 >= end) return 0;
  const first = bytes[place] ?? 0;
  const second = bytes[place + 1] ?? 0;
  if (first === 0xd9) return second >= 0xa0 && second <= 0xa9 ? FOREIGN_VALUE : 0;
  if (first === 0xdb) return second >= 0xb0 && second <= 0xb9 ? FOREIGN_VALUE : 0;
  if (first === 0xdf) return second >= 0x80 && second <= 0x89 ? FOREIGN_VALUE : 0;
  const third = bytes[place + 2] ?? 0;
  if (first === 0xe0) {
    if (second === 0xa5 || second === 0xa7) return third >= 0xa6 && third <= 0xaf ? FOREIGN_VALUE : 0;
    return second === 0xb9 && third >= 0x90 && third <= 0x99 ? FOREIGN_VALUE : 0;
  }
  if (first !== 0xef) return 0;
  if (second === 0xb9) return third === 0xab ? FOREIGN_VALUE : 0;
  if (second !== 0xbc) return 0;
  if (third === 0xa0 || (third >= 0x90 && third <= 0x99)) return FOREIGN_VALUE;
  return third === 0x9a || third === 0x9d ? FOREIGN_OPERATOR : 0;
}

/** `@`, `%40`, `&#64;`, `&commat;`, `\u0040` */
function isEscapeOfAt(bytes: Buffer, place: number, end: number): boolean {
  const byte = bytes[place];
  if (byte === 0x40) return true;
  if (place + 2 >= end) return false;
  const next = bytes[place + 1] ?? 0;
  const third = bytes[place + 2] ?? 0;
  if (byte === 0x25) return next === 0x34 && third === 0x30;
  if (byte === 0x26) return next === 0x23 || ((next | 0x20) === 0x63 && (third | 0x20) === 0x6f);
  return byte === 0x5c && (next | 0x20) === 0x75 && third === 0x30 && bytes[place + 4] === 0x34;
}

const BRACKETED_AT = 1;
const BRACKETED_DOT = 2;

/** `(at)`, `[ät]`, `(arroba)`, `{a}`; `[dot]`, `(punkt)`, `(.)`. */
function bracketedWord(bytes: Buffer, place: number, end: number): number {
  let index = place + 1;
  if (index >= end) return 0;
  let byte = bytes[index] ?? 0;
  if (byte >= 0x80)
    return byte === 0xc3 ? BRACKETED_AT : isSpaceOutsideAscii(bytes, index) ? BRACKETED_AT : 0;
  if (byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)) {
    index += 1;
    byte = bytes[index] ?? 0;
    if (byte === 0xc3) return BRACKETED_AT;
  }
  const next = (bytes[index + 1] ?? 0) | 0x20;
  if ((byte | 0x20) === 0x61)
    return !is(bytes, index + 1, LETTER | DIGIT) || next === 0x74 || next === 0x72 ? BRACKETED_AT : 0;
  if (byte === 0x2e) return BRACKETED_DOT;
  if ((byte | 0x20) === 0x64) return next === 0x6f ? BRACKETED_DOT : 0;
  return (byte | 0x20) === 0x70 && (next === 0x75 || next === 0x6f) ? BRACKETED_DOT : 0;
}

function isSpaceOutsideAscii(bytes: Buffer, index: number): boolean {
  const first = bytes[index];
  if (first === 0xc2) return bytes[index + 1] === 0xa0;
  return first === 0xe1 || first === 0xe2 || (first === 0xe3 && bytes[index + 1] === 0x80) || first === 0xef;
}

/** Whether an operator begins here: a question mark only makes one with another. */
function isOperator(bytes: Buffer, place: number): boolean {
  if (place > 0 && is(bytes, place - 1, OPERATOR)) return false;
  return bytes[place] !== 0x3f || bytes[place + 1] === 0x3f;
}

/** How far back the name before an operator may end, and how long it may be. */
const LONGEST_JOINT = 60;
const LONGEST_NAME = 80;
/** What may stand between a name and its operator: a type, or an attribute's name. */
const BETWEEN = /(?:string|str|byte|char|value|content|default|val|kind)$/i;
const LONGEST_BETWEEN = 120;

/** Whether the name before an operator may be that of a secret. */
function hasSecretName(bytes: Buffer, start: number, operator: number): boolean {
  let nameEnd = operator;
  const lowest = Math.max(start, operator - LONGEST_JOINT);
  while (nameEnd > lowest && !isOfName(bytes[nameEnd - 1] ?? 0)) {
    nameEnd -= 1;
    if (is(bytes, nameEnd, OPERATOR)) return false;
  }
  let nameStart = nameEnd;
  const earliest = Math.max(start, nameEnd - LONGEST_NAME);
  while (
    nameStart > earliest &&
    (isOfName(bytes[nameStart - 1] ?? 0) || bytes[nameStart - 1] === 0x2d || bytes[nameStart - 1] === 0x2e)
  )
    nameStart -= 1;
  if (nameStart === nameEnd) return false;
  if (holdsTrigger(bytes, nameStart, nameEnd)) return true;
  if (
    nameEnd - nameStart < 3 ||
    !BETWEEN.test(bytes.toString('latin1', Math.max(nameStart, nameEnd - 7), nameEnd))
  )
    return false;
  return (
    bytes[nameEnd - 1] === 0x64 ||
    bytes[nameEnd - 1] === 0x44 ||
    holdsTrigger(bytes, Math.max(start, nameStart - LONGEST_BETWEEN), nameStart)
  );
}

function isOfName(byte: number): boolean {
  return ((ENTRIES[byte] ?? 0) & (LETTER_OR_DIGIT | UNDERSCORE | HIGH)) !== 0;
}

function holdsTrigger(bytes: Buffer, start: number, end: number): boolean {
  triggers ??= wordBeginnings([], TRIGGER_WORDS);
  for (let index = start; index < end; index += 1) if (isWordAt(triggers, bytes, index, end)) return true;
  return false;
}

/** Three characters of white space, in bytes. */
const LONGEST_GAP = 9;
const SHORTEST_CREDENTIALS = 8;

/**
 * Whether any place passes that the words tell of: it is behind them, in the four bytes that tell of them or in the
 * next four.
 */
function anyPlace(
  view: DataView,
  words: number,
  start: number,
  end: number,
  accepts: (view: DataView, start: number, place: number, end: number) => boolean,
): boolean {
  let before = 0;
  for (let index = start; index + 4 <= end; index += 4) {
    const four = view.getInt32(index, true);
    const first = PAIRS[four & 0xffff] ?? 0;
    const second = PAIRS[four >>> 16] ?? 0;
    const across = ((before << 1) & first) | ((first << 1) & second);
    before = second;
    if ((across & words) === 0) continue;
    const last = Math.min(index + 8, end);
    for (let place = index; place < last; place += 1) if (accepts(view, start, place, end)) return true;
  }
  return false;
}

function isBehindCurl(view: DataView, start: number, place: number): boolean {
  return place - 4 >= start && view.getInt32(place - 4, true) === CURL_LETTERS && isGap(view.getUint8(place));
}

/** Whether something that may be base64 stands behind a "basic". */
function areBasicCredentials(view: DataView, start: number, place: number, end: number): boolean {
  if (place - 5 < start || (view.getUint8(place - 1) | 0x20) !== 0x63) return false;
  let from = place;
  while (from < end && from < place + LONGEST_GAP && isGap(view.getUint8(from))) from += 1;
  if (from === place || from + SHORTEST_CREDENTIALS > end) return false;
  for (let index = from; index < from + SHORTEST_CREDENTIALS; index += 1)
    if (!isOfBase64(view.getUint8(index))) return false;
  return true;
}

const CURL_LETTERS = Buffer.from('curl').readInt32LE();

/** White space, or part of a character that may be white space. */
function isGap(byte: number): boolean {
  return byte === 0x20 || (byte >= 0x09 && byte <= 0x0d) || byte >= 0x80;
}

function isOfBase64(byte: number): boolean {
  return (
    ((ENTRIES[byte] ?? 0) & (LETTER_OR_DIGIT | UNDERSCORE)) !== 0 ||
    byte === 0x2b ||
    byte === 0x2d ||
    byte === 0x2f
  );
}
