import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_PURPOSE } from '../../lib/plan/purpose.js';
import type { Outcome } from './commands.js';
import {
  generate,
  onlyExperiment,
  pythonExecutable,
  runExperiment,
  sharedFolder,
  taskSpans,
  type PythonEnvironment,
} from './experiments.js';
import { CASES, HELD_RECORDS, JOBS, STYLES, type Case, type SourceRecord } from './matrix.js';

/** Long enough for the tasks that run at once to overlap, on a busy machine too. */
const ANSWER_DELAY = 400;

const HEADINGS = [
  '1. Env setup',
  '2. LLMObs.enable()',
  '3. Dataset',
  '4. Task function',
  '5. Evaluators',
  '6. Experiment',
  '7. Run',
  '8. Results inspection',
];

const NEVER = [
  'uuid4',
  'PATCH ',
  'batch_update',
  'records/upload',
  'ddtrace.llmobs._',
  'from ddtrace.llmobs import _',
  '"record_id"',
  '"canonical_id"',
  'requests.post',
  'httpx.post',
];

const root = sharedFolder();
const printed = new Map<Case, Outcome>();

beforeAll(async () => {
  await Promise.all(
    STYLES.map(async (style) => {
      for (const one of CASES.filter((each) => each.style === style)) {
        const folder = path.join(root, one.folder);
        mkdirSync(folder, { recursive: true });
        const flags = ['--format', one.format, '--jobs', String(JOBS), ...style.flags, ...one.dataset.flags];
        if (one.purpose !== DEFAULT_PURPOSE) flags.push('--purpose', one.purpose);
        printed.set(one, await generate(folder, flags));
      }
    }),
  );
});

describe.each(titled(CASES))('%s', (_title, one) => {
  it('is the one file that was written', () => {
    const written = readdirSync(path.join(root, one.folder), { recursive: true });
    expect(written.map(String).sort()).toEqual(['experiments', one.file]);
  });

  it('has the eight sections', () => {
    expect(sectionsOf(one).map(({ heading }) => heading)).toEqual(HEADINGS);
    for (const { code } of sectionsOf(one)) expect(code).toMatch(/\S/);
  });

  it('imports in the first section, and nowhere else', () => {
    const [first = '', ...others] = sectionsOf(one).map(({ code }) => code);
    expect(first.split('\n')[0]).toBe('from __future__ import annotations');
    expect(first).toContain('\nfrom typing import Any, Dict\n');
    expect(others.join('\n')).not.toMatch(/^(?:import|from) /m);
  });

  it('asks the user for a task and an evaluator, and for nothing else', () => {
    const marks = sectionsOf(one).map(({ code }) => code.split('# TODO(user)').length - 1);
    expect(marks).toEqual([0, 0, 0, 1, 1, 0, 0, 0]);
    expect(textOf(one).split('TODO').length - 1).toBe(2);
  });

  it('holds nothing of what must not stand in it', () => {
    // Of a notebook, the file's own text and what Jupyter shows of it.
    const texts = [textOf(one), ...sectionsOf(one).map(({ code }) => code)].join('\n');
    expect(NEVER.filter((never) => texts.includes(never))).toEqual([]);
    expect(texts).not.toMatch(/(?:key|secret|token)=\W?["']/i);
  });

  it('has no trailing blanks, and one line end at its end', () => {
    expect(textOf(one)).toMatch(/[^\n]\n$/);
    for (const { code } of sectionsOf(one)) expect(code).not.toMatch(/[ \t\r]$|\n\n\n\n/m);
    expect(textOf(one)).not.toContain('\r');
  });

  it('is described by the summary', () => {
    const { stdout } = printed.get(one) ?? {};
    const calls = new Map(
      Array.from(
        (stdout ?? '').matchAll(/^ {2}✓ (.+): (line|cell) (\d+)$/gm),
        ([, call = '', unit, number]) => [call, { unit, number: Number(number) }],
      ),
    );
    const { length } = one.evaluators;
    const expected = new Map([
      ['LLMObs.enable(...)', 'LLMObs.enable('],
      [`LLMObs.${one.dataset.call}(...)`, `dataset = LLMObs.${one.dataset.call}(`],
      ['task_fn(input_data, config)', 'def task_fn('],
      [`${length} evaluators (style: ${one.style.style})`, one.style.first],
      [`LLMObs.experiment(...).run(jobs=${JOBS})`, `results = experiment.run(jobs=${JOBS})`],
    ]);
    expect([...calls.keys()]).toEqual([...expected.keys()]);
    const places =
      one.format === 'py' ? textOf(one).split('\n') : cellsOf(one).map(({ source }) => source.join(''));
    for (const [call, { unit, number }] of calls) {
      expect(unit).toBe(one.format === 'py' ? 'line' : 'cell');
      const line = places[number - 1]?.split('\n').find((each) => each.startsWith(expected.get(call) ?? '?'));
      expect(line, `${call} in ${unit} ${number}`).toBeDefined();
    }
    const size = one.format === 'py' ? `Lines: ${places.length - 1}` : 'Cells: 16';
    expect(stdout?.split('\n')).toEqual(
      expect.arrayContaining([
        `Generated SDK experiment: ${one.format}`,
        `Path: ${one.file}`,
        size,
        'Syntax check: pass',
        '  ✓ Provenance (in config + tags): generated_by=claude-code, skill=llm-obs-experiment-py-bootstrap',
      ]),
    );
    expect(stdout, 'warnings').not.toMatch(/^ {2}! /m);
  });
});

describe.each(titled(CASES.filter(({ format }) => format === 'py')))('%s', (_title, one) => {
  it('has banners, and one blank line between two sections', () => {
    const lines = textOf(one).split('\n');
    const banners = lines.flatMap((line, index) => (line.startsWith('# ─') ? [index] : []));
    expect(banners).toHaveLength(8);
    for (const index of banners) {
      expect(lines[index]).toMatch(/^# ─── .+ ─+$/);
      expect(lines[index]).toHaveLength(80);
      expect([lines[index - 2], lines[index + 1]]).not.toContain('');
      expect(lines[index - 1]).toBe('');
    }
  });
});

describe.each(titled(CASES.filter(({ format }) => format === 'ipynb')))('%s', (_title, one) => {
  it('has a markdown and a code cell for each section, and no trace of a run', () => {
    const notebook = JSON.parse(textOf(one)) as Record<string, unknown>;
    expect(notebook).toMatchObject({
      nbformat: 4,
      nbformat_minor: 5,
      metadata: {
        kernelspec: { name: 'python3', display_name: 'Python 3' },
        language_info: { name: 'python', version: '3.10' },
      },
    });
    const cells = cellsOf(one);
    expect(cells.map(({ cell_type }) => cell_type)).toEqual(HEADINGS.flatMap(() => ['markdown', 'code']));
    for (const cell of cells.filter(({ cell_type }) => cell_type === 'code')) {
      expect(cell).toMatchObject({ execution_count: null, outputs: [] });
    }
  });

  it('gives its cells the ids that every notebook has', () => {
    const [first = one] = CASES.filter(({ format }) => format === 'ipynb');
    const ids = cellsOf(one).map(({ id }) => id);
    expect(new Set(ids).size).toBe(16);
    expect(ids).toEqual(cellsOf(first).map(({ id }) => id));
  });
});

it.each([
  ['the newest Python', []],
  ['Python 3.9', ['--target-version', 'py39']],
])('ruff finds nothing in any file, for %s', (_python, flags) => {
  const ruff = (...words: string[]) =>
    spawnSync(pythonExecutable('newest', 'ruff'), ['check', '--isolated', '--no-cache', ...words, root], {
      encoding: 'utf8',
    }).stdout;
  expect(ruff('--show-files').trim().split('\n')).toHaveLength(CASES.length);
  expect(ruff('--select', 'E4,E7,E9,F,I', ...flags)).toBe('All checks passed!\n');
});

const RUNS = CASES.flatMap((one) => {
  const environments: readonly PythonEnvironment[] = one.format === 'py' ? ['oldest', 'newest'] : ['newest'];
  return environments.map((environment) => ({
    ...one,
    title: `${one.title}, ${environment} SDK`,
    environment,
  }));
});

describe.concurrent('on the real SDK', () => {
  it.each(titled(RUNS))('%s', async (_title, { environment, dataset, purpose, evaluators, folder, file }) => {
    const { outcome, received } = await runExperiment(environment, path.join(root, folder), file, {
      records: HELD_RECORDS,
      answerDelay: ANSWER_DELAY,
    });
    expect(outcome).toMatchObject({ status: 0, stderr: '' });
    expect(outcome.stdout).toMatch(/^https:\/\/app\.datadoghq\.com\/llm\/experiments\/experiment-1$/m);

    const records = dataset.records();
    expect(received.projects).toEqual(['experiment-cafe']);
    expect(received.datasets).toHaveLength(1);
    expect(received.datasets[0]).toMatchObject({ name: dataset.datasetName, project: 'experiment-cafe' });
    if (dataset.arrivesAs === 'pulled') {
      const { version } = dataset;
      expect(received.pulls).toEqual([{ dataset: 'qa_v3', project: 'experiment-cafe', version }]);
    } else {
      expect(received.pulls).toEqual([]);
      const arrived = received.datasets[0]?.records ?? [];
      expect(arrived.map(recordOf)).toEqual(records.map(recordOf));
      expect(arrived.map(({ arrivedAs }) => arrivedAs)).toEqual(records.map(() => dataset.arrivesAs));
      records.forEach(({ json }, index) => {
        if (json !== undefined) expect(arrived[index]?.json).toEqual(json);
      });
    }

    const experiment = onlyExperiment(received);
    expect(experiment).toMatchObject({
      name: 'cafe-experiment',
      project: 'experiment-cafe',
      dataset: dataset.datasetName,
      statuses: ['running', 'completed'],
      config: {
        model: 'gpt-4o-mini',
        temperature: 0,
        purpose,
        generated_by: 'claude-code',
        skill: 'llm-obs-experiment-py-bootstrap',
      },
    });
    const provenance = [
      `purpose:${purpose}`,
      'generated_by:claude-code',
      'skill:llm-obs-experiment-py-bootstrap',
    ];
    expect(experiment.tags).toEqual(expect.arrayContaining(provenance));
    expect(received.mostTasksAtOnce).toBe(JOBS);

    // Records are run at once, and so arrive in no certain order.
    const rows = taskSpans(experiment);
    expect(rows).toHaveLength(records.length);
    expect(rows.map(({ meta: { input, expected_output } }) => ({ input, expected_output }))).toEqual(
      expect.arrayContaining(
        records.map(({ input_data, expected_output }) => ({ input: input_data, expected_output })),
      ),
    );
    expect(experiment.spans.filter(({ status }) => status !== 'ok')).toEqual([]);
    expect(experiment.spans).toHaveLength(2 * records.length);
    expect(experiment.metrics.filter(({ error }) => error !== null)).toEqual([]);
    expect(experiment.metrics.map(({ spanId, label }) => `${spanId} ${label}`).sort()).toEqual(
      rows.flatMap(({ span_id }) => evaluators.map((label) => `${span_id} ${label}`)).sort(),
    );
  });

  const again = CASES.filter(({ format, dataset }) => format === 'ipynb' && dataset.arrivesAs === 'csv');
  it.each(titled(again))('%s, each cell again', async (_title, { dataset, folder, file }) => {
    const { outcome, received } = await runExperiment('newest', path.join(root, folder), file, {}, [
      '--again',
    ]);
    expect(outcome).toMatchObject({ status: 0, stderr: '' });
    const { length } = dataset.records();
    expect(outcome.stdout.match(/^All \d+ rows ran and were scored\.$/gm)).toEqual(
      [1, 2].map(() => `All ${length} rows ran and were scored.`),
    );
    expect(received.datasets.map(({ records }) => records.length)).toEqual([length]);
  });
});

function titled<T extends { readonly title: string }>(cases: readonly T[]): [title: string, one: T][] {
  return cases.map((one) => [one.title, one]);
}

function recordOf({ input_data, expected_output, metadata, tags }: SourceRecord): SourceRecord {
  return { input_data, expected_output, metadata, tags };
}

function textOf({ folder, file }: Case): string {
  return readFileSync(path.join(root, folder, file), 'utf8');
}

interface Cell {
  readonly cell_type: 'markdown' | 'code';
  readonly id: string;
  readonly source: readonly string[];
}

function cellsOf(one: Case): readonly Cell[] {
  return (JSON.parse(textOf(one)) as { cells: Cell[] }).cells;
}

/** The headings, and the code below each: what stands between two banners, or in a section's second cell. */
function sectionsOf(one: Case): { heading: string; code: string }[] {
  if (one.format === 'py') {
    const [, ...parts] = textOf(one).split(/^# ─── (.+?) ─+\n/m);
    return parts.flatMap((heading, index) =>
      index % 2 === 0 ? [{ heading, code: (parts[index + 1] ?? '').trimEnd() }] : [],
    );
  }
  const sources = cellsOf(one).map(({ source }) => source.join(''));
  return sources.flatMap((markdown, index) => {
    const heading = /^## (.+)\n/.exec(markdown)?.[1];
    return index % 2 === 0 ? [{ heading: heading ?? '', code: sources[index + 1] ?? '' }] : [];
  });
}
