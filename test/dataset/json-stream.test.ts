import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MaskedPlace } from '../../lib/dataset/masking-report.js';
import { MaskingTally } from '../../lib/dataset/masking-tally.js';
import type { RecordSelection } from '../../lib/dataset/record-selection.js';
import { parseJson } from '../../lib/dataset/parse-json.js';
import { UserError } from '../../lib/user-error.js';
import { askMachinePython } from '../python/machine-python.js';
import { recordsOf } from './exact-records.js';
import { readJson, type JsonReading } from './json-files.js';
import { recordSource } from './json-sources.js';

/** What Python reads from each source and from what became of it, with neutral values where the source has none. */
const READ_BOTH = `
import json, sys

def record(source):
    return repr({
        "input_data": source["input_data"],
        "expected_output": source.get("expected_output"),
        "metadata": source.get("metadata") or {},
        "tags": [tag if ":" in tag else "tag:" + tag for tag in source.get("tags") or []],
    })

def read(document):
    return [record(one) for one in json.loads(document)]

json.dump([[read(source), read(document)] for source, document in json.load(sys.stdin)], sys.stdout)
`;

const sources = (more?: readonly string[]): fc.Arbitrary<readonly string[]> =>
  fc.array(recordSource(more), { minLength: 1, maxLength: 4 });

const array = (records: readonly string[]): string => `[${records.join(',\n')}]`;

describe('what Python reads', () => {
  it('is what json.load reads from the source, in the generated file and beside it', async () => {
    const documents = fc.sample(sources(), { numRuns: 200, seed: 20 }).map(array);
    const pairs: [string, string][] = [];
    for (const source of documents) {
      for (const inlineLimit of [0, Infinity]) {
        const { document } = await readJson(source, { inlineLimit });
        pairs.push([source, document]);
      }
    }
    const read = askMachinePython(READ_BOTH, pairs) as [string[], string[]][];
    expect(read.map(([, document]) => document)).toEqual(read.map(([source]) => source));
  });

  it('is the same from JSON Lines, with and without gzip', async () => {
    for (const records of fc.sample(sources(), { numRuns: 25, seed: 21 })) {
      const { document, input, answer, warnings } = await readJson(array(records), { inlineLimit: 0 });
      const lines = `\ufeff${records.map((record) => record.replaceAll(/[\r\n]+/g, ' ')).join('\r\n\n')}`;
      for (const name of ['data.jsonl', 'data.ndjson', 'data.jsonl.gz', 'data.json', 'data.json.gz']) {
        // A file of JSON with one object in it is no list.
        if (name.startsWith('data.json.') || name === 'data.json') {
          if (records.length === 1) continue;
        }
        const read = await readJson(lines, { name, inlineLimit: 0 });
        expect(recordsOf(read.document)).toEqual(recordsOf(document));
        expect(read).toMatchObject({ input, answer, warnings });
      }
    }
  });
});

/** What there is to mask: a value in ASCII, one among other characters, and a key. */
const SECRETS = ['bob@acme.com', ' für bob@acme.com \\"x\\" ', '\\u0062ob@acme.com 😀'];

/** Reads with a report, whose places come back too. */
async function readWithReport(contents: string, parts: JsonReading = {}) {
  const places: MaskedPlace[] = [];
  const tally = new MaskingTally({ add: (place) => places.push(place) });
  return { ...(await readJson(contents, { tally, inlineLimit: 0, ...parts })), places };
}

describe('masking', () => {
  it('is the same where texts are replaced in place and where a record is written anew', async () => {
    // What is dropped has a key twice, so that nothing of the record passes on as it stands.
    const anew = (record: string): string => `${record.slice(0, -1)}, "note": {"a": 1, "a": 2}}`;
    const asItIs = (record: string): string => `${record.slice(0, -1)}, "note": {"a": 1, "b": 2}}`;
    for (const records of fc.sample(sources(SECRETS), { numRuns: 100, seed: 22 })) {
      const quick = await readWithReport(array(records.map(asItIs)));
      const exact = await readWithReport(array(records.map(anew)));
      expect(recordsOf(quick.document)).toEqual(recordsOf(exact.document));
      expect(quick.document).not.toMatch(/ob@acme/);
      for (const part of ['masked', 'places', 'input', 'answer', 'warnings'] as const) {
        expect(quick[part]).toEqual(exact[part]);
      }
    }
  });

  it.each([
    [
      'within a record',
      '[{"input_data": {"b": "bob@acme.com", "10": "x", "9": ["eve@acme.com"]}}]',
      '{"b": "<REDACTED:email>", "10": "x", "9": ["<REDACTED:email>"]}',
    ],
    ['beside its parts', '[{"b": "x", "input_data": "bob@acme.com", "10": "y"}]', '"<REDACTED:email>"'],
    ['beside its parts, with nothing to mask', '[{"b": "x", "input_data": "z", "10": "y"}]', '"z"'],
  ])('finds the texts where keys look like indexes: %s', async (_title, source, input) => {
    const { document } = await readJson(source, { inlineLimit: 0 });
    expect(document).toBe(
      `[\n{"input_data": ${input}, "expected_output": null, "metadata": {}, "tags": []}\n]\n`,
    );
  });

  it.each([
    ['seems to be something to mask in it', 'the @ sign'],
    ['it is not ASCII', 'für 日本語 \\" 😀'],
    ['it is longer than what is read at once', 'für 😀'.repeat(30_000)],
  ])('leaves a record as it is where %s', async (_where, text) => {
    const record = `{"tags":["a:b"] , "metadata":{}, "expected_output":"${text}","input_data":["${text}", 1.0]}`;
    const { document, masked } = await readJson(array([record, record]), { inlineLimit: 0 });
    expect(document).toBe(`[\n${record},\n${record}\n]\n`);
    expect(masked).toBeUndefined();
  });

  it('finds keys in the order of the source, where they look like indexes too', async () => {
    const { input, answer } = await readJson(
      '[{"input_data": {"b": 1, "10": 2}, "expected_output": {"x": 1, "2": 2, "1": 3}}]',
    );
    expect(input).toMatchObject({ keys: ['b', '10'] });
    expect(answer).toMatchObject({ keys: ['x', '2', '1'] });
  });

  it('leaves no trace of the earlier value of a key that stands twice', async () => {
    const { document, places } = await readWithReport(
      '[{"input_data": {"a": "bob@acme.com", "a": 1}, "input_data": {"b": "eve@acme.com", "b": 2}}]',
    );
    expect(document).toBe(
      '[\n{"input_data": {"b": 2}, "expected_output": null, "metadata": {}, "tags": []}\n]\n',
    );
    expect(places).toEqual([]);
  });

  it('is reported by record, JSON Pointer and offsets in the text of the source', async () => {
    const { places } = await readWithReport(
      JSON.stringify([
        { input_data: 'nothing' },
        {
          input_data: { 'a/b~c': ['😀 bob@acme.com', { 'eve@acme.com': 'x kim@acme.com' }] },
          expected_output: 'bob@acme.com',
          metadata: { note: ['x', 'bob@acme.com'] },
          tags: ['k:v', 'amy@acme.com', 'owner:bob@acme.com'],
        },
        { input_data: 'x', tags: ['smoke', 'bob@acme.com'] },
      ]),
    );
    const email = { kind: 'email', key: false };
    expect(places).toEqual([
      { ...email, record: 1, field: '/input_data/a~1b~0c/0', start: 2, end: 14 },
      { ...email, record: 1, field: '/input_data/a~1b~0c/1/<REDACTED:email>', key: true, start: 0, end: 12 },
      { ...email, record: 1, field: '/input_data/a~1b~0c/1/<REDACTED:email>', start: 2, end: 14 },
      { ...email, record: 1, field: '/expected_output', start: 0, end: 12 },
      { ...email, record: 1, field: '/metadata/note/1', start: 0, end: 12 },
      { ...email, record: 1, field: '/tags/1', start: 0, end: 12 },
      { ...email, record: 1, field: '/tags/2', start: 6, end: 18 },
      { ...email, record: 2, field: '/tags/1', start: 0, end: 12 },
    ]);
  });

  it('names twenty unknown keys, and counts the others', async () => {
    const records = Array.from({ length: 23 }, (_, index) => ({ input_data: 1, [`key ${index}`]: 1, id: 1 }));
    const { warnings } = await readJson(JSON.stringify(records));
    expect(warnings).toHaveLength(21);
    expect(warnings[1]).toBe(
      'dropped "id" of 23 records (the first is 0, counted from 0): the SDK gives ids itself',
    );
    expect(warnings.at(-1)).toBe('dropped other unknown keys of 4 records (the first is 19, counted from 0)');
  });
});

describe('the limit of what stands in the generated file', () => {
  const record = '{"input_data": "é", "expected_output": null, "metadata": {}, "tags": []}';
  const size = Buffer.byteLength(record);

  it.each([
    [2 * size, false],
    [2 * size - 1, true],
    [0, true],
  ])('is of bytes of the records as JSON: %i', async (inlineLimit, isBeside) => {
    const read = await readJson('[{"input_data":"é"},\n\n{"input_data": \n"é"}]', { inlineLimit });
    expect(read.isBeside).toBe(isBeside);
    expect(read.recordCount).toBe(2);
    expect(recordsOf(read.document)).toEqual(recordsOf(`[${record},${record}]`));
  });

  it('may be passed by one record, which then is as it was', async () => {
    const text = 'So long, and thanks. '.repeat(100_000);
    const { document, isBeside } = await readJson(JSON.stringify([{ input_data: [text, '😀'] }]), {
      inlineLimit: 1_000_000,
    });
    expect(isBeside).toBe(true);
    expect(JSON.parse(document)).toMatchObject([{ input_data: [text, '😀'] }]);
  });

  it('leaves one record a line, however the source is laid out', async () => {
    const records = [
      { input_data: { a: ['b c', 1] }, metadata: { m: { n: null } } },
      { input_data: 'd', tags: ['k:v'] },
    ];
    const { document } = await readJson(JSON.stringify(records, null, 2), { inlineLimit: 0 });
    expect(document.split('\n')).toEqual(['[', expect.any(String), expect.any(String), ']', '']);
    expect(JSON.parse(document)).toMatchObject(records);
  });
});

describe('a selection', () => {
  const numbered = Array.from({ length: 1000 }, (_, index) => ({ input_data: index }));
  const inputs = (document: string) =>
    (JSON.parse(document) as { input_data: unknown }[]).map((one) => one.input_data);
  const first = (count: number): RecordSelection => ({ kind: 'first', count });
  const sample = (count: number, seed = 0): RecordSelection => ({ kind: 'sample', count, seed });

  it('of the first records looks at nothing behind them', async () => {
    const { document, warnings } = await readJson('[{"input_data": 0}, {"input_data": 1}, {{{ \xff', {
      selection: first(2),
    });
    expect(inputs(document)).toEqual([0, 1]);
    expect(warnings).toEqual([]);
  });

  it('of a sample keeps the order of the source, and is the same for the same seed', async () => {
    const source = JSON.stringify(numbered);
    const one = inputs((await readJson(source, { selection: sample(20, 1) })).document) as number[];
    const again = await readJson(source, { selection: sample(20, 1), inlineLimit: 0 });
    const other = await readJson(source, { selection: sample(20, 2) });
    expect(one).toHaveLength(20);
    expect(one).toEqual([...new Set(one)].sort((left, right) => left - right));
    expect(inputs(again.document)).toEqual(one);
    expect(inputs(other.document)).not.toEqual(one);
  });

  it('masks what was drawn alone, and reports it by its index in the source', async () => {
    const source = JSON.stringify(
      numbered.map(({ input_data }) => ({ input_data: `${input_data} bob@acme.com` })),
    );
    const { document, places, masked } = await readWithReport(source, { selection: sample(3) });
    const drawn = inputs(document).map((text) => Number(String(text).split(' ')[0]));
    expect(places.map(({ record }) => record)).toEqual(drawn);
    expect(masked).toBe(`masked 3 email addresses in 3 records (${drawn.join(', ')}, counted from 0)`);
  });

  it('of a sample checks what it does not draw', async () => {
    const source = JSON.stringify([...numbered, { input: 1 }]);
    await expect(readJson(source, { selection: sample(1) })).rejects.toThrow(
      'record 1000: input_data is missing',
    );
  });

  it.each([
    [first(5), 'data.json has only 2 records, so --limit 5 takes them all'],
    [sample(5), 'data.json has only 2 records, so --sample 5 takes them all'],
  ])('of more than there are has all of them: %j', async (selection, warning) => {
    const { document, warnings } = await readJson(JSON.stringify(numbered.slice(0, 2)), { selection });
    expect(inputs(document)).toEqual([0, 1]);
    expect(warnings).toEqual([warning]);
  });

  it('of one record still wants an array', async () => {
    const refused = readJson('{"input_data": 1}', { selection: first(1) });
    await expect(refused).rejects.toThrow('the top level is an object, not an array of records');
  });
});

describe('a refusal', () => {
  const good = '{"input_data": "é😀"}';

  it.each([
    ['an open array', `[\n${good}\n`, 'line 2, column 22: the JSON ends too early'],
    ['an open array behind a comma', `[${good},\n`, 'line 1, column 24: the JSON ends too early'],
    ['an open record', `[${good},\n  {"input_data": [`, 'line 2, column 19: the JSON ends too early'],
    ['a comma too many', `[${good},,${good}]`, 'line 1, column 24: not valid JSON'],
    ['a comma too few', `[${good}\r\n ${good}]`, 'line 2, column 2: not valid JSON'],
    ['a comma before ]', `[${good},\r]`, 'line 2, column 1: not valid JSON'],
    ['what follows', `[${good}] // done`, 'line 1, column 25: not valid JSON'],
    ['a broken record', `\ufeff[${good}, {"input_data": 01}]`, 'line 1, column 40: not valid JSON'],
    ['NaN', `[${good},\n  NaN]`, 'line 2, column 3: NaN and Infinity are not JSON'],
    [
      'a tab in a string',
      `[${good},\n{"input_data": "\t"}]`,
      'line 2, column 17: a control character in a string',
    ],
    [
      'a long integer',
      `[${good},\n{"input_data": 1${'0'.repeat(4300)}}]`,
      'line 2, column 16: an integer of more than 4300 digits, which Python does not read',
    ],
    [
      'a long integer that is dropped',
      `[${good},\n{"input_data": 1, "note": 1${'0'.repeat(4300)}}]`,
      'line 2, column 27: an integer of more than 4300 digits, which Python does not read',
    ],
  ])('of an array gives the place of %s', async (_title, document, message) => {
    const refused = await readJson(document).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(UserError);
    expect((refused as UserError).message.split('\n')[0]).toBe(`data.json, ${message}`);
    // As the exact parser says of the whole document.
    expect(() => parseJson(document, 'data.json')).toThrow((refused as UserError).message);
  });

  it.each([
    ['a broken line', `${good}\n\n{"input_data": }\n`, ', line 3, column 16: not valid JSON'],
    ['two values on a line', `${good} ${good}\n`, ', line 1, column 23: a second value on the line'],
    ['a line that is no record', `${good}\n[]\n`, ', record 1: an array, not an object'],
    ['a comma between', `${good},\n${good}\n`, ', line 1, column 22: not valid JSON'],
    [
      'a record that does not end',
      `${good}\n{"input_data": "`,
      ', line 2, column 17: the JSON ends too early',
    ],
    ['nothing', '\n \n', ': the file has no records'],
  ])('of JSON Lines gives the place of %s', async (_title, document, message) => {
    const refused = await readJson(document, { name: 'data.jsonl' }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(UserError);
    expect((refused as UserError).message.split('\n')[0]).toBe(`data.jsonl${message}`);
  });

  it.each([
    [
      'in a record',
      Buffer.from('[{"input_data": 1},\n{"input_data": "\xe9"}]', 'latin1'),
      'line 2, column 17',
    ],
    ['between records', Buffer.from('[{"input_data": 1} \xe9]', 'latin1'), 'line 1, column 20'],
    [
      'in a record of another kind',
      Buffer.from('[{"input_data": 1, "note": "\xe9"}]', 'latin1'),
      'line 1, column 29',
    ],
    ['in UTF-16', Buffer.from('\ufeff[{"input_data": 1}]', 'utf16le'), 'line 1, column 1'],
  ])('of bytes that are not UTF-8 gives their place: %s', async (_title, contents, place) => {
    const refused = readJson(contents);
    await expect(refused).rejects.toThrow(`data.json, ${place}: bytes that are not UTF-8`);
  });
});
