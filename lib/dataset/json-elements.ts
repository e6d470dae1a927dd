import { constants, isAscii, isUtf8 } from 'node:buffer';
import { isContinuation } from '../masking/ascii.js';
import type { DatasetKind } from './dataset-file.js';
import { endsTooEarly, LONGEST_INTEGER } from './parse-json.js';
import { BYTE_ORDER_MARK } from './place-in-file.js';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPENING_BRACKET = 0x5b;
const CLOSING_BRACKET = 0x5d;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

const MEND_IT = 'Mend the JSON there, and run again.';
export const NOT_UTF8 = 'bytes that are not UTF-8';
export const SAVE_AS_UTF8 = 'JSON is written in UTF-8: save it so, and run again.';

/** What a byte outside of strings means for the structure. */
const ELSE = 0;
const OPENS = 1;
const CLOSES = 2;
const OPENS_STRING = 3;
const ENDS_NAME = 4;
const ENDS_VALUE = 5;
const BREAKS_LINE = 6;

const MEANING = new Uint8Array(256);
for (const [characters, meaning] of [
  ['[{', OPENS],
  [']}', CLOSES],
  ['"', OPENS_STRING],
  [':', ENDS_NAME],
  [',', ENDS_VALUE],
  ['\r\n', BREAKS_LINE],
] as const) {
  for (const character of characters) MEANING[character.charCodeAt(0)] = meaning;
}

/** Most strings are short, and a call costs more than a look at some bytes. */
const LOOKED_AT = 16;

const UNICODE_ESCAPE = '\\u';

/** Bytes of a character behind its first one (RFC 3629, section 3). */
const MOST_CONTINUATIONS = 3;

/** Bytes after which an element is looked at although it goes on: where it is broken, its end may never come. */
const FIRST_LOOK = 1024 * 1024;

type State =
  | 'at the start'
  | 'behind the bracket'
  | 'behind a comma'
  | 'behind an element'
  | 'behind the array'
  | 'between values'
  | 'behind the only value'
  | 'in brackets'
  | 'in a string'
  | 'in a scalar';

const WANTS_MORE: readonly State[] = [
  'at the start',
  'behind the bracket',
  'behind a comma',
  'behind an element',
];

/** Something that keeps a file from being read: its line and column are counted only where it is told. */
export class JsonFault extends Error {
  /**
   * @param offset of the byte at fault in the file's content
   * @param reason in words that hold nothing of the content
   * @param hint how to mend it
   */
  constructor(
    readonly offset: number,
    readonly reason: string,
    readonly hint = MEND_IT,
  ) {
    super(reason);
  }
}

/** An element that is not JSON: its own text tells where and why. */
export class ElementFault extends Error {
  /**
   * @param offset of the element's first byte in the file's content
   * @param bytes the element, a character for each byte
   * @param isWhole false where the file ends within it
   */
  constructor(
    readonly offset: number,
    readonly bytes: string,
    readonly isWhole = true,
  ) {
    super('not valid JSON');
  }
}

/**
 * Finds the elements of a file's one array in its bytes, or the values of JSON Lines (https://jsonlines.org), one at a
 * time. Of an element it looks for the end only: whether it is JSON is for `JSON.parse` to say. What stands between
 * two it checks itself.
 *
 * Feed it, ask for elements until there is none, and feed it again; in the end `finish` it, and ask again.
 */
export class JsonElements {
  /** Bytes in which the element at hand stands, from `from` to `to`: what was fed, where that has all of it. */
  piece: Buffer = Buffer.alloc(0);
  from = 0;
  to = 0;
  isUtf8 = true;
  /** Whether an escape in it may stand for a character outside ASCII. */
  mayHoldUnicodeEscape = false;
  /** Where the element at hand begins in the file's content. */
  offset = 0;
  /** How many members the objects in it have together, where it is JSON. */
  members = 0;
  /** How many of them its outermost object has. */
  ownMembers = 0;
  /** How deep it is nested: 0 for a scalar, 1 for `[]`. */
  depth = 0;
  /** Whether a number in it may be longer than Python reads. */
  mayHoldLongInteger = false;
  /** Whether it stands on more than one line. */
  spansLines = false;
  /** How many strings it has that are no names of members. */
  texts = 0;
  /** Whether the file is one array, and the elements are its own. */
  isArray = false;

  readonly #kind: DatasetKind;
  #state: State = 'at the start';
  #isFirst = true;
  #isFinished = false;
  #chunk: Buffer = Buffer.alloc(0);
  /** The chunk as text: a character is found faster in it than in bytes. */
  #text = '';
  #chunkIsAscii = true;
  #chunkIsUtf8 = true;
  #chunkMayHoldUnicodeEscape = false;
  #position = 0;
  /** Where the chunk begins in the file's content. */
  #base = 0;
  /** How many bytes of a byte order mark the content begins with. */
  #marked = 0;
  /** Behind the last byte between elements that is no white space. */
  #settled = 0;
  /** Whether a line has ended since the last value. */
  #lineEnded = true;

  /** Where the element at hand begins in the chunk; below 0 where it began in an earlier one. */
  #start = 0;
  /** `piece` as text. */
  #pieceText = '';
  /** What of the element stood in earlier chunks. */
  #carried: string[] = [];
  #carriedLength = 0;
  #isKnownAscii = true;
  #nextLook = FIRST_LOOK;
  #level = 0;
  /** Begin and end of each value of the outermost object, from the element's beginning. */
  readonly #bounds: number[] = [];
  #inOwnValue = false;
  /** Begin and end of each text between its quotes, from the element's beginning. */
  readonly #textBounds: number[] = [];
  /** Where the last token but a scalar ended, from the element's beginning. */
  #tokenEnd = 0;
  /** The string at hand has come to a backslash that escapes what follows in the next chunk. */
  #isEscaping = false;

  /** @param kind of a `json` file the one array is wanted; where objects stand there instead, they are values */
  constructor(kind: DatasetKind) {
    this.#kind = kind;
  }

  /** The offset of the first byte that was not looked at, where no element is open. */
  get next(): number {
    return this.#base + this.#position;
  }

  /** Whether a `json` file has ended and is no array: it is the value at hand. */
  get isOnlyValue(): boolean {
    return this.#isFinished && this.#state === 'behind the only value';
  }

  /** Whether its bytes are characters too. */
  get isAscii(): boolean {
    return this.#isKnownAscii || isAscii(this.piece.subarray(this.from, this.to));
  }

  /** The element at hand, a character for each byte (latin1). */
  get bytes(): string {
    return this.#pieceText.slice(this.from, this.to);
  }

  /** Where a text begins in `piece`, behind its quote. */
  textStart(text: number): number {
    return this.from + (this.#textBounds[2 * text] ?? 0);
  }

  /** Where the closing quote of a text stands in `piece`. */
  textEnd(text: number): number {
    return this.from + (this.#textBounds[2 * text + 1] ?? 0);
  }

  /** Where the value of a member of the outermost object begins in `piece`. */
  valueStart(member: number): number {
    return this.from + (this.#bounds[2 * member] ?? 0);
  }

  /** Where the value of a member of the outermost object ends in `piece`. */
  valueEnd(member: number): number {
    return this.from + (this.#bounds[2 * member + 1] ?? 0);
  }

  /**
   * Takes the next bytes of the file. They must not change.
   *
   * @throws ElementFault where the element at hand can no longer become JSON
   * @throws JsonFault where it is longer than a text may be
   */
  feed(chunk: Buffer): void {
    if (chunk.length === 0) return;
    if (this.#isInside) this.#carry();
    this.#base += this.#chunk.length;
    this.#chunk = chunk;
    this.#chunkIsAscii = isAscii(chunk);
    this.#chunkIsUtf8 = this.#chunkIsAscii || isUtf8(withoutCutCharacters(chunk));
    this.#text = chunk.toString('latin1');
    this.#chunkMayHoldUnicodeEscape = this.#text.includes(UNICODE_ESCAPE);
    this.#position = 0;
  }

  /** Says that no more bytes come. */
  finish(): void {
    this.#isFinished = true;
  }

  /**
   * Goes to the next element.
   *
   * @returns false where there is none that is whole
   * @throws JsonFault where something else stands there, or the file ends too early between elements
   * @throws ElementFault where it ends within one
   */
  advance(): boolean {
    for (;;) {
      if (this.#isInside) {
        if (!this.#toEnd()) return false;
        this.#take();
        if (this.#state !== 'behind the only value') return true;
      }
      if (!this.#toElement()) return false;
      // Not the only value after all.
      if (!this.#isInside) return true;
    }
  }

  get #isInside(): boolean {
    return this.#state === 'in brackets' || this.#state === 'in a string' || this.#state === 'in a scalar';
  }

  /** Goes to where an element begins and opens it, or to where it is clear that another stands behind the first. */
  #toElement(): boolean {
    for (; this.#position < this.#chunk.length; this.#position += 1) {
      const byte = this.#chunk[this.#position] ?? 0;
      if (this.next === this.#marked && byte === BYTE_ORDER_MARK[this.#marked]) {
        this.#marked += 1;
        continue;
      }
      if (byte === LINE_FEED) this.#lineEnded = true;
      if (byte === 0x20 || byte === 0x09 || byte === CARRIAGE_RETURN || byte === LINE_FEED) continue;
      if (this.#marked % BYTE_ORDER_MARK.length > 0) throw new JsonFault(0, NOT_UTF8, SAVE_AS_UTF8);
      if (this.#takeSeparator(byte)) {
        this.#settled = this.next + 1;
        continue;
      }
      if (this.#state === 'behind the only value') this.#state = 'between values';
      else this.#open(byte);
      return true;
    }
    const isMissing = this.#isFinished && WANTS_MORE.includes(this.#state);
    if (isMissing && (this.isArray || this.#kind === 'json')) {
      throw new JsonFault(this.#settled, 'the JSON ends too early');
    }
    return false;
  }

  /** Takes a byte of the array's own; false where it must begin an element. */
  #takeSeparator(byte: number): boolean {
    switch (this.#state) {
      case 'at the start':
        if (this.#kind !== 'json' || byte !== OPENING_BRACKET) return false;
        this.isArray = true;
        this.#state = 'behind the bracket';
        return true;
      case 'behind the bracket':
        if (byte !== CLOSING_BRACKET) return false;
        this.#state = 'behind the array';
        return true;
      case 'behind an element':
        if (byte !== COMMA && byte !== CLOSING_BRACKET) throw this.#fault();
        this.#state = byte === COMMA ? 'behind a comma' : 'behind the array';
        return true;
      case 'behind the array':
        throw this.#fault();
      default:
        return false;
    }
  }

  #open(byte: number): void {
    const meaning = MEANING[byte];
    if (meaning === CLOSES || meaning === ENDS_NAME || meaning === ENDS_VALUE) throw this.#fault();
    if (this.#state === 'between values' && !this.#lineEnded) {
      if (this.#kind === 'json') throw this.#fault();
      throw new JsonFault(this.next, 'a second value on the line', 'Put each record on a line of its own.');
    }
    this.#start = this.#position;
    this.#level = 0;
    this.#inOwnValue = false;
    this.#tokenEnd = 0;
    this.members = 0;
    this.ownMembers = 0;
    this.texts = 0;
    this.depth = 0;
    this.mayHoldLongInteger = false;
    this.spansLines = false;
    this.#state = meaning === ELSE ? 'in a scalar' : 'in brackets';
  }

  /** Keeps what the chunk has of the element at hand. */
  #carry(): void {
    const { length } = this.#chunk;
    this.#carried.push(this.#text.slice(Math.max(0, this.#start)));
    this.#carriedLength = length - this.#start;
    this.#start -= length;
    if (this.#carriedLength < this.#nextLook) return;
    this.#nextLook = 2 * this.#carriedLength;
    const offset = this.#base + length - this.#carriedLength;
    if (this.#carriedLength > constants.MAX_STRING_LENGTH / 2) {
      throw new JsonFault(offset, 'a record of more than 256 MB begins here', 'Split it.');
    }
    const bytes = this.#carried.join('');
    this.#carried = [bytes];
    if (!endsTooEarly(bytes)) throw new ElementFault(offset, bytes, false);
  }

  #toEnd(): boolean {
    const found = this.#state === 'in a scalar' ? this.#toScalarEnd() : this.#toClosingBracket();
    if (found || !this.#isFinished) return found;
    if (this.#state === 'in a scalar' && !this.isArray) return true;
    const bytes = this.#carried.join('') + this.#text.slice(Math.max(0, this.#start));
    throw new ElementFault(this.#base + this.#start, bytes, false);
  }

  #toScalarEnd(): boolean {
    for (; this.#position < this.#chunk.length; this.#position += 1) {
      const byte = this.#chunk[this.#position] ?? 0;
      if (MEANING[byte] !== ELSE || byte === 0x20 || byte === 0x09) return true;
    }
    return false;
  }

  /** Goes behind the bracket that closes the first one, or behind the quote of a string that is no member. */
  #toClosingBracket(): boolean {
    const chunk = this.#chunk;
    const start = this.#start;
    const bounds = this.#bounds;
    const textBounds = this.#textBounds;
    let position = this.#position;
    let level = this.#level;
    let tokenEnd = this.#tokenEnd;
    let isInString = this.#state === 'in a string';
    let isClosed = false;
    while (!isClosed && position < chunk.length) {
      if (isInString) {
        position = this.#behindString(position);
        if (position > chunk.length) break;
        isInString = false;
        tokenEnd = position - start;
        textBounds[2 * this.texts + 1] = tokenEnd - 1;
        this.texts += 1;
        isClosed = level === 0;
        continue;
      }
      switch (MEANING[chunk[position] ?? 0]) {
        case OPENS_STRING:
          isInString = true;
          textBounds[2 * this.texts] = position + 1 - start;
          break;
        case OPENS:
          level += 1;
          if (level > this.depth) this.depth = level;
          tokenEnd = position + 1 - start;
          break;
        case BREAKS_LINE:
          this.spansLines = true;
          break;
        case ENDS_NAME:
          this.members += 1;
          // What ended before it was a name.
          this.texts -= 1;
          if (level === 1) {
            bounds[2 * this.ownMembers] = position + 1 - start;
            this.#inOwnValue = true;
          }
          tokenEnd = position + 1 - start;
          break;
        case CLOSES:
        case ENDS_VALUE:
          if (position - start - tokenEnd > LONGEST_INTEGER) this.mayHoldLongInteger = true;
          if (level === 1 && this.#inOwnValue) {
            bounds[2 * this.ownMembers + 1] = position - start;
            this.ownMembers += 1;
            this.#inOwnValue = false;
          }
          if (MEANING[chunk[position] ?? 0] === CLOSES) {
            level -= 1;
            isClosed = level === 0;
          }
          tokenEnd = position + 1 - start;
          break;
      }
      position += 1;
    }
    this.#position = Math.min(position, chunk.length);
    this.#level = level;
    this.#tokenEnd = tokenEnd;
    this.#state = isInString ? 'in a string' : 'in brackets';
    return isClosed;
  }

  /** The position behind a string's closing quote; beyond the chunk where that comes later. */
  #behindString(from: number): number {
    const chunk = this.#chunk;
    const text = this.#text;
    const first = this.#isEscaping ? from + 1 : from;
    this.#isEscaping = false;
    const nearby = Math.min(first + LOOKED_AT, chunk.length);
    let quote = first;
    while (quote < nearby && chunk[quote] !== QUOTE) quote += 1;
    if (quote >= nearby) quote = text.indexOf('"', quote);
    for (; quote >= 0; quote = text.indexOf('"', quote + 1)) {
      if (!isOdd(this.#backslashesBefore(quote, first))) return quote + 1;
    }
    this.#isEscaping = isOdd(this.#backslashesBefore(chunk.length, first));
    return chunk.length + 1;
  }

  #backslashesBefore(position: number, from: number): number {
    let first = position;
    while (first > from && this.#chunk[first - 1] === BACKSLASH) first -= 1;
    return position - first;
  }

  /** Hands out the element that ends here. */
  #take(): void {
    this.offset = this.#base + this.#start;
    if (this.#carried.length === 0) {
      this.piece = this.#chunk;
      this.#pieceText = this.#text;
      this.from = this.#start;
      this.to = this.#position;
      this.#isKnownAscii = this.#chunkIsAscii;
      this.isUtf8 = this.#chunkIsUtf8 || isUtf8(this.#chunk.subarray(this.from, this.to));
      this.mayHoldUnicodeEscape = this.#chunkMayHoldUnicodeEscape;
    } else {
      const bytes = this.#carried.join('') + this.#text.slice(0, this.#position);
      this.piece = Buffer.from(bytes, 'latin1');
      this.#pieceText = bytes;
      this.from = 0;
      this.to = this.piece.length;
      this.#isKnownAscii = false;
      this.isUtf8 = isUtf8(this.piece);
      this.mayHoldUnicodeEscape = bytes.includes(UNICODE_ESCAPE);
    }
    this.#carried = [];
    this.#nextLook = FIRST_LOOK;
    this.#lineEnded = false;
    this.#settled = this.next;
    if (this.isArray) this.#state = 'behind an element';
    else this.#state = this.#isFirst && this.#kind === 'json' ? 'behind the only value' : 'between values';
    this.#isFirst = false;
  }

  /** What is at the position belongs to no JSON. */
  #fault(): JsonFault {
    const isCharacter = [1, 2, 3, 4].some((length) =>
      isUtf8(this.#chunk.subarray(this.#position, this.#position + length)),
    );
    return isCharacter
      ? new JsonFault(this.next, 'not valid JSON')
      : new JsonFault(this.next, NOT_UTF8, SAVE_AS_UTF8);
  }
}

/** Bytes without the end of a character that began before them, and without the last character, which may go on. */
function withoutCutCharacters(bytes: Buffer): Buffer {
  let start = 0;
  while (start < MOST_CONTINUATIONS && isContinuation(bytes[start] ?? 0)) start += 1;
  let end = bytes.length;
  while (bytes.length - end < MOST_CONTINUATIONS && isContinuation(bytes[end - 1] ?? 0)) end -= 1;
  if ((bytes[end - 1] ?? 0) >= 0x80) end -= 1;
  return bytes.subarray(start, end);
}

function isOdd(count: number): boolean {
  return count % 2 === 1;
}
