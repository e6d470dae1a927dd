import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { folderWith, ownCommand, runCommand } from './commands.js';

/** What only some runs need, by the names of the files that hold it. */
const PARTS = [
  'csv-dataset',
  'find-task',
  'json-dataset',
  'mask-text',
  'momoa',
  'python-parser',
  'run-trial',
  'setup-py',
  'smol-toml',
  'yeoman',
];

/** The parts that a run of the own command loads, as V8 tells them to who asks for its coverage. */
async function loadedParts(files: Readonly<Record<string, string>>, flags: readonly string[]) {
  const folder = folderWith(files);
  const coverage = path.join(folder, 'coverage');
  const environment = { NODE_V8_COVERAGE: coverage };
  const { status, stderr } = await runCommand([...ownCommand(), ...flags], { folder, environment });
  expect(status, stderr).toBe(0);
  const scripts = readdirSync(coverage).flatMap((report) => {
    const { result } = JSON.parse(readFileSync(path.join(coverage, report), 'utf8')) as {
      result: readonly { url: string }[];
    };
    return result.map(({ url }) => path.basename(url));
  });
  expect(scripts).toContain('generator-llm-obs-experiment.js');
  return PARTS.filter((part) => scripts.some((script) => script.includes(part)));
}

it.concurrent.each<{ run: string; files: Record<string, string>; flags: string[]; parts: string[] }>([
  { run: 'from nothing', files: {}, flags: [], parts: [] },
  { run: 'with a dataset in Datadog', files: {}, flags: ['--dataset-name', 'qa'], parts: [] },
  {
    run: 'with a CSV',
    files: { 'qa.csv': 'question,answer\nWho?,Me\n' },
    flags: ['--dataset', 'qa.csv'],
    parts: ['csv-dataset', 'mask-text'],
  },
  {
    run: 'with JSON',
    files: { 'qa.json': '[{"input_data": "Who?"}]' },
    flags: ['--dataset', 'qa.json'],
    parts: ['json-dataset', 'mask-text', 'momoa'],
  },
  {
    run: 'beside manifests of Python',
    files: { 'pyproject.toml': '', 'setup.py': '' },
    flags: [],
    parts: ['setup-py', 'smol-toml'],
  },
  {
    run: 'in a folder of Python without an LLM',
    files: { 'sums.py': 'x = 1\n' },
    flags: [],
    parts: ['find-task'],
  },
  {
    run: 'in a folder of Python with an LLM',
    files: { 'chat.py': 'import openai\nopenai.chat.completions.create()\n' },
    flags: [],
    parts: ['find-task', 'python-parser'],
  },
  {
    run: 'that looks for no task',
    files: { 'chat.py': 'import openai\nopenai.chat.completions.create()\n' },
    flags: ['--placeholder-task'],
    parts: [],
  },
])('a run $run loads what it needs, and nothing else', async ({ files, flags, parts }) => {
  expect(await loadedParts(files, flags)).toEqual(parts);
});
