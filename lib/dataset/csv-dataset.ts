import { UserError } from '../user-error.js';
import { detectCsvEncoding, readCsvText, type CsvEncoding } from './csv-encoding.js';
import { resolveColumns, type ChosenColumns, type CsvColumns } from './csv-columns.js';
import { findDelimiter, readCsvRows, type CsvDelimiter, type CsvRow } from './csv-rows.js';
import { unusedName } from './json-dataset.js';
import { MaskingTally } from './masking-tally.js';

/** How a CSV is read: enough to read it again, row by row, in the writing phase. */
export interface CsvSource {
  readonly file: string;
  readonly name: string;
  readonly encoding: CsvEncoding;
  readonly delimiter: CsvDelimiter;
}

/** What one pass over a CSV found. */
export interface CsvDataset {
  readonly source: CsvSource;
  /** The columns' roles, by their names as the generated file must spell them: masked. */
  readonly columns: CsvColumns;
  /** Why the SDK cannot be pointed at the source; none where it can. */
  readonly reasonsForCopy: readonly string[];
  readonly warnings: readonly string[];
}

/** The SDK sets `csv.field_size_limit` to this many characters. */
const LONGEST_FIELD = 10 * 1024 * 1024;

/**
 * Reads a CSV once, in bounded memory: finds its dialect and its columns' roles, checks every row, and finds out
 * whether the SDK can read it as it is.
 *
 * @param file absolute path
 * @param name the path as the user gave it, for messages
 * @param chosen the columns that the user's flags name
 * @throws UserError with file and line, where the file is not a CSV that the SDK could use
 */
export async function readCsvDataset(file: string, name: string, chosen: ChosenColumns): Promise<CsvDataset> {
  const { encoding, byteOrderMark, nulBytes } = await detectCsvEncoding(file, name);
  const source: CsvSource = { file, name, encoding, delimiter: await findDelimiter(file, encoding) };
  const tally = new MaskingTally();
  let header: readonly string[] | undefined;
  let columns: CsvColumns | undefined;
  let rows = 0;
  let shortRows = 0;
  let firstShortLine = 0;
  let blankFirstLine = false;
  let linesOfSpaces = false;
  for await (const row of readRows(source)) {
    if (isBlank(row, header)) {
      linesOfSpaces = true;
      continue;
    }
    if (header === undefined) {
      header = row.fields;
      // Lines before the header are blank: the reader skips them, the SDK calls such a file empty.
      blankFirstLine = await startsBlank(source);
      const names = maskHeader(header, tally);
      columns = resolveColumns(names, asMasked(chosen, header, names), name);
      continue;
    }
    if (row.fields.length > header.length) {
      throw new UserError(
        `${name}, line ${row.line}: ${row.fields.length} fields, but the header has ${header.length}`,
        'Put quotes around a field that holds the delimiter, or name the missing columns in the header.',
      );
    }
    if (row.fields.length < header.length) {
      shortRows += 1;
      firstShortLine ||= row.line;
    }
    for (const field of row.fields) {
      if (field.length > LONGEST_FIELD) {
        throw new UserError(
          `${name}, line ${row.line}: a field of ${field.length} characters; the SDK reads at most ${LONGEST_FIELD}`,
          'Shorten it, or hand over the dataset as JSON.',
        );
      }
      tally.mask(field, rows);
    }
    rows += 1;
  }
  if (columns === undefined) {
    throw new UserError(`${name}: the file is empty`, 'A CSV needs a header line and at least one row.');
  }
  if (rows === 0) {
    throw new UserError(`${name}, line 1: a header, but no rows`, 'Add at least one row below it.');
  }
  const masked = tally.describe();
  const reasonsForCopy = [
    byteOrderMark && 'a byte order mark',
    encoding !== 'utf-8' && encoding.toUpperCase(),
    blankFirstLine && 'a blank first line',
    linesOfSpaces && !blankFirstLine && 'lines of spaces',
    shortRows > 0 && 'short rows',
    nulBytes && 'NUL bytes',
    masked !== undefined && 'values to mask',
  ].filter((reason) => reason !== false);
  const warnings = [
    columns.expected.length === 0 &&
      `${name} has no expected output column, so exact_match is never true; name one with --expected-columns`,
    shortRows > 0 &&
      `${shortRows === 1 ? '1 row has' : `${shortRows} rows have`} fewer fields than the header (the first on line ${firstShortLine}): padded with empty ones`,
    nulBytes && 'NUL bytes were left out',
    masked,
  ].filter((warning) => warning !== false && warning !== undefined);
  return { source, columns, reasonsForCopy, warnings };
}

/**
 * The clean copy, line by line: UTF-8, commas, as many fields in each row as in the header, everything masked.
 *
 * @param source how the CSV was read the first time
 */
export async function* cleanCsvCopy(source: CsvSource): AsyncGenerator<string> {
  const tally = new MaskingTally();
  let header: readonly string[] | undefined;
  for await (const row of readRows(source)) {
    if (isBlank(row, header)) continue;
    if (header === undefined) {
      header = row.fields;
      yield csvLine(maskHeader(header, tally));
      continue;
    }
    const padding = Array.from({ length: header.length - row.fields.length }, () => '');
    yield csvLine([...row.fields.map((field) => tally.mask(field)), ...padding]);
  }
}

/** Only the header, for a prompt that lets its columns be picked. */
export async function readCsvHeader(file: string, name: string): Promise<readonly string[]> {
  const { encoding } = await detectCsvEncoding(file, name);
  const source: CsvSource = { file, name, encoding, delimiter: await findDelimiter(file, encoding) };
  for await (const row of readRows(source)) {
    if (!isBlank(row, undefined)) return maskHeader(row.fields, new MaskingTally());
  }
  return [];
}

function readRows({ file, name, encoding, delimiter }: CsvSource): AsyncGenerator<CsvRow> {
  return readCsvRows(file, name, encoding, delimiter);
}

/** A line of spaces alone is no row, unless the file has one column; Python's reader takes it for a short one. */
function isBlank({ fields }: CsvRow, header: readonly string[] | undefined): boolean {
  return fields.length === 1 && fields[0]?.trim() === '' && header?.length !== 1;
}

async function startsBlank(source: CsvSource): Promise<boolean> {
  let start = '';
  for await (const text of readCsvText(source.file, source.encoding)) {
    start += text;
    const end = /[\r\n]/.exec(start);
    if (end !== null) return start.slice(0, end.index).trim() === '';
    if (start.trim() !== '') return false;
  }
  return false;
}

/** The columns' names as the generated file must spell them. */
function maskHeader(header: readonly string[], tally: MaskingTally): readonly string[] {
  const masked: string[] = [];
  const used = { has: (name: string) => masked.includes(name) || header.includes(name) };
  for (const column of header) {
    const name = tally.mask(column);
    masked.push(name === column ? name : unusedName(name, used));
  }
  return masked;
}

/** The flags name the columns as the file does, where a name to mask is not masked yet. */
function asMasked(
  chosen: ChosenColumns,
  header: readonly string[],
  masked: readonly string[],
): ChosenColumns {
  const spelled = (names: readonly string[] | undefined) =>
    names?.map((name) => masked[header.indexOf(name)] ?? name);
  return {
    input: spelled(chosen.input),
    expected: spelled(chosen.expected),
    metadata: spelled(chosen.metadata),
  };
}

/** A row as Python's `csv` reads it back: RFC 4180, and a lone empty field quoted, or the line would be blank. */
function csvLine(fields: readonly string[]): string {
  const written = fields.map((field) =>
    /[",\r\n]/.test(field) || (fields.length === 1 && field.trim() === '')
      ? `"${field.replaceAll('"', '""')}"`
      : field,
  );
  return `${written.join(',')}\n`;
}
