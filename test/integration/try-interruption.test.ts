import { chmodSync, watch } from 'node:fs';
import { constants } from 'node:os';
import { describe, expect, it } from 'vitest';
import { contentsOf, emptyFolder, folderWith, ownCommand, runCommand } from './commands.js';
import { pythonExecutable } from './experiments.js';
import { KEYS, openTerminal } from './terminal.js';
import { expectNothingLeft, notebook, script } from './trials.js';

/** It says that its task has begun, and ends by itself only long after the test. */
const PARTS = {
  task: `
import subprocess
import time


def task(input_data, config):
    subprocess.Popen(["sleep", "3600"], start_new_session=True)
    open("begun", "w").close()
    time.sleep(3600)
`,
};

const FILES = { 'qa.py': script(PARTS), 'qa.ipynb': notebook(PARTS) };

/** Settled once the task has begun. */
function begun(folder: string): Promise<void> {
  return new Promise((resolve) => {
    const watcher = watch(folder, (_event, name) => {
      if (name !== 'begun') return;
      watcher.close();
      resolve();
    });
  });
}

describe.concurrent.each([
  ['a script', 'qa.py', 'newest'],
  ['a notebook in its kernel', 'qa.ipynb', 'newest'],
  ['a notebook without Jupyter', 'qa.ipynb', 'oldest'],
] as const)('%s that is being tried', (_what, file, python) => {
  const words = [file, '--python', pythonExecutable(python)];

  it('is ended by Ctrl-C, with all that it started', async () => {
    const folder = folderWith(FILES);
    const temporary = emptyFolder('temporary');
    const isBegun = begun(folder);
    const terminal = openTerminal([...ownCommand(), 'try', ...words], {
      folder,
      environment: { TMPDIR: temporary },
    });
    await isBegun;
    await terminal.shows('right answers: 0 of 2 records');
    terminal.press(KEYS.controlC);
    const { signal, screen } = await terminal.ended;
    expect(signal).toBe(constants.signals.SIGINT);
    expect(screen).not.toMatch(/^\s+at |Traceback/m);
    await expectNothingLeft(temporary);
    expect(Object.keys(contentsOf(folder)).sort()).toEqual(['begun', 'qa.ipynb', 'qa.py']);
  });

  it.each(['SIGTERM', 'SIGHUP', 'SIGINT'] as const)(
    'is ended by %s, with all that it started',
    async (signal) => {
      const folder = folderWith(FILES);
      const temporary = emptyFolder('temporary');
      chmodSync(temporary, 0o777);
      const outcome = await runCommand([...ownCommand(), 'try', ...words], {
        folder,
        environment: { TMPDIR: temporary },
        interruption: { when: begun(folder), signal },
      });
      expect(outcome.signal).toBe(signal);
      expect(outcome.stderr).not.toMatch(/^\s+at |Traceback/m);
      await expectNothingLeft(temporary);
    },
  );
});
