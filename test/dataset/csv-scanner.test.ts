import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CsvScanner } from '../../lib/dataset/csv-scanner.js';
import { askMachinePython } from '../python/machine-python.js';

/** What Python's reader makes of texts opened as the SDK opens a CSV, blank lines left out as DictReader does. */
const READ_WITH_PYTHON = `
import csv, io, json, sys
answers = []
for text, delimiter in json.load(sys.stdin):
    # As open(path) without newline="" hands it over.
    lines = io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8")
    answers.append([row for row in csv.reader(lines, delimiter=delimiter) if row])
json.dump(answers, sys.stdout)
`;

/** All rows of a text that is fed in pieces of the given size. */
function scan(
  text: string,
  delimiter: string,
  pieceSize: number,
): { rows: string[][]; endsInQuotes: boolean } {
  const scanner = new CsvScanner(delimiter);
  const bytes = Buffer.from(text);
  const rows: string[][] = [];
  const takeRows = (): void => {
    while (scanner.next()) {
      const row = Array.from({ length: scanner.fieldCount }, (_, index) => scanner.fieldText(index));
      if (row.length > 0) rows.push(row);
    }
  };
  for (let from = 0; from < bytes.length; from += pieceSize) {
    scanner.feed(Buffer.from(bytes.subarray(from, from + pieceSize)));
    takeRows();
  }
  scanner.finish();
  takeRows();
  return { rows, endsInQuotes: scanner.endsInQuotes };
}

/** Python reads a line end inside a quoted field as a line feed, whatever it was. */
function withLineFeeds(rows: string[][]): string[][] {
  return rows.map((row) => row.map((field) => field.replaceAll(/\r\n?/g, '\n')));
}

describe('CsvScanner', () => {
  it.each([
    [
      'plain',
      'a,b\n1,2\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'no line end at the end',
      'a,b\n1,2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'an empty last field',
      'a,b\n1,',
      [
        ['a', 'b'],
        ['1', ''],
      ],
    ],
    ['quotes, doubled ones and line ends in them', '"a""b","c\nd"\n', [['a"b', 'c\nd']]],
    ['a quote inside an unquoted field', '5" pipe,x\n', [['5" pipe', 'x']]],
    ['text behind a closing quote', '"ab"cd,x\n', [['abcd', 'x']]],
    ['every line end', 'a\r\nb\rc\nd', [['a'], ['b'], ['c'], ['d']]],
    ['blank lines', '\n\na\n\n', [['a']]],
    ['a lone empty quoted field', '""\nx\n', [[''], ['x']]],
    ['characters beyond ASCII', 'ä,😀\n', [['ä', '😀']]],
  ])('reads %s', (_, text, rows) => {
    for (const size of [1, 2, 3, 1000]) expect(scan(text, ',', size).rows).toEqual(rows);
  });

  it('says that the bytes end inside a quoted field, and where its row begins', () => {
    const scanner = new CsvScanner(',');
    scanner.feed(Buffer.from('a,b\n1,"2\n3'));
    expect(scanner.next()).toBe(true);
    expect(scanner.next()).toBe(false);
    scanner.finish();
    expect(scanner.next()).toBe(false);
    expect(scanner.endsInQuotes).toBe(true);
    expect(scanner.rowStart).toBe(4);
  });

  it.each([
    ['a,"b""c",d\n', false],
    ['"a"\r\n', false],
    ['"ab"cd,x\n', true],
    ['"ab""cd" ,x\n', true],
    ['x,"ab"c"d"\n', true],
  ])('tells of text behind a closing quote in %j: %s', (text, expected) => {
    for (const size of [1, 2, 100]) {
      const scanner = new CsvScanner(',');
      const bytes = Buffer.from(text);
      let found = false;
      for (let from = 0; from < bytes.length; from += size) {
        scanner.feed(bytes.subarray(from, from + size));
        if (scanner.next()) found = scanner.hasTextBehindQuotes;
      }
      expect(found).toBe(expected);
    }
  });

  it('reads what Python reads, wherever the chunks end', () => {
    const piece = fc.constantFrom(
      'a',
      'é',
      '😀',
      '"',
      '""',
      ',',
      ';',
      '\n',
      '\r\n',
      '\r',
      ' ',
      'b c',
      '"x,y"',
    );
    const samples = fc.sample(
      fc.tuple(
        fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join('')),
        fc.constantFrom(',', ';'),
        fc.integer({ min: 1, max: 9 }),
      ),
      3000,
    );
    const whole = samples.filter(([text, delimiter, size]) => !scan(text, delimiter, size).endsInQuotes);
    const expected = askMachinePython(
      READ_WITH_PYTHON,
      whole.map(([text, delimiter]) => [text, delimiter]),
    );
    const actual = whole.map(([text, delimiter, size]) => withLineFeeds(scan(text, delimiter, size).rows));
    expect(actual).toEqual(expected);
  });
});
