import { chmodSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { contentsOf, folderWith, ownCommand, runCommand, waysIn } from './commands.js';

const FAULT = 'ready:[[0, 12, "invalid syntax"], [2, null, "source code string cannot contain null bytes"]]';

/** A folder with a PATH of its own, on which a `python3` says what the script says. */
function folderWithPython(script: string) {
  const folder = folderWith({ 'programs/python3': `#!/bin/sh\n${script}\n` });
  const programs = path.join(folder, 'programs');
  chmodSync(path.join(programs, 'python3'), 0o755);
  return { folder, environment: { PATH: programs } };
}

describe.each(waysIn)('the syntax check, through $way', ({ words }) => {
  it.concurrent('is skipped where there is no Python', async () => {
    const folder = folderWith({ 'programs/readme.md': '' });
    const environment = { PATH: path.join(folder, 'programs') };
    const { status, stdout, stderr } = await runCommand(words(), { folder, environment });
    expect(status, stderr).toBe(0);
    expect(stdout).toContain('Syntax check: skipped: toolchain missing\n');
    expect(contentsOf(folder)['experiments/experiment.py']).toContain('LLMObs.enable(');
  });

  it.concurrent('is skipped where the Python is too old', async () => {
    const { status, stdout } = await runCommand(words(), folderWithPython('exit 1'));
    expect(status).toBe(0);
    expect(stdout).toContain('Syntax check: skipped: toolchain missing\n');
  });

  it.concurrent('keeps no run from ending that has nothing to check', async () => {
    const { folder, environment } = folderWithPython('echo $$ > "$0.process"\nexec /bin/sleep 1000');
    const command = [...words(), '--dataset', 'missing.csv'];
    const { status, stderr } = await runCommand(command, { folder, environment });
    expect(stderr).toContain('missing.csv');
    expect(status).toBe(1);
    const { 'programs/python3.process': started = '' } = contentsOf(folder);
    // Where the run ended before it began, there is nothing to end. What has ended has no words left.
    const commandLine = () =>
      existsSync(`/proc/${started.trim()}`) ? readFileSync(`/proc/${started.trim()}/cmdline`, 'utf8') : '';
    if (started !== '') {
      await vi.waitFor(() => {
        expect(commandLine()).toBe('');
      });
    }
  });

  it.concurrent('fails the run where Python finds a fault', async () => {
    const { folder, environment } = folderWithPython(`echo '${FAULT}'`);
    const { status, stdout, stderr } = await runCommand(words(), { folder, environment });
    expect(status).toBe(1);
    expect(stdout).toContain('Syntax check: fail\n  line 12: invalid syntax\n');
    expect(stderr).toContain(`the syntax check of ${folder}/experiments/experiment.py failed\n`);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});

it.concurrent('the fault of a notebook is told by its cell', async () => {
  const { folder, environment } = folderWithPython(`echo '${FAULT}'`);
  const command = [...ownCommand(), '--format', 'ipynb'];
  const { status, stdout } = await runCommand(command, { folder, environment });
  expect(status).toBe(1);
  expect(stdout).toContain('  cell 2, line 12: invalid syntax\n  cell 6, source code string');
});

it.concurrent('leaves nothing behind', async () => {
  const folder = folderWith({});
  const { status, stdout } = await runCommand(ownCommand(), { folder });
  expect(status).toBe(0);
  expect(stdout).toContain('Syntax check: pass\n');
  expect(Object.keys(contentsOf(folder)).sort()).toEqual(['experiments/', 'experiments/experiment.py']);
});
