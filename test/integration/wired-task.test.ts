import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Trial } from '../../lib/try/trial.js';
import { folderWith, ownCommand, runCommand } from './commands.js';
import { generate, pythonExecutable, type PythonEnvironment } from './experiments.js';

const RECORDS = JSON.stringify([
  { input_data: { question: 'Peru?' }, expected_output: 'Lima' },
  { input_data: { question: 'Chile?' }, expected_output: 'Santiago' },
]);

const OPENAI = 'from openai import OpenAI, AsyncOpenAI\n';
const MESSAGES = 'model="m", messages=[{"role": "user", "content": question}]';

interface WiredCase {
  readonly shape: string;
  readonly files: Readonly<Record<string, string>>;
  readonly target: string;
  readonly records?: unknown;
  /** What comes back for the first record. */
  readonly output: unknown;
  readonly format?: 'py' | 'ipynb';
  /** What has to be left for the user to do. */
  readonly todos?: number;
}

/** A single module at the root. */
function single(shape: string, code: string, output: unknown, others: Partial<WiredCase> = {}): WiredCase {
  return { shape, files: { 'bot.py': code }, target: 'bot:answer', output, ...others };
}

const CASES: readonly WiredCase[] = [
  single('a function', 'def answer(question): return question + "!"\n', 'Peru?!'),
  {
    shape: 'a package below src',
    files: {
      'src/shop/__init__.py': '',
      'src/shop/words.py': 'MARK = "!"\n',
      'src/shop/bots/__init__.py': '',
      'src/shop/bots/chat.py':
        'from ..words import MARK\ndef answer(question: str) -> str:\n    return question + MARK\n',
    },
    target: 'shop.bots.chat:answer',
    output: 'Peru?!',
  },
  {
    shape: 'a package, from a notebook',
    files: {
      'shop/__init__.py': 'from .chat import answer\n',
      'shop/chat.py': 'def answer(question):\n    return [question]\n',
    },
    target: 'shop:answer',
    output: ['Peru?'],
    format: 'ipynb',
  },
  single(
    "a conversation of the app's own messages, a new one for each record",
    'from pydantic import BaseModel\nclass Message(BaseModel):\n    role: str\n    content: str\nseen = set()\ndef answer(messages: list[Message], session_id: str) -> str:\n    assert session_id not in seen\n    seen.add(session_id)\n    return f"{messages[-1].role}: {messages[-1].content}"\n',
    'user: Peru?',
  ),
  single(
    'an async function whose client is shared by all records',
    'import asyncio\nlock = asyncio.Lock()\nasync def answer(question):\n    async with lock:\n        await asyncio.sleep(0.01)\n    return question\n',
    'Peru?',
  ),
  single('a generator', 'def answer(question):\n    yield question\n    yield "!"\n', 'Peru?!'),
  single(
    'a generator that says what it yields',
    'from typing import Iterator\ndef answer(question) -> Iterator[str]:\n    yield question\n    yield "!"\n',
    'Peru?!',
  ),
  single(
    'an async generator, in a notebook',
    'async def answer(question):\n    yield question\n    yield {"more": 1}\n',
    ['Peru?', { more: 1 }],
    { format: 'ipynb' },
  ),
  single(
    'a stream of OpenAI',
    `${OPENAI}client = OpenAI()\ndef answer(question):\n    return client.chat.completions.create(stream=True, ${MESSAGES})\n`,
    'Lima',
  ),
  single(
    'an async stream of OpenAI',
    `${OPENAI}client = AsyncOpenAI()\nasync def answer(question):\n    return await client.chat.completions.create(stream=True, ${MESSAGES})\n`,
    'Lima',
  ),
  single(
    'a response of OpenAI',
    `${OPENAI}client = OpenAI()\ndef answer(question):\n    return client.chat.completions.create(${MESSAGES})\n`,
    'Lima',
  ),
  single(
    'a response of OpenAI within a dict',
    `${OPENAI}client = OpenAI()\ndef answer(question):\n    return {"reply": client.responses.create(model="m", input=question)}\n`,
    { reply: 'Lima' },
  ),
  single(
    'a method of a class that is made once',
    'import time\nmade = []\nclass answer:\n    def __init__(self, name="bot"):\n        time.sleep(0.2)\n        made.append(name)\n    def ask(self, question):\n        time.sleep(0.3)\n        return [question, len(made)]\n',
    ['Peru?', 1],
    { target: 'bot:answer.ask' },
  ),
  single(
    'a method of a class that needs something, async',
    'class Bot:\n    def __init__(self, client, temperature):\n        self.client, self.temperature = client, temperature\n    async def ask(self, question):\n        return [self.client, question, self.temperature]\n',
    [null, 'Peru?', 0],
    { target: 'bot:Bot.ask', todos: 1 },
  ),
  single(
    'a classmethod',
    'class Bot:\n    @classmethod\n    def ask(cls, question):\n        return cls.__name__ + question\n',
    'BotPeru?',
    { target: 'bot:Bot.ask' },
  ),
  single(
    'a static method',
    'class Bot:\n    @staticmethod\n    def ask(question):\n        return question\n',
    'Peru?',
    { target: 'bot:Bot.ask' },
  ),
  single('a dict', 'def answer(inputs: dict) -> dict:\n    return inputs\n', { question: 'Peru?' }),
  single('keyword arguments', 'def answer(**given):\n    return given\n', { question: 'Peru?' }),
  single(
    'several keys, model, temperature and config',
    'def answer(context, question, model, temperature=1, config=None):\n    return [context, question, model, temperature, config["model"]]\n',
    ['a country', 'Peru?', 'gpt-4o-mini', 0, 'gpt-4o-mini'],
    { records: [{ input_data: { question: 'Peru?', context: 'a country' }, expected_output: 'Lima' }] },
  ),
  single(
    'a parameter that nothing feeds',
    'def answer(question, session):\n    return [question, session]\n',
    ['Peru?', null],
    { todos: 1 },
  ),
  single('a name that the generated file uses itself', 'def results(question): return question\n', 'Peru?', {
    target: 'bot:results',
  }),
  single(
    'a Pydantic model in and out',
    'from pydantic import BaseModel\nclass Query(BaseModel):\n    text: str\n    top: int = 3\nclass Reply(BaseModel):\n    text: str\n    sources: list[Query]\ndef answer(query: Query) -> Reply:\n    return Reply(text=query.text, sources=[query])\n',
    { text: 'Peru?', sources: [{ text: 'Peru?', top: 3 }] },
  ),
  single(
    'a dataclass, and an object that is neither',
    'from dataclasses import dataclass\nfrom datetime import date\n@dataclass\nclass Reply:\n    text: str\n    day: date\ndef answer(question):\n    return Reply(question, date(2026, 1, 2))\n',
    { text: 'Peru?', day: '2026-01-02' },
  ),
  single(
    'structured answers, as a text',
    'def answer(question: str) -> str:\n    return \'{"city": "Lima"}\'\n',
    { city: 'Lima' },
    { records: [{ input_data: { question: 'Peru?' }, expected_output: { city: 'Lima' } }] },
  ),
  single('a conversation', 'def answer(messages):\n    return messages[-1]["content"]\n', 'Peru?', {
    records: [{ input_data: { messages: [{ role: 'user', content: 'Peru?' }] }, expected_output: 'Lima' }],
  }),
];

describe('section 4 calls', () => {
  it.concurrent.each(CASES.map((one, index) => ({ ...one, index })))(
    '$shape',
    async ({ files, target, records, output, format = 'py', todos = 0, index }) => {
      const text = records === undefined ? RECORDS : JSON.stringify(records);
      const folder = folderWith({ ...files, 'records.json': text });
      const flags = ['--dataset', 'records.json', '--task-source', target, '--format', format];
      const { stdout } = await generate(folder, flags);
      expect(stdout).toContain('Syntax check: pass');
      expect(stdout).toContain(`task_fn(input_data, config) calls ${target}`);
      expect(stdout.includes('Fill in what')).toBe(todos > 0);
      const file = `experiments/experiment.${format}`;
      const code = readFileSync(path.join(folder, file), 'utf8');
      const section = code.slice(code.indexOf('4. Task function'), code.indexOf('5. Evaluators'));
      expect(section.match(/# TODO\(user\)/g)?.length ?? 0).toBe(todos);
      expect(code).not.toContain('OpenAI');
      // Kernels are in the newer environment alone.
      const python: PythonEnvironment = format === 'ipynb' || index % 2 === 0 ? 'newest' : 'oldest';
      const trial = await tryIn(path.join(folder, 'experiments'), `experiment.${format}`, python);
      expect(trial.failures).toEqual([]);
      expect(trial.records[0]?.runs.expected?.output).toEqual(output);
    },
  );
});

/** Tries a file from another folder than it was generated in: it finds the app all the same. */
async function tryIn(folder: string, file: string, python: PythonEnvironment): Promise<Trial> {
  const flags = ['--python', pythonExecutable(python), '--answers', 'expected', '--report', 'report.json'];
  const { status, stdout, stderr } = await runCommand([...ownCommand(), 'try', file, ...flags], {
    folder,
    timeLimit: 110_000,
  });
  expect(status, stdout + stderr).toBe(0);
  return JSON.parse(readFileSync(path.join(folder, 'report.json'), 'utf8')) as Trial;
}

const CHAT = `${OPENAI}client = OpenAI()
def answer(question):
    return client.chat.completions.create(model="m", messages=[]).choices[0].message.content
`;

describe('without --task-source', () => {
  it.concurrent('the best one is called where it is clearly ahead', async () => {
    const { stdout } = await generate(folderWith({ 'chat.py': CHAT }), []);
    expect(stdout).toContain('task_fn(input_data, config) calls chat:answer, chat.py:3: line ');
    expect(stdout).toContain('--placeholder-task');
    expect(stdout).toContain('  export OPENAI_API_KEY="your OpenAI key"  # for answer()\n');
  });

  it.concurrent('the placeholder is kept, and flags are told, where two are as good', async () => {
    const { stdout } = await generate(folderWith({ 'chat.py': CHAT, 'agent.py': CHAT }), []);
    expect(stdout).toContain('--task-source agent:answer  # agent.py:3, ');
    expect(stdout).toContain('--task-source chat:answer  # chat.py:3, ');
    expect(stdout).toContain('only while the placeholder task is kept');
  });

  it.concurrent('--placeholder-task looks for nothing', async () => {
    const { stdout } = await generate(folderWith({ 'chat.py': CHAT }), ['--placeholder-task']);
    expect(stdout).toContain('✓ task_fn(input_data, config): line ');
    expect(stdout).not.toContain('--task-source');
  });

  it.concurrent('a module that no import can name is told of, and not called', async () => {
    const folder = folderWith({ '<%= 6*7 %>.py': CHAT });
    const { stdout } = await generate(folder, []);
    expect(stdout).toContain('"<%= 6*7 %>.py", line 3, asks an LLM, but cannot be called');
    expect(stdout).toContain('✓ task_fn(input_data, config): line ');
  });

  it.concurrent('side effects are told, with their places', async () => {
    const code = `import os, sqlite3, requests\n${CHAT.replace('return', 'open("log.txt", "w"); sqlite3.connect("x"); os.getenv("REGION"); requests.get("u")\n    return')}`;
    const { stdout } = await generate(folderWith({ 'chat.py': code }), []);
    expect(stdout).toContain('! answer() reads environment variables at each record: REGION (chat.py:5)');
    expect(stdout).toContain('! answer() sends requests elsewhere at each record: requests.get (chat.py:5)');
    expect(stdout).toContain('! answer() uses a database at each record: sqlite3.connect (chat.py:5)');
    expect(stdout).toContain('! answer() writes files at each record: open (chat.py:5)');
  });

  it.concurrent('nothing of the app is run or imported', async () => {
    const folder = folderWith({ 'chat.py': `open("ran", "w")\n${CHAT}` });
    await generate(folder, []);
    expect(() => readFileSync(path.join(folder, 'ran'))).toThrow();
  });

  it.concurrent('an experiment that was generated before is no task', async () => {
    const folder = folderWith({});
    await generate(folder, ['--output', 'main.py']);
    const before = readFileSync(path.join(folder, 'main.py'), 'utf8');
    const { stderr } = await generate(folder, ['--output', 'main.py']);
    expect(stderr).toContain('identical main.py');
    expect(readFileSync(path.join(folder, 'main.py'), 'utf8')).toBe(before);
  });

  it.concurrent('the app may lie elsewhere', async () => {
    const app = folderWith({ 'chat.py': 'def answer(question): return question\n' }, "it's here");
    const folder = folderWith({});
    await generate(folder, ['--app-root', app, '--task-source', 'chat:answer']);
    const script = readFileSync(path.join(folder, 'experiments/experiment.py'), 'utf8');
    expect(script).toContain(`sys.path.insert(0, "${app}")`);
    const trial = await tryIn(folder, 'experiments/experiment.py', 'newest');
    expect(trial.failures).toEqual([]);
  });
});

const CLAUDE = `from anthropic import Anthropic
client = Anthropic()
def answer(question):
    messages = [{"role": "user", "content": question}]
    return client.messages.create(model="m", max_tokens=9, messages=messages).content[0].text
`;

it.concurrent.each(['is it grounded in our documents', 'are the right tools called', 'valid JSON'])(
  'a judge asks the task’s own provider: %s',
  async (purpose) => {
    const folder = folderWith({ 'chat.py': CLAUDE, 'records.json': RECORDS });
    await generate(folder, ['--dataset', 'records.json', '--purpose', purpose]);
    const script = readFileSync(path.join(folder, 'experiments/experiment.py'), 'utf8');
    expect(script).toContain('provider="anthropic"');
    expect(script).not.toContain('OPENAI_API_KEY');
    const { evaluators } = await tryIn(folder, 'experiments/experiment.py', 'providers');
    const judges = evaluators.filter(({ simulated }) => simulated);
    expect(judges).toMatchObject([{ tallies: { expected: { passed: 2, errors: 0 } } }]);
  },
);

describe('refuses', () => {
  it.concurrent.each([
    [['--task-source', 'chat:anwser'], 'The nearest that ask an LLM: chat:answer.'],
    [['--task-source', 'class:answer'], 'in which Python reads one of its own words'],
    [['--task-source', 'chat:answer', '--placeholder-task'], 'exclude each other'],
    [['--app-root', '/'], 'the root of the file system'],
    [['--app-root', 'nowhere'], 'is no folder'],
  ])('%j', async (flags, message) => {
    const folder = folderWith({ 'chat.py': CHAT });
    const { status, stderr } = await runCommand([...ownCommand(), '--skip-prompts', ...flags], { folder });
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(status).toBe(1);
    expect(() => readFileSync(path.join(folder, 'experiments'))).toThrow('ENOENT');
  });
});
