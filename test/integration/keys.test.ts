import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { ownCommand, runCommand } from './commands.js';
import {
  generate,
  pythonExecutable,
  runExperiment,
  sharedFolder,
  type PythonEnvironment,
} from './experiments.js';

const root = sharedFolder();

/** A project with a file of variables that only --env-file leads to, generated into `qa`. */
async function projectWith(name: string, format: 'py' | 'ipynb', statement: string): Promise<string> {
  const folder = path.join(root, name);
  mkdirSync(path.join(folder, 'config'), { recursive: true });
  writeFileSync(
    path.join(folder, 'config', 'staging.env'),
    'FROM_FILE="named first"\nPAYMENT_TOKEN=a-real-token-0815\n',
  );
  writeFileSync(path.join(folder, '.env'), 'FROM_FILE=too late\nFROM_DOT_ENV="found above"\n');
  await generate(folder, ['--env-file', 'config/staging.env', '--output', `qa/experiment.${format}`]);
  const file = path.join(folder, 'qa', `experiment.${format}`);
  if (format === 'py') appendFileSync(file, `${statement}\n`);
  else {
    const notebook = JSON.parse(readFileSync(file, 'utf8')) as { cells: { source: string[] }[] };
    notebook.cells.at(-1)?.source.push(`\n${statement}`);
    writeFileSync(file, JSON.stringify(notebook));
  }
  return folder;
}

const PLACES: readonly (readonly ['py' | 'ipynb', PythonEnvironment])[] = [
  ['py', 'oldest'],
  ['py', 'newest'],
  ['ipynb', 'newest'],
];

it.concurrent.each(PLACES)(
  'python-dotenv reads what a %s names, on the %s SDK',
  async (format, environment) => {
    const statement = 'print("read:", os.environ["FROM_FILE"], "and", os.environ["FROM_DOT_ENV"])';
    const folder = await projectWith(`${format} ${environment}`, format, statement);
    const { outcome } = await runExperiment(environment, folder, path.join('qa', `experiment.${format}`));
    expect(outcome).toMatchObject({ status: 0, stderr: '' });
    expect(outcome.stdout).toContain('read: named first and found above\n');
  },
);

it('a file that is tried gets a dummy for a secret that its env file holds', async () => {
  const folder = await projectWith('tried', 'py', 'assert os.environ["PAYMENT_TOKEN"] == "stand-in", "real"');
  const python = ['--python', pythonExecutable('newest')];
  const { status, stdout, stderr } = await runCommand(
    [...ownCommand(), 'try', 'qa/experiment.py', ...python],
    { folder },
  );
  expect(`${stdout}${stderr}`).not.toContain('0815');
  expect(status, stdout + stderr).toBe(0);
});
