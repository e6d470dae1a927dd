import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MaskedPlace } from '../../lib/dataset/masking-report.js';
import { putInPlace } from '../../lib/output/atomic-write.js';
import { resolvePlan } from '../../lib/plan/resolve-plan.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'masking-report-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** The report on a dataset that is written to `name`. */
async function reportOn(name: string, contents: string): Promise<readonly MaskedPlace[]> {
  await writeFile(path.join(folder, name), contents);
  const { files } = await resolvePlan(
    { dataset: name, maskingReport: 'reports/masked.json' },
    { workingFolder: folder, destinationFolder: folder },
  );
  for (const file of files) await putInPlace(file);
  const text = await readFile(path.join(folder, 'reports', 'masked.json'), 'utf8');
  expect(text).not.toContain('acme.com');
  return JSON.parse(text) as MaskedPlace[];
}

describe('the report on a CSV', () => {
  it('tells record, column, kind and place, in code points, and never the value', async () => {
    const contents =
      'question,of eve@acme.com\n"ask ""\u{1f600}"" bob@acme.com, eve@acme.com",x\nSSN 219-09-9999,y\n';
    expect(await reportOn('qa.csv', contents)).toEqual([
      { record: null, field: 'of <REDACTED:email>', key: true, kind: 'email', start: 3, end: 15 },
      { record: 0, field: 'question', key: false, kind: 'email', start: 8, end: 20 },
      { record: 0, field: 'question', key: false, kind: 'email', start: 22, end: 34 },
      { record: 1, field: 'question', key: false, kind: 'ssn', start: 4, end: 15 },
    ]);
  });

  it('is an empty list where nothing was masked', async () => {
    expect(await reportOn('qa.csv', 'question,answer\na,b\n')).toEqual([]);
  });
});

describe('a report', () => {
  it.each([
    ['masked.txt', '--masking-report is "masked.txt", which does not end in .json'],
    ['experiments/experiment.json/x.json', undefined],
  ])('%s', async (maskingReport, message) => {
    await writeFile(path.join(folder, 'qa.csv'), 'question,answer\na,b\n');
    const plan = resolvePlan(
      { dataset: 'qa.csv', maskingReport },
      { workingFolder: folder, destinationFolder: folder },
    );
    if (message === undefined) await expect(plan).resolves.toBeDefined();
    else {
      await expect(plan).rejects.toThrow(message);
      expect(await readdir(folder)).toEqual(['qa.csv']);
    }
  });

  it('leaves nothing behind where the dataset is refused', async () => {
    await writeFile(path.join(folder, 'qa.csv'), 'question,answer\na,b,c\n');
    const plan = resolvePlan(
      { dataset: 'qa.csv', maskingReport: 'reports/masked.json' },
      { workingFolder: folder, destinationFolder: folder },
    );
    await expect(plan).rejects.toThrow('3 fields');
    expect(await readdir(folder)).toEqual(['qa.csv']);
  });

  it('may not be the dataset itself', async () => {
    await writeFile(path.join(folder, 'qa.json'), '[{"input_data": "a"}]');
    const plan = resolvePlan(
      { dataset: 'qa.json', maskingReport: 'qa.json' },
      { workingFolder: folder, destinationFolder: folder },
    );
    await expect(plan).rejects.toThrow('qa.json stands where its masked copy or the masking report would go');
    expect(await readFile(path.join(folder, 'qa.json'), 'utf8')).toBe('[{"input_data": "a"}]');
  });
});
