import { describe, expect, it } from 'vitest';
import { pythonExecutable } from './experiments.js';
import { contentsOf, folderWith, ownCommand, waysIn } from './commands.js';
import { KEYS, openTerminal, type Terminal } from './terminal.js';

/** A question, by words of it, and the keys that answer it. */
type Answer = readonly [question: string, ...keys: readonly string[]];

const { enter, space, down, controlU, controlC } = KEYS;

const SOURCE = 'Where do the records come from?';
const FILE = 'Path of the JSON or CSV file';
const INPUT_COLUMNS = 'Columns that the task is given';
const EXPECTED_COLUMNS = 'Columns that hold the right answer';
const PULLED_NAME = 'Name of the dataset in Datadog';
const PULLED_VERSION = 'Version (empty for the latest)';
const PROJECT = 'Datadog project';
const PURPOSE = 'What is it to show?';
const OWN_WORDS = 'In your own words';
const STYLE = 'Evaluator style';
const JUDGES = 'Names of the judges in Datadog';
const FORMAT = 'Format';
const OUTPUT = 'Where to write it';

const TASK = 'What does the experiment call?';
const ANOTHER = 'Which one, as module:function';

/** What follows the dataset's questions, every default accepted. */
const THE_REST: readonly Answer[] = [PROJECT, PURPOSE, STYLE, FORMAT, OUTPUT].map((question) => [
  question,
  enter,
]);

const csv = 'topic,body,label\nhours,When do you open?,At nine\nprice,What is it?,Ten\n';

/** To what stands behind the five starting points. */
const FIVE_DOWN = [down, down, down, down, down];

async function give(terminal: Terminal, answers: readonly Answer[]): Promise<void> {
  for (const [question, ...keys] of answers) {
    await terminal.shows(`? ${question}`);
    terminal.press(...keys);
  }
}

/** Runs the command on a terminal and answers its questions, to its end. */
async function converse(words: readonly string[], folder: string, answers: readonly Answer[]) {
  const terminal = openTerminal(words, { folder });
  await give(terminal, answers);
  const { status, screen } = await terminal.ended;
  return { status, screen, files: contentsOf(folder) };
}

describe.each(waysIn)('on a terminal, through $way', ({ words }) => {
  it.concurrent('every default can be accepted', async () => {
    const folder = folderWith({ 'pyproject.toml': '[project]\nname = "billing"\n' });
    const { status, screen, files } = await converse(words(), folder, [[SOURCE, enter], ...THE_REST]);
    expect(status).toBe(0);
    expect(screen).toContain('✔ Where do the records come from? a sample of three records');
    expect(screen).toContain('✔ Datadog project experiment-billing');
    expect(screen).toContain('✔ Where to write it experiments/experiment.py');
    expect(screen).toContain('Syntax check: pass');
    expect(Object.keys(files).sort()).toEqual([
      'experiments/',
      'experiments/experiment.py',
      'pyproject.toml',
    ]);
    expect(files['experiments/experiment.py']).toContain('PROJECT_NAME = "experiment-billing"');
  });

  it.concurrent('Ctrl-C leaves nothing', async () => {
    const folder = folderWith({});
    const { status, screen, files } = await converse(words(), folder, [
      [SOURCE, enter],
      [PROJECT, controlC],
    ]);
    expect(status).not.toBe(0);
    expect(screen).not.toMatch(/^\s+at /m);
    expect(files).toEqual({});
  });

  it.concurrent('--skip-prompts asks nothing', async () => {
    const folder = folderWith({});
    const { status, screen } = await converse([...words(), '--skip-prompts'], folder, []);
    expect(status).toBe(0);
    expect(screen).not.toContain('?');
  });
});

it.concurrent('what the flags say is the default of each question', async () => {
  const folder = folderWith({ 'tickets.csv': csv, 'staging.env': 'KEY=value\n' });
  const flags = [
    ...['--dataset', 'tickets.csv', '--input-columns', 'Body', '--expected-columns', 'label'],
    ...['--project-name', 'support', '--evaluator-style', 'remote', '--remote-evaluator', 'tone,"a, b"'],
    ...['--purpose', 'How kind is it?', '--env-file', 'staging.env'],
    ...['--jobs', '3', '--output', 'qa/first.ipynb'],
  ];
  const { status, screen, files } = await converse([...ownCommand(), ...flags], folder, [
    [SOURCE, enter],
    [FILE, enter],
    [INPUT_COLUMNS, enter],
    [EXPECTED_COLUMNS, enter],
    [PROJECT, enter],
    [PURPOSE, enter],
    [OWN_WORDS, enter],
    [STYLE, enter],
    [JUDGES, enter],
    [FORMAT, enter],
    [OUTPUT, enter],
  ]);
  expect(status).toBe(0);
  expect(screen).toContain('✔ Where do the records come from? a local JSON or CSV file');
  expect(screen).toContain('✔ Path of the JSON or CSV file tickets.csv');
  expect(screen).toContain('✔ Columns that the task is given body\n');
  expect(screen).toContain('✔ Columns that hold the right answer label\n');
  expect(screen).toContain('✔ Datadog project support');
  expect(screen).toContain('✔ What is it to show? something else, in your own words');
  expect(screen).toContain('✔ In your own words How kind is it?');
  expect(screen).toContain('✔ Evaluator style remote');
  expect(screen).toContain('✔ Format ipynb');
  expect(screen).toContain('✔ Where to write it qa/first.ipynb');
  expect(screen).toContain('2 evaluators (style: remote)');
  const notebook = files['qa/first.ipynb'];
  expect(notebook).toContain('RemoteEvaluator(eval_name=\\"tone\\"');
  expect(notebook).toContain('RemoteEvaluator(eval_name=\\"a, b\\"');
  expect(notebook).toContain('input_data_columns=[\\"body\\"]');
  expect(notebook).toContain('jobs=3');
  expect(notebook).toContain('\\"purpose\\": \\"How kind is it?\\"');
  expect(notebook).toContain('here / \\"../staging.env\\"');
});

it.concurrent('a dataset in Datadog that the flags name is the default too', async () => {
  const folder = folderWith({});
  const flags = ['--dataset-name', 'qa_v3', '--dataset-version', '2'];
  const { status, screen, files } = await converse([...ownCommand(), ...flags], folder, [
    [SOURCE, enter],
    [PULLED_NAME, enter],
    [PULLED_VERSION, enter],
    ...THE_REST,
  ]);
  expect(status).toBe(0);
  expect(screen).toContain('✔ Where do the records come from? a dataset that lives in Datadog');
  expect(files['experiments/experiment.py']).toContain('dataset_name="qa_v3"');
  expect(files['experiments/experiment.py']).toContain('version=2');
});

it.concurrent('what was asked about is tried, as the flags say', async () => {
  const folder = folderWith({});
  const flags = ['--dataset-name', 'qa_v3', '--try', '--answers', 'echo'];
  const words = [...ownCommand(), ...flags, '--python', pythonExecutable('newest')];
  const { status, screen } = await converse(words, folder, [
    [SOURCE, enter],
    [PULLED_NAME, enter],
    [PULLED_VERSION, enter],
    ...THE_REST,
  ]);
  expect(status).toBe(0);
  expect(screen).toContain('Tried offline: experiments/experiment.py');
  expect(screen).toContain('Echoed questions: 3 of 3 records ran');
});

it.concurrent('a wrong version of a dataset is refused in place', async () => {
  const folder = folderWith({});
  const terminal = openTerminal(ownCommand(), { folder });
  await give(terminal, [
    [SOURCE, down, down, enter],
    [PULLED_NAME, 'qa_v3', enter],
    [PULLED_VERSION, 'newest', enter],
  ]);
  await terminal.shows('> --dataset-version is "newest", which is not a whole number from 0 up');
  terminal.press(controlU, enter);
  await give(terminal, THE_REST);
  expect((await terminal.ended).status).toBe(0);
  expect(contentsOf(folder)['experiments/experiment.py']).toContain(
    '# Pulled from Datadog: dataset_name="qa_v3", version=latest',
  );
});

it.concurrent('a wrong path is refused in place, with the reason, until it is right', async () => {
  const folder = folderWith({
    'tickets.csv': csv,
    'notes.txt': '',
    'empty.csv': '',
    'broken.json': '[\n{]',
    'book.xlsx': 'PK\x03\x04',
  });
  const terminal = openTerminal(ownCommand(), { folder });
  await give(terminal, [[SOURCE, down, enter]]);
  await give(terminal, [[FILE, enter]]);
  await terminal.shows('> --dataset needs a value');
  for (const [path, reason] of [
    ['ticket.csv', '> --dataset is "ticket.csv", but there is no such file'],
    ['.', '> --dataset is ".", which is not a file'],
    ['notes.txt', '> notes.txt: the file is empty'],
    ['book.xlsx', '> book.xlsx is an Excel workbook or another ZIP archive'],
    ['empty.csv', '> empty.csv: the file is empty'],
    ['broken.json', '> broken.json, line 2, column 2: not valid JSON'],
  ] as const) {
    terminal.press(controlU, path, enter);
    await terminal.shows(reason);
  }
  terminal.press(controlU, 'tickets.csv', enter);
  await give(terminal, [[INPUT_COLUMNS, space, enter], [EXPECTED_COLUMNS, enter], ...THE_REST]);
  expect((await terminal.ended).status).toBe(0);
  expect(contentsOf(folder)['experiments/experiment.py']).toContain('tickets.csv');
});

it.concurrent('a wrong output is refused in place, with the reason', async () => {
  const folder = folderWith({ notes: '' });
  const terminal = openTerminal(ownCommand(), { folder });
  await give(terminal, [[SOURCE, enter], ...THE_REST.slice(0, -1), [OUTPUT, controlU, 'qa.txt', enter]]);
  await terminal.shows('> --output is "qa.txt", which ends in neither .py nor .ipynb and is no folder');
  terminal.press(controlU, 'notes/qa.py', enter);
  await terminal.shows(`> ${folder}/notes is a file`);
  terminal.press(controlU, 'qa.py', enter);
  expect((await terminal.ended).status).toBe(0);
  expect(Object.keys(contentsOf(folder)).sort()).toEqual(['notes', 'qa.py']);
});

it.concurrent('columns that the header does not tell are picked by hand', async () => {
  const folder = folderWith({ 'tickets.csv': csv });
  const terminal = openTerminal([...ownCommand(), '--dataset', 'tickets.csv'], { folder });
  await give(terminal, [
    [SOURCE, enter],
    [FILE, enter],
    [INPUT_COLUMNS, enter],
  ]);
  await terminal.shows('> Pick at least one: the task needs an input.');
  terminal.press(down, space, enter);
  await terminal.shows(`? ${EXPECTED_COLUMNS}`);
  expect(terminal.screen()).not.toContain('◯ body');
  terminal.press(down, space, enter);
  await give(terminal, THE_REST);
  expect((await terminal.ended).status).toBe(0);
  const script = contentsOf(folder)['experiments/experiment.py'];
  expect(script).toContain('input_data_columns=["body"]');
  expect(script).toContain('expected_output_columns=["label"]');
  expect(script).toContain('metadata_columns=["topic"]');
});

it.concurrent('the remote style asks for the names of the judges', async () => {
  const folder = folderWith({});
  const { status, files } = await converse(ownCommand(), folder, [
    [SOURCE, enter],
    [PROJECT, enter],
    [PURPOSE, enter],
    [STYLE, down, down, enter],
    [JUDGES, 'faithfulness, tone', enter],
    [FORMAT, enter],
    [OUTPUT, enter],
  ]);
  expect(status).toBe(0);
  expect(files['experiments/experiment.py']).toContain('RemoteEvaluator(eval_name="faithfulness"');
  expect(files['experiments/experiment.py']).toContain('RemoteEvaluator(eval_name="tone"');
});

it.concurrent('a purpose is picked from five, or worded', async () => {
  const folder = folderWith({});
  const picked = await converse(ownCommand(), folder, [
    [SOURCE, enter],
    [PROJECT, enter],
    [PURPOSE, down, enter],
    ...THE_REST.slice(2),
  ]);
  expect(picked.status).toBe(0);
  expect(picked.screen).toContain(
    '✔ What is it to show? Tool calls: the right tool with the right arguments',
  );
  expect(picked.files['experiments/experiment.py']).toContain('tool_calls = LLMJudge(');

  const terminal = openTerminal([...ownCommand(), '--force'], { folder });
  await give(terminal, [
    [SOURCE, enter],
    [PROJECT, enter],
    [PURPOSE, ...FIVE_DOWN, enter],
    [OWN_WORDS, enter],
  ]);
  await terminal.shows('> --purpose needs a value');
  terminal.press('Does the "refactor" keep it?', enter);
  await give(terminal, THE_REST.slice(2));
  expect((await terminal.ended).status).toBe(0);
  const script = contentsOf(folder)['experiments/experiment.py'];
  expect(script).toContain('"purpose": "Does the \\"refactor\\" keep it?"');
  expect(script).toContain('evaluators=[exact_match, near_match]');
});

const toFile: readonly Answer[] = [[SOURCE, down, enter]];
const toColumns: readonly Answer[] = [...toFile, [FILE, 'tickets.csv', enter]];
const toPulled: readonly Answer[] = [[SOURCE, down, down, enter]];
const toRest: readonly Answer[] = [[SOURCE, enter]];

it.concurrent.each<{ question: string; before: readonly Answer[] }>([
  { question: SOURCE, before: [] },
  { question: FILE, before: toFile },
  { question: INPUT_COLUMNS, before: toColumns },
  { question: EXPECTED_COLUMNS, before: [...toColumns, [INPUT_COLUMNS, space, enter]] },
  { question: PULLED_NAME, before: toPulled },
  { question: PULLED_VERSION, before: [...toPulled, [PULLED_NAME, 'qa', enter]] },
  { question: STYLE, before: [...toRest, ...THE_REST.slice(0, 2)] },
  { question: PURPOSE, before: [...toRest, ...THE_REST.slice(0, 1)] },
  { question: OWN_WORDS, before: [...toRest, ...THE_REST.slice(0, 1), [PURPOSE, ...FIVE_DOWN, enter]] },
  { question: JUDGES, before: [...toRest, ...THE_REST.slice(0, 2), [STYLE, down, down, enter]] },
  { question: FORMAT, before: [...toRest, ...THE_REST.slice(0, 3)] },
  { question: OUTPUT, before: [...toRest, ...THE_REST.slice(0, 4)] },
])('Ctrl-C at $question leaves nothing', async ({ question, before }) => {
  const folder = folderWith({ 'tickets.csv': csv });
  const { status, screen, files } = await converse(ownCommand(), folder, [...before, [question, controlC]]);
  expect(status).toBe(130);
  expect(screen).toContain('Cancelled: nothing was written.');
  expect(screen).not.toMatch(/^\s+at /m);
  expect(files).toEqual({ 'tickets.csv': csv });
});

const CHAT = `from openai import OpenAI
client = OpenAI()
def answer(question):
    return client.chat.completions.create(model="m", messages=[]).choices[0].message.content
`;
const APP = { 'chat.py': CHAT, 'agent.py': CHAT, 'sums.py': 'def add(a):\n    return a\n' };

/** Runs to the end with a task chosen, every other default accepted. */
async function converseAboutTask(flags: readonly string[], answers: readonly Answer[]) {
  const folder = folderWith(APP);
  const told = await converse([...ownCommand(), ...flags], folder, [
    ...answers,
    [SOURCE, enter],
    ...THE_REST,
  ]);
  expect(told.status, told.screen).toBe(0);
  return { screen: told.screen, script: told.files['experiments/experiment.py'] ?? '' };
}

it.concurrent('the best functions of the app are offered, with reasons, file and line', async () => {
  const folder = folderWith(APP);
  const terminal = openTerminal(ownCommand(), { folder });
  await terminal.shows('a placeholder, to be replaced later');
  expect(terminal.screen()).toMatch(/agent:answer {2}agent\.py:3, .*a telling name/);
  expect(terminal.screen()).toMatch(/chat:answer {2}chat\.py:3, /);
  await give(terminal, [[TASK, down, enter], [SOURCE, enter], ...THE_REST]);
  expect((await terminal.ended).status).toBe(0);
  expect(contentsOf(folder)['experiments/experiment.py']).toContain('from chat import answer  # noqa: E402');
});

it.concurrent('the placeholder may be kept', async () => {
  const { script } = await converseAboutTask([], [[TASK, down, down, down, enter]]);
  expect(script).toContain('client = OpenAI()');
});

it.concurrent('another function is refused in place until there is one', async () => {
  const folder = folderWith(APP);
  const terminal = openTerminal(ownCommand(), { folder });
  await give(terminal, [
    [TASK, down, down, enter],
    [ANOTHER, 'chat', enter],
  ]);
  await terminal.shows('> --task-source is "chat", which is neither module:function');
  terminal.press(controlU, 'sums:sub', enter);
  await terminal.shows('> --task-source is "sums:sub", which is no function of the app');
  terminal.press(controlU, 'sums:add', enter);
  await give(terminal, [[SOURCE, enter], ...THE_REST]);
  expect((await terminal.ended).status).toBe(0);
  expect(contentsOf(folder)['experiments/experiment.py']).toContain('from sums import add');
});

it.concurrent('the function that a flag names is the default', async () => {
  const { script } = await converseAboutTask(
    ['--task-source', 'sums:add'],
    [
      [TASK, enter],
      [ANOTHER, enter],
    ],
  );
  expect(script).toContain('from sums import add');
});

it.concurrent('--placeholder-task is not asked about', async () => {
  const { screen } = await converseAboutTask(['--placeholder-task'], []);
  expect(screen).not.toContain(TASK);
});
