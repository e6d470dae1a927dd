import { homedir } from 'node:os';
import path from 'node:path';
import { isatty } from 'node:tty';
import { discard, openBeside, type WaitingFile } from '../../lib/output/atomic-write.js';
import { placeFiles, type PlacementStatus } from '../../lib/output/place-files.js';
import type { ExperimentPlan } from '../../lib/plan/plan.js';
import { resolvePlan, type Surroundings } from '../../lib/plan/resolve-plan.js';
import { DEFAULT_PURPOSE } from '../../lib/plan/purpose.js';
import { extentNotes } from '../../lib/plan/resolve-task.js';
import type { SyntaxChecker } from '../../lib/python/syntax-check.js';
import type { RenderedArtifact } from '../../lib/render/artifact.js';
import { summaryLines } from '../../lib/summary/summary.js';
import { resolveAppRoot } from '../../lib/task-discovery/app-root.js';
import { taskListText } from '../../lib/task-discovery/task-list.js';
import { asUserError, UserError } from '../../lib/user-error.js';
import { showsColours } from '../colours.js';
import { progressDisplay, type ProgressDisplay } from '../progress-display.js';
import type { ExperimentOptions } from './options.js';
import type { Answers, Ask } from './prompts.js';

const BYTES_IN_MEGABYTE = 1_000_000;

/** Whoever started a run: Yeoman, or the package's own command. The steps of a run are the same for both. */
export interface Host {
  readonly surroundings: Surroundings;
  /** Somebody at a terminal; called only where there is something to ask, since much is loaded for it. */
  readonly person: () => Promise<Person>;
  /** Says what becomes of a file. */
  readonly report: (status: PlacementStatus, shown: string) => void;
  readonly say: (line: string) => void;
}

export interface Person {
  readonly ask: Ask;
  /** Asks whether a file that differs is to be overwritten. */
  readonly overwrites: (file: WaitingFile) => Promise<boolean>;
}

/** What to do about a file that is there and differs, and whether to write at all. */
export interface Placement {
  readonly force: boolean;
  readonly dryRun: boolean;
}

/** Nothing is asked, and nothing waits, where nobody can answer. */
function canAnswer(options: ExperimentOptions): boolean {
  return options.skipPrompts !== true && isatty(0);
}

/** Asks what a person would decide; where nobody can answer, the options stay as they are. */
export async function prompt(options: ExperimentOptions, host: Host): Promise<Answers> {
  if (!canAnswer(options)) return options;
  const { askForOptions } = await import('./prompts.js');
  const { ask } = await host.person();
  return askForOptions(options, host.surroundings, ask);
}

/**
 * Looks for the functions of the app that an experiment could call.
 *
 * @returns what --list-tasks prints
 * @throws UserError where the folder is none to look in, or a flag says what to call
 */
export async function listTasks(options: ExperimentOptions, host: Host): Promise<string> {
  const { taskSource, placeholderTask } = options;
  if (taskSource !== undefined || placeholderTask === true) {
    throw new UserError(
      `--list-tasks and --${taskSource === undefined ? 'placeholder-task' : 'task-source'} exclude each other: one looks for what to call, the other has decided`,
      'Give one of them.',
    );
  }
  const { findTask } = await import('../../lib/task-discovery/find-task.js');
  const { workingFolder } = host.surroundings;
  const ranking = await findTask(
    resolveAppRoot(options.appRoot, workingFolder, homedir()),
    options.purpose ?? DEFAULT_PURPOSE,
  );
  for (const note of extentNotes(ranking.extent)) host.say(note);
  return taskListText(ranking);
}

/**
 * Resolves the options to a plan.
 *
 * @throws UserError for every mistake that can be known before writing
 */
export async function configure(options: Answers, host: Host): Promise<ExperimentPlan> {
  let display: ProgressDisplay | undefined;
  const inMegabytes = (read: number, size: number): void => {
    display ??= progressDisplay(process.stderr, 'Reading the dataset', '{percentage}% of {total} MB');
    display.progress(Math.round(read / BYTES_IN_MEGABYTE), Math.round(size / BYTES_IN_MEGABYTE));
  };
  try {
    return await resolvePlan(options, { ...host.surroundings, progress: inMegabytes });
  } catch (error) {
    throw asUserError(error);
  } finally {
    display?.stop();
  }
}

/**
 * Settles conflicts, and puts the file, and those that belong to it, into their places at once.
 *
 * @param text the whole file
 * @returns false where the user chose to keep a file: then nothing was written
 * @throws UserError where a file is there and differs, and there is nobody to ask
 */
export async function place(
  { files, output }: ExperimentPlan,
  text: string,
  options: ExperimentOptions,
  placement: Placement,
  host: Host,
): Promise<boolean> {
  const generated = await writeBeside(output, text).catch(async (error: unknown) => {
    for (const file of files) await discard(file);
    throw error;
  });
  return placeFiles([...files, generated], {
    ...placement,
    ask: canAnswer(options) ? async (file) => (await host.person()).overwrites(file) : undefined,
    report: (status, destination) => {
      host.report(status, path.relative(host.surroundings.workingFolder, destination));
    },
  }).catch(throwAsUserError);
}

async function writeBeside(destination: string, text: string): Promise<WaitingFile> {
  const beside = await openBeside(destination);
  await beside.write(text);
  return beside.finish();
}

/**
 * Checks the syntax of what was written, and prints the summary.
 *
 * @param placed what became of the file
 * @param checkSyntax made before the plan, so that Python starts while the dataset is read
 * @throws UserError where Python finds a fault
 */
export async function conclude(
  plan: ExperimentPlan,
  { artifact, sections }: RenderedArtifact,
  placed: boolean,
  checkSyntax: SyntaxChecker,
  host: Host,
): Promise<void> {
  if (!placed) {
    host.say('Nothing was written.');
    return;
  }
  const syntax = await checkSyntax(artifact.codeUnits);
  const lines = summaryLines({
    plan,
    artifact,
    sections,
    syntax,
    workingFolder: host.surroundings.workingFolder,
    colours: showsColours(process.stdout),
  });
  process.stdout.write(`${lines.join('\n')}\n`);
  if (syntax.status === 'fail') {
    throw new UserError(`the syntax check of ${plan.output} failed`, syntax.details);
  }
}

function throwAsUserError(error: unknown): never {
  throw asUserError(error);
}
