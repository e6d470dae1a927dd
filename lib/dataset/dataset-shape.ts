import type { DatasetRecord } from './dataset-record.js';
import { isJsonArray, isJsonObject, type JsonValue } from './json-value.js';

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
  /** Objects or arrays only; the keys where every answer is an object. */
  | { readonly kind: 'structured'; readonly keys?: readonly string[] }
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

/** Finds what all inputs have in common. */
export function inputShape(records: readonly DatasetRecord[]): InputShape {
  const inputs = records.map((record) => record.inputData);
  if (inputs.every((input) => typeof input === 'string')) return { kind: 'text' };
  if (!inputs.every(isJsonObject)) return { kind: 'any' };
  const keys = [...new Set(inputs.flatMap((input) => [...input.keys()]))];
  const [key] = keys;
  if (key === undefined || keys.length > MOST_KEYS) return { kind: 'any' };
  if (keys.length === 1 && inputs.every((input) => isConversation(input.get(key)))) {
    return { kind: 'messages', key };
  }
  return {
    kind: 'keys',
    keys,
    everywhere: inputs.every((input) => input.size === keys.length),
    text: inputs.every((input) => [...input.values()].every((value) => typeof value === 'string')),
  };
}

/** Finds what all expected outputs have in common. */
export function answerShape(records: readonly DatasetRecord[]): AnswerShape {
  const answers = records.map((record) => record.expectedOutput).filter((answer) => answer !== null);
  if (answers.length === 0) return { kind: 'none' };
  const structured = answers.filter((answer) => isJsonArray(answer) || isJsonObject(answer));
  if (structured.length === answers.length) {
    if (!answers.every(isJsonObject)) return { kind: 'structured' };
    const keys = [...new Set(answers.flatMap((answer) => [...answer.keys()]))];
    return keys.length > MOST_KEYS ? { kind: 'structured' } : { kind: 'structured', keys };
  }
  if (structured.length > 0) return { kind: 'mixed' };
  return { kind: answers.every((answer) => typeof answer === 'string') ? 'text' : 'scalar' };
}

function isConversation(value: JsonValue | undefined): boolean {
  return (
    isJsonArray(value) &&
    value.length > 0 &&
    value.every(
      (message) =>
        isJsonObject(message) &&
        typeof message.get('role') === 'string' &&
        typeof message.get('content') === 'string',
    )
  );
}
