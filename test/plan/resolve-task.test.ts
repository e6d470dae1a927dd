import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { listTasks } from '../../generators/app/steps.js';
import { resolvePlan, type PlanRequest } from '../../lib/plan/resolve-plan.js';
import { UserError } from '../../lib/user-error.js';
import { appTree } from '../task-discovery/app-tree.js';

const ANSWER =
  'from openai import OpenAI\nclient = OpenAI()\n\ndef answer(question):\n    return client.chat.completions.create(messages=[])\n';

async function planIn(files: Readonly<Record<string, string | Uint8Array>>, request: PlanRequest = {}) {
  const folder = appTree(files);
  const destinationFolder = path.join(folder, 'out');
  mkdirSync(destinationFolder);
  return resolvePlan(request, { workingFolder: folder, destinationFolder });
}

it.each([
  ['of a file that is no name', '3d.py', 'no import can have the name of its file'],
  [
    'of a folder that is no name',
    'my-app/bot.py',
    'no import can have the name of its folder, which --app-root takes',
  ],
  ['of a folder that reads like two', 'app.py/bot.py', 'no import can have the name of its folder'],
  ['that Python would write otherwise', 'cafe\u0301.py', 'no import can have the name of its file'],
  ['that Python has loaded before', 'json.py', 'Python has loaded another module of its name before'],
])('a function in a module %s is not called, and told of', async (_, file, why) => {
  const { task, warnings } = await planIn({ [file]: ANSWER });
  expect(task.kind).toBe('placeholder');
  expect(warnings).toEqual([
    expect.stringContaining(`${JSON.stringify(file)}, line 4, asks an LLM, but cannot be called: ${why}`),
  ]);
});

it('what is all too large is told of', async () => {
  const { task, warnings } = await planIn({ 'data.py': Buffer.alloc(1_000_000, '#') });
  expect(task.kind).toBe('placeholder');
  expect(warnings).toEqual(['Left out for their size: 1 Python files.']);
});

it('a folder that no import can name is one to look in', async () => {
  const { task } = await planIn({ 'my-app/bot.py': ANSWER }, { appRoot: 'my-app', taskSource: 'bot:answer' });
  expect(task).toMatchObject({ kind: 'wired', called: { target: 'bot:answer' } });
});

it.each([
  ['json.py', 'json:answer', 'in "json.py", but Python has loaded another module of that name before'],
  ['email/bot.py', 'email.bot:answer', 'in "email/bot.py", but Python has loaded another module'],
  [
    'bot.py',
    'bot:Answer',
    'which is no function of the app: there is none of that name at the top of "bot.py"',
  ],
  ['bot.py', 'bot:class', 'in which Python reads one of its own words'],
])('of %s, %s is refused', async (file, taskSource, why) => {
  await expect(planIn({ [file]: ANSWER }, { taskSource })).rejects.toThrow(why);
});

it('a module that Python has, and has not loaded, can be called', async () => {
  const { task } = await planIn({ 'test.py': ANSWER }, { taskSource: 'test:answer' });
  expect(task.kind).toBe('wired');
});

it.each([{ taskSource: 'bot:answer' }, { placeholderTask: true }])(
  'nothing is listed with %o',
  async (options) => {
    const workingFolder = appTree({ 'bot.py': ANSWER });
    const host = {
      surroundings: { workingFolder, destinationFolder: workingFolder },
      person: () => Promise.reject(new Error('nobody is asked')),
      report: () => undefined,
      say: () => undefined,
    };
    await expect(listTasks(options, host)).rejects.toThrow(UserError);
  },
);
