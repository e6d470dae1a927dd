import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { leaves, recordToHandOut, type DatasetRecord } from '../../lib/stand-in/dataset-record.js';
import {
  expectedAnswer,
  knowRecords,
  MADE_UP_ANSWER,
  withoutEscapes,
} from '../../lib/stand-in/known-records.js';

/** What is asked, said in the plainest way: by looking at every record. */
const plainly = {
  askedAbout(texts: readonly string[], records: readonly DatasetRecord[]) {
    const forms = withoutEscapes(texts.join('\n'));
    let best: DatasetRecord | undefined;
    let bestLength = -1;
    for (const record of records) {
      const parts = leaves(record.json.input_data);
      const length = parts.reduce((sum, part) => sum + part.length, 0);
      if (length <= bestLength || !parts.every((part) => forms.some((form) => form.includes(part)))) continue;
      [best, bestLength] = [record, length];
    }
    return best;
  },
  wrongAnswer(record: DatasetRecord, expected: string, records: readonly DatasetRecord[]) {
    const behind = records.indexOf(record) + 1;
    return [...records.slice(behind), ...records.slice(0, behind)]
      .filter((other) => isDeepStrictEqual(shape(other.expected_output), shape(record.expected_output)))
      .map(expectedAnswer)
      .find((text) => text?.toLowerCase().includes(expected.trim().toLowerCase()) === false);
  },
};

function shape(value: unknown): unknown {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'object' && value !== null ? Object.keys(value).sort() : typeof value;
}

/** Few words, so that texts hold each other, and are the same. */
const word = fc.constantFrom('a', 'ab', 'b', '12', '2', 'What is the ', 'capital of ', 'é"\n', '😀', ' ', '');
const text = fc.array(word, { maxLength: 12 }).map((words) => words.join(''));
const value = fc.oneof(text, fc.integer({ min: -3, max: 30 }), fc.boolean(), fc.constant(null));
const object = fc.dictionary(
  fc.constantFrom('x', 'y', 'z'),
  fc.oneof(value, fc.array(value, { maxLength: 3 })),
);
const anything = fc.oneof(text, object, value, fc.array(value, { maxLength: 3 }));
const dataset = fc
  .array(fc.record({ input_data: anything, expected_output: anything }), { maxLength: 20 })
  .map((records) => records.map(recordToHandOut));

describe('what is known of records', () => {
  it('is what looking at each of them finds', () => {
    fc.assert(
      fc.property(dataset, fc.array(anything, { maxLength: 3 }), (records, others) => {
        const known = knowRecords(records);
        const prompts = [...records.map(({ input_data }) => input_data), ...others].flatMap((each) => [
          [JSON.stringify(each)],
          ['system\nuser', `Answer briefly: ${leaves(JSON.stringify(each)).join(', ')}`],
        ]);
        for (const prompt of prompts) {
          expect(known.askedAbout(prompt)).toBe(plainly.askedAbout(prompt, records));
        }
        for (const record of records) {
          const expected = expectedAnswer(record);
          if (expected === undefined) continue;
          const wrong = plainly.wrongAnswer(record, expected, records);
          const found = known.wrongAnswer(record, expected);
          if (wrong !== undefined) expect(found).toBe(wrong);
          else expect(found).not.toBe(expected);
        }
      }),
    );
  });

  it.each([
    ['labels that hold each other', (index: number) => (index % 2 === 0 ? 'positive' : 'not positive')],
    ['one label', () => 'yes'],
    [
      'a label and two exceptions',
      (index: number) => (index === 150 ? 'no' : index === 400 ? 'never' : 'yes'),
    ],
  ])('is that also for %s', (_, label) => {
    const records = Array.from({ length: 500 }, (_, index) =>
      recordToHandOut({ input_data: `Number <${index}>`, expected_output: label(index) }, index),
    );
    const known = knowRecords(records);
    for (const [index, record] of records.entries()) {
      expect(known.askedAbout([`Number <${index}>`])).toBe(record);
      const expected = label(index);
      expect(known.wrongAnswer(record, expected)).toBe(
        plainly.wrongAnswer(record, expected, records) ?? MADE_UP_ANSWER,
      );
    }
  });

  it('finds what tells long texts apart, wherever it stands', () => {
    const filler = 'and so on, as always, '.repeat(2000);
    const records = ['first', 'second'].flatMap((name, index) => [
      recordToHandOut({ input_data: `${name} ${filler}` }, 3 * index),
      recordToHandOut({ input_data: `${filler} ${name}` }, 3 * index + 1),
      recordToHandOut({ input_data: `${filler} ${name} ${filler}` }, 3 * index + 2),
    ]);
    const known = knowRecords(records);
    for (const record of records) expect(known.askedAbout([String(record.input_data)])).toBe(record);
  });
});
