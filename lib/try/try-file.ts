import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { UserError } from '../user-error.js';
import { findSecrets, redact } from './child-environment.js';
import {
  failuresOf,
  mergeRecords,
  passOf,
  redacted,
  refusedConnections,
  simulatedJudges,
  warningsOf,
  type PassRun,
} from './findings.js';
import { cacheFolder, installPackages } from './install-packages.js';
import { installHint, lookAtFile, packagesOf, refuseUnfit } from './look-at-file.js';
import { pythonCandidates } from './python.js';
import { runFile, type Bench, type FileRun, type TrialRequest, type TrialSurroundings } from './run-file.js';
import type { PassName, Trial } from './trial.js';
import { readTriedFile, type TriedFile } from './tried-file.js';
import { judgeEvaluators } from './verdicts.js';

/**
 * Runs the user's file, as it is, on the real SDK, against a stand-in for Datadog and for the LLM on this machine: once
 * with right answers, once with wrong ones.
 *
 * @throws UserError where it cannot be run, or runs no experiment
 */
export async function tryFile(request: TrialRequest, surroundings: TrialSurroundings): Promise<Trial> {
  const file = await readTriedFile(request.file, request.workingFolder);
  const temporaryFolder = mkdtempSync(path.join(os.tmpdir(), 'llm-obs-try-'));
  try {
    const prepared = await prepare(request, surroundings, file, temporaryFolder);
    return await runTrial({ request, surroundings, file, temporaryFolder, ...prepared });
  } finally {
    // What was ended by force may still be writing its last line.
    rmSync(temporaryFolder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Finds a Python that has what the file needs, or makes one. */
async function prepare(
  request: TrialRequest,
  surroundings: TrialSurroundings,
  file: TriedFile,
  temporaryFolder: string,
): Promise<Pick<Bench, 'python' | 'look' | 'secrets'>> {
  const { environment, programs, signal, progress } = surroundings;
  const folders = [path.dirname(file.path), request.workingFolder];
  const secrets = findSecrets(environment, folders);
  const run = {
    folder: request.workingFolder,
    environment,
    journalFolder: path.join(temporaryFolder, 'preparation'),
    signal,
  };
  const program = path.join(programs, 'look_at_file.py');
  const candidates = pythonCandidates(request.python, {
    workingFolder: request.workingFolder,
    fileFolder: path.dirname(file.path),
    environment,
    platform: process.platform,
  });
  let found = await lookAtFile(candidates, program, file, run);
  if (request.install && found.look.fault === null && found.look.missing.length > 0) {
    // Without the packages that this Python happens to have.
    const bare = { ...found.python, leadingArguments: [...found.python.leadingArguments, '-S'] };
    const needed = (await lookAtFile([bare], program, file, run)).look.missing.map(({ module }) => module);
    const installed = await installPackages(
      found.python,
      packagesOf(['ddtrace', ...needed]),
      found.look.version,
      cacheFolder(environment, process.platform),
      run,
      (what, done) => {
        progress(`Installing: ${what}`, Math.round(done * 100), 100);
      },
    );
    found = await lookAtFile([installed], program, file, run);
  }
  refuseUnfit(file, found.python, found.look);
  return { ...found, secrets };
}

const PASS_TITLES: Readonly<Record<PassName, string>> = {
  expected: 'Right answers',
  wrong: 'Wrong answers',
  echo: 'Echoed questions',
};

async function runTrial(bench: Bench): Promise<Trial> {
  const { request, file, look, secrets } = bench;
  const names: readonly PassName[] =
    request.answers === undefined ? ['expected', 'wrong'] : [request.answers];
  const runs: PassRun[] = [];
  const began = performance.now();
  for (const name of names) {
    const run = await runFile(bench, PASS_TITLES[name], { answers: name });
    refuseNoExperiment(bench, run);
    runs.push({ name, run });
    // It would come to nothing a second time.
    if (run.end.timedOut) break;
  }
  const seconds = (performance.now() - began) / 1000;
  const records = mergeRecords(runs);
  const observed = runs.map(({ run }) => run.observed);
  const evaluators = judgeEvaluators(
    [...new Set(observed.flatMap((run) => run.evaluators))],
    records,
    runs.map(({ name }) => name),
    { fromCsv: observed.some(({ fromCsv }) => fromCsv), simulated: simulatedJudges(runs, records) },
  );
  const [first] = runs.flatMap(({ run }) => run.standIn.experiments);
  const trial = {
    file: file.name,
    format: file.format,
    code: file.code,
    python: { executable: look.executable, version: look.version },
    sdk: look.ddtrace ?? 'unknown',
    experiment: { name: first?.name ?? '', project: first?.project ?? '', dataset: first?.dataset ?? '' },
    passes: runs.map(passOf),
    records,
    evaluators,
    faults: [],
    refused: refusedConnections(runs, file.path),
    warnings: warningsOf(bench, runs, records),
    seconds,
  };
  return redacted({ ...trial, failures: failuresOf(trial, request.strict) }, secrets);
}

/** @throws UserError where there is nothing to report on */
function refuseNoExperiment(bench: Bench, { standIn, problem, end }: FileRun): void {
  const { file, python, secrets, surroundings } = bench;
  if (standIn.experiments.length > 0) return;
  const hint = (text: string) =>
    new UserError(redact(`${file.name} ran no experiment: ${text}`, secrets), whatToDo());
  const whatToDo = (): string => {
    const missing = /ModuleNotFoundError: No module named '([\w.]+)'/.exec(end.complaint)?.[1];
    if (missing !== undefined) return installHint(python, packagesOf([missing]));
    const { DD_LLMOBS_ENABLED: enabled } = surroundings.environment;
    if (enabled !== undefined && /^(?:0|false)$/i.test(enabled)) {
      return 'DD_LLMOBS_ENABLED is off in this shell, so LLMObs.enable() does nothing: unset it.';
    }
    if (end.timedOut) return 'Give it more time with --timeout <seconds>, or look at what it waits for.';
    const said = end.printed.trimEnd().split('\n').slice(-8).join('\n');
    return redact(
      said === '' ? 'It must come to LLMObs.experiment(…) and its run().' : `It printed last:\n${said}`,
      secrets,
    );
  };
  throw hint(problem ?? 'it came to its end without LLMObs.experiment(…).run()');
}
