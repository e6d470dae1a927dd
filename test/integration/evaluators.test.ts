import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RecordToHandOut } from '../../lib/stand-in/dataset-record.js';
import type { ReceivedExperiment } from '../../lib/stand-in/received.js';
import {
  generate,
  onlyExperiment,
  runExperiment,
  sharedFolder,
  taskSpans,
  type PythonEnvironment,
} from './experiments.js';

interface DatasetCase {
  readonly name: string;
  /** The dataset's text, or what Datadog holds where it is pulled. */
  readonly source:
    { readonly csv: string } | { readonly json: unknown } | { readonly held: readonly RecordToHandOut[] };
  readonly flags?: readonly string[];
  /** What stands in the inputs of the records that have no expected output: no answer to them is right. */
  readonly unanswerable?: readonly string[];
  /** The right answers, where they are not the expected outputs themselves. */
  readonly rightAnswers?: (question: string) => string;
  /** Whether it is run in every style on both SDKs. */
  readonly essential?: true;
}

const DATASETS: readonly DatasetCase[] = [
  {
    name: 'a CSV with one column of answers',
    essential: true,
    source: {
      csv: 'question,answer\nCapital of Peru?,Lima\n"Capital of Chile, too?","Santiago, ""SCL"""\n7 * 6?,42\n',
    },
  },
  {
    name: 'a CSV with several columns of answers',
    source: {
      csv: 'question,expected_city,expected_year\nFirst Olympics?,Athens,1896\nSecond?,Paris,1900\nThird?,"St. Louis",1904\n',
    },
  },
  {
    name: 'a CSV with semicolons and a byte order mark',
    source: { csv: '\ufeffFrage;Antwort;Thema\n"Eins; zwei; …?";"drei; Ü";Zahlen\nUnd vier?;fünf;Zahlen\n' },
    flags: ['--input-columns', 'frage', '--expected-columns', 'antwort'],
  },
  {
    name: 'a CSV with several input columns, and a row without an answer',
    source: {
      csv: 'question,input_context,answer\nWho?,in the house,Ada\nWhat?,nobody knows,\nWhere?,on the moon,Here\n',
    },
    unanswerable: ['nobody knows'],
  },
  {
    name: 'a CSV without answers',
    source: { csv: 'question,topic\nWhy?,causes\nHow?,means\n' },
    unanswerable: ['Why', 'How'],
  },
  {
    name: 'texts',
    source: {
      json: [
        { input_data: { question: 'Capital of Peru?' }, expected_output: 'Lima' },
        { input_data: { question: 'What is {"a": 1}?' }, expected_output: '{"an": "object"}' },
        { input_data: { question: 'And "quoted"?' }, expected_output: '"Ünïcode"\n😀' },
      ],
    },
  },
  {
    // Python cannot print them, nor OpenAI be asked with them, but a record may expect them.
    name: 'texts with lone surrogates',
    source: {
      json: [
        { input_data: 'What is half of an emoji?', expected_output: 'The front \ud83d' },
        { input_data: 'And what is its other half?', expected_output: 'The back \ude00' },
      ],
    },
  },
  {
    name: 'numbers and truth values',
    source: {
      json: [
        { input_data: { question: 'Half of three?' }, expected_output: 1.5 },
        { input_data: { question: 'Twice three?' }, expected_output: 6 },
        { input_data: { question: 'A googol?' }, expected_output: 1e100 },
        { input_data: { question: 'Is it?' }, expected_output: true },
        { input_data: { question: 'Is it not?' }, expected_output: false },
        { input_data: { question: 'Nothing?' }, expected_output: 0 },
        { input_data: { question: 'A word?' }, expected_output: 'word' },
      ],
    },
  },
  {
    name: 'texts, numbers, objects and arrays',
    source: {
      json: [
        { input_data: { question: 'A text?' }, expected_output: 'a text' },
        { input_data: { question: 'A number?' }, expected_output: 42.5 },
        { input_data: { question: 'Digits?' }, expected_output: '731' },
        { input_data: { question: 'An object?' }, expected_output: { a: [1, { b: null }] } },
        { input_data: { question: 'An array?' }, expected_output: ['x', 2, false] },
        { input_data: { question: 'Yes?' }, expected_output: true },
      ],
    },
  },
  {
    name: 'objects',
    essential: true,
    source: {
      json: [
        { input_data: { text: 'Two teas', table: 4 }, expected_output: { tea: 2, total: 5.5, notes: [] } },
        {
          input_data: { text: 'One cake', guest: 'Zoë' },
          expected_output: { cake: 1, total: 3, notes: ['ß'] },
        },
        { input_data: { text: 'Nothing' }, expected_output: { total: 0, notes: null } },
      ],
    },
  },
  {
    name: 'arrays',
    source: {
      json: [
        { input_data: { text: 'Primes below six' }, expected_output: [2, 3, 5] },
        { input_data: { text: 'Vowels' }, expected_output: ['a', 'e', 'i', 'o', 'u'] },
        { input_data: { text: 'Rows' }, expected_output: [[1, 2], [{ three: 3 }]] },
      ],
    },
  },
  {
    name: 'conversations',
    source: {
      json: [
        {
          input_data: {
            messages: [
              { role: 'system', content: 'Answer with one word.' },
              { role: 'user', content: 'Capital of Peru?' },
            ],
          },
          expected_output: 'Lima',
        },
        {
          input_data: {
            messages: [
              { role: 'user', content: 'Capital of Chile?' },
              { role: 'assistant', content: 'Do you want to know?' },
              { role: 'user', content: 'Yes, please.' },
            ],
          },
          expected_output: 'Santiago',
        },
      ],
    },
  },
  {
    name: 'conversations that lead to objects',
    source: {
      json: ['Lima', 'Quito'].map((capital) => ({
        input_data: { chat: [{ role: 'user', content: `Describe ${capital}` }] },
        expected_output: { capital, large: true },
      })),
    },
  },
  {
    name: 'inputs that are texts',
    source: {
      json: [
        { input_data: 'Capital of Peru?', expected_output: 'Lima' },
        { input_data: 'Capital of\n"Chile"?', expected_output: 'Santiago' },
      ],
    },
  },
  {
    name: 'inputs of every kind',
    source: {
      json: [
        { input_data: ['Capital', { of: 'Peru' }], expected_output: 'Lima' },
        { input_data: 4711, expected_output: 'a number' },
        { input_data: 'plain text', expected_output: 'a text' },
      ],
    },
  },
  {
    name: 'records that lack an answer',
    source: {
      json: [
        { input_data: { question: 'Capital of Peru?' }, expected_output: 'Lima' },
        { input_data: { question: 'The meaning of life?' } },
        { input_data: { question: 'The end?' }, expected_output: null },
        { input_data: { question: 'Capital of Chile?' }, expected_output: 'Santiago' },
      ],
    },
    unanswerable: ['meaning of life', 'The end'],
  },
  {
    name: 'records that lack an object',
    source: {
      json: [
        { input_data: { question: 'An object?' }, expected_output: { a: 1, b: 'two' } },
        { input_data: { question: 'The meaning of life?' } },
        { input_data: { question: 'Another?' }, expected_output: { a: 3, b: 'four' } },
      ],
    },
    unanswerable: ['meaning of life'],
  },
  {
    name: 'no answers at all',
    source: {
      json: [
        { input_data: { question: 'Why?' } },
        { input_data: { question: 'How?' }, expected_output: null },
      ],
    },
    unanswerable: ['Why', 'How'],
  },
  {
    name: 'pulled texts and numbers, one of them missing',
    essential: true,
    source: {
      held: [
        { input_data: { question: 'Capital of Peru?' }, expected_output: 'Lima' },
        { input_data: { question: 'Digits?' }, expected_output: '731' },
        { input_data: { question: 'A number?' }, expected_output: 42.5 },
        { input_data: { question: 'The meaning of life?' }, expected_output: '' },
      ],
    },
    unanswerable: ['meaning of life'],
  },
  {
    name: 'pulled objects',
    source: {
      held: [
        { input_data: 'Two teas', expected_output: { tea: 2, total: 5.5 } },
        { input_data: 'One cake', expected_output: { tea: 0, total: 3 } },
        { input_data: 'A list', expected_output: ['a', 'list'] },
      ],
    },
  },
  {
    name: 'a pulled dataset that was a CSV',
    source: {
      held: [
        { input_data: { question: 'Capital of Peru?' }, expected_output: { answer: 'Lima' } },
        { input_data: { question: 'Capital of Chile?' }, expected_output: { answer: 'Santiago' } },
      ],
    },
    rightAnswers: (question) => (question.includes('Peru') ? 'Lima' : 'Santiago'),
  },
];

type Style = 'function' | 'class' | 'remote';

const RUNS = DATASETS.flatMap((dataset) => {
  const runs: (readonly [Style, PythonEnvironment])[] = [
    ['function', 'newest'],
    ['class', 'oldest'],
  ];
  if (dataset.essential) runs.push(['function', 'oldest'], ['class', 'newest'], ['remote', 'newest']);
  return runs.map(([style, environment]) => ({
    title: `${dataset.name}: ${style} style, ${environment} SDK`,
    dataset,
    style,
    environment,
  }));
});

const root = sharedFolder();

describe.concurrent('evaluators tell right answers from wrong ones', () => {
  it.each(RUNS.map((run) => [run.title, run] as const))(
    '%s',
    async (title, { dataset, style, environment }) => {
      const folder = path.join(root, title.replaceAll(/\W+/g, '-'));
      mkdirSync(folder);
      await generate(folder, ['--evaluator-style', style, ...datasetFlags(dataset, folder)]);
      const { source, unanswerable = [], rightAnswers = 'expected' } = dataset;
      const records = 'held' in source ? { records: source.held } : {};
      for (const answers of [rightAnswers, 'wrong'] as const) {
        const { outcome, received } = await runExperiment(environment, folder, 'experiments/experiment.py', {
          ...records,
          answers,
        });
        expect(outcome).toMatchObject({ status: 0, stderr: '' });
        const verdicts = verdictsOf(onlyExperiment(received));
        expect(verdicts).toHaveLength(received.datasets[0]?.records.length ?? 0);
        const answerable = ({ input }: Verdict) => !unanswerable.some((text) => input.includes(text));
        // The placeholder of a judge has nothing to go by where no record has an expected output.
        const comparable = verdicts.some(answerable);
        const expected = verdicts.map((verdict) => {
          const right = answers !== 'wrong' && answerable(verdict);
          const scores =
            style === 'remote'
              ? { 'my-judge': right }
              : { exact_match: right, answer_quality: right || !comparable };
          return { input: verdict.input, scores };
        });
        expect(verdicts).toEqual(expected);
      }
    },
  );
});

/** The flags that name a dataset, which is written into the folder where it is a local one. */
function datasetFlags({ source, flags = [] }: DatasetCase, folder: string): string[] {
  if ('held' in source) return ['--dataset-name', 'held'];
  const [name, text] =
    'csv' in source ? ['data.csv', source.csv] : ['data.json', JSON.stringify(source.json)];
  writeFileSync(path.join(folder, name), text);
  return ['--dataset', name, ...flags];
}

interface Verdict {
  /** A record's input, as JSON. */
  readonly input: string;
  readonly scores: Readonly<Record<string, boolean>>;
}

/** What the evaluators that judge an answer's content say of each record. */
function verdictsOf(experiment: ReceivedExperiment): Verdict[] {
  return taskSpans(experiment).map(({ span_id, meta }) => {
    const metrics = experiment.metrics.filter(
      ({ spanId, label }) => spanId === span_id && !['response_well_formed', 'json_shape'].includes(label),
    );
    return {
      input: JSON.stringify(meta.input),
      scores: Object.fromEntries(
        metrics.map(({ label, value }) => [label, [true, 1, 'pass'].includes(value as never)]),
      ),
    };
  });
}
