import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { reportPlaces, writeReports } from '../../lib/try/report-files.js';
import type { Trial } from '../../lib/try/trial.js';

const folder = mkdtempSync(path.join(tmpdir(), 'report-files-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const trial: Trial = {
  file: 'experiment.py',
  format: 'script',
  code: 'print(1)\n',
  python: { executable: '/usr/bin/python3', version: '3.11.2' },
  sdk: '4.16.0',
  experiment: { name: 'e', project: 'p', dataset: 'd' },
  passes: [{ name: 'expected', seconds: 1, recordsRun: 0, records: 0, printed: '' }],
  records: [],
  evaluators: [],
  faults: [],
  refused: [],
  warnings: [],
  seconds: 1,
  failures: [],
};

it('writes each kind, over an earlier report too', async () => {
  const names = ['a.html', 'b.JSON', 'made/c.xml'];
  for (let round = 0; round < 2; round += 1) {
    const written = await writeReports(trial, await reportPlaces(names, folder));
    expect(written).toEqual(names.map((name) => path.join(folder, name)));
  }
  expect(readFileSync(path.join(folder, 'b.JSON'), 'utf8')).toContain('"experiment.py"');
});

it('refuses an ending that says no kind', async () => {
  await expect(reportPlaces(['report.pdf'], folder)).rejects.toThrow(
    '--report is "report.pdf", which does not end in .html, .json or .xml',
  );
});

it("leaves alone what is not a report, such as the user's dataset", async () => {
  writeFileSync(path.join(folder, 'dataset.json'), '[]');
  await expect(reportPlaces(['dataset.json'], folder)).rejects.toThrow('where a file is that is no report');
});
