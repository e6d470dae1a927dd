import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { datasetBytes, openDatasetFile } from '../../lib/dataset/dataset-file.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'dataset-file-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function opened(name: string, contents: string | Buffer) {
  const file = path.join(folder, name);
  await writeFile(file, contents);
  return openDatasetFile(file, name);
}

describe('the kind', () => {
  it.each([
    ['qa.csv', '[{"input_data": 1}]', 'csv'],
    ['qa.TSV', 'a\tb', 'csv'],
    ['qa.json', 'a,b', 'json'],
    ['qa.JSONL', '', 'json-lines'],
    ['qa.ndjson', '', 'json-lines'],
    ['qa', '[{"input_data": 1}]', 'json'],
    ['qa.txt', '\ufeff \n[\n  {"input_data": 1}]', 'json'],
    ['qa.log', '{"input_data": 1}\n{"input_data": 2}\n', 'json-lines'],
    ['qa.dat', 'question,answer\na,b\n', 'csv'],
    ['qa.txt', 'question\ta', 'csv'],
    ['qa.txt', '[sic],answer\na,b\n', 'csv'],
  ])('of %s with %j is %s', async (name, contents, kind) => {
    expect(await opened(name, contents)).toMatchObject({ kind, compressed: false });
    expect(await opened(`${name}.gz`, gzipSync(contents))).toMatchObject({ kind, compressed: true });
    // A name says nothing of compression: the content does.
    expect(await opened(name, gzipSync(contents))).toMatchObject({ kind, compressed: true });
  });

  it.each([
    ['qa.csv', 'PK\x03\x04', 'qa.csv is an Excel workbook or another ZIP archive'],
    ['qa', 'PAR1\x15\x04', 'qa is a Parquet file'],
    ['qa.db', 'SQLite format 3\0', 'qa.db is an SQLite database'],
    ['qa.csv.bz2', 'BZh91AY&SY', 'qa.csv.bz2 is compressed with bzip2'],
  ])('of %s with %j is refused', async (name, contents, message) => {
    await expect(opened(name, contents)).rejects.toThrow(message);
  });
});

describe('the bytes', () => {
  it('are all there, and the progress ends with the size', async () => {
    const contents = 'x'.repeat(1_000_000);
    for (const bytes of [Buffer.from(contents), gzipSync(contents)]) {
      const told: [number, number][] = [];
      const file = {
        ...(await opened('qa.csv', bytes)),
        progress: (read: number, size: number) => told.push([read, size]),
      };
      const chunks: Buffer[] = [];
      for await (const chunk of datasetBytes(file)) chunks.push(chunk);
      expect(Buffer.concat(chunks).toString()).toBe(contents);
      expect(told.at(-1)).toEqual([bytes.length, bytes.length]);
      expect(file.start.toString()).toBe(contents.slice(0, 4096));
    }
  });
});
