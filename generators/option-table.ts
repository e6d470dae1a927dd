import { distance } from 'fastest-levenshtein';
import { parse as parseCsv } from 'csv-parse/sync';
import { parseArgs } from 'node:util';
import { UserError } from '../lib/user-error.js';

interface OptionBase {
  /** One line for `--help` and the README. */
  readonly description: string;
  /** What stands for the value in `--help`; none for a switch. */
  readonly value?: string;
  /** The default in words, for `--help` and the README; the plan applies it. */
  readonly default: string;
}

/** What a text has to look like, and what an error says of one that does not. */
interface TextForm {
  readonly pattern: RegExp;
  readonly otherwise: string;
  readonly hint: string;
}

/** One option: what it takes, and how it is told of. */
export type OptionDefinition = OptionBase &
  (
    | { readonly type: 'text'; readonly form?: TextForm }
    /** Whole values are not separated at commas. */
    | { readonly type: 'list'; readonly wholeValues?: true }
    | { readonly type: 'switch' }
    | { readonly type: 'integer'; readonly least: number }
    | { readonly type: 'choice'; readonly choices: readonly string[] }
    /** Never accepted: the hint says what to use in its place. */
    | { readonly type: 'refused'; readonly hint: string }
  );

/** The options of one generator, by their names. */
export type OptionTable = Readonly<Record<string, OptionDefinition>>;

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

/** The options after validation. What was not given is not there: who uses them knows the defaults. */
export type OptionsOf<Table extends OptionTable> = {
  readonly [Name in keyof Table & string as Camel<Name>]?: ValueOf<Table[Name]>;
};

/** What `composeWith` may be given: either spelling of each name, and lists as an array or with commas. */
export type ComposeOptionsOf<Table extends OptionTable> = {
  readonly [Name in keyof Table & string as Name | Camel<Name>]?:
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

export function camelCase(name: string): string {
  return name.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

/**
 * Validates options, whoever gave them.
 *
 * @param table the options that there are
 * @param raw option names, in either spelling, to values; names of others are passed over
 * @throws UserError naming the flag, the value and what is valid
 */
export function readOptions<Table extends OptionTable>(table: Table, raw: RawOptions): OptionsOf<Table> {
  const options: Record<string, unknown> = {};
  for (const [name, definition] of Object.entries(table)) {
    const value = raw[name] ?? raw[camelCase(name)];
    if (value === undefined || value === null) continue;
    options[camelCase(name)] = readValue(name, definition, value);
  }
  return options as OptionsOf<Table>;
}

/**
 * Reads a command line of ours. `yo` hands over what it made of the command line, in which a dataset called `007`
 * is the number 7 and a misspelt flag goes unseen; this reads the words themselves.
 *
 * @param table the options that there are
 * @param words what stands behind the generator's name
 * @returns raw options, for readOptions, Yeoman's own flags among them; and the words that are no flags
 * @throws UserError for a flag that does not exist, and one without its value
 */
export function readCommandLine(
  table: OptionTable,
  words: readonly string[],
): { raw: RawOptions; others: readonly string[] } {
  const known = new Map(Object.entries(table));
  const declared: Record<string, { type: 'boolean' | 'string'; short?: string }> = {
    help: { type: 'boolean', short: 'h' },
  };
  for (const [name, { type }] of known) declared[name] = { type: type === 'switch' ? 'boolean' : 'string' };
  if (known.has('force')) declared.force = { type: 'boolean', short: 'f' };
  const { tokens } = parseArgs({
    args: [...words],
    strict: false,
    tokens: true,
    options: declared,
  });
  const raw: Record<string, unknown> = {};
  const others: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'option-terminator') continue;
    if (token.kind === 'positional') {
      others.push(token.value);
      continue;
    }
    const definition = known.get(token.name);
    if (definition === undefined) {
      if (!YEOMAN_FLAGS.includes(token.name)) throw unknownFlag(token.rawName, token.name, [...known.keys()]);
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
  return { raw, others };
}

function readValue(name: string, definition: OptionDefinition, value: unknown): unknown {
  const given = Array.isArray(value) && definition.type !== 'list' ? (value as unknown[]) : [value];
  if (given.length > 1) {
    throw new UserError(
      `--${name} is given ${given.length} times: ${given.map(show).join(', ')}`,
      'Give it once.',
    );
  }
  const [only] = given;
  switch (definition.type) {
    case 'text': {
      const text = readText(name, definition, only);
      const { form } = definition;
      if (form?.pattern.test(text) === false) {
        throw new UserError(`--${name} is ${show(text)}, ${form.otherwise}`, form.hint);
      }
      return text;
    }
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

function readText(name: string, definition: OptionDefinition, value: unknown): string {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || text.trim() === '') throw missingValue(name, definition);
  return text;
}

/** Each value is one line of CSV, so that a name with a comma in it can stand in quotes; or it is whole. */
function readList(
  name: string,
  definition: OptionDefinition & { type: 'list' },
  value: unknown,
): readonly string[] {
  const values = Array.isArray(value) ? (value as unknown[]) : [value];
  const names = values.flatMap((part) => {
    const text = readText(name, definition, part);
    if (definition.wholeValues === true) return text;
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

function readSwitch(name: string, value: unknown): boolean {
  if (value === true || value === 'true' || value === '') return true;
  if (value === false || value === 'false') return false;
  throw new UserError(`--${name} takes no value, but got ${show(value)}`, `Write --${name} alone.`);
}

function readInteger(
  name: string,
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

function unknownFlag(rawName: string, name: string, known: readonly string[]): UserError {
  const names = [...known, ...YEOMAN_FLAGS];
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
