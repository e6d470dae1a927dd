import { realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { shownPath } from '../output/shown-path.js';
import { UserError } from '../user-error.js';

export interface ResolvedEnvFiles {
  /** As the generated file names them: absolute, or relative to its own folder, with slashes. */
  readonly envFiles: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * Resolves the files of `--env-file`. They are never opened: only the generated file reads them.
 *
 * @param given paths, relative to the working folder
 * @param output absolute path of the generated file
 * @returns paths relative to it, so that both can move together, where both are in the working folder
 * @throws UserError where one is a folder
 */
export function resolveEnvFiles(
  given: readonly string[],
  workingFolder: string,
  output: string,
): ResolvedEnvFiles {
  const warnings: string[] = [];
  const [base, folder] = [realFolder(workingFolder), realFolder(path.dirname(output))];
  const isWithin = (file: string): boolean => shownPath(file, base) !== file;
  const envFiles = given.map((name) => {
    const file = path.resolve(workingFolder, name);
    const found = statSync(file, { throwIfNoEntry: false });
    if (found?.isDirectory() === true) {
      throw new UserError(
        `--env-file is ${JSON.stringify(name)}, which is a folder`,
        'Name a file in it, such as .env.',
      );
    }
    if (found === undefined) {
      warnings.push(
        `--env-file ${JSON.stringify(name)} is not there yet: the experiment runs without it until it is`,
      );
    }
    const real = path.join(realFolder(path.dirname(file)), path.basename(file));
    if (!isWithin(real) || !isWithin(folder)) return file;
    return path.relative(folder, real).replaceAll(path.sep, '/');
  });
  return { envFiles: [...new Set(envFiles)], warnings };
}

/** Where a folder is, also one that is yet to be made: from there `..` leads where Python will look. */
function realFolder(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    const above = path.dirname(folder);
    return above === folder ? folder : path.join(realFolder(above), path.basename(folder));
  }
}
