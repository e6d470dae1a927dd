import path from 'node:path';
import { FAULTS, type Fault } from '../stand-in/faults.js';
import { UserError } from '../user-error.js';
import { findSecrets, redactor, type Secret } from './child-environment.js';
import {
  countThrough,
  failuresOf,
  mergeRecords,
  passOf,
  redacted,
  refusedConnections,
  simulatedJudges,
  warningsOf,
  type PassRun,
} from './findings.js';
import { installHint } from './look-at-file.js';
import { packagesOf } from '../python/packages.js';
import { PASS_WORDS } from './pass-titles.js';
import { runFile, type FileRun } from './run-file.js';
import { shownText } from './shown-text.js';
import type { PreparedTrial } from './trial-request.js';
import { TOOL, type FaultTrial, type PassName, type Trial } from './trial.js';
import { judgeEvaluators } from './verdicts.js';

/** Runs a prepared file, and puts together what was seen. */
export async function runTrial(prepared: PreparedTrial): Promise<Trial> {
  const { request, surroundings, file, look } = prepared;
  const folders = [path.dirname(file.path), request.workingFolder];
  const secrets = findSecrets(surroundings.environment, folders, look.env_files);
  const names: readonly PassName[] =
    request.answers === undefined ? ['expected', 'wrong'] : [request.answers];
  const runs: PassRun[] = [];
  const began = performance.now();
  for (const name of names) {
    const run = await runFile(prepared, secrets, PASS_WORDS[name], { answers: name });
    refuseNoExperiment(prepared, secrets, run);
    runs.push({ name, run });
    // It would come to nothing a second time.
    if (run.end.timedOut) break;
  }
  const faults: FaultTrial[] = [];
  const worthwhile = request.faults && !runs.some(({ run }) => run.end.timedOut);
  for (const fault of worthwhile ? (Object.keys(FAULTS) as Fault[]) : []) {
    faults.push(await tryFault(prepared, secrets, fault));
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
  const trial: Omit<Trial, 'failures'> = {
    tool: TOOL,
    file: file.name,
    format: file.format,
    code: file.code,
    python: { executable: look.executable, version: look.version },
    sdk: look.ddtrace ?? 'unknown',
    experiment: { name: first?.name ?? '', project: first?.project ?? '', dataset: first?.dataset ?? '' },
    passes: runs.map(passOf),
    records,
    evaluators,
    faults,
    refused: refusedConnections(runs, file.path),
    warnings: warningsOf(prepared, runs, records),
    seconds,
  };
  return redacted({ ...trial, failures: failuresOf(trial, request.strict) }, secrets);
}

/** @throws UserError where there is nothing to report on */
function refuseNoExperiment(
  { file, python, surroundings }: PreparedTrial,
  secrets: readonly Secret[],
  { standIn, problem, end }: FileRun,
): void {
  if (standIn.experiments.length > 0) return;
  const redact = redactor(secrets);
  const whatToDo = (): string => {
    const missing = /ModuleNotFoundError: No module named '([\w.]+)'/.exec(end.complaint)?.[1];
    if (missing !== undefined) return installHint(python, packagesOf([missing]));
    const { DD_LLMOBS_ENABLED: enabled } = surroundings.environment;
    if (enabled !== undefined && /^(?:0|false)$/i.test(enabled)) {
      return 'DD_LLMOBS_ENABLED is off in this shell, so LLMObs.enable() does nothing: unset it.';
    }
    if (end.timedOut) return 'Give it more time with --timeout <seconds>, or look at what it waits for.';
    const said = end.printed.trimEnd().split('\n').slice(-8).map(shownText).join('\n');
    return redact(
      said === '' ? 'It must come to LLMObs.experiment(…) and its run().' : `It printed last:\n${said}`,
    );
  };
  const why = problem ?? 'it came to its end without LLMObs.experiment(…).run()';
  throw new UserError(redact(`${file.name} ran no experiment: ${shownText(why)}`), whatToDo());
}

/** Runs the file once more, with right answers, on a bad day of the services. */
async function tryFault(
  prepared: PreparedTrial,
  secrets: readonly Secret[],
  fault: Fault,
): Promise<FaultTrial> {
  const behaviour = { answers: 'expected', fault } as const;
  const { end, standIn, observed, problem } = await runFile(prepared, secrets, `fault ${fault}`, behaviour);
  return {
    fault,
    description: FAULTS[fault].description,
    faults: standIn.faults,
    retries: standIn.retries,
    records: observed.records.length,
    recordsLost: observed.records.length - countThrough(observed),
    seconds: end.seconds,
    ...(problem === undefined ? {} : { problem }),
  };
}
