import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { FORBIDDEN_TEXTS } from '../../lib/python/literal.js';
import { askMachinePython } from '../python/machine-python.js';
import { keywordsOf, readPython, type PythonCode } from '../python/python-calls.js';
import { emptyFolder, ownCommand, runCommand, waysIn, type Outcome } from './commands.js';

/** Each would leave a file called `pwned` if anything ran it. */
const HOSTILE_TEXTS = {
  'a template': `<%= 6*7 %><%- include("/etc/passwd") %><% require("fs").writeFileSync("pwned", "") %>`,
  quotes: `a'b"c`,
  'triple quotes': `"""+__import__("os").system("touch pwned")+"""`,
  'single triple quotes': `'''`,
  'the end of a literal': `"); __import__("os").system("touch pwned"); ("`,
  'the end of a comment': 'a\n__import__("os").system("touch pwned")\r\n#',
  'a shell': '$(touch pwned) `touch pwned`; touch pwned & ${HOME} ~ !! *',
  backslashes: 'C:\\new\\x41\\u0041\\N{BULLET}\\',
  'placeholders of formats': '${6*7} %s %(x)s {x} {{y}} $&',
  'other line ends': 'a\u2028b\u2029c\u0085d\ve\f',
  'other alphabets': 'é 日本語 😀 👩‍👩‍👧 \u202eright to left',
  'a mark': '# TODO(user)',
  'what must not stand in the file': FORBIDDEN_TEXTS.join(' | '),
};

const ALL_OF_IT = Object.values(HOSTILE_TEXTS).join('\n');

/** What a file or a folder may be called: no slash, and not too long. */
const FOLDER = `<%= 6*7 %> a'b"c $(touch pwned)\n😀 """ \\ # TODO(user)`;

/** A value of a list, which is CSV. */
function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

async function generate(folder: string, flags: readonly string[], words = ownCommand()): Promise<Outcome> {
  const outcome = await runCommand([...words, '--skip-prompts', ...flags], { folder });
  expect(outcome.stderr).not.toMatch(/^ +at /m);
  expect(outcome.status, outcome.stderr).toBe(0);
  expect(outcome.stdout).toContain('Syntax check: pass');
  return outcome;
}

/** Reads a generated file as Python does, a notebook cell by cell, and looks for what must not be there. */
function readGenerated(file: string): readonly PythonCode[] {
  const text = readFileSync(file, 'utf8');
  expect(FORBIDDEN_TEXTS.filter((forbidden) => text.includes(forbidden))).toEqual([]);
  if (file.endsWith('.py')) return readPython([text]);
  const { cells } = JSON.parse(text) as { cells: { cell_type: string; source: string[] }[] };
  return readPython(cells.filter((cell) => cell.cell_type === 'code').map((cell) => cell.source.join('')));
}

/** The calls of a file, in order: hostile text must not add one. */
function callNames(units: readonly PythonCode[]): readonly string[] {
  return units.flatMap((unit) => unit.calls.map((call) => call.name)).toSorted();
}

/** Every path below a folder, but for Yeoman's own settings in the home folder above it. */
function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .toSorted();
}

/** What a shell makes of the path in the summary's last command. */
function pathToRun({ stdout }: Outcome): string {
  const [, command = ''] =
    /\nRun:\n {2}(?:python|jupyter notebook) (.*?)\n\nNext steps:\n/s.exec(stdout) ?? [];
  return execFileSync('sh', ['-c', `printf %s ${command}`], { encoding: 'utf8' });
}

describe('flags', () => {
  /** Generates from flags that hold a text, and judges that are called by each of the other texts. */
  async function generateFrom(
    text: string,
    judges: readonly string[],
    format: 'py' | 'ipynb',
    words: readonly string[],
  ): Promise<readonly PythonCode[]> {
    const folder = emptyFolder();
    writeFileSync(path.join(folder, FOLDER), 'KEY=value\n');
    const outcome = await generate(
      folder,
      [
        `--format=${format}`,
        '--project-name',
        text,
        `--dataset-name=${text}`,
        `--purpose=${text}`,
        `--env-file=${FOLDER}`,
        '--evaluator-style=remote',
        ...judges.flatMap((judge) => ['--remote-evaluator', `${quoted(judge)},${quoted(`${judge} 2`)}`]),
      ],
      words,
    );
    const file = path.join('experiments', `experiment.${format}`);
    expect(filesIn(folder)).toEqual([FOLDER, file].toSorted());
    expect(pathToRun(outcome)).toBe(file);
    return readGenerated(path.join(folder, file));
  }

  it.each([
    ...waysIn.map(({ way, words }) => ({ way, words, format: 'py' as const })),
    { way: 'the own command', words: ownCommand, format: 'ipynb' as const },
  ])('are read back unchanged, and nothing is added: $way, to $format', async ({ words, format }) => {
    const judges = [...Object.values(HOSTILE_TEXTS), ALL_OF_IT];
    const units = await generateFrom(ALL_OF_IT, judges, format, words());
    const names = Object.assign({}, ...units.map((unit) => unit.names)) as Record<string, unknown>;
    const judgesRead = units
      .flatMap((unit) => unit.calls)
      .filter((call) => call.name === 'RemoteEvaluator')
      .map((call) => call.keywords.eval_name);
    expect(names.PROJECT_NAME).toBe(ALL_OF_IT);
    expect(keywordsOf(units, 'LLMObs.pull_dataset').dataset_name).toBe(ALL_OF_IT);
    expect(judgesRead).toEqual(judges.flatMap((judge) => [judge, `${judge} 2`]));
    const { name, description, config } = keywordsOf(units, 'LLMObs.experiment');
    expect(name).toMatch(/^[\w.-]+-experiment$/);
    expect(description).toBe(ALL_OF_IT.replaceAll(/[\s\u0085]+/g, ' '));
    expect(config).toMatchObject({ purpose: description });
    const harmless = judges.map((_, index) => `judge ${index}`);
    expect(callNames(units)).toEqual(callNames(await generateFrom('plain', harmless, format, words())));
  });
});

describe.each(['py', 'ipynb'] as const)('a dataset in a folder of hostile name, to %s', (format) => {
  const texts = [...Object.values(HOSTILE_TEXTS), ALL_OF_IT, '\0\u0007\u001b[31m', '\ud800', ''];
  const stem = `it's "<%= y %>" $(touch pwned)`;
  const output = path.join('<%= 6*7 %>', `a'b"c \n😀.${format}`);

  it('of JSON is read back unchanged: values, keys, metadata and tags', async () => {
    const folder = emptyFolder(FOLDER);
    const records = texts.map((text) => ({
      input_data: { [text]: text, nested: [text, { [text]: [text, null, 1.5, true] }] },
      expected_output: { answer: text },
      metadata: { [`of ${text}`]: text },
      tags: [`key:${text}`, `${text}:value`],
    }));
    writeFileSync(path.join(folder, `${stem}.json`), JSON.stringify(records));
    const outcome = await generate(folder, ['--dataset', `${stem}.json`, '--output', output]);
    const units = readGenerated(path.join(folder, output));
    expect(keywordsOf(units, 'LLMObs.create_dataset')).toEqual({
      dataset_name: 'it-s-y-touch-pwned',
      description: `Records of ${stem}.json`,
      records,
    });
    expect(filesIn(folder)).toEqual([output, `${stem}.json`].toSorted());
    expect(pathToRun(outcome)).toBe(output);
  });

  it.each([
    ['as it is', '', `${stem}.csv`],
    ['from its clean copy', '\ufeff', path.join('<%= 6*7 %>', `a'b"c \n😀.dataset.csv`)],
  ])('of CSV is found %s, and so are its columns', async (_title, mark, read) => {
    const folder = emptyFolder(FOLDER);
    const inputs = texts.slice(0, -3).map((text) => `input ${text}.`);
    const expected = texts.slice(0, -3).map((text) => `gold ${text}.`);
    const metadata = ['note', FOLDER];
    const header = [...inputs, ...expected, ...metadata].map(quoted).join(',');
    const row = [...inputs, ...expected, ...metadata].map((text) => quoted(`value of ${text}`)).join(',');
    writeFileSync(path.join(folder, `${stem}.csv`), `${mark}${header}\n${row}\n`);
    const flags = [
      ...inputs.slice(0, 2).flatMap((column) => ['--input-columns', quoted(column)]),
      '--metadata-columns',
      metadata.map(quoted).join(','),
    ];
    const outcome = await generate(folder, ['--dataset', `${stem}.csv`, '--output', output, ...flags]);
    const units = readGenerated(path.join(folder, output));
    // Python reads every line end in a CSV as a line feed.
    const asRead = (names: readonly string[]) => names.map((name) => name.replaceAll('\r\n', '\n'));
    const keywords = keywordsOf(units, 'LLMObs.create_dataset_from_csv');
    expect(keywords).toEqual({
      csv_path: path.join(folder, read),
      dataset_name: 'it-s-y-touch-pwned',
      description: `Records of ${stem}.csv`,
      input_data_columns: asRead(inputs.slice(0, 2)),
      expected_output_columns: asRead(expected),
      metadata_columns: metadata,
    });
    const readRow =
      'import csv, json, sys\njson.dump(next(csv.DictReader(open(json.load(sys.stdin)))), sys.stdout)';
    const columns = asRead([...inputs, ...expected, ...metadata]);
    expect(askMachinePython(readRow, keywords.csv_path)).toEqual(
      Object.fromEntries(columns.map((column) => [column, `value of ${column}`])),
    );
    expect(filesIn(folder)).toEqual([...new Set([output, `${stem}.csv`, read])].toSorted());
    expect(pathToRun(outcome)).toBe(output);
  });
});

it('a folder of hostile name gives a project of harmless name', async () => {
  const folder = emptyFolder(FOLDER);
  mkdirSync(path.join(folder, 'experiments'));
  await generate(folder, []);
  const units = readGenerated(path.join(folder, 'experiments', 'experiment.py'));
  expect(units[0]?.names.PROJECT_NAME).toMatch(/^experiment-[a-z0-9-]+$/);
  expect(units[0]?.names.PROJECT_NAME).toContain('touch-pwned');
  expect(filesIn(folder)).toEqual(['experiments/experiment.py']);
});
