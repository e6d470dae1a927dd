import { isAscii, isUtf8 } from 'node:buffer';
import type { WaitingFile } from '../output/atomic-write.js';
import { RecordSample, tooFewRecords, type RecordSelection } from './record-selection.js';
import { UserError } from '../user-error.js';
import { resolveColumns, type ChosenColumns, type CsvColumns } from './csv-columns.js';
import { findDialect, type CsvDialect } from './csv-delimiter.js';
import { csvChunks, detectCsvEncoding, NotText, type CsvSource } from './csv-encoding.js';
import { CsvScanner } from './csv-scanner.js';
import { EditedCopy } from './edited-copy.js';
import { maskText } from '../masking/mask-text.js';
import { contentsOfBytes } from '../masking/contents-of-text.js';
import { isWorthASearch } from '../masking/text-contents.js';
import { refuseChanged, type DatasetFile } from './dataset-file.js';
import { lengthOfUtf8 } from './length-of-utf8.js';
import type { MaskingReport } from './masking-report.js';
import { MaskingTally } from './masking-tally.js';
import { placeAt } from './place-in-file.js';
import { unusedName } from './unused-name.js';

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

/** No character takes more bytes of UTF-8 (RFC 3629 section 3). */
const MOST_BYTES = 4;

const SAVE_AS_UTF8 = 'Save it as UTF-8, and look there for characters that were lost.';

/** What a pass over a CSV is told. */
export interface CsvRequest {
  /** The columns that the user's flags name. */
  readonly chosen: ChosenColumns;
  /** Absolute path that a clean copy would have. */
  readonly copyPath: string;
  /** Masks, and counts what it masked. */
  readonly tally: MaskingTally;
  /** What the tally reports to. */
  readonly report?: MaskingReport | undefined;
  /** Which records are used, where not all are. */
  readonly selection?: RecordSelection | undefined;
}

/**
 * Reads a CSV in one pass, in bounded memory: finds its dialect and its columns' roles, and checks every row. From
 * the first thing that the SDK cannot read as it is, it writes a clean copy: UTF-8 without a byte order mark, as many
 * fields in each row as in the header, everything masked, and every other byte as it was.
 *
 * @throws UserError with file and line, where the file is not a CSV that the SDK could use
 */
export async function readCsvDataset(file: DatasetFile, request: CsvRequest): Promise<CsvDataset> {
  const detected = detectCsvEncoding(file);
  const read = async (source: CsvSource): Promise<CsvDataset> => {
    const fromStart = source.encoding !== 'utf-8' || source.byteOrderMark || source.compressed;
    const copy = new EditedCopy(file.path, request.copyPath, fromStart);
    try {
      return await new CsvReading(source, await findDialect(source), request, copy).read();
    } catch (error) {
      await copy.abandon();
      // What is wrong may be so because somebody was writing.
      await refuseChanged(source);
      if (error instanceof NotText) {
        throw await new Fault(error.offset, error.message, SAVE_AS_UTF8).atItsLine(source);
      }
      if (error instanceof Fault) throw await error.atItsLine(source);
      throw error;
    }
  };
  try {
    return await read(detected);
  } catch (error) {
    if (!(error instanceof NotUtf8)) throw error;
    request.tally.restart();
    await request.report?.restart();
    return read({ ...detected, encoding: 'windows-1252', byteOrderMark: false });
  }
}

/** Only the header, for a prompt that lets its columns be picked; masked. */
export async function readCsvHeader(file: DatasetFile): Promise<readonly string[]> {
  const source = detectCsvEncoding(file);
  const { delimiter, delimiterLine } = await findDialect(source);
  const scanner = new CsvScanner(delimiter);
  let skip = delimiterLine;
  const header = (): readonly string[] | undefined => {
    while (scanner.next()) {
      if (!skip && !isBlank(scanner)) return maskHeader(fieldTexts(scanner), new MaskingTally());
      skip = false;
    }
    return undefined;
  };
  for await (const chunk of csvChunks(source)) {
    scanner.feed(chunk);
    const found = header();
    if (found !== undefined) return found;
  }
  scanner.finish();
  return header() ?? [];
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
    const chunks = csvChunks({ ...source, progress: undefined }, this.offset);
    const { line } = await placeAt(chunks, this.offset);
    return new UserError(`${source.name}, line ${line}: ${this.message}`, this.hint);
  }
}

/** One pass over a CSV: what it has seen so far. */
class CsvReading {
  #scanner: CsvScanner;
  /** The first byte of the scanner's that the copy has not been told about. */
  #untold = 0;
  /** The offset in the file's text of the scanner's first byte. */
  #base = 0;
  #header: readonly string[] | undefined;
  #columns: CsvColumns | undefined;
  /** Rows below the header. */
  #rows = 0;
  readonly #sample: RecordSample<Buffer> | undefined;
  /** The first records are there, and a further one was seen. */
  #enough = false;
  #shortRows = 0;
  #firstShortRow = 0;
  #blankFirstLine = false;
  #linesOfSpaces = false;
  #nulBytes = false;
  #onlyAscii = true;
  #skipLine: boolean;

  constructor(
    readonly source: CsvSource,
    readonly dialect: CsvDialect,
    readonly request: CsvRequest,
    readonly copy: EditedCopy,
  ) {
    this.#scanner = new CsvScanner(dialect.delimiter);
    this.#skipLine = dialect.delimiterLine;
    const { selection } = request;
    if (selection?.kind === 'sample') this.#sample = new RecordSample(selection.count, selection.seed);
  }

  async read(): Promise<CsvDataset> {
    const scanner = this.#scanner;
    for await (const chunk of csvChunks(this.source)) {
      this.#nulBytes ||= chunk.includes(0);
      this.#feed(chunk);
      this.#takeRows();
      await this.#flush();
      if (this.#enough) break;
    }
    if (!this.#enough) {
      scanner.finish();
      this.#takeRows();
      if (scanner.endsInQuotes) {
        throw new Fault(
          this.#base + scanner.rowStart,
          'a quote is opened in the row that begins here and never closed',
          'Close it, or write a quote inside a quoted field as "".',
        );
      }
    }
    if (this.#sample !== undefined) await this.#writeSample(this.#sample);
    return this.#result(await this.copy.finish());
  }

  #feed(bytes: Buffer): void {
    const shift = this.#scanner.feed(bytes);
    this.#untold -= shift;
    this.#base += shift;
  }

  async #flush(): Promise<void> {
    await this.copy.flush();
    await this.request.report?.flush();
  }

  /** Takes the rows that are whole, and tells the copy about all of their bytes. */
  #takeRows(): void {
    const scanner = this.#scanner;
    const from = this.#untold;
    while (!this.#enough && scanner.next()) this.#takeRow();
    const end = this.#enough ? scanner.rowStart : scanner.settledEnd;
    this.#refuseOtherBytes(from, end);
    if (this.#sample === undefined || this.#header === undefined) this.#passUntil(end);
    else this.#untold = end;
    this.#refuseEndlessRow();
  }

  /**
   * Rows end between characters, so whole rows are UTF-8 on their own or not at all. Windows-1252 is what the file is
   * taken for that holds nothing but ASCII before the first bytes that are not UTF-8.
   */
  #refuseOtherBytes(from: number, end: number): void {
    if (this.source.encoding !== 'utf-8') return;
    const bytes = this.#scanner.bytes.subarray(from, end);
    if (!isUtf8(bytes)) {
      const good = lengthOfUtf8(bytes);
      this.#onlyAscii &&= isAscii(bytes.subarray(0, good));
      if (this.#onlyAscii && !this.source.byteOrderMark) throw new NotUtf8();
      throw new Fault(this.#base + from + good, 'bytes that are not UTF-8, in a file that is', SAVE_AS_UTF8);
    }
    this.#onlyAscii &&= isAscii(bytes);
  }

  /** A row that is not whole is held in memory: not more of it than the SDK could read. */
  #refuseEndlessRow(): void {
    const scanner = this.#scanner;
    const longest = (this.#header?.length ?? 1) * LONGEST_FIELD * MOST_BYTES;
    if (scanner.bytes.length - scanner.settledEnd <= longest) return;
    throw new Fault(
      this.#base + scanner.rowStart,
      `the row that begins here does not end within ${longest} bytes, and the SDK reads at most ${LONGEST_FIELD} characters of a field`,
      'Look for a quote in it that is never closed.',
    );
  }

  #takeRow(): void {
    const scanner = this.#scanner;
    const header = this.#header;
    if (header === undefined) {
      if (this.#skipLine) this.#leaveOutRow();
      else if (isBlank(scanner)) {
        // The SDK calls a file empty whose first line is.
        this.#blankFirstLine = true;
        this.#leaveOutRow();
      } else this.#takeHeader();
      this.#skipLine = false;
      return;
    }
    if (scanner.fieldCount === 0) return;
    if (isBlank(scanner) && header.length > 1) {
      // A line of spaces is no row to a careful reader, and a short one to the SDK.
      if (this.#sample === undefined) {
        this.#linesOfSpaces = true;
        this.#leaveOutRow();
      }
      return;
    }
    const { selection } = this.request;
    if (selection?.kind === 'first' && this.#rows === selection.count) {
      this.#enough = true;
      this.copy.insert('');
      return;
    }
    if (scanner.fieldCount > header.length) {
      throw new Fault(
        this.#base + scanner.rowEnd,
        `${scanner.fieldCount} fields, but the header has ${header.length}`,
        'Put quotes around a field that holds the delimiter, or name the missing columns in the header.',
      );
    }
    this.#refuseTooLong();
    if (this.#sample === undefined) this.#writeRow(header, this.#rows);
    else this.#sample.offer(() => Buffer.from(scanner.bytes.subarray(scanner.rowStart, scanner.settledEnd)));
    this.#rows += 1;
  }

  /** Writes the drawn rows below the header. */
  async #writeSample(sample: RecordSample<Buffer>): Promise<void> {
    const header = this.#header ?? [];
    this.copy.insert('');
    this.#scanner = new CsvScanner(this.dialect.delimiter);
    this.#untold = 0;
    for (const { index, record } of sample.drawn()) {
      // The last row of a file may lack its end.
      const hasEnd = ['\n', '\r'].includes(String.fromCharCode(record.at(-1) ?? 0));
      this.#feed(hasEnd ? record : Buffer.concat([record, Buffer.from('\n')]));
      while (this.#scanner.next()) this.#writeRow(header, index);
      this.#passUntil(this.#scanner.settledEnd);
      await this.#flush();
    }
  }

  /** @param record the row's index in the source */
  #writeRow(header: readonly string[], record: number): void {
    const scanner = this.#scanner;
    for (let index = 0; index < scanner.fieldCount; index += 1) this.#takeField(index, record);
    const missing = header.length - scanner.fieldCount;
    if (missing === 0) return;
    this.#shortRows += 1;
    if (this.#shortRows === 1) this.#firstShortRow = record;
    this.#replace(scanner.rowEnd, scanner.rowEnd, this.dialect.delimiter.repeat(missing));
  }

  #leaveOutRow(): void {
    this.#replace(this.#scanner.rowStart, this.#scanner.settledEnd, '');
  }

  #takeHeader(): void {
    const scanner = this.#scanner;
    this.#refuseOtherBytes(scanner.rowStart, scanner.rowEnd);
    const names = fieldTexts(scanner);
    const masked = maskHeader(names, this.request.tally);
    for (const [index, name] of masked.entries()) {
      if (name !== names[index]) this.#replaceField(index, name);
    }
    this.#header = masked;
    // Of what follows, the copy gets only what is drawn.
    if (this.#sample !== undefined) this.#passUntil(scanner.settledEnd);
    this.#columns = resolveColumns(masked, asMasked(this.request.chosen, names, masked), this.source.name);
  }

  #takeField(index: number, record: number): void {
    const scanner = this.#scanner;
    // The quotes around a field, and those that are doubled in it, make no difference to what it can hold; bytes that
    // are left out between two parts of it do.
    const isAsItReads = !this.#nulBytes && !scanner.hasTextBehindQuotes;
    const contents = isAsItReads
      ? contentsOfBytes(scanner.bytes, scanner.fieldStart(index), scanner.fieldEnd(index))
      : undefined;
    if (contents !== undefined && !isWorthASearch(contents)) return;
    const text = scanner.fieldText(index);
    const clean = this.#nulBytes ? text.replaceAll('\0', '') : text;
    const place = { record, field: () => this.#header?.[index] ?? '' };
    const masked = this.request.tally.mask(clean, place, contents);
    if (masked !== text) this.#replaceField(index, masked);
  }

  /** The SDK's limit is one of characters: no field of fewer bytes can be above it. */
  #refuseTooLong(): void {
    const scanner = this.#scanner;
    if (scanner.rowEnd - scanner.rowStart <= LONGEST_FIELD) return;
    for (let index = 0; index < scanner.fieldCount; index += 1) {
      if (scanner.fieldEnd(index) - scanner.fieldStart(index) <= LONGEST_FIELD) continue;
      // Each line end is one character to Python.
      const length = Array.from(scanner.fieldText(index).replaceAll('\r\n', '\n')).length;
      if (length <= LONGEST_FIELD) continue;
      throw new Fault(
        this.#base + scanner.rowEnd,
        `a field of ${length} characters; the SDK reads at most ${LONGEST_FIELD}`,
        'Shorten it, or hand over the dataset as JSON.',
      );
    }
  }

  #replaceField(index: number, text: string): void {
    const needsQuotes =
      /["\r\n]/.test(text) ||
      text.includes(this.dialect.delimiter) ||
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
    const { selection } = this.request;
    const reasons = [
      compressed && 'gzip compression',
      this.dialect.delimiterLine && "Excel's sep= line",
      byteOrderMark && 'a byte order mark',
      encoding !== 'utf-8' && encoding.toUpperCase(),
      this.#blankFirstLine && 'a blank first line',
      this.#linesOfSpaces && !this.#blankFirstLine && 'lines of spaces',
      this.#shortRows > 0 && 'short rows',
      this.#nulBytes && 'NUL bytes',
      this.request.tally.foundAny && 'values to mask',
      this.#enough && 'more records than --limit',
      this.#sample !== undefined &&
        (this.#rows > this.#sample.count ? 'more records than --sample' : 'all its records in the sample'),
    ].filter((reason) => reason !== false);
    const warnings = [
      columns.expected.length === 0 &&
        `${name} has no expected output column, so exact_match is never true; name one with --expected-columns`,
      this.#shortRows > 0 &&
        `${this.#shortRows === 1 ? '1 row has' : `${this.#shortRows} rows have`} fewer fields than the header (the first is record ${this.#firstShortRow}, counted from 0): padded with empty ones`,
      this.#nulBytes && 'NUL bytes were left out',
      selection !== undefined && tooFewRecords(selection, this.#rows, name),
    ].filter((warning) => warning !== false);
    return {
      delimiter: this.dialect.delimiter,
      columns,
      ...(file === undefined ? {} : { copy: { file, reasons } }),
      warnings,
    };
  }
}

/** Whether a row is an empty line, or one of spaces; two quotes are a field. */
function isBlank(scanner: CsvScanner): boolean {
  if (scanner.fieldCount !== 1) return scanner.fieldCount === 0;
  const text = scanner.fieldText(0);
  return text !== '' && text.trim() === '';
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
