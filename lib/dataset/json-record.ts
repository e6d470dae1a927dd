import { contentsOf, contentsOfBytes } from '../masking/contents-of-text.js';
import { maskText } from '../masking/mask-text.js';
import { isWorthASearch, type TextContents } from '../masking/text-contents.js';
import { unusedName } from './unused-name.js';
import { UserError } from '../user-error.js';
import type { DatasetRecord } from './dataset-record.js';
import { AnswerShapeFinder, InputShapeFinder } from './dataset-shape.js';
import { ElementFault, type JsonElements } from './json-elements.js';
import { recordJson, recordText } from './json-text.js';
import {
  isJsonArray,
  isJsonObject,
  JsonNumber,
  nestingDepth,
  type JsonObject,
  type JsonValue,
  type PlainJson,
} from './json-value.js';
import type { MaskingTally } from './masking-tally.js';
import { parseJson } from './parse-json.js';

const RECORD_KEYS = ['input_data', 'expected_output', 'metadata', 'tags'] as const;
const SDK_KEYS = ['record_id', 'canonical_id', 'id'];

/**
 * CPython's tokenizer allows 200 open brackets; three are open before a record's value:
 * `create_dataset(`, `records=[` and the record's `{`.
 */
const DEEPEST_VALUE = 197;

/** How many of the keys that hold nothing to mask are remembered, and up to which length. */
const MOST_CLEAN_KEYS = 1000;
const LONGEST_CLEAN_KEY = 64;

/** How many unknown keys the warnings name. */
const MOST_DROPPED_KEYS = 20;

/** Records that something was done to: how many, and the first one's index. */
interface Affected {
  count: number;
  first: number;
}

type PlainObject = Readonly<Record<string, PlainJson>>;

/** A record's JSON on one line, a character for each byte (latin1), which is there once it was settled. */
export interface LateRecord {
  json: string;
}

/** The texts of a record that are worth a search, with what is known of them, and the parts that hold them. */
interface ToSearch {
  readonly texts: Map<string, TextContents>;
  readonly parts: Set<string>;
}

/** What becomes of a text at a path of keys and indexes, which may change once this returns. */
export type Mask = (text: string, path: readonly string[], isKey: boolean) => string;

/**
 * Turns the elements of a JSON dataset into records as the SDK takes them, masked, and notes what they have in common.
 *
 * Most elements hold nothing to mask and nothing that `JSON.parse` would lose: their parts pass on as they are, byte
 * for byte. In others the texts to mask are replaced where they stand. What is left, a key that stands twice for
 * example, is parsed exactly and written anew.
 */
export class JsonRecords {
  readonly input = new InputShapeFinder();
  readonly answer = new AnswerShapeFinder();
  readonly #file: string;
  readonly #tally: MaskingTally;
  readonly #dropped = new Map<string, Affected>();
  readonly #droppedToo: Affected = { count: 0, first: 0 };
  readonly #bareTags: Affected = { count: 0, first: 0 };
  readonly #cleanKeys = new Set<string>();
  #keysAreAscii = true;
  /** How many members the objects of the record at hand have, as `JSON.parse` sees it. */
  #members = 0;
  /** Which of its texts are worth a search for something to mask; undefined where none is. */
  #toSearch: ToSearch | undefined;
  /** The part of it that is looked at. */
  #part = '';
  /** How many of its texts have passed. */
  #texts = 0;
  /** Whether each character that was read stands for a byte of it. */
  #areBytes = false;
  /** What is to be masked yet, in the order of the records. */
  #unsettled: (() => void)[] = [];

  /**
   * @param file the file's name, for messages
   * @param tally masks, and counts what it masked
   */
  constructor(file: string, tally: MaskingTally) {
    this.#file = file;
    this.#tally = tally;
  }

  /** What was dropped or rewritten. */
  get warnings(): string[] {
    const warnings = [...this.#dropped].map(([key, affected]) => {
      const why = SDK_KEYS.includes(key)
        ? 'the SDK gives ids itself'
        : `a record has only ${RECORD_KEYS.join(', ')}`;
      return `dropped ${JSON.stringify(maskText(key).text)} of ${recordList(affected)}: ${why}`;
    });
    if (this.#droppedToo.count > 0) {
      warnings.push(`dropped other unknown keys of ${recordList(this.#droppedToo)}`);
    }
    if (this.#bareTags.count > 0) {
      warnings.push(
        `tags are key:value in Datadog, so a bare tag such as "smoke" became "tag:smoke" in ${recordList(this.#bareTags)}`,
      );
    }
    return warnings;
  }

  /**
   * Checks an element that is not used.
   *
   * @throws ElementFault where it is not JSON
   * @throws UserError where it is no record
   */
  check(element: JsonElements, index: number): void {
    this.#withinTheStack(index, () => {
      if (this.#plainRecord(element, false) !== undefined) return;
      exactRecord(parseElement(element, this.#file), index, this.#file);
    });
  }

  /**
   * Turns an element into a record.
   *
   * @param index the record's, in the source, from 0; indexes come in order
   * @returns undefined where the element is the record's JSON already
   * @throws ElementFault where it is not JSON
   * @throws UserError where it is no record
   */
  read(element: JsonElements, index: number): LateRecord | undefined {
    return this.#withinTheStack(index, () => {
      const plain = this.#plainRecord(element, true);
      if (plain !== undefined) return this.#passedOn(element, plain, index);
      // The shapes are found in what is masked, and the tally counts in the order of the records.
      this.settle();
      return { json: latin1Of(recordJson(this.#exactRecord(element, index))) };
    });
  }

  /**
   * Masks the records that were read since it was called last. What masks is a lot of code, which comes faster when it
   * is called in one go than between the records that it has nothing to do with.
   */
  settle(): void {
    for (const mask of this.#unsettled.splice(0)) mask();
  }

  /** How deep a value may be nested before a step runs out of stack depends on what the engine made of that step. */
  #withinTheStack<Result>(index: number, step: () => Result): Result {
    try {
      return step();
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new UserError(
        `${this.#file}, record ${index}: nested too deeply to be read`,
        'Flatten it, or write it as a string.',
      );
    }
  }

  /** The element's value, where its parts may pass on as they stand but for the texts in them. */
  #plainRecord(element: JsonElements, isUsed: boolean): PlainObject | undefined {
    // A record that stays as it is need not be decoded: UTF-8 is JSON in the same places, a character a byte.
    if (element.isUtf8 && !element.mayHoldUnicodeEscape && this.#keysAreAscii) {
      this.#areBytes = true;
      const record = this.#asItStands(parseBytes(element), element, isUsed);
      const needsText = this.#toSearch !== undefined || !this.#keysAreAscii || hasBareTags(record);
      if (!needsText || element.isAscii) return record;
    }
    this.#areBytes = false;
    return this.#asItStands(parsePlainly(element), element, isUsed);
  }

  #asItStands(value: PlainJson, element: JsonElements, isUsed: boolean): PlainObject | undefined {
    if (element.mayHoldLongInteger || element.depth - 1 > DEEPEST_VALUE) return undefined;
    if (!isPlainObject(value) || !Object.hasOwn(value, 'input_data')) return undefined;
    const { metadata = null, tags = null } = value;
    if (metadata !== null && !isPlainObject(metadata)) return undefined;
    if (tags !== null && !isTexts(tags)) return undefined;
    this.#members = 0;
    this.#texts = 0;
    this.#toSearch = undefined;
    if (!this.#isAsItStands(value, element, isUsed, true)) return undefined;
    // A key that stands twice is one member to JSON.parse.
    return this.#members === element.members ? value : undefined;
  }

  /** Whether a value's members are in the order of the source, and no key in it is to be masked. */
  #isAsItStands(value: PlainJson, element: JsonElements, isUsed: boolean, isRecord = false): boolean {
    if (typeof value === 'string') {
      if (isUsed) this.#lookAt(value, element);
      this.#texts += 1;
      return true;
    }
    if (Array.isArray(value)) {
      for (const item of value as readonly PlainJson[]) {
        if (!this.#isAsItStands(item, element, isUsed)) return false;
      }
      return true;
    }
    if (!isPlainObject(value)) return true;
    let members = 0;
    // Their own members alone: what JSON.parse makes inherits none that are enumerable.
    for (const key in value) {
      // Keys that are array indexes come before all others: ECMAScript, OrdinaryOwnPropertyKeys.
      if (members === 0 && isDigit(key.charCodeAt(0))) return false;
      members += 1;
      const isPart = isUsed && (!isRecord || isRecordKey(key));
      if (isRecord) this.#part = key;
      if (isPart && !this.#isCleanKey(key)) return false;
      if (!this.#isAsItStands(value[key] ?? null, element, isPart)) return false;
    }
    this.#members += members;
    return true;
  }

  #lookAt(text: string, element: JsonElements): void {
    // Of bytes that are no text, one that needs a search is enough to know: the record is read again, as text.
    if (this.#toSearch !== undefined && this.#areBytes && !element.isAscii) return;
    const contents = this.#contentsOf(text, element);
    if (!isWorthASearch(contents)) return;
    this.#toSearch ??= { texts: new Map(), parts: new Set() };
    this.#toSearch.texts.set(text, contents);
    this.#toSearch.parts.add(this.#part);
  }

  /** What the next of the element's texts can hold. */
  #contentsOf(text: string, element: JsonElements): TextContents {
    const start = element.textStart(this.#texts);
    const end = element.textEnd(this.#texts);
    // An escape is longer than what it stands for: there is none in it.
    if (text.length === end - start) return contentsOfBytes(element.piece, start, end);
    return contentsOf(text, this.#areBytes ? 'latin1' : 'utf8');
  }

  #isCleanKey(key: string): boolean {
    if (this.#cleanKeys.has(key)) return true;
    if (!isAsciiText(key)) {
      this.#keysAreAscii = false;
      if (this.#areBytes) return false;
    }
    if (maskText(key).found.length > 0) return false;
    if (key.length <= LONGEST_CLEAN_KEY && this.#cleanKeys.size < MOST_CLEAN_KEYS) this.#cleanKeys.add(key);
    return true;
  }

  #passedOn(element: JsonElements, record: PlainObject, index: number): LateRecord | undefined {
    const bareTags = hasBareTags(record);
    if (bareTags) note(this.#bareTags, index);
    this.input.offer(record.input_data ?? null);
    this.answer.offer(record.expected_output ?? null);
    let isAsItStands = !bareTags && isComplete(record) && !element.spansLines;
    const toSearch = this.#toSearch;
    if (toSearch === undefined && isAsItStands) return undefined;
    let input = '';
    let answer = 'null';
    let metadata = '{}';
    let tags = '[]';
    let member = -1;
    for (const key of Object.keys(record)) {
      member += 1;
      switch (key) {
        case 'input_data':
          input = sourceOf(element, member);
          break;
        case 'expected_output':
          answer = sourceOf(element, member);
          break;
        case 'metadata':
          if (record.metadata !== null) metadata = sourceOf(element, member);
          break;
        case 'tags':
          if (record.tags !== null) tags = sourceOf(element, member);
          break;
        default:
          this.#drop(this.#areBytes ? Buffer.from(key, 'latin1').toString() : key, index);
      }
    }
    if (toSearch === undefined && !bareTags) return { json: recordText(input, answer, metadata, tags) };
    const late = { json: element.bytes };
    this.#unsettled.push(() => {
      const masked = this.#maskOf(index);
      const mask: Mask = (text, path, isKey) => {
        const contents = toSearch?.texts.get(text);
        if (contents === undefined) return text;
        const replacement = masked(text, path, isKey, contents);
        if (replacement !== text) isAsItStands = false;
        return replacement;
      };
      const replaced = (source: string, part: (typeof RECORD_KEYS)[number]): string =>
        toSearch?.parts.has(part) === true
          ? withTextsReplaced(source, record[part] ?? null, mask, part)
          : source;
      input = replaced(input, 'input_data');
      answer = replaced(answer, 'expected_output');
      metadata = replaced(metadata, 'metadata');
      tags = bareTags
        ? withTextsReplaced(tags, record.tags ?? null, this.#maskOfTags(index, mask), 'tags')
        : replaced(tags, 'tags');
      if (!isAsItStands) late.json = recordText(input, answer, metadata, tags);
    });
    return late;
  }

  #exactRecord(element: JsonElements, index: number): DatasetRecord {
    const record = exactRecord(parseElement(element, this.#file), index, this.#file);
    for (const key of record.keys()) if (!isRecordKey(key)) this.#drop(key, index);
    const tags = (record.get('tags') ?? []) as readonly string[];
    if (tags.some(isBare)) note(this.#bareTags, index);
    const mask = this.#maskOf(index);
    const masked = {
      inputData: maskJson(record.get('input_data') ?? null, mask, ['input_data']),
      expectedOutput: maskJson(record.get('expected_output') ?? null, mask, ['expected_output']),
      metadata: maskJson(record.get('metadata') ?? new Map(), mask, ['metadata']) as JsonObject,
      tags: maskJson(tags, this.#maskOfTags(index, mask), ['tags']) as readonly string[],
    };
    this.input.offer(masked.inputData);
    this.answer.offer(masked.expectedOutput);
    return masked;
  }

  /** @returns a mask that may be told what is known of a text */
  #maskOf(record: number): (...text: [...Parameters<Mask>, contents?: TextContents]) => string {
    return (text, path, key, contents) =>
      this.#tally.mask(text, { record, field: () => jsonPointer(path), key }, contents);
  }

  #maskOfTags(record: number, mask: Mask): Mask {
    return (tag, path, isKey) =>
      isBare(tag)
        ? this.#tally.mask(`tag:${tag}`, {
            record,
            field: () => jsonPointer(path),
            added: 'tag:'.length,
          })
        : mask(tag, path, isKey);
  }

  #drop(key: string, index: number): void {
    let affected = this.#dropped.get(key);
    if (affected === undefined) {
      affected = this.#dropped.size < MOST_DROPPED_KEYS ? { count: 0, first: 0 } : this.#droppedToo;
      if (affected !== this.#droppedToo) this.#dropped.set(key, affected);
    }
    note(affected, index);
  }
}

/**
 * Masks every string of a value, keys included; keys that become equal get a number.
 *
 * @param path where the value stands; the same again when this returns
 */
export function maskJson(value: JsonValue, mask: Mask, path: string[] = []): JsonValue {
  const at = <T>(step: string, make: () => T): T => {
    path.push(step);
    const made = make();
    path.pop();
    return made;
  };
  if (typeof value === 'string') return mask(value, path, false);
  if (isJsonArray(value)) {
    return value.map((item, index) => at(`${index}`, () => maskJson(item, mask, path)));
  }
  if (!isJsonObject(value)) return value;
  const masked = new Map<string, JsonValue>();
  for (const [key, member] of value) {
    at(key, () => masked.set(unusedName(mask(key, path, true), masked), maskJson(member, mask, path)));
  }
  return masked;
}

/** What a value is, in words. */
export function kindOf(value: JsonValue | PlainJson): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'string') return 'a string';
  if (typeof value === 'boolean') return 'true or false';
  return typeof value === 'number' || value instanceof JsonNumber ? 'a number' : 'an object';
}

/**
 * Parses an element as `JSON.parse` does.
 *
 * @throws ElementFault where it is not JSON
 */
export function parsePlainly(element: JsonElements): PlainJson {
  return parsed(textOf(element), element);
}

/** The same, with a character for each byte of a text or a key. */
function parseBytes(element: JsonElements): PlainJson {
  return parsed(element.bytes, element);
}

function parsed(text: string, element: JsonElements): PlainJson {
  try {
    return JSON.parse(text) as PlainJson;
  } catch {
    throw new ElementFault(element.offset, element.bytes);
  }
}

/**
 * Parses an element exactly.
 *
 * @throws ElementFault where it holds what Python does not read
 */
function parseElement(element: JsonElements, file: string): JsonValue {
  try {
    return parseJson(textOf(element), file);
  } catch (error) {
    throw error instanceof UserError ? new ElementFault(element.offset, element.bytes) : error;
  }
}

/** An element's text. */
function textOf(element: JsonElements): string {
  if (element.isAscii) return element.bytes;
  if (!element.isUtf8) throw new ElementFault(element.offset, element.bytes);
  return element.piece.toString('utf8', element.from, element.to);
}

function latin1Of(text: string): string {
  return Buffer.from(text).toString('latin1');
}

/** The source of a member's value, on one line: no string of JSON holds a line break of its own. */
function sourceOf(element: JsonElements, member: number): string {
  const { piece } = element;
  const source = piece.toString('latin1', element.valueStart(member), element.valueEnd(member)).trim();
  return element.spansLines ? source.replaceAll(/[\r\n][\r\n\t ]*/g, '') : source;
}

/**
 * Replaces the texts of a value where they stand in its source; its keys stay.
 *
 * @param source the value's, in latin1
 * @param value what it is, its members in the order of the source
 */
function withTextsReplaced(source: string, value: PlainJson, mask: Mask, name: string): string {
  const path = [name];
  let position = 0;
  let replaced = '';
  let copied = 0;
  const nextString = (): number => {
    const start = source.indexOf('"', position);
    position = behindString(source, start);
    return start;
  };
  const visit = (part: PlainJson): void => {
    if (typeof part === 'string') {
      const start = nextString();
      const masked = mask(part, path, false);
      if (masked === part) return;
      replaced += source.slice(copied, start) + latin1Of(JSON.stringify(masked));
      copied = position;
    } else if (Array.isArray(part)) {
      for (const [index, item] of (part as readonly PlainJson[]).entries()) {
        path.push(String(index));
        visit(item);
        path.pop();
      }
    } else if (isPlainObject(part)) {
      for (const [key, member] of Object.entries(part)) {
        nextString();
        path.push(key);
        visit(member);
        path.pop();
      }
    }
  };
  visit(value);
  return replaced + source.slice(copied);
}

/** Where a string ends in JSON, behind its closing quote. */
function behindString(source: string, start: number): number {
  for (let quote = source.indexOf('"', start + 1); ; quote = source.indexOf('"', quote + 1)) {
    let first = quote;
    while (source[first - 1] === '\\') first -= 1;
    if ((quote - first) % 2 === 0) return quote + 1;
  }
}

/** RFC 6901, section 3; its keys are masked. */
function jsonPointer(path: readonly string[]): string {
  return path.map((step) => `/${maskText(step).text.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

function isPlainObject(value: PlainJson): value is PlainObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTexts(value: PlainJson | undefined): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

/** Whether a record has all four parts as the SDK takes them, and nothing else. */
function isComplete(record: PlainObject): boolean {
  const keys = Object.keys(record);
  return (
    keys.length === RECORD_KEYS.length &&
    keys.every(isRecordKey) &&
    record.metadata !== null &&
    record.tags !== null
  );
}

function isRecordKey(key: string): boolean {
  return key === 'input_data' || key === 'expected_output' || key === 'metadata' || key === 'tags';
}

function hasBareTags(record: PlainObject | undefined): boolean {
  return isTexts(record?.tags) && record.tags.some(isBare);
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isAsciiText(text: string): boolean {
  return !/[^\0-\x7f]/.test(text);
}

function isBare(tag: string): boolean {
  return !tag.includes(':');
}

function note(affected: Affected, index: number): void {
  if (affected.count === 0) affected.first = index;
  affected.count += 1;
}

function recordList({ count, first }: Affected): string {
  return count === 1 ? `record ${first}` : `${count} records (the first is ${first}, counted from 0)`;
}

/** The record that a value is, with nothing in it that the SDK would refuse. */
function exactRecord(value: JsonValue, index: number, file: string): JsonObject {
  if (!isJsonObject(value)) {
    throw new UserError(
      `${file}, record ${index}: ${kindOf(value)}, not an object`,
      'A record is {"input_data": …, "expected_output": …}.',
    );
  }
  if (!value.has('input_data')) {
    throw new UserError(
      `${file}, record ${index}: input_data is missing`,
      'Each record needs input_data, which may be any JSON value.',
    );
  }
  for (const key of RECORD_KEYS) {
    if (nestingDepth(value.get(key) ?? null) > DEEPEST_VALUE) {
      throw new UserError(
        `${file}, record ${index}: ${key} is nested deeper than ${DEEPEST_VALUE} levels, which Python does not compile`,
        'Flatten it, or write it as a string.',
      );
    }
  }
  const tags = value.get('tags') ?? [];
  if (!isJsonArray(tags) || !tags.every((tag) => typeof tag === 'string')) {
    throw new UserError(
      `${file}, record ${index}: tags is ${isJsonArray(tags) ? 'an array with something else than strings' : kindOf(tags)}, not an array of strings`,
      'Write them as ["key:value", …], or leave them out.',
    );
  }
  const metadata = value.get('metadata') ?? new Map<string, JsonValue>();
  if (!isJsonObject(metadata)) {
    throw new UserError(
      `${file}, record ${index}: metadata is ${kindOf(metadata)}, not an object`,
      'Write it as {"name": value}, or leave it out.',
    );
  }
  return value;
}
