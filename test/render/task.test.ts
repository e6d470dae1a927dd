import { expect, it } from 'vitest';
import type { AnswerShape, InputShape } from '../../lib/dataset/dataset-shape.js';
import { askMachinePython } from '../python/machine-python.js';
import { planOfShape, sectionCode } from './experiment-plan.js';

/** Runs the task of section 4 against a client that notes what it is asked, and answers as told. */
const RUN_TASK = `
from __future__ import annotations
import json, sys
from types import SimpleNamespace
from typing import Any, Dict

code, input_data, content = json.load(sys.stdin)
asked = []

def create(**arguments):
    asked.append(arguments)
    return SimpleNamespace(choices=[SimpleNamespace(message=SimpleNamespace(content=content))])

class OpenAI:
    chat = SimpleNamespace(completions=SimpleNamespace(create=create))

exec(code, globals())
output = task_fn(input_data=input_data, config={"model": "m", "temperature": 0.5})
json.dump({"asked": asked, "output": output}, sys.stdout)
`;

interface TaskRun {
  readonly asked: readonly [{ readonly messages: readonly object[]; readonly [name: string]: unknown }];
  readonly output: unknown;
}

function run(input: InputShape, answer: AnswerShape, inputData: unknown, content: string | null): TaskRun {
  const code = sectionCode(planOfShape({ input, answer }), 4);
  return askMachinePython(RUN_TASK, [code, inputData, content]) as TaskRun;
}

const conversation = [
  { role: 'system', content: 'Be brief.' },
  { role: 'user', content: 'Who?' },
];
const HOSTILE_KEY = `a'b"c\\ """ <%= 6*7 %> \${x} %s {y}\n\u2028😀`;
const longKeys = Array.from({ length: 12 }, (_, index) => `a rather long name of key number ${index}`);

it.each<[string, InputShape, unknown, string]>([
  ['a text', { kind: 'text' }, 'Who?', 'Who?'],
  ['anything, a text', { kind: 'any' }, 'Who?', 'Who?'],
  ['anything, no text', { kind: 'any' }, { q: ['日本', 1] }, '{"q": ["日本", 1]}'],
  ['one key', { kind: 'keys', keys: ['q'], everywhere: true, text: true }, { q: 'Who?' }, 'Who?'],
  [
    'one key of no text',
    { kind: 'keys', keys: ['q'], everywhere: true, text: false },
    { q: [1, 'é'] },
    '[1, "é"]',
  ],
  ['one key that may be missing', { kind: 'keys', keys: ['q'], everywhere: false, text: true }, {}, ''],
  [
    'several keys',
    { kind: 'keys', keys: ['q', 'context'], everywhere: true, text: true },
    { context: 'b', q: 'a' },
    'q: a\ncontext: b',
  ],
  [
    'several keys that may be missing',
    { kind: 'keys', keys: ['q', 'c', 'd'], everywhere: false, text: true },
    { d: 'b', q: 'a' },
    'q: a\nd: b',
  ],
  [
    'several keys of no text',
    { kind: 'keys', keys: ['q', 'c'], everywhere: true, text: false },
    { q: 'a', c: [1] },
    'q: "a"\nc: [1]',
  ],
  [
    'one hostile key',
    { kind: 'keys', keys: [HOSTILE_KEY], everywhere: true, text: true },
    { [HOSTILE_KEY]: 'a' },
    'a',
  ],
  [
    'hostile keys',
    { kind: 'keys', keys: [HOSTILE_KEY, 'q'], everywhere: true, text: true },
    { [HOSTILE_KEY]: 'a', q: 'b' },
    `${HOSTILE_KEY}: a\nq: b`,
  ],
  [
    'more keys than fit on a line',
    { kind: 'keys', keys: longKeys, everywhere: true, text: true },
    Object.fromEntries(longKeys.map((key) => [key, 'a'])),
    longKeys.map((key) => `${key}: a`).join('\n'),
  ],
])('asks what it is given: %s', (_title, shape, inputData, prompt) => {
  const { asked, output } = run(shape, { kind: 'text' }, inputData, 'Bob');
  expect(asked).toEqual([{ model: 'm', temperature: 0.5, messages: [{ role: 'user', content: prompt }] }]);
  expect(output).toBe('Bob');
});

it('lays more keys than fit on a line out as a reader would', () => {
  const plan = planOfShape({ input: { kind: 'keys', keys: longKeys, everywhere: true, text: true } });
  const list = /^ {4}keys = \[\n((?: {8}"[^"]*",\n)+) {4}\]$/m.exec(sectionCode(plan, 4))?.[1];
  expect(list?.trimEnd().split('\n')).toHaveLength(longKeys.length);
});

it('hands a conversation on as it is', () => {
  const { asked } = run({ kind: 'messages', key: 'chat' }, { kind: 'text' }, { chat: conversation }, 'Bob');
  expect(asked[0].messages).toEqual(conversation);
});

it('puts its instruction before a conversation', () => {
  const { asked } = run(
    { kind: 'messages', key: 'chat' },
    { kind: 'structured' },
    { chat: conversation },
    '[]',
  );
  expect(asked[0].messages).toEqual([
    { role: 'system', content: 'Answer with JSON only, without a code fence.' },
    ...conversation,
  ]);
});

it.each<[AnswerShape, string | null, unknown]>([
  [{ kind: 'text' }, '{"a": 1}', '{"a": 1}'],
  [{ kind: 'text' }, null, ''],
  [{ kind: 'scalar' }, '1', '1'],
  [{ kind: 'column', column: 'a' }, '1', '1'],
  [{ kind: 'none' }, '1', '1'],
  [{ kind: 'unknown' }, '{"a": 1}', '{"a": 1}'],
  [{ kind: 'structured' }, '[1, {"a": null}]', [1, { a: null }]],
  [{ kind: 'structured' }, 'no JSON', 'no JSON'],
  [{ kind: 'structured' }, null, ''],
  [{ kind: 'columns', columns: ['a', 'b'] }, '{"a": 1, "b": "x"}', { a: 1, b: 'x' }],
  [{ kind: 'mixed' }, '{"a": 1}', { a: 1 }],
  [{ kind: 'mixed' }, '1', '1'],
  [{ kind: 'mixed' }, '"Paris"', '"Paris"'],
  [{ kind: 'mixed' }, 'Paris', 'Paris'],
])('for answers of %j turns %j into %j', (answer, content, output) => {
  expect(run({ kind: 'text' }, answer, 'Who?', content).output).toEqual(output);
});

it.each<[AnswerShape, string]>([
  [{ kind: 'columns', columns: ['a', HOSTILE_KEY] }, `a, ${JSON.stringify(HOSTILE_KEY)}`],
  [{ kind: 'structured', keys: ['total', 'items'] }, 'total, items'],
])('asks for an object with the keys that are expected', (answer, keys) => {
  const { asked } = run({ kind: 'text' }, answer, 'Who?', '{}');
  expect(asked[0]).toMatchObject({
    response_format: { type: 'json_object' },
    messages: [
      { role: 'system', content: `Answer with one JSON object with these keys: ${keys}` },
      { role: 'user', content: 'Who?' },
    ],
  });
});
