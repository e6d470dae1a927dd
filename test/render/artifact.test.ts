import { describe, expect, it } from 'vitest';
import { answerShape, inputShape } from '../../lib/dataset/dataset-shape.js';
import { SAMPLE_RECORDS } from '../../lib/dataset/sample-dataset.js';
import type { DatasetPlan, ExperimentPlan } from '../../lib/plan/plan.js';
import { PURPOSES, type EvaluationKind } from '../../lib/plan/purpose.js';
import { FORBIDDEN_TEXTS } from '../../lib/python/literal.js';
import { syntaxChecker } from '../../lib/python/syntax-check.js';
import { renderArtifact } from '../../lib/render/artifact.js';
import { recordsOf } from '../dataset/exact-records.js';
import { askMachinePython } from '../python/machine-python.js';
import { keywordsOf, readPython } from '../python/python-calls.js';
import { planOf, PULLED, purposeOf, TEMPLATES } from './experiment-plan.js';

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

const STYLES = ['function', 'class', 'remote'] as const;

const PLANS = [
  ...Object.entries(DATASETS).flatMap(([title, dataset]) =>
    STYLES.map((evaluatorStyle) => ({
      title: `${title}, ${evaluatorStyle}`,
      plan: planOf({ dataset, evaluatorStyle }),
    })),
  ),
  ...[
    ...(Object.keys(PURPOSES) as EvaluationKind[]).map((kind) => ({ title: kind, purpose: purposeOf(kind) })),
    { title: 'SQL', purpose: purposeOf('structured output', true) },
  ].flatMap(({ title, purpose }) =>
    (['text', 'columns', 'pulled'] as const).flatMap((dataset) =>
      STYLES.map((evaluatorStyle) => ({
        title: `${title}, ${dataset}, ${evaluatorStyle}`,
        plan: planOf({ dataset: DATASETS[dataset], evaluatorStyle, purpose }),
      })),
    ),
  ),
];

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
      // A regression needs no judge.
      remote: plan.purpose.kind === 'regression' ? 'def exact_match(' : 'judge = RemoteEvaluator(',
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
  expect(await syntaxChecker()(units)).toEqual({ status: 'pass' });
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
    expect(await syntaxChecker()(artifact.codeUnits)).toEqual({ status: 'pass' });
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

describe('the evaluators of a purpose', () => {
  const evaluatorsOf = (parts: Partial<ExperimentPlan>) => {
    const code = readPython([renderScript(planOf(parts)).text]);
    return keywordsOf(code, 'LLMObs.experiment').evaluators;
  };

  it.each<[EvaluationKind, string, string, string]>([
    [
      'accuracy',
      'exact_match, response_well_formed, answer_quality',
      'ExactMatch(), AnswerQuality()',
      'judge',
    ],
    ['tool calls', 'exact_match, tool_calls', 'ExactMatch(), tool_calls', 'judge, exact_match'],
    [
      'structured output',
      'exact_match, valid_json, semantic_match',
      'ExactMatch(), valid_json, semantic_match',
      'judge, valid_json',
    ],
    ['retrieval', 'exact_match, groundedness', 'ExactMatch(), groundedness', 'judge, exact_match'],
    ['regression', 'exact_match, near_match', 'ExactMatch(), NearMatch()', 'exact_match, near_match'],
  ])('%s', (kind, asFunctions, asClasses, asRemote) => {
    const purpose = purposeOf(kind);
    expect(STYLES.map((evaluatorStyle) => evaluatorsOf({ evaluatorStyle, purpose }))).toEqual(
      [asFunctions, asClasses, asRemote].map((names) => ({ source: `[${names}]` })),
    );
  });

  it('have judges that somebody named beside them', () => {
    const named = { remoteEvaluators: ['a', 'b'], remoteEvaluatorsAreNamed: true } as const;
    const parts = { ...named, evaluatorStyle: 'remote', purpose: purposeOf('regression') } as const;
    expect(evaluatorsOf(parts)).toEqual({ source: '[judge_1, judge_2, exact_match, near_match]' });
    expect(renderScript(planOf(parts)).text.split('# TODO(user)')).toHaveLength(3);
  });

  it.each<[keyof typeof DATASETS, boolean, object]>([
    ['columns', false, { name: 'valid_json', required_keys: ['a', 'b'] }],
    ['structured', true, { name: 'valid_json', required_keys: ['x'] }],
    ['text', false, { name: 'valid_json' }],
    ['pulled', false, { name: 'valid_json' }],
  ])('check the form that the answers of a dataset have: %s, SQL %s', (dataset, isSql, keywords) => {
    const plan = planOf({ dataset: DATASETS[dataset], purpose: purposeOf('structured output', isSql) });
    expect(keywordsOf(readPython([renderScript(plan).text]), 'JSONEvaluator')).toEqual(keywords);
  });

  it.each(['text', 'csv', 'pulled'] as const)('check that a text is SQL: %s', (dataset) => {
    const plan = planOf({ dataset: DATASETS[dataset], purpose: purposeOf('structured output', true) });
    expect(keywordsOf(readPython([renderScript(plan).text]), 'RegexMatchEvaluator')).toMatchObject({
      name: 'sql_statement',
      match_mode: 'match',
    });
  });
});

describe('the purpose', () => {
  const text = `a "b" 'c' """d""" \\ {{ e }} {f} <%= 6*7 %> $g$ *h* _i_ [j](k) \`l\` | # TODO(user) uuid4 PATCH x requests.post`;
  const purpose = { ...purposeOf('accuracy'), text, tag: text };

  it('stands in the header, the description, config and tags, and breaks nothing', () => {
    const { text: script } = renderScript(planOf({ purpose }));
    const units = readPython([script]);
    const { description, config, tags } = keywordsOf(units, 'LLMObs.experiment');
    expect(description).toBe(text);
    expect(config).toMatchObject({ purpose: text });
    expect(tags).toMatchObject({ purpose: text });
    const ask =
      'import ast, json, sys\njson.dump(ast.get_docstring(ast.parse(json.load(sys.stdin))), sys.stdout)';
    const docstring = askMachinePython(ask, script) as string;
    expect(docstring.replaceAll('\n', ' ')).toContain(` Purpose: ${text} `);
    expect(FORBIDDEN_TEXTS.filter((forbidden) => script.includes(forbidden))).toEqual([]);
    expect(script.split('# TODO(user)')).toHaveLength(3);
  });

  it('stands in the first cell of a notebook as a text, whatever markdown would make of it', () => {
    const { artifact, notebook } = renderNotebook(planOf({ purpose }));
    const [first] = notebook.cells;
    const shown = first?.source.join('') ?? '';
    expect(shown).toContain('**Purpose:** a "b" ');
    // As CommonMark reads it back.
    const read = shown
      .replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
      .replaceAll(/\\([\\`*_{}[\]<>&|~$])/g, '$1');
    expect(read).toContain(`**Purpose:** ${text}\n`);
    const unescaped = /\*\*Purpose:\*\* (.*)/.exec(shown)?.[1]?.replaceAll(/\\./g, '');
    expect(unescaped).not.toMatch(/[`*_{}<>$|[\]]/);
    expect(FORBIDDEN_TEXTS.filter((forbidden) => artifact.text.includes(forbidden))).toEqual([]);
    expect(artifact.text.split('# TODO(user)')).toHaveLength(3);
  });
});
