import { mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { contentsOf, folderWith, ownCommand, runCommand } from './commands.js';
import { generate, onlyExperiment, runExperiment, sharedFolder, taskSpans } from './experiments.js';

const RECORDS = 'experiments/experiment.records.json';

const records = ['Which river flows through Cairo? 😀', 'Whose is bob@acme.com?'].map((question, index) => ({
  input_data: { question },
  expected_output: index,
  metadata: { topic: 'rivers' },
  tags: ['source:test'],
}));
const lines = `${records.map((record) => JSON.stringify(record)).join('\n')}\n`;
const masked = JSON.parse(
  lines
    .replace('bob@acme.com', '<REDACTED:email>')
    .replaceAll('\n', ',')
    .replace(/^(.*),$/, '[$1]'),
) as typeof records;

describe.concurrent.each([
  ['py', 'data.jsonl', 'oldest'],
  ['py', 'data.json.gz', 'newest'],
  // The oldest SDK's environment has no Jupyter.
  ['ipynb', 'data.jsonl.gz', 'newest'],
] as const)('records beside the file, to %s from %s', (format, dataset, environment) => {
  const root = sharedFolder();

  it(`arrive in Datadog as they are, from another working folder, on the ${environment} SDK`, async () => {
    const folder = path.join(root, 'cafe');
    mkdirSync(folder);
    const content = dataset.startsWith('data.jsonl') ? lines : JSON.stringify(records);
    writeFileSync(path.join(folder, dataset), dataset.endsWith('.gz') ? gzipSync(content) : content);
    const { stdout } = await generate(folder, [
      '--format',
      format,
      '--dataset',
      dataset,
      '--inline-limit',
      '100',
    ]);
    expect(readdirSync(path.join(folder, 'experiments')).sort()).toEqual([
      `experiment.${format}`,
      'experiment.records.json',
    ]);
    expect(JSON.parse(readFileSync(path.join(folder, RECORDS), 'utf8'))).toEqual(masked);
    expect(stdout).toContain(`\nRecords: ${RECORDS} (2 of them)\n`);
    expect(stdout).toContain(`masked 1 email address in record 1: the masked copy is in ${RECORDS}\n`);
    const elsewhere = path.join(root, 'elsewhere', 'deeper');
    mkdirSync(elsewhere, { recursive: true });
    // Only a script finds its records when both are moved.
    if (format === 'py') renameSync(path.join(folder, 'experiments'), path.join(folder, 'moved'));
    const file = path.join(folder, format === 'py' ? 'moved' : 'experiments', `experiment.${format}`);
    const { outcome, received } = await runExperiment(environment, elsewhere, file);
    expect(outcome.status, outcome.stderr).toBe(0);
    const experiment = onlyExperiment(received);
    expect(taskSpans(experiment)).toHaveLength(2);
    const [arrived] = received.datasets;
    expect(
      arrived?.records.map(({ input_data, expected_output }) => ({ input_data, expected_output })),
    ).toEqual(masked.map(({ input_data, expected_output }) => ({ input_data, expected_output })));
  });
});

describe.concurrent('the file of the records', () => {
  const command = [...ownCommand(), '--skip-prompts', '--dataset', 'data.jsonl', '--inline-limit', '0'];

  it('takes its place before the file that names it', async () => {
    const folder = folderWith({ 'data.jsonl': lines });
    const { status, stderr } = await runCommand(command, { folder });
    expect(status).toBe(0);
    expect(stderr.match(/(?<=create.* )experiments\S+/g)).toEqual([RECORDS, 'experiments/experiment.py']);
  });

  it.each([RECORDS, 'experiments/experiment.py'])('is not written where %s differs', async (kept) => {
    const folder = folderWith({ 'data.jsonl': lines, [kept]: 'mine' });
    const before = contentsOf(folder);
    const { status, stderr } = await runCommand(command, { folder });
    expect(status).toBe(1);
    expect(stderr).toContain(`${path.join(folder, kept)} is already there and differs`);
    expect(contentsOf(folder)).toEqual(before);
  });

  it('is not left behind by a record that is wrong', async () => {
    const folder = folderWith({ 'data.jsonl': `${lines.repeat(10_000)}{"input": 1}\n` });
    const before = contentsOf(folder);
    const { status, stderr } = await runCommand(command, { folder });
    expect(status).toBe(1);
    expect(stderr).toContain('data.jsonl, record 20000: input_data is missing');
    expect(contentsOf(folder)).toEqual(before);
  });
});

it.concurrent('a limit and a sample choose the records', async () => {
  const folder = folderWith({ 'data.jsonl': lines.repeat(20) });
  const flags = ['--skip-prompts', '--force', '--dataset', 'data.jsonl', '--inline-limit', '0'];
  for (const selection of [
    ['--limit', '3'],
    ['--sample', '3', '--seed', '7'],
  ]) {
    const { status } = await runCommand([...ownCommand(), ...flags, ...selection], { folder });
    expect(status).toBe(0);
    expect(JSON.parse(contentsOf(folder)[RECORDS] ?? '')).toHaveLength(3);
  }
});
