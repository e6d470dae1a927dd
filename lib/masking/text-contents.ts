import { TRIGGER_WORDS } from './secret-words.js';

/*
 * What one pass over a text finds out about it: which parts of the search can find something in it at all. Most texts
 * of a dataset hold nothing to mask, and the pass, which costs a nanosecond or two a byte, says so; a search costs
 * ten and more. Each fact is necessary for what it is asked for, never sufficient.
 *
 * It reads UTF-8, so that a dataset's bytes need not become a string where there is nothing to search for.
 */

/** A sum of the facts below. */
export type TextContents = number;

export const NOTHING: TextContents = 0;
/** A word as long as a token, with digits, capitals or `_` in it, or longer still. */
export const TOKEN = 1 << 0;
/** A word of twenty characters or more. */
export const LONG_WORD = 1 << 1;
/** A name that may make the value beside it a secret, and something that may be such a value. */
export const KEYED_SECRET = 1 << 2;
/** `@`. */
export const AT_SIGN = 1 << 3;
/** What an escaped or a full-width at sign begins with. */
export const AT_SIGN_ESCAPED = 1 << 4;
/** `(at)`, in several writings. */
export const AT_IN_BRACKETS = 1 << 5;
/** The word "at", and part of a domain. */
export const AT_SPOKEN = 1 << 6;
/** Seven digits, or digits of a script other than ours. */
export const DIGITS = 1 << 7;
/** An 8, two more digits, and a capital. */
export const VANITY_NUMBER = 1 << 8;
/** A capital behind a small letter. */
export const CAMEL_CASE = 1 << 9;
/** `---`. */
export const HYPHENS = 1 << 10;
/** The letters of "basic". */
export const BASIC = 1 << 11;
/** `"` and `kty`. */
export const KEY_TYPE = 1 << 12;
/** `url` and an operator. */
export const CURL = 1 << 13;
/** `kind`, `secret`, an operator and a line feed. */
export const KUBERNETES_SECRET = 1 << 14;
/** A character outside ASCII. */
export const NOT_ASCII = 1 << 15;

/** Whether the text has all of the given facts. */
export function holds(contents: TextContents, facts: TextContents): boolean {
  return (contents & facts) === facts;
}

/** Whether the text has any of the given facts. */
export function holdsAny(contents: TextContents, facts: TextContents): boolean {
  return (contents & facts) !== 0;
}

/** The lowest five bits of a byte's entry: its class in a row of three bytes. Letters are 1 to 26. */
const CLASS = 31;
const DOT_CLASS = 27;
/** White space, closing brackets, and most bytes of characters outside ASCII: some of those are white space. */
const GAP_CLASS = 28;
const HYPHEN_CLASS = 29;
/** The bytes of the long s and the Kelvin sign, which a case-insensitive expression takes for s and k. */
const FOLDED_CLASS = 30;
const OPENING_CLASS = 31;

/** Pairs of bits, each the double of the one before it, tell of two characters together, or of two in one word. */
const LETTER = 1 << 5;
const DIGIT_SHIFT = 6;
const DIGIT = 1 << DIGIT_SHIFT;
const LETTER_OR_DIGIT = 1 << 7;
const CAPITAL_BEHIND_ANY = 1 << 8;
const SMALL = 1 << 9;
const CAPITAL_BEHIND_SMALL = 1 << 10;
const QUESTION_MARK = 1 << 11;
const SECOND_QUESTION_MARK = 1 << 12;
const IN_WORD_SHIFT = 13;
const IN_WORD = 1 << IN_WORD_SHIFT;
/** In a word, and of the Latin script. */
const IN_LATIN_WORD_SHIFT = 14;
const IN_LATIN_WORD = 1 << IN_LATIN_WORD_SHIFT;
const EIGHT = 1 << 15;
/** `:`, `=`, `<`, `>` and `|`, which can stand between a name and its value, as `??` can. */
const OPERATOR = 1 << 16;
const UNDERSCORE = 1 << 17;
const DOUBLE_QUOTE = 1 << 18;
const LINE_FEED = 1 << 19;
const AT = 1 << 20;
const ESCAPE = 1 << 21;
const HIGH = 1 << 22;
/** A script with words and signs of its own. */
const OTHER_SCRIPT = 1 << 23;
/** A script with digits of its own; full-width forms have a colon, an equals sign and an at sign, too. */
const OTHER_DIGITS = 1 << 24;
const FULL_WIDTH = 1 << 25;

const ENTRIES = Int32Array.from({ length: 256 }, (_, byte) => entryOf(byte));

function entryOf(byte: number): number {
  if (byte >= 0x80) return entryOutsideAscii(byte);
  const character = String.fromCharCode(byte);
  const bits = [
    /[A-Za-z]/.test(character) && LETTER,
    /\d/.test(character) && DIGIT,
    /[A-Za-z0-9]/.test(character) && LETTER_OR_DIGIT,
    /[A-Z]/.test(character) && CAPITAL_BEHIND_ANY | CAPITAL_BEHIND_SMALL,
    /[a-z]/.test(character) && SMALL,
    character === '?' && QUESTION_MARK | SECOND_QUESTION_MARK,
    /[^\s"'`<>]/.test(character) && IN_WORD | IN_LATIN_WORD,
    character === '8' && EIGHT,
    /[:=<>|]/.test(character) && OPERATOR,
    character === '_' && UNDERSCORE,
    character === '"' && DOUBLE_QUOTE,
    character === '\n' && LINE_FEED,
    character === '@' && AT,
    /[%&\\]/.test(character) && ESCAPE,
  ];
  return bits.reduce((sum: number, bit) => sum | Number(bit), classOf(character));
}

function classOf(character: string): number {
  if (/[A-Za-z]/.test(character)) return character.charCodeAt(0) & CLASS;
  if (/[\s)\]}]/.test(character)) return GAP_CLASS;
  if (/[([{]/.test(character)) return OPENING_CLASS;
  return character === '.' ? DOT_CLASS : character === '-' ? HYPHEN_CLASS : 0;
}

/**
 * By the bytes that a character begins with (RFC 3629 section 3): 0xc3 to 0xc9 Latin letters with marks, 0xc2 and
 * 0xe2 their signs; 0xd9 to 0xdf and 0xe0 scripts of the Near East and of India; 0xef full-width forms.
 */
function entryOutsideAscii(byte: number): number {
  const isLatin = byte < 0xca || byte === 0xe2;
  const bits = [
    HIGH | IN_WORD,
    [0xc5, 0xbf, 0xe2, 0x84].includes(byte) ? FOLDED_CLASS : GAP_CLASS,
    isLatin ? IN_LATIN_WORD : OTHER_SCRIPT,
    [0xd9, 0xdb, 0xdf, 0xe0, 0xef].includes(byte) && OTHER_DIGITS,
    byte === 0xef && FULL_WIDTH,
  ];
  return bits.reduce((sum: number, bit) => sum | Number(bit), 0);
}

const SECRET_WORD = 1 << 0;
const BASIC_BEGINNING = 1 << 1;
const BASIC_END = 1 << 2;
const AT_WORD = 1 << 3;
const DOMAIN_PART = 1 << 4;
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

markTexts(
  SECRET_WORD,
  TRIGGER_WORDS.filter((word) => word.charCodeAt(0) < 0x80),
);
markTexts(BASIC_BEGINNING, ['bas']);
markTexts(BASIC_END, ['sic']);
markRows(AT_WORD, GAPS, [A], [T]);
markTexts(DOMAIN_PART, ['dot', 'mai', '.co', '.ne', '.or', '.de', '.fr', '.me', '.ru']);
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
/** No token that its format gives away is shorter; none below `LONGEST` is of small letters alone. */
const SHORTEST_TOKEN = 13;
const LONG = 20;
/** No secret of digits alone is shorter. */
const SHORTEST_NUMBER = 16;
/** No phone number and no social security number has fewer, but for those spelled with letters. */
const FEWEST_DIGITS = 7;

/**
 * Reads a text once.
 *
 * @param bytes UTF-8
 * @param start where the text begins, and `end` behind its last byte
 */
export function contentsOfBytes(bytes: Uint8Array, start: number, end: number): TextContents {
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
  if (is(rows, AT_WORD | DOMAIN_PART)) facts |= AT_SPOKEN;
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

/** What every search needs to be worth its while: a text with other facts alone holds nothing to mask. */
const WORTH_A_SEARCH = ~(CAMEL_CASE | NOT_ASCII);

/** Whether there is anything to search for. */
export function isWorthASearch(contents: TextContents): boolean {
  return (contents & WORTH_A_SEARCH) !== 0;
}

/** No UTF-16 code unit takes more bytes of UTF-8. */
const MOST_BYTES = 3;
const SCRATCH_SIZE = 1 << 16;
const SCRATCH = Buffer.allocUnsafe(SCRATCH_SIZE);

/** Reads a text once, as `contentsOfBytes` does; it takes a copy of its bytes to do so. */
export function contentsOf(text: string): TextContents {
  const fits = text.length * MOST_BYTES <= SCRATCH_SIZE;
  const bytes = fits ? SCRATCH : Buffer.from(text);
  return contentsOfBytes(bytes, 0, fits ? SCRATCH.write(text) : bytes.length);
}

// eslint-disable-next-line @typescript-eslint/unbound-method -- only called with a string for `this`
const { charCodeAt } = String.prototype;

/**
 * `text.charCodeAt(index)`, for loops over many texts. A string is one of many kinds inside V8 (of one or two
 * bytes, a slice, a concatenation); where an expression has met five of them, looking up its method by name
 * takes longer than calling it.
 *
 * @param index inside the text: one call outside makes all calls slow
 */
export function codeAt(text: string, index: number): number {
  return charCodeAt.call(text, index);
}
