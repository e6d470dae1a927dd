import { distance } from 'fastest-levenshtein';
import { parse as parseCsv } from 'csv-parse/sync';
import { parseArgs } from 'node:util';
import { UserError } from '../../lib/user-error.js';

interface OptionBase {
  /** One line for `--help` and the README. */
  readonly description: string;
  /** What stands for the value in `--help`; none for a switch. */
  readonly value?: string;
  /** The default in words, for `--help` and the README; the plan applies it. */
  readonly default: string;
}

type OptionDefinition = OptionBase &
  (
    | { readonly type: 'text' }
    | { readonly type: 'list' }
    | { readonly type: 'switch' }
    | { readonly type: 'integer'; readonly least: number }
    | { readonly type: 'choice'; readonly choices: readonly string[] }
    /** Never accepted: the hint says what to use in its place. */
    | { readonly type: 'refused'; readonly hint: string }
  );

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
    value: '<module:function>',
    default: 'found',
    description: 'the function of your app to call; module:Class.method too',
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
  'dataset-id': {
    type: 'refused',
    value: '<id>',
    default: 'none',
    description: 'always an error: the SDK pulls a dataset by its name',
    hint: 'Open the dataset in Datadog, copy its name, and pass that as --dataset-name.',
  },
} as const satisfies Record<string, OptionDefinition>;

type Table = typeof OPTIONS;

export type OptionName = keyof Table;

type Camel<Name extends string> = Name extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<Camel<Tail>>}`
  : Name;

type ValueOf<Definition> = Definition extends { type: 'text' }
  ? string
  : Definition extends { type: 'list' }
    ? readonly string[]
    : Definition extends { type: 'switch' }
      ? boolean
      : Definition extends { type: 'integer' }
        ? number
        : Definition extends { type: 'choice'; choices: readonly (infer Choice)[] }
          ? Choice
          : never;

/** The options after validation. What was not given is not there: the plan knows the defaults. */
export type ExperimentOptions = {
  readonly [Name in OptionName as Camel<Name>]?: ValueOf<Table[Name]>;
};

/** What `composeWith` may be given: either spelling of each name, and lists as an array or with commas. */
export type ComposeOptions = {
  readonly [Name in OptionName as Name | Camel<Name>]?:
    ValueOf<Table[Name]> | (Table[Name] extends { type: 'list' } ? string : never);
};

/** Options as they come, before validation: from a command line always text or true. */
export type RawOptions = Readonly<Record<string, unknown>>;

/** Flags that Yeoman itself, or `yo`, understands. */
const YEOMAN_FLAGS = [
  'ask-answered',
  'bail',
  'color',
  'debug',
  'dry-run',
  'force-install',
  'help',
  'ignore-version-check',
  'ignore-whitespace',
  'insight',
  'no-color',
  'no-insight',
  'skip-cache',
  'skip-install',
  'skip-local-cache',
  'skip-yo-resolve',
  'version',
];

const entries = Object.entries(OPTIONS) as [OptionName, OptionDefinition][];

export function camelCase(name: string): string {
  return name.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

/**
 * Validates options, whoever gave them.
 *
 * @param raw option names, in either spelling, to values; names of others are passed over
 * @throws UserError naming the flag, the value and what is valid
 */
export function readOptions(raw: RawOptions): ExperimentOptions {
  const options: Record<string, unknown> = {};
  for (const [name, definition] of entries) {
    const value = raw[name] ?? raw[camelCase(name)];
    if (value === undefined || value === null) continue;
    options[camelCase(name)] = readValue(name, definition, value);
  }
  if (typeof options.taskSource === 'string') refuseOtherThanTarget(options.taskSource);
  return options;
}

/** `package.module:function` or `package.module:Class.method`, of Python's identifiers. */
const TARGET =
  /^[\p{ID_Start}_][\p{ID_Continue}]*(?:\.[\p{ID_Start}_][\p{ID_Continue}]*)*:[\p{ID_Start}_][\p{ID_Continue}]*(?:\.[\p{ID_Start}_][\p{ID_Continue}]*)?$/u;

function refuseOtherThanTarget(text: string): void {
  if (TARGET.test(text)) return;
  throw new UserError(
    `--task-source is ${show(text)}, which is neither module:function nor module:Class.method`,
    'For example --task-source my_app.agent:answer. --list-tasks prints those that are found.',
  );
}

/**
 * Reads a command line of ours. `yo` hands over what it made of the command line, in which a dataset called `007`
 * is the number 7 and a misspelt flag goes unseen; this reads the words themselves.
 *
 * @param words what stands behind the generator's name
 * @returns raw options, for readOptions, Yeoman's own flags among them
 * @throws UserError for a flag that does not exist, one without its value, and a word that is no flag
 */
export function readCommandLine(words: readonly string[]): RawOptions {
  const known = new Map(entries);
  const declared: Record<string, { type: 'boolean' | 'string'; short?: string }> = {
    help: { type: 'boolean', short: 'h' },
  };
  for (const [name, { type }] of entries) declared[name] = { type: type === 'switch' ? 'boolean' : 'string' };
  declared.force = { type: 'boolean', short: 'f' };
  const { tokens } = parseArgs({
    args: [...words],
    strict: false,
    tokens: true,
    options: declared,
  });
  const raw: Record<string, unknown> = {};
  for (const token of tokens) {
    if (token.kind === 'option-terminator') continue;
    if (token.kind === 'positional') {
      throw new UserError(
        `${JSON.stringify(token.value)} is not expected here: everything is given by flags`,
        'A dataset is named with --dataset <path>.',
      );
    }
    const definition = known.get(token.name as OptionName);
    if (definition === undefined) {
      if (!YEOMAN_FLAGS.includes(token.name)) throw unknownFlag(token.rawName, token.name);
      raw[token.name] = true;
      continue;
    }
    const swallowed = token.inlineValue === false && token.value.startsWith('--');
    if (definition.type !== 'switch' && (token.value === undefined || swallowed)) {
      throw missingValue(token.name, definition);
    }
    const value = token.value ?? true;
    const earlier = raw[token.name];
    raw[token.name] =
      earlier === undefined
        ? value
        : [...(Array.isArray(earlier) ? (earlier as unknown[]) : [earlier]), value];
  }
  return raw;
}

function readValue(name: OptionName, definition: OptionDefinition, value: unknown): unknown {
  const given = Array.isArray(value) && definition.type !== 'list' ? (value as unknown[]) : [value];
  if (given.length > 1) {
    throw new UserError(
      `--${name} is given ${given.length} times: ${given.map(show).join(', ')}`,
      'Give it once.',
    );
  }
  const [only] = given;
  switch (definition.type) {
    case 'text':
      return readText(name, definition, only);
    case 'list':
      return readList(name, definition, value);
    case 'switch':
      return readSwitch(name, only);
    case 'integer':
      return readInteger(name, definition, only);
    case 'choice': {
      const text = readText(name, definition, only);
      if (definition.choices.includes(text)) return text;
      throw new UserError(
        `--${name} is ${show(text)}, which is not one of its values: ${definition.choices.join(', ')}`,
        suggestion(text, definition.choices),
      );
    }
    case 'refused':
      throw new UserError(`--${name} is not supported: the SDK pulls a dataset by its name`, definition.hint);
  }
}

function readText(name: OptionName, definition: OptionDefinition, value: unknown): string {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || text.trim() === '') throw missingValue(name, definition);
  return text;
}

/** Each value is one line of CSV, so that a name with a comma in it can stand in quotes. */
function readList(name: OptionName, definition: OptionDefinition, value: unknown): readonly string[] {
  const values = Array.isArray(value) ? (value as unknown[]) : [value];
  const names = values.flatMap((part) => {
    const text = readText(name, definition, part);
    try {
      const lines: string[][] = parseCsv(text, { trim: true, relax_column_count: true });
      return lines.flat();
    } catch {
      throw new UserError(
        `--${name} is ${show(text)}, which is not a list separated with commas`,
        'A name that holds a comma stands in double quotes.',
      );
    }
  });
  if (names.some((one) => one === '')) {
    throw new UserError(
      `--${name} is ${show(values.join(','))}, in which a name is empty`,
      'Separate the names with single commas.',
    );
  }
  return [...new Set(names)];
}

/** The text of a list that reads back as these names. */
export function listText(names: readonly string[]): string {
  return names.map((name) => (/[",\r\n]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name)).join(', ');
}

function readSwitch(name: OptionName, value: unknown): boolean {
  if (value === true || value === 'true' || value === '') return true;
  if (value === false || value === 'false') return false;
  throw new UserError(`--${name} takes no value, but got ${show(value)}`, `Write --${name} alone.`);
}

function readInteger(
  name: OptionName,
  definition: OptionDefinition & { type: 'integer' },
  value: unknown,
): number {
  const text = readText(name, definition, value);
  const number = /^\d+$/.test(text) ? Number(text) : NaN;
  if (Number.isSafeInteger(number) && number >= definition.least) return number;
  throw new UserError(
    `--${name} is ${show(text)}, which is not a whole number from ${definition.least} up`,
    `For example --${name} ${Math.max(definition.least, 1)}.`,
  );
}

function missingValue(name: string, definition: OptionDefinition): UserError {
  return new UserError(
    `--${name} needs a value`,
    `Write --${name} ${definition.value ?? ''}: ${definition.description}.`,
  );
}

function unknownFlag(rawName: string, name: string): UserError {
  const names = [...entries.map(([known]) => known), ...YEOMAN_FLAGS];
  return new UserError(
    `${rawName} is not a flag of this generator`,
    suggestion(name, names, '--') ?? 'Run with --help to see them all.',
  );
}

/** "Did you mean …?" where something is near enough, otherwise nothing. */
function suggestion(given: string, names: readonly string[], prefix = ''): string | undefined {
  const ranked = names
    .map((name) => ({ name, steps: distance(given.toLowerCase(), name) }))
    .sort((a, b) => a.steps - b.steps);
  const [nearest] = ranked;
  if (nearest === undefined || nearest.steps > Math.max(2, nearest.name.length / 3)) return undefined;
  return `Did you mean ${prefix}${nearest.name}?`;
}

function show(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}
