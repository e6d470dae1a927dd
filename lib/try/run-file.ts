import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import { startStandIn, type StandIn, type StandInOptions } from '../stand-in/stand-in.js';
import { assertedEnvironment, childEnvironment, type Secret } from './child-environment.js';
import { lastLine } from './look-at-file.js';
import { observeRun, type ObservedRun } from './observed-run.js';
import {
  readJournal,
  readStacks,
  runPython,
  type JournalEntry,
  type PythonEnd,
  type StackFrame,
} from './run-python.js';
import type { PreparedTrial } from './trial-request.js';
import type { TriedFile } from './tried-file.js';

/** Milliseconds between two looks at how far a run is. */
const LOOK_EVERY = 100;

/** One run of the file, and all that was seen of it. */
export interface FileRun {
  readonly end: PythonEnd;
  readonly standIn: StandIn;
  readonly observed: ObservedRun;
  readonly journal: readonly JournalEntry[];
  readonly problem: string | undefined;
}

/** Runs the file once, from its start to its end, against a stand-in of its own. */
export async function runFile(
  trial: PreparedTrial,
  secrets: readonly Secret[],
  title: string,
  behaviour: StandInOptions,
): Promise<FileRun> {
  const { request, surroundings, file, python, look, temporaryFolder } = trial;
  const { records } = request;
  const standIn = await startStandIn({ ...behaviour, ...(records === undefined ? {} : { records }) });
  const journalFolder = mkdtempSync(path.join(temporaryFolder, 'run-'));
  const looking = setInterval(() => {
    const [done, all] = progressOf(standIn);
    surroundings.progress(all === 0 ? title : `${title}: ${done} of ${all} records`, done, all);
  }, LOOK_EVERY);
  try {
    surroundings.progress(title, 0, 0);
    const how = look.kernel ? 'kernel' : 'script';
    const notebook = [path.join(surroundings.programs, 'run_notebook.py'), file.path, how];
    const variables = { ...assertedEnvironment(look.asserted, standIn.origin), ...standIn.environment() };
    const end = await runPython({
      python,
      words: file.format === 'notebook' ? notebook : [request.file],
      // Jupyter runs a notebook in its own folder, a shell runs a script where it is.
      folder: file.format === 'notebook' ? path.dirname(file.path) : request.workingFolder,
      environment: childEnvironment(surroundings.environment, variables, secrets, {
        guardFolder: path.join(surroundings.programs, 'guard'),
        temporaryFolder: journalFolder,
        file: file.path,
        allowedHosts: request.allowedHosts,
        deadline: Date.now() + request.timeout * 1000,
      }),
      seconds: request.timeout,
      journalFolder,
    });
    const problem = problemOf(end, trial, journalFolder);
    return { end, standIn, observed: observeRun(standIn), journal: readJournal(journalFolder), problem };
  } finally {
    clearInterval(looking);
    await standIn.close();
  }
}

/** Records that the task is through with, and all of them. */
function progressOf({ experiments, datasets, completions }: StandIn): readonly [done: number, all: number] {
  const all = datasets.reduce((sum, { records }) => sum + records.length, 0);
  const spans = experiments.flatMap((one) => one.spans.filter(({ kind }) => kind === 'experiment')).length;
  // The SDK sends its spans a second late, so what the LLM was asked tells sooner.
  return [Math.min(all, Math.max(spans, completions)), all];
}

/** Why the file did not come to its end; undefined where it did. */
function problemOf(
  end: PythonEnd,
  { file, request }: PreparedTrial,
  journalFolder: string,
): string | undefined {
  if (end.timedOut) {
    const doing = doingAtTheEnd(journalFolder, file);
    return `it was ended after ${request.timeout} seconds${doing === '' ? '' : `: ${doing}`}`;
  }
  if (end.signal !== null) return `it was ended by ${end.signal}`;
  if (end.status === 0) return undefined;
  const said = lastLine(end.complaint);
  return `it ended with status ${String(end.status)}${said === '' ? '' : `: ${said}`}`;
}

/** Where each thread that is in the user's file stood; where none is, where the threads of the program stood. */
function doingAtTheEnd(journalFolder: string, file: TriedFile): string {
  const stacks = readStacks(journalFolder);
  const isOwn = (frame: StackFrame): boolean =>
    frame.file.startsWith('code cell ') || path.basename(frame.file) === path.basename(file.path);
  const inFile = stacks.filter((frames) => frames.some(isOwn));
  const places = (inFile.length === 0 ? stacks : inFile).flatMap((frames) => {
    const [innermost] = frames;
    if (innermost === undefined) return [];
    const own = frames.find(isOwn);
    const called = `${innermost.name} of ${path.basename(innermost.file)}`;
    if (own === undefined) return [called];
    const where = own.file.startsWith('code cell ') ? `${own.file}, line ${own.line}` : `line ${own.line}`;
    return [`${where} (${own.name})${innermost === own ? '' : `, in ${called}`}`];
  });
  const counted = [...new Set(places)].map((place) => {
    const threads = places.filter((one) => one === place).length;
    return threads === 1 ? place : `${place} in ${threads} threads`;
  });
  return counted.length === 0 ? '' : `it was at ${counted.slice(0, 3).join('; ')}`;
}
