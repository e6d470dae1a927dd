import type { DatasetRecord } from './dataset-record.js';
import { JsonNumber, type JsonObject, type JsonValue, type PlainJson } from './json-value.js';

/** What the task is given, so that the generated task reads the real keys. */
export type InputShape =
  /** Every input is a text. */
  | { readonly kind: 'text' }
  /** Every input is an object with the conversation under one key, as OpenAI's chat API takes it. */
  | { readonly kind: 'messages'; readonly key: string }
  /** Every input is an object; `everywhere`: each has all the keys; `text`: every value is a text. */
  | {
      readonly kind: 'keys';
      readonly keys: readonly string[];
      readonly everywhere: boolean;
      readonly text: boolean;
    }
  /** Anything else, or not known before the experiment runs. */
  | { readonly kind: 'any' };

/** What the right answer looks like, so that the generated comparison means something. */
export type AnswerShape =
  | { readonly kind: 'text' }
  /** Texts, numbers and truth values, compared as text. */
  | { readonly kind: 'scalar' }
  /** Objects or arrays only; the keys where every answer is an object, and whether some answers lack some of them. */
  | { readonly kind: 'structured'; readonly keys?: readonly string[]; readonly varies?: true }
  /** Objects or arrays beside scalars. */
  | { readonly kind: 'mixed' }
  /** From a CSV: the SDK hands over a dict of one column, or of several. */
  | { readonly kind: 'column'; readonly column: string }
  | { readonly kind: 'columns'; readonly columns: readonly string[] }
  /** No record has an expected output. */
  | { readonly kind: 'none' }
  /** Not known before the experiment runs. */
  | { readonly kind: 'unknown' };

/** Beyond this many keys a list of them no longer helps a reader: the input goes to the LLM as JSON. */
const MOST_KEYS = 12;

/** What shapes are found in: values as they were parsed, exactly or not. */
type ShapedValue = JsonValue | PlainJson;
type ShapedObject = JsonObject | Readonly<Record<string, PlainJson>>;

/** The keys of many objects, in the order in which they came, as long as a reader can use a list of them. */
class KeyList {
  readonly #keys = new Set<string>();
  #areTooMany = false;

  /** @returns how many keys the object has */
  offer(object: ShapedObject): number {
    const keys = keysOf(object);
    if (!this.#areTooMany) for (const key of keys) this.#keys.add(key);
    this.#areTooMany = this.#keys.size > MOST_KEYS;
    return keys.length;
  }

  /** Undefined where there are too many. */
  get keys(): readonly string[] | undefined {
    return this.#areTooMany ? undefined : [...this.#keys];
  }
}

/** Finds what all inputs have in common, one after the other. */
export class InputShapeFinder {
  readonly #keys = new KeyList();
  #areTexts = true;
  #areObjects = true;
  #areConversations = true;
  #valuesAreTexts = true;
  #fewestKeys = Infinity;

  offer(input: ShapedValue): void {
    if (typeof input !== 'string') this.#areTexts = false;
    if (!this.#areObjects) return;
    if (!isObject(input)) {
      this.#areObjects = false;
      return;
    }
    this.#fewestKeys = Math.min(this.#fewestKeys, this.#keys.offer(input));
    const values = valuesOf(input);
    this.#valuesAreTexts &&= values.every((value) => typeof value === 'string');
    this.#areConversations &&= values.length === 1 && values.every(isConversation);
  }

  get shape(): InputShape {
    if (this.#areTexts) return { kind: 'text' };
    const { keys } = this.#keys;
    const [key] = keys ?? [];
    if (!this.#areObjects || keys === undefined || key === undefined) return { kind: 'any' };
    if (keys.length === 1 && this.#areConversations) return { kind: 'messages', key };
    return {
      kind: 'keys',
      keys,
      everywhere: this.#fewestKeys === keys.length,
      text: this.#valuesAreTexts,
    };
  }
}

/** Finds what all expected outputs have in common, one after the other. */
export class AnswerShapeFinder {
  readonly #keys = new KeyList();
  #texts = 0;
  #scalars = 0;
  #arrays = 0;
  #objects = 0;
  #fewestKeys = Infinity;

  offer(answer: ShapedValue): void {
    if (answer === null) return;
    if (typeof answer === 'string') this.#texts += 1;
    else if (Array.isArray(answer)) this.#arrays += 1;
    else if (isObject(answer)) {
      this.#objects += 1;
      this.#fewestKeys = Math.min(this.#fewestKeys, this.#keys.offer(answer));
    } else this.#scalars += 1;
  }

  get shape(): AnswerShape {
    const structured = this.#arrays + this.#objects;
    const others = this.#texts + this.#scalars;
    if (structured > 0 && others > 0) return { kind: 'mixed' };
    if (structured > 0) {
      const { keys } = this.#keys;
      if (this.#arrays > 0 || keys === undefined) return { kind: 'structured' };
      return { kind: 'structured', keys, ...(this.#fewestKeys < keys.length ? { varies: true } : {}) };
    }
    if (others === 0) return { kind: 'none' };
    return { kind: this.#scalars > 0 ? 'scalar' : 'text' };
  }
}

/** What all inputs have in common. */
export function inputShape(records: readonly DatasetRecord[]): InputShape {
  const finder = new InputShapeFinder();
  for (const { inputData } of records) finder.offer(inputData);
  return finder.shape;
}

/** What all expected outputs have in common. */
export function answerShape(records: readonly DatasetRecord[]): AnswerShape {
  const finder = new AnswerShapeFinder();
  for (const { expectedOutput } of records) finder.offer(expectedOutput);
  return finder.shape;
}

function isObject(value: ShapedValue): value is ShapedObject {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof JsonNumber)
  );
}

function isMap(object: ShapedObject): object is JsonObject {
  return object instanceof Map;
}

function keysOf(object: ShapedObject): readonly string[] {
  return isMap(object) ? [...object.keys()] : Object.keys(object);
}

function valuesOf(object: ShapedObject): readonly ShapedValue[] {
  return isMap(object) ? [...object.values()] : Object.values(object);
}

function memberOf(object: ShapedObject, key: string): ShapedValue | undefined {
  return isMap(object) ? object.get(key) : Object.hasOwn(object, key) ? object[key] : undefined;
}

function isConversation(value: ShapedValue): boolean {
  return Array.isArray(value) && value.length > 0 && value.every(isMessage);
}

function isMessage(value: ShapedValue): boolean {
  return (
    isObject(value) &&
    typeof memberOf(value, 'role') === 'string' &&
    typeof memberOf(value, 'content') === 'string'
  );
}
