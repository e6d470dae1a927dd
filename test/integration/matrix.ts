import { parse as parseCsv } from 'csv-parse/sync';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { SAMPLE_RECORDS } from '../../lib/dataset/sample-dataset.js';
import { DEFAULT_PURPOSE } from '../../lib/plan/purpose.js';
import type { DatasetRecord, RecordToHandOut } from '../../lib/stand-in/dataset-record.js';
import { fixtureDataset, pythonExecutable } from './experiments.js';

const READ_RECORDS = fileURLToPath(new URL('../python/read_records.py', import.meta.url));

/** Fewer than any dataset has records, so that they are what limits the tasks that run at once. */
export const JOBS = 2;

/** A record as its source has it. */
export interface SourceRecord {
  readonly input_data: unknown;
  readonly expected_output: unknown;
  readonly metadata: unknown;
  readonly tags: readonly string[];
  /** The JSON that Python makes of it, in which every digit stands, where there are some to lose. */
  readonly json?: DatasetRecord['json'];
}

export interface DatasetCase {
  readonly name: string;
  readonly flags: readonly string[];
  readonly datasetName: string;
  readonly call: string;
  readonly arrivesAs: 'csv' | 'json' | 'pulled';
  /** What a pull asks for. */
  readonly version?: number;
  /** A structured answer is checked by one evaluator more. */
  readonly structured?: boolean;
  readonly records: () => readonly SourceRecord[];
}

/** What Datadog holds where a dataset is pulled. */
export const HELD_RECORDS: readonly RecordToHandOut[] = [
  {
    input_data: { question: 'Which river flows through Cairo?', hints: ['Africa', 2.5, null] },
    expected_output: 'The Nile',
    metadata: { topic: 'rivers', checked: true },
    tags: ['topic:rivers'],
  },
  { input_data: { question: 'Was heißt „Straße“? 😀\u2028' }, expected_output: '道', tags: ['topic:words'] },
  { input_data: { question: 'How many legs has a spider?' }, expected_output: '8' },
  { input_data: { question: 'What does "\\n" mean?\n' }, expected_output: 'A\nnew line' },
  {
    input_data: { question: '<%= 6*7 %>' },
    expected_output: '42',
    metadata: { topic: { name: 'templates' } },
  },
];

const DATASETS: readonly DatasetCase[] = [
  {
    name: 'no dataset',
    flags: [],
    datasetName: 'cafe-sample',
    call: 'create_dataset',
    arrivesAs: 'json',
    records: () =>
      SAMPLE_RECORDS.map(({ inputData, expectedOutput, metadata, tags }) => ({
        input_data: Object.fromEntries(inputData as ReadonlyMap<string, string>),
        expected_output: expectedOutput,
        metadata: Object.fromEntries(metadata),
        tags,
      })),
  },
  {
    name: 'JSON with text answers',
    flags: ['--dataset', fixtureDataset('text-answers.json')],
    datasetName: 'text-answers',
    call: 'create_dataset',
    arrivesAs: 'json',
    records: () => recordsReadByPython('text-answers.json'),
  },
  {
    name: 'JSON with structured answers',
    flags: ['--dataset', fixtureDataset('structured-answers.json')],
    datasetName: 'structured-answers',
    call: 'create_dataset',
    arrivesAs: 'json',
    structured: true,
    records: () => recordsReadByPython('structured-answers.json'),
  },
  {
    name: 'CSV',
    flags: ['--dataset', fixtureDataset('answers.csv')],
    datasetName: 'answers',
    call: 'create_dataset_from_csv',
    arrivesAs: 'csv',
    records: () => {
      const rows = parseCsv<Record<string, string>>(readFileSync(fixtureDataset('answers.csv')), {
        columns: true,
      });
      return rows.map(({ question, answer, ...metadata }) => ({
        input_data: { question },
        expected_output: { answer },
        metadata,
        tags: [],
      }));
    },
  },
  {
    name: 'dataset name',
    flags: ['--dataset-name', 'qa_v3'],
    datasetName: 'qa_v3',
    call: 'pull_dataset',
    arrivesAs: 'pulled',
    records: heldRecords,
  },
  {
    name: 'dataset name and version',
    flags: ['--dataset-name', 'qa_v3', '--dataset-version', '2'],
    datasetName: 'qa_v3',
    call: 'pull_dataset',
    arrivesAs: 'pulled',
    version: 2,
    records: heldRecords,
  },
];

export interface StyleCase {
  readonly style: 'function' | 'class' | 'remote';
  readonly flags: readonly string[];
  readonly evaluators: readonly string[];
  /** How the line begins that the summary points at. */
  readonly first: string;
}

export const STYLES: readonly StyleCase[] = [
  {
    style: 'function',
    flags: [],
    evaluators: ['exact_match', 'response_well_formed', 'answer_quality'],
    first: 'def exact_match(',
  },
  {
    style: 'class',
    flags: ['--evaluator-style', 'class'],
    evaluators: ['exact_match', 'answer_quality'],
    first: 'class ExactMatch(BaseEvaluator):',
  },
  {
    style: 'remote',
    flags: ['--evaluator-style', 'remote', '--remote-evaluator', 'faithfulness,tone-of-voice'],
    evaluators: ['faithfulness', 'tone-of-voice'],
    first: 'judge_1 = RemoteEvaluator(eval_name="faithfulness"',
  },
];

interface CaseParts {
  readonly format: 'py' | 'ipynb';
  readonly style: StyleCase;
  readonly dataset: DatasetCase;
  readonly purpose: string;
  readonly evaluators: readonly string[];
}

function caseOf({ format, style, dataset, purpose, evaluators }: CaseParts) {
  const parts = [format, style.style, dataset.name, ...(purpose === DEFAULT_PURPOSE ? [] : [purpose])];
  return {
    title: parts.join(', '),
    format,
    style,
    dataset,
    purpose,
    folder: path.join(...parts, 'cafe'),
    file: path.join('experiments', `experiment.${format}`),
    evaluators,
  };
}

interface PurposeCase {
  readonly purpose: string;
  readonly dataset: string;
  /** What it has beside `exact_match`, or beside the judges of the remote style. */
  readonly evaluators: readonly string[];
  readonly remote: readonly string[];
}

const PURPOSES: readonly PurposeCase[] = [
  {
    purpose: 'the right tool calls',
    dataset: 'JSON with structured answers',
    evaluators: ['tool_calls'],
    remote: ['exact_match'],
  },
  {
    purpose: 'JSON of our schema',
    dataset: 'JSON with structured answers',
    evaluators: ['valid_json', 'semantic_match'],
    remote: ['valid_json'],
  },
  {
    purpose: 'groundedness of RAG',
    dataset: 'CSV',
    evaluators: ['groundedness'],
    remote: ['exact_match'],
  },
  {
    purpose: 'no regression',
    dataset: 'JSON with text answers',
    evaluators: ['near_match'],
    remote: ['exact_match', 'near_match'],
  },
];

const FORMATS = ['py', 'ipynb'] as const;

export const CASES = FORMATS.flatMap((format) =>
  STYLES.flatMap((style) => [
    ...DATASETS.map((dataset) =>
      caseOf({
        format,
        style,
        dataset,
        purpose: DEFAULT_PURPOSE,
        evaluators: [
          ...style.evaluators,
          ...(dataset.structured === true && style.style === 'function' ? ['json_shape'] : []),
        ],
      }),
    ),
    ...PURPOSES.flatMap(({ purpose, dataset: name, evaluators, remote }) =>
      DATASETS.filter((dataset) => dataset.name === name).map((dataset) =>
        caseOf({
          format,
          style,
          dataset,
          purpose,
          evaluators:
            style.style === 'remote' ? [...style.evaluators, ...remote] : ['exact_match', ...evaluators],
        }),
      ),
    ),
  ]),
);

export type Case = (typeof CASES)[number];

/** The records of a fixture, by Python's own `json.load`. */
function recordsReadByPython(fixture: string): SourceRecord[] {
  const output = execFileSync(pythonExecutable('newest'), [READ_RECORDS, fixtureDataset(fixture)], {
    encoding: 'utf8',
  });
  const records = JSON.parse(output) as (DatasetRecord['json'] & Pick<SourceRecord, 'metadata' | 'tags'>)[];
  return records.map(({ input_data, expected_output, metadata, tags }) => ({
    input_data: JSON.parse(input_data) as unknown,
    expected_output: JSON.parse(expected_output) as unknown,
    metadata,
    tags,
    json: { input_data, expected_output },
  }));
}

function heldRecords(): SourceRecord[] {
  return HELD_RECORDS.map(({ input_data, expected_output, metadata = {}, tags = [] }) => ({
    input_data,
    expected_output,
    metadata,
    tags,
  }));
}
