import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll } from 'vitest';
import { openDatasetFile } from '../../lib/dataset/dataset-file.js';
import { readJsonDataset, type JsonRequest } from '../../lib/dataset/json-dataset.js';
import { recordJson } from '../../lib/dataset/json-text.js';
import { MaskingTally } from '../../lib/dataset/masking-tally.js';
import { discard } from '../../lib/output/atomic-write.js';

const folder = mkdtempSync(path.join(tmpdir(), 'json-dataset-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});
let count = 0;

export interface JsonReading extends Partial<JsonRequest> {
  /** The file's name. */
  readonly name?: string;
}

/** Reads a document from a file, which a name ending in .gz compresses. */
export async function readJson(
  contents: string | Buffer,
  { name = 'data.json', ...parts }: JsonReading = {},
) {
  count += 1;
  const file = path.join(folder, `${count}-${name}`);
  writeFileSync(file, name.endsWith('.gz') ? gzipSync(contents) : contents);
  const tally = parts.tally ?? new MaskingTally();
  const dataset = await readJsonDataset(await openDatasetFile(file, name), {
    tally,
    inlineLimit: Infinity,
    recordsPath: path.join(folder, `${count}.records.json`),
    ...parts,
  });
  const { records } = dataset;
  const isBeside = 'destination' in records;
  const document = isBeside
    ? readFileSync(records.temporary, 'utf8')
    : `[\n${records.map(recordJson).join(',\n')}\n]\n`;
  if (isBeside) await discard(records);
  return { ...dataset, isBeside, document, masked: tally.describe() };
}
