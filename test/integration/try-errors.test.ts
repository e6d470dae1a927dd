import { chmodSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { emptyFolder, folderWith } from './commands.js';
import { pythonExecutable } from './experiments.js';
import { notebookOf, runTry, script } from './trials.js';

const NEWEST = pythonExecutable('newest');

describe.concurrent('says what is wrong with', () => {
  it.each<{
    what: string;
    file: string;
    code?: string;
    flags?: readonly string[];
    says: readonly (string | RegExp)[];
  }>([
    {
      what: 'a file that is missing',
      file: 'nowhere.py',
      says: ['there is no file nowhere.py', 'generate one first: npx generator-llm-obs-experiment --try'],
    },
    { what: 'a folder', file: '.', says: ['. is a folder', 'Name the script or the notebook in it'] },
    {
      what: 'another kind of file',
      file: 'notes.txt',
      code: 'Dear diary',
      says: ['notes.txt is neither a script nor a notebook'],
    },
    {
      what: 'a file that is no experiment',
      file: 'hello.py',
      code: 'print("hello, \x1b[31mworld")\n',
      says: ['hello.py ran no experiment: it came to its end without', 'It printed last:\nhello, world\n'],
    },
    {
      what: 'an empty file',
      file: 'empty.py',
      code: '',
      says: ['empty.py ran no experiment', 'It must come to LLMObs.experiment'],
    },
    {
      what: 'a syntax error',
      file: 'typo.py',
      code: 'x = 1\ndef f(:\n',
      says: [/typo\.py, line 2: .*syntax/, 'Python 3.'],
    },
    {
      what: 'a syntax error in a notebook',
      file: 'typo.ipynb',
      code: notebookOf(['x = 1', '\ndef f(:']),
      says: [/typo\.ipynb, code cell 2, line 2: .*syntax/],
    },
    {
      what: 'a file that exits early',
      file: 'exits.py',
      code: 'raise SystemExit(0)\n',
      says: ['it came to its end without'],
    },
    {
      what: 'a file that exits early with a status',
      file: 'exits.py',
      code: 'raise SystemExit("no \x1b]0;title\x07luck")\n',
      says: ['exits.py ran no experiment: it ended with status 1: no luck'],
    },
    {
      what: 'a file that kills itself',
      file: 'kills.py',
      code: 'import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n',
      says: ['kills.py ran no experiment: it was ended by SIGKILL'],
    },
    { what: 'a file that asks a person', file: 'asks.py', code: 'input("name? ")\n', says: ['EOFError'] },
    {
      what: 'a file that raises before its experiment',
      file: 'raises.py',
      code: `${'print("x" * 1000)\n'.repeat(3)}1 / 0\n`,
      says: ['it ended with status 1: ZeroDivisionError: division by zero', 'line 4'],
    },
    {
      what: 'a cell that raises',
      file: 'raises.ipynb',
      code: notebookOf(['x = 1', 'x / 0']),
      says: ['code cell 2: ZeroDivisionError: division by zero'],
    },
    {
      what: 'a broken notebook',
      file: 'broken.ipynb',
      code: '{"cells": [',
      says: ['broken.ipynb is no notebook that can be read'],
    },
    {
      what: 'a notebook that is a list',
      file: 'list.ipynb',
      code: '[]',
      says: ['list.ipynb is no notebook that can be read'],
    },
    {
      what: 'a notebook without code',
      file: 'prose.ipynb',
      code: JSON.stringify({
        cells: [{ cell_type: 'markdown', metadata: {}, source: '# Hello' }],
        metadata: {},
        nbformat: 4,
        nbformat_minor: 4,
      }),
      says: ['prose.ipynb ran no experiment'],
    },
    {
      what: 'missing packages',
      file: 'needs.py',
      code: 'import os\nimport nonesuch.parts\ntry:\n    import optional_nonesuch\nexcept ImportError:\n    pass\nfrom other_nonesuch import x\nimport yaml_nonesuch, sklearn\n',
      says: [
        'needs.py, line 2 imports nonesuch.parts, which this Python does not have, nor other_nonesuch, yaml_nonesuch, sklearn',
        `Install: ${NEWEST} -m pip install nonesuch other-nonesuch yaml-nonesuch scikit-learn\n`,
        'Or run again with --install',
      ],
    },
    {
      what: 'a package that is missed while it runs',
      file: 'late.py',
      code: 'def load():\n    import nonesuch\n\n\nload()\n',
      says: [`Install: ${NEWEST} -m pip install nonesuch\n`],
    },
    {
      what: 'a dataset without records',
      file: 'none.py',
      code: script({
        dataset: 'dataset = LLMObs.create_dataset(dataset_name="none", description="", records=[])\n',
      }),
      says: ['the trial of none.py failed: the dataset has no records'],
    },
    {
      what: 'a task that raises',
      file: 'raising.py',
      code: script({ task: 'def task(input_data, config):\n    raise ValueError("\x1b[2Jno")\n' }),
      says: ['the trial of raising.py failed: 2 of 2 records failed with right answers'],
    },
    {
      what: 'a status at the end',
      file: 'last.py',
      code: script({ last: 'raise SystemExit(3)\n' }),
      says: ['the trial of last.py failed: last.py, with right answers: it ended with status 3'],
    },
    {
      what: 'a Python that is not there',
      file: 'qa.py',
      code: script(),
      flags: ['--python', 'no-such-python'],
      says: ['no-such-python cannot be started', 'Install Python 3.9 or later'],
    },
    {
      what: 'a Python that is none',
      file: 'qa.py',
      code: script(),
      flags: ['--python', process.execPath],
      says: ['is no Python that can try this file'],
    },
    {
      what: 'a Python that is a folder',
      file: 'qa.py',
      code: script(),
      flags: ['--python', '.'],
      says: ['cannot be started'],
    },
    {
      what: 'an unknown flag',
      file: 'qa.py',
      code: script(),
      flags: ['--fault'],
      says: ['--fault is not a flag of this generator'],
    },
    {
      what: 'no time',
      file: 'qa.py',
      code: script(),
      flags: ['--timeout', '0'],
      says: ['--timeout is "0", which is not a whole number from 1 up'],
    },
    {
      what: 'answers of another kind',
      file: 'qa.py',
      code: script(),
      flags: ['--answers', 'right'],
      says: ['--answers is "right"'],
    },
    {
      what: '--strict with one kind of answers',
      file: 'qa.py',
      code: script(),
      flags: ['--strict', '--answers', 'wrong'],
      says: ['--strict asks which evaluators', 'Leave one of them out'],
    },
    {
      what: 'two files',
      file: 'qa.py',
      code: script(),
      flags: ['qb.py'],
      says: ['one file is tried at a time, and 2 are named'],
    },
    {
      what: 'a report of no kind',
      file: 'qa.py',
      code: script(),
      flags: ['--report', 'report.pdf'],
      says: ['"report.pdf", which does not end in .html, .json or .xml'],
    },
    {
      what: 'a report in the place of the file',
      file: 'qa.json.py',
      code: script(),
      flags: ['--report', 'qa.json.py'],
      says: ['does not end in'],
    },
    {
      what: 'records that are not there',
      file: 'qa.py',
      code: script(),
      flags: ['--records', 'nowhere.json'],
      says: ['nowhere.json'],
    },
  ])('$what', async ({ file, code, flags = ['--answers', 'expected'], says }) => {
    const folder = folderWith(code === undefined ? {} : { [file]: code });
    const python = flags.includes('--python') ? {} : { python: 'newest' as const };
    const run = await runTry(file, { folder, flags, ...python });
    for (const part of says) {
      if (typeof part === 'string') expect(run.stderr).toContain(part);
      else expect(run.stderr).toMatch(part);
    }
    expect(run.stderr).toMatch(/^Error: /m);
    // Neither our own stack, nor what a file would do to the terminal.
    expect(run.stderr).not.toMatch(/^\s+at /m);
    expect(run.stderr).toBe(stripVTControlCharacters(run.stderr));
    expect(run.status).toBe(1);
  });

  it('no Python at all', async () => {
    const folder = folderWith({ 'qa.py': script() });
    const { stderr, status } = await runTry('qa.py', { folder, environment: { PATH: emptyFolder() } });
    expect(stderr).toContain('there is no Python to try the file with: python3, python cannot be started');
    expect(status).toBe(1);
  });

  it('a file that nobody may read', async () => {
    const folder = folderWith({ 'qa.py': script() });
    chmodSync(path.join(folder, 'qa.py'), 0o000);
    const { stderr, status } = await runTry('qa.py', { folder, unprivileged: true });
    expect(stderr).toContain('qa.py cannot be used (EACCES)');
    expect(status).toBe(1);
  });
});
