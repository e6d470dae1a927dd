import { isUtf8 } from 'node:buffer';
import type { WaitingFile } from '../output/atomic-write.js';
import { UserError } from '../user-error.js';
import { datasetBytes, refuseChanged, type DatasetFile } from './dataset-file.js';
import type { DatasetRecord } from './dataset-record.js';
import type { AnswerShape, InputShape } from './dataset-shape.js';
import { ElementFault, JsonElements, JsonFault, NOT_UTF8, SAVE_AS_UTF8 } from './json-elements.js';
import { JsonRecords, kindOf, parsePlainly } from './json-record.js';
import type { JsonObject } from './json-value.js';
import { lengthOfUtf8 } from './length-of-utf8.js';
import type { MaskingReport } from './masking-report.js';
import type { MaskingTally } from './masking-tally.js';
import { endsTooEarly, notJson, parseJson, placeName } from './parse-json.js';
import { placeAt, type TextPosition } from './place-in-file.js';
import { RecordSample, tooFewRecords, type RecordSelection } from './record-selection.js';
import { RecordsFile, type CollectedRecords } from './records-file.js';

/** Bytes whose text is held at once. V8 keeps larger texts apart from others, and frees them late. */
const PIECE_SIZE = 64 * 1024;

/** Bytes of drawn records that are masked, and written, together. */
const SETTLED_AT_ONCE = 512 * 1024;

/** What one pass over a JSON dataset is told. */
export interface JsonRequest {
  /** Which records are used; all where nothing is said. */
  readonly selection?: RecordSelection | undefined;
  /** Masks, and counts what it masked. */
  readonly tally: MaskingTally;
  /** What the tally tells, written now and then. */
  readonly report?: Pick<MaskingReport, 'flush'> | undefined;
  /** Bytes: larger records are not kept in memory. */
  readonly inlineLimit: number;
  /** Absolute path that their file would have. */
  readonly recordsPath: string;
}

/** What one pass over a JSON dataset found. */
export interface JsonDataset {
  /** The records, masked, or the file that they are in, which waits for its place. */
  readonly records: readonly DatasetRecord[] | WaitingFile;
  readonly recordCount: number;
  readonly input: InputShape;
  readonly answer: AnswerShape;
  /** What was dropped or rewritten, and what is less than was asked for. */
  readonly warnings: readonly string[];
}

/**
 * Reads the records of a JSON or JSON Lines dataset in one pass, an element at a time, and masks them. The memory that
 * it takes does not grow with the file: only with its longest record, and with what `inlineLimit` and a sample keep.
 *
 * @throws UserError naming the file, and the record's index or line and column: it is not UTF-8, not JSON, not records,
 *   or holds what Python cannot read
 */
export async function readJsonDataset(file: DatasetFile, request: JsonRequest): Promise<JsonDataset> {
  const { selection, tally, inlineLimit, recordsPath } = request;
  const elements = new JsonElements(file.kind);
  const records = new JsonRecords(file.name, tally);
  const collected = new RecordsFile(file.path, recordsPath, inlineLimit);
  try {
    const reading = { file, request, elements, records, collected };
    const recordCount =
      selection?.kind === 'sample'
        ? await readSample(reading, selection)
        : await readFirst(reading, selection);
    const tooFew = selection !== undefined && tooFewRecords(selection, recordCount, file.name);
    return {
      records: recordsOf(await collected.finish(), file.name),
      recordCount,
      input: records.input.shape,
      answer: records.answer.shape,
      warnings: [...records.warnings, ...(tooFew === false ? [] : [tooFew])],
    };
  } catch (error) {
    await collected.abandon();
    // What is wrong may be so because somebody was writing.
    await refuseChanged(file);
    if (error instanceof JsonFault) {
      throw new UserError(
        `${placeName(file.name, await placeIn(file, error.offset))}: ${error.reason}`,
        error.hint,
      );
    }
    throw error instanceof ElementFault ? await explained(error, file) : error;
  }
}

/** One pass: what is read, and what takes it. */
interface Reading {
  readonly file: DatasetFile;
  readonly request: JsonRequest;
  readonly elements: JsonElements;
  readonly records: JsonRecords;
  readonly collected: RecordsFile;
}

/** Reads all records or the first ones, behind which it looks at nothing, and tells how many. */
async function readFirst(reading: Reading, selection: RecordSelection | undefined): Promise<number> {
  const { elements } = reading;
  const most = selection?.count ?? Infinity;
  let count = 0;
  for await (const hasMore of elementsOf(reading)) {
    while (count < most && elements.advance()) {
      refuseOtherValue(reading);
      collect(reading, elements, count);
      count += 1;
    }
    if (count === most) break;
    if (!hasMore) refuseNoRecords(reading, count);
  }
  await settle(reading);
  return count;
}

/** Reads all records, uses those that are drawn, and tells how many. */
async function readSample(
  reading: Reading,
  selection: RecordSelection & { kind: 'sample' },
): Promise<number> {
  const { elements, records, collected } = reading;
  const sample = new RecordSample<Buffer>(selection.count, selection.seed);
  for await (const hasMore of elementsOf(reading)) {
    while (elements.advance()) {
      refuseOtherValue(reading);
      records.check(elements, sample.seen);
      sample.offer(() => ownBytes(elements));
    }
    if (!hasMore) refuseNoRecords(reading, sample.seen);
  }
  const drawn = sample.drawn();
  for (const { index, record } of drawn) {
    const alone = new JsonElements('json-lines');
    alone.feed(record);
    alone.finish();
    alone.advance();
    collect(reading, alone, index);
    if (collected.unsettled >= SETTLED_AT_ONCE) await settle(reading);
  }
  await settle(reading);
  return drawn.length;
}

function collect({ records, collected }: Reading, element: JsonElements, index: number): void {
  const record = records.read(element, index);
  if (record === undefined) collected.pass(element.piece, element.from, element.to);
  else collected.add(record);
}

async function settle({ records, collected, request }: Reading): Promise<void> {
  records.settle();
  await collected.flush();
  await request.report?.flush();
}

/** An element's bytes, apart from what was fed, and from the block that Node puts small buffers into. */
function ownBytes({ piece, from, to }: JsonElements): Buffer {
  const bytes = Buffer.allocUnsafeSlow(to - from);
  piece.copy(bytes, 0, from, to);
  return bytes;
}

/** Feeds the file to the elements, a piece at a time; yields false in the end, when no piece follows. */
async function* elementsOf(reading: Reading): AsyncGenerator<boolean> {
  const { file, elements } = reading;
  for await (const chunk of datasetBytes(file)) {
    for (let start = 0; start < chunk.length; start += PIECE_SIZE) {
      elements.feed(chunk.subarray(start, start + PIECE_SIZE));
      yield true;
    }
    // The chunk's bytes, which records pass on from, are valid until the next one comes.
    await settle(reading);
  }
  elements.finish();
  yield false;
}

/** In a file of JSON, nothing but an object can be the first of several values: it is JSON Lines by another name. */
function refuseOtherValue({ elements, file }: Reading): void {
  if (file.kind !== 'json' || elements.isArray || elements.bytes.startsWith('{')) return;
  parsePlainly(elements);
  throw new JsonFault(elements.next, 'not valid JSON');
}

function refuseNoRecords({ elements, file }: Reading, count: number): void {
  if (elements.isOnlyValue) {
    throw new UserError(
      `${file.name}: the top level is ${kindOf(parsePlainly(elements))}, not an array of records`,
      'Write [{"input_data": …, "expected_output": …}, …].',
    );
  }
  if (count > 0) return;
  throw new UserError(
    `${file.name}: the ${file.kind === 'json' ? 'array' : 'file'} has no records`,
    'Add at least one {"input_data": …}.',
  );
}

function recordsOf(collected: CollectedRecords, file: string): JsonDataset['records'] {
  if ('file' in collected) return collected.file;
  return collected.texts.map((text) => {
    const record = parseJson(text, file) as JsonObject;
    return {
      inputData: record.get('input_data') ?? null,
      expectedOutput: record.get('expected_output') ?? null,
      metadata: record.get('metadata') as JsonObject,
      tags: record.get('tags') as readonly string[],
    };
  });
}

/** Says of an element that is not JSON where it is wrong. */
async function explained({ offset, bytes, isWhole }: ElementFault, file: DatasetFile): Promise<UserError> {
  const decoded = Buffer.from(bytes, 'latin1');
  if (!isUtf8(decoded)) {
    const place = await placeIn(file, offset + lengthOfUtf8(decoded));
    return new UserError(`${placeName(file.name, place)}: ${NOT_UTF8}`, SAVE_AS_UTF8);
  }
  const text = decoded.toString();
  if (!isWhole && endsTooEarly(text)) {
    const end = await placeIn(file, offset + Buffer.byteLength(text.trimEnd()));
    return notJson(`${placeName(file.name, end)}: the JSON ends too early`);
  }
  const { line, column } = await placeIn(file, offset);
  try {
    // In brackets, so that it ends where the element does and not where the file does.
    parseJson(`[${text}${isWhole ? ']' : ''}`, file.name, { line, column: column - 1 });
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  return notJson(`${placeName(file.name, { line, column })}: not valid JSON`);
}

/** Where a byte of the file's content stands; the file is read again for it. */
async function placeIn(file: DatasetFile, offset: number): Promise<TextPosition> {
  return placeAt(datasetBytes({ ...file, progress: undefined }), offset);
}
