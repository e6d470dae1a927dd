import { describe, expect, it } from 'vitest';
import { answerShape, inputShape } from '../../lib/dataset/dataset-shape.js';
import { SAMPLE_RECORDS } from '../../lib/dataset/sample-dataset.js';
import type { DatasetPlan, ExperimentPlan } from '../../lib/plan/plan.js';
import { checkSyntax } from '../../lib/python/syntax-check.js';
import { renderArtifact } from '../../lib/render/artifact.js';
import { recordsOf } from '../dataset/exact-records.js';
import { keywordsOf, readPython } from '../python/python-calls.js';
import { planOf, PULLED, TEMPLATES } from './experiment-plan.js';

const TITLES = [
  'Env setup',
  'LLMObs.enable()',
  'Dataset',
  'Task function',
  'Evaluators',
  'Experiment',
  'Run',
  'Results inspection',
];

function embedded(document: string): DatasetPlan {
  const records = recordsOf(document);
  return {
    source: 'json',
    datasetName: 'data',
    description: 'Records of data.json',
    records,
    input: inputShape(records),
    answer: answerShape(records),
  };
}

const DATASETS = {
  sample: {
    source: 'sample',
    datasetName: 'bot-sample',
    description: 'Three questions',
    records: SAMPLE_RECORDS,
    input: inputShape(SAMPLE_RECORDS),
    answer: answerShape(SAMPLE_RECORDS),
  },
  text: embedded('[{"input_data": "a", "expected_output": "b"}]'),
  structured: embedded(
    '[{"input_data": {"q": 1, "r": [2]}, "expected_output": {"x": 1}, "metadata": {"m": null}}]',
  ),
  mixed: embedded('[{"input_data": 1, "expected_output": [1]}, {"input_data": 2, "expected_output": 3}]'),
  csv: {
    source: 'csv',
    datasetName: 'qa',
    description: 'Records of qa.csv',
    csvPath: '/work/qa.csv',
    delimiter: ',',
    columns: { input: ['question'], expected: ['answer'], metadata: [] },
    input: { kind: 'keys', keys: ['question'], everywhere: true, text: true },
    answer: { kind: 'column', column: 'answer' },
  },
  columns: {
    source: 'csv',
    datasetName: 'qa',
    description: 'Records of qa.csv',
    csvPath: '/work/qa.csv',
    delimiter: ';',
    columns: { input: ['q', 'context'], expected: ['a', 'b'], metadata: ['topic'] },
    input: { kind: 'keys', keys: ['q', 'context'], everywhere: true, text: true },
    answer: { kind: 'columns', columns: ['a', 'b'] },
  },
  'records beside': {
    source: 'records-file',
    datasetName: 'chats',
    description: 'Records of chats.jsonl',
    recordsPath: '/work/experiments/experiment.records.json',
    recordCount: 100_000,
    input: { kind: 'messages', key: 'messages' },
    answer: { kind: 'text' },
  },
  pulled: PULLED,
  pinned: { ...PULLED, version: 3 },
} as const satisfies Record<string, DatasetPlan>;

const OWN_RECORDS = 'Path(__file__).with_name("experiment.records.json")';

const PLANS = Object.entries(DATASETS).flatMap(([title, dataset]) =>
  (['function', 'class', 'remote'] as const).map((evaluatorStyle) => ({
    title: `${title}, ${evaluatorStyle}`,
    plan: planOf({ dataset, evaluatorStyle }),
  })),
);

function renderScript(plan: ExperimentPlan) {
  const { artifact, sections } = renderArtifact({ ...plan, format: 'py' }, TEMPLATES);
  return { artifact, sections, text: artifact.text, lines: artifact.text.split('\n') };
}

interface NotebookCell {
  readonly cell_type: string;
  readonly id: string;
  readonly source: readonly string[];
}

function renderNotebook(plan: ExperimentPlan) {
  const { artifact, sections } = renderArtifact({ ...plan, format: 'ipynb' }, TEMPLATES);
  return { artifact, sections, notebook: JSON.parse(artifact.text) as { cells: NotebookCell[] } };
}

describe.each(PLANS)('a script ($title)', ({ plan }) => {
  const { artifact, sections, text, lines } = renderScript(plan);
  const banners = lines.flatMap((line, index) => (line.startsWith('# ───') ? [index] : []));

  it('has eight sections in order, under banners of 80 columns, with one blank line between them', () => {
    const expected = TITLES.map((title, index) => `# ─── ${index + 1}. ${title} `.padEnd(80, '─'));
    expect(banners.map((index) => lines[index])).toEqual(expected);
    for (const index of banners) {
      expect(lines[index - 1]).toBe('');
      expect(lines[index - 2]).not.toBe('');
      expect(lines[index + 1]).not.toBe('');
    }
  });

  it('is tidy: no trailing blanks, no tabs, one line end at the end, no line of more than 120 columns', () => {
    expect(text).not.toMatch(/[ \t]$/m);
    expect(text).not.toMatch(/[\t\r]/);
    expect(text).toMatch(/[^\n]\n$/);
    expect(lines.filter((line) => line.length > 120)).toEqual([]);
  });

  it('begins with its future import, and imports in section 1 alone', () => {
    const [code] = readPython([text]);
    expect(text).toContain('\nfrom __future__ import annotations\n');
    expect(text).toContain('\nfrom typing import Any, Dict\n');
    expect(Math.max(...(code?.imports ?? []))).toBeLessThan(banners[1] ?? 0);
  });

  it('marks the task and one evaluator, and nothing else', () => {
    const marks = lines.flatMap((line, index) => (line.includes('# TODO(user)') ? [index] : []));
    const sectionOf = (mark: number) => banners.filter((banner) => banner < mark).length;
    expect(marks.map(sectionOf)).toEqual([4, 5]);
  });

  it('holds each call on the line that the summary names', () => {
    const called = sections.map((section) => {
      const [, number] = /^line (\d+)$/.exec(artifact.positionOf(section)) ?? [];
      return lines[Number(number) - 1];
    });
    const evaluator = {
      function: 'def exact_match(',
      class: 'class ExactMatch(',
      remote: 'judge = RemoteEvaluator(',
    };
    expect(called[1]).toBe('LLMObs.enable(');
    expect(called[2]).toMatch(/^dataset = LLMObs\.\w+\($/);
    expect(called[3]).toMatch(/^def task_fn\(/);
    expect(called[4]?.startsWith(evaluator[plan.evaluatorStyle])).toBe(true);
    expect(called[6]).toBe('results = experiment.run(jobs=10)');
    expect(artifact.size).toEqual({ unit: 'Lines', count: lines.length - 1 });
  });

  it('says where it comes from, in two literals', () => {
    const provenance = { generated_by: 'claude-code', skill: 'llm-obs-experiment-py-bootstrap' };
    const { config, tags } = keywordsOf(readPython([text]), 'LLMObs.experiment');
    expect(config).toMatchObject({ ...provenance, model: 'gpt-4o-mini', temperature: 0 });
    expect(tags).toMatchObject(provenance);
  });
});

describe.each(PLANS)('a notebook ($title)', ({ plan }) => {
  const { artifact, sections, notebook } = renderNotebook(plan);

  it('has a text and a code cell for each section', () => {
    expect(notebook).toMatchObject({
      nbformat: 4,
      nbformat_minor: 5,
      metadata: {
        kernelspec: { name: 'python3', display_name: 'Python 3' },
        language_info: { name: 'python', version: '3.10' },
      },
    });
    expect(notebook.cells.map((cell) => cell.cell_type)).toEqual(TITLES.flatMap(() => ['markdown', 'code']));
    const texts = notebook.cells.filter((cell) => cell.cell_type === 'markdown');
    expect(texts.map((cell) => cell.source[0])).toEqual(
      TITLES.map((title, index) => `## ${index + 1}. ${title}\n`),
    );
    for (const cell of notebook.cells) {
      expect(cell.id).toMatch(/^[\w-]{1,64}$/);
      expect(cell).toMatchObject(cell.cell_type === 'code' ? { execution_count: null, outputs: [] } : {});
    }
    expect(new Set(notebook.cells.map((cell) => cell.id)).size).toBe(16);
    expect(artifact.size).toEqual({ unit: 'Cells', count: 16 });
  });

  it('holds the code of the script, but for its end', () => {
    const code = notebook.cells
      .filter((cell) => cell.cell_type === 'code')
      .map((cell) => cell.source.join(''));
    const script = renderScript(plan);
    expect(code).toEqual(sections.map((section) => section.code));
    // Only a notebook names the file of the records by its whole path.
    const asInScript = (text: string) =>
      text
        .replace(/# .*: a notebook .*/, '# The records stand in a file of their own, beside this one.')
        .replace('Path("/work/experiments/experiment.records.json")', OWN_RECORDS);
    expect(code.slice(0, 7).map(asInScript)).toEqual(
      script.sections.slice(0, 7).map((section) => section.code),
    );
    expect(code[7]).not.toContain('SystemExit');
    expect(script.text).toContain('raise SystemExit(');
    expect(sections.map((section) => artifact.positionOf(section))).toEqual(
      TITLES.map((_, index) => `cell ${2 * index + 2}`),
    );
  });
});

it('reads records that stand beside it, with what it imports for that', () => {
  const { text } = renderScript(planOf({ dataset: DATASETS['records beside'] }));
  expect(text).toContain(
    '\nimport json\nimport os\nfrom pathlib import Path\nfrom typing import Any, Dict\n',
  );
  expect(text).toContain(`    records=json.loads(${OWN_RECORDS}.read_text(encoding="utf-8")),\n`);
  expect(renderScript(planOf()).text).not.toContain('read_text');
});

it('compiles, in both formats and with every style and dataset', async () => {
  const units = PLANS.flatMap(({ plan }) => [
    ...renderScript(plan).artifact.codeUnits,
    ...renderNotebook(plan).artifact.codeUnits,
  ]);
  expect(units).toHaveLength(PLANS.length * 9);
  expect(await checkSyntax(units)).toEqual({ status: 'pass' });
});

it('gives the same bytes for the same plan', () => {
  for (const format of ['py', 'ipynb'] as const) {
    const plan = planOf({ format, dataset: DATASETS.structured });
    expect(renderArtifact(plan, TEMPLATES).artifact.text).toBe(renderArtifact(plan, TEMPLATES).artifact.text);
  }
});

it.each([
  ['arrays', '['.repeat(197), ']'.repeat(197)],
  ['objects', '{"a":'.repeat(197), '}'.repeat(197)],
])('compiles where records are nested as deep as they may be, in %s', async (title, open, close) => {
  const long = JSON.stringify(
    'a text that does not fit beside so many brackets, so that each takes its own line',
  );
  const metadata = title === 'objects' ? `, "metadata": ${open}1${close}` : '';
  const dataset = embedded(
    `[{"input_data": ${open}1${close}, "expected_output": ${open}${long}${close}${metadata}}]`,
  );
  for (const format of ['py', 'ipynb'] as const) {
    const { artifact } = renderArtifact(planOf({ format, dataset }), TEMPLATES);
    expect(await checkSyntax(artifact.codeUnits)).toEqual({ status: 'pass' });
  }
});

describe('the dataset call', () => {
  const keywords = (dataset: DatasetPlan, name: string) =>
    keywordsOf(readPython([renderScript(planOf({ dataset })).text]), `LLMObs.${name}`);

  it('pulls by name, with the version only where one is given', () => {
    expect(keywords(DATASETS.pulled, 'pull_dataset')).toEqual({
      dataset_name: 'qa',
      project_name: { source: 'PROJECT_NAME' },
    });
    expect(keywords(DATASETS.pinned, 'pull_dataset')).toHaveProperty('version', 3);
    const comment = (dataset: DatasetPlan) =>
      /^# Pulled from .*$/m.exec(renderScript(planOf({ dataset })).text)?.[0];
    expect(comment(DATASETS.pulled)).toBe('# Pulled from Datadog: dataset_name="qa", version=latest');
    expect(comment(DATASETS.pinned)).toBe('# Pulled from Datadog: dataset_name="qa", version=3');
  });

  it('names the delimiter only where it is no comma, and a role only where it has a column', () => {
    expect(keywords(DATASETS.csv, 'create_dataset_from_csv')).toEqual({
      csv_path: '/work/qa.csv',
      dataset_name: 'qa',
      description: 'Records of qa.csv',
      input_data_columns: ['question'],
      expected_output_columns: ['answer'],
    });
    expect(keywords(DATASETS.columns, 'create_dataset_from_csv')).toMatchObject({
      input_data_columns: ['q', 'context'],
      expected_output_columns: ['a', 'b'],
      metadata_columns: ['topic'],
      csv_delimiter: ';',
    });
  });

  it('gives every record its four parts', () => {
    expect(keywords(DATASETS.structured, 'create_dataset').records).toEqual([
      { input_data: { q: 1, r: [2] }, expected_output: { x: 1 }, metadata: { m: null }, tags: [] },
    ]);
    expect(keywords(DATASETS.text, 'create_dataset').records).toEqual([
      { input_data: 'a', expected_output: 'b', metadata: {}, tags: [] },
    ]);
  });
});

describe('remote evaluators', () => {
  const remoteCalls = (parts: Partial<ExperimentPlan>) => {
    const [code] = readPython([renderScript(planOf({ ...parts, evaluatorStyle: 'remote' })).text]);
    return code?.calls.filter((call) => call.name === 'RemoteEvaluator').map((call) => call.keywords);
  };

  it('are one for each name, the first with a transform_fn', () => {
    const transform = { transform_fn: { source: 'judge_input' } };
    expect(remoteCalls({})).toEqual([{ eval_name: 'my-judge', ...transform }]);
    expect(remoteCalls({ remoteEvaluators: ['tone', 'a "b"\n'], remoteEvaluatorsAreNamed: true })).toEqual([
      { eval_name: 'tone', ...transform },
      { eval_name: 'a "b"\n' },
    ]);
  });
});
