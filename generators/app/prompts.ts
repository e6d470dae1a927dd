import path from 'node:path';
import { guessRole } from '../../lib/dataset/csv-columns.js';
import { openDatasetFile } from '../../lib/dataset/dataset-file.js';
import { resolveOutput } from '../../lib/output/output-path.js';
import { DEFAULT_PURPOSE, PURPOSES } from '../../lib/plan/purpose.js';
import type { PlanRequest, Surroundings } from '../../lib/plan/resolve-plan.js';
import {
  askedTask,
  hasImportableName,
  MOST_OFFERED,
  searchApp,
  type AppSearch,
  type NoSearch,
} from '../../lib/plan/resolve-task.js';
import { resolveProjectName } from '../../lib/project-name/project-name.js';
import { describeCandidate } from '../../lib/summary/candidate.js';
import type { TaskRanking } from '../../lib/task-discovery/find-task.js';
import { UserError } from '../../lib/user-error.js';
import { camelCase, listText, readOptions } from '../option-table.js';
import { TRY_OPTIONS } from '../try/options.js';
import { OPTIONS, type ExperimentOptions, type OptionName } from './options.js';

/** How many records of a JSON a question waits for. */
const RECORDS_CHECKED = 10;

type Verdict = true | string;

interface Choice {
  readonly name: string;
  readonly value: string;
  readonly checked?: boolean;
}

/** A question as inquirer takes it; its answer comes back under the name `answer`. */
export interface Question {
  readonly type: 'input' | 'select' | 'checkbox';
  readonly name: 'answer';
  readonly message: string;
  readonly default?: string;
  readonly choices?: readonly Choice[];
  readonly validate?: (answer: unknown) => Verdict | Promise<Verdict>;
}

export type Ask = (question: Question) => Promise<unknown>;

/** The options as they are decided, with what was found in the app to choose from: it is searched once. */
export type Answers = ExperimentOptions & Pick<PlanRequest, 'search'>;

/**
 * Asks what a person would decide. Each question's default is the flag's value or the resolved one, and a wrong
 * answer is refused in place, with the reason.
 *
 * @param given the options from the command line
 * @param ask puts one question and gives back its answer
 * @returns the options, with the answers in the place of what was asked about
 */
export async function askForOptions(
  given: ExperimentOptions,
  surroundings: Surroundings,
  ask: Ask,
): Promise<Answers> {
  const task = await askForTask(given, surroundings, ask);
  const dataset = await askForDataset(given, surroundings, ask);
  const { projectName } = await resolveProjectName({
    folder: surroundings.destinationFolder,
    given: given.projectName,
  });
  const project = await askForText(ask, 'Datadog project', projectName, 'project-name');
  const purpose = await askForPurpose(ask, given.purpose);
  const style = await askForChoice(ask, 'Evaluator style', given.evaluatorStyle ?? 'function', [
    { name: 'function: plain functions', value: 'function' },
    { name: 'class: subclasses of BaseEvaluator', value: 'class' },
    { name: 'remote: judges that live in Datadog', value: 'remote' },
  ]);
  const judges =
    style === 'remote'
      ? await askForJudges(ask, given.remoteEvaluator)
      : given.remoteEvaluator && listText(given.remoteEvaluator);
  const format = await askForChoice(ask, 'Format', given.format ?? formatOf(given.output), [
    { name: 'py: one script', value: 'py' },
    { name: 'ipynb: one notebook', value: 'ipynb' },
  ]);
  const output = await askForText(
    ask,
    'Where to write it',
    given.output ?? path.join('experiments', `experiment.${format}`),
    'output',
    (answer) => {
      resolveOutput(answer, format as 'py' | 'ipynb', surroundings.destinationFolder);
    },
  );
  const answers = { 'project-name': project, purpose, 'evaluator-style': style, format, output };
  return {
    ...(given.jobs === undefined ? {} : { jobs: given.jobs }),
    ...(given.force === undefined ? {} : { force: given.force }),
    ...(given.envFile === undefined ? {} : { envFile: given.envFile }),
    ...unaskedOfTrial(given),
    ...unaskedOfDataset(given),
    ...task,
    ...dataset,
    ...readOptions(OPTIONS, judges === undefined ? answers : { ...answers, 'remote-evaluator': judges }),
  };
}

/** Whether the file is tried, and how: nothing that is asked about changes it. */
function unaskedOfTrial(given: ExperimentOptions): ExperimentOptions {
  const names = ['try', ...Object.keys(TRY_OPTIONS)].map(camelCase);
  return Object.fromEntries(Object.entries(given).filter(([name]) => names.includes(name)));
}

/** The values of two choices that are no function's name. */
const ANOTHER = 'another';
const PLACEHOLDER = 'placeholder';

/** Asks what to call, where the app has something to call; otherwise the flags stay as they are. */
async function askForTask(given: ExperimentOptions, surroundings: Surroundings, ask: Ask): Promise<Answers> {
  const { taskSource, placeholderTask, appRoot } = given;
  const place = appRoot === undefined ? {} : { appRoot };
  if (placeholderTask === true) {
    return { ...place, placeholderTask, ...(taskSource === undefined ? {} : { taskSource }) };
  }
  const search = await searchApp(given, surroundings);
  const ranking = rankingOf(search);
  if (taskSource !== undefined) askedTask(taskSource, ranking);
  const best = ranking?.candidates.filter(hasImportableName).slice(0, MOST_OFFERED) ?? [];
  if (best.length === 0 && taskSource === undefined) return { ...place, search };
  const wanted = taskSource ?? ranking?.chosen;
  const initial =
    best.find(({ target }) => target === wanted)?.target ??
    (taskSource === undefined ? PLACEHOLDER : ANOTHER);
  const chosen = await askForChoice(ask, 'What does the experiment call?', initial, [
    ...best.map((candidate) => ({ name: describeCandidate(candidate), value: candidate.target })),
    { name: 'another function of the app', value: ANOTHER },
    { name: 'a placeholder, to be replaced later', value: PLACEHOLDER },
  ]);
  if (chosen === PLACEHOLDER) return { ...place, placeholderTask: true };
  const asked = best.find(({ target }) => target === chosen);
  if (asked !== undefined && ranking !== undefined) {
    return { ...place, taskSource: chosen, search: { ...search, ranking: { ...ranking, asked } } };
  }
  let found = search;
  const named = await askForText(
    ask,
    'Which one, as module:function',
    taskSource,
    'task-source',
    async (answer) => {
      found = await searchApp({ ...given, taskSource: answer }, surroundings);
      askedTask(answer, rankingOf(found));
    },
  );
  return { ...place, ...readOptions(OPTIONS, { 'task-source': named }), search: found };
}

function rankingOf(search: AppSearch | NoSearch): TaskRanking | undefined {
  return 'refusal' in search ? undefined : search.ranking;
}

async function askForDataset(
  given: ExperimentOptions,
  { workingFolder }: Surroundings,
  ask: Ask,
): Promise<ExperimentOptions> {
  const source = await askForChoice(
    ask,
    'Where do the records come from?',
    given.dataset !== undefined ? 'file' : given.datasetName !== undefined ? 'datadog' : 'sample',
    [
      { name: 'a sample of three records, to start with', value: 'sample' },
      { name: 'a local JSON or CSV file', value: 'file' },
      { name: 'a dataset that lives in Datadog', value: 'datadog' },
    ],
  );
  if (source === 'sample') return {};
  if (source === 'datadog') {
    const name = await askForText(ask, 'Name of the dataset in Datadog', given.datasetName, 'dataset-name');
    const version = await askForText(
      ask,
      'Version (empty for the latest)',
      given.datasetVersion === undefined ? '' : String(given.datasetVersion),
      'dataset-version',
    );
    return readOptions(OPTIONS, {
      'dataset-name': name,
      ...(version === '' ? {} : { 'dataset-version': version }),
    });
  }
  const dataset = await askForText(ask, 'Path of the JSON or CSV file', given.dataset, 'dataset', (answer) =>
    checkDataset(path.resolve(workingFolder, answer), answer),
  );
  const file = await openDatasetFile(path.resolve(workingFolder, dataset), dataset);
  if (file.kind !== 'csv') return { dataset };
  const { readCsvHeader } = await import('../../lib/dataset/csv-dataset.js');
  return { dataset, ...(await askForColumns(ask, await readCsvHeader(file), given)) };
}

/** What can be known at once, however large the file: a CSV's header, and the first records of a JSON. */
async function checkDataset(path: string, name: string): Promise<void> {
  const file = await openDatasetFile(path, name);
  if (file.kind === 'csv') {
    const { readCsvHeader } = await import('../../lib/dataset/csv-dataset.js');
    await readCsvHeader(file);
  } else {
    const { readJsonDataset } = await import('../../lib/dataset/json-dataset.js');
    const { MaskingTally } = await import('../../lib/dataset/masking-tally.js');
    await readJsonDataset(file, {
      selection: { kind: 'first', count: RECORDS_CHECKED },
      tally: new MaskingTally(),
      inlineLimit: Infinity,
      recordsPath: '',
    });
  }
}

/** The flags for a dataset that are too seldom wanted to be asked about. */
function unaskedOfDataset({
  limit,
  sample,
  seed,
  inlineLimit,
  maskingReport,
}: ExperimentOptions): ExperimentOptions {
  return Object.fromEntries(
    Object.entries({ limit, sample, seed, inlineLimit, maskingReport }).filter(
      ([, value]) => value !== undefined,
    ),
  );
}

async function askForColumns(
  ask: Ask,
  header: readonly string[],
  given: ExperimentOptions,
): Promise<ExperimentOptions> {
  const named = header.filter((column) => column !== '');
  const isChecked = (column: string, role: 'input' | 'expected'): boolean => {
    const chosen = role === 'input' ? given.inputColumns : given.expectedColumns;
    return chosen === undefined
      ? guessRole(column) === role
      : chosen.some((one) => one.toLowerCase() === column.trim().toLowerCase());
  };
  const inputColumns = await pickColumns(
    ask,
    'Columns that the task is given',
    named.map((column) => ({ name: column, value: column, checked: isChecked(column, 'input') })),
    (picked) => picked.length > 0 || 'Pick at least one: the task needs an input.',
  );
  const left = named.filter((column) => !inputColumns.includes(column));
  const expectedColumns = await pickColumns(
    ask,
    'Columns that hold the right answer',
    left.map((column) => ({ name: column, value: column, checked: isChecked(column, 'expected') })),
  );
  const metadataColumns = given.metadataColumns ?? left.filter((column) => !expectedColumns.includes(column));
  return { inputColumns, expectedColumns, metadataColumns };
}

/** Stands for a purpose that the user words; no text that somebody gives is empty. */
const OWN_WORDS = '';

async function askForPurpose(ask: Ask, given: string = DEFAULT_PURPOSE): Promise<string> {
  const { accuracy, ...others } = PURPOSES;
  const offered = [accuracy, ...Object.values(others)].map(({ startingPoint }) => startingPoint);
  const isOffered = offered.includes(given);
  const picked = await askForChoice(ask, 'What is it to show?', isOffered ? given : OWN_WORDS, [
    ...offered.map((text) => ({ name: text, value: text })),
    { name: 'something else, in your own words', value: OWN_WORDS },
  ]);
  if (picked !== OWN_WORDS) return picked;
  return askForText(ask, 'In your own words', isOffered ? undefined : given, 'purpose');
}

async function askForJudges(ask: Ask, given: readonly string[] | undefined): Promise<string | undefined> {
  const names = await askForText(
    ask,
    'Names of the judges in Datadog, separated with commas (empty for a placeholder)',
    listText(given ?? []),
    'remote-evaluator',
  );
  return names === '' ? undefined : names;
}

async function askForText(
  ask: Ask,
  message: string,
  initial: string | undefined,
  option: OptionName,
  check: (answer: string) => void | Promise<void> = () => undefined,
): Promise<string> {
  const optional = initial === '' || option === 'dataset-version' || option === 'remote-evaluator';
  const answer = await ask({
    type: 'input',
    name: 'answer',
    message,
    ...(initial === undefined || initial === '' ? {} : { default: initial }),
    validate: async (text) => {
      const trimmed = String(text).trim();
      if (trimmed === '' && optional) return true;
      try {
        readOptions(OPTIONS, { [option]: trimmed });
        await check(trimmed);
        return true;
      } catch (error) {
        if (error instanceof UserError) return error.message;
        throw error;
      }
    },
  });
  return typeof answer === 'string' ? answer.trim() : '';
}

async function askForChoice(
  ask: Ask,
  message: string,
  initial: string,
  choices: readonly Choice[],
): Promise<string> {
  return String(await ask({ type: 'select', name: 'answer', message, default: initial, choices }));
}

async function pickColumns(
  ask: Ask,
  message: string,
  choices: readonly Choice[],
  check: (picked: readonly unknown[]) => Verdict = () => true,
): Promise<readonly string[]> {
  if (choices.length === 0) return [];
  const picked = await ask({
    type: 'checkbox',
    name: 'answer',
    message,
    choices,
    validate: (answer) => check(answer as readonly unknown[]),
  });
  return picked as readonly string[];
}

function formatOf(output: string | undefined): string {
  return output?.toLowerCase().endsWith('.ipynb') === true ? 'ipynb' : OPTIONS.format.choices[0];
}
