import { expect, it } from 'vitest';
import { findTask } from '../../lib/task-discovery/find-task.js';
import { appTree } from './app-tree.js';

const PLAIN = 'def add(a, b=1):\n    return a\n';

async function asked(files: Readonly<Record<string, string>>, target: string) {
  return (await findTask(appTree(files), 'Output accuracy', target)).asked;
}

it.each<[string, Readonly<Record<string, string>>, string, string, string]>([
  ['at the root', { 'sums.py': PLAIN }, 'sums:add', '', 'sums.py'],
  ['in a package', { 'pkg/__init__.py': '', 'pkg/sums.py': PLAIN }, 'pkg.sums:add', '', 'pkg/sums.py'],
  [
    'below src',
    { 'src/pkg/__init__.py': '', 'src/pkg/sums.py': PLAIN },
    'pkg.sums:add',
    'src',
    'src/pkg/sums.py',
  ],
  ['in a package itself', { 'pkg/__init__.py': PLAIN }, 'pkg:add', '', 'pkg/__init__.py'],
  [
    'taken from another module',
    { 'pkg/__init__.py': 'from .sums import add\n', 'pkg/sums.py': PLAIN },
    'pkg:add',
    '',
    'pkg/sums.py',
  ],
  ['that is ignored', { '.gitignore': 'sums.py\n', 'sums.py': PLAIN }, 'sums:add', '', 'sums.py'],
  ['among tests', { 'tests/sums.py': PLAIN }, 'tests.sums:add', '', 'tests/sums.py'],
])('finds a function that asks no LLM %s', async (_where, files, target, importRoot, file) => {
  expect(await asked(files, target)).toMatchObject({
    target,
    importRoot,
    file,
    line: 1,
    parameters: [
      { name: 'a', hasDefault: false },
      { name: 'b', hasDefault: true },
    ],
  });
});

it('finds a method that is inherited, with what its class is made with', async () => {
  const found = await asked(
    {
      'bots.py':
        'class Base:\n    def ask(self, q): return q\nclass Bot(Base):\n    def __init__(self, name): pass\n',
    },
    'bots:Bot.ask',
  );
  expect(found).toMatchObject({ method: 'instance', constructorParameters: [{ name: 'name' }] });
});

it('finds a method of an object that the module makes', async () => {
  const found = await asked(
    { 'bots.py': 'class Bot:\n    def ask(self, q): return q\nbot = Bot()\n' },
    'bots:bot.ask',
  );
  expect(found).toMatchObject({ method: 'static', parameters: [{ name: 'q' }] });
});

it.each(['sums:sub', 'sums:Class', 'sums:CONSTANT', 'other:add', 'json:loads'])(
  'finds no %s',
  async (target) => {
    expect(await asked({ 'sums.py': `${PLAIN}class Class: pass\nCONSTANT = 1\n` }, target)).toBeNull();
  },
);

it('tells the fields of a body, inherited ones first, and which of them are required', async () => {
  const app = {
    'schemas.py':
      'from pydantic import BaseModel, Field\nclass Base(BaseModel):\n    user: str\n' +
      'class Query(Base):\n    text: str = Field(..., min_length=1)\n    top: int = Field(5)\n    tag: str = None\n',
    'api.py': 'from schemas import Query\ndef ask(query: Query):\n    return query\n',
  };
  const found = await asked(app, 'api:ask');
  expect(found?.parameters[0]?.body).toMatchObject({
    module: 'schemas',
    name: 'Query',
    fields: [
      { name: 'user', hasDefault: false },
      { name: 'text', hasDefault: false },
      { name: 'top', hasDefault: true },
      { name: 'tag', hasDefault: true },
    ],
  });
});

it('knows what only a framework brings', async () => {
  const found = await asked(
    {
      'api.py':
        'from fastapi import Depends, Form\ndef ask(q: str = Form("x"), db=Depends(get)):\n    return q\n',
    },
    'api:ask',
  );
  expect(found?.parameters).toMatchObject([
    { name: 'q', hasDefault: false },
    { name: 'db', hasDefault: false, isInjected: true },
  ]);
});
