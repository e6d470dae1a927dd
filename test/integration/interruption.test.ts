import { watch } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { contentsOf, emptyFolder, folderWith, ownCommand, runCommand, waysIn } from './commands.js';
import { KEYS, openTerminal } from './terminal.js';

const OUTPUT = 'experiments/experiment.py';
const COPY = 'experiments/experiment.dataset.csv';
const MINE = '# written by hand\n';
const TEMPORARY = /^experiments\/\.llm-obs-experiment-\d+-\d+\.tmp$/;

/** The same text in every folder: nothing of the folder stands in it. */
const command = (): readonly string[] => [...ownCommand(), '--project-name', 'interrupted', '--force'];

/** Large enough that its copying lasts: its email address makes a clean copy necessary. */
const row = (number: number): string => `What is the capital of country ${number}?,The one by the sea\n`;
const rows = Array.from({ length: 300_000 }, (_, number) => row(number)).join('');
const csv = `question,answer\nWho?,jane.doe@example.com\n${rows}`;
const cleanCsv = `question,answer\nWho?,<REDACTED:email>\n${rows}`;

/** Large enough that its script is not written in an instant. */
const json = JSON.stringify(
  Array.from({ length: 20_000 }, (_, number) => ({ input_data: row(number), expected_output: number })),
);

/** Settled once something has happened in the folder so many times: made, written to, renamed, removed. */
function happenings(folder: string, count: number): Promise<void> {
  return new Promise((resolve) => {
    let seen = 0;
    const watcher = watch(folder, { persistent: false }, () => {
      seen += 1;
      if (seen < count) return;
      watcher.close();
      resolve();
    });
  });
}

/** Each file whole, as the run would have left it, or as it was before, or not there; and nothing else. */
function expectWholeOrNone(folder: string, allowed: Readonly<Record<string, readonly string[]>>): void {
  for (const [file, text] of Object.entries(contentsOf(folder))) {
    if (!TEMPORARY.test(file)) expect(allowed[file] ?? [], file).toContain(text);
  }
}

describe('a run killed with SIGKILL', () => {
  let whole = '';
  let duration = 0;
  beforeAll(async () => {
    const folder = emptyFolder();
    const start = performance.now();
    expect((await runCommand(command(), { folder })).status).toBe(0);
    duration = performance.now() - start;
    whole = contentsOf(folder)[OUTPUT] ?? '';
  });

  it.concurrent.each(Array.from({ length: 12 }, (_, step) => step + 1))(
    'leaves the old file or the new one, after %d of 12 parts of its time',
    async (part) => {
      const folder = folderWith({ [OUTPUT]: MINE });
      const when = delay((duration * part) / 12);
      await runCommand(command(), { folder, interruption: { when, signal: 'SIGKILL' } });
      expectWholeOrNone(folder, { 'experiments/': [''], [OUTPUT]: [MINE, whole] });
      // The next run removes what this one may have left.
      expect((await runCommand(command(), { folder })).status).toBe(0);
      expect(contentsOf(folder)).toEqual({ 'experiments/': '', [OUTPUT]: whole });
    },
  );

  it.concurrent.each([1, 2, 3])(
    'leaves the old file or the new one, %d happenings into the writing',
    async (count) => {
      const folder = folderWith({ 'qa.json': json, [OUTPUT]: MINE });
      // The file itself is to be large.
      const words = [...command(), '--dataset', 'qa.json', '--inline-limit', '1000000000'];
      const when = happenings(path.join(folder, 'experiments'), count);
      const { signal } = await runCommand(words, { folder, interruption: { when, signal: 'SIGKILL' } });
      expect(signal).toBe('SIGKILL');
      const { [OUTPUT]: script = '' } = contentsOf(folder);
      const isOld = script === MINE;
      const isNew = script.length > json.length && script.endsWith(whole.slice(-40));
      expect(isOld || isNew, `${script.length} characters`).toBe(true);
    },
  );

  it.concurrent.each([1, 10])('leaves no part of a large copy, %d happenings into it', async (count) => {
    const folder = folderWith({ 'qa.csv': csv, 'experiments/readme.md': '' });
    const words = [...command(), '--dataset', 'qa.csv'];
    const when = happenings(path.join(folder, 'experiments'), count);
    const { signal } = await runCommand(words, { folder, interruption: { when, signal: 'SIGKILL' } });
    expect(signal).toBe('SIGKILL');
    const left = contentsOf(folder);
    expect(Object.keys(left).filter((file) => TEMPORARY.test(file))).toHaveLength(1);
    expect(left).not.toHaveProperty([COPY]);
    expect(left).not.toHaveProperty([OUTPUT]);

    expect((await runCommand(words, { folder })).status).toBe(0);
    const { [COPY]: copy, ...others } = contentsOf(folder);
    expect(copy === cleanCsv).toBe(true);
    expect(Object.keys(others).sort()).toEqual(['experiments/', OUTPUT, 'experiments/readme.md', 'qa.csv']);
  });
});

describe.each(waysIn)('during a large copy, through $way', ({ words }) => {
  it.concurrent('a signal leaves nothing', async () => {
    const folder = folderWith({ 'qa.csv': csv });
    const { signal, stderr } = await runCommand([...words(), '--dataset', 'qa.csv'], {
      folder,
      interruption: { when: happenings(folder, 1), signal: 'SIGTERM' },
    });
    expect(signal).toBe('SIGTERM');
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(Object.keys(contentsOf(folder))).toEqual(['qa.csv']);
  });

  it.concurrent('Ctrl-C leaves nothing', async () => {
    const folder = folderWith({ 'qa.csv': csv });
    const copying = happenings(folder, 1);
    const terminal = openTerminal([...words(), '--dataset', 'qa.csv', '--skip-prompts'], { folder });
    await copying;
    terminal.press(KEYS.controlC);
    const { signal, screen } = await terminal.ended;
    expect(signal).toBe(constants.signals.SIGINT);
    expect(screen).not.toMatch(/^\s+at /m);
    expect(Object.keys(contentsOf(folder))).toEqual(['qa.csv']);
  });
});
