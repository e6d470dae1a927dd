import { DEFAULT_PURPOSE } from '../../lib/plan/purpose.js';
import { UserError } from '../../lib/user-error.js';
import { camelCase, type ComposeOptionsOf, type OptionsOf, type OptionTable } from '../option-table.js';
import { TRY_OPTIONS } from '../try/options.js';

/** `package.module:function` or `package.module:Class.method`, of Python's identifiers. */
const TARGET = {
  pattern:
    /^[\p{ID_Start}_][\p{ID_Continue}]*(?:\.[\p{ID_Start}_][\p{ID_Continue}]*)*:[\p{ID_Start}_][\p{ID_Continue}]*(?:\.[\p{ID_Start}_][\p{ID_Continue}]*)?$/u,
  otherwise: 'which is neither module:function nor module:Class.method',
  hint: 'As an import has it: my_app.agent:answer is answer() in my_app/agent.py. A folder that no import can name, as my-app, goes to --app-root. --list-tasks prints what is found.',
} as const;

/** The one table of options: what Yeoman is told, `--help`, the validation and the README all follow it. */
export const OPTIONS = {
  format: {
    type: 'choice',
    choices: ['py', 'ipynb'],
    value: '<format>',
    default: 'py, or what --output ends in',
    description: 'py: one script; ipynb: one notebook',
  },
  dataset: {
    type: 'text',
    value: '<path>',
    default: 'none',
    description: 'a local CSV, JSON or JSON Lines file, also in gzip, relative to the folder you are in',
  },
  'dataset-name': {
    type: 'text',
    value: '<name>',
    default: 'none',
    description:
      'a dataset that lives in Datadog, pulled when the experiment runs; not together with --dataset',
  },
  'dataset-version': {
    type: 'integer',
    least: 0,
    value: '<int>',
    default: 'latest',
    description: 'pins --dataset-name to a version',
  },
  'project-name': {
    type: 'text',
    value: '<name>',
    default: 'experiment-<service>',
    description: "the Datadog project; the service is found in the folder's manifests",
  },
  'evaluator-style': {
    type: 'choice',
    choices: ['function', 'class', 'remote'],
    value: '<style>',
    default: 'function',
    description: 'function, class, or remote for judges that live in Datadog',
  },
  'remote-evaluator': {
    type: 'list',
    value: '<names>',
    default: 'a placeholder',
    description: 'judges that exist in Datadog, for the remote style; repeat it or separate with commas',
  },
  purpose: {
    type: 'text',
    value: '<text>',
    default: DEFAULT_PURPOSE,
    description: 'what the experiment is to show, in your words: it picks the evaluators',
  },
  'env-file': {
    type: 'list',
    wholeValues: true,
    value: '<path>',
    default: 'none',
    description: 'a file of variables that the generated file reads first; repeat it for more',
  },
  jobs: {
    type: 'integer',
    least: 1,
    value: '<int>',
    default: '10',
    description: 'records run at once',
  },
  output: {
    type: 'text',
    value: '<path>',
    default: 'experiments/experiment.<format>',
    description: 'a file ending in .py or .ipynb, or a folder to put experiment.<format> in',
  },
  'input-columns': {
    type: 'list',
    value: '<names>',
    default: 'from the header',
    description: 'CSV columns that the task is given, separated with commas',
  },
  'expected-columns': {
    type: 'list',
    value: '<names>',
    default: 'from the header',
    description: 'CSV columns that hold the right answer, separated with commas',
  },
  'metadata-columns': {
    type: 'list',
    value: '<names>',
    default: 'from the header',
    description: 'CSV columns to keep as metadata, separated with commas',
  },
  limit: {
    type: 'integer',
    least: 1,
    value: '<int>',
    default: 'all records',
    description: 'only the first records of --dataset; not together with --sample',
  },
  sample: {
    type: 'integer',
    least: 1,
    value: '<int>',
    default: 'all records',
    description: 'this many records of --dataset, drawn at random',
  },
  seed: {
    type: 'integer',
    least: 0,
    value: '<int>',
    default: '0',
    description: 'what --sample is drawn with: the same seed draws the same records',
  },
  'inline-limit': {
    type: 'integer',
    least: 0,
    value: '<bytes>',
    default: '1000000',
    description: 'JSON records that are larger together go into a file beside the generated one',
  },
  'masking-report': {
    type: 'text',
    value: '<path>',
    default: 'none',
    description: 'a .json file that lists what was masked and where, without the values',
  },
  'task-source': {
    type: 'text',
    form: TARGET,
    value: '<module:function>',
    default: 'found',
    description: 'the function of your app to call; module:Class.method too',
  },
  'placeholder-task': {
    type: 'switch',
    default: 'off',
    description: 'keep the placeholder task: look for no function of your app',
  },
  'app-root': {
    type: 'text',
    value: '<path>',
    default: 'the folder you are in',
    description: 'where to look for the function; never / or your home folder',
  },
  'list-tasks': {
    type: 'switch',
    default: 'off',
    description: 'print the functions that ask an LLM, ranked, as JSON, and write nothing',
  },
  language: {
    type: 'choice',
    choices: ['python'],
    value: '<language>',
    default: 'python',
    description: 'only Python is generated',
  },
  'skip-prompts': {
    type: 'switch',
    default: 'off',
    description: 'ask nothing',
  },
  force: {
    type: 'switch',
    default: 'off',
    description: 'overwrite without asking',
  },
  try: {
    type: 'switch',
    default: 'off',
    description: 'run the generated file offline, on the real SDK; the flags below say how',
  },
  ...TRY_OPTIONS,
  'dataset-id': {
    type: 'refused',
    value: '<id>',
    default: 'none',
    description: 'always an error: the SDK pulls a dataset by its name',
    hint: 'Open the dataset in Datadog, copy its name, and pass that as --dataset-name.',
  },
} as const satisfies OptionTable;

export type OptionName = keyof typeof OPTIONS;

export type ExperimentOptions = OptionsOf<typeof OPTIONS>;

export type ComposeOptions = ComposeOptionsOf<typeof OPTIONS>;

/** @throws UserError for a word of the command line that is no flag */
export function refuseOtherWords(words: readonly string[]): void {
  const [first] = words;
  if (first === undefined) return;
  throw new UserError(
    `${JSON.stringify(first)} is not expected here: everything is given by flags`,
    'A dataset is named with --dataset <path>.',
  );
}

/** @throws UserError for a flag that says how to try, where nothing is tried */
export function refuseUselessTryFlags(options: ExperimentOptions): void {
  if (options.try === true) return;
  const [useless] = Object.keys(TRY_OPTIONS).filter(
    (name) => options[camelCase(name) as keyof ExperimentOptions] !== undefined,
  );
  if (useless === undefined) return;
  throw new UserError(
    `--${useless} says how to try the file, and nothing is tried`,
    'Add --try, or leave it out.',
  );
}
