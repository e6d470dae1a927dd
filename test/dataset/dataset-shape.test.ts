import { describe, expect, it } from 'vitest';
import { answerShape, inputShape } from '../../lib/dataset/dataset-shape.js';
import { SAMPLE_RECORDS } from '../../lib/dataset/sample-dataset.js';
import { recordsOf } from './exact-records.js';

const manyKeys = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`key ${index}`, 'a']));

const conversation = [{ role: 'user', content: 'Who?' }];

describe('inputs', () => {
  it.each<[string, unknown[], object]>([
    ['texts', ['a', ''], { kind: 'text' }],
    ['texts and a number', ['a', 1], { kind: 'any' }],
    ['texts and nothing', ['a', null], { kind: 'any' }],
    ['numbers', [1, 2], { kind: 'any' }],
    ['arrays', [['a']], { kind: 'any' }],
    ['objects and a text', [{ q: 'a' }, 'b'], { kind: 'any' }],
    [
      'objects of one text',
      [{ q: 'a' }, { q: 'b' }],
      { kind: 'keys', keys: ['q'], everywhere: true, text: true },
    ],
    ['objects of one number', [{ q: 1 }], { kind: 'keys', keys: ['q'], everywhere: true, text: false }],
    [
      'objects of several',
      [
        { q: 'a', c: 'b' },
        { c: 'c', q: 'd' },
      ],
      { kind: 'keys', keys: ['q', 'c'], everywhere: true, text: true },
    ],
    [
      'objects without all keys',
      [{ q: 'a' }, { q: 'b', c: 'c' }],
      { kind: 'keys', keys: ['q', 'c'], everywhere: false, text: true },
    ],
    [
      'objects with a nested value',
      [{ q: 'a', c: {} }],
      { kind: 'keys', keys: ['q', 'c'], everywhere: true, text: false },
    ],
    ['empty objects', [{}, {}], { kind: 'any' }],
    [
      'an empty object among others',
      [{}, { q: 'a' }],
      { kind: 'keys', keys: ['q'], everywhere: false, text: true },
    ],
    [
      'twelve keys',
      [manyKeys(12)],
      { kind: 'keys', keys: Object.keys(manyKeys(12)), everywhere: true, text: true },
    ],
    ['thirteen keys', [manyKeys(13)], { kind: 'any' }],
    [
      'conversations',
      [{ messages: conversation }, { messages: [...conversation, ...conversation] }],
      { kind: 'messages', key: 'messages' },
    ],
    ['conversations of another key', [{ chat: conversation }], { kind: 'messages', key: 'chat' }],
    [
      'an empty conversation',
      [{ messages: [] }],
      { kind: 'keys', keys: ['messages'], everywhere: true, text: false },
    ],
    [
      'a message without a role',
      [{ messages: [{ content: 'a' }] }],
      { kind: 'keys', keys: ['messages'], everywhere: true, text: false },
    ],
    [
      'a message with an image',
      [{ messages: [{ role: 'user', content: [] }] }],
      { kind: 'keys', keys: ['messages'], everywhere: true, text: false },
    ],
    [
      'a conversation and more',
      [{ messages: conversation, user: 'a' }],
      { kind: 'keys', keys: ['messages', 'user'], everywhere: true, text: false },
    ],
    [
      'conversations and a text',
      [{ messages: conversation }, { messages: 'a' }],
      { kind: 'keys', keys: ['messages'], everywhere: true, text: false },
    ],
  ])('that are %s', (_title, inputs, shape) => {
    expect(inputShape(recordsOf(JSON.stringify(inputs.map((input) => ({ input_data: input })))))).toEqual(
      shape,
    );
  });
});

describe('answers', () => {
  it.each<[string, unknown[], object]>([
    ['none', [null, null], { kind: 'none' }],
    ['texts', ['a', 'b'], { kind: 'text' }],
    ['texts and nothing', ['a', null], { kind: 'text' }],
    ['an empty text', [''], { kind: 'text' }],
    ['numbers', [1, 2.5], { kind: 'scalar' }],
    ['false', [false], { kind: 'scalar' }],
    ['texts and numbers', ['a', 1], { kind: 'scalar' }],
    ['objects', [{ a: 1 }, { b: 2, a: 3 }], { kind: 'structured', keys: ['a', 'b'], varies: true }],
    ['objects and nothing', [{ a: 1 }, null], { kind: 'structured', keys: ['a'] }],
    ['empty objects', [{}], { kind: 'structured', keys: [] }],
    ['objects of thirteen keys', [manyKeys(13)], { kind: 'structured' }],
    ['arrays', [[1], []], { kind: 'structured' }],
    ['arrays and objects', [[1], { a: 1 }], { kind: 'structured' }],
    ['objects and texts', [{ a: 1 }, 'a'], { kind: 'mixed' }],
    ['arrays, numbers and nothing', [[1], 1, null], { kind: 'mixed' }],
  ])('that are %s', (_title, answers, shape) => {
    const documents = answers.map((answer) => ({ input_data: 1, expected_output: answer }));
    const records = recordsOf(JSON.stringify(documents));
    expect(answerShape(records)).toEqual(shape);
  });
});

it('finds three records in the sample, each a question with a text to answer it', () => {
  expect(SAMPLE_RECORDS).toHaveLength(3);
  expect(inputShape(SAMPLE_RECORDS)).toEqual({
    kind: 'keys',
    keys: ['question'],
    everywhere: true,
    text: true,
  });
  expect(answerShape(SAMPLE_RECORDS)).toEqual({ kind: 'text' });
});
