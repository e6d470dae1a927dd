import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { generate, readRows, type Row } from './generated-dataset.js';

interface Habit {
  readonly title: string;
  readonly contents: string | Buffer;
  /** The cells of every row; the columns are question, answer and note. */
  readonly cells: readonly (readonly string[])[];
  readonly name?: string;
}

const COLUMNS = ['question', 'answer', 'note'];

const utf16le = (text: string): Buffer => Buffer.from(text, 'utf16le');
const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

/** Of Windows-1252's own letters, those that the tests below use: the others are Latin-1's. */
const windows1252 = (text: string): Buffer =>
  Buffer.from(
    text.replace(
      /[€“”–]/g,
      (letter) => ({ '€': '\x80', '“': '\x93', '”': '\x94', '–': '\x96' })[letter] ?? '',
    ),
    'latin1',
  );

/** What a spreadsheet would take for a formula. */
const FORMULAS = [
  '=1+1',
  '@SUM(A1:A9)',
  '+1',
  '-1',
  '\t=1+1',
  '\r=1+1',
  '\n=1+1',
  "'=1+1",
  '＝1+1',
  '%=1+1',
  '|=1+1',
  `=cmd|' /C calc'!A0`,
  '=HYPERLINK("http://example.com";"here")',
];
const formulaRows = FORMULAS.map(
  (formula) => `"${formula.replaceAll('"', '""')}",${formula.trim()},b\n`,
).join('');
const formulaCells = FORMULAS.map((formula) => [formula.replace('\r', '\n'), formula.trim(), 'b']);

const HABITS: readonly Habit[] = [
  {
    title: 'Excel’s "CSV UTF-8": a byte order mark, semicolons, CRLF',
    contents: '\ufeffquestion;answer;note\r\nWo?;"Köln; Deutz";1,5\r\n',
    cells: [['Wo?', 'Köln; Deutz', '1,5']],
  },
  {
    title: 'Excel’s "CSV": Windows-1252',
    contents: windows1252('question;answer;note\r\nQuel café – le “bon”?;5 €;déjà\r\n'),
    cells: [['Quel café – le “bon”?', '5 €', 'déjà']],
  },
  {
    title: 'Excel’s "Unicode Text": UTF-16LE with its mark, tabs',
    contents: utf16le('\ufeffquestion\tanswer\tnote\r\n日本語?\t"a\tb"\t😀\r\n'),
    cells: [['日本語?', 'a\tb', '😀']],
  },
  {
    title: 'UTF-16BE with its mark',
    contents: utf16be('\ufeffquestion,answer,note\r\n日本語?,b,😀\r\n'),
    cells: [['日本語?', 'b', '😀']],
  },
  {
    title: 'UTF-16LE without a mark',
    contents: utf16le('question,answer,note\r\nWo?,Köln,c\r\n'),
    cells: [['Wo?', 'Köln', 'c']],
  },
  {
    title: 'UTF-16BE without a mark',
    contents: utf16be('question,answer,note\r\nWo?,Köln,c\r\n'),
    cells: [['Wo?', 'Köln', 'c']],
  },
  ...[';', ',', '\t', '|'].flatMap((delimiter) =>
    ['', '\ufeff'].map((mark) => ({
      title: `a first line that names the delimiter: ${JSON.stringify(`${mark}sep=${delimiter}`)}`,
      contents: `${mark}sep=${delimiter}\r\n${COLUMNS.join(delimiter)}\r\na${delimiter}b${delimiter}c\r\n`,
      cells: [['a', 'b', 'c']],
    })),
  ),
  {
    title: 'CRLF',
    contents: 'question,answer,note\r\na,b,c\r\n\r\nd,e,f\r\n',
    cells: [
      ['a', 'b', 'c'],
      ['d', 'e', 'f'],
    ],
  },
  {
    title: 'lone CR, as of old',
    contents: 'question,answer,note\ra,b,c\rd,e,f\r',
    cells: [
      ['a', 'b', 'c'],
      ['d', 'e', 'f'],
    ],
  },
  {
    title: 'quotes doubled',
    contents: 'question,answer,note\n"say ""hi""","""","a """" b"\n',
    cells: [['say "hi"', '"', 'a "" b']],
  },
  {
    title: 'quotes that open no field',
    contents: 'question,answer,note\n5" pipe, "x",it is 6"\n',
    cells: [['5" pipe', ' "x"', 'it is 6"']],
  },
  {
    title: 'fields of several lines',
    contents: 'question,answer,note\n"a\nb","c\r\nd","\n\n"\n"e\rf","\r\n","g\n"\n',
    cells: [
      ['a\nb', 'c\nd', '\n\n'],
      ['e\nf', '\n', 'g\n'],
    ],
  },
  {
    title: 'fields of several lines, behind a byte order mark',
    contents: '\ufeffquestion,answer,note\r\n"a\nb","c\r\nd","\n\n"\r\n"e\rf","\r\n","g\n"\r\n',
    cells: [
      ['a\nb', 'c\nd', '\n\n'],
      ['e\nf', '\n', 'g\n'],
    ],
  },
  {
    title: 'a header with spaces around its names',
    contents: ' question , answer ,note \na, b ,c\n',
    cells: [['a', ' b ', 'c']],
  },
  {
    title: 'a header with spaces around its names, behind a byte order mark',
    contents: '\ufeff question , answer ,note \na, b ,c\n',
    cells: [['a', ' b ', 'c']],
  },
  {
    title: 'short rows',
    contents: 'question,answer,note\na\nb,c\n,\nd,e,f\n',
    cells: [
      ['a', '', ''],
      ['b', 'c', ''],
      ['', '', ''],
      ['d', 'e', 'f'],
    ],
  },
  {
    title: 'rows of nothing but delimiters',
    contents: 'question;answer;note\r\na;b;c\r\n;;\r\n;;\r\n',
    cells: [
      ['a', 'b', 'c'],
      ['', '', ''],
      ['', '', ''],
    ],
  },
  {
    title: 'columns without a name at the end',
    contents: 'question;answer;note;;\r\na;b;c;;\r\nd;e;f;g;h\r\n',
    cells: [
      ['a', 'b', 'c'],
      ['d', 'e', 'f'],
    ],
  },
  {
    title: 'NUL bytes, which are left out',
    contents: 'question,answer,note\na\0b,\0,"\0c\0"\n',
    cells: [['ab', '', 'c']],
  },
  { title: 'a last line without its end', contents: 'question,answer,note\na,b,c', cells: [['a', 'b', 'c']] },
  {
    title: 'a last line without its end, in quotes',
    contents: 'question,answer,note\na,b,"c"',
    cells: [['a', 'b', 'c']],
  },
  {
    title: 'a last line without its end, behind a delimiter',
    contents: 'question,answer,note\na,b,',
    cells: [['a', 'b', '']],
  },
  {
    title: 'text that looks like numbers, dates and truth values',
    contents: 'question,answer,note\n007,1E+05,2024-01-02\n1.10,TRUE,NULL\nNaN,-0,0x1F\n',
    cells: [
      ['007', '1E+05', '2024-01-02'],
      ['1.10', 'TRUE', 'NULL'],
      ['NaN', '-0', '0x1F'],
    ],
  },
  {
    title: 'spaces around fields, and other blanks',
    contents: 'question,answer,note\n a ,\u00a0b\u00a0,\u3000c\n',
    cells: [[' a ', '\u00a0b\u00a0', '\u3000c']],
  },
  {
    title: 'what only some readers take for a line end',
    contents: 'question,answer,note\na\u2028b,c\u0085d,e\x0bf\x0cg\x1ch\n',
    cells: [['a\u2028b', 'c\u0085d', 'e\x0bf\x0cg\x1ch']],
  },
  { title: 'formula-like cells', contents: `question,answer,note\n${formulaRows}`, cells: formulaCells },
  {
    title: 'formula-like cells, behind a byte order mark',
    contents: `\ufeffquestion,answer,note\n${formulaRows}`,
    cells: formulaCells,
  },
  {
    title: 'a tab-separated file',
    contents: 'question\tanswer\tnote\n=1+1\ta,b;c|d\t"e\tf"\n',
    name: 'data.tsv',
    cells: [['=1+1', 'a,b;c|d', 'e\tf']],
  },
  {
    title: 'a compressed file',
    contents: gzipSync('question;answer;note\r\na;"b\r\nc";é\r\n'),
    name: 'data.csv.gz',
    cells: [['a', 'b\nc', 'é']],
  },
  {
    title: 'a compressed file in UTF-16',
    contents: gzipSync(utf16le('\ufeffquestion\tanswer\tnote\r\na\tb\té\r\n')),
    name: 'data.tsv.gz',
    cells: [['a', 'b', 'é']],
  },
  {
    title: 'a compressed file that does not say so',
    contents: gzipSync('question,answer,note\na,b,c\n'),
    name: 'data.csv',
    cells: [['a', 'b', 'c']],
  },
  {
    title: 'a file whose name does not tell its kind',
    contents: 'question|answer|note\na|b|c\n',
    name: 'data.txt',
    cells: [['a', 'b', 'c']],
  },
  {
    title: 'a file whose name has no ending',
    contents: gzipSync('question,answer,note\n[1],{},c\n'),
    name: 'data',
    cells: [['[1]', '{}', 'c']],
  },
];

describe('a CSV is read as it is meant', () => {
  const read = new Map<Habit, readonly Row[]>();
  beforeAll(async () => {
    const generated: Habit[] = [];
    const scripts: string[] = [];
    for (const habit of HABITS) {
      const { source, script } = await generate(habit.name ?? 'data.csv', habit.contents);
      expect(await readFile(source)).toEqual(Buffer.from(habit.contents));
      if (script === undefined) continue;
      generated.push(habit);
      scripts.push(script);
    }
    const rows = readRows(scripts);
    for (const [index, habit] of generated.entries()) read.set(habit, rows[index] ?? []);
  });

  const expectItsCells = (habit: Habit): void => {
    const rows = read.get(habit)?.map((row) => [...row].map(([name, text]) => [name.trim(), text]));
    expect(rows).toEqual(habit.cells.map((cells) => cells.map((text, index) => [COLUMNS[index], text])));
  };

  it.each(HABITS.map((habit) => [habit.title, habit] as const))('%s', (_title, habit) => {
    expectItsCells(habit);
  });
});

describe('a CSV is refused, rather than changed in silence', () => {
  const expectRefusal = async (contents: string | Buffer, reason: RegExp): Promise<void> => {
    expect(await generate('data.csv', contents)).toMatchObject({
      refusal: expect.stringMatching(reason) as string,
      left: [],
    });
  };

  it.each<[string, string | Buffer, RegExp]>([
    [
      'a row with too many fields',
      'question,answer\na,b\nc,d,e\n',
      /^data\.csv, line 3: 3 fields, but the header has 2\n/,
    ],
    [
      'a quote that is never closed',
      '\ufeffquestion,answer\na,b\n"c,d\n',
      /^data\.csv, line 3: a quote is opened/,
    ],
    [
      'gzip data that end too early',
      gzipSync(`question,answer\n${'a,b\n'.repeat(100)}`).subarray(0, -9),
      /^data\.csv: the gzip data is damaged or ends too early\n/,
    ],
  ])('%s', async (_title, contents, reason) => {
    await expectRefusal(contents, reason);
  });

  const NOT_TEXT = /^data\.csv.*\b(?:UTF-8|UTF-16|Windows-1252)\b/;

  it.each<[string, Buffer]>([
    [
      'UTF-8 by its mark, and bytes that are not',
      Buffer.from('\xef\xbb\xbfquestion,answer\ncaf\xe9,b\n', 'latin1'),
    ],
    [
      'UTF-8 with one broken byte',
      Buffer.concat([Buffer.from('question,answer\n日本語,é'), Buffer.from([0xff, 0x0a])]),
    ],
    ['UTF-16 with half a character', Buffer.from('\ufeffquestion,answer\na\ud83d,b\n', 'utf16le')],
    ['UTF-16 with a byte too few', utf16le('\ufeffquestion,answer\na,b').subarray(0, -1)],
    [
      'Shift JIS, whose bytes Windows-1252 has not',
      Buffer.from('question,answer\n\x82\xb1\x81\x5b,b\n', 'latin1'),
    ],
  ])('%s', async (_title, contents) => {
    await expectRefusal(contents, NOT_TEXT);
  });
});

describe('the longest field that the SDK reads, 10 MB', () => {
  const LIMIT = 10 * 1024 * 1024;
  const lengthRead = async (field: string): Promise<number | undefined> => {
    const { script, refusal } = await generate('data.csv', `question,answer\na,b\n"${field}",c\n`);
    if (script === undefined) throw new Error(refusal);
    return readRows([script])[0]?.[1]?.get('question')?.length;
  };

  it('is read, and one character more is refused with its line', async () => {
    expect(await lengthRead('x'.repeat(LIMIT))).toBe(LIMIT);
    await expect(lengthRead('x'.repeat(LIMIT + 1))).rejects.toThrow(
      `data.csv, line 3: a field of ${LIMIT + 1} characters; the SDK reads at most ${LIMIT}`,
    );
  });

  it('is counted in characters, as Python does', async () => {
    expect(await lengthRead('😀'.repeat(LIMIT / 2 + 1))).toBe(LIMIT + 2);
  });

  it('has each of its line ends counted once', async () => {
    expect(await lengthRead('\r\n'.repeat(LIMIT / 2 + 1))).toBe(LIMIT / 2 + 1);
  });
});
