import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { PlanRequest } from '../../lib/plan/resolve-plan.js';
import { generate, readBesideJson } from './generated-dataset.js';

const RECORDS = [
  '{"input_data": {"b": 1.0, "a": [-0.0, 1E400, 12345678901234567890]}, "expected_output": "é\\ud83d", "metadata": {"__proto__": null}, "tags": ["env:test"]}',
  '{"input_data": "=1+1", "expected_output": null, "metadata": null, "tags": null}',
  '{"tags": [], "metadata": {}, "input_data": "\u2028", "input_data": "@SUM(A1)"}',
  '{"input_data": null}',
];

const ARRAY = `[${RECORDS.join(',\n')}]`;
const LINES = RECORDS.map((record) => `${record}\n`).join('');

/** The records above, as Python shows them, with the neutral value of every part that is missing. */
const MEANT = `[${[
  String.raw`{'input_data': {'b': 1.0, 'a': [-0.0, inf, 12345678901234567890]}, 'expected_output': 'é\ud83d', 'metadata': {'__proto__': None}, 'tags': ['env:test']}`,
  `{'input_data': '=1+1', 'expected_output': None, 'metadata': {}, 'tags': []}`,
  `{'input_data': '@SUM(A1)', 'expected_output': None, 'metadata': {}, 'tags': []}`,
  `{'input_data': None, 'expected_output': None, 'metadata': {}, 'tags': []}`,
].join(', ')}]`;

type Form = readonly [title: string, name: string, contents: string | Buffer];

const FORMS: readonly Form[] = [
  ['an array', 'data.json', ARRAY],
  ['an array behind a byte order mark', 'data.json', `\ufeff${ARRAY}`],
  ['an array with CRLF', 'data.json', ARRAY.replaceAll('\n', '\r\n')],
  ['an array whose name does not tell', 'data.txt', ARRAY],
  ['an array whose name has no ending', 'data', ` \n${ARRAY}`],
  ['an array, compressed', 'data.json.gz', gzipSync(ARRAY)],
  ['an array, compressed, whose name does not say so', 'data.json', gzipSync(ARRAY)],
  ['lines', 'data.jsonl', LINES],
  ['lines of the other ending', 'data.ndjson', LINES],
  ['lines behind a byte order mark', 'data.jsonl', `\ufeff${LINES}`],
  ['lines with CRLF, blank ones among them', 'data.jsonl', `\r\n${LINES.replaceAll('\n', '\r\n\r\n')} `],
  ['lines, the last without its end', 'data.jsonl', LINES.trimEnd()],
  ['lines, compressed', 'data.jsonl.gz', gzipSync(LINES)],
  ['lines whose name does not tell', 'data.txt', LINES],
  ['lines, compressed, whose name has no ending', 'data', gzipSync(LINES)],
];

async function readForm([, name, contents]: Form, request: PlanRequest): Promise<string | null | undefined> {
  const generation = await generate(name, contents, request);
  expect(generation.refusal).toBeUndefined();
  return readBesideJson([generation])[0]?.read;
}

describe.each<PlanRequest>([{}, { inlineLimit: 0 }])('records, with %j, are the same from', (request) => {
  it.each(FORMS.map((form) => [form[0], form] as const))('%s', async (_title, form) => {
    expect(await readForm(form, request)).toBe(MEANT);
  });
});

it('records beyond the limit stand in a file of their own', async () => {
  const { source } = await generate('data.json', ARRAY, { inlineLimit: 0 });
  expect((await readdir(path.dirname(source))).sort()).toEqual([
    'data.json',
    'generated.py',
    'generated.records.json',
  ]);
});
