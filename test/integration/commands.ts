import { spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, inject } from 'vitest';

export interface Outcome {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly folder: string;
  readonly environment?: NodeJS.ProcessEnv;
  /** What standard input is: closed at once, or a pipe that stays open and silent. */
  readonly input?: 'closed' | 'open pipe';
  /** Milliseconds after which it is killed. */
  readonly timeLimit?: number;
  /** Runs it as a user whom file permissions bind, where the tests run as root. */
  readonly unprivileged?: boolean;
  /** Kills it with SIGKILL, or sends another signal, as soon as this settles. */
  readonly interruption?: { readonly when: Promise<unknown>; readonly signal: NodeJS.Signals };
}

/** The user that `yo` is run as where the tests run as root, whom it refuses. */
const NOBODY = 65534;
const isRoot = process.getuid?.() === 0;

/** No run of the generator takes nearly as long: one that does waits for something. */
const TIME_LIMIT = 60_000;

/** Every folder of a test file's, in one place: a test that runs beside others cannot clean up after itself alone. */
const projects = mkdtempSync(path.join(realpathSync(tmpdir()), 'experiment-test-'));
chmodSync(projects, 0o755);
afterAll(() => {
  rmSync(projects, { recursive: true, force: true });
});

/** A folder of its own, that `yo` may write to, and that is removed after the file's last test. */
export function emptyFolder(name = 'project'): string {
  const parent = mkdtempSync(path.join(projects, 'home-'));
  chmodSync(parent, 0o755);
  const folder = path.join(parent, name);
  mkdirSync(folder);
  if (isRoot) for (const one of [parent, folder]) chownSync(one, NOBODY, NOBODY);
  return folder;
}

/** An empty folder into which files were put, by their paths in it. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>>, name?: string): string {
  const folder = emptyFolder(name);
  for (const [file, contents] of Object.entries(files)) {
    mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(folder, file), contents);
  }
  const entries = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  if (isRoot) for (const entry of entries) chownSync(path.join(folder, entry), NOBODY, NOBODY);
  return folder;
}

/** All that stands in a folder, hidden files and empty folders included: paths, a folder's with a slash, to texts. */
export function contentsOf(folder: string): Readonly<Record<string, string>> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).map((entry) => {
    const file = path.join(entry.parentPath, entry.name);
    const shown = path.relative(folder, file);
    return entry.isDirectory() ? [`${shown}/`, ''] : [shown, readFileSync(file, 'latin1')];
  });
  return Object.fromEntries(entries) as Record<string, string>;
}

/** The package's own command, as an installed package has it. */
export function ownCommand(): readonly string[] {
  const installed = path.join(inject('installation'), 'node_modules', 'generator-llm-obs-experiment');
  return [process.execPath, path.join(installed, 'dist', 'bin', 'generator-llm-obs-experiment.js')];
}

/** `yo` with the generator's name. */
export function yoCommand(generator = 'llm-obs-experiment'): readonly string[] {
  const yo = path.join(inject('installation'), 'node_modules', 'yo', 'lib', 'cli.js');
  return [process.execPath, yo, generator];
}

/** Both ways in from a command line. */
export const waysIn = [
  { way: 'the own command', words: ownCommand },
  { way: 'yo', words: yoCommand },
] as const;

/**
 * Runs a command to its end; one that waits for something is killed in the end.
 *
 * @param words the command and its arguments
 */
export async function runCommand(words: readonly string[], options: CommandOptions): Promise<Outcome> {
  const [command = '', ...commandArguments] = words;
  const child = spawn(command, commandArguments, {
    cwd: options.folder,
    env: environmentFor(options),
    stdio: [options.input === 'open pipe' ? 'pipe' : 'ignore', 'pipe', 'pipe'],
    timeout: options.timeLimit ?? TIME_LIMIT,
    killSignal: 'SIGKILL',
    ...userFor(words, options),
  });
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  void options.interruption?.when.then(() => child.kill(options.interruption?.signal));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status, signal) => {
      resolve({ status, signal, stdout, stderr });
    });
  });
}

/** Whom to run a command as, for `spawn`: `yo` refuses root. */
export function userFor(
  words: readonly string[],
  { unprivileged }: Pick<CommandOptions, 'unprivileged'>,
): { uid?: number; gid?: number } {
  const usesYo = words[1]?.endsWith(path.join('yo', 'lib', 'cli.js')) === true;
  return isRoot && (usesYo || unprivileged === true) ? { uid: NOBODY, gid: NOBODY } : {};
}

/** Yeoman looks for generators beside itself and in NODE_PATH; it keeps its own settings in HOME. */
export function environmentFor({ folder, environment }: CommandOptions): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: path.dirname(folder),
    NODE_PATH: path.join(inject('installation'), 'node_modules'),
    NO_UPDATE_NOTIFIER: '1',
    ...environment,
  };
}
