import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_PURPOSE } from '../../lib/plan/purpose.js';
import { generate, sharedFolder, type PythonEnvironment } from './experiments.js';
import { CASES, HELD_RECORDS, STYLES } from './matrix.js';
import { runTry, trialOf } from './trials.js';

const root = sharedFolder();

beforeAll(async () => {
  await Promise.all(
    STYLES.map(async (style) => {
      for (const one of CASES.filter((each) => each.style === style)) {
        const folder = path.join(root, one.folder);
        mkdirSync(folder, { recursive: true });
        const purpose = one.purpose === DEFAULT_PURPOSE ? [] : ['--purpose', one.purpose];
        await generate(folder, ['--format', one.format, ...style.flags, ...one.dataset.flags, ...purpose]);
        writeFileSync(path.join(folder, 'held.json'), JSON.stringify(HELD_RECORDS));
      }
    }),
  );
});

/** Evaluators that ask an LLM, and those that compare by themselves, beside the judges of the remote style too. */
const JUDGES = new Set(['tool_calls', 'semantic_match', 'groundedness']);
const CHECKS = new Set(['exact_match', 'near_match', 'valid_json', 'sql_statement']);

/** There is Jupyter in the newest environment alone: in the oldest one a notebook is run as a script. */
const RUNS = (['oldest', 'newest'] as const satisfies PythonEnvironment[]).flatMap((python) =>
  CASES.map((one) => ({ ...one, title: `${one.title}, ${python} SDK`, python })),
);

describe.concurrent('a generated file tries green', () => {
  it.each(RUNS.map((one): [string, (typeof RUNS)[number]] => [one.title, one]))('%s', async (_title, one) => {
    const { python, dataset, style, evaluators, format, folder, file } = one;
    // Wrong answers too where that says most: of a CSV the SDK makes dicts of columns.
    const isWhole = dataset.arrivesAs === 'csv';
    const flags = [
      ...(isWhole ? ['--strict'] : ['--answers', 'expected']),
      ...(dataset.arrivesAs === 'pulled' ? ['--records', 'held.json'] : []),
    ];
    const run = await runTry(file, { folder: path.join(root, folder), python, flags });
    const trial = trialOf(run);
    const { length } = dataset.records();
    expect(trial).toMatchObject({
      format: format === 'py' ? 'script' : 'notebook',
      experiment: { name: 'cafe-experiment', project: 'experiment-cafe', dataset: dataset.datasetName },
      refused: [],
      failures: [],
      warnings: format === 'ipynb' && python === 'oldest' ? [expect.stringContaining('Jupyter')] : [],
    });
    expect(trial.passes.map(({ records, recordsRun }) => ({ records, recordsRun }))).toEqual(
      (isWhole ? ['expected', 'wrong'] : ['expected']).map(() => ({ records: length, recordsRun: length })),
    );
    expect(trial.evaluators.map(({ name }) => name).sort()).toEqual([...evaluators].sort());
    for (const { name, simulated, tallies, verdict } of trial.evaluators) {
      expect({ name, simulated, tallies }).toMatchObject({
        simulated: JUDGES.has(name) || (style.style === 'remote' && !CHECKS.has(name)),
        tallies: { expected: { passed: length, failed: 0, errors: 0 } },
      });
      if (isWhole)
        expect(verdict, name).toBe(
          name === 'response_well_formed' ? 'passes everything' : 'tells them apart',
        );
    }
    expect(run.status).toBe(0);
  });
});
