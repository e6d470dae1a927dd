import { inQuotes, OLDEST_SDK, packagesOf } from '../python/packages.js';
import type { PythonCommand } from '../python/syntax-check.js';
import { UserError } from '../user-error.js';
import { runPython, type PythonRun } from './run-python.js';
import type { TriedFile } from './tried-file.js';

/** What a Python says of itself and of the file: see python/look_at_file.py. */
export interface FileLook {
  readonly executable: string;
  /** For instance `3.11.2`. */
  readonly version: string;
  /** The version of ddtrace, where it is installed. */
  readonly ddtrace: string | null;
  /** Whether a Jupyter kernel can be started. */
  readonly kernel: boolean;
  /** What Python's parser objects to. */
  readonly fault: { readonly place: string; readonly line: number | null; readonly message: string } | null;
  /** Modules that the file imports and that are not installed, in the file's order. */
  readonly missing: readonly MissingModule[];
  /** What python-dotenv is told to read, as it stands in the file, among other words of the same statements. */
  readonly env_files: readonly string[];
  /** Variables of the environment that it asserts. */
  readonly asserted: readonly string[];
}

export interface MissingModule {
  readonly module: string;
  /** The cell, empty in a script. */
  readonly place: string;
  readonly line: number;
}

const OLDEST_PYTHON = 9;

/** Python looks at the file within this, whatever else the machine does. */
const SECONDS = 60;

/**
 * Lets Python say what the file needs. Nothing of the file is executed.
 *
 * @param candidates the first that can be started is used
 * @param program look_at_file.py
 * @param run how programs of this trial are run
 * @returns the Python that is there, and what it said
 * @throws UserError where there is no Python, or none that is new enough
 */
export async function lookAtFile(
  candidates: readonly PythonCommand[],
  program: string,
  file: TriedFile,
  run: Omit<PythonRun, 'python' | 'words' | 'seconds'>,
): Promise<{ python: PythonCommand; look: FileLook }> {
  for (const python of candidates) {
    const end = await runPython({ ...run, python, words: [program, file.path], seconds: SECONDS });
    if (end.notStarted) continue;
    const look = parseLook(end.printed);
    if (look === undefined || Number(look.version.split('.')[1]) < OLDEST_PYTHON) {
      const told = look === undefined ? lastLine(end.complaint) : `it is Python ${look.version}`;
      throw new UserError(
        `${python.command} is no Python that can try this file${told === '' ? '' : `: ${told}`}`,
        `Python 3.${OLDEST_PYTHON} or later is needed: name one with --python <path>.`,
      );
    }
    return { python, look };
  }
  const names = candidates.map(({ command }) => command).join(', ');
  throw new UserError(
    `there is no Python to try the file with: ${names} cannot be started`,
    'Install Python 3.9 or later, or name it with --python <path>.',
  );
}

/** @throws UserError where the file cannot run as it is, or what it needs is not installed */
export function refuseUnfit(file: TriedFile, python: PythonCommand, look: FileLook): void {
  if (look.fault !== null) {
    const { place, line, message } = look.fault;
    const where = [place, line === null ? '' : `line ${line}`].filter((part) => part !== '').join(', ');
    throw new UserError(
      `${file.name}${where === '' ? '' : `, ${where}`}: ${message}`,
      `Python ${look.version} cannot read it: mend it, or name another Python with --python <path>.`,
    );
  }
  const [first] = look.missing;
  if (first !== undefined) {
    const others = look.missing.slice(1).map(({ module }) => module);
    const also = others.length === 0 ? '' : `, nor ${others.join(', ')}`;
    throw new UserError(
      `${file.name}, ${placeOf(first)} imports ${first.module}, which this Python does not have${also}`,
      installHint(python, packagesOf(look.missing.map(({ module }) => module))),
    );
  }
  if (look.ddtrace !== null && isOlder(look.ddtrace, OLDEST_SDK)) {
    throw new UserError(
      `ddtrace ${look.ddtrace} is installed, and experiments need ${OLDEST_SDK} or later`,
      installHint(python, packagesOf(['ddtrace'])),
    );
  }
}

function placeOf({ place, line }: MissingModule): string {
  return place === '' ? `line ${line}` : `${place}, line ${line}`;
}

/** How to install packages for a Python, in a line to copy, and the flag that does it elsewhere. */
export function installHint(python: PythonCommand, packages: readonly string[]): string {
  const words = [python.command, ...python.leadingArguments, '-m', 'pip', 'install', ...packages];
  const line = words.map(inQuotes).join(' ');
  return `Install: ${line}\nOr run again with --install, which puts them into an environment of their own.`;
}

function isOlder(version: string, oldest: string): boolean {
  return version.localeCompare(oldest, 'en', { numeric: true }) < 0;
}

function parseLook(printed: string): FileLook | undefined {
  try {
    return JSON.parse(printed.trim().split('\n').at(-1) ?? '') as FileLook;
  } catch {
    return undefined;
  }
}

export function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1)?.trim() ?? '';
}
