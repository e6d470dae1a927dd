import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { findTask } from '../../lib/task-discovery/find-task.js';
import { MOST_FILES } from '../../lib/task-discovery/python-files.js';
import { appTree } from './app-tree.js';

const ANSWER =
  'from openai import OpenAI\nclient = OpenAI()\n\ndef answer(question):\n    return client.chat.completions.create(messages=[])\n';

async function chosenIn(root: string) {
  const { chosen, extent } = await findTask(root, '');
  return { chosen, ...extent };
}

describe('a hostile tree', () => {
  it('of broken files, and of Python 2, still gives what can be read', async () => {
    const root = appTree({
      'app.py': ANSWER,
      'broken.py': `${ANSWER}def (((:\n  ]]] = = \n`,
      'old.py': `import openai\nprint "x", openai.Completion.create(prompt="x")\n`,
    });
    expect(await chosenIn(root)).toMatchObject({ chosen: 'app:answer', broken: 2 });
  });

  it('of links in circles and out of the root is not followed', async () => {
    const outside = appTree({ 'app.py': ANSWER });
    const root = appTree({ 'pkg/notes.py': '' });
    symlinkSync(root, path.join(root, 'pkg/circle'));
    symlinkSync(outside, path.join(root, 'outside'));
    symlinkSync(path.join(outside, 'app.py'), path.join(root, 'app.py'));
    expect(await chosenIn(root)).toMatchObject({ chosen: null, files: 1 });
  });

  it('with a Python file of 50 MB counts it', async () => {
    const root = appTree({ 'app.py': ANSWER, 'data.py': ANSWER });
    truncateSync(path.join(root, 'data.py'), 50_000_000);
    expect(await chosenIn(root)).toMatchObject({ chosen: 'app:answer', tooLarge: 1 });
  });

  it('of sources that are not UTF-8 is read all the same', async () => {
    const root = appTree({
      'app.py': Buffer.from(`# -*- coding: latin-1 -*-\n# caf\xe9\n${ANSWER}`, 'latin1'),
    });
    expect(await chosenIn(root)).toMatchObject({ chosen: 'app:answer', broken: 0 });
  });

  it.each<[string, string, Buffer]>([
    [
      'in the encoding that it declares',
      'app:\u043e\u0442\u0432\u0435\u0442',
      Buffer.from(`# coding: cp1251\n${ANSWER.replace('answer', '\xee\xf2\xe2\xe5\xf2')}`, 'latin1'),
    ],
    [
      'in one that nobody knows',
      'app:r\xe9ponse',
      Buffer.from(`# coding: klingon\n${ANSWER.replace('answer', 'r\xe9ponse')}`, 'latin1'),
    ],
    ['behind a byte order mark', 'app:answer', Buffer.from(`\ufeff${ANSWER}`)],
  ])('of a source %s is read', async (_, chosen, source) => {
    expect(await chosenIn(appTree({ 'app.py': source }))).toMatchObject({ chosen, broken: 0 });
  });

  it('of UTF-16, which Python refuses, says that it is no Python', async () => {
    const root = appTree({ 'app.py': Buffer.from(`\ufeff${ANSWER}`, 'utf16le') });
    expect(await chosenIn(root)).toMatchObject({ chosen: null, broken: 1 });
  });

  it.each([
    ['parentheses', `${'('.repeat(10_000)}1${')'.repeat(10_000)}`],
    ['attributes', `a${'.b'.repeat(10_000)}`],
    ['calls', `${'f('.repeat(10_000)}1${')'.repeat(10_000)}`],
    ['methods', `a${'.b()'.repeat(10_000)}`],
    ['operators', 'a + '.repeat(10_000).concat('1')],
  ])('of ten thousand %s in one another is read', async (_, nested) => {
    const { chosen } = await chosenIn(appTree({ 'app.py': `${ANSWER}x = ${nested}\n` }));
    expect(chosen).toBe('app:answer');
  });

  it('of modules that take everything from one another ends', async () => {
    const names = Array.from({ length: 40 }, (_, index) => `m${String(index)}`);
    const taken = names.map((name) => `from ${name} import *\n`).join('');
    const root = appTree({
      'app.py': `${taken}${ANSWER}def go(q):\n    return nowhere.ask(q)\n`,
      ...Object.fromEntries(names.map((name) => [`${name}.py`, `import openai\n${taken}`])),
    });
    expect((await chosenIn(root)).chosen).toBe('app:answer');
  });

  it.skipIf(process.platform === 'win32')('of pipes waits for none', async () => {
    const root = appTree({ 'app.py': ANSWER });
    execFileSync('mkfifo', [path.join(root, '.gitignore'), path.join(root, 'pipe.py')]);
    expect(await chosenIn(root)).toMatchObject({ chosen: 'app:answer', files: 1 });
  });

  it('with a .gitignore of a hundred thousand lines stops, and says so', async () => {
    const files = Array.from({ length: 150 }, (_, index): [string, string] => [`m${String(index)}.py`, '']);
    const root = appTree({
      '.gitignore': 'a\n'.repeat(100_000),
      'app.py': ANSWER,
      ...Object.fromEntries(files),
    });
    expect(await chosenIn(root)).toMatchObject({ chosen: 'app:answer', stopped: true });
  });

  it('with NUL bytes and endless nesting ends', async () => {
    const deep = `${ANSWER}x = ${'('.repeat(20_000)}\ny = ${'f('.repeat(5_000)}\n`;
    const root = appTree({ 'app.py': ANSWER, 'deep.py': deep, 'nul.py': `${ANSWER}\0\0\0` });
    expect((await chosenIn(root)).chosen).not.toBeNull();
  });

  it('of more code than an app has says how many files it left', async () => {
    const filler = `${ANSWER}#${'x'.repeat(500_000)}\n`;
    const files = Array.from({ length: 12 }, (_, index): [string, string] => [
      `part${String(index)}.py`,
      filler,
    ]);
    const { leftOut, parsed } = await chosenIn(appTree(Object.fromEntries(files)));
    expect({ leftOut, parsed }).toEqual({ leftOut: 4, parsed: 8 });
  });

  it.each([
    ['migrations that Django numbers', null, 'migrations/0001_initial.py', ''],
    ['migrations of its own', 'migrations.app:answer', 'migrations/__init__.py', ''],
    ['languages of gettext', null, 'locale/fr/LC_MESSAGES/app.po', 'locale/fr/'],
    ['a locale of its own', 'locale.app:answer', 'locale/__init__.py', ''],
  ])('with %s', async (_, chosen, beside, folder) => {
    const root = appTree({ [beside]: '', [`${folder || `${path.dirname(beside)}/`}app.py`]: ANSWER });
    expect((await chosenIn(root)).chosen).toBe(chosen);
  });

  it('of definitions in a circle ends', async () => {
    const root = appTree({
      'a.py': `from b import x as y\nfrom b import *\nz = y\nz = z()\n${ANSWER}`,
      'b.py': 'from a import y as x\nfrom a import *\nclass A(A): pass\n',
    });
    expect((await chosenIn(root)).chosen).toBe('a:answer');
  });

  it('where the names that lead to addresses fan out ends', async () => {
    const fan = Array.from(
      { length: 9 },
      (_, level) =>
        `N${level} = [${Array(50)
          .fill(`N${level + 1}`)
          .join(', ')}]\n`,
    );
    const asked = '    requests.post(N0, json=question)\n'.repeat(600);
    const root = appTree({
      'app.py': `import requests\nMARK = "/chat/completions"\n${fan.join('')}\ndef answer(question):\n${asked}`,
    });
    expect(await chosenIn(root)).toMatchObject({ chosen: null, parsed: 1 });
  });

  it('with a module that no template may take for code is named as it is', async () => {
    const root = appTree({ '<%= x %>.py': ANSWER });
    const { candidates } = await findTask(root, '');
    expect(candidates[0]?.target).toBe('<%= x %>:answer');
  });

  it('of more files than are looked at stops there, and says so', async () => {
    const root = appTree({ 'app.py': ANSWER });
    for (let folder = 0; folder < 11; folder++) {
      const inside = path.join(root, `folder${folder}`);
      mkdirSync(inside);
      for (let file = 0; file < 1000; file++) writeFileSync(path.join(inside, `m${file}.py`), '');
    }
    expect(await chosenIn(root)).toMatchObject({ chosen: 'app:answer', files: MOST_FILES, stopped: true });
  });
});

describe('left out are', () => {
  it.each([
    ['what .gitignore ignores', { '.gitignore': 'scratch/\n', 'scratch/app.py': ANSWER }],
    ['what a deeper .gitignore ignores', { 'a/.gitignore': '*_local.py', 'a/app_local.py': ANSWER }],
    ['hidden folders', { '.cache/app.py': ANSWER }],
    ['virtual environments of any name', { 'py312/pyvenv.cfg': '', 'py312/app.py': ANSWER }],
    ['node_modules', { 'node_modules/x/app.py': ANSWER }],
    ['build output', { 'build/lib/app.py': ANSWER }],
    ['folders of tests', { 'tests/app.py': ANSWER }],
    ['files of tests', { 'test_app.py': ANSWER, 'app_test.py': ANSWER, 'conftest.py': ANSWER }],
  ])('%s', async (_, files) => {
    expect(await chosenIn(appTree(files))).toMatchObject({ chosen: null, files: 0 });
  });

  it('but not what .gitignore takes back', async () => {
    const root = appTree({ '.gitignore': '*.py\n', 'src/.gitignore': '!app.py\n', 'src/app.py': ANSWER });
    expect((await chosenIn(root)).chosen).toBe('app:answer');
  });
});
