import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll } from 'vitest';
import type { ReceivedExperiment, ReceivedSpan } from '../../lib/stand-in/received.js';
import { startStandIn, type StandIn, type StandInOptions } from '../../lib/stand-in/stand-in.js';
import { ownCommand, runCommand, type Outcome } from './commands.js';

const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url));

export type PythonEnvironment = 'oldest' | 'newest' | 'providers' | 'frameworks' | 'guard';

/** An executable of one of the virtual environments that scripts/python-environments.mjs makes. */
export function pythonExecutable(environment: PythonEnvironment, name = 'python'): string {
  const scripts = process.platform === 'win32' ? 'Scripts' : 'bin';
  return path.join(CHECKOUT, '.python', environment, scripts, name);
}

/**
 * Runs a generated script, or any Python program, against a stand-in, from the folder that it was generated in.
 *
 * @param words what stands behind `python`
 */
export async function runPython(
  environment: PythonEnvironment,
  words: readonly string[],
  folder: string,
  standIn: StandIn,
): Promise<Outcome> {
  const variables = { PATH: process.env.PATH, HOME: path.dirname(folder), ...standIn.environment() };
  try {
    const { stdout, stderr } = await promisify(execFile)(pythonExecutable(environment), [...words], {
      cwd: folder,
      env: variables,
      maxBuffer: 64 * 1024 * 1024,
    });
    return { status: 0, signal: null, stdout, stderr };
  } catch (error) {
    const failed = error as { code?: number; signal?: NodeJS.Signals; stdout?: string; stderr?: string };
    if (typeof failed.code !== 'number') throw error;
    return {
      status: failed.code,
      signal: failed.signal ?? null,
      stdout: failed.stdout ?? '',
      stderr: failed.stderr ?? '',
    };
  }
}

/** Runs a notebook's cells with a real Jupyter kernel, and prints what the cells print. */
export const RUN_NOTEBOOK = path.join(CHECKOUT, 'test', 'python', 'run_notebook.py');

/** A dataset of test/fixtures/datasets. */
export function fixtureDataset(name: string): string {
  return path.join(CHECKOUT, 'test', 'fixtures', 'datasets', name);
}

/** An empty folder for all tests of a file, removed behind the last of them. */
export function sharedFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'experiments-'));
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/**
 * Generates an experiment with the packed package's own command.
 *
 * @param folder where the command is run
 * @param flags what stands behind `--skip-prompts`
 * @throws Error with everything that was printed, where the command fails
 */
export async function generate(folder: string, flags: readonly string[]): Promise<Outcome> {
  const outcome = await runCommand([...ownCommand(), '--skip-prompts', ...flags], { folder });
  if (outcome.status !== 0) throw new Error(`${flags.join(' ')}\n${outcome.stdout}${outcome.stderr}`);
  return outcome;
}

/** A generated file that was run, and what its stand-in saw of it. */
export interface ExperimentRun {
  readonly outcome: Outcome;
  readonly received: StandIn;
}

/**
 * Runs a generated script, or a notebook in a kernel, on the real SDK, against a stand-in of its own.
 *
 * @param file the generated file's path, from the folder that it was generated in
 * @param options how the stand-in behaves
 * @param flags what stands behind the file
 */
export async function runExperiment(
  environment: PythonEnvironment,
  folder: string,
  file: string,
  options: StandInOptions = {},
  flags: readonly string[] = [],
): Promise<ExperimentRun> {
  const standIn = await startStandIn(options);
  try {
    const words = file.endsWith('.ipynb') ? [RUN_NOTEBOOK, file] : [file];
    const outcome = await runPython(environment, [...words, ...flags], folder, standIn);
    return { outcome, received: standIn };
  } finally {
    await standIn.close();
  }
}

/** The one experiment that a stand-in saw. */
export function onlyExperiment({ experiments }: StandIn): ReceivedExperiment {
  const [experiment] = experiments;
  if (experiment === undefined || experiments.length > 1) {
    throw new Error(`${experiments.length} experiments arrived, not one`);
  }
  return experiment;
}

/** The runs of the task, one for each record: spans without the LLM calls within them. */
export function taskSpans({ spans }: ReceivedExperiment): ReceivedSpan[] {
  return spans.filter(({ kind }) => kind === 'experiment');
}
