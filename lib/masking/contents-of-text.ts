import {
  AT,
  CAPITAL_BEHIND_ANY,
  CAPITAL_BEHIND_SMALL,
  CLASS,
  DIGIT,
  DIGIT_SHIFT,
  DOUBLE_QUOTE,
  EIGHT,
  ENTRIES,
  ESCAPE,
  FOLDED_CLASS,
  FULL_WIDTH,
  GAP_CLASS,
  HIGH,
  IN_LATIN_WORD_SHIFT,
  IN_WORD_SHIFT,
  LINE_FEED,
  OPENING_CLASS,
  OPERATOR,
  OTHER_DIGITS,
  OTHER_SCRIPT,
  SECOND_QUESTION_MARK,
  UNDERSCORE,
} from './byte-entries.js';
import { ADDRESSES, familiesIn, NO_FAMILY, NUMBERS, SECRETS } from './first-look.js';
import { TRIGGER_WORDS } from './secret-words.js';
import {
  AT_IN_BRACKETS,
  AT_SIGN,
  AT_SIGN_ESCAPED,
  AT_SPOKEN,
  BASIC,
  CAMEL_CASE,
  CURL,
  DIGITS,
  HYPHENS,
  KEYED_SECRET,
  KEY_TYPE,
  KUBERNETES_SECRET,
  LONG_WORD,
  NOTHING,
  NOT_ASCII,
  TOKEN,
  VANITY_NUMBER,
  type TextContents,
} from './text-contents.js';

const SECRET_WORD = 1 << 0;
const BASIC_BEGINNING = 1 << 1;
const BASIC_END = 1 << 2;
const AT_WORD = 1 << 3;
const BRACKETED_AT = 1 << 5;
const THREE_HYPHENS = 1 << 6;
const KTY = 1 << 7;
const URL_OF_CURL = 1 << 8;
const KIND = 1 << 9;
const SECRET_KIND = 1 << 10;
const FOLDED = 1 << 11;

/** What three bytes in a row may belong to, by the number that their classes make. */
const ROWS = new Uint16Array(1 << 15);

function markRows(mark: number, firsts: Classes, seconds: Classes, thirds: Classes): void {
  for (const first of firsts)
    for (const second of seconds)
      for (const third of thirds) {
        const row = (first << 10) | (second << 5) | third;
        ROWS[row] = (ROWS[row] ?? 0) | mark;
      }
}

type Classes = readonly number[];

function markTexts(mark: number, texts: readonly string[]): void {
  for (const text of texts) {
    const [first = 0, second = 0, third = 0] = [...Buffer.from(text)].map(
      (byte) => (ENTRIES[byte] ?? 0) & CLASS,
    );
    markRows(mark, [first], [second], [third]);
  }
}

const EVERY_CLASS = Array.from({ length: CLASS + 1 }, (_, index) => index);
const GAPS = [GAP_CLASS, FOLDED_CLASS];
const [A = 0, R = 0, T = 0] = ['a', 'r', 't'].map((letter) => letter.charCodeAt(0) & CLASS);

// Words of other scripts have a bit of their own.
markTexts(
  SECRET_WORD,
  TRIGGER_WORDS.filter((word) => ((ENTRIES[Buffer.from(word)[0] ?? 0] ?? 0) & OTHER_SCRIPT) === 0),
);
markTexts(BASIC_BEGINNING, ['bas']);
markTexts(BASIC_END, ['sic']);
markRows(AT_WORD, GAPS, [A], [T, R]);
markRows(BRACKETED_AT, [OPENING_CLASS], [A], [T, R, ...GAPS]);
markRows(BRACKETED_AT, [OPENING_CLASS], GAPS, [A, ...GAPS]);
markTexts(THREE_HYPHENS, ['---']);
markTexts(KTY, ['kty']);
markTexts(URL_OF_CURL, ['url']);
markTexts(KIND, ['ind']);
markTexts(SECRET_KIND, ['ecr']);
markRows(FOLDED, EVERY_CLASS, [FOLDED_CLASS], [FOLDED_CLASS]);

/** A password's length; every other secret beside a name is longer. */
const SHORTEST_SECRET = 8;
/** No token that its format gives away is shorter; none below `LONG` is of small letters alone. */
const SHORTEST_TOKEN = 13;
const LONG = 20;
/** No secret of digits alone is shorter. */
const SHORTEST_NUMBER = 16;
/** No phone number and no social security number has fewer, but for those spelled with letters. */
const FEWEST_DIGITS = 7;

/** The facts that only the search for a family asks for. */
const FACTS_OF_FAMILIES = [
  [ADDRESSES, AT_SIGN | AT_SIGN_ESCAPED | AT_IN_BRACKETS | AT_SPOKEN],
  [NUMBERS, DIGITS | VANITY_NUMBER],
  [SECRETS, TOKEN | LONG_WORD | KEYED_SECRET | HYPHENS | BASIC | KEY_TYPE | CURL | KUBERNETES_SECRET],
] as const;

/**
 * Finds out what a text can hold.
 *
 * @param bytes UTF-8
 * @param start where the text begins, and `end` behind its last byte
 */
export function contentsOfBytes(bytes: Buffer, start: number, end: number): TextContents {
  const families = familiesIn(bytes, start, end);
  if (families === NO_FAMILY) return NOTHING;
  let contents = allContents(bytes, start, end);
  for (const [family, facts] of FACTS_OF_FAMILIES) if ((families & family) === 0) contents &= ~facts;
  return contents;
}

/** Reads a text once. */
function allContents(bytes: Buffer, start: number, end: number): TextContents {
  let kinds = 0;
  let row = 0;
  let rows = 0;
  let before = 0;
  let pairs = 0;
  let word = 0;
  let longestWord = 0;
  let wordKinds = 0;
  let mixed = 0;
  let digits = 0;
  // No branch in it, which could be predicted wrongly.
  for (let index = start; index < end; index += 1) {
    const entry = ENTRIES[bytes[index] ?? 0] ?? 0;
    kinds |= entry;
    row = ((row << 5) | (entry & CLASS)) & 0x7fff;
    rows |= ROWS[row] ?? 0;
    pairs |= entry & (before << 1);
    before = entry;
    // One more inside a word, and zero outside of one.
    word = (word + 1) & -((entry >> IN_LATIN_WORD_SHIFT) & 1);
    longestWord = word > longestWord ? word : longestWord;
    wordKinds = (wordKinds | entry) & -((entry >> IN_WORD_SHIFT) & 1);
    mixed |= wordKinds & (wordKinds << 1);
    digits += (entry >> DIGIT_SHIFT) & 1;
  }
  return factsOf(kinds, rows, pairs, mixed, longestWord, digits);
}

function factsOf(
  kinds: number,
  rows: number,
  pairs: number,
  mixed: number,
  longestWord: number,
  digits: number,
): TextContents {
  const is = (bits: number, all: number): boolean => (bits & all) === all;
  const isAny = (bits: number, any: number): boolean => (bits & any) !== 0;
  const isMixed = is(mixed, DIGIT) || (is(kinds, DIGIT) && longestWord >= SHORTEST_NUMBER);
  const isLong = longestWord >= LONG;
  const hasOperator = isAny(kinds, OPERATOR | FULL_WIDTH) || is(pairs, SECOND_QUESTION_MARK);
  let facts = 0;
  if (is(kinds, HIGH)) facts |= NOT_ASCII;
  if (isLong) facts |= LONG_WORD | TOKEN;
  else if (longestWord >= SHORTEST_TOKEN) {
    if (isMixed || is(pairs, CAPITAL_BEHIND_ANY) || is(kinds, UNDERSCORE)) facts |= TOKEN;
  }
  if (longestWord >= SHORTEST_SECRET && (isMixed || isLong || hasOperator)) {
    if (is(rows, SECRET_WORD) || is(rows, FOLDED) || is(kinds, OTHER_SCRIPT)) facts |= KEYED_SECRET;
  }
  if (is(kinds, AT)) facts |= AT_SIGN;
  if (isAny(kinds, ESCAPE | FULL_WIDTH)) facts |= AT_SIGN_ESCAPED;
  if (is(rows, BRACKETED_AT)) facts |= AT_IN_BRACKETS;
  if (is(rows, AT_WORD)) facts |= AT_SPOKEN;
  if (digits >= FEWEST_DIGITS || is(kinds, OTHER_DIGITS)) facts |= DIGITS;
  if (is(kinds, CAPITAL_BEHIND_ANY) && (is(kinds, EIGHT) || is(kinds, OTHER_DIGITS))) facts |= VANITY_NUMBER;
  if (is(pairs, CAPITAL_BEHIND_SMALL)) facts |= CAMEL_CASE;
  if (is(rows, THREE_HYPHENS)) facts |= HYPHENS;
  if (is(rows, BASIC_BEGINNING | BASIC_END) || is(rows, FOLDED)) facts |= BASIC;
  if (is(rows, KTY) && is(kinds, DOUBLE_QUOTE)) facts |= KEY_TYPE;
  if (is(rows, URL_OF_CURL) && hasOperator) facts |= CURL;
  if (is(rows, KIND | SECRET_KIND) && is(kinds, OPERATOR | LINE_FEED)) facts |= KUBERNETES_SECRET;
  return facts;
}

/** No UTF-16 code unit takes more bytes of UTF-8. */
const MOST_BYTES = 3;
const SCRATCH_SIZE = 1 << 16;
const SCRATCH = Buffer.allocUnsafe(SCRATCH_SIZE);

/**
 * Finds out what a text can hold, as `contentsOfBytes` does; it takes a copy of its bytes to do so.
 *
 * @param encoding latin1 where each character of the text stands for a byte of UTF-8
 */
export function contentsOf(text: string, encoding: 'utf8' | 'latin1' = 'utf8'): TextContents {
  const fits = text.length * (encoding === 'utf8' ? MOST_BYTES : 1) <= SCRATCH_SIZE;
  const bytes = fits ? SCRATCH : Buffer.from(text, encoding);
  return contentsOfBytes(bytes, 0, fits ? SCRATCH.write(text, encoding) : bytes.length);
}
