import { chmod, mkdir, mkdtemp, readdir, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { resolveOutput } from '../../lib/output/output-path.js';
import type { Format } from '../../lib/plan/plan.js';
import { UserError } from '../../lib/user-error.js';

let folder: string;

beforeEach(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'output-path-')));
  await mkdir(path.join(folder, 'there'));
  await mkdir(path.join(folder, 'folder.py'));
  await writeFile(path.join(folder, 'file'), '');
  await writeFile(path.join(folder, 'there', 'old.py'), '');
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

it.each<[string | undefined, Format | undefined, string, Format]>([
  [undefined, undefined, 'experiments/experiment.py', 'py'],
  [undefined, 'py', 'experiments/experiment.py', 'py'],
  [undefined, 'ipynb', 'experiments/experiment.ipynb', 'ipynb'],
  ['run.py', undefined, 'run.py', 'py'],
  ['run.ipynb', undefined, 'run.ipynb', 'ipynb'],
  ['run.ipynb', 'ipynb', 'run.ipynb', 'ipynb'],
  ['RUN.PY', undefined, 'RUN.PY', 'py'],
  ['a/b/c/run.py', 'py', 'a/b/c/run.py', 'py'],
  ['./a/../run.py', undefined, 'run.py', 'py'],
  ['../outside.py', undefined, '../outside.py', 'py'],
  ['there', undefined, 'there/experiment.py', 'py'],
  ['there', 'ipynb', 'there/experiment.ipynb', 'ipynb'],
  ['.', undefined, 'experiment.py', 'py'],
  ['new/', undefined, 'new/experiment.py', 'py'],
  ['new/deep/', 'ipynb', 'new/deep/experiment.ipynb', 'ipynb'],
  ['new.py/', 'ipynb', 'new.py/experiment.ipynb', 'ipynb'],
  ['folder.py', undefined, 'folder.py/experiment.py', 'py'],
  ['there/old.py', undefined, 'there/old.py', 'py'],
  ['<%= 6*7 %>/run.py', undefined, '<%= 6*7 %>/run.py', 'py'],
  [`a'b"c $(x)\n😀.py`, undefined, `a'b"c $(x)\n😀.py`, 'py'],
  ['-.py', undefined, '-.py', 'py'],
])('%j with the format %j is %j', (given, format, output, chosen) => {
  expect(resolveOutput(given, format, folder)).toEqual({ output: path.join(folder, output), format: chosen });
});

it('takes an absolute path as it is', () => {
  const absolute = path.join(folder, 'there', 'run.py');
  expect(resolveOutput(absolute, undefined, '/')).toEqual({ output: absolute, format: 'py' });
});

it('writes through a link', async () => {
  await symlink(path.join(folder, 'there', 'old.py'), path.join(folder, 'link.py'));
  expect(resolveOutput('link.py', undefined, folder).output).toBe(path.join(folder, 'there', 'old.py'));
});

it.each<[string, Format | undefined, string]>([
  ['run.txt', undefined, '--output is "run.txt", which ends in neither .py nor .ipynb and is no folder'],
  ['run', 'py', '--output is "run", which ends in neither .py nor .ipynb and is no folder'],
  ['.py', undefined, '--output is ".py", which ends in neither .py nor .ipynb and is no folder'],
  ['a"\n', undefined, '--output is "a\\"\\n", which ends in neither .py nor .ipynb and is no folder'],
  ['run.py', 'ipynb', '--format is "ipynb", but --output ends in .py'],
  ['run.ipynb', 'py', '--format is "py", but --output ends in .ipynb'],
  ['file/', undefined, '<folder>/file is a file, so <folder>/file/experiment.py cannot be written'],
  ['file/deep/run.py', undefined, '<folder>/file is a file, so <folder>/file/deep/run.py cannot be written'],
])('refuses %j with the format %j', async (given, format, message) => {
  const before = await readdir(folder, { recursive: true });
  const resolve = () => resolveOutput(given, format, folder);
  expect(resolve).toThrow(UserError);
  expect(resolve).toThrow(message.replaceAll('<folder>', folder));
  expect(await readdir(folder, { recursive: true })).toEqual(before);
});

it('refuses a folder where the file would be', async () => {
  await mkdir(path.join(folder, 'there', 'experiment.py'));
  expect(() => resolveOutput('there', undefined, folder)).toThrow(
    `${path.join(folder, 'there', 'experiment.py')} is a folder`,
  );
});

// Root may write everywhere.
it.skipIf(process.getuid?.() === 0)('refuses a folder that may not be written to', async () => {
  await chmod(path.join(folder, 'there'), 0o555);
  expect(() => resolveOutput('there/new/run.py', undefined, folder)).toThrow(
    `the folder ${path.join(folder, 'there')} cannot be written to`,
  );
});
