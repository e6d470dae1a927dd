import { isUtf8 } from 'node:buffer';
import type { WaitingFile } from '../output/atomic-write.js';
import { UserError } from '../user-error.js';
import { resolveColumns, type ChosenColumns, type CsvColumns } from './csv-columns.js';
import { findDelimiter } from './csv-delimiter.js';
import { csvChunks, detectCsvEncoding, type CsvSource } from './csv-encoding.js';
import { CsvScanner } from './csv-scanner.js';
import { EditedCopy } from './edited-copy.js';
import { unusedName } from './json-dataset.js';
import { maskText } from '../masking/mask-text.js';
import { contentsOfBytes } from '../masking/contents-of-text.js';
import { isWorthASearch } from '../masking/text-contents.js';
import type { DatasetFile } from './dataset-file.js';
import { MaskingTally } from './masking-tally.js';

/** What one pass over a CSV found. */
export interface CsvDataset {
  readonly delimiter: string;
  /** The columns' roles, by their names as the generated file must spell them: masked. */
  readonly columns: CsvColumns;
  /** Where the SDK cannot be pointed at the source: the clean copy, which waits for its place, and why there is one. */
  readonly copy?: { readonly file: WaitingFile; readonly reasons: readonly string[] };
  readonly warnings: readonly string[];
}

/** The SDK's `csv.field_size_limit`, in characters. */
const LONGEST_FIELD = 10 * 1024 * 1024;

/** What a pass over a CSV is told. */
export interface CsvRequest {
  /** The columns that the user's flags name. */
  readonly chosen: ChosenColumns;
  /** Absolute path that a clean copy would have. */
  readonly copyPath: string;
  /** Masks, and counts what it masked. */
  readonly tally: MaskingTally;
}

/**
 * Reads a CSV in one pass, in bounded memory: finds its dialect and its columns' roles, and checks every row. From
 * the first thing that the SDK cannot read as it is, it writes a clean copy: UTF-8 without a byte order mark, as many
 * fields in each row as in the header, everything masked, and every other byte as it was.
 *
 * @throws UserError with file and line, where the file is not a CSV that the SDK could use
 */
export async function readCsvDataset(file: DatasetFile, request: CsvRequest): Promise<CsvDataset> {
  const detected = await detectCsvEncoding(file);
  const read = async (source: CsvSource): Promise<CsvDataset> => {
    const fromStart = source.encoding !== 'utf-8' || source.byteOrderMark || source.compressed;
    const copy = new EditedCopy(file.path, request.copyPath, fromStart);
    const reading = new CsvReading(source, await findDelimiter(source), request, copy);
    try {
      return await reading.read();
    } catch (error) {
      await copy.abandon();
      if (error instanceof Fault) throw await error.atItsLine(source);
      throw error;
    }
  };
  try {
    return await read(detected);
  } catch (error) {
    if (!(error instanceof NotUtf8)) throw error;
    return read({ ...detected, encoding: 'windows-1252', byteOrderMark: false });
  }
}

/** Only the header, for a prompt that lets its columns be picked; masked. */
export async function readCsvHeader(file: DatasetFile): Promise<readonly string[]> {
  const source = await detectCsvEncoding(file);
  const scanner = new CsvScanner(await findDelimiter(source));
  for await (const chunk of csvChunks(source)) {
    scanner.feed(chunk);
    while (scanner.next()) if (!isBlank(scanner)) return maskHeader(fieldTexts(scanner), new MaskingTally());
  }
  scanner.finish();
  return scanner.next() ? maskHeader(fieldTexts(scanner), new MaskingTally()) : [];
}

/** The file turned out not to be UTF-8, after some of it had been read as such. */
class NotUtf8 extends Error {}

/** Something wrong at an offset: its line is counted only when it is needed. */
class Fault extends Error {
  constructor(
    readonly offset: number,
    message: string,
    readonly hint: string,
  ) {
    super(message);
  }

  async atItsLine(source: CsvSource): Promise<UserError> {
    return new UserError(
      `${source.name}, line ${await lineAt(source, this.offset)}: ${this.message}`,
      this.hint,
    );
  }
}

/** One pass over a CSV: what it has seen so far. */
class CsvReading {
  readonly #scanner: CsvScanner;
  /** The first byte of the scanner's that the copy has not been told about. */
  #untold = 0;
  /** The offset in the file's text of the scanner's first byte. */
  #base = 0;
  #header: readonly string[] | undefined;
  #columns: CsvColumns | undefined;
  #rows = 0;
  #shortRows = 0;
  #firstShortRow = 0;
  #blankFirstLine = false;
  #linesOfSpaces = false;
  #nulBytes = false;

  constructor(
    readonly source: CsvSource,
    readonly delimiter: string,
    readonly request: CsvRequest,
    readonly copy: EditedCopy,
  ) {
    this.#scanner = new CsvScanner(delimiter);
  }

  async read(): Promise<CsvDataset> {
    const scanner = this.#scanner;
    for await (const chunk of csvChunks(this.source)) {
      this.#nulBytes ||= chunk.includes(0);
      const shift = scanner.feed(chunk);
      this.#untold -= shift;
      this.#base += shift;
      this.#takeRows();
      await this.copy.flush();
    }
    scanner.finish();
    this.#takeRows();
    if (scanner.endsInQuotes) {
      throw new Fault(
        this.#base + scanner.rowStart,
        'a quote is opened in the row that begins here and never closed',
        'Close it, or write a quote inside a quoted field as "".',
      );
    }
    return this.#result(await this.copy.finish());
  }

  /** Takes the rows that are whole, and tells the copy about all of their bytes. */
  #takeRows(): void {
    const scanner = this.#scanner;
    const from = this.#untold;
    while (scanner.next()) this.#takeRow();
    const end = scanner.settledEnd;
    // Rows end between characters, so whole rows are UTF-8 on their own or not at all.
    if (this.source.encoding === 'utf-8' && !isUtf8(scanner.bytes.subarray(from, end))) throw new NotUtf8();
    this.#passUntil(end);
  }

  #takeRow(): void {
    const scanner = this.#scanner;
    const header = this.#header;
    if (header === undefined) {
      if (isBlank(scanner)) {
        // The SDK calls a file empty whose first line is.
        this.#blankFirstLine = true;
        this.#replace(scanner.rowStart, scanner.settledEnd, '');
      } else this.#takeHeader();
      return;
    }
    if (scanner.fieldCount === 0) return;
    if (isBlank(scanner) && header.length > 1) {
      // A line of spaces is no row to a careful reader, and a short one to the SDK.
      this.#linesOfSpaces = true;
      this.#replace(scanner.rowStart, scanner.settledEnd, '');
      return;
    }
    if (scanner.fieldCount > header.length) {
      throw new Fault(
        this.#base + scanner.rowEnd,
        `${scanner.fieldCount} fields, but the header has ${header.length}`,
        'Put quotes around a field that holds the delimiter, or name the missing columns in the header.',
      );
    }
    for (let index = 0; index < scanner.fieldCount; index += 1) this.#takeField(index);
    const missing = header.length - scanner.fieldCount;
    if (missing > 0) {
      this.#shortRows += 1;
      if (this.#shortRows === 1) this.#firstShortRow = this.#rows;
      this.#replace(scanner.rowEnd, scanner.rowEnd, this.delimiter.repeat(missing));
    }
    this.#rows += 1;
  }

  #takeHeader(): void {
    const scanner = this.#scanner;
    if (
      this.source.encoding === 'utf-8' &&
      !isUtf8(scanner.bytes.subarray(scanner.rowStart, scanner.rowEnd))
    ) {
      throw new NotUtf8();
    }
    const names = fieldTexts(scanner);
    const masked = maskHeader(names, this.request.tally);
    for (const [index, name] of masked.entries()) {
      if (name !== names[index]) this.#replaceField(index, name);
    }
    this.#header = masked;
    this.#columns = resolveColumns(masked, asMasked(this.request.chosen, names, masked), this.source.name);
  }

  #takeField(index: number): void {
    const scanner = this.#scanner;
    const start = scanner.fieldStart(index);
    const end = scanner.fieldEnd(index);
    if (end - start > LONGEST_FIELD) this.#refuseTooLong(index);
    // The quotes of a field, and those that are doubled in it, make no difference to what it can hold.
    const contents = contentsOfBytes(scanner.bytes, start, end);
    if (!this.#nulBytes && !isWorthASearch(contents)) return;
    const text = scanner.fieldText(index);
    const clean = this.#nulBytes ? text.replaceAll('\0', '') : text;
    const masked = this.request.tally.mask(
      clean,
      { record: this.#rows, field: () => this.#header?.[index] ?? '' },
      this.#nulBytes ? undefined : contents,
    );
    if (masked !== text) this.#replaceField(index, masked);
  }

  #refuseTooLong(index: number): void {
    const length = Array.from(this.#scanner.fieldText(index)).length;
    if (length <= LONGEST_FIELD) return;
    throw new Fault(
      this.#base + this.#scanner.rowEnd,
      `a field of ${length} characters; the SDK reads at most ${LONGEST_FIELD}`,
      'Shorten it, or hand over the dataset as JSON.',
    );
  }

  #replaceField(index: number, text: string): void {
    const needsQuotes =
      /["\r\n]/.test(text) ||
      text.includes(this.delimiter) ||
      (this.#scanner.fieldCount === 1 && text.trim() === '');
    const field = needsQuotes ? `"${text.replaceAll('"', '""')}"` : text;
    this.#replace(this.#scanner.fieldStart(index), this.#scanner.fieldEnd(index), field);
  }

  #replace(start: number, end: number, text: string): void {
    this.#passUntil(start);
    this.copy.insert(text);
    this.#untold = end;
  }

  #passUntil(end: number): void {
    this.copy.pass(this.#scanner.bytes.subarray(this.#untold, end));
    this.#untold = end;
  }

  #result(file: WaitingFile | undefined): CsvDataset {
    const { name, encoding, byteOrderMark, compressed } = this.source;
    const columns = this.#columns;
    if (columns === undefined) {
      throw new UserError(`${name}: the file is empty`, 'A CSV needs a header line and at least one row.');
    }
    if (this.#rows === 0) {
      throw new UserError(`${name}, line 1: a header, but no rows`, 'Add at least one row below it.');
    }
    const reasons = [
      compressed && 'gzip compression',
      byteOrderMark && 'a byte order mark',
      encoding !== 'utf-8' && encoding.toUpperCase(),
      this.#blankFirstLine && 'a blank first line',
      this.#linesOfSpaces && !this.#blankFirstLine && 'lines of spaces',
      this.#shortRows > 0 && 'short rows',
      this.#nulBytes && 'NUL bytes',
      this.request.tally.foundAny && 'values to mask',
    ].filter((reason) => reason !== false);
    const warnings = [
      columns.expected.length === 0 &&
        `${name} has no expected output column, so exact_match is never true; name one with --expected-columns`,
      this.#shortRows > 0 &&
        `${this.#shortRows === 1 ? '1 row has' : `${this.#shortRows} rows have`} fewer fields than the header (the first is record ${this.#firstShortRow}, counted from 0): padded with empty ones`,
      this.#nulBytes && 'NUL bytes were left out',
    ].filter((warning) => warning !== false);
    return {
      delimiter: this.delimiter,
      columns,
      ...(file === undefined ? {} : { copy: { file, reasons } }),
      warnings,
    };
  }
}

function isBlank(scanner: CsvScanner): boolean {
  return scanner.fieldCount === 0 || (scanner.fieldCount === 1 && scanner.fieldText(0).trim() === '');
}

/** The texts of a row, as Python reads them: every line end is a line feed to it. */
function fieldTexts(scanner: CsvScanner): readonly string[] {
  return Array.from({ length: scanner.fieldCount }, (_, index) =>
    scanner.fieldText(index).replaceAll('\0', '').replaceAll(/\r\n?/g, '\n'),
  );
}

/** The columns' names as the generated file must spell them. */
function maskHeader(header: readonly string[], tally: MaskingTally): readonly string[] {
  const masked: string[] = [];
  const used = { has: (name: string) => masked.includes(name) || header.includes(name) };
  for (const column of header) {
    const name = tally.mask(column, { field: () => maskText(column).text, key: true });
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

/** The line, from 1, on which a byte of the text stands; lines end as in Python's universal newlines. */
async function lineAt(source: CsvSource, offset: number): Promise<number> {
  let line = 1;
  let left = offset;
  let afterReturn = false;
  for await (const chunk of csvChunks(source)) {
    for (const byte of chunk.subarray(0, left)) {
      if (byte === 0x0d || (byte === 0x0a && !afterReturn)) line += 1;
      afterReturn = byte === 0x0d;
    }
    left -= chunk.length;
    if (left <= 0) break;
  }
  return line;
}
