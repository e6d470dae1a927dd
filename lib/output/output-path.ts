import { accessSync, constants, lstatSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../user-error.js';
import type { Format } from '../plan/plan.js';

const DEFAULT_FOLDER = 'experiments';
const STEM = 'experiment';

/**
 * Resolves where the generated file goes, and in which format.
 *
 * @param given the value of `--output`: a file ending in .py or .ipynb, an existing folder, or one to be made,
 *   which ends in a slash
 * @param format the value of `--format`
 * @param folder the folder that a relative path starts from
 * @throws UserError where the two disagree, the ending is another, or nothing can be written there
 */
export function resolveOutput(
  given: string | undefined,
  format: Format | undefined,
  folder: string,
): { output: string; format: Format } {
  const target = path.resolve(folder, given ?? DEFAULT_FOLDER);
  const isFolder = given === undefined || /[/\\]$/.test(given) || isExistingFolder(target);
  const ending = isFolder ? undefined : formatOf(target);
  if (!isFolder && ending === undefined) {
    throw new UserError(
      `--output is ${JSON.stringify(given)}, which ends in neither .py nor .ipynb and is no folder`,
      'End it in .py or .ipynb, or in / for a folder to put the file in.',
    );
  }
  if (ending !== undefined && format !== undefined && ending !== format) {
    throw new UserError(
      `--format is ${JSON.stringify(format)}, but --output ends in .${ending}`,
      'Leave --format out, or give both the same ending.',
    );
  }
  const chosen = format ?? ending ?? 'py';
  const output = followLink(isFolder ? path.join(target, `${STEM}.${chosen}`) : target);
  refuseUnwritable(output);
  return { output, format: chosen };
}

function formatOf(file: string): Format | undefined {
  const extension = path.extname(file).toLowerCase();
  return extension === '.py' ? 'py' : extension === '.ipynb' ? 'ipynb' : undefined;
}

function isExistingFolder(target: string): boolean {
  return lookUp(target) === 'folder';
}

/** A link is written through, not replaced by a file, also where it leads to a file that is not there yet. */
function followLink(file: string): string {
  try {
    return realpathSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') return file;
    if (lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return file;
    return followLink(path.resolve(path.dirname(file), readlinkSync(file)));
  }
}

function refuseUnwritable(file: string): void {
  if (isExistingFolder(file)) {
    throw new UserError(`${file} is a folder`, 'Name a file in it with --output.');
  }
  let nearest = path.dirname(file);
  for (;;) {
    const found = lookUp(nearest);
    if (found === 'folder') break;
    if (found === 'file') {
      throw new UserError(`${nearest} is a file, so ${file} cannot be written`, 'Choose another --output.');
    }
    nearest = path.dirname(nearest);
  }
  try {
    accessSync(nearest, constants.W_OK | constants.X_OK);
  } catch {
    throw new UserError(
      `the folder ${nearest} cannot be written to`,
      'Choose another --output, or change its permissions.',
    );
  }
}

function lookUp(target: string): 'folder' | 'file' | 'nothing' {
  try {
    return statSync(target).isDirectory() ? 'folder' : 'file';
  } catch (error) {
    // ENOTDIR: something above it is a file, which the walk upward will find.
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return 'nothing';
    throw new UserError(
      `${target} cannot be looked at (${code ?? 'unknown error'})`,
      'Choose another --output.',
    );
  }
}
