import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { resolvePlan, type PlanRequest } from '../../lib/plan/resolve-plan.js';
import { UserError } from '../../lib/user-error.js';

const FILES: Readonly<Record<string, string | Buffer>> = {
  'package.json': '{"name": "support-bot"}',
  'QA Pairs (v2).json': '[{"input_data": "a", "expected_output": "b"}]',
  '日本語.json': '[{"input_data": {"q": "a"}, "expected_output": {"x": 1}}]',
  'bob@acme.com (2).json': '[{"input_data": "a"}]',
  'masked.json': '[{"input_data": "bob@acme.com", "tags": ["smoke"], "id": 1}]',
  'broken.json': '[{"input_data": 1}',
  'bytes.json': Buffer.from('[{"input_data": "a"},\n {"input_data": "caf\xe9"}]', 'latin1'),
  'cut.json': Buffer.from('["\u20ac"]').subarray(0, 4),
  'marked.json': '\ufeff[{"input_data": "a"}]',
  'qa.csv': 'question,answer,topic\na,b,c\n',
  'semicolons.csv': 'question;answer\na;b\n',
  'several.csv': 'prompt,input,gold,truth\na,b,c,d\n',
  'inputs.csv': 'question,topic\na,b\n',
  'topics.csv': 'topic,note\na,b\n',
  'marked.csv': '\ufeffquestion;answer\na;b\n',
  'tabs.tsv': 'question\tanswer\na\tb\n',
  'QA.CSV': 'question,answer\na,b\n',
  'book.csv': 'PK\x03\x04',
  'experiments/experiment.records.json': '[{"input_data": 1}]',
  'experiments/experiment.dataset.csv': '\ufeffquestion,answer\na,b\n',
};

let folder: string;

beforeEach(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'resolve-plan-')));
  await mkdir(path.join(folder, 'experiments'));
  for (const [name, contents] of Object.entries(FILES)) await writeFile(path.join(folder, name), contents);
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

const resolve = (request: PlanRequest) =>
  resolvePlan(request, { workingFolder: folder, destinationFolder: folder });

describe('the defaults', () => {
  it('make a plan from nothing', async () => {
    const plan = await resolve({});
    expect(plan).toMatchObject({
      format: 'py',
      output: path.join(folder, 'experiments', 'experiment.py'),
      projectName: 'experiment-support-bot',
      service: 'support-bot',
      experimentName: 'support-bot-experiment',
      evaluatorStyle: 'function',
      remoteEvaluators: ['my-judge'],
      remoteEvaluatorsAreNamed: false,
      jobs: 10,
      warnings: [],
      dataset: { source: 'sample', datasetName: 'support-bot-sample', answer: { kind: 'text' } },
    });
    expect(plan.purpose.text).toMatch(/^[^\n]+$/);
    expect(plan.dataset).toHaveProperty('records.length', 3);
  });

  it('are the same plan twice', async () => {
    expect(await resolve({ dataset: 'qa.csv' })).toEqual(await resolve({ dataset: 'qa.csv' }));
  });

  it('give way to what is given', async () => {
    const plan = await resolve({
      format: 'ipynb',
      output: 'runs/',
      projectName: 'My "project"',
      evaluatorStyle: 'remote',
      remoteEvaluator: ['tone', 'safety'],
      jobs: 3,
    });
    expect(plan).toMatchObject({
      format: 'ipynb',
      output: path.join(folder, 'runs', 'experiment.ipynb'),
      projectName: 'My "project"',
      evaluatorStyle: 'remote',
      remoteEvaluators: ['tone', 'safety'],
      remoteEvaluatorsAreNamed: true,
      jobs: 3,
    });
    expect(plan.service).toMatch(/^[\w.-]+$/);
  });
});

describe('a dataset file', () => {
  it.each([
    [
      'QA Pairs (v2).json',
      { source: 'json', datasetName: 'qa-pairs-v2', input: { kind: 'text' }, answer: { kind: 'text' } },
    ],
    [
      '日本語.json',
      { source: 'json', datasetName: 'support-bot-dataset', answer: { kind: 'structured', keys: ['x'] } },
    ],
    [
      'bob@acme.com (2).json',
      { description: 'Records of <REDACTED:email> (2).json', answer: { kind: 'none' } },
    ],
    ['marked.json', { source: 'json', datasetName: 'marked' }],
    [
      'qa.csv',
      {
        source: 'csv',
        datasetName: 'qa',
        delimiter: ',',
        input: { kind: 'keys', keys: ['question'], everywhere: true, text: true },
        answer: { kind: 'column', column: 'answer' },
      },
    ],
    ['semicolons.csv', { source: 'csv', delimiter: ';' }],
    [
      'several.csv',
      {
        input: { kind: 'keys', keys: ['prompt', 'input'], everywhere: true, text: true },
        answer: { kind: 'columns', columns: ['gold', 'truth'] },
      },
    ],
    ['inputs.csv', { answer: { kind: 'none' } }],
    ['tabs.tsv', { source: 'csv', delimiter: '\t' }],
    ['QA.CSV', { source: 'csv', datasetName: 'qa' }],
  ])('%s is understood', async (dataset, part) => {
    expect((await resolve({ dataset })).dataset).toMatchObject(part);
  });

  it('is named by its absolute path where the SDK reads it', async () => {
    expect((await resolve({ dataset: './qa.csv' })).dataset).toMatchObject({
      csvPath: path.join(folder, 'qa.csv'),
    });
    expect((await resolve({ dataset: path.join(folder, 'qa.csv') })).dataset).not.toHaveProperty(
      'copyReasons',
    );
  });

  it('is copied beside the output where the SDK cannot read it, and waits for its place', async () => {
    const { dataset, files } = await resolve({ dataset: 'marked.csv', output: 'runs/first.ipynb' });
    const csvPath = path.join(folder, 'runs', 'first.dataset.csv');
    expect(dataset).toMatchObject({
      csvPath,
      delimiter: ';',
      copyReasons: ['a byte order mark'],
    });
    expect(files).toMatchObject([{ destination: csvPath }]);
    expect(existsSync(csvPath)).toBe(false);
  });

  it.each(['records.jsonl', 'records.json'])(
    'of records above the limit goes beside: %s',
    async (dataset) => {
      await writeFile(
        path.join(folder, dataset),
        '{"input_data": {"q": "bob@acme.com"}}\n{"input_data": {"q": "a"}}\n',
      );
      const plan = await resolve({
        dataset,
        output: 'runs/first.py',
        inlineLimit: 100,
        maskingReport: 'masked.json',
      });
      const recordsPath = path.join(folder, 'runs', 'first.records.json');
      expect(plan.dataset).toEqual({
        source: 'records-file',
        datasetName: 'records',
        description: `Records of ${dataset}`,
        recordsPath,
        recordCount: 2,
        input: { kind: 'keys', keys: ['q'], everywhere: true, text: true },
        answer: { kind: 'none' },
      });
      expect(plan.files).toMatchObject([
        { destination: recordsPath },
        { destination: path.join(folder, 'masked.json') },
      ]);
      expect(plan.warnings).toEqual([
        'masked 1 email address in record 0: the masked copy is in runs/first.records.json',
      ]);
      expect(existsSync(recordsPath)).toBe(false);
      expect((await resolve({ dataset, inlineLimit: 1000 })).dataset).toMatchObject({ source: 'json' });
    },
  );

  it('gives the file of its records its own permissions', async () => {
    await writeFile(path.join(folder, 'secret.json'), '[{"input_data": "a"}]', { mode: 0o600 });
    const { files } = await resolve({ dataset: 'secret.json', output: 'runs/first.py', inlineLimit: 0 });
    expect((await stat(files[0]?.temporary ?? '')).mode & 0o777).toBe(0o600);
  });

  it('may have its columns named', async () => {
    const { dataset } = await resolve({
      dataset: 'topics.csv',
      inputColumns: ['note'],
      expectedColumns: ['Topic'],
    });
    expect(dataset).toMatchObject({ columns: { input: ['note'], expected: ['topic'], metadata: [] } });
  });

  it('starts from the folder of the command, and the output from that of the destination', async () => {
    const elsewhere = path.join(folder, 'experiments');
    const plan = await resolvePlan(
      { dataset: '../qa.csv' },
      { workingFolder: elsewhere, destinationFolder: folder },
    );
    expect(plan).toMatchObject({
      output: path.join(elsewhere, 'experiment.py'),
      dataset: { csvPath: path.join(folder, 'qa.csv') },
    });
  });
});

describe('a dataset in Datadog', () => {
  it('is pulled by its name, which is not touched', async () => {
    const { dataset } = await resolve({ datasetName: 'QA "v3" of bob@acme.com' });
    expect(dataset).toEqual({
      source: 'pulled',
      datasetName: 'QA "v3" of bob@acme.com',
      input: { kind: 'any' },
      answer: { kind: 'unknown' },
    });
  });

  it.each([0, 7])('may be pinned to version %i', async (datasetVersion) => {
    expect((await resolve({ datasetName: 'qa', datasetVersion })).dataset).toHaveProperty(
      'version',
      datasetVersion,
    );
  });
});

describe('warnings', () => {
  it.each<[string, PlanRequest, string[]]>([
    [
      'a version without a name',
      { datasetVersion: 2 },
      ['--dataset-version is ignored: it belongs to --dataset-name'],
    ],
    [
      'judges of another style',
      { remoteEvaluator: ['tone'] },
      ['--remote-evaluator is ignored: it belongs to --evaluator-style remote'],
    ],
    [
      'column flags without a dataset',
      { inputColumns: ['a'] },
      ['the column flags are ignored: they belong to a CSV'],
    ],
    [
      'column flags for a dataset in Datadog',
      { datasetName: 'qa', metadataColumns: ['a'] },
      ['the column flags are ignored: they belong to a CSV'],
    ],
    [
      'column flags for a JSON',
      { dataset: 'marked.json', expectedColumns: ['a'] },
      ['the column flags are ignored: they belong to a CSV'],
    ],
    ['column flags for a CSV', { dataset: 'qa.csv', inputColumns: ['topic'] }, []],
    [
      'what a JSON holds',
      { dataset: 'masked.json' },
      [
        'dropped "id" of record 0: the SDK gives ids itself',
        'tags are key:value in Datadog, so a bare tag such as "smoke" became "tag:smoke" in record 0',
        'masked 1 email address in record 0: the masked copy is in experiments/experiment.py',
      ],
    ],
    [
      'a CSV without an expected column',
      { dataset: 'inputs.csv' },
      [
        'inputs.csv has no expected output column, so exact_match is never true; name one with --expected-columns',
      ],
    ],
    [
      'a judge whose name does not fit into an address',
      { evaluatorStyle: 'remote', remoteEvaluator: ['tone', 'is it "nice"?'] },
      [
        'the SDK puts a judge\'s name into an address as it is, so "is it \\"nice\\"?" cannot be reached: rename it in Datadog with letters, digits, - and _ alone',
      ],
    ],
  ])('%s', async (_title, request, warnings) => {
    expect((await resolve(request)).warnings).toEqual(warnings);
  });

  it('begin with those of the project name', async () => {
    await writeFile(path.join(folder, 'package.json'), '{');
    const { warnings } = await resolve({ datasetVersion: 1 });
    expect(warnings).toHaveLength(2);
    expect(warnings[0]).toContain('package.json');
  });
});

describe('a refusal', () => {
  it.each<[string, PlanRequest, string]>([
    [
      'two datasets',
      { dataset: 'qa.csv', datasetName: 'qa' },
      '--dataset and --dataset-name exclude each other: one is a local file, the other lives in Datadog',
    ],
    ['no such file', { dataset: 'qa2.csv' }, '--dataset is "qa2.csv", but there is no such file'],
    ['no such folder', { dataset: 'qa.csv/x.csv' }, '--dataset is "qa.csv/x.csv", but there is no such file'],
    ['a folder', { dataset: 'experiments' }, '--dataset is "experiments", which is not a file'],
    ['a workbook', { dataset: 'book.csv' }, 'book.csv is an Excel workbook or another ZIP archive'],
    ['a broken JSON', { dataset: 'broken.json' }, 'broken.json, line 1, column 19: the JSON ends too early'],
    [
      'bytes that are not UTF-8',
      { dataset: 'bytes.json' },
      'bytes.json, line 2, column 21: bytes that are not UTF-8',
    ],
    ['a letter cut in two', { dataset: 'cut.json' }, 'cut.json, line 1, column 3: bytes that are not UTF-8'],
    [
      'a CSV without an input column',
      { dataset: 'topics.csv' },
      'topics.csv: no input column found among "topic", "note"',
    ],
    [
      'a column that is not there',
      { dataset: 'qa.csv', inputColumns: ['x'] },
      'qa.csv: --input-columns names "x", which is not in the header: "question", "answer", "topic"',
    ],
    [
      'an output that disagrees',
      { format: 'py', output: 'x.ipynb' },
      '--format is "py", but --output ends in .ipynb',
    ],
    [
      'records in the place of their source',
      { dataset: 'experiments/experiment.records.json', inlineLimit: 0 },
      'experiments/experiment.records.json stands where its masked copy or the masking report would go',
    ],
    [
      'a copy in the place of its source',
      { dataset: 'experiments/experiment.dataset.csv' },
      'experiments/experiment.dataset.csv stands where its masked copy or the masking report would go',
    ],
  ])('of %s leaves everything as it is', async (_title, request, message) => {
    const before = await readdir(folder, { recursive: true });
    const refused = await resolve(request).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(refused).toBeInstanceOf(UserError);
    expect((refused as UserError).message.split('\n')[0]).toBe(message);
    expect((refused as UserError).hint).toBeTruthy();
    expect(refused).not.toHaveProperty('code');
    expect(await readdir(folder, { recursive: true })).toEqual(before);
    for (const [name, contents] of Object.entries(FILES)) {
      expect(await readFile(path.join(folder, name))).toEqual(Buffer.from(contents));
    }
  });
});

describe('a purpose', () => {
  const warningsOf = async (request: PlanRequest) =>
    (await resolve({ projectName: 'p', ...request })).warnings;

  it('of a regression names no judge of its own', async () => {
    const purpose = 'regression';
    expect(await warningsOf({ purpose, evaluatorStyle: 'remote' })).toEqual([
      expect.stringContaining('--remote-evaluator adds one'),
    ]);
    expect(await warningsOf({ purpose, evaluatorStyle: 'remote', remoteEvaluator: ['tone'] })).toEqual([]);
    expect(await warningsOf({ purpose })).toEqual([]);
  });

  it.each([
    ['valid JSON', 'orders-sample', 'structured'],
    ['valid SQL', 'sql-sample', 'text'],
    ['tools', 'sample', 'text'],
  ])('of %s has a sample of its form', async (purpose, name, kind) => {
    const { dataset, service } = await resolve({ purpose });
    expect(dataset).toMatchObject({ source: 'sample', datasetName: `${service}-${name}`, answer: { kind } });
  });

  it('that matches nothing is said', async () => {
    expect(await warningsOf({ purpose: 'fun' })).toEqual([expect.stringMatching('--purpose names nothing')]);
  });
});
