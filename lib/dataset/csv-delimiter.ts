import { CsvError } from 'csv-parse';
import { parse as parseSync } from 'csv-parse/sync';
import { csvChunks, type CsvSource } from './csv-encoding.js';

const CSV_DELIMITERS = [',', ';', '\t', '|'] as const;
type CsvDelimiter = (typeof CSV_DELIMITERS)[number];

/** Python's universal newlines: the SDK opens the file without `newline=""`. */
const LINE_ENDS = ['\r\n', '\n', '\r'];

/** Text read to find the delimiter. */
const SAMPLE_LENGTH = 64 * 1024;

/** Rows read to find the delimiter. */
const MOST_ROWS = 200;

const PARSE_OPTIONS = {
  record_delimiter: LINE_ENDS,
  // Quotes inside an unquoted field (5" pipe) are text to Python's reader too.
  relax_quotes: true,
  relax_column_count: true,
  skip_empty_lines: true,
} as const;

/** How a CSV's rows become fields. */
export interface CsvDialect {
  readonly delimiter: string;
  /** Whether its first line is Excel's own, `sep=;`, which names the delimiter and is no row. */
  readonly delimiterLine: boolean;
}

const DELIMITER_LINE = /^"?sep=([^\w\s"]|[\t ])"?(?:\r\n?|\n|$)/i;

/**
 * Finds the delimiter: what Excel's first line names, else the one that splits the most of the first rows into as
 * many fields as the header, and the header into the most fields. A file of one column has a comma.
 */
export async function findDialect(source: CsvSource): Promise<CsvDialect> {
  let sample = '';
  for await (const chunk of csvChunks(source)) {
    sample += chunk.toString();
    if (sample.length >= SAMPLE_LENGTH) break;
  }
  const named = DELIMITER_LINE.exec(sample)?.[1];
  if (named !== undefined && named < '\u0080') return { delimiter: named, delimiterLine: true };
  const complete = sample.length < SAMPLE_LENGTH;
  let best: { delimiter: CsvDelimiter; score: number } = { delimiter: ',', score: 0 };
  for (const delimiter of CSV_DELIMITERS) {
    const score = scoreOf(sample.slice(0, SAMPLE_LENGTH), delimiter, complete);
    if (score > best.score) best = { delimiter, score };
  }
  return { delimiter: best.delimiter, delimiterLine: false };
}

/** How well a delimiter splits the rows of a text, which may be the beginning of a longer one. */
function scoreOf(sample: string, delimiter: string, complete: boolean): number {
  // Most delimiters that are none are not in the header: the other rows need not be read.
  const [first] = firstRows(sample, delimiter, 1);
  if (first?.length === 1) return 0;
  const rows = firstRows(sample, delimiter, MOST_ROWS);
  if (!complete && rows.length > 1) rows.pop();
  const [header, ...others] = rows;
  if (header === undefined || header.length < 2) return 0;
  const alike = others.filter((row) => row.length === header.length).length;
  return (others.length === 0 ? 1 : alike / others.length) + Math.min(header.length, 100) / 1000;
}

/** The rows that hold something, of as many as are read. */
function firstRows(sample: string, delimiter: string, most: number): string[][] {
  const rows: string[][] = [];
  try {
    parseSync(sample, {
      ...PARSE_OPTIONS,
      delimiter,
      to: most,
      on_record: (record: string[]) => {
        if (record.some((field) => field.trim() !== '')) rows.push(record);
        return null;
      },
    });
  } catch (error) {
    // The sample may end inside a quoted field; what was read before counts.
    if (!(error instanceof CsvError)) throw error;
  }
  return rows;
}
