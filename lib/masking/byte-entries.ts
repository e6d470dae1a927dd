/*
 * What each byte of UTF-8 tells, as the bits of a number, so that a pass over bytes needs no branches.
 */

/** The lowest five bits of a byte's entry: its class in a row of three bytes. Letters are 1 to 26. */
export const CLASS = 31;
export const DOT_CLASS = 27;
/** White space, closing brackets, and most bytes of characters outside ASCII: some of those are white space. */
export const GAP_CLASS = 28;
export const HYPHEN_CLASS = 29;
/** The bytes of the long s and the Kelvin sign, which a case-insensitive expression takes for s and k. */
export const FOLDED_CLASS = 30;
export const OPENING_CLASS = 31;

/** Pairs of bits, each the double of the one before it, tell of two characters together, or of two in one word. */
export const LETTER = 1 << 5;
export const DIGIT_SHIFT = 6;
export const DIGIT = 1 << DIGIT_SHIFT;
export const LETTER_OR_DIGIT = 1 << 7;
export const CAPITAL_BEHIND_ANY = 1 << 8;
export const SMALL = 1 << 9;
export const CAPITAL_BEHIND_SMALL = 1 << 10;
export const QUESTION_MARK = 1 << 11;
export const SECOND_QUESTION_MARK = 1 << 12;
export const IN_WORD_SHIFT = 13;
export const IN_WORD = 1 << IN_WORD_SHIFT;
/** In a word, and of the Latin script. */
export const IN_LATIN_WORD_SHIFT = 14;
export const IN_LATIN_WORD = 1 << IN_LATIN_WORD_SHIFT;
export const EIGHT = 1 << 15;
/** `:`, `=`, `<`, `>` and `|`, which can stand between a name and its value, as `??` can. */
export const OPERATOR = 1 << 16;
export const UNDERSCORE = 1 << 17;
export const DOUBLE_QUOTE = 1 << 18;
export const LINE_FEED = 1 << 19;
export const AT = 1 << 20;
export const ESCAPE = 1 << 21;
export const HIGH = 1 << 22;
/** A script with words and signs of its own. */
export const OTHER_SCRIPT = 1 << 23;
/** A script with digits of its own; full-width forms have a colon, an equals sign and an at sign, too. */
export const OTHER_DIGITS = 1 << 24;
export const FULL_WIDTH = 1 << 25;

/** By the byte. */
export const ENTRIES = Int32Array.from({ length: 256 }, (_, byte) => entryOf(byte));

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
