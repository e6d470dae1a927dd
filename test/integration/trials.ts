import { chmodSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, vi } from 'vitest';
import type { Trial } from '../../lib/try/trial.js';
import { emptyFolder, ownCommand, runCommand, type CommandOptions, type Outcome } from './commands.js';
import { pythonExecutable, type PythonEnvironment } from './experiments.js';

/** A trial from a command line, and what was left of it. */
export interface TrialRun extends Outcome {
  /** What a JSON report says; undefined where none was written. */
  readonly trial: Trial | undefined;
  /** Both streams and the report. */
  readonly everything: string;
}

export interface TrialOptions extends Omit<CommandOptions, 'folder'> {
  /** The working folder. */
  readonly folder: string;
  readonly python?: PythonEnvironment;
  readonly flags?: readonly string[];
  /** What stands before the file: the command, and whatever it is run by. */
  readonly words?: readonly string[];
}

/** Several at once, on a machine that does much else. */
const TIME_LIMIT = 110_000;

/** What was killed takes a moment to die. */
const PATIENCE = { timeout: 10_000, interval: 50 };

const REPORT = 'trial-of-the-test.json';

/**
 * Tries a file with the packed package's command, and with a folder for temporary files of its own. Fails where a process or a temporary file is left.
 */
export async function runTry(file: string, options: TrialOptions): Promise<TrialRun> {
  const { folder, python, flags = [], words = [...ownCommand(), 'try'], environment, ...others } = options;
  const temporary = emptyFolder('temporary');
  // Of whomever it is run by.
  chmodSync(temporary, 0o777);
  const named = python === undefined ? [] : ['--python', pythonExecutable(python)];
  const outcome = await runCommand([...words, file, '--report', REPORT, ...named, ...flags], {
    timeLimit: TIME_LIMIT,
    ...others,
    folder,
    environment: { ...environment, TMPDIR: temporary },
  });
  const report = path.join(folder, REPORT);
  const text = existsSync(report) ? readFileSync(report, 'utf8') : undefined;
  await expectNothingLeft(temporary);
  return {
    ...outcome,
    trial: text === undefined ? undefined : (JSON.parse(text) as Trial),
    everything: `${outcome.stdout}${outcome.stderr}${text ?? ''}`,
  };
}

/** @returns the trial of a run that has one; everything it said stands in the error where it has none */
export function trialOf({ trial, everything }: TrialRun): Trial {
  if (trial === undefined) throw new Error(`there is no report:\n${everything}`);
  return trial;
}

/** Nothing stands in a trial's folder for temporary files, and nothing runs, once the last of it has died. */
export async function expectNothingLeft(temporary: string): Promise<void> {
  await vi.waitFor(() => {
    expect({ files: readdirSync(temporary), running: processesWith(temporary) }).toEqual({
      files: [],
      running: [],
    });
  }, PATIENCE);
}

/** The command lines of the processes that were given a text in their environment. */
function processesWith(text: string): string[] {
  const numbers = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return numbers.flatMap((number) => {
    try {
      const environment = readFileSync(`/proc/${number}/environ`, 'latin1');
      const command = readFileSync(`/proc/${number}/cmdline`, 'latin1').replaceAll('\0', ' ');
      return environment.includes(text) ? [command] : [];
    } catch {
      // It has ended, or is another user's.
      return [];
    }
  });
}

/** Parts of an experiment, in the order in which they stand in it. */
export interface ExperimentParts {
  /** In front of everything. */
  readonly first?: string;
  /** Python that has `records`. */
  readonly dataset?: string;
  /** Python that has `task`, and whatever else the experiment needs. */
  readonly task?: string;
  readonly evaluators?: string;
  /** Arguments of `LLMObs.experiment` beside the usual ones. */
  readonly options?: string;
  readonly run?: string;
  readonly last?: string;
}

/** With the standard library alone: a client of OpenAI's takes longer to load than all else. */
const BEGINNING = `import json
import os
import urllib.request

from ddtrace.llmobs import LLMObs

LLMObs.enable(
    api_key=os.environ["DD_API_KEY"],
    app_key=os.environ["DD_APPLICATION_KEY"],
    project_name="trials",
    service="trials",
    agentless_enabled=True,
)


def ask(question):
    body = {"model": "small", "messages": [{"role": "user", "content": question}]}
    request = urllib.request.Request(
        os.environ["OPENAI_BASE_URL"] + "/chat/completions",
        json.dumps(body).encode(),
        {"content-type": "application/json", "authorization": "Bearer " + os.environ["OPENAI_API_KEY"]},
    )
    return json.load(urllib.request.urlopen(request))["choices"][0]["message"]["content"]

`;

const DATASET = `records = [
    {"input_data": {"question": "What is the capital of France?"}, "expected_output": "Paris"},
    {"input_data": {"question": "What is the capital of Italy?"}, "expected_output": "Rome"},
]
dataset = LLMObs.create_dataset(dataset_name="capitals", description="", records=records)
`;

const TASK = `
def task(input_data, config):
    return ask(input_data["question"])
`;

const EVALUATORS = `
def match(input_data, output_data, expected_output):
    return output_data == expected_output


evaluators = [match]
`;

/** The pieces of an experiment, which ask an LLM for capitals unless other parts are given. */
function pieces({
  first = '',
  dataset = DATASET,
  task = TASK,
  evaluators = EVALUATORS,
  options = '',
  run = '.run(jobs=2)',
  last = '',
}: ExperimentParts): string[] {
  const experiment = `
LLMObs.experiment(name="capitals", dataset=dataset, task=task, evaluators=evaluators${options})${run}
`;
  return [first, BEGINNING, dataset, task, evaluators, experiment, last].filter((piece) => piece !== '');
}

/** A script, by its parts. */
export function script(parts: ExperimentParts = {}): string {
  return pieces(parts).join('');
}

/** A notebook with a code cell for each part. */
export function notebook(parts: ExperimentParts = {}): string {
  // IPython counts a cell's lines from the first that is not blank.
  return notebookOf(pieces(parts).map((piece) => piece.trim()));
}

/** @param sources of code cells */
export function notebookOf(sources: readonly string[]): string {
  const cells = sources.map((source, index) => ({
    cell_type: 'code',
    id: `cell-${index}`,
    metadata: {},
    execution_count: null,
    outputs: [],
    source,
  }));
  return JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 });
}

/** The number of the line that holds a text. */
export function lineOf(code: string, text: string): number {
  const index = code.split('\n').findIndex((line) => line.includes(text));
  if (index < 0) throw new Error(`no line holds ${text}`);
  return index + 1;
}
