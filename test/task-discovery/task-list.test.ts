import { expect, it } from 'vitest';
import { findTask } from '../../lib/task-discovery/find-task.js';
import { taskListText } from '../../lib/task-discovery/task-list.js';
import { appTree } from './app-tree.js';

it('the list of tasks is JSON, the same at each run', async () => {
  const root = appTree({
    'bot.py':
      'import ollama\n\nclass Bot:\n    def chat(self, message):\n        return ollama.chat(messages=[message])\n',
  });
  const text = taskListText(await findTask(root, ''));
  expect(JSON.parse(text)).toMatchObject({
    chosen: 'bot:Bot.chat',
    candidates: [{ target: 'bot:Bot.chat', file: 'bot.py', line: 4 }],
  });
  expect(taskListText(await findTask(root, ''))).toBe(text);
});
