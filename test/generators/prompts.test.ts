import { rmSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { askForOptions, type Ask } from '../../generators/app/prompts.js';
import { resolvePlan } from '../../lib/plan/resolve-plan.js';
import { appTree } from '../task-discovery/app-tree.js';

const MODEL = 'from openai import OpenAI\nclient = OpenAI()\n';
const ASKS = '    return client.chat.completions.create(messages=[])\n';

/** Answers the question for the task, and takes every other default. */
function answering(...answers: readonly string[]): Ask {
  const left = [...answers];
  return async ({ message, validate, default: initial }) => {
    const isForTask = /What does the experiment call|Which one/.test(message);
    const answer = (isForTask ? left.shift() : initial) ?? '';
    const verdict = (await validate?.(answer)) ?? true;
    if (verdict !== true) throw new Error(verdict);
    return answer;
  };
}

it.each<[string, Ask]>([
  ['one of those that are offered', answering('app:answer')],
  ['another one', answering('another', 'app:plain')],
])('an app is searched once, where somebody chooses %s', async (_, ask) => {
  const folder = appTree({
    'app.py': `${MODEL}def answer(question):\n${ASKS}def plain(text):\n    return text\n`,
  });
  const surroundings = { workingFolder: folder, destinationFolder: folder };
  const options = await askForOptions({}, surroundings, ask);
  rmSync(path.join(folder, 'app.py'));
  const { task } = await resolvePlan(options, surroundings);
  expect(task).toMatchObject({ kind: 'wired', isNamed: true, called: { target: options.taskSource } });
});

it('nothing is offered that no import can name', async () => {
  const folder = appTree({
    'my-app/app.py': `${MODEL}def answer(question):\n${ASKS}`,
    'other.py': `${MODEL}def ask(question):\n${ASKS}`,
  });
  const offered: string[] = [];
  const ask: Ask = (question) => {
    if (question.message === 'What does the experiment call?')
      offered.push(...(question.choices ?? []).map(({ value }) => value));
    return answering('placeholder')(question);
  };
  await askForOptions({}, { workingFolder: folder, destinationFolder: folder }, ask);
  expect(offered).toEqual(['other:ask', 'another', 'placeholder']);
});
