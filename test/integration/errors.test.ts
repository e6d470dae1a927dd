import { chmodSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { contentsOf, folderWith, ownCommand, runCommand, waysIn, yoCommand } from './commands.js';

/** Stands in every dataset below, and in no message. */
const SECRETS = ['jane.doe@example.com', 'sk-proj-Zk3hT9wQ2mX7vB4nL8pR5sD1fG6jK0aC'];
const [EMAIL = '', API_KEY = ''] = SECRETS;

interface Mistake {
  readonly what: string;
  readonly flags: readonly string[];
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** All that the user reads; `{folder}` stands for the folder that the command runs in. */
  readonly message: string;
}

const flagMistakes: readonly Mistake[] = [
  {
    what: 'a format that does not exist',
    flags: ['--format', 'markdown'],
    message: '--format is "markdown", which is not one of its values: py, ipynb',
  },
  {
    what: 'a misspelt format',
    flags: ['--format', 'ipnb'],
    message: '--format is "ipnb", which is not one of its values: py, ipynb\nDid you mean ipynb?',
  },
  {
    what: 'an evaluator style that does not exist',
    flags: ['--evaluator-style', 'functions'],
    message:
      '--evaluator-style is "functions", which is not one of its values: function, class, remote\nDid you mean function?',
  },
  {
    what: 'another language',
    flags: ['--language', 'typescript'],
    message: '--language is "typescript", which is not one of its values: python',
  },
  ...['abc', '0', '-1', '1.5'].map((value) => ({
    what: `--jobs ${value}`,
    flags: ['--jobs', value],
    message: `--jobs is "${value}", which is not a whole number from 1 up\nFor example --jobs 1.`,
  })),
  {
    what: 'a dataset version that is no whole number',
    flags: ['--dataset-name', 'qa', '--dataset-version', '1.5'],
    message:
      '--dataset-version is "1.5", which is not a whole number from 0 up\nFor example --dataset-version 1.',
  },
  {
    what: 'a flag given twice',
    flags: ['--format', 'py', '--format=ipynb'],
    message: '--format is given 2 times: "py", "ipynb"\nGive it once.',
  },
  {
    what: 'a flag without its value',
    flags: ['--jobs'],
    message: '--jobs needs a value\nWrite --jobs <int>: records run at once.',
  },
  {
    what: 'a value that is the next flag',
    flags: ['--project-name', '--jobs', '3'],
    message:
      "--project-name needs a value\nWrite --project-name <name>: the Datadog project; the service is found in the folder's manifests.",
  },
  {
    what: 'an empty value',
    flags: ['--dataset', ''],
    message:
      '--dataset needs a value\nWrite --dataset <path>: a local CSV, JSON or JSON Lines file, also in gzip, relative to the folder you are in.',
  },
  {
    what: 'a switch with a value',
    flags: ['--skip-prompts=perhaps'],
    message: '--skip-prompts takes no value, but got "perhaps"\nWrite --skip-prompts alone.',
  },
  {
    what: 'a misspelt flag',
    flags: ['--evalutor-style', 'class'],
    message: '--evalutor-style is not a flag of this generator\nDid you mean --evaluator-style?',
  },
  {
    what: 'a flag that resembles none',
    flags: ['--temperature', '1'],
    message: '--temperature is not a flag of this generator\nRun with --help to see them all.',
  },
  {
    what: 'a word that is no flag',
    flags: ['qa.csv'],
    message:
      '"qa.csv" is not expected here: everything is given by flags\nA dataset is named with --dataset <path>.',
  },
  {
    what: 'a file and a dataset in Datadog',
    flags: ['--dataset', 'qa.csv', '--dataset-name', 'qa'],
    message:
      '--dataset and --dataset-name exclude each other: one is a local file, the other lives in Datadog\nGive one of them.',
  },
  {
    what: 'a dataset by its id',
    flags: ['--dataset-id', '4f0c'],
    message:
      '--dataset-id is not supported: the SDK pulls a dataset by its name\nOpen the dataset in Datadog, copy its name, and pass that as --dataset-name.',
  },
  {
    what: 'an empty name in a list',
    flags: ['--input-columns', 'a,,b'],
    message: '--input-columns is "a,,b", in which a name is empty\nSeparate the names with single commas.',
  },
  {
    what: 'an open quote in a list',
    flags: ['--remote-evaluator', '"tone'],
    message:
      '--remote-evaluator is "\\"tone", which is not a list separated with commas\nA name that holds a comma stands in double quotes.',
  },
];

const outputMistakes: readonly Mistake[] = [
  {
    what: 'a format and an output that disagree',
    flags: ['--format', 'py', '--output', 'qa.ipynb'],
    message:
      '--format is "py", but --output ends in .ipynb\nLeave --format out, or give both the same ending.',
  },
  {
    what: 'an output with another ending',
    flags: ['--output', 'qa.txt'],
    message:
      '--output is "qa.txt", which ends in neither .py nor .ipynb and is no folder\nEnd it in .py or .ipynb, or in / for a folder to put the file in.',
  },
  {
    what: 'a file where a folder of the output would be',
    flags: ['--output', 'notes/deep/qa.py'],
    files: { notes: '' },
    message:
      '{folder}/notes is a file, so {folder}/notes/deep/qa.py cannot be written\nChoose another --output.',
  },
  {
    what: 'a file where the default folder would be',
    flags: [],
    files: { experiments: '' },
    message:
      '{folder}/experiments is a file, so {folder}/experiments/experiment.py cannot be written\nChoose another --output.',
  },
  {
    what: 'a folder with the name of the file',
    flags: [],
    files: { 'experiments/experiment.py/readme.md': '' },
    message: '{folder}/experiments/experiment.py is a folder\nName a file in it with --output.',
  },
];

/** A JSON file with what is wrong, behind a record with secrets in it. */
function json(what: string, wrong: string | Uint8Array, message: string): Mistake {
  return { what, flags: ['--dataset', 'qa.json'], files: { 'qa.json': wrong }, message };
}

const good = `{"input_data": "${EMAIL}", "expected_output": "${API_KEY}"}`;
const MEND_JSON = 'Mend the JSON there, and run again.';

const jsonMistakes: readonly Mistake[] = [
  json('a trailing comma', `[\n  ${good},\n]`, `qa.json, line 3, column 1: not valid JSON\n${MEND_JSON}`),
  json('an unquoted secret', `[\n  ${API_KEY}\n]`, `qa.json, line 2, column 3: not valid JSON\n${MEND_JSON}`),
  json('an empty file', '', `qa.json, line 1, column 1: the JSON ends too early\n${MEND_JSON}`),
  json(
    'a control character',
    `[\n{"input_data": "${EMAIL}\t"}]`,
    `qa.json, line 2, column 37: a control character in a string\n${MEND_JSON}`,
  ),
  ...['NaN', '-Infinity'].map((number) =>
    json(
      number,
      `[${good},\n{"input_data": ${number}}]`,
      `qa.json, line 2, column 16: NaN and Infinity are not JSON\n${MEND_JSON}`,
    ),
  ),
  json(
    'an integer of 4,301 digits',
    `[${good},\n{"input_data": ${'7'.repeat(4301)}}]`,
    'qa.json, line 2, column 16: an integer of more than 4300 digits, which Python does not read\nWrite it as a string.',
  ),
  json(
    'no array',
    good,
    'qa.json: the top level is an object, not an array of records\nWrite [{"input_data": …, "expected_output": …}, …].',
  ),
  json('an empty array', '[]', 'qa.json: the array has no records\nAdd at least one {"input_data": …}.'),
  json(
    'a record that is no object',
    `[${good}, "${EMAIL}"]`,
    'qa.json, record 1: a string, not an object\nA record is {"input_data": …, "expected_output": …}.',
  ),
  json(
    'a record without input_data',
    `[${good}, {"expected_output": "${EMAIL}"}]`,
    'qa.json, record 1: input_data is missing\nEach record needs input_data, which may be any JSON value.',
  ),
  json(
    'metadata that is no object',
    `[{"input_data": 1, "metadata": ["${EMAIL}"]}]`,
    'qa.json, record 0: metadata is an array, not an object\nWrite it as {"name": value}, or leave it out.',
  ),
  json(
    'tags that are no array',
    `[{"input_data": 1, "tags": "${EMAIL}"}]`,
    'qa.json, record 0: tags is a string, not an array of strings\nWrite them as ["key:value", …], or leave them out.',
  ),
  json(
    'a tag that is no string',
    `[{"input_data": 1, "tags": ["${EMAIL}", 7]}]`,
    'qa.json, record 0: tags is an array with something else than strings, not an array of strings\nWrite them as ["key:value", …], or leave them out.',
  ),
  json(
    'nesting that Python does not compile',
    `[${good}, {"input_data": ${'['.repeat(198)}"${EMAIL}"${']'.repeat(198)}}]`,
    'qa.json, record 1: input_data is nested deeper than 197 levels, which Python does not compile\nFlatten it, or write it as a string.',
  ),
  json(
    'nesting without end',
    `[{"input_data": ${'['.repeat(50_000)}${']'.repeat(50_000)}}]`,
    'qa.json, line 1, column 1: what begins here is nested too deeply to be read\nFlatten the records.',
  ),
  json(
    'bytes that are not UTF-8',
    Buffer.from(`[${good},\n{"input_data": "caf\u00e9"}]`, 'latin1'),
    'qa.json, line 2, column 20: bytes that are not UTF-8\nJSON is written in UTF-8: save it so, and run again.',
  ),
];

/** A CSV with what is wrong. */
function csv(what: string, wrong: string, message: string, ...flags: readonly string[]): Mistake {
  return { what, flags: ['--dataset', 'qa.csv', ...flags], files: { 'qa.csv': wrong }, message };
}

const rows = `question,answer\n${EMAIL},${API_KEY}\n`;

const csvMistakes: readonly Mistake[] = [
  ...['', '\n\n'].map((text) =>
    csv(
      `${text.length} line ends and nothing else`,
      text,
      'qa.csv: the file is empty\nA CSV needs a header line and at least one row.',
    ),
  ),
  csv(
    'a header alone',
    `question,${EMAIL}\n`,
    'qa.csv, line 1: a header, but no rows\nAdd at least one row below it.',
  ),
  csv(
    'two columns of one name',
    `question,note,question\n${EMAIL},b,c\n`,
    'qa.csv, line 1: columns 1 and 3 are both called "question"\nGive each column a name of its own.',
  ),
  csv(
    'no input column',
    `${EMAIL},gold\na,b\n`,
    'qa.csv: no input column found among "<REDACTED:email>", "gold"\nName it with --input-columns, and the others with --expected-columns and --metadata-columns.',
  ),
  csv(
    'an input column without a name',
    `,gold\n${EMAIL},b\n`,
    'qa.csv: no input column found among "", "gold"\nName it with --input-columns, and the others with --expected-columns and --metadata-columns.',
  ),
  csv(
    'a column that is not there',
    rows,
    'qa.csv: --expected-columns names "topic", which is not in the header: "question", "answer"\nCheck its spelling; upper and lower case do not matter.',
    '--expected-columns',
    'topic',
  ),
  csv(
    'a column with two roles',
    rows,
    'qa.csv: the column "answer" is named by --input-columns and by --expected-columns\nName it once.',
    '--input-columns',
    'question,answer',
    '--expected-columns',
    'Answer',
  ),
  csv(
    'a row with too many fields',
    `${rows}a,b\nc,${EMAIL},d\n`,
    'qa.csv, line 4: 3 fields, but the header has 2\nPut quotes around a field that holds the delimiter, or name the missing columns in the header.',
  ),
  csv(
    'a quote that is never closed',
    `${rows}a,b\n"${EMAIL},b\nc,d\n`,
    'qa.csv, line 4: a quote is opened in the row that begins here and never closed\nClose it, or write a quote inside a quoted field as "".',
  ),
];

const fileMistakes: readonly Mistake[] = [
  {
    what: 'a dataset that is not there',
    flags: ['--dataset', 'data/qa.csv'],
    message: '--dataset is "data/qa.csv", but there is no such file\nLooked for {folder}/data/qa.csv',
  },
  {
    what: 'a folder as the dataset',
    flags: ['--dataset', 'qa.csv'],
    files: { 'qa.csv/part': EMAIL },
    message: '--dataset is "qa.csv", which is not a file\nName a JSON or CSV file.',
  },
  {
    what: 'a workbook for a dataset',
    flags: ['--dataset', 'qa.xlsx'],
    files: { 'qa.xlsx': `PK\x03\x04${EMAIL}` },
    message: 'qa.xlsx is an Excel workbook or another ZIP archive\nSave it as CSV, or unpack it.',
  },
];

describe.each(waysIn)('a mistake, through $way', ({ words }) => {
  it.concurrent.each([...flagMistakes, ...outputMistakes, ...fileMistakes, ...jsonMistakes, ...csvMistakes])(
    '$what',
    async ({ flags, files = {}, message }) => {
      const folder = folderWith(files);
      const before = contentsOf(folder);
      const { status, stdout, stderr } = await runCommand([...words(), ...flags], { folder });
      expect(status).toBe(1);
      const lines = message.replaceAll('{folder}', folder).split('\n');
      expect(lastLines(stderr, lines.length)).toEqual(lines);
      expect(stderr).not.toMatch(/^\s+at /m);
      expect(stdout).toBe('');
      expect(contentsOf(folder)).toEqual(before);
      for (const secret of SECRETS) expect(stderr).not.toContain(secret);
    },
  );

  it.concurrent('a file that may not be read', async () => {
    const folder = folderWith({ 'qa.csv': rows });
    chmodSync(path.join(folder, 'qa.csv'), 0o000);
    const outcome = await runCommand([...words(), '--dataset', 'qa.csv'], { folder, unprivileged: true });
    expect(outcome.status).toBe(1);
    expect(lastLines(outcome.stderr, 2)).toEqual([
      'qa.csv cannot be read (EACCES)',
      'Check its permissions.',
    ]);
    expect(Object.keys(contentsOf(folder))).toEqual(['qa.csv']);
  });

  it.concurrent('a folder that may not be written to', async () => {
    const folder = folderWith({ 'locked/readme.md': '' });
    chmodSync(path.join(folder, 'locked'), 0o555);
    const outcome = await runCommand([...words(), '--output', 'locked/deep/'], {
      folder,
      unprivileged: true,
    });
    expect(outcome.status).toBe(1);
    expect(lastLines(outcome.stderr, 2)).toEqual([
      `the folder ${folder}/locked cannot be written to`,
      'Choose another --output, or change its permissions.',
    ]);
    expect(Object.keys(contentsOf(folder)).sort()).toEqual(['locked/', 'locked/readme.md']);
  });

  it.concurrent('a version without a dataset name is a warning alone', async () => {
    const folder = folderWith({});
    const { status, stdout } = await runCommand([...words(), '--dataset-version', '2'], { folder });
    expect(status).toBe(0);
    expect(stdout).toContain('! --dataset-version is ignored: it belongs to --dataset-name\n');
    expect(Object.keys(contentsOf(folder))).toContain('experiments/experiment.py');
  });
});

it('says that yo ends a command at a comma, before anything is written', async () => {
  const folder = folderWith({});
  const words = [...yoCommand(), '--project-name', 'billing,', '--jobs', '3'];
  const { status, stderr } = await runCommand(words, { folder });
  expect(status).toBe(1);
  expect(lastLines(stderr, 2)).toEqual([
    'yo takes the comma of "billing," for the end of the command',
    'Take it off the end, or run npx generator-llm-obs-experiment with the same flags.',
  ]);
  expect(contentsOf(folder)).toEqual({});
});

it('shows the stack trace to who asks for it with DEBUG', async () => {
  const folder = folderWith({});
  const words = [...ownCommand(), '--jobs', '0'];
  const { status, stderr } = await runCommand(words, { folder, environment: { DEBUG: 'none' } });
  expect(status).toBe(1);
  expect(stderr).toMatch(/^\s+at readInteger /m);
});

/** What a run says last: what stands before is Yeoman's own. */
function lastLines(stderr: string, count: number): readonly string[] {
  return stripVTControlCharacters(stderr)
    .replace(/^Error: /m, '')
    .trimEnd()
    .split('\n')
    .slice(-count);
}
