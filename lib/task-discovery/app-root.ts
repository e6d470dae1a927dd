import { realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { realFolder } from '../output/real-folder.js';
import { UserError } from '../user-error.js';

/**
 * Resolves the folder in which the app's function is looked for.
 *
 * @param given the value of `--app-root`
 * @param workingFolder where the command was run
 * @param homeFolder the user's
 * @throws UserError where it is no folder, the root of the file system, or the home folder: too much is in there that
 *   is not the app
 */
export function resolveAppRoot(given: string | undefined, workingFolder: string, homeFolder: string): string {
  const folder = path.resolve(workingFolder, given ?? '.');
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new UserError(
      `--app-root is ${JSON.stringify(given)}, which is no folder`,
      'Give the folder that holds the app.',
    );
  }
  const real = realpathSync(folder);
  const refused = real === path.parse(real).root ? 'the root of the file system' : 'your home folder';
  if (real === path.parse(real).root || real === realFolder(homeFolder)) {
    throw new UserError(
      `No app is looked for in ${real}, which is ${refused}`,
      'Run this in the folder of the app, or name it with --app-root.',
    );
  }
  return real;
}
