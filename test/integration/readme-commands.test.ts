import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runCommand } from './commands.js';

const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url));

/** The README's commands for a fresh clone, in their order. */
function readmeCommands(): readonly string[] {
  const readme = readFileSync(path.join(CHECKOUT, 'README.md'), 'utf8');
  return [...readme.matchAll(/^```sh\n(npm ci && .*)\n```$/gm)].map(([, command = '']) => command);
}

function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'fresh-clone-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** What a clone would hold: every file of the checkout that git does not ignore, as it is now. */
function freshClone(): string {
  const folder = temporaryFolder();
  const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    cwd: CHECKOUT,
    encoding: 'utf8',
  });
  for (const file of files.split('\0').filter((name) => name !== '')) {
    mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
    cpSync(path.join(CHECKOUT, file), path.join(folder, file));
  }
  return folder;
}

describe("the README's commands", () => {
  it('show an experiment running, on a fresh clone', { timeout: 600_000 }, async () => {
    const [show = ''] = readmeCommands();
    const folder = freshClone();
    const { status, stdout, stderr } = await runCommand(['sh', '-c', show], {
      folder,
      environment: process.env,
      timeLimit: 600_000,
    });
    expect(status, stderr).toBe(0);
    expect(stdout).toContain('✓ LLMObs.create_dataset_from_csv(...)');
    expect(stdout).toContain('Syntax check: pass');
    expect(stdout).toContain('Right answers: 6 of 6 records ran');
    expect(stdout).toMatch(/^ +exact_match +6 +0 +0 +1\.00 +0 +6 +0 +0\.00 +✓ tells them apart$/m);
    expect(readFileSync(path.join(folder, '.demo', 'report.html'), 'utf8')).toContain('exact_match');
  });

  it('are what CI runs', () => {
    const [, test = 'nothing'] = readmeCommands();
    expect(readFileSync(path.join(CHECKOUT, '.ci', 'run'), 'utf8')).toContain(`\n${test}\n`);
  });
});

it('says loudly that the Python environments cannot be made where PyPI cannot be reached', async () => {
  const folder = temporaryFolder();
  for (const file of ['scripts/python-environments.mjs', 'test/python/oldest.txt']) {
    mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
    cpSync(path.join(CHECKOUT, file), path.join(folder, file));
  }
  const { status, stderr } = await runCommand(
    [process.execPath, 'scripts/python-environments.mjs', 'oldest'],
    {
      folder,
      environment: {
        ...process.env,
        // A port of this machine on which nobody listens.
        PIP_INDEX_URL: 'http://127.0.0.1:9/simple',
        PIP_EXTRA_INDEX_URL: '',
        PIP_FIND_LINKS: '',
        PIP_RETRIES: '0',
        PIP_NO_CACHE_DIR: '1',
      },
    },
  );
  expect(status).toBe(1);
  expect(stderr).toContain('THE PYTHON ENVIRONMENTS COULD NOT BE MADE');
  expect(stderr).toContain('PyPI within reach');
  expect(stderr).not.toMatch(/^\s+at /m);
});
