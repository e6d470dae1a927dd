/**
 * What one pass over a text finds out about it. Most texts hold no value at all, and most families of values
 * need a character that prose seldom has: what is missing here need not be searched for.
 */
export interface TextContents {
  /** The kinds of characters that the text holds: a sum of bits, for `holds`. */
  readonly kinds: number;
  /** The length of the longest part without white space, quotes, backticks and angle brackets. */
  readonly longestWord: number;
}

/** Bits of `kinds`; any character outside ASCII counts as one that may stand for an ASCII one. */
export const DIGIT = 1 << 0;
export const NOT_ASCII = 1 << 1;
const IN_WORD = 1 << 2;
/** `@`, or a character that an escaped at sign begins with. */
export const AT_OR_ESCAPE = 1 << 3;
export const OPENING_BRACKET = 1 << 4;
export const HYPHEN = 1 << 5;
export const COLON = 1 << 6;
export const DOT = 1 << 7;
export const SLASH = 1 << 8;
export const QUOTE = 1 << 9;
export const UNDERSCORE = 1 << 10;
export const LINE_FEED = 1 << 11;

const KINDS_OF_ASCII = Uint16Array.from({ length: 128 }, (_, code) => kindsOf(String.fromCharCode(code)));

function kindsOf(character: string): number {
  let kinds = /[\s"'`<>]/.test(character) ? 0 : IN_WORD;
  if (/\d/.test(character)) kinds |= DIGIT;
  if (/[@%&\\]/.test(character)) kinds |= AT_OR_ESCAPE;
  if (/[[({]/.test(character)) kinds |= OPENING_BRACKET;
  const SINGLE: Readonly<Record<string, number>> = {
    '-': HYPHEN,
    ':': COLON,
    '.': DOT,
    '/': SLASH,
    '"': QUOTE,
    _: UNDERSCORE,
    '\n': LINE_FEED,
  };
  return kinds | (SINGLE[character] ?? 0);
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

/** Reads a text once. It takes a nanosecond or two a character: there is no branch in it to predict wrongly. */
export function contentsOf(text: string): TextContents {
  let kinds = 0;
  let word = 0;
  let longestWord = 0;
  const { length } = text;
  for (let index = 0; index < length; index += 1) {
    const code = codeAt(text, index);
    const here = code < 128 ? (KINDS_OF_ASCII[code] ?? 0) : NOT_ASCII | IN_WORD;
    kinds |= here;
    // One more inside a word, and zero outside of one.
    word = (word + 1) & -((here & IN_WORD) >> 2);
    longestWord = word > longestWord ? word : longestWord;
  }
  return { kinds, longestWord };
}

/** Whether the text holds characters of all the given kinds. */
export function holds(contents: TextContents, kinds: number): boolean {
  return (contents.kinds & kinds) === kinds;
}

/** Whether the text holds a character of any of the given kinds. */
export function holdsAny(contents: TextContents, kinds: number): boolean {
  return (contents.kinds & kinds) !== 0;
}
