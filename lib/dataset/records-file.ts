import { stat } from 'node:fs/promises';
import type { LateRecord } from './json-record.js';
import { openBeside, type FileBeside, type WaitingFile } from '../output/atomic-write.js';

/** Where records that were collected are: in memory, each a JSON text, or in a file that waits for its place. */
export type CollectedRecords = { readonly texts: readonly string[] } | { readonly file: WaitingFile };

/** Records that pass as they stand in the source, from `start` to `end`, with a comma and a line feed between them. */
interface Run {
  readonly bytes: Buffer;
  readonly start: number;
  end: number;
  /** Bytes of the records alone. */
  length: number;
}

/** How much is written at once. */
const BLOCK_SIZE = 256 * 1024;

const OPENING_BRACKET = 0x5b;
const COMMA = 0x2c;
const LINE_FEED = 0x0a;
const CLOSING = '\n]\n';

/** Collects records: in memory as long as they are small together, and from then on in a file beside the output. */
export class RecordsFile {
  readonly #source: string;
  readonly #destination: string;
  readonly #limit: number;
  #beside: FileBeside | undefined;
  #length = 0;
  #block = Buffer.allocUnsafe(BLOCK_SIZE);
  #used = 0;
  /** What is not written: blocks that are full. */
  #blocks: Buffer[] = [];
  /** What came since the last flush, in its order. */
  #unsettled: (Run | LateRecord)[] = [];
  #unsettledBytes = 0;

  /**
   * @param source absolute path of the file that the records come from, whose permissions the new one gets
   * @param destination absolute path of the file that there is above the limit
   * @param limit of the records' JSON together, in bytes
   */
  constructor(source: string, destination: string, limit: number) {
    this.#source = source;
    this.#destination = destination;
    this.#limit = limit;
  }

  /** Roughly how many bytes have come since the last flush. */
  get unsettled(): number {
    return this.#unsettledBytes;
  }

  /** @param record which is settled before the next flush */
  add(record: LateRecord): void {
    this.#unsettled.push(record);
    this.#unsettledBytes += record.json.length;
  }

  /**
   * Adds a record as it stands in its source.
   *
   * @param bytes which must not change before the next flush
   * @param start where in them the record begins, and `end` behind it: JSON on one line
   */
  pass(bytes: Buffer, start: number, end: number): void {
    this.#unsettledBytes += end - start;
    const last = this.#unsettled.at(-1);
    if (last !== undefined && 'bytes' in last && last.bytes === bytes && isNext(last, start)) {
      last.end = end;
      last.length += end - start;
    } else this.#unsettled.push({ bytes, start, end, length: end - start });
  }

  /** Puts what has come into blocks, and writes those that are full, where they are no longer kept in memory. */
  async flush(): Promise<void> {
    for (const part of this.#unsettled.splice(0)) {
      const isRun = 'bytes' in part;
      const size = isRun ? part.end - part.start : part.json.length;
      this.#makeRoom(size + 2);
      // Byte for byte: a call takes longer than these two.
      this.#block[this.#used] = this.#length === 0 ? OPENING_BRACKET : COMMA;
      this.#block[this.#used + 1] = LINE_FEED;
      this.#used += 2;
      if (isRun) part.bytes.copy(this.#block, this.#used, part.start, part.end);
      else this.#block.write(part.json, this.#used, 'latin1');
      this.#used += size;
      this.#length += isRun ? part.length : size;
    }
    this.#unsettledBytes = 0;
    if (this.#length <= this.#limit || this.#blocks.length === 0) return;
    if (this.#beside === undefined) {
      const { mode } = await stat(this.#source);
      this.#beside = await openBeside(this.#destination, mode);
    }
    for (const block of this.#blocks.splice(0)) await this.#beside.write(block);
  }

  /** Ends the collection, which has a record at least. */
  async finish(): Promise<CollectedRecords> {
    this.#makeRoom(CLOSING.length);
    this.#used += this.#block.write(CLOSING, this.#used);
    this.#blocks.push(this.#block.subarray(0, this.#used));
    await this.flush();
    if (this.#beside !== undefined) return { file: await this.#beside.finish() };
    const text = Buffer.concat(this.#blocks).toString();
    return { texts: text.slice('[\n'.length, -CLOSING.length).split(',\n') };
  }

  /** Removes what there is of the file. */
  async abandon(): Promise<void> {
    await this.#beside?.abandon();
  }

  #makeRoom(size: number): void {
    if (this.#used + size <= this.#block.length) return;
    this.#blocks.push(this.#block.subarray(0, this.#used));
    this.#block = Buffer.allocUnsafe(Math.max(BLOCK_SIZE, size));
    this.#used = 0;
  }
}

/** Whether a record that begins there follows on a run as it would in the file. */
function isNext({ bytes, end }: Run, start: number): boolean {
  return start === end + 2 && bytes[end] === COMMA && bytes[end + 1] === LINE_FEED;
}
