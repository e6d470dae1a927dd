import { existsSync } from 'node:fs';
import path from 'node:path';
import { pythonCommands, type PythonCommand } from '../python/syntax-check.js';

/** Where a Python is looked for. */
export interface PythonSurroundings {
  readonly workingFolder: string;
  /** Of the file that is tried. */
  readonly fileFolder: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
}

/**
 * The Pythons to try a file with, the best one first. A later one counts only where the earlier ones are not there at
 * all: one that lacks a package is the user's, and is told of.
 *
 * @param chosen what the user named, a path or a command; then there is no other
 */
export function pythonCandidates(
  chosen: string | undefined,
  { workingFolder, fileFolder, environment, platform }: PythonSurroundings,
): PythonCommand[] {
  if (chosen !== undefined) {
    const isPath = /[\\/]/.test(chosen) || existsSync(path.resolve(workingFolder, chosen));
    return [commandOf(isPath ? pathOf(path.resolve(workingFolder, chosen), platform) : chosen)];
  }
  const environments = [
    environment.VIRTUAL_ENV,
    environment.CONDA_PREFIX,
    path.join(fileFolder, '.venv'),
    path.join(workingFolder, '.venv'),
  ];
  const executable = environments
    .flatMap((folder) => (folder === undefined || folder === '' ? [] : [pythonOf(folder, platform)]))
    .find((file) => existsSync(file));
  return executable === undefined ? pythonCommands(platform) : [commandOf(executable)];
}

/**
 * @param folder a virtual environment's
 * @returns its Python: https://docs.python.org/3/library/venv.html
 */
export function pythonOf(folder: string, platform: NodeJS.Platform): string {
  if (platform !== 'win32') return path.join(folder, 'bin', 'python');
  // Conda's environments have theirs at the top.
  const inScripts = path.join(folder, 'Scripts', 'python.exe');
  const atTop = path.join(folder, 'python.exe');
  return !existsSync(inScripts) && existsSync(atTop) ? atTop : inScripts;
}

/** The Python of an environment that was named by its folder; any other path as it is. */
function pathOf(named: string, platform: NodeJS.Platform): string {
  const executable = pythonOf(named, platform);
  return existsSync(executable) ? executable : named;
}

function commandOf(command: string): PythonCommand {
  return { command, leadingArguments: [] };
}
