import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { maskText } from '../../lib/masking/mask-text.js';

const DELIMITERS = [',', ';', '\t', '|'] as const;
const LINE_ENDS = ['\n', '\r\n', '\r'] as const;
const ENCODINGS = ['utf-8', 'utf-8 with its mark', 'utf-16le', 'utf-16be', 'windows-1252'] as const;

/** A CSV, and the texts that were written down in it. */
export interface CsvTable {
  readonly contents: Buffer;
  readonly names: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A cell's text in which nothing is to be masked. */
const cell = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'a',
        'B',
        ' ',
        '0',
        '1,5',
        '=1+1',
        '@SUM(A1)',
        '+1',
        '-1',
        "'",
        '\\',
        '#',
        '//',
        '%s',
        '<%= y %>',
      ),
      fc.constantFrom(...DELIMITERS, '"', '""', '\n', '\r\n', '\r', '\n\r', '\t=1'),
      fc.constantFrom('é', '日本語', '😀', '\u2028', '\u0085', '\u00a0', '\ufeff', '\v', '\f', '\x1a', '\0'),
      fc.string({ unit: 'binary', maxLength: 3 }),
    ),
    { maxLength: 5 },
  )
  .map((pieces) => pieces.join(''))
  .filter((text) => maskText(text).found.length === 0);

const header = fc.constantFrom<(readonly string[])[]>(
  ['question'],
  ['question', 'answer'],
  ['Question', 'the "gold"', 'note'],
  ['the\ninput', '=expected', '<% y %>', '日本語', '__proto__'],
  ['id', 'prompt', "it's", '10', '9', 'constructor'],
);

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/** Windows-1252 has few letters, and é with a blank behind it is no UTF-8. */
const inWindows1252 = (text: string): string => text.replaceAll(/\P{ASCII}+/gu, 'é ');

function encoded(text: string, encoding: (typeof ENCODINGS)[number]): Buffer {
  switch (encoding) {
    case 'utf-8':
      return Buffer.from(text);
    case 'utf-8 with its mark':
      return Buffer.from(`\ufeff${text}`);
    case 'utf-16le':
      return Buffer.from(`\ufeff${text}`, 'utf16le');
    case 'utf-16be':
      return Buffer.from(`\ufeff${text}`, 'utf16le').swap16();
    case 'windows-1252':
      return Buffer.from(text, 'latin1');
  }
}

/** How a table is written down. */
const dialect = fc.record({
  delimiter: fc.constantFrom(...DELIMITERS),
  encoding: fc.constantFrom(...ENCODINGS),
  /** Which cells stand in quotes without need, one after the other, over and over. */
  quotes: fc.array(fc.boolean(), { minLength: 1, maxLength: 7 }),
  start: fc.constantFrom('', '', '\n', ' \r\n', '\r\r'),
  ended: fc.boolean(),
  compressed: fc.boolean(),
});

const row = fc.record({
  cells: fc.array(cell, { minLength: 6, maxLength: 6 }),
  /** Of the cells, those that are written down: the others are missing. */
  width: fc.oneof({ weight: 4, arbitrary: fc.constant(6) }, fc.integer({ min: 1, max: 6 })),
  lineEnd: fc.constantFrom(...LINE_ENDS),
  blankLines: fc.constantFrom('', '', '', '\n', '\r\n\r\n', '\r'),
});

/** A table in any dialect and encoding, with short rows, blank lines, and quotes that nothing asks for. */
export const csvTable: fc.Arbitrary<CsvTable> = fc
  .tuple(header, fc.array(row, { minLength: 1, maxLength: 5 }), dialect)
  .map(([columns, lines, { encoding, quotes, start, ended, compressed, delimiter: chosen }]) => {
    const delimiter = columns.length === 1 ? ',' : chosen;
    const letters = encoding === 'windows-1252' ? inWindows1252 : (text: string) => text;
    const names = columns.map(letters);
    const rows = lines.map(({ cells, width }) => {
      const written = cells.slice(0, Math.min(width, names.length)).map(letters);
      // A blank text alone would be no row at all.
      return written.length < names.length ? written.with(0, `x${written[0] ?? ''}`) : written;
    });
    const write = (cells: readonly string[], index: number): string =>
      cells
        .map((text, column) => {
          const mustStandInQuotes =
            /["\r\n]/.test(text) || text.includes(delimiter) || (names.length === 1 && text === '');
          return mustStandInQuotes || quotes[(index + column) % quotes.length] === true ? quoted(text) : text;
        })
        .join(delimiter);
    const written = rows.map((cells, index) => {
      const { lineEnd = '', blankLines = '' } = lines[index] ?? {};
      return write(cells, index + 1) + (index < rows.length - 1 || ended ? lineEnd + blankLines : '');
    });
    const contents = encoded(`${start}${write(names, 0)}\n${written.join('')}`, encoding);
    return { contents: compressed ? gzipSync(contents) : contents, names, rows };
  });

/** A CSV with the columns question, answer and note. */
export interface CsvText {
  readonly contents: Buffer;
  readonly delimiter: string;
}

const DELIMITER = Symbol('the delimiter of the file');

/** A header and behind it any text at all: its quotes may be wrong, and its rows of any length. */
export const csvText: fc.Arbitrary<CsvText> = fc
  .tuple(
    fc.constantFrom(...DELIMITERS),
    fc.constantFrom(...LINE_ENDS),
    fc.constantFrom('', '\ufeff'),
    fc.array(
      fc.oneof(
        fc.constantFrom<(string | typeof DELIMITER)[]>('a', DELIMITER, '\n', '"'),
        fc.constantFrom('é', ' ', '=1', ...DELIMITERS, '""', '\r\n', '\r', '\0'),
      ),
      { maxLength: 30 },
    ),
  )
  .map(([delimiter, lineEnd, mark, pieces]) => {
    const names = ['question', 'answer', 'note'].join(delimiter);
    const text = pieces.map((piece) => (piece === DELIMITER ? delimiter : piece)).join('');
    return { contents: Buffer.from(mark + names + lineEnd + text), delimiter };
  });
