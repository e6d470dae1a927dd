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

/** How much is written at once, about what a chunk of the source becomes: each time costs hand-overs between threads. */
const BLOCK_SIZE = 512 * 1024;

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
  #block: Buffer = Buffer.allocUnsafeSlow(BLOCK_SIZE);
  #used = 0;
  /** Blocks that are full, as long as the records are kept in memory. */
  #kept: Buffer[] = [];
  /** The memory of the block that is being written, and of the one that was before it, which may be used again. */
  #writing: Buffer | undefined;
  #written: Buffer | undefined;
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
      if (this.#used + size + 2 > this.#block.length) await this.#nextBlock(size + 2);
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
  }

  /** Ends the collection, which has a record at least. */
  async finish(): Promise<CollectedRecords> {
    await this.flush();
    if (this.#used + CLOSING.length > this.#block.length) await this.#nextBlock(CLOSING.length);
    this.#used += this.#block.write(CLOSING, this.#used);
    await this.#endBlock();
    if (this.#beside !== undefined) return { file: await this.#beside.finish() };
    const text = Buffer.concat(this.#kept).toString();
    return { texts: text.slice('[\n'.length, -CLOSING.length).split(',\n') };
  }

  /** Removes what there is of the file. */
  async abandon(): Promise<void> {
    await this.#beside?.abandon();
  }

  /** Begins a block with room for so many bytes. */
  async #nextBlock(size: number): Promise<void> {
    await this.#endBlock();
    const wanted = Math.max(BLOCK_SIZE, size);
    this.#block = this.#written?.length === wanted ? this.#written : Buffer.allocUnsafeSlow(wanted);
    this.#used = 0;
  }

  /** Keeps the block, or has it written once all before it is. */
  async #endBlock(): Promise<void> {
    this.#kept.push(this.#block.subarray(0, this.#used));
    if (this.#length <= this.#limit) return;
    if (this.#beside === undefined) {
      const { mode } = await stat(this.#source);
      this.#beside = await openBeside(this.#destination, mode);
    }
    for (const block of this.#kept.splice(0)) await this.#beside.write(block);
    this.#written = this.#writing;
    this.#writing = this.#block;
  }
}

/** Whether a record that begins there follows on a run as it would in the file. */
function isNext({ bytes, end }: Run, start: number): boolean {
  return start === end + 2 && bytes[end] === COMMA && bytes[end + 1] === LINE_FEED;
}
