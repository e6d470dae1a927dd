import { DIGIT, ENTRIES, LETTER, LETTER_OR_DIGIT, UNDERSCORE } from './byte-entries.js';
import {
  AMPERSAND,
  AT_SIGN,
  BACKSLASH,
  codeOf,
  COLON,
  COMMA,
  DOT,
  DOUBLE_QUOTE,
  EIGHT,
  HASH,
  HYPHEN,
  isGap,
  isOf,
  OPENING_BRACKET,
  PERCENT,
  PLUS,
  SLASH,
  small,
  ZERO,
} from './ascii.js';
import { hasSecretName, holdsTrigger, isOperator } from './look-at-names.js';
import { endOfRow, FEWEST_DIGITS, mayBeNumber, mayBeVanityNumber, startOfDigits } from './look-at-rows.js';
import { isKnownPlain, rememberPlain } from './plain-texts.js';
import {
  endOfWord,
  HEXADECIMAL,
  isTimestamp,
  isUuid,
  NAMED_INSIDE,
  PLAIN,
  SHORTEST_TOKEN,
  SHORTEST_VALUE,
  startOfWord,
  TOKEN,
  UUID,
  VALUE,
  wordKind,
  type WordKind,
} from './look-at-words.js';

/*
 * The first look at a text, in UTF-8: four bytes at a time, and closer only at the few places where anything could
 * be, at a digit, a long word, an operator, an at sign. Its answer for nearly all of a dataset is that there is
 * nothing to search for. Where it says no, the search finds nothing; where it says yes, there may still be nothing.
 */

/** A sum of the families below. */
export type Families = number;
export const NO_FAMILY: Families = 0;
export const ADDRESSES: Families = 1 << 0;
export const NUMBERS: Families = 1 << 1;
export const SECRETS: Families = 1 << 2;

/** Bits of two bytes that follow each other. */
const FULL = 1 << 0;
/** One of the bytes has to be looked at. */
const PLACE = 1 << 1;
const DOT_AND_LETTER = 1 << 2;
/** `-B` and `-L`: of `-----BEGIN`, and of `Private-Lines`. */
const HYPHEN_AND_CAPITAL = 1 << 3;
/**
 * What four bytes tell that begin at an odd or at an even place of theirs: the first two have the bit, the next two
 * its double.
 */
const DOT_THEN_LETTER = 1 << 4;
const HYPHEN_THEN_CAPITAL = 1 << 6;
const AT_WORD = 1 << 8;
const AT_WORD_BETWEEN = 1 << 10;
const DOT_WORD = 1 << 12;
const DOT_WORD_BETWEEN = 1 << 14;
const BASIC = 1 << 16;
const BASIC_BETWEEN = 1 << 18;
const CURL = 1 << 20;
const CURL_BETWEEN = 1 << 22;
/** What "arroba" and "arobase" hold, wherever they begin. */
const ARROBA = 1 << 24;
const AROBASE = 1 << 26;
const ROBA = 1 << 28;

const BYTES = Array.from({ length: 256 }, (_, byte) => byte);

/** By the number of two bytes, the first of them the lower. */
const PAIRS = new Int32Array(1 << 16);

/** White space, or part of a character that may be white space. */
const GAP = /[\s\x80-\xff]/;
const ANY = /[^]/;

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

/** What has to be looked at closer, and as what. */
const A_DIGIT = 1;
const AN_OPERATOR = 2;
const A_BRACKET = 3;
const AN_AT_SIGN = 4;
const OUTSIDE_ASCII = 5;
const ROLES = new Uint8Array(256);
for (const [characters, role] of [
  [/\d/, A_DIGIT],
  [/[:=<>|?]/, AN_OPERATOR],
  [/[([{]/, A_BRACKET],
  [/[@%&\\]/, AN_AT_SIGN],
  [/[\xd9\xdb\xdf\xe0\xef]/, OUTSIDE_ASCII],
] as const)
  for (const byte of BYTES) if (characters.test(String.fromCharCode(byte))) ROLES[byte] = role;

const PLACES = /[\d:=<>|?([{@%&\\\xd9\xdb\xdf\xe0\xef]/;
const LATIN = /[^\s"'`<>\xca-\xe1\xe3-\xff]/;
markPairs(FULL, LATIN, LATIN);
markPairs(PLACE, PLACES, ANY);
markPairs(PLACE, ANY, PLACES);
markPairs(DOT_AND_LETTER, /\./, /[a-z]/i);
markPairs(HYPHEN_AND_CAPITAL, /-/, /[BL]/);
markFours(DOT_THEN_LETTER, [ANY, /\./, /[a-z]/i, ANY]);
markFours(HYPHEN_THEN_CAPITAL, [ANY, /-/, /[BL]/, ANY]);
markFours(AT_WORD, [GAP, /a/i, /t/i, GAP]);
markFours(AT_WORD_BETWEEN, [ANY, GAP, /a/i, /t/i]);
markFours(DOT_WORD, [GAP, /d/i, /o/i, /t/i]);
markFours(DOT_WORD_BETWEEN, [/d/i, /o/i, /t/i, GAP]);
markFours(BASIC, [/b/i, /a/i, /s/i, /i/i]);
markFours(BASIC_BETWEEN, [/a/i, /s/i, /i/i, /c/i]);
markFours(CURL, [/c/, /u/, /r/, /l/]);
markFours(CURL_BETWEEN, [/u/, /r/, /l/, GAP]);
markFours(ARROBA, [/r/i, /r/i, /o/i, /b/i]);
markFours(AROBASE, [/a/i, /r/i, /o/i, /b/i]);
markFours(ROBA, [/r/i, /o/i, /b/i, /a/i]);

const AT_WORDS = (AT_WORD | AT_WORD_BETWEEN) << 1;
const ROMANCE_AT_WORDS = (ARROBA | AROBASE | ROBA) << 1;
const DOTS = (DOT_THEN_LETTER | DOT_WORD | DOT_WORD_BETWEEN) << 1;
const CREDENTIAL_WORDS = (BASIC | BASIC_BETWEEN | CURL | CURL_BETWEEN) << 1;

/** Behind the last byte: no letter, no digit, no space, and not in a word. */
const FILLING = codeOf('`');

let lastBytes: Buffer = Buffer.alloc(0);
let lastView = new DataView(lastBytes.buffer, 0, 0);
let bytesBefore = lastBytes;
let viewBefore = lastView;

/** Texts by the hundred stand in the same bytes, and others that had to be copied stand in the same scratch between them. */
function viewOf(bytes: Buffer): DataView {
  if (bytes === lastBytes) return lastView;
  const view =
    bytes === bytesBefore ? viewBefore : new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  bytesBefore = lastBytes;
  viewBefore = lastView;
  lastBytes = bytes;
  lastView = view;
  return view;
}

/** No value is shorter. */
const SHORTEST = 6;

/**
 * Which families a text may hold values of.
 *
 * @param bytes UTF-8
 * @param start where the text begins, and `end` behind its last byte
 */
export function familiesIn(bytes: Buffer, start: number, end: number): Families {
  if (end - start < SHORTEST) return NO_FAMILY;
  if (isUuid(bytes, start, end) || isTimestamp(bytes, start, end)) return NO_FAMILY;
  const view = viewOf(bytes);
  if (isKnownPlain(view, start, end)) return NO_FAMILY;
  const families = familiesLookedFor(bytes, view, start, end);
  if (families === NO_FAMILY) rememberPlain(view, start, end);
  return families;
}

function familiesLookedFor(bytes: Buffer, view: DataView, start: number, end: number): Families {
  let families = NO_FAMILY;
  let any = 0;
  let across = 0;
  let before = 0;
  let wasFull = 0;
  let word = PLAIN;
  /** The kinds of all words. */
  let words = PLAIN;
  let wordEnd = start;
  let rowEnd = start;
  /** Before it stands a word that may be a value, with room for its name. */
  let valueEnd = start;
  let holdsUrl = false;
  let holdsDot = false;
  const whole = end - 3;
  for (let index = start; index < end; index += 4) {
    let event = 0;
    for (; index < whole; index += 4) {
      const four = view.getInt32(index, true);
      const first = PAIRS[four & 0xffff] ?? 0;
      const second = PAIRS[four >>> 16] ?? 0;
      const isFull = first & second & FULL;
      event = ((first | second) & PLACE) | (wasFull & isFull);
      // With the two bytes before them: five full pairs in a row are in every word of thirteen bytes, and in few others.
      wasFull = isFull & before;
      any |= first | second;
      const joined = ((before << 1) & first) | ((first << 1) & second);
      across |= joined;
      event |= joined & CREDENTIAL_WORDS;
      before = second;
      if (event !== 0) break;
    }
    if (event === 0) {
      if (index >= end) break;
      const four = lastFour(bytes, index, end);
      const first = PAIRS[four & 0xffff] ?? 0;
      const second = PAIRS[four >>> 16] ?? 0;
      event = (first | second) & PLACE;
      any |= first | second;
      const joined = ((before << 1) & first) | ((first << 1) & second);
      across |= joined;
      event |= joined & CREDENTIAL_WORDS;
    }
    if ((event & CREDENTIAL_WORDS) !== 0 && areBeforeCredentials(bytes, start, index, end))
      families |= SECRETS;
    const isLong = (event & FULL) !== 0;
    if (isLong && index >= wordEnd) {
      // These four bytes and the four before them are in the word.
      const wordStart = startOfWord(bytes, wordEnd, index - 4);
      const behind = endOfWord(bytes, index + 4, end);
      // A shorter word is looked at where a digit stands in it.
      if (behind - wordStart >= SHORTEST_TOKEN) {
        wordEnd = behind;
        word = wordKind(bytes, wordStart, wordEnd);
        words |= word;
        if ((word & VALUE) !== 0)
          valueEnd = Math.max(valueEnd, endOfName(word, bytes, wordStart, wordEnd, end));
      }
    }
    if ((event & PLACE) === 0) continue;
    const last = index + 4 < end ? index + 4 : end;
    for (let place = index; place < last; place += 1) {
      const byte = bytes[place] ?? 0;
      switch (ROLES[byte]) {
        case A_DIGIT:
          if (place >= wordEnd) {
            const wordStart = startOfWord(bytes, wordEnd, place);
            wordEnd = endOfWord(bytes, place, end);
            word = wordEnd - wordStart < SHORTEST_VALUE ? PLAIN : wordKind(bytes, wordStart, wordEnd);
            words |= word;
            if ((word & VALUE) !== 0)
              valueEnd = Math.max(valueEnd, endOfName(word, bytes, wordStart, wordEnd, end));
          }
          if (place >= rowEnd) {
            rowEnd = endOfRow(bytes, place, end);
            if (rowEnd - place >= FEWEST_DIGITS && ((word & UUID) === 0 || rowEnd > wordEnd))
              if (mayBeNumber(bytes, start, place, rowEnd, end)) families |= NUMBERS;
          }
          if ((word & HEXADECIMAL) !== 0 && place < wordEnd) {
            if (byte === EIGHT && mayBeVanityNumber(bytes, place, end)) families |= NUMBERS;
            // On to the row at the word's end, which may reach beyond it.
            index = (rowEnd < wordEnd ? startOfDigits(bytes, place, wordEnd) : wordEnd) - 4;
            place = last;
            before = 0;
            wasFull = 0;
          } else {
            // What else of the row is in this word was looked at with it, but for what an 8 may begin.
            const known = rowEnd < wordEnd ? rowEnd : wordEnd;
            let next = place;
            do {
              if (bytes[next] === EIGHT && mayBeVanityNumber(bytes, next, end)) families |= NUMBERS;
              next += 1;
            } while (next < known && isDigitOrSimpleSeparator(bytes[next] ?? 0));
            if (next > last) {
              index = next - 4;
              before = 0;
              wasFull = 0;
            }
            place = next - 1;
          }
          break;
        case AN_OPERATOR:
          if (byte === COLON && bytes[place + 1] === SLASH) holdsUrl = true;
          if (isOperator(bytes, place) && hasSecretName(bytes, start, place)) families |= SECRETS;
          break;
        case A_BRACKET: {
          const bracketed = bracketedWord(bytes, place, end);
          if (bracketed === BRACKETED_AT) families |= ADDRESSES;
          if (bracketed === BRACKETED_DOT) holdsDot = true;
          break;
        }
        case AN_AT_SIGN:
          if (isAtSign(bytes, place, end)) families |= ADDRESSES;
          if (isBeforeProtocol(bytes, place)) families |= SECRETS;
          break;
        case OUTSIDE_ASCII: {
          const sign = foreignSign(bytes, place, end);
          if (sign === FOREIGN_AT_SIGN) families |= ADDRESSES;
          if (sign === FOREIGN_DIGIT) families |= NUMBERS;
          if (sign === FOREIGN_OPERATOR && hasSecretName(bytes, start, place)) families |= SECRETS;
          break;
        }
        default:
      }
    }
  }
  if ((words & TOKEN) !== 0) families |= SECRETS;
  if ((across & ROMANCE_AT_WORDS) !== 0) families |= ADDRESSES;
  if ((across & AT_WORDS) !== 0 && (holdsDot || (any & DOT_AND_LETTER) !== 0 || (across & DOTS) !== 0))
    families |= ADDRESSES;
  if (holdsUrl && (families & ADDRESSES) !== 0) families |= SECRETS;
  if ((families & SECRETS) !== 0) return families;
  const isSecret =
    (any & HYPHEN_AND_CAPITAL) !== 0 ||
    (across & (HYPHEN_THEN_CAPITAL << 1)) !== 0 ||
    holdsTrigger(bytes, start, valueEnd);
  return isSecret ? families | SECRETS : families;
}

/** `0` to `9`, and what stands before them in ASCII: `-`, `.` and `/`. */
function isDigitOrSimpleSeparator(byte: number): boolean {
  return byte >= HYPHEN && byte <= NINE;
}

/** Behind what may name a word that may be a value. */
function endOfName(word: WordKind, bytes: Buffer, wordStart: number, wordEnd: number, end: number): number {
  if (isNamedBehind(bytes, wordEnd, end)) return Math.min(end, wordEnd + REACH_OF_VALUE);
  return (word & NAMED_INSIDE) !== 0 ? wordEnd : wordStart;
}

/** In bytes: "is", some words in front of the name, and the name. */
const REACH_OF_VALUE = 200;

/** Whether "is" or "as" stands behind a word, and behind its closing quote. */
function isNamedBehind(bytes: Buffer, wordEnd: number, end: number): boolean {
  const last = Math.min(end, wordEnd + LONGEST_GAP);
  let index = wordEnd;
  while (index < last && bytes[index] !== S) index += 1;
  const before = small(bytes[index - 1] ?? 0);
  return index < last && index > wordEnd + 1 && (before === A || before === I);
}

function lastFour(bytes: Buffer, index: number, end: number): number {
  const byteAt = (place: number): number => (place < end ? (bytes[place] ?? FILLING) : FILLING);
  return byteAt(index) | (byteAt(index + 1) << 8) | (byteAt(index + 2) << 16) | (byteAt(index + 3) << 24);
}

const FOREIGN_AT_SIGN = 1;
const FOREIGN_DIGIT = 2;
const FOREIGN_OPERATOR = 3;

/** What a sign is that is not of ASCII: U+FF20 or U+FE6B, a digit of `DIGIT_RANGES`, U+FF1A or U+FF1D. */
function foreignSign(bytes: Buffer, place: number, end: number): number {
  if (place + 1 >= end) return 0;
  const first = bytes[place] ?? 0;
  const second = bytes[place + 1] ?? 0;
  const third = bytes[place + 2] ?? 0;
  if (first === 0xd9) return second >= 0xa0 && second <= 0xa9 ? FOREIGN_DIGIT : 0;
  if (first === 0xdb) return second >= 0xb0 && second <= 0xb9 ? FOREIGN_DIGIT : 0;
  if (first === 0xdf) return second >= 0x80 && second <= 0x89 ? FOREIGN_DIGIT : 0;
  if (first === 0xe0) {
    if (second === 0xa5 || second === 0xa7) return third >= 0xa6 && third <= 0xaf ? FOREIGN_DIGIT : 0;
    return second === 0xb9 && third >= 0x90 && third <= 0x99 ? FOREIGN_DIGIT : 0;
  }
  if (first === 0xef && second === 0xb9) return third === 0xab ? FOREIGN_AT_SIGN : 0;
  if (first !== 0xef || second !== 0xbc) return 0;
  if (third === 0xa0) return FOREIGN_AT_SIGN;
  if (third === 0x9a || third === 0x9d) return FOREIGN_OPERATOR;
  return third >= 0x90 && third <= 0x99 ? FOREIGN_DIGIT : 0;
}

const [A = 0, C = 0, D = 0, I = 0, O = 0, P = 0, R = 0, S = 0, T = 0, U = 0] = Array.from(
  'acdioprstu',
  codeOf,
);
const [FOUR, NINE] = [codeOf('4'), codeOf('9')];

/** Whether an at sign stands at a place, or how it is escaped: `%40`, `&#64;`, `&commat;`, `\u0040`. */
function isAtSign(bytes: Buffer, place: number, end: number): boolean {
  const byte = bytes[place];
  if (byte === AT_SIGN) return true;
  if (place + 2 >= end) return false;
  const second = bytes[place + 1] ?? 0;
  const third = bytes[place + 2] ?? 0;
  if (byte === PERCENT) return second === FOUR && third === ZERO;
  if (byte === AMPERSAND) return second === HASH || (small(second) === C && small(third) === O);
  return byte === BACKSLASH && small(second) === U && third === ZERO && bytes[place + 4] === FOUR;
}

/** `@tcp(`, `@tcp6(` and `@unix(` of a data source name. */
function isBeforeProtocol(bytes: Buffer, place: number): boolean {
  return (
    bytes[place] === AT_SIGN && (bytes[place + 4] === OPENING_BRACKET || bytes[place + 5] === OPENING_BRACKET)
  );
}

const BRACKETED_AT = 1;
const BRACKETED_DOT = 2;
/** The first byte of `ä`, in both cases. */
const OF_UMLAUT = 0xc3;

/** What word a bracket opens with: `(at)`, `[ät]`, `(arroba)`, `{a}`; `[dot]`, `(punkt)`, `(point)`, `(.)`. */
function bracketedWord(bytes: Buffer, place: number, end: number): number {
  let index = place + 1;
  if (index >= end) return 0;
  if ((bytes[index] ?? 0) < 0x80 && isGap(bytes[index] ?? 0)) index += 1;
  const first = bytes[index] ?? 0;
  const second = small(bytes[index + 1] ?? 0);
  if (first === OF_UMLAUT || mayBeSpace(bytes, index)) return BRACKETED_AT;
  if (first === DOT) return BRACKETED_DOT;
  switch (small(first)) {
    case A:
      return !isOf(LETTER | DIGIT, bytes, index + 1) || second === T || second === R ? BRACKETED_AT : 0;
    case D:
      return second === O ? BRACKETED_DOT : 0;
    case P:
      return second === U || second === O ? BRACKETED_DOT : 0;
    default:
      return 0;
  }
}

/** Whether white space outside ASCII may stand at a place. */
function mayBeSpace(bytes: Buffer, place: number): boolean {
  const [first, second] = [bytes[place], bytes[place + 1]];
  if (first === 0xc2) return second === 0xa0;
  return first === 0xe1 || first === 0xe2 || (first === 0xe3 && second === 0x80) || first === 0xef;
}

/** Three characters of white space, in bytes. */
const LONGEST_GAP = 9;
const SHORTEST_CREDENTIALS = 8;

/**
 * Whether `curl`, or `basic` and something that may be base64, stands where the words tell of it: it ends in the four
 * bytes at a place or in the next four.
 */
function areBeforeCredentials(bytes: Buffer, start: number, place: number, end: number): boolean {
  const last = place + 8 < end ? place + 8 : end;
  for (let index = place; index < last; index += 1)
    if (isBehindCurl(bytes, start, index) || isBasic(bytes, start, index, end)) return true;
  return false;
}

function isBehindCurl(bytes: Buffer, start: number, place: number): boolean {
  return place - 4 >= start && isGap(bytes[place] ?? 0) && bytes.readInt32LE(place - 4) === CURL_LETTERS;
}

/** Whether something that may be base64 stands at a place, or behind a gap there, behind a "basic". */
function isBasic(bytes: Buffer, start: number, place: number, end: number): boolean {
  if (place - 5 < start || small(bytes[place - 1] ?? 0) !== C) return false;
  let from = place;
  while (from < end && from < place + LONGEST_GAP && isGapOrQuote(bytes[from] ?? 0)) from += 1;
  if (from === place || from + SHORTEST_CREDENTIALS > end) return false;
  for (let index = from; index < from + SHORTEST_CREDENTIALS; index += 1)
    if (!isOfBase64(bytes[index] ?? 0)) return false;
  return true;
}

/** `Basic', '` */
function isGapOrQuote(byte: number): boolean {
  return isGap(byte) || byte === SINGLE_QUOTE || byte === DOUBLE_QUOTE || byte === COMMA;
}

const SINGLE_QUOTE = codeOf("'");

const CURL_LETTERS = Buffer.from('curl').readInt32LE();

function isOfBase64(byte: number): boolean {
  return (
    ((ENTRIES[byte] ?? 0) & (LETTER_OR_DIGIT | UNDERSCORE)) !== 0 ||
    byte === PLUS ||
    byte === HYPHEN ||
    byte === SLASH
  );
}
