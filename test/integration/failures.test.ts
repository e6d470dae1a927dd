import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  fixtureDataset,
  generate,
  onlyExperiment,
  runExperiment,
  sharedFolder,
  taskSpans,
  type PythonEnvironment,
} from './experiments.js';

interface FailureCase {
  readonly title: string;
  readonly style?: 'function' | 'class' | 'remote';
  /** The function of the generated file whose body begins with what fails. */
  readonly within: string;
  readonly failing: string;
  /** What section 8 says. */
  readonly said: RegExp;
  /** How many tasks and how many evaluations failed. */
  readonly tasks: number;
  readonly evaluations: number;
}

const RECORDS = 5;

const FAILURES: readonly FailureCase[] = [
  {
    title: 'a task that raises',
    within: 'task_fn',
    failing: 'raise ValueError("boom")',
    said: /^5 of 5 rows failed, .*\bValueError: boom$/,
    tasks: RECORDS,
    evaluations: 0,
  },
  {
    title: 'a task that raises for some records',
    within: 'task_fn',
    failing: 'if "spider" in str(input_data) or "flat" in str(input_data): raise KeyError("no such animal")',
    said: /^2 of 5 rows failed, .*\bKeyError: 'no such animal'$/,
    tasks: 2,
    evaluations: 0,
  },
  {
    title: 'a task that raises and does not say why',
    within: 'task_fn',
    failing: 'raise ValueError()',
    said: /^5 of 5 rows failed, .*\bValueError\b/,
    tasks: RECORDS,
    evaluations: 0,
  },
  {
    title: 'an evaluator that raises',
    within: 'exact_match',
    failing: 'raise RuntimeError("no opinion")',
    said: /^5 of \d+ evaluations failed, .*\bRuntimeError: no opinion$/,
    tasks: 0,
    evaluations: RECORDS,
  },
  {
    title: 'an evaluator class that raises for some records',
    style: 'class',
    within: 'evaluate',
    failing: 'assert "Cairo" not in str(context.input_data) and "flat" not in str(context.input_data)',
    said: /^2 of \d+ evaluations failed, .*\bAssertionError\b/,
    tasks: 0,
    evaluations: 2,
  },
  {
    title: 'a remote evaluator whose input cannot be made',
    style: 'remote',
    within: 'judge_input',
    failing: 'raise LookupError("nothing to judge")',
    said: /^5 of \d+ evaluations failed, .*\bLookupError: nothing to judge$/,
    tasks: 0,
    evaluations: RECORDS,
  },
];

const PLACES: readonly { readonly format: 'py' | 'ipynb'; readonly environment: PythonEnvironment }[] = [
  { format: 'py', environment: 'oldest' },
  { format: 'py', environment: 'newest' },
  { format: 'ipynb', environment: 'newest' },
];

const RUNS = FAILURES.flatMap((failure) =>
  PLACES.map((place) => ({
    title: `${failure.title}: ${place.format}, ${place.environment} SDK`,
    failure,
    ...place,
  })),
);

const root = sharedFolder();

describe.concurrent('failures are said', () => {
  it.each(RUNS.map((run) => [run.title, run] as const))(
    '%s',
    async (title, { failure, format, environment }) => {
      const folder = path.join(root, title.replaceAll(/\W+/g, '-'));
      mkdirSync(folder);
      const dataset = fixtureDataset('text-answers.json');
      const style = failure.style ?? 'function';
      await generate(folder, ['--format', format, '--evaluator-style', style, '--dataset', dataset]);
      const file = path.join('experiments', `experiment.${format}`);
      breakFunction(path.join(folder, file), failure.within, failure.failing);

      const { outcome, received } = await runExperiment(environment, folder, file);
      if (format === 'py') {
        expect(outcome.status).toBe(1);
        expect(outcome.stderr.split('\n')).toEqual([expect.stringMatching(failure.said), '']);
      } else {
        expect(outcome).toMatchObject({ status: 0, stderr: '' });
        expect(outcome.stdout.trimEnd().split('\n').at(-1)).toMatch(failure.said);
      }
      const experiment = onlyExperiment(received);
      expect(taskSpans(experiment)).toHaveLength(RECORDS);
      expect(taskSpans(experiment).filter(({ status }) => status === 'error')).toHaveLength(failure.tasks);
      expect(experiment.metrics.filter(({ error }) => error !== null)).toHaveLength(failure.evaluations);
    },
  );
});

/** Puts a statement in front of the first one of a function, in a script or in a notebook's cell. */
function breakFunction(file: string, name: string, statement: string): void {
  const text = readFileSync(file, 'utf8');
  if (!file.endsWith('.ipynb')) {
    writeFileSync(file, broken(text, name, statement));
    return;
  }
  const notebook = JSON.parse(text) as { cells: { source: string[] }[] };
  for (const cell of notebook.cells) cell.source = [broken(cell.source.join(''), name, statement)];
  writeFileSync(file, JSON.stringify(notebook));
}

function broken(code: string, name: string, statement: string): string {
  return code.replace(
    new RegExp(`^( *)def ${name}\\(.*\\n`, 'm'),
    (definition, indentation: string) => `${definition}${indentation}    ${statement}\n`,
  );
}
