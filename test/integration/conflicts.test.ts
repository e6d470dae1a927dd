import { lstatSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { contentsOf, emptyFolder, folderWith, ownCommand, runCommand, waysIn } from './commands.js';
import { KEYS, openTerminal } from './terminal.js';

const OUTPUT = 'experiments/experiment.py';
const COPY = 'experiments/experiment.dataset.csv';
const MINE = '# written by hand\n';

/** What a terminal asks before, by the first words; each has a default. */
const QUESTIONS = [
  'Where do the records',
  'Datadog project',
  'What is it to show',
  'Evaluator style',
  'Format',
  'Where to write',
];

/** A CSV of which a clean copy is made, for its email address. */
const csv = 'question,answer\nWho?,jane.doe@example.com\n';
const cleanCsv = 'question,answer\nWho?,<REDACTED:email>\n';

const refusal = (file: string): string =>
  `${file} is already there and differs\nOverwrite it with --force, or write elsewhere with --output.\n`;

describe.each(waysIn)('where the file is already there, through $way', ({ words }) => {
  it.concurrent.each([
    { circumstance: 'with --skip-prompts', flags: ['--skip-prompts'], input: 'closed' },
    { circumstance: 'with standard input closed', flags: [], input: 'closed' },
    { circumstance: 'with a pipe that stays open and silent', flags: [], input: 'open pipe' },
  ] as const)('one that differs stops the run, $circumstance', async ({ flags, input }) => {
    const folder = folderWith({ [OUTPUT]: MINE });
    const { status, stderr } = await runCommand([...words(), ...flags], { folder, input });
    expect(status).toBe(1);
    expect(stripVTControlCharacters(stderr)).toContain(refusal(path.join(folder, OUTPUT)));
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(contentsOf(folder)).toEqual({ 'experiments/': '', [OUTPUT]: MINE });
  });

  it.concurrent('an identical one is reported as such, in a folder whose name has spaces', async () => {
    const folder = emptyFolder("my folder's name");
    const first = await runCommand(words(), { folder });
    const written = contentsOf(folder);
    const second = await runCommand(words(), { folder });
    expect([first.status, second.status]).toEqual([0, 0]);
    expect(first.stderr).toMatch(/create.* experiments\/experiment\.py/);
    expect(second.stderr).toMatch(/identical.* experiments\/experiment\.py/);
    expect(second.stdout).toBe(first.stdout);
    expect(contentsOf(folder)).toEqual(written);
  });

  it.concurrent('--force overwrites one that differs', async () => {
    const folder = folderWith({ [OUTPUT]: MINE });
    const { status, stderr } = await runCommand([...words(), '--force'], { folder });
    expect(status).toBe(0);
    expect(stderr).toMatch(/force.* experiments\/experiment\.py/);
    const contents = contentsOf(folder);
    expect(Object.keys(contents).sort()).toEqual(['experiments/', OUTPUT]);
    expect(contents[OUTPUT]).toContain('LLMObs.enable(');
  });

  it.concurrent('a clean copy that differs stops the run as well', async () => {
    const folder = folderWith({ 'qa.csv': csv, [COPY]: 'question,answer\nOld?,Yes\n' });
    const before = contentsOf(folder);
    const { status, stderr } = await runCommand([...words(), '--dataset', 'qa.csv'], { folder });
    expect(status).toBe(1);
    expect(stripVTControlCharacters(stderr)).toContain(refusal(path.join(folder, COPY)));
    expect(contentsOf(folder)).toEqual(before);
  });
});

it.concurrent('a script that differs keeps its clean copy from being written', async () => {
  const folder = folderWith({ 'qa.csv': csv, [OUTPUT]: MINE });
  const before = contentsOf(folder);
  const { status, stderr } = await runCommand([...ownCommand(), '--dataset', 'qa.csv'], { folder });
  expect(status).toBe(1);
  expect(stripVTControlCharacters(stderr)).toContain(refusal(path.join(folder, OUTPUT)));
  expect(contentsOf(folder)).toEqual(before);
});

it.concurrent('--force overwrites a clean copy, and a second run finds it identical', async () => {
  const folder = folderWith({ 'qa.csv': csv, [COPY]: 'question,answer\nOld?,Yes\n' });
  const command = [...ownCommand(), '--dataset', 'qa.csv'];
  const first = await runCommand([...command, '--force'], { folder });
  const second = await runCommand(command, { folder });
  expect([first.status, second.status]).toEqual([0, 0]);
  expect(second.stderr).toMatch(/identical.* experiments\/experiment\.dataset\.csv/);
  expect(contentsOf(folder)[COPY]).toBe(cleanCsv);
});

it.concurrent('a link is written through, and stays a link', async () => {
  const folder = folderWith({ 'real/experiment.py': MINE, 'experiments/readme.md': '' });
  symlinkSync('../real/experiment.py', path.join(folder, OUTPUT));
  const { status } = await runCommand([...ownCommand(), '--force'], { folder });
  expect(status).toBe(0);
  expect(lstatSync(path.join(folder, OUTPUT)).isSymbolicLink()).toBe(true);
  expect(contentsOf(folder)['real/experiment.py']).toContain('LLMObs.enable(');
});

it.concurrent('a link to nowhere is written through as well', async () => {
  const folder = folderWith({ 'real/readme.md': '', 'experiments/readme.md': '' });
  symlinkSync('../real/experiment.py', path.join(folder, OUTPUT));
  const { status } = await runCommand(ownCommand(), { folder });
  expect(status).toBe(0);
  expect(lstatSync(path.join(folder, OUTPUT)).isSymbolicLink()).toBe(true);
  expect(contentsOf(folder)['real/experiment.py']).toContain('LLMObs.enable(');
});

describe.each(waysIn)('on a terminal, through $way', ({ words }) => {
  /** Runs with every question answered before, up to the one about the conflict. */
  async function untilConflict(folder: string) {
    const terminal = openTerminal(words(), { folder });
    for (const question of QUESTIONS) {
      await terminal.shows(`? ${question}`);
      terminal.press(KEYS.enter);
    }
    await terminal.shows('conflict experiments/experiment.py');
    await terminal.shows('? Overwrite experiments/experiment.py?');
    return terminal;
  }

  it.concurrent('the difference is shown, and yes overwrites', async () => {
    const folder = folderWith({ [OUTPUT]: MINE });
    const terminal = await untilConflict(folder);
    terminal.press('d', KEYS.enter);
    await terminal.shows('# written by hand');
    await terminal.shows('LLMObs.enable(');
    // The question is asked again below the difference.
    await terminal.shows('✔ Overwrite experiments/experiment.py?');
    await terminal.shows('? Overwrite experiments/experiment.py?');
    terminal.press('y', KEYS.enter);
    expect((await terminal.ended).status).toBe(0);
    expect(contentsOf(folder)[OUTPUT]).toContain('LLMObs.enable(');
  });

  it.concurrent('no keeps the file', async () => {
    const folder = folderWith({ [OUTPUT]: MINE });
    const terminal = await untilConflict(folder);
    terminal.press('n', KEYS.enter);
    const { screen } = await terminal.ended;
    expect(screen).toContain('skip experiments/experiment.py');
    expect(screen).toContain('Nothing was written.');
    expect(screen).not.toContain('Generated SDK experiment');
    expect(contentsOf(folder)).toEqual({ 'experiments/': '', [OUTPUT]: MINE });
  });

  it.concurrent.each([
    { what: 'Ctrl-C', keys: [KEYS.controlC] },
    { what: 'abort', keys: ['x', KEYS.enter] },
  ])('$what keeps the file', async ({ keys }) => {
    const folder = folderWith({ [OUTPUT]: MINE });
    const terminal = await untilConflict(folder);
    terminal.press(...keys);
    const { status, screen } = await terminal.ended;
    expect(status).toBeGreaterThan(0);
    expect(screen).not.toMatch(/^\s+at /m);
    expect(contentsOf(folder)).toEqual({ 'experiments/': '', [OUTPUT]: MINE });
  });
});

it.concurrent('a large file is asked about without its diff', async () => {
  const large = `${csv}${'What is the capital of this country?,The one by the sea\n'.repeat(20_000)}`;
  const folder = folderWith({ 'qa.csv': large, [COPY]: 'question,answer\nOld?,Yes\n' });
  const terminal = openTerminal([...ownCommand(), '--dataset', 'qa.csv'], { folder });
  for (const question of [
    'Where do',
    'Path of',
    'Columns that the',
    'Columns that hold',
    ...QUESTIONS.slice(1),
  ]) {
    await terminal.shows(`? ${question}`);
    terminal.press(KEYS.enter);
  }
  await terminal.shows(`? Overwrite ${COPY}?`);
  terminal.press('y', KEYS.enter);
  expect((await terminal.ended).status).toBe(0);
  expect(contentsOf(folder)[COPY]).toBe(large.replace('jane.doe@example.com', '<REDACTED:email>'));
});
