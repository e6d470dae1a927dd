import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { expect, it } from 'vitest';
import { maskText } from '../../lib/masking/mask-text.js';
import { generate, readRows, type Row } from './generated-dataset.js';

const SPECTRUM = path.dirname(createRequire(import.meta.url).resolve('csv-spectrum'));

/** In this one the suite's JSON has another telephone number than its CSV. */
const WRONG_NUMBER: Readonly<Record<string, readonly string[]>> = {
  location_coordinates: ['1234567890', '2095257564'],
};

/** What the suite says that a file means, with Python's line ends and without what is masked. */
async function rowsOf(name: string): Promise<readonly Row[]> {
  const text = await readFile(path.join(SPECTRUM, 'json', `${name}.json`), 'utf8');
  const [wrong = '', right = ''] = WRONG_NUMBER[name] ?? [];
  const rows = [JSON.parse(text.replace(wrong, right))].flat() as Record<string, string>[];
  const asRead = (value: string): string => maskText(value.replaceAll('\r\n', '\n')).text;
  return rows.map((row) => new Map(Object.entries(row).map(([column, value]) => [column, asRead(value)])));
}

it('csv-spectrum is read as it is meant, each of its files', async () => {
  const names = (await readdir(path.join(SPECTRUM, 'csvs'))).map((file) => path.parse(file).name);
  expect(names).toHaveLength(12);
  const scripts: string[] = [];
  for (const name of names) {
    const contents = await readFile(path.join(SPECTRUM, 'csvs', `${name}.csv`));
    const [column = ''] = contents.toString().split(',');
    const { script, refusal } = await generate(`${name}.csv`, contents, { inputColumns: [column] });
    expect(refusal).toBeUndefined();
    scripts.push(script ?? '');
  }
  const meant: [string, unknown][] = [];
  for (const name of names) meant.push([name, await rowsOf(name)]);
  const read = readRows(scripts);
  expect(names.map((name, index) => [name, read[index]])).toEqual(meant);
});
