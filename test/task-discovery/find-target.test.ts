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

it.each([
  ['of an object', 'ask = Bot().ask\n'],
  ['of an object with a name', 'bot = Bot()\nask = bot.ask\n'],
])('finds a method %s under a name of its own, bound', async (_, line) => {
  const found = await asked({ 'bots.py': `class Bot:\n    def ask(self, q): return q\n${line}` }, 'bots:ask');
  expect(found).toMatchObject({ target: 'bots:ask', method: 'static', parameters: [{ name: 'q' }] });
});

it('gives what is dispatched by its first argument that one by its place', async () => {
  const found = await asked(
    { 'sums.py': 'import functools\n@functools.singledispatch\ndef add(a, b=1): return a\n' },
    'sums:add',
  );
  expect(found?.parameters.map(({ kind }) => kind)).toEqual(['positional-only', 'positional']);
});

it.each([
  ['a class', 'bots:Bot', 'it is the class Bot ("bots.py", line 2). Its methods are named so: bots:Bot.ask'],
  [
    'an object',
    'bots:bot',
    'it is an object of the class Bot ("bots.py", line 2). Its methods are named so: bots:bot.ask',
  ],
  ['an object that is called', 'bots:caller', 'Its methods are named so: bots:caller.__call__'],
  [
    'a class without methods',
    'bots:Empty',
    'it is the class Empty ("bots.py", line 7). It has no method to name',
  ],
  ['a property', 'bots:Bot.name', 'it is a property of the class Bot'],
  ['no method', 'bots:Bot.nope', 'there is no such method in the class Bot ("bots.py", line 2)'],
  [
    'a function inside another',
    'bots:outer.inner',
    'outer is a function ("bots.py", line 10), and nothing inside of it can be imported',
  ],
  ['a lambda', 'bots:short', 'short is a value that "bots.py" makes. Write a function that calls it'],
  ['a partial', 'bots:part', 'part is a value that "bots.py" makes'],
  ['a module', 'bots:functools', '"bots.py" imports functools, and there it is no function'],
  ['nothing', 'bots:nope', 'there is none of that name at the top of "bots.py"'],
  ['no module', 'os:getcwd', 'no module of that name is in "/'],
  ['a file', 'bots.py:outer', 'A module is named without .py'],
])('says what is there instead, for %s', async (_, target, expected) => {
  const root = appTree({
    'bots.py': `import functools
class Bot:
    @property
    def name(self): return "x"
    def ask(self, q): return q
    def _hidden(self, q): return q
class Empty: pass
class Caller:
    def __call__(self, q): return q
def outer():
    def inner(q): return q
    return inner
bot = Bot()
caller = Caller()
short = lambda q: q
part = functools.partial(outer)
`,
  });
  const { asked: found, askedInstead } = await findTask(root, '', target);
  expect(found).toBeNull();
  expect(askedInstead).toContain(expected);
});

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
