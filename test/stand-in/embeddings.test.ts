import { expect, it } from 'vitest';
import { post, standInWith } from './pulled-records.js';

async function embed(input: unknown, others: object = {}): Promise<(number[] | string)[]> {
  const standIn = await standInWith([]);
  const response = await post(standIn, '/v1/embeddings', {
    model: 'text-embedding-3-small',
    input,
    ...others,
  });
  expect(response.status).toBe(200);
  const { data } = (await response.json()) as { data: { index: number; embedding: number[] | string }[] };
  expect(data.map(({ index }) => index)).toEqual([...data.keys()]);
  return data.map(({ embedding }) => embedding);
}

function similarity(one: unknown, other: unknown): number {
  const right = other as number[];
  return (one as number[]).reduce((sum, each, index) => sum + each * (right[index] ?? 0), 0);
}

it('puts the same text in the same place, and others the further off the less they share', async () => {
  const [paris, again, nearly, other, none, noneAgain] = await embed([
    'The capital is Paris.',
    'The capital is Paris.',
    'The capital is Rome.',
    'Ravens fly at night',
    '?!',
    '?!',
  ]);
  expect(paris).toHaveLength(1536);
  expect(similarity(paris, again)).toBeCloseTo(1);
  expect(similarity(paris, nearly)).toBeCloseTo(0.75);
  expect(similarity(paris, other)).toBeLessThan(0.5);
  expect(similarity(none, noneAgain)).toBeCloseTo(1);
});

it('gives the numbers as base64 where that is asked for, as many as are asked for', async () => {
  const [numbers] = await embed('Why?', { dimensions: 16 });
  const [text] = await embed('Why?', { dimensions: 16, encoding_format: 'base64' });
  const bytes = Buffer.from(String(text), 'base64');
  expect(bytes).toHaveLength(64);
  const read = Array.from({ length: 16 }, (_, index) => bytes.readFloatLE(4 * index));
  expect(read).toEqual(numbers);
});

it.each([
  ['a text', 'Why?', 1],
  ['texts', ['Why?', 'How?'], 2],
  ['tokens', [1, 2, 3], 1],
  ['several times tokens', [[1, 2], [3]], 2],
])('takes %s', async (_, input, count) => {
  expect(await embed(input)).toHaveLength(count);
});

it.each([[0], [-1], [1.5], ['many'], [1e9]])('refuses %s dimensions', async (dimensions) => {
  const standIn = await standInWith([]);
  expect((await post(standIn, '/v1/embeddings', { input: 'Why?', dimensions })).status).toBe(400);
});
