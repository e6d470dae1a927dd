import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { contentsOf, folderWith, runCommand, yoCommand } from './commands.js';

const FIXTURE = fileURLToPath(new URL('../fixtures/outer-generator', import.meta.url));
const csv = 'topic,body,label\nhours,When do you open?,At nine\n';

/** The outer generator stands installed beside ours, as an organisation would have it. */
let outer = '';
beforeAll(() => {
  outer = path.join(inject('installation'), 'node_modules', 'generator-outer');
  cpSync(FIXTURE, outer, { recursive: true });
});
afterAll(() => {
  rmSync(outer, { recursive: true, force: true });
});

function outerWith(by: string, settings: unknown): readonly string[] {
  return [...yoCommand('outer'), '--by', by, '--settings', JSON.stringify(settings)];
}

const camelCase = {
  skipPrompts: true,
  dataset: 'data/tickets.csv',
  inputColumns: ['body'],
  expectedColumns: ['label'],
  projectName: 'support',
  evaluatorStyle: 'remote',
  remoteEvaluator: ['tone', 'faithfulness'],
  jobs: 3,
  output: 'evals/tickets.py',
};

const kebabCase = {
  'skip-prompts': true,
  dataset: 'data/tickets.csv',
  'input-columns': 'body',
  'expected-columns': 'label',
  'project-name': 'support',
  'evaluator-style': 'remote',
  'remote-evaluator': 'tone,faithfulness',
  jobs: '3',
  output: 'evals/tickets.py',
};

describe.each(['name', 'class', 'class alone'])('an outer generator that composes by %s', (by) => {
  it.concurrent.each([
    { spelling: 'in camel case', settings: camelCase },
    { spelling: 'with hyphens', settings: kebabCase },
  ])('gets its experiment, with options $spelling', async ({ settings }) => {
    const folder = folderWith({ 'data/tickets.csv': csv });
    const { status, stdout, stderr } = await runCommand(outerWith(by, settings), { folder });
    expect(status, stderr).toBe(0);
    const files = contentsOf(folder);
    expect(Object.keys(files).sort()).toEqual([
      'data/',
      'data/tickets.csv',
      'service/',
      'service/README.md',
      'service/evals/',
      'service/evals/tickets.py',
      'service/package.json',
    ]);
    expect(files['service/README.md']).toBe('# A service\n');
    expect(JSON.parse(files['service/package.json'] ?? '')).toEqual({ name: 'service', private: true });
    const script = files['service/evals/tickets.py'];
    expect(script).toContain('PROJECT_NAME = "support"');
    expect(script).toContain(`csv_path="${folder}/data/tickets.csv"`);
    expect(script).toContain('input_data_columns=["body"]');
    expect(script).toContain('eval_name="tone"');
    expect(script).toContain('eval_name="faithfulness"');
    expect(script).toContain('jobs=3');
    expect(stdout).toContain('Path: service/evals/tickets.py\n');
    expect(stdout.match(/^outer: .*$/gm)).toEqual(
      [
        ...['initializing', 'prompting', 'configuring', 'default'],
        ...['writing', 'conflicts', 'install', 'end'],
      ].map((phase) => `outer: ${phase}`),
    );
  });

  it.concurrent('gets an exception with the same message as on the command line', async () => {
    const folder = folderWith({});
    const settings = { skipPrompts: true, dataset: 'missing.csv' };
    const words = [process.execPath, path.join(outer, 'run.js'), by, JSON.stringify(settings)];
    const { stdout } = await runCommand(words, { folder });
    expect(stdout).toContain(
      `thrown: UserError: --dataset is "missing.csv", but there is no such file\nLooked for ${folder}/missing.csv\n`,
    );
    expect(contentsOf(folder)).toEqual({ 'service/': '' });
  });
});

it.concurrent('a mistake in the options ends yo with its message', async () => {
  const folder = folderWith({});
  const { status, stderr } = await runCommand(outerWith('name', { skipPrompts: true, jobs: 0 }), { folder });
  expect(status).toBe(1);
  expect(stderr).toContain('--jobs is "0", which is not a whole number from 1 up\nFor example --jobs 1.\n');
  expect(contentsOf(folder)).toEqual({ 'service/': '' });
});

it.concurrent("the outer generator's own step of installing is not switched off", async () => {
  const folder = folderWith({});
  const words = [...outerWith('class', { skipPrompts: true }), '--into', '.', '--skip-install'];
  const { status, stderr } = await runCommand(words, { folder });
  expect(status).toBe(0);
  // What Yeoman says where only the flag keeps it from installing.
  expect(stderr).toContain('Changes to package.json were detected.\nSkipping package manager install.');
});

it.concurrent('a package.json that the outer generator leaves alone is left alone', async () => {
  const manifest = '{"name":"service","private":true}';
  const folder = folderWith({ 'package.json': manifest });
  const words = [process.execPath, path.join(outer, 'run.js'), 'class', '{"skipPrompts":true}'];
  expect((await runCommand(words, { folder })).status).toBe(0);
  expect(contentsOf(folder)['package.json']).toBe(manifest);
});

it.concurrent(
  "the outer generator's own options and the flags of its command line are not looked at",
  async () => {
    const folder = folderWith({});
    const settings = { skipPrompts: true, evalutorStyle: 'class', colour: 'red' };
    const { status, stderr } = await runCommand([...outerWith('name', settings), '--jobs', 'many'], {
      folder,
    });
    expect(status, stderr).toBe(0);
    expect(contentsOf(folder)['service/experiments/experiment.py']).toContain('jobs=10');
  },
);

it.concurrent('a conflict is settled by the --force of the whole run', async () => {
  const old = { 'service/experiments/experiment.py': '# written by hand\n' };
  const words = outerWith('class', { skipPrompts: true });
  const refused = folderWith(old);
  const failed = await runCommand(words, { folder: refused });
  expect(failed.status).toBe(1);
  expect(failed.stderr).toContain('is already there and differs\nOverwrite it with --force');
  expect(contentsOf(refused)['service/experiments/experiment.py']).toBe('# written by hand\n');

  const forced = folderWith(old);
  expect((await runCommand([...words, '--force'], { folder: forced })).status).toBe(0);
  expect(contentsOf(forced)['service/experiments/experiment.py']).toContain('LLMObs.enable(');
});

const consumer = `
import LlmObsExperimentGenerator, { type ComposeOptions, type ExperimentOptions } from 'generator-llm-obs-experiment';
import Generator from 'yeoman-generator';

export const settings: ComposeOptions = {
  skipPrompts: true,
  'project-name': 'support',
  evaluatorStyle: 'class',
  remoteEvaluator: ['tone'],
  'input-columns': 'question,context',
  jobs: 3,
};
export const style: ExperimentOptions['evaluatorStyle'] = 'remote';

// @ts-expect-error: there is no such format
export const wrong: ComposeOptions = { format: 'md' };
// @ts-expect-error: it is misspelt
export const misspelt: ComposeOptions = { evalutorStyle: 'class' };
// @ts-expect-error: it is no number
export const many: ComposeOptions = { jobs: true };

export default class OuterGenerator extends Generator {
  async initializing(): Promise<void> {
    await this.composeWith<LlmObsExperimentGenerator>('llm-obs-experiment:app', settings);
    const experiment = await this.composeWith<LlmObsExperimentGenerator>(
      { Generator: LlmObsExperimentGenerator, path: LlmObsExperimentGenerator.resolved },
      { skipPrompts: true, evaluatorStyle: style },
    );
    this.log(experiment.usage());
    // @ts-expect-error: it is misspelt
    await this.composeWith<LlmObsExperimentGenerator>('llm-obs-experiment:app', { skipPrompt: true });
  }
}
`;

it.concurrent.each([
  { how: 'with skipLibCheck', flags: ['--skipLibCheck'] },
  // Yeoman's own types have errors; ours must not.
  { how: 'without skipLibCheck', flags: [] },
])('the package exports its types, $how', async ({ flags }) => {
  const folder = mkdtempSync(path.join(inject('installation'), 'consumer-'));
  writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }\n');
  writeFileSync(path.join(folder, 'consumer.ts'), consumer);
  const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  const settings = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022', ...flags];
  const { stdout } = await promisify(execFile)(process.execPath, [compiler, ...settings, 'consumer.ts'], {
    cwd: folder,
  }).catch((error: unknown) => error as { stdout: string });
  const places = stdout.match(/^\S+?(?=\(\d+,\d+\): error)/gm) ?? [];
  expect(places.filter((place) => !/node_modules\/(?!generator-llm-obs-experiment\/)/.test(place))).toEqual(
    [],
  );
});
