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
/** Of a text that nobody has looked at: every part of the search is worth its while. */
export const ANYTHING: TextContents = ~0;
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
/** The word "at", or one that begins with "ar". */
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

/** What every search needs to be worth its while: a text with other facts alone holds nothing to mask. */
const WORTH_A_SEARCH = ~(CAMEL_CASE | NOT_ASCII);

/** Whether there is anything to search for. */
export function isWorthASearch(contents: TextContents): boolean {
  return (contents & WORTH_A_SEARCH) !== 0;
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
