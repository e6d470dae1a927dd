import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_PURPOSE, PURPOSES, resolvePurpose, type EvaluationKind } from '../../lib/plan/purpose.js';

it('is the accuracy of the output where nothing is said', async () => {
  const expected = {
    text: DEFAULT_PURPOSE,
    tag: DEFAULT_PURPOSE,
    kind: 'accuracy',
    isSql: false,
    warnings: [],
  };
  expect(await resolvePurpose(undefined)).toEqual(expected);
  expect(await resolvePurpose('\u0007 \n')).toEqual(expected);
});

describe('the kind of evaluators', () => {
  it.each(Object.entries(PURPOSES))('%s is what its starting point gets', async (kind, { startingPoint }) => {
    expect(await resolvePurpose(startingPoint)).toMatchObject({ kind, warnings: [] });
  });

  it.each(
    Object.entries(PURPOSES).flatMap(([kind, { words }]) => words.map((word) => [word, kind] as const)),
  )('%s is a word for %s, in any case and between any marks', async (word, kind) => {
    for (const text of [word, `(${word.toUpperCase()})`, `is_it ${word.replaceAll(' ', '-')}, though?`]) {
      expect(await resolvePurpose(text)).toMatchObject({ kind, warnings: [] });
    }
  });

  it.each<[string, EvaluationKind]>([
    // Accuracy is what all want: it loses against as many words of another kind, and wins with more.
    ['accuracy of tool calls', 'tool calls'],
    ['Answer quality of our RAG bot', 'retrieval'],
    ['accuracy and correctness, and tools', 'accuracy'],
    ['Is the JSON that the tools get valid against its schema?', 'structured output'],
    ['tools and JSON', 'tool calls'],
    ['tools, tools, tools and valid JSON schemas', 'structured output'],
    ['after the refactoring, with RAG', 'retrieval'],
    ['nothing regressed: regression after a refactor of the tools', 'regression'],
  ])('%s: %s', async (text, kind) => {
    expect((await resolvePurpose(text)).kind).toBe(kind);
  });

  it.each(['How funny is it?', 'stool sample', 'brag', 'toolbox', 'nosql2json', '日本語', '!'])(
    'of %s is said to be that for accuracy',
    async (text) => {
      const { kind, warnings } = await resolvePurpose(text);
      expect(kind).toBe('accuracy');
      expect(warnings).toEqual([
        expect.stringMatching(/^--purpose names nothing .*: it gets those for accuracy$/),
      ]);
    },
  );

  it.each([
    ['valid SQL', true],
    ['valid JSON', false],
    ['SQL in JSON', false],
  ])('knows SQL from JSON: %s', async (text, isSql) => {
    expect(await resolvePurpose(text)).toMatchObject({ kind: 'structured output', isSql });
  });
});

describe('the text', () => {
  it('stands on one line, as it was written', async () => {
    const { text } = await resolvePurpose('  Is\tit "right",\r\n\u2028 or {{ not }}?\u0000 ');
    expect(text).toBe('Is it "right", or {{ not }}?');
  });

  it('is masked, and the warning does not say what was', async () => {
    const key = ['sk-proj-', 'A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6'].join('');
    const { text, tag, warnings } = await resolvePurpose(
      `accuracy for jane@example.com, jo@example.com and ${key}`,
    );
    expect(text).toBe('accuracy for <REDACTED:email>, <REDACTED:email> and <REDACTED:api-key>');
    expect(tag).toBe(text);
    expect(warnings).toEqual(['masked in --purpose: 2 × email, 1 × api-key']);
  });

  it('is a tag of no more than 200 characters, its key included', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 400 }), async (given) => {
        const { text, tag } = await resolvePurpose(given);
        expect(`purpose:${tag}`.length).toBeLessThanOrEqual(200);
        expect(tag === text || text.startsWith(tag.slice(0, -1))).toBe(true);
        expect(tag).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])|[\r\n]/);
      }),
    );
    expect((await resolvePurpose('accuracy '.repeat(40))).tag).toHaveLength(192);
    expect((await resolvePurpose(`a${'😀'.repeat(200)}`)).tag).toMatch(/^a(?:😀){95}…$/u);
  });
});
