import type { DatasetRecord } from './dataset-record.js';
import { JsonNumber, type JsonValue } from './json-value.js';

/** Three records, so that a file made from nothing runs as it is. */
export interface SampleDataset {
  /** What stands in the dataset's name beside the service. */
  readonly name: string;
  readonly description: string;
  readonly records: readonly DatasetRecord[];
}

function record(input: string, text: string, expectedOutput: JsonValue, topic: string): DatasetRecord {
  return {
    inputData: new Map([[input, text]]),
    expectedOutput,
    metadata: new Map([['topic', topic]]),
    tags: [],
  };
}

/** Answers that no one disputes. */
export const SAMPLE_RECORDS: readonly DatasetRecord[] = (
  [
    ['What is the capital of France? Answer with its name alone.', 'Paris', 'geography'],
    ['How many days are there in a leap year? Answer with the number alone.', '366', 'calendar'],
    ['What is the chemical symbol of gold? Answer with the symbol alone.', 'Au', 'chemistry'],
  ] as const
).map(([question, answer, topic]) => record('question', question, answer, topic));

const QUESTIONS: SampleDataset = {
  name: 'sample',
  description: 'Three questions with one right answer each',
  records: SAMPLE_RECORDS,
};

const ORDERS: SampleDataset = {
  name: 'orders-sample',
  description: 'Three orders and what is to be read from each',
  records: (
    [
      ['Two teas for table 4, please.', 'tea', '2', '4'],
      ['Table 11 wants seven coffees.', 'coffee', '7', '11'],
      ['We are at table 9: one soup.', 'soup', '1', '9'],
    ] as const
  ).map(([text, item, count, table]) => {
    const answer = new Map<string, JsonValue>([
      ['item', item],
      ['count', new JsonNumber(count)],
      ['table', new JsonNumber(table)],
    ]);
    return record('order', text, answer, item);
  }),
};

const STATEMENTS: SampleDataset = {
  name: 'sql-sample',
  description: 'Three questions to a table and the SQL that answers each',
  records: (
    [
      ['the names of those in Lima', "SELECT name FROM customers WHERE city = 'Lima'", 'filter'],
      ['how many there are', 'SELECT COUNT(*) FROM customers', 'count'],
      ['all cities, each once', 'SELECT DISTINCT city FROM customers', 'distinct'],
    ] as const
  ).map(([wanted, statement, topic]) =>
    record(
      'question',
      `Of the table customers (name, city): ${wanted}. Answer with one SQL statement alone.`,
      statement,
      topic,
    ),
  ),
};

/** The sample whose answers have the form that the evaluators of a purpose look at. */
export function sampleFor(purpose: { readonly kind: string; readonly isSql: boolean }): SampleDataset {
  if (purpose.kind !== 'structured output') return QUESTIONS;
  return purpose.isSql ? STATEMENTS : ORDERS;
}
