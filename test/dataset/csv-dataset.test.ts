import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { gzipSync } from 'node:zlib';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChosenColumns } from '../../lib/dataset/csv-columns.js';
import { readCsvDataset, readCsvHeader } from '../../lib/dataset/csv-dataset.js';
import { openDatasetFile } from '../../lib/dataset/dataset-file.js';
import { MaskingTally } from '../../lib/dataset/masking-tally.js';
import { putInPlace } from '../../lib/output/atomic-write.js';
import type { CsvEncoding } from '../../lib/dataset/csv-encoding.js';
import type { RecordSelection } from '../../lib/dataset/record-selection.js';
import { UserError } from '../../lib/user-error.js';
import { askMachinePython } from '../python/machine-python.js';

/** Reads each CSV as the SDK does: by `open(path)` alone, in UTF-8 as on most machines. */
const READ_AS_THE_SDK = `
import csv, json, sys
csv.field_size_limit(10 * 1024 * 1024)
answers = []
for path, delimiter in json.load(sys.stdin):
    with open(path) as file:
        assert file.readline().strip(), "CSV file appears to be empty or header is missing."
        file.seek(0)
        reader = csv.DictReader(file, delimiter=delimiter)
        answers.append({"header": reader.fieldnames, "rows": [list(row.items()) for row in reader]})
json.dump(answers, sys.stdout)
`;

interface SdkReading {
  readonly header: readonly string[];
  readonly rows: readonly (readonly (readonly [string, string])[])[];
}

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'csv-dataset-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

const NONE: ChosenColumns = { input: undefined, expected: undefined, metadata: undefined };

/** Reads a CSV, and writes the clean copy where it needs one. */
async function prepare(
  contents: string | Buffer,
  chosen: Partial<ChosenColumns> = {},
  stem = 'data',
  selection?: RecordSelection,
) {
  const file = path.join(folder, `${stem}.csv`);
  await writeFile(file, contents);
  const copyPath = path.join(folder, `${stem}.copy.csv`);
  const tally = new MaskingTally();
  const dataset = await readCsvDataset(await openDatasetFile(file, 'data.csv'), {
    chosen: { ...NONE, ...chosen },
    copyPath,
    tally,
    selection,
  });
  const { copy, delimiter } = dataset;
  if (copy !== undefined) await putInPlace(copy.file);
  return {
    dataset,
    masked: tally.describe(),
    source: file,
    csvPath: copy === undefined ? file : copyPath,
    delimiter,
  };
}

function readAsTheSdk(files: readonly { csvPath: string; delimiter: string }[]): readonly SdkReading[] {
  const question = files.map(({ csvPath, delimiter }) => [csvPath, delimiter]);
  return askMachinePython(READ_AS_THE_SDK, question) as SdkReading[];
}

/** What the SDK makes of a CSV that was read by us: its header, and its rows without the names. */
async function throughTheSdk(
  contents: string | Buffer,
  chosen?: Partial<ChosenColumns>,
  selection?: RecordSelection,
) {
  const { dataset, masked, source, ...file } = await prepare(contents, chosen, 'data', selection);
  const [reading] = readAsTheSdk([file]);
  return {
    dataset,
    masked,
    source,
    header: reading?.header,
    rows: reading?.rows.map((row) => row.map(([, value]) => value)),
  };
}

function encode(text: string, encoding: CsvEncoding): Buffer {
  if (encoding === 'utf-8') return Buffer.from(text, 'utf8');
  if (encoding === 'utf-16le') return Buffer.from(text, 'utf16le');
  if (encoding === 'utf-16be') return Buffer.from(text, 'utf16le').swap16();
  // Of Windows-1252's own letters these tests use the euro sign alone.
  return Buffer.from(text.replaceAll('€', '\u0080'), 'latin1');
}

const PLAIN = 'question,answer,topic\nWho?,Bob,people\nWhere?,"Paris, France",places\n';

describe('a CSV that the SDK can read', () => {
  it('is used as it is', async () => {
    const { dataset, source, csvPath } = await prepare(PLAIN);
    expect(csvPath).toBe(source);
    expect(dataset).toEqual({
      delimiter: ',',
      columns: { input: ['question'], expected: ['answer'], metadata: ['topic'] },
      warnings: [],
    });
    expect(await readFile(source, 'utf8')).toBe(PLAIN);
    expect(await readdir(folder)).toEqual(['data.csv']);
  });

  it.each<[string, string, string, string[][]]>([
    ['commas', 'question,answer\na;b|c\td,e\n', ',', [['a;b|c\td', 'e']]],
    [
      'semicolons',
      'question;answer\na,b;1,5\nc,d;2,5\n',
      ';',
      [
        ['a,b', '1,5'],
        ['c,d', '2,5'],
      ],
    ],
    ['tabs', 'question\tanswer\na,b;c\td\n', '\t', [['a,b;c', 'd']]],
    ['bars', 'question|answer\na,b|c,d\n', '|', [['a,b', 'c,d']]],
    [
      'delimiters inside quotes',
      'question;answer\n"a;b,c,d";e\n"f,g";h\n',
      ';',
      [
        ['a;b,c,d', 'e'],
        ['f,g', 'h'],
      ],
    ],
    ['a header in quotes', '"question";"the answer, in short"\na;b\n', ';', [['a', 'b']]],
    [
      'other delimiters in every row',
      'question,answer\na;b;c,d\ne;f;g,h\n',
      ',',
      [
        ['a;b;c', 'd'],
        ['e;f;g', 'h'],
      ],
    ],
    ['one column', 'question\na;b\nc|d\n', ',', [['a;b'], ['c|d']]],
    [
      'CRLF',
      'question,answer\r\na,b\r\nc,d\r\n',
      ',',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'lone CR',
      'question,answer\ra,b\rc,d\r',
      ',',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'mixed line ends',
      'question,answer\r\na,b\rc,d\ne,f',
      ',',
      [
        ['a', 'b'],
        ['c', 'd'],
        ['e', 'f'],
      ],
    ],
    ['no line end at the end', 'question,answer\na,b', ',', [['a', 'b']]],
    [
      'blank lines in between',
      'question,answer\n\na,b\n\n\nc,d\n\n',
      ',',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['line ends in quotes', 'question,answer\n"a\nb","c\r\nd"\n', ',', [['a\nb', 'c\nd']]],
    ['doubled quotes', 'question,answer\n"say ""hi""",""""\n', ',', [['say "hi"', '"']]],
    ['quotes inside fields without', 'question,answer\n5" pipe,it is 6"\n', ',', [['5" pipe', 'it is 6"']]],
    [
      'empty fields',
      'question,answer,topic\na,,\n"",b,""\n',
      ',',
      [
        ['a', '', ''],
        ['', 'b', ''],
      ],
    ],
    ['blanks around fields', 'question,answer\n a , b \n', ',', [[' a ', ' b ']]],
    [
      'line ends of other alphabets',
      'question,answer\na\u2028b\u0085c,d\u000be\ff\n',
      ',',
      [['a\u2028b\u0085c', 'd\u000be\ff']],
    ],
    ['text of many alphabets', 'question,answer\nпривет,日本語 😀\n', ',', [['привет', '日本語 😀']]],
    ['a column without a name', 'question,answer,\na,b,c\n', ',', [['a', 'b', 'c']]],
    ['an empty field in the one column', 'question\na\n""\nb\n', ',', [['a'], [''], ['b']]],
    ['spaces in the one column', 'question\na\n  \nb\n', ',', [['a'], ['  '], ['b']]],
    [
      'one letter outside ASCII at the end of a chunk',
      `question,answer\n${'x'.repeat(65_518)}é,b\n`,
      ',',
      [[`${'x'.repeat(65_518)}é`, 'b']],
    ],
  ])('%s', async (_title, contents, delimiter, rows) => {
    const read = await throughTheSdk(contents);
    expect(read.dataset.copy).toBeUndefined();
    expect(read.dataset.delimiter).toBe(delimiter);
    expect(read.rows).toEqual(rows);
  });

  it('names the columns as the SDK reads them, line ends and all', async () => {
    const { dataset, header } = await throughTheSdk('"the\r\nquestion","the\ranswer","to\npic"\r\na,b,c\r\n');
    expect(dataset.columns).toEqual({
      input: ['the\nquestion'],
      expected: ['the\nanswer'],
      metadata: ['to\npic'],
    });
    expect(header).toEqual(['the\nquestion', 'the\nanswer', 'to\npic']);
  });
});

describe('a CSV that needs a clean copy', () => {
  it.each<[string, string | Buffer, string, string[][]]>([
    [
      'a byte order mark',
      `\ufeff${PLAIN}`,
      'a byte order mark',
      [
        ['Who?', 'Bob', 'people'],
        ['Where?', 'Paris, France', 'places'],
      ],
    ],
    [
      'UTF-16LE with its mark',
      encode('\ufeffquestion\tanswer\r\né,日本語\t😀\r\n', 'utf-16le'),
      'a byte order mark, UTF-16LE',
      [['é,日本語', '😀']],
    ],
    [
      'UTF-16BE with its mark',
      encode('\ufeffquestion,answer\né;日本語,😀\n', 'utf-16be'),
      'a byte order mark, UTF-16BE',
      [['é;日本語', '😀']],
    ],
    [
      'UTF-16LE without a mark',
      encode('question,answer\nWo?,"Köln\nDeutz"\n', 'utf-16le'),
      'UTF-16LE',
      [['Wo?', 'Köln\nDeutz']],
    ],
    [
      'UTF-16BE without a mark',
      encode('question;answer\nWo?;Köln\n', 'utf-16be'),
      'UTF-16BE',
      [['Wo?', 'Köln']],
    ],
    [
      'Windows-1252',
      encode('question;answer\nQuel café?;5 €\n', 'windows-1252'),
      'WINDOWS-1252',
      [['Quel café?', '5 €']],
    ],
    [
      'Windows-1252, late',
      encode(`question,answer\n${'a,b\n'.repeat(17_000)}é,c\n`, 'windows-1252'),
      'WINDOWS-1252',
      [...Array.from({ length: 17_000 }, () => ['a', 'b']), ['é', 'c']],
    ],
    ['a blank first line', '\nquestion,answer\na,b\n', 'a blank first line', [['a', 'b']]],
    ['first lines of spaces', ' \t\r\n\r\nquestion,answer\r\na,b\r\n', 'a blank first line', [['a', 'b']]],
    [
      'a line of spaces in between',
      'question,answer\na,b\n   \nc,d\n',
      'lines of spaces',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['spaces behind the last line', 'question,answer\na,b\n  ', 'lines of spaces', [['a', 'b']]],
    [
      'short rows',
      'question,answer,topic\na\nb,c\nd,e,f\n',
      'short rows',
      [
        ['a', '', ''],
        ['b', 'c', ''],
        ['d', 'e', 'f'],
      ],
    ],
    ['NUL bytes', 'question,answer\na\0b,\0\n', 'NUL bytes', [['ab', '']]],
    [
      'values to mask',
      'question,answer\nask bob@acme.com,"a ""b"", c"\n',
      'values to mask',
      [['ask <REDACTED:email>', 'a "b", c']],
    ],
    [
      'an empty field in the one column',
      '\ufeffquestion\na\n""\n  \nb\n',
      'a byte order mark',
      [['a'], [''], ['  '], ['b']],
    ],
    [
      'a line end that is cut by the end of a chunk',
      `\ufeffquestion,answer\n"${'x'.repeat(65_515)}\r\ny",z\n`,
      'a byte order mark',
      [[`${'x'.repeat(65_515)}\ny`, 'z']],
    ],
    ['semicolons, which stay', '\ufeffquestion;answer\na,b;"c;d"\n', 'a byte order mark', [['a,b', 'c;d']]],
    [
      'quotes inside fields without',
      '\ufeffquestion,answer\n5" pipe,6"\n',
      'a byte order mark',
      [['5" pipe', '6"']],
    ],
  ])('%s', async (_title, contents, reason, rows) => {
    const read = await throughTheSdk(contents);
    expect(read.dataset.copy?.reasons.join(', ')).toBe(reason);
    expect(read.rows).toEqual(rows);
    expect(read.header).toEqual(
      read.dataset.columns.metadata.length > 0
        ? ['question', 'answer', 'topic']
        : ['question', 'answer'].slice(0, rows[0]?.length),
    );
    expect(await readFile(read.source)).toEqual(Buffer.from(contents));
  });

  it('lists every reason, and warns of what the copy changes', async () => {
    const { dataset, masked } = await prepare('\ufeff\nquestion,answer\na\0\n\n\nc\nask bob@acme.com,d\n');
    expect(dataset.copy?.reasons).toEqual([
      'a byte order mark',
      'a blank first line',
      'short rows',
      'NUL bytes',
      'values to mask',
    ]);
    expect(dataset.warnings).toEqual([
      '2 rows have fewer fields than the header (the first is record 0, counted from 0): padded with empty ones',
      'NUL bytes were left out',
    ]);
    expect(masked).toBe('masked 1 email address in record 2');
  });

  it('warns where there is nothing to compare with', async () => {
    const { dataset } = await prepare('question,topic\na\n');
    expect(dataset.warnings).toEqual([
      'data.csv has no expected output column, so exact_match is never true; name one with --expected-columns',
      '1 row has fewer fields than the header (the first is record 0, counted from 0): padded with empty ones',
    ]);
  });

  it('masks column names, and gives a number to those that become equal', async () => {
    const header = 'input of a@acme.com,answer of b@acme.com,c@acme.com,d@acme.com,<REDACTED:email>';
    const read = await throughTheSdk(`${header}\n1,2,3,4,5\n`);
    const columns = {
      input: ['input of <REDACTED:email>'],
      expected: ['answer of <REDACTED:email>'],
      metadata: ['<REDACTED:email> 2', '<REDACTED:email> 3', '<REDACTED:email>'],
    };
    expect(read.dataset.columns).toEqual(columns);
    expect(read.header).toEqual([...columns.input, ...columns.expected, ...columns.metadata]);
    expect(read.masked).toBe('masked 4 email addresses in the column names');
    expect(await readCsvHeader(await openDatasetFile(read.source, 'data.csv'))).toEqual(read.header);
  });

  it('finds a masked column by the name that it has in the file, and by its new one', async () => {
    const contents = 'a@acme.com,b@acme.com,c@acme.com\n1,2,3\n';
    const chosen = { input: ['b@acme.com'], expected: ['<REDACTED:email> 3'] };
    expect((await prepare(contents, chosen)).dataset.columns).toEqual({
      input: ['<REDACTED:email> 2'],
      expected: ['<REDACTED:email> 3'],
      metadata: ['<REDACTED:email>'],
    });
  });
});

describe('a refusal', () => {
  it.each<[string, string | Buffer, string]>([
    ['an empty file', '', 'data.csv: the file is empty'],
    ['blank lines alone', '\n \n\r\n', 'data.csv: the file is empty'],
    ['a byte order mark alone', '\ufeff', 'data.csv: the file is empty'],
    ['a header alone', 'question,answer\n', 'data.csv, line 1: a header, but no rows'],
    ['a header and blank lines', 'question,answer\n\n  \n', 'data.csv, line 1: a header, but no rows'],
    [
      'a long row',
      'question,answer\na,b\n\nc,d,bob@acme.com\n',
      'data.csv, line 4: 3 fields, but the header has 2',
    ],
    [
      'a long row behind fields of many lines',
      'question,answer\n"a\nb\r\nc",d\n"e\rf",g,h\n',
      'data.csv, line 6: 3 fields, but the header has 2',
    ],
    [
      'a long row in a file of lone CR',
      'question,answer\ra,b\rc,d,e\r',
      'data.csv, line 3: 3 fields, but the header has 2',
    ],
    [
      'an unclosed quote',
      'question,answer\na,b\n"bob@acme.com,d\ne,f\n',
      'data.csv, line 3: a quote is opened in the row that begins here and never closed',
    ],
    [
      'an unclosed quote behind blank lines and fields of many lines',
      'question,answer\n"a\nb",c\n\n\nd,"e\n\n\nf\n',
      'data.csv, line 6: a quote is opened in the row that begins here and never closed',
    ],
    [
      'an unclosed quote in the header',
      '\n"question,answer\na,b\n',
      'data.csv, line 2: a quote is opened in the row that begins here and never closed',
    ],
    [
      'a used name that stands twice',
      'question,question\na,b\n',
      'data.csv, line 1: columns 1 and 2 are both called "question"',
    ],
    [
      'no input column',
      'bob@acme.com,answer\na,b\n',
      'data.csv: no input column found among "<REDACTED:email>", "answer"',
    ],
  ])('of %s names the file and the line', async (_title, contents, message) => {
    const refused = await prepare(contents).then(
      () => undefined,
      (error: unknown) => error as UserError,
    );
    expect(refused).toBeInstanceOf(UserError);
    expect(refused?.message.split('\n')[0]).toBe(message);
    expect(refused?.message).not.toContain('acme');
  });

  it('of a field that the SDK cannot hold names the line', async () => {
    await expect(prepare(`question,answer\na,b\n"${'x'.repeat(10 * 1024 * 1024 + 1)}",c\n`)).rejects.toThrow(
      'data.csv, line 3: a field of 10485761 characters; the SDK reads at most 10485760',
    );
  });
});

const cell = fc
  .array(
    fc.constantFrom(
      'a',
      'é',
      '日',
      '😀',
      ' ',
      ',',
      ';',
      '\t',
      '|',
      '"',
      '""',
      "'",
      '\n',
      '\r\n',
      '\r',
      '\0',
      '\\',
      '\u2028',
      '<%= 6*7 %>',
      '$(x)',
      '${x}',
      '%s',
      'ask bob@acme.com now',
    ),
    { maxLength: 6 },
  )
  .map((pieces) => pieces.join(''));

const table = fc.record({
  names: fc.constantFrom(
    ['question', 'answer', 'note'],
    ['the input', 'gold'],
    ['prompt', 'expected', '"x"', "it's", '<% y %>'],
  ),
  rows: fc.array(fc.array(cell, { minLength: 5, maxLength: 5 }), { minLength: 1, maxLength: 5 }),
  delimiter: fc.constantFrom(',', ';', '\t', '|'),
  lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
  mark: fc.constantFrom('', '\ufeff'),
  encoding: fc.constantFrom<CsvEncoding[]>('utf-8', 'utf-16le', 'utf-16be'),
});

it('reads tables of any text, in any dialect, as they were meant', async () => {
  const tables = fc.sample(table, 120);
  const files = [];
  const meant = [];
  for (const [index, { names, rows, delimiter, lineEnd, mark, encoding }] of tables.entries()) {
    const cells = [names, ...rows.map((row) => row.slice(0, names.length))];
    const text = cells
      .map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(delimiter) + lineEnd)
      .join('');
    // UTF-16 without its mark is told by its NUL bytes, which text outside ASCII has too few of.
    const contents = encode((encoding === 'utf-8' ? mark : '\ufeff') + text, encoding);
    files.push(await prepare(contents, {}, `table-${index}`));
    const asRead = (value: string) =>
      value.replaceAll('\0', '').replaceAll(/\r\n?/g, '\n').replaceAll('bob@acme.com', '<REDACTED:email>');
    const [header = [], ...values] = cells;
    meant.push({
      header,
      rows: values.map((row) => row.map((value, column) => [header[column], asRead(value)])),
    });
  }
  expect(readAsTheSdk(files)).toEqual(meant);
});

describe('a copy that has been begun', () => {
  const begun = 'question,answer\nask bob@acme.com,x\n';

  it('is gone where a later row is refused', async () => {
    await expect(prepare(`${begun}${'a,b\n'.repeat(100_000)}a,b,c\n`)).rejects.toThrow(
      'data.csv, line 100003: 3 fields, but the header has 2',
    );
    expect(await readdir(folder)).toEqual(['data.csv']);
  });

  it('begins anew where bytes come that are not UTF-8', async () => {
    const bytes = Buffer.concat([
      Buffer.from(begun + 'a,b\n'.repeat(100_000)),
      Buffer.from('caf\u00e9,b\n', 'latin1'),
    ]);
    const { rows, dataset } = await throughTheSdk(bytes);
    expect(dataset.copy?.reasons).toEqual(['WINDOWS-1252', 'values to mask']);
    expect(rows?.[0]).toEqual(['ask <REDACTED:email>', 'x']);
    expect(rows?.at(-1)).toEqual(['café', 'b']);
    expect((await readdir(folder)).sort()).toEqual(['data.copy.csv', 'data.csv']);
  });

  it('keeps every byte that nothing is wrong with, and the permissions of the source', async () => {
    const contents = 'a "b",question\r\n"x, ""y""" ,z\r\r\n1,call bob@acme.com\r\n\r\n"2","3\r\n4"';
    const file = path.join(folder, 'data.csv');
    await writeFile(file, contents, { mode: 0o600 });
    const copyPath = path.join(folder, 'copy.csv');
    const request = { chosen: NONE, copyPath, tally: new MaskingTally() };
    const { copy } = await readCsvDataset(await openDatasetFile(file, 'data.csv'), request);
    if (copy !== undefined) await putInPlace(copy.file);
    expect(await readFile(copyPath, 'utf8')).toBe(contents.replace('bob@acme.com', '<REDACTED:email>'));
    expect((await stat(copyPath)).mode & 0o777).toBe(0o600);
    await chmod(copyPath, 0o644);
    const again = await readCsvDataset(await openDatasetFile(file, 'data.csv'), request);
    if (again.copy !== undefined) await putInPlace(again.copy.file);
    expect((await stat(copyPath)).mode & 0o777).toBe(0o600);
  });
});

describe('a large file', () => {
  it('is read to its end', async () => {
    const row = `"a question, of some length, that is asked again and again",an answer\n`;
    const { masked } = await prepare(`question,answer\n${row.repeat(20_000)}ask bob@acme.com,x\n`);
    expect(masked).toBe('masked 1 email address in record 20000');
  });
});

/** Not whole, so that no scanner of secrets takes it for one. */
const KEY_END = 'J7Q2M5X4WZ6T3K8P';

describe('a value', () => {
  it.each([
    ['with text behind the quotes', `"AKIA"${KEY_END},b`],
    ['with NUL bytes in it', `AKIA\0${KEY_END},b`],
    ['with doubled quotes around it', `"""AKIA${KEY_END}""",b`],
  ])('%s is masked as the SDK reads it', async (_how, row) => {
    const read = await throughTheSdk(`question,answer\n${row}\n`);
    expect(read.rows?.[0]?.[0]?.replaceAll('"', '')).toBe('<REDACTED:api-key>');
    expect(read.masked).toBe('masked 1 API key or secret in record 0');
  });

  it('is counted once where the file turns out to be Windows-1252', async () => {
    const rows = `ask bob@acme.com,x\n${'q,a\n'.repeat(100_000)}`;
    const read = await throughTheSdk(Buffer.from(`question,answer\n${rows}caf\xe9,b\n`, 'latin1'));
    expect(read.masked).toBe('masked 1 email address in record 0');
  });
});

describe('a row without an end', () => {
  it('is refused before all of the file is held', async () => {
    const row = `"${'x'.repeat(44 * 1024 * 1024)}\n`;
    await expect(prepare(row)).rejects.toThrow(
      'data.csv, line 1: the row that begins here does not end within 41943040 bytes',
    );
  });
});

describe("Excel's first line", () => {
  it.each(['sep=;\r\n', '"sep=;"\n', 'SEP=;\n', '\ufeffsep=;\r\n'])(
    '%j names the delimiter',
    async (line) => {
      const read = await throughTheSdk(`${line}question;answer\r\n"a,b";c\r\n`);
      expect(read.header).toEqual(['question', 'answer']);
      expect(read.rows).toEqual([['a,b', 'c']]);
      expect(read.dataset.delimiter).toBe(';');
      expect(read.dataset.copy?.reasons).toContain("Excel's sep= line");
      expect(await readCsvHeader(await openDatasetFile(read.source, 'data.csv'))).toEqual(read.header);
    },
  );

  it('may name a delimiter that nobody would guess', async () => {
    const read = await throughTheSdk('sep=^\nquestion^answer\na,b^c;d\n');
    expect(read.rows).toEqual([['a,b', 'c;d']]);
  });

  it('is none where it names no single character', async () => {
    const read = await throughTheSdk('sep=input,answer\na,b\n');
    expect(read.header).toEqual(['sep=input', 'answer']);
  });
});

describe('a compressed file', () => {
  it('is written out plain', async () => {
    const read = await throughTheSdk(gzipSync('question,answer\na,b\n'));
    expect(read.rows).toEqual([['a', 'b']]);
    expect(read.dataset.copy?.reasons).toEqual(['gzip compression']);
  });

  it('of several parts is read whole', async () => {
    const parts = Buffer.concat([gzipSync('question,answer\na,b\n'), gzipSync('c,d\n')]);
    expect((await throughTheSdk(parts)).rows).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  it.each([
    ['cut off', (bytes: Buffer) => bytes.subarray(0, -9)],
    [
      'damaged',
      (bytes: Buffer) => Buffer.from(bytes.map((byte, index) => (index === 12 ? byte ^ 255 : byte))),
    ],
  ])('that is %s is refused', async (_how, spoil) => {
    const whole = gzipSync(`question,answer\n${'a,b\n'.repeat(5)}`);
    await expect(prepare(spoil(whole))).rejects.toThrow('the gzip data is damaged or ends too early');
    expect(await readdir(folder)).toEqual(['data.csv']);
  });
});

describe('a selection', () => {
  const rowsOf = (count: number) => Array.from({ length: count }, (_, index) => `q${index},"a\n${index}"\n`);
  const fileOf = (rows: readonly string[]) => `question,answer\n${rows.join('')}`;

  it('of the first records ends the copy behind them, and looks at nothing further', async () => {
    const contents = `${fileOf(rowsOf(3))}\n\nbroken,row,here\n"`;
    const read = await throughTheSdk(contents, {}, { kind: 'first', count: 2 });
    expect(read.rows).toEqual([
      ['q0', 'a\n0'],
      ['q1', 'a\n1'],
    ]);
    expect(read.dataset.copy?.reasons).toEqual(['more records than --limit']);
  });

  it('of as many records as there are needs no copy', async () => {
    const read = await throughTheSdk(`${fileOf(rowsOf(3))}\n\n`, {}, { kind: 'first', count: 3 });
    expect(read.dataset.copy).toBeUndefined();
    expect(read.dataset.warnings).toEqual([]);
  });

  it('of more records than there are says so', async () => {
    for (const kind of ['first', 'sample'] as const) {
      const read = await throughTheSdk(fileOf(rowsOf(1)), {}, { kind, count: 5, seed: 0 });
      expect(read.rows).toEqual([['q0', 'a\n0']]);
      expect(read.dataset.warnings).toEqual([
        `data.csv has only 1 record, so --${kind === 'first' ? 'limit' : 'sample'} 5 takes them all`,
      ]);
    }
  });

  it('of a sample keeps whole rows, in their order, and counts records as the source does', async () => {
    const rows = rowsOf(200).map((row, index) => (index % 10 === 7 ? `q${index} of bob@acme.com\r\n` : row));
    const contents = fileOf(rows).trimEnd();
    const read = await throughTheSdk(contents, {}, { kind: 'sample', count: 60, seed: 5 });
    const indexes = (read.rows ?? []).map(([question]) => Number(/\d+/.exec(question ?? '')?.[0]));
    expect(indexes).toHaveLength(60);
    expect(indexes).toEqual(indexes.toSorted((one, other) => one - other));
    expect(new Set(indexes).size).toBe(60);
    for (const [place, index] of indexes.entries()) {
      const expected =
        index % 10 === 7 ? [`q${index} of <REDACTED:email>`, ''] : [`q${index}`, `a\n${index}`];
      expect(read.rows?.[place]).toEqual(expected);
    }
    const masked = indexes.filter((index) => index % 10 === 7);
    expect(masked.length).toBeGreaterThan(0);
    expect(read.masked).toBe(
      `masked ${masked.length} email addresses in ${masked.length} records (${masked.join(', ')}, counted from 0)`,
    );
  });

  it('of a sample refuses a row that was not drawn, too', async () => {
    const contents = `${fileOf(rowsOf(50))}a,b,c\n`;
    await expect(prepare(contents, {}, 'data', { kind: 'sample', count: 1, seed: 1 })).rejects.toThrow(
      'data.csv, line 102: 3 fields, but the header has 2',
    );
  });
});
