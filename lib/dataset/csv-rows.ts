import { Readable } from 'node:stream';
import { CsvError, parse, type InfoRecord } from 'csv-parse';
import { parse as parseSync } from 'csv-parse/sync';
import { UserError } from '../user-error.js';
import { readCsvText, type CsvEncoding } from './csv-encoding.js';

export const CSV_DELIMITERS = [',', ';', '\t', '|'] as const;
export type CsvDelimiter = (typeof CSV_DELIMITERS)[number];

export interface CsvRow {
  readonly fields: readonly string[];
  /** The line on which the row ends, from 1. */
  readonly line: number;
}

/** Text read to find the delimiter. */
const SAMPLE_LENGTH = 64 * 1024;

const PARSE_OPTIONS = {
  record_delimiter: '\n',
  // Quotes inside an unquoted field (5" pipe) are text to Python's reader too.
  relax_quotes: true,
  relax_column_count: true,
  skip_empty_lines: true,
} as const;

/**
 * Finds the delimiter: the one that splits the most of the first rows into as many fields as the header, and the
 * header into the most fields. A file of one column has a comma.
 */
export async function findDelimiter(file: string, encoding: CsvEncoding): Promise<CsvDelimiter> {
  let sample = '';
  for await (const text of readCsvText(file, encoding)) {
    sample += text;
    if (sample.length >= SAMPLE_LENGTH) break;
  }
  const complete = sample.length < SAMPLE_LENGTH;
  let best: { delimiter: CsvDelimiter; score: number } = { delimiter: ',', score: 0 };
  for (const delimiter of CSV_DELIMITERS) {
    const score = scoreOf(sample.slice(0, SAMPLE_LENGTH), delimiter, complete);
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

function scoreOf(sample: string, delimiter: CsvDelimiter, complete: boolean): number {
  const rows: string[][] = [];
  try {
    parseSync(sample, {
      ...PARSE_OPTIONS,
      delimiter,
      to: 200,
      on_record: (record: string[]) => {
        if (record.some((field) => field.trim() !== '')) rows.push(record);
        return null;
      },
    });
  } catch (error) {
    // The sample may end inside a quoted field; what was read before counts.
    if (!(error instanceof CsvError)) throw error;
  }
  if (!complete && rows.length > 1) rows.pop();
  const [header, ...others] = rows;
  if (header === undefined || header.length < 2) return 0;
  const alike = others.filter((row) => row.length === header.length).length;
  return (others.length === 0 ? 1 : alike / others.length) + Math.min(header.length, 100) / 1000;
}

/**
 * Reads a CSV's rows, the header included, in bounded memory.
 *
 * @param name the file's name for messages
 * @throws UserError with the line, where a quote is never closed
 */
export async function* readCsvRows(
  file: string,
  name: string,
  encoding: CsvEncoding,
  delimiter: CsvDelimiter,
): AsyncGenerator<CsvRow> {
  // Noted as the parser goes: where it fails, rows that it has read are no longer handed out.
  let last = { lines: 0, empty_lines: 0 };
  const parser = Readable.from(readCsvText(file, encoding)).pipe(
    parse({
      ...PARSE_OPTIONS,
      delimiter,
      info: true,
      on_record: (record, { lines, empty_lines }) => {
        last = { lines, empty_lines };
        return record;
      },
    }),
  );
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: InfoRecord }>) {
      yield { fields: record, line: info.lines };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const blankLines = Number(error.empty_lines ?? 0) - last.empty_lines;
    throw new UserError(
      `${name}, line ${last.lines + blankLines + 1}: a quote is opened in the row that begins here and never closed`,
      'Close it, or write a quote inside a quoted field as "".',
    );
  }
}
