import path from 'node:path';
import { redactor, type Secret } from './child-environment.js';
import type { ObservedRun } from './observed-run.js';
import { PASS_WORDS } from './pass-titles.js';
import type { FileRun } from './run-file.js';
import type { JournalEntry } from './run-python.js';
import type { PreparedTrial } from './trial-request.js';
import type { Pass, PassName, RefusedConnection, Trial, TrialRecord } from './trial.js';

/** One run of the file and how it was answered. */
export interface PassRun {
  readonly name: PassName;
  readonly run: FileRun;
}

/** Records that the task returned for. */
export function countThrough({ records }: ObservedRun): number {
  return records.filter(({ run }) => run !== undefined && run.error === undefined).length;
}

export function passOf({ name, run: { end, observed, problem } }: PassRun): Pass {
  return {
    name,
    seconds: end.seconds,
    recordsRun: countThrough(observed),
    records: observed.records.length,
    ...(problem === undefined ? {} : { problem }),
    printed: end.printed,
  };
}

/** The records of all passes, each once, with what became of it in each. */
export function mergeRecords(runs: readonly PassRun[]): TrialRecord[] {
  const merged = new Map<string, TrialRecord>();
  for (const { name, run } of runs) {
    for (const { key, run: recordRun, ...record } of run.observed.records) {
      const known = merged.get(key) ?? { ...record, runs: {} };
      merged.set(
        key,
        recordRun === undefined ? known : { ...known, runs: { ...known.runs, [name]: recordRun } },
      );
    }
  }
  return [...merged.values()].sort((one, other) => one.index - other.index);
}

/** Names of the evaluators that asked for a judgement, which the stand-in gave: they say so themselves, or were seen. */
export function simulatedJudges(
  runs: readonly PassRun[],
  records: readonly TrialRecord[],
): ReadonlySet<string> {
  const named = runs.flatMap(({ run }) =>
    run.journal.flatMap((entry) => (entry.event === 'judges' ? entry.names : [])),
  );
  const told = records.flatMap(({ runs: passes }) =>
    Object.values(passes).flatMap(({ scores }) =>
      Object.entries(scores).flatMap(([name, { reasoning }]) =>
        reasoning?.startsWith('Simulated, no judge was asked') === true ? [name] : [],
      ),
    ),
  );
  // Of several experiments an evaluator's name has that of its experiment before it.
  const shown = runs.flatMap(({ run }) => run.observed.evaluators);
  return new Set([
    ...shown.filter((name) => named.some((one) => name === one || name.endsWith(`: ${one}`))),
    ...told,
  ]);
}

/** Each destination once for each place that it was tried from. */
export function refusedConnections(runs: readonly PassRun[], file: string): RefusedConnection[] {
  const counts = new Map<string, RefusedConnection>();
  for (const entry of runs.flatMap(({ run }) => run.journal).filter(isRefused)) {
    const key = JSON.stringify([entry.destination, entry.place]);
    const place = entry.place === null ? {} : { place: `${path.basename(file)}, ${entry.place}` };
    const times = (counts.get(key)?.times ?? 0) + 1;
    counts.set(key, { destination: entry.destination, times, ...place });
  }
  return [...counts.values()];
}

function isRefused(entry: JournalEntry): entry is JournalEntry & { event: 'refused' } {
  return entry.event === 'refused';
}

/** What the user should know, and what is no failure. */
export function warningsOf(
  { file, look }: PreparedTrial,
  runs: readonly PassRun[],
  records: readonly TrialRecord[],
): string[] {
  const warnings: string[] = [];
  const expectingNothing = records.filter(({ expected }) => expected === undefined).length;
  if (expectingNothing > 0) {
    warnings.push(
      `${expectingNothing} of ${records.length} records have no expected output: they have no part in the verdicts.`,
    );
  }
  const hasRun = records.some((record) => Object.keys(record.runs).length > 0);
  if (hasRun && runs.every(({ run }) => run.standIn.completions === 0)) {
    warnings.push('The task asked no LLM that the stand-in plays: its answers are its own in every pass.');
  }
  if (file.format === 'notebook' && !look.kernel) {
    warnings.push(
      'Jupyter is not installed for this Python: the code cells were run in order, as one script.',
    );
  }
  const magics = runs.flatMap(
    ({ run }) => run.end.printed.match(/^code cell \d+: not executed without Jupyter: .*$/gm) ?? [],
  );
  warnings.push(...new Set(magics));
  if (runs.some(({ run }) => run.standIn.experiments.length > 1)) {
    warnings.push(
      'The file runs several experiments: each evaluator has the name of its experiment before it.',
    );
  }
  return warnings;
}

/** Why the exit status is not 0: every record has to run, and no evaluator may err. */
export function failuresOf(
  { passes, records, evaluators, file }: Omit<Trial, 'failures'>,
  strict: boolean,
): string[] {
  const failures: string[] = [];
  for (const { name, problem, records: all, recordsRun } of passes) {
    if (recordsRun < all)
      failures.push(`${all - recordsRun} of ${all} records failed with ${PASS_WORDS[name]}`);
    if (problem !== undefined) failures.push(`${file}, with ${PASS_WORDS[name]}: ${problem}`);
  }
  if (records.length === 0) failures.push('the dataset has no records');
  for (const { name, verdict, tallies } of evaluators) {
    const errors = Object.values(tallies).reduce((sum, tally) => sum + tally.errors, 0);
    if (verdict === 'errors')
      failures.push(`the evaluator ${name} erred ${errors} ${errors === 1 ? 'time' : 'times'}`);
  }
  if (strict && !evaluators.some(({ verdict }) => verdict === 'tells them apart')) {
    failures.push('no evaluator tells right answers from wrong ones (--strict)');
  }
  return failures;
}

/** The trial with every secret's value taken out of every text of it. */
export function redacted(trial: Trial, secrets: readonly Secret[]): Trial {
  if (secrets.length === 0) return trial;
  return mapTexts(trial, redactor(secrets)) as Trial;
}

function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((each) => mapTexts(each, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [change(key), mapTexts(each, change)]),
  );
}
