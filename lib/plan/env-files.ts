import { statSync } from 'node:fs';
import path from 'node:path';
import { realFolder } from '../output/real-folder.js';
import { shownPath } from '../output/shown-path.js';
import { UserError } from '../user-error.js';

/**
 * Resolves the files of `--env-file`. They are never opened: only the generated file reads them.
 *
 * @param given paths, relative to the working folder
 * @param output absolute path of the generated file
 * @returns the paths as the generated file names them: relative to its own folder, with slashes, where both are in the
 * working folder, so that they can move together; otherwise absolute
 * @throws UserError where one is missing or a folder. Node.js, which takes a flag of this name for its own wherever it
 * stands, refuses a missing file on a command line before any code of ours is run, so that whoever composes is told
 * the same: https://github.com/nodejs/node/issues/54232
 */
export function resolveEnvFiles(
  given: readonly string[],
  workingFolder: string,
  output: string,
): readonly string[] {
  const [base, folder] = [realFolder(workingFolder), realFolder(path.dirname(output))];
  const isWithin = (file: string): boolean => shownPath(file, base) !== file;
  const envFiles = given.map((name) => {
    const file = path.resolve(workingFolder, name);
    const found = statSync(file, { throwIfNoEntry: false });
    if (found === undefined || found.isDirectory()) {
      const why = found === undefined ? 'but there is no such file' : 'which is a folder';
      throw new UserError(
        `--env-file is ${JSON.stringify(name)}, ${why}`,
        'Name a file of variables, NAME=value a line. A .env beside the generated file or above it is found without.',
      );
    }
    const real = path.join(realFolder(path.dirname(file)), path.basename(file));
    if (!isWithin(real) || !isWithin(folder)) return file;
    return path.relative(folder, real).replaceAll(path.sep, '/');
  });
  return [...new Set(envFiles)];
}
