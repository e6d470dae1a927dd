import { isDeepStrictEqual } from 'node:util';
import { leaves, type DatasetRecord } from './dataset-record.js';

/** How a question is answered: with its record's expected output, with another's, or with itself. */
export type Answers = 'expected' | 'wrong' | 'echo' | ((question: string) => string);

/** The answer where the record that is asked about expects nothing. */
export const ANSWER_WITHOUT_EXPECTATION = 'This is a simulated answer: the record has no expected output.';

/** The answer where no record is being asked about. */
export const ANSWER_WITHOUT_RECORD = 'This is a simulated answer: no record of the dataset was recognised.';

/** The wrong answer where no other record has one to lend. */
export const MADE_UP_ANSWER = 'This is a simulated wrong answer.';

/**
 * @param answers how to answer
 * @param messages the texts of a chat, the question last
 * @param records every record that the chat may be about
 * @returns the text to answer
 */
export function answer(
  answers: Answers,
  messages: readonly string[],
  records: readonly DatasetRecord[],
): string {
  const question = messages.at(-1) ?? '';
  if (typeof answers === 'function') return answers(question);
  if (answers === 'echo') return question;
  const record = recordAskedAbout(messages, records);
  if (record === undefined) return ANSWER_WITHOUT_RECORD;
  const expected = expectedAnswer(record);
  if (expected === undefined) return ANSWER_WITHOUT_EXPECTATION;
  return answers === 'expected' ? expected : wrongAnswer(record, expected, records);
}

/**
 * @param record a record
 * @returns the text that meets its expected output: a string as it is, the value of a CSV's single column, and
 * anything else as JSON; undefined where it expects nothing
 */
export function expectedAnswer(record: DatasetRecord): string | undefined {
  const expected = record.expected_output;
  if (expected === undefined || expected === null || expected === '') return undefined;
  if (typeof expected === 'string') return expected;
  // A JSON dataset may hold {"answer": "x"} as well, but there the task is to answer the object.
  if (record.arrivedAs === 'csv' && typeof expected === 'object') {
    const columns: unknown[] = Object.values(expected);
    if (columns.length === 0) return undefined;
    if (columns.length === 1) return typeof columns[0] === 'string' ? columns[0] : undefined;
  }
  return record.json.expected_output;
}

/**
 * A record is asked about where every string and number of its input stands in the messages; of several the one
 * that explains most of them, since the question "2 + 2" stands in "12 + 2" as well.
 */
function recordAskedAbout(
  messages: readonly string[],
  records: readonly DatasetRecord[],
): DatasetRecord | undefined {
  const text = messages.join('\n');
  // A task may put the whole input into its prompt as JSON, and Python's escapes all that is not ASCII.
  const unescaped = text.replace(
    /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/g,
    (escape) => JSON.parse(`"${escape}"`) as string,
  );
  let best: DatasetRecord | undefined;
  let bestLength = -1;
  for (const record of records) {
    const parts = inputLeaves(record);
    if (!parts.every((part) => text.includes(part) || unescaped.includes(part))) continue;
    const length = parts.reduce((sum, part) => sum + part.length, 0);
    if (length > bestLength) [best, bestLength] = [record, length];
  }
  return best;
}

const leavesOfInput = new WeakMap<DatasetRecord, string[]>();

/** Every chat asks this of every record. */
function inputLeaves(record: DatasetRecord): string[] {
  const known = leavesOfInput.get(record) ?? leaves(record.json.input_data);
  leavesOfInput.set(record, known);
  return known;
}

function wrongAnswer(record: DatasetRecord, expected: string, records: readonly DatasetRecord[]): string {
  const start = records.indexOf(record) + 1;
  const others = [...records.slice(start), ...records.slice(0, start)];
  for (const other of others) {
    if (!isDeepStrictEqual(shape(other.expected_output), shape(record.expected_output))) continue;
    const candidate = expectedAnswer(other);
    // An evaluator may look for the expected answer inside of the output, so "42" is no wrong answer for "4".
    if (candidate !== undefined && !candidate.toLowerCase().includes(expected.trim().toLowerCase())) {
      return candidate;
    }
  }
  const isText = typeof record.expected_output === 'string' || expected !== record.json.expected_output;
  return isText ? MADE_UP_ANSWER : JSON.stringify(altered(record.expected_output));
}

function shape(value: unknown): unknown {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'object' && value !== null ? Object.keys(value).sort() : typeof value;
}

function altered(value: unknown): unknown {
  if (typeof value === 'number') return value === 0 ? 1 : -value;
  if (typeof value === 'boolean') return !value;
  if (Array.isArray(value)) return value.length === 0 ? [MADE_UP_ANSWER] : value.map(altered);
  if (typeof value !== 'object' || value === null) return MADE_UP_ANSWER;
  const members = Object.entries(value).map(([key, each]): [string, unknown] => [key, altered(each)]);
  return Object.fromEntries(members.length === 0 ? [['answer', MADE_UP_ANSWER]] : members);
}
