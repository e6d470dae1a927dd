import type { DatasetRecord } from './dataset-record.js';

/** Three records with answers that no one disputes, so that a file made from nothing runs as it is. */
export const SAMPLE_RECORDS: readonly DatasetRecord[] = (
  [
    ['What is the capital of France? Answer with its name alone.', 'Paris', 'geography'],
    ['How many days are there in a leap year? Answer with the number alone.', '366', 'calendar'],
    ['What is the chemical symbol of gold? Answer with the symbol alone.', 'Au', 'chemistry'],
  ] as const
).map(([question, answer, topic]) => ({
  inputData: new Map([['question', question]]),
  expectedOutput: answer,
  metadata: new Map([['topic', topic]]),
  tags: [],
}));
