import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readJournal, readStacks } from '../../lib/try/run-python.js';

const folder = mkdtempSync(path.join(tmpdir(), 'stacks-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

it('reads the stacks of all threads of all processes', () => {
  writeFileSync(
    path.join(folder, 'stack-1'),
    'Timeout (0:00:04)!\nThread 0x00007f0 (most recent call first):\n' +
      '  File "/usr/lib/a b.py", line 3 in wait\n  File "/project/x.py", line 12 in task_fn\n\n' +
      'Thread 0x00007f1 [worker] (most recent call first):\n  File "code cell 3", line 1 in <module>\n',
  );
  writeFileSync(path.join(folder, 'stack-2'), '');
  expect(readStacks(folder)).toEqual([
    [
      { file: '/usr/lib/a b.py', line: 3, name: 'wait' },
      { file: '/project/x.py', line: 12, name: 'task_fn' },
    ],
    [{ file: 'code cell 3', line: 1, name: '<module>' }],
  ]);
});

it('has an empty journal where Python never came to the guard', () => {
  expect(readJournal(path.join(folder, 'nothing'))).toEqual([]);
});
