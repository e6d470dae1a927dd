import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import {
  contentsOf,
  emptyFolder,
  folderWith,
  ownCommand,
  runCommand,
  waysIn,
  type CommandOptions,
} from './commands.js';

const ROOM = 64 * 1024;
const MINE = '# written by hand\n';

const csv = `question,answer\nWho?,jane.doe@example.com\n${'What is it?,It is that\n'.repeat(8000)}`;
const json = JSON.stringify(
  Array.from({ length: 2000 }, () => ({ input_data: 'Who?', expected_output: 'jane.doe@example.com' })),
);

/** Runs for one file of which there is no room; `{place}` stands for the folder where the room ends. */
const RUNS: readonly (readonly [what: string, file: RegExp, flags: readonly string[]])[] = [
  [
    'a script with its records',
    /experiment\.py/,
    ['--dataset', 'qa.json', '--inline-limit', '9999999', '--output', '{place}/'],
  ],
  [
    'records with a file of their own',
    /experiment\.(?:records\.json|py)/,
    ['--dataset', 'qa.json', '--inline-limit', '0', '--output', '{place}/'],
  ],
  ['a clean copy', /experiment\.dataset\.csv/, ['--dataset', 'qa.csv', '--output', '{place}/']],
  [
    'a report of what was masked',
    /report\.json/,
    ['--dataset', 'qa.json', '--masking-report', '{place}/report.json'],
  ],
];

/**
 * Runs a command that cannot do its work, and expects that it says so in the end and leaves everything as it was.
 *
 * @param folders what else must stay as it was, besides the folder that it runs in
 */
async function expectFailure(
  words: readonly string[],
  message: RegExp,
  options: CommandOptions,
  ...folders: readonly string[]
): Promise<void> {
  const all = [options.folder, ...folders];
  const before = all.map(contentsOf);
  const { status, stdout, stderr } = await runCommand([...words, '--skip-prompts', '--force'], options);
  const said = stripVTControlCharacters(stderr);
  expect(said).toMatch(message);
  expect(said).not.toMatch(/^\s+at /m);
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(all.map(contentsOf)).toEqual(before);
}

const cannotBeWritten = (file: RegExp, code: string): RegExp =>
  new RegExp(
    `/${file.source} cannot be written \\(${code}\\)\nCheck the space and the permissions there\\.\n$`,
  );

const mounted: string[] = [];
afterAll(() => {
  for (const place of mounted) execFileSync('umount', [place]);
});

/** A file system of its own, which takes root to mount. */
function mount(options: string): string {
  const place = emptyFolder('disk');
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', place], { stdio: 'pipe' });
  mounted.push(place);
  return place;
}

function canMount(): boolean {
  try {
    mount('size=4k');
    return true;
  } catch (error) {
    console.log(`no small disks here, so files are limited instead: ${String(error).split('\n')[0] ?? ''}`);
    return false;
  }
}

describe.runIf(canMount()).each(waysIn)('on a full disk, through $way,', ({ words }) => {
  it.concurrent.each(RUNS)('%s is no success, and leaves nothing', async (_what, file, flags) => {
    const place = mount(`size=${ROOM},mode=777`);
    writeFileSync(path.join(place, 'experiment.py'), MINE);
    const folder = folderWith({ 'qa.csv': csv, 'qa.json': json });
    const given = flags.map((flag) => flag.replace('{place}', place));
    await expectFailure([...words(), ...given], cannotBeWritten(file, 'ENOSPC'), { folder }, place);
  });

  it.concurrent('a script for which its clean copy leaves no room takes the copy along', async () => {
    const place = mount(`size=${ROOM},mode=777`);
    const folder = folderWith({ 'qa.csv': csv.slice(0, ROOM - 6000).replace(/\n[^\n]*$/, '\n') });
    const given = ['--dataset', 'qa.csv', '--output', `${place}/deep/`];
    const message = cannotBeWritten(/deep\/experiment\.py/, 'ENOSPC');
    await expectFailure([...words(), ...given], message, { folder }, place);
  });

  it.concurrent('a disk without any room is said to be full', async () => {
    const place = mount(`size=${ROOM},mode=777`);
    writeFileSync(path.join(place, 'filler'), Buffer.alloc(ROOM));
    const message = cannotBeWritten(/experiment\.py/, 'ENOSPC');
    await expectFailure([...words(), '--output', `${place}/`], message, { folder: emptyFolder() }, place);
  });

  it.concurrent('a disk that is read-only is said to be', async () => {
    const place = mount('size=64k,ro');
    const message = new RegExp(`the folder ${place} cannot be written to\nChoose another --output,`);
    await expectFailure([...words(), '--output', `${place}/`], message, { folder: emptyFolder() }, place);
  });
});

/** Limits the size of each file that a command writes: for what cannot mount a disk. */
const LIMIT_FILES = `
import os, resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (${ROOM}, ${ROOM}))
os.execv(sys.argv[1], sys.argv[1:])
`;

describe.runIf(process.platform !== 'win32')('where files may not be larger,', () => {
  it.concurrent.each(RUNS)('%s is no success, and leaves nothing', async (_what, file, flags) => {
    const place = folderWith({ 'experiment.py': MINE });
    const folder = folderWith({ 'qa.csv': csv, 'qa.json': json });
    const given = flags.map((flag) => flag.replace('{place}', place));
    const words = ['python3', '-c', LIMIT_FILES, ...ownCommand(), ...given];
    await expectFailure(words, cannotBeWritten(file, 'EFBIG'), { folder }, place);
  });
});

describe.each(waysIn)('in a read-only folder, through $way,', ({ words }) => {
  it.concurrent.each<[string, readonly string[], RegExp]>([
    ['a script', [], /the folder \S+\/project cannot be written to\n/],
    [
      'a clean copy',
      ['--dataset', 'qa.csv', '--output', 'locked/'],
      /the folder \S+\/locked cannot be written to\n/,
    ],
    [
      'a report of what was masked',
      ['--dataset', 'qa.csv', '--output', 'open/', '--masking-report', 'locked/report.json'],
      cannotBeWritten(/locked\/report\.json/, 'EACCES'),
    ],
  ])('%s is no success, and leaves nothing', async (_what, flags, message) => {
    const folder = folderWith({ 'qa.csv': csv, 'locked/readme.md': '', 'open/readme.md': '' });
    chmodSync(path.join(folder, 'locked'), 0o555);
    chmodSync(folder, 0o555);
    await expectFailure([...words(), ...flags], message, { folder, unprivileged: true });
  });

  it.concurrent('a dataset is read', async () => {
    const folder = folderWith({ 'qa.csv': csv, 'open/readme.md': '' });
    chmodSync(path.join(folder, 'qa.csv'), 0o444);
    chmodSync(folder, 0o555);
    const given = [...words(), '--skip-prompts', '--dataset', 'qa.csv', '--output', 'open/'];
    const { status } = await runCommand(given, { folder, unprivileged: true });
    expect(status).toBe(0);
    const { 'open/experiment.dataset.csv': copy, ...others } = contentsOf(folder);
    expect(copy === csv.replace('jane.doe@example.com', '<REDACTED:email>')).toBe(true);
    expect(others['qa.csv'] === csv).toBe(true);
    expect(Object.keys(others).sort()).toEqual(['open/', 'open/experiment.py', 'open/readme.md', 'qa.csv']);
  });
});

it.concurrent.each(waysIn)(
  'a CSV that grows while it is read is refused, through $way',
  async ({ words }) => {
    const large = csv + 'What is it?,It is that\n'.repeat(200_000);
    const folder = folderWith({ 'qa.csv': large });
    const file = path.join(folder, 'qa.csv');
    const growing = setInterval(() => {
      appendFileSync(file, 'Who?,Me\n');
    }, 1);
    const { status, stdout, stderr } = await runCommand(
      [...words(), '--skip-prompts', '--dataset', 'qa.csv'],
      {
        folder,
      },
    ).finally(() => {
      clearInterval(growing);
    });
    const message = 'qa.csv changed while it was read\nRun again when nothing writes to it any more.\n';
    expect(stripVTControlCharacters(stderr)).toContain(message);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    const { 'qa.csv': grown = '', ...others } = contentsOf(folder);
    expect(others).toEqual({});
    expect(grown.startsWith(large)).toBe(true);
    expect(grown.slice(large.length)).toMatch(/^(?:Who\?,Me\n)+$/);
  },
);
