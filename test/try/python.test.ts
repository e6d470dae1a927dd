import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { pythonCandidates } from '../../lib/try/python.js';

const folder = mkdtempSync(path.join(tmpdir(), 'try-python-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A virtual environment, as far as looking for its Python goes. */
function environmentAt(...names: readonly string[]): string {
  const environment = path.join(folder, ...names);
  mkdirSync(path.join(environment, 'bin'), { recursive: true });
  writeFileSync(path.join(environment, 'bin', 'python'), '');
  return environment;
}

const active = environmentAt('active');
const beside = environmentAt('project', 'experiments', '.venv');
const here = environmentAt('project', '.venv');
const surroundings = {
  workingFolder: path.join(folder, 'project'),
  fileFolder: path.join(folder, 'project', 'experiments'),
  environment: {},
  platform: 'linux',
} as const;

const commands = (
  chosen: string | undefined,
  changed: Partial<Parameters<typeof pythonCandidates>[1]> = {},
) => pythonCandidates(chosen, { ...surroundings, ...changed }).map(({ command }) => command);

describe('the Python to try with', () => {
  it.each([
    { of: 'the active environment', changed: { environment: { VIRTUAL_ENV: active } }, found: active },
    { of: "conda's", changed: { environment: { CONDA_PREFIX: active } }, found: active },
    { of: 'one that is gone', changed: { environment: { VIRTUAL_ENV: '/gone' } }, found: beside },
    { of: 'beside the file', changed: {}, found: beside },
    { of: 'in the working folder', changed: { fileFolder: folder }, found: here },
  ])('$of', ({ changed, found }) => {
    expect(commands(undefined, changed)).toEqual([path.join(found, 'bin', 'python')]);
  });

  it("is the system's where there is no environment", () => {
    expect(commands(undefined, { workingFolder: folder, fileFolder: folder })).toEqual(['python3', 'python']);
    expect(commands(undefined, { workingFolder: folder, fileFolder: folder, platform: 'win32' })).toEqual([
      'python3',
      'python',
      'py',
    ]);
  });

  it.each([
    ['python3.12', 'python3.12'],
    ['./.venv/bin/python', path.join(here, 'bin', 'python')],
    ['.venv', path.join(here, 'bin', 'python')],
    [active, path.join(active, 'bin', 'python')],
    ['./nothing', path.join(folder, 'project', 'nothing')],
  ])('is the one that is named: %s', (named, found) => {
    expect(commands(named, { environment: { VIRTUAL_ENV: active } })).toEqual([found]);
  });
});
