import { describe, expect, it } from 'vitest';
import { maskJson } from '../../lib/dataset/json-record.js';
import { parseJson } from '../../lib/dataset/parse-json.js';
import { pythonLiteral } from '../../lib/python/literal.js';
import { UserError } from '../../lib/user-error.js';
import { recordsOf } from './exact-records.js';
import { readJson } from './json-files.js';

/** Assembled, so that no text in this repository looks like a key. */
const API_KEY = ['sk', 'proj', 'Tq7RmXw2Zc9Lk4Vn8Bp1Hs6Jd3Gf5Ya0Ue'].join('-');

/** The records as Python source, the readable form of exact values. */
async function read(given: unknown) {
  const text = typeof given === 'string' ? given : JSON.stringify(given);
  const { document, warnings, masked } = await readJson(text, { inlineLimit: 0 });
  const inline = await readJson(text);
  expect(inline.isBeside).toBe(false);
  // The same, whichever way they go.
  expect(recordsOf(document)).toEqual(inline.records);
  const written = recordsOf(document).map(({ inputData, expectedOutput, metadata, tags }) =>
    [inputData, expectedOutput, metadata, tags].map((part) => pythonLiteral(part)).join(' | '),
  );
  return { written, warnings, masked };
}

describe('records', () => {
  it.each([
    ['input alone', [{ input_data: 'a' }], '"a" | None | {} | []'],
    [
      'everything',
      [{ input_data: 1, expected_output: [2], metadata: { m: 3 }, tags: ['k:v'] }],
      '1 | [2] | {"m": 3} | ["k:v"]',
    ],
    [
      'nulls',
      [{ input_data: null, expected_output: null, metadata: null, tags: null }],
      'None | None | {} | []',
    ],
    ['false and zero', [{ input_data: false, expected_output: 0 }], 'False | 0 | {} | []'],
    ['source texts of numbers', '[{"input_data": 1E400, "expected_output": -0.0}]', '1E400 | -0.0 | {} | []'],
    ['the last of a key that stands twice', '[{"input_data": 1, "input_data": 2}]', '2 | None | {} | []'],
    [
      '__proto__',
      '[{"input_data": {"__proto__": 1}, "metadata": {"__proto__": 2}}]',
      '{"__proto__": 1} | None | {"__proto__": 2} | []',
    ],
    [
      'bare tags',
      [{ input_data: 1, tags: ['smoke', 'a:b:c', ':', ''] }],
      '1 | None | {} | ["tag:smoke", "a:b:c", ":", "tag:"]',
    ],
  ])('carry all four parts: %s', async (_title, document, written) => {
    expect((await read(document)).written).toEqual([written]);
  });

  it.each([
    [[{ input_data: 1 }], []],
    [[{ input_data: 1, id: 7 }], ['dropped "id" of record 0: the SDK gives ids itself']],
    [
      [{ input_data: 1 }, { input_data: 1, record_id: 7, canonical_id: 8 }],
      [
        'dropped "record_id" of record 1: the SDK gives ids itself',
        'dropped "canonical_id" of record 1: the SDK gives ids itself',
      ],
    ],
    [
      [{ input_data: 1 }, { input_data: 1, note: 7 }, { input_data: 1, note: 7 }],
      [
        'dropped "note" of 2 records (the first is 1, counted from 0): a record has only input_data, expected_output, metadata, tags',
      ],
    ],
    [
      '[{"input_data": 1, "__proto__": {}}]',
      ['dropped "__proto__" of record 0: a record has only input_data, expected_output, metadata, tags'],
    ],
    [
      [{ input_data: 1, tags: ['smoke'] }],
      ['tags are key:value in Datadog, so a bare tag such as "smoke" became "tag:smoke" in record 0'],
    ],
  ])('%j are read with the right warnings', async (document, warnings) => {
    expect((await read(document)).warnings).toEqual(warnings);
  });
});

describe('a refusal', () => {
  it.each([
    ['{"input_data": 1}', 'data.json: the top level is an object, not an array of records'],
    ['"text"', 'data.json: the top level is a string, not an array of records'],
    ['7', 'data.json: the top level is a number, not an array of records'],
    ['true', 'data.json: the top level is true or false, not an array of records'],
    ['null', 'data.json: the top level is null, not an array of records'],
    ['[]', 'data.json: the array has no records'],
    ['[{"input_data": 1}, "bob@acme.com"]', 'data.json, record 1: a string, not an object'],
    ['[[]]', 'data.json, record 0: an array, not an object'],
    ['[null]', 'data.json, record 0: null, not an object'],
    ['[{"input_data": 1}, {"input": "bob@acme.com"}]', 'data.json, record 1: input_data is missing'],
    [
      '[{"input_data": 1, "metadata": ["bob@acme.com"]}]',
      'data.json, record 0: metadata is an array, not an object',
    ],
    [
      '[{"input_data": 1, "metadata": "bob@acme.com"}]',
      'data.json, record 0: metadata is a string, not an object',
    ],
    [
      '[{"input_data": 1, "tags": "bob@acme.com"}]',
      'data.json, record 0: tags is a string, not an array of strings',
    ],
    [
      '[{"input_data": 1, "tags": {"a": "b"}}]',
      'data.json, record 0: tags is an object, not an array of strings',
    ],
    [
      '[{"input_data": 1, "tags": ["bob@acme.com", 1]}]',
      'data.json, record 0: tags is an array with something else than strings, not an array of strings',
    ],
    ['[{"input_data": 1,}]', 'data.json, line 1, column 19: not valid JSON'],
    [
      `[{"input_data": ${'['.repeat(198)}${']'.repeat(198)}}]`,
      'data.json, record 0: input_data is nested deeper than 197 levels, which Python does not compile',
    ],
    [
      `[{"input_data": 1, "metadata": ${'{"a":'.repeat(198)}1${'}'.repeat(198)}}]`,
      'data.json, record 0: metadata is nested deeper than 197 levels, which Python does not compile',
    ],
  ])('of %.60s names the file, the record and the fault', async (document, message) => {
    const refused = await readJson(document).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(UserError);
    expect((refused as UserError).message).toMatch(new RegExp(`^${message}\n.`));
    expect((refused as UserError).message).not.toContain('acme');
  });

  it('answers every depth, whichever of the readers gives up first', async () => {
    for (let depth = 198; depth < 6000; depth += 290) {
      for (const value of [
        `${'[['.repeat(depth / 2)}${']]'.repeat(depth / 2)}`,
        `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`,
      ]) {
        await expect(readJson(`[{"input_data": ${value}}]`), `${depth}`).rejects.toThrow(UserError);
      }
    }
  });
});

describe('masking', () => {
  it('reaches every string: inputs, outputs, metadata, tags, nested values and keys', async () => {
    const { written, masked, warnings } = await read([
      { input_data: 'ask bob@acme.com', expected_output: { to: ['eve@acme.com', { 'kim@acme.com': 1 }] } },
      {
        input_data: 'nothing here',
        metadata: { note: API_KEY },
        tags: ['owner:bob@acme.com', 'amy@acme.com'],
      },
    ]);
    expect(written).toEqual([
      '"ask <REDACTED:email>" | {"to": ["<REDACTED:email>", {"<REDACTED:email>": 1}]} | {} | []',
      '"nothing here" | None | {"note": "<REDACTED:api-key>"} | ["owner:<REDACTED:email>", "tag:<REDACTED:email>"]',
    ]);
    expect(masked).toBe('masked 5 email addresses, 1 API key or secret in 2 records (0–1, counted from 0)');
    expect(warnings.join()).not.toContain('acme');
  });

  it('gives a number to keys that become equal, and keep their order', async () => {
    const { written } = await read(
      '[{"input_data": {"a@acme.com": 1, "b@acme.com": 2, "<REDACTED:email> 2": 3}}]',
    );
    expect(written).toEqual([
      '{"<REDACTED:email>": 1, "<REDACTED:email> 2": 2, "<REDACTED:email> 2 2": 3} | None | {} | []',
    ]);
  });

  it('hides a dropped key in its warning, and counts it nowhere: it reaches no file', async () => {
    const { warnings, masked } = await read([{ input_data: 1, 'bob@acme.com': 2 }]);
    expect(warnings).toEqual([
      'dropped "<REDACTED:email>" of record 0: a record has only input_data, expected_output, metadata, tags',
    ]);
    expect(masked).toBeUndefined();
  });

  it('hands each string over alone, keys before their values', () => {
    const seen: string[] = [];
    const value = parseJson('{"k": ["a", 1, true, null, {"l": "b"}], "m": {}}', 'given');
    const masked = maskJson(value, (text) => {
      seen.push(text);
      return text.toUpperCase();
    });
    expect(seen).toEqual(['k', 'a', 'l', 'b', 'm']);
    expect(pythonLiteral(masked)).toBe('{"K": ["A", 1, True, None, {"L": "B"}], "M": {}}');
  });
});
