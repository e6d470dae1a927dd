import { codeAt } from './text-contents.js';

/*
 * Finds words in UTF-8 by how they begin: the literal characters at the beginning of a regular expression's source.
 * A few nanoseconds a position say that no word stands there, and nothing has to be decoded for it.
 */

/** A table of all beginnings: the row of a state, by the next byte, holds the state behind it. */
export type WordBeginnings = Int16Array;

const NO_WORD = 0;
const IS_WORD = -1;
const ROW_SHIFT = 8;
const ROW_SIZE = 1 << ROW_SHIFT;

/** Longer beginnings tell hardly more words apart. */
const LONGEST_BEGINNING = 8;

/** A character of a source, or a class of them, and whether it may be left out; neither a group nor a `\\p`. */
const LITERAL = /(?:\[([^\]]+)\]|\\(\.)|([^\\()[\]?]))(\??)/uy;

/**
 * What else a case-insensitive expression with the flag `u` takes for a letter.
 * Source: the Unicode Character Database, CaseFolding.txt, status C and S.
 */
export const OTHER_CASES: Readonly<Record<string, string>> = {
  s: '\u017f',
  k: '\u212a',
  å: '\u212b',
  β: '\u03d0',
  ε: '\u03f5',
  θ: '\u03d1\u03f4',
  ι: '\u0345\u1fbe',
  κ: '\u03f0',
  μ: '\u00b5',
  π: '\u03d6',
  ρ: '\u03f1',
  σ: '\u03c2',
  φ: '\u03d5',
  ω: '\u2126',
  в: '\u1c80',
  д: '\u1c81',
  о: '\u1c82',
  с: '\u1c83',
  т: '\u1c84\u1c85',
  ъ: '\u1c86',
};

const SIGNS = new Set([' ', '.', '-']);

/** The first bytes of characters that are read as a space, a hyphen or a dot between digits and words. */
const SIGN_BYTES = [0xc2, 0xe2, 0xe3, 0xef];

/** The first and the last of the bytes between and around the ASCII letters. */
const NO_LETTERS = [
  [0, 0x40],
  [0x5b, 0x60],
  [0x7b, 0xff],
] as const;

/**
 * Makes the table of words.
 *
 * @param bounded sources of words that no ASCII letter may follow
 * @param unbounded sources of words that anything may follow
 */
export function wordBeginnings(bounded: readonly string[], unbounded: readonly string[]): WordBeginnings {
  let table = new Int16Array(ROW_SIZE);
  let rows = 1;
  const addRow = (): number => {
    if (rows << ROW_SHIFT === table.length) {
      const wider = new Int16Array(2 * table.length);
      wider.set(table);
      table = wider;
    }
    rows += 1;
    return rows - 1;
  };
  const set = (state: number, byte: number, to: number): void => {
    const place = (state << ROW_SHIFT) | byte;
    if (table[place] !== IS_WORD) table[place] = to;
  };
  const stateBehind = (state: number, byte: number): number => table[(state << ROW_SHIFT) | byte] ?? NO_WORD;
  /** The state behind a character; NO_WORD where there is none yet. */
  const behind = (from: number, bytes: Bytes): number => {
    let state = from;
    for (const byte of bytes) {
      state = stateBehind(state, byte);
      if (state <= 0) break;
    }
    return state;
  };
  const link = (from: number, bytes: Bytes, to: number): void => {
    let state = from;
    for (const [index, byte] of bytes.entries()) {
      if (index === bytes.length - 1) set(state, byte, to);
      else {
        if (stateBehind(state, byte) === NO_WORD) set(state, byte, addRow());
        state = stateBehind(state, byte);
        if (state === IS_WORD) return;
      }
    }
  };
  const add = ({ characters, isWhole }: Beginning, isBounded: boolean): void => {
    let state = 0;
    for (const [index, character] of characters.entries()) {
      const cases = casesOf(character);
      const known = behind(state, cases[0] ?? []);
      if (known === IS_WORD) return;
      const isWord = index === characters.length - 1 && !(isBounded && isWhole);
      const to = isWord ? IS_WORD : known === NO_WORD ? addRow() : known;
      for (const bytes of cases) link(state, bytes, to);
      if (SIGNS.has(character)) for (const byte of SIGN_BYTES) set(state, byte, IS_WORD);
      if (isWord) return;
      state = to;
    }
    const row = state << ROW_SHIFT;
    for (const [first, last] of NO_LETTERS) table.fill(IS_WORD, row | first, (row | last) + 1);
  };
  for (const source of bounded) for (const beginning of beginningsOf(source)) add(beginning, true);
  for (const source of unbounded) for (const beginning of beginningsOf(source)) add(beginning, false);
  return table;
}

/** Whether a word begins at a position; `end` ends the bytes that it may stand in. */
export function isWordAt(
  beginnings: WordBeginnings,
  bytes: Uint8Array,
  position: number,
  end: number,
): boolean {
  return stateAt(beginnings, bytes, position, end) === IS_WORD;
}

/** The same, or one begins there that may end with the bytes. */
export function mayBeWordAt(
  beginnings: WordBeginnings,
  bytes: Uint8Array,
  position: number,
  end: number,
): boolean {
  return stateAt(beginnings, bytes, position, end) !== NO_WORD;
}

function stateAt(beginnings: WordBeginnings, bytes: Uint8Array, position: number, end: number): number {
  let state = NO_WORD;
  for (let index = position; index < end; index += 1) {
    state = beginnings[(state << ROW_SHIFT) | (bytes[index] ?? 0)] ?? NO_WORD;
    if (state <= 0) break;
  }
  return state;
}

/**
 * Whether a word may begin at a position of a text, as `isWordAt` tells of its bytes, or where it ends with the text
 * or has a surrogate in it.
 */
export function mayBeWordIn(beginnings: WordBeginnings, text: string, position: number): boolean {
  let state = 0;
  for (let index = position; index < text.length; index += 1) {
    const code = codeAt(text, index);
    if (code >= 0xd800 && code <= 0xdfff) return true;
    if (code < 0x80) state = behindByte(beginnings, state, code);
    else {
      if (code < 0x800) state = behindByte(beginnings, state, 0xc0 | (code >> 6));
      else {
        state = behindByte(beginnings, state, 0xe0 | (code >> 12));
        state = behindByte(beginnings, state, 0x80 | ((code >> 6) & 0x3f));
      }
      state = behindByte(beginnings, state, 0x80 | (code & 0x3f));
    }
    if (state <= 0) return state === IS_WORD;
  }
  return true;
}

function behindByte(beginnings: WordBeginnings, state: number, byte: number): number {
  return state === IS_WORD ? IS_WORD : (beginnings[(state << ROW_SHIFT) | byte] ?? NO_WORD);
}

interface Beginning {
  readonly characters: readonly string[];
  /** Whether it is all of the word. */
  readonly isWhole: boolean;
}

/** All texts that the literal beginning of a source stands for. */
function beginningsOf(source: string): Beginning[] {
  let texts: string[][] = [[]];
  let from = 0;
  for (;;) {
    LITERAL.lastIndex = from;
    const literal = LITERAL.exec(source);
    if (literal === null) break;
    from = LITERAL.lastIndex;
    const [, ofClass, escaped, single, mark] = literal;
    const characters = Array.from(ofClass ?? escaped ?? single ?? '');
    const longer = texts.flatMap((text) => characters.map((character) => [...text, character]));
    texts = mark === '?' ? [...texts, ...longer] : longer;
  }
  return texts.map((text) => ({
    characters: text.slice(0, LONGEST_BEGINNING),
    isWhole: from === source.length && text.length <= LONGEST_BEGINNING,
  }));
}

/** A character in UTF-8. */
type Bytes = readonly number[];

/** What was found before: the same few characters are in all words. */
const casesFound = new Map<string, readonly Bytes[]>();

/** A character, and all that a case-insensitive expression takes for it. */
function casesOf(character: string): readonly Bytes[] {
  let cases = casesFound.get(character);
  if (cases === undefined) {
    const small = character.toLowerCase();
    const all = new Set([character, small, character.toUpperCase(), ...Array.from(OTHER_CASES[small] ?? '')]);
    cases = [...all].map((one) => [...Buffer.from(one)]);
    casesFound.set(character, cases);
  }
  return cases;
}
