import { existsSync } from 'node:fs';
import path from 'node:path';
import { shownPath } from '../../lib/output/shown-path.js';
import type { RecordToHandOut } from '../../lib/stand-in/dataset-record.js';
import { reportPlaces, writeReports } from '../../lib/try/report-files.js';
import { tryFile } from '../../lib/try/try-file.js';
import { asUserError, UserError } from '../../lib/user-error.js';
import { showsColours } from '../colours.js';
import { progressDisplay } from '../progress-display.js';
import type { TryOptions } from './options.js';

/** Where a trial is asked for. */
export interface TrySurroundings {
  readonly workingFolder: string;
  /** The folder lib/try/python of this package. */
  readonly programs: string;
}

/** Seconds, for one run of the file. */
const DEFAULT_TIMEOUT = 300;

/** Where the generator writes unless it is told otherwise. */
const DEFAULT_FILES = ['experiments/experiment.py', 'experiments/experiment.ipynb'];

/**
 * @param words of the command line that are no flags
 * @returns the file to try, relative to the working folder
 * @throws UserError where none is named and the generator's own is not there, or several are named
 */
export function fileToTry(words: readonly string[], workingFolder: string): string {
  const [file, second] = words;
  if (second !== undefined) {
    throw new UserError(`one file is tried at a time, and ${words.length} are named`, 'Name one of them.');
  }
  const chosen = file ?? DEFAULT_FILES.find((name) => existsSync(path.join(workingFolder, name)));
  if (chosen !== undefined) return chosen;
  throw new UserError(
    `there is nothing to try: no ${DEFAULT_FILES.join(' and no ')} in this folder`,
    'Name the experiment to try, or generate one first: npx generator-llm-obs-experiment --try.',
  );
}

/**
 * Tries a file, prints what was found out, and writes the reports.
 *
 * @param file absolute, or relative to the working folder
 * @throws UserError where it cannot be tried, or the trial fails
 */
export async function tryAndReport(
  file: string,
  options: TryOptions,
  { workingFolder, programs }: TrySurroundings,
): Promise<void> {
  refuseContradiction(options);
  const shown = shownPath(path.resolve(workingFolder, file), workingFolder);
  try {
    const reports = await reportPlaces(options.report ?? [], workingFolder);
    const records = await recordsToHandOut(options.records, workingFolder);
    const { progress, stop } = progressDisplay(process.stderr, `Trying ${shown}`, '{what}');
    const trial = await tryFile(
      {
        file: shown,
        workingFolder,
        python: options.python,
        answers: options.answers,
        records,
        faults: options.faults ?? false,
        strict: options.strict ?? false,
        install: options.install ?? false,
        allowedHosts: options.allowHost ?? [],
        timeout: options.timeout ?? DEFAULT_TIMEOUT,
      },
      {
        environment: process.env,
        programs,
        progress: (what, done, all) => {
          progress(done, all, { what });
        },
      },
    ).finally(stop);
    const { trialLines } = await import('../../lib/try/trial-lines.js');
    const lines = trialLines(trial, showsColours(process.stdout));
    process.stdout.write(`${lines.join('\n')}\n`);
    for (const place of await writeReports(trial, reports)) {
      process.stdout.write(`Report: ${shownPath(place, workingFolder)}\n`);
    }
    if (trial.failures.length > 0) {
      throw new UserError(`the trial of ${shown} failed: ${trial.failures.join('; ')}`);
    }
  } catch (error) {
    throw asUserError(error);
  }
}

/** @throws UserError where one flag asks for what another rules out */
function refuseContradiction({ strict, answers }: TryOptions): void {
  if (strict === true && answers !== undefined) {
    throw new UserError(
      `--strict asks which evaluators tell right answers from wrong ones, and --answers ${answers} gives one kind only`,
      'Leave one of them out.',
    );
  }
}

async function recordsToHandOut(
  name: string | undefined,
  workingFolder: string,
): Promise<readonly RecordToHandOut[] | undefined> {
  if (name === undefined) return undefined;
  const { readRecordsToHandOut } = await import('../../lib/try/records-to-hand-out.js');
  return readRecordsToHandOut(name, workingFolder);
}
