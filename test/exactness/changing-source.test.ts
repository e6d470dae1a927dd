import {
  appendFileSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { generate, type Generation } from './generated-dataset.js';

/** Several chunks, in few fields: each field takes its time. */
const CSV = `question,answer\n${`${'some words '.repeat(1000)},bcd\n`.repeat(70)}`;
const RECORD = `{"input_data": "${'some words '.repeat(1000)}", "expected_output": "bcd"}`;

/** Another text, as long and as good. */
const rewritten = (file: string): Buffer =>
  Buffer.from(readFileSync(file, 'latin1').replaceAll('bcd', 'xyz'), 'latin1');

type Change = (file: string) => void;

/** What somebody else does to a file. */
const CHANGES: readonly (readonly [title: string, change: Change])[] = Object.entries<Change>({
  grows: (file) => {
    appendFileSync(file, '\n');
  },
  shrinks: (file) => {
    truncateSync(file, statSync(file).size - 1000);
  },
  'is emptied': (file) => {
    truncateSync(file);
  },
  'is written anew': (file) => {
    writeFileSync(file, rewritten(file));
    utimesSync(file, 2, 2);
  },
  'is replaced by another of the same age': (file) => {
    writeFileSync(`${file}.new`, rewritten(file));
    utimesSync(`${file}.new`, 1, 1);
    renameSync(`${file}.new`, file);
  },
  vanishes: (file) => {
    rmSync(file);
  },
});

/** Generates from a file that is changed as soon as half of it was read. */
async function generateWhile(
  change: Change,
  name: string,
  contents: string | Uint8Array,
): Promise<{ generation: Generation; before: string | undefined; after: string | undefined }> {
  let before: string | undefined;
  let changed = false;
  const generation = await generate(name, contents, { maskingReport: 'report.json' }, (source) => {
    utimesSync(source, 1, 1);
    return (read, size) => {
      if (changed || read <= size / 2) return;
      changed = true;
      change(source);
      before = existsSync(source) ? readFileSync(source, 'latin1') : undefined;
    };
  });
  expect(changed).toBe(true);
  const { source } = generation;
  return { generation, before, after: existsSync(source) ? readFileSync(source, 'latin1') : undefined };
}

const SAYS_SO =
  /^data\.\S+ (?:changed|vanished) while it was read\n|^\S*data\.\S+ cannot be (?:read|used) \(E[A-Z]+\)\n/;

async function expectRefusal(
  change: Change,
  name: string,
  contents: string | Uint8Array,
  reason = SAYS_SO,
): Promise<void> {
  const { generation, before, after } = await generateWhile(change, name, contents);
  expect(generation).toMatchObject({ refusal: expect.stringMatching(reason) as string, left: [] });
  expect(after === before).toBe(true);
}

describe.each<[string, string | Buffer]>([
  ['is used as it is', CSV],
  ['is copied', `\ufeff${CSV}`],
  ['is copied because of its end', `${CSV}ask bob@acme.com,b\n`],
  ['turns out at its end to be Windows-1252', Buffer.from(`${CSV}caf\xe9,b\n`, 'latin1')],
])('a CSV that %s', (_title, contents) => {
  it.each(CHANGES)('and %s while it is read is refused', async (_change, change) => {
    await expectRefusal(change, 'data.csv', contents);
  });
});

it.each(CHANGES)('a compressed CSV that %s while it is read is refused', async (_title, change) => {
  // Stored, so that it is as long as its content. A change may hit the checksum first.
  const reason = new RegExp(
    `${SAYS_SO.source}|^data\\.csv\\.gz: the gzip data is damaged or ends too early\n`,
  );
  await expectRefusal(change, 'data.csv.gz', gzipSync(CSV, { level: 0 }), reason);
});

describe.each([
  ['data.json', `[${`${RECORD},\n`.repeat(70)}${RECORD}]`],
  ['data.jsonl', `${RECORD}\n`.repeat(70)],
])('%s', (name, contents) => {
  it.each(CHANGES)('that %s while it is read is refused', async (_title, change) => {
    await expectRefusal(change, name, contents);
  });
});
