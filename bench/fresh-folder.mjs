import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { FOLDER } from './installations.mjs';
import { runMeasured } from './measured-process.mjs';

/** The user as whom `yo` runs where the bench runs as root, whom it refuses. */
const NOBODY = 65534;

const RUNS = path.join(FOLDER, 'runs');

/**
 * Measures a command in an empty folder, and checks that it wrote what it should.
 *
 * @param {readonly string[]} words the command and its arguments
 * @param {object} options
 * @param {string} options.python the interpreter that watches over it
 * @param {readonly string[]} [options.writes] files that it must leave, relative to the folder
 * @param {NodeJS.ProcessEnv} [options.environment] more of it
 * @param {boolean} [options.notAsRoot]
 * @param {(folder: string) => unknown} [options.look] is shown the folder before it is removed; the measurement
 *   then has what it returns, as `seen`
 * @returns {Promise<object>} as `runMeasured` gives it
 * @throws Error where it fails, or does not write what it should
 */
export async function measuredInFreshFolder(
  words,
  { python, writes = [], environment, notAsRoot = false, look },
) {
  const user = notAsRoot && process.getuid?.() === 0 ? NOBODY : undefined;
  mkdirSync(RUNS, { recursive: true });
  const folder = mkdtempSync(path.join(RUNS, 'run-'));
  try {
    chmodSync(folder, 0o755);
    if (user !== undefined) chownSync(folder, user, user);
    const measured = await runMeasured(words, {
      python,
      folder,
      user,
      environment: { PATH: process.env.PATH, HOME: home(user), NO_UPDATE_NOTIFIER: '1', ...environment },
    });
    for (const file of writes) {
      if (!existsSync(path.join(folder, file))) {
        throw new Error(`${file} is missing; there is: ${readdirSync(folder).join(', ') || 'nothing'}`);
      }
    }
    return look === undefined ? measured : { ...measured, seen: await look(folder) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Removes the folders of runs that were interrupted. */
export function removeLeftovers() {
  rmSync(RUNS, { recursive: true, force: true });
}

/** Kept from run to run, as a user's is: caches and settings may stand in it. */
function home(user) {
  const folder = path.join(FOLDER, 'homes', String(user ?? 'own'));
  mkdirSync(folder, { recursive: true });
  if (user !== undefined) chownSync(folder, user, user);
  return folder;
}
