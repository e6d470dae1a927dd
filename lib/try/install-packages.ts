import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { PythonCommand } from '../python/syntax-check.js';
import { UserError } from '../user-error.js';
import { pythonOf } from './python.js';
import { runPython, type PythonRun } from './run-python.js';

/** An installation takes as long as the network does. */
const SECONDS = 1800;

/**
 * @returns the folder of this package in the user's cache folder: https://specifications.freedesktop.org/basedir-spec/,
 * and what the platforms that do not follow it have
 */
export function cacheFolder(
  environment: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
  home = os.homedir(),
): string {
  const folders: Partial<Record<NodeJS.Platform, string>> = {
    darwin: path.join(home, 'Library', 'Caches'),
    win32: environment.LOCALAPPDATA ?? path.join(home, 'AppData', 'Local'),
  };
  // A path that is not absolute is to be passed over.
  const chosen = environment.XDG_CACHE_HOME;
  const base = chosen !== undefined && path.isAbsolute(chosen) ? chosen : folders[platform];
  return path.join(base ?? path.join(home, '.cache'), 'generator-llm-obs-experiment');
}

/**
 * Makes a virtual environment that has the packages, or finds the one that an earlier run has made.
 *
 * @param packages as pip takes them
 * @param version of the Python, since an environment belongs to one
 * @param onStep told what is being done, and how much of the whole is done, from 0 to 1
 * @returns the environment's Python
 * @throws UserError with pip's own last words
 */
export async function installPackages(
  python: PythonCommand,
  packages: readonly string[],
  version: string,
  cache: string,
  run: Omit<PythonRun, 'python' | 'words' | 'seconds'>,
  onStep: (what: string, done: number) => void,
): Promise<PythonCommand> {
  const wanted = [version, ...packages.toSorted()].join('\n');
  const folder = path.join(cache, 'python', createHash('sha256').update(wanted).digest('hex').slice(0, 16));
  const made = { command: pythonOf(folder, process.platform), leadingArguments: [] };
  if (existsSync(made.command)) return made;
  await mkdir(path.dirname(folder), { recursive: true });
  // Under another name until it is whole, so that nothing uses half of it, and two at once do not meet.
  const unfinished = await mkdtemp(`${folder}-`);
  try {
    onStep('making an environment', 0);
    await runOrRefuse({ ...run, python, words: ['-m', 'venv', unfinished], seconds: SECONDS });
    const own = { command: pythonOf(unfinished, process.platform), leadingArguments: [] };
    let collected = 0;
    await runOrRefuse({
      ...run,
      python: own,
      words: ['-m', 'pip', 'install', '--disable-pip-version-check', '--no-input', ...packages],
      seconds: SECONDS,
      onLine: (line) => {
        const found = /^Collecting (\S+)/.exec(line)?.[1];
        if (found !== undefined) {
          collected += 1;
          // How many there are is known when the last is found.
          onStep(`downloading ${found}`, 0.1 + 0.6 * (1 - Math.exp(-collected / 15)));
        } else if (line.startsWith('Installing collected packages')) onStep('installing', 0.75);
      },
    });
    await rename(unfinished, folder).catch((error: unknown) => {
      if (!existsSync(made.command)) throw error;
    });
    onStep('installed', 1);
    return made;
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

async function runOrRefuse(run: PythonRun): Promise<void> {
  const end = await runPython(run);
  if (end.status === 0) return;
  const words = end.complaint
    .trim()
    .split('\n')
    .filter((line) => /error|not found|no matching/i.test(line))
    .slice(-3);
  throw new UserError(
    `the packages could not be installed: ${words.join('\n') || end.complaint.trim().slice(-500)}`,
    'Check that PyPI can be reached, and that this Python has its venv module.',
  );
}
