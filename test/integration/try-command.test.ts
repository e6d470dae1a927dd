import { chmodSync, mkdirSync, readdirSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { emptyFolder, folderWith, ownCommand, yoCommand } from './commands.js';
import { pythonExecutable } from './experiments.js';
import { notebook, runTry, script, trialOf } from './trials.js';

const NEWEST = pythonExecutable('newest');

it('--install makes an environment once, and uses it again', async () => {
  const cache = emptyFolder('cache');
  const code = script({ first: 'from dotenv import load_dotenv\n\nload_dotenv()\n' });
  const environment = { XDG_CACHE_HOME: cache };
  // What the environment was made from, and has no package of its own.
  const bare = realpathSync(NEWEST);
  const options = {
    folder: folderWith({ 'qa.py': code }),
    environment,
    flags: ['--install', '--python', bare, '--answers', 'expected'],
  };
  const first = await runTry('qa.py', options);
  const made = path.join(cache, 'generator-llm-obs-experiment', 'python');
  expect(trialOf(first).python.executable.startsWith(made)).toBe(true);
  expect(first.stderr).toContain('installing packages');
  expect(first.status).toBe(0);

  const second = await runTry('qa.py', options);
  expect(trialOf(second).python).toEqual(trialOf(first).python);
  expect(second.stderr).not.toContain('installing packages');
  expect(second.status).toBe(0);
  expect(readdirSync(made)).toHaveLength(1);
});

/** `yo` refuses root, and this Python may be root's alone: in a namespace of its users, root has another number. */
const asAnother = process.getuid?.() === 0 ? ['unshare', '--map-user=1000'] : [];

describe.concurrent.each([
  { way: 'the own command', command: () => [...ownCommand(), 'try'] },
  { way: 'yo', command: () => [...asAnother, ...yoCommand('llm-obs-experiment:try')] },
])('through $way', ({ command }) => {
  it('a file is tried, with its reports', async () => {
    const folder = folderWith({ 'my folder/qa.py': script(), 'my folder/qa.ipynb': notebook() }, 'a folder');
    openToAll(folder);
    for (const file of ['my folder/qa.py', 'my folder/qa.ipynb']) {
      const run = await runTry(file, { folder, python: 'newest', words: command(), flags: ['--strict'] });
      expect(trialOf(run).evaluators).toMatchObject([{ verdict: 'tells them apart' }]);
      expect(run.stdout).toContain(`Tried offline: ${file}\n`);
      expect(run.status).toBe(0);
    }
  });

  it('a failed trial and a wrong flag give the exit status', async () => {
    const folder = folderWith({ 'qa.py': script({ last: 'raise SystemExit(3)\n' }) });
    openToAll(folder);
    const failed = await runTry('qa.py', { folder, python: 'newest', words: command() });
    expect(failed.status).toBe(1);
    expect(failed.stderr).toContain('it ended with status 3');
    expect(failed.stderr).not.toMatch(/^\s+at /m);
    const wrong = await runTry('qa.py', { folder, words: command(), flags: ['--nonesuch'] });
    expect(wrong.status).toBe(1);
    expect(wrong.stderr).toContain('--nonesuch is not a flag');
  });
});

it('two tries at once do not meet', async () => {
  const folder = folderWith({ 'qa.py': script(), 'qa.ipynb': notebook() });
  const tries = ['qa.py', 'qa.py', 'qa.ipynb', 'qa.ipynb'].map(async (file, index) => {
    const own = path.join(folder, String(index));
    mkdirSync(own);
    return runTry(path.join('..', file), { folder: own, python: 'newest' });
  });
  for (const run of await Promise.all(tries)) {
    expect(trialOf(run)).toMatchObject({
      passes: [
        { records: 2, recordsRun: 2 },
        { records: 2, recordsRun: 2 },
      ],
      evaluators: [{ verdict: 'tells them apart' }],
      failures: [],
    });
  }
});

/** The folder, and the home that it stands in. */
function openToAll(folder: string): void {
  for (const one of [path.dirname(folder), folder]) chmodSync(one, 0o777);
}
