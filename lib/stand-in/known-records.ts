import { leaves, type DatasetRecord } from './dataset-record.js';
import { partsIndex } from './parts-index.js';
import type { Received } from './received.js';

/** The wrong answer where no other record has one to lend. */
export const MADE_UP_ANSWER = 'This is a simulated wrong answer.';

/** How far the next wrong answer is looked for before the records are searched for all of them. */
const NEAR = 100;

/** Everything that is asked about the records, each answer without looking at all of them. */
export interface KnownRecords {
  readonly records: readonly DatasetRecord[];
  /**
   * @param texts the texts of a chat
   * @returns the record that it is about: every string and number of its input stands in the texts; of several the
   * one that explains most of them, since the question "2 + 2" stands in "12 + 2" as well
   */
  askedAbout(texts: readonly string[]): DatasetRecord | undefined;
  /**
   * @param record one of the records, which expects something
   * @param expected its expected answer
   * @returns the answer of the next record of the same shape whose answer does not hold the expected one, or
   * something made up
   */
  wrongAnswer(record: DatasetRecord, expected: string): string;
  /**
   * @param texts the texts of a chat
   * @returns the expected answers that stand in them
   */
  answersIn(texts: readonly string[]): string[];
  /**
   * @param values what is known of a record
   * @returns the first record that has them; its numbers are compared as numbers, and the order of keys is none
   */
  having(values: { readonly input?: unknown; readonly expected?: unknown }): DatasetRecord | undefined;
}

/**
 * @param received what has come in
 * @returns every record of it whenever it is called, those of the newest dataset first: it is the one that is
 * being run. What was found out about them is kept as long as none is added
 */
export function knownRecordsOf(received: Received): () => KnownRecords {
  let known: KnownRecords | undefined;
  let sizes = '';
  return () => {
    // A dataset loses no record.
    const now = received.datasets.map(({ records }) => records.length).join();
    if (known === undefined || now !== sizes) {
      known = knowRecords(received.datasets.toReversed().flatMap(({ records }) => records));
      sizes = now;
    }
    return known;
  };
}

/**
 * @param records the records to know
 * @returns what can be asked about them. Each kind of question prepares for itself when it is first asked
 */
export function knowRecords(records: readonly DatasetRecord[]): KnownRecords {
  const inputs = once(() => partsIndex(records.map(({ json }) => leaves(json.input_data))));
  const answers = once(() => [...new Set(records.map(expectedAnswer))].filter((each) => each !== undefined));
  const answersIndex = once(() => partsIndex(answers().map((text) => [text])));
  const wrongAnswers = once(() => wrongAnswersOf(records));
  const byInput = once(() => firstByKey(records, ({ input_data }) => canonical(input_data)));
  const byExpected = once(() => firstByKey(records, ({ expected_output }) => canonical(expected_output)));
  const byBoth = once(() =>
    firstByKey(records, ({ input_data, expected_output }) => canonical([input_data, expected_output])),
  );
  return {
    records,
    askedAbout: (texts) => {
      const text = texts.join('\n');
      const [place] = inputs()(withoutEscapes(text));
      return place === undefined ? undefined : records[place];
    },
    wrongAnswer: (record, expected) => {
      const lent = wrongAnswers()(record, expected);
      if (lent !== undefined) return lent;
      const isText = typeof record.expected_output === 'string' || expected !== record.json.expected_output;
      return isText ? MADE_UP_ANSWER : JSON.stringify(altered(record.expected_output));
    },
    answersIn: (texts) => {
      const found = answersIndex()(withoutEscapes(texts.join('\n')));
      return [...found].map((place) => answers()[place] ?? '');
    },
    having: ({ input, expected }) => {
      if (expected === undefined) return input === undefined ? undefined : byInput().get(canonical(input));
      return input === undefined
        ? byExpected().get(canonical(expected))
        : byBoth().get(canonical([input, expected]));
    },
  };
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
 * @param text a prompt
 * @returns it, and what it says where it holds JSON: a task may put the whole input into its prompt as JSON, and
 * Python's escapes all that is not ASCII
 */
export function withoutEscapes(text: string): string[] {
  const unescaped = text.replace(
    /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/g,
    (escape) => JSON.parse(`"${escape}"`) as string,
  );
  return unescaped === text ? [text] : [text, unescaped];
}

/** Looks for wrong answers: behind a record, and then from the first one on. */
function wrongAnswersOf(records: readonly DatasetRecord[]) {
  const places = new Map(records.map((record, place) => [record, place]));
  const groups = new Map<string, { readonly places: number[]; readonly answers: (string | undefined)[] }>();
  const groupOf = (record: DatasetRecord) => JSON.stringify(shape(record.expected_output));
  for (const [place, record] of records.entries()) {
    const key = groupOf(record);
    const group = groups.get(key) ?? { places: [], answers: [] };
    groups.set(key, group);
    group.places.push(place);
    group.answers.push(expectedAnswer(record));
  }
  const known = new Map<string, number[]>();

  return (record: DatasetRecord, expected: string): string | undefined => {
    const key = groupOf(record);
    const { places: members, answers } = groups.get(key) ?? { places: [], answers: [] };
    const own = lowerBound(members, places.get(record) ?? 0);
    const needle = expected.trim().toLowerCase();
    // An evaluator may look for the expected answer inside of the output, so "42" is no wrong answer for "4".
    const isWrong = (at: number) => answers[at]?.toLowerCase().includes(needle) === false;
    for (let step = 1; step <= Math.min(NEAR, answers.length - 1); step += 1) {
      const at = (own + step) % answers.length;
      if (isWrong(at)) return answers[at];
    }
    if (answers.length - 1 <= NEAR) return undefined;
    // So many in a row hold it that it is a label, which is asked for again and again.
    const label = JSON.stringify([key, needle]);
    const wrong = known.get(label) ?? [...answers.keys()].filter(isWrong);
    known.set(label, wrong);
    return answers[wrong[lowerBound(wrong, own)] ?? wrong[0] ?? -1];
  };
}

/** The place of the first of the ascending numbers that is not less. */
function lowerBound(numbers: readonly number[], least: number): number {
  let [from, to] = [0, numbers.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((numbers[middle] ?? least) < least) from = middle + 1;
    else to = middle;
  }
  return from;
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

function firstByKey(
  records: readonly DatasetRecord[],
  keyOf: (record: DatasetRecord) => string,
): Map<string, DatasetRecord> {
  // Of two values for a key a map keeps the last.
  return new Map(records.toReversed().map((record) => [keyOf(record), record]));
}

/** The same text for values that are deeply equal. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([one], [other]) => (one < other ? -1 : 1)))
      : each,
  );
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
