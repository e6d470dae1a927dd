import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { openBeside, type FileBeside, type WaitingFile } from '../output/atomic-write.js';

/** How much of the source is held at once where its beginning is fetched. */
const BLOCK_SIZE = 1024 * 1024;

/**
 * A copy of a file in which some stretches are replaced, made while the file is read once. As long as nothing is
 * replaced there is no copy: what had passed by then is fetched from the file when the first replacement comes.
 */
export class EditedCopy {
  #beside: FileBeside | undefined;
  /** How many bytes of the file passed before the copy was begun. */
  #passed = 0;
  #pieces: Buffer[] = [];
  /** What is being written while the next is made, and what was before it. */
  #writing = Buffer.alloc(0);
  #written = Buffer.alloc(0);
  #begun: boolean;

  /**
   * @param source absolute path of the file that is read
   * @param destination absolute path that the copy is meant for
   * @param fromStart whether there is a copy in any case, because what passes are not the file's own bytes
   */
  constructor(
    readonly source: string,
    readonly destination: string,
    fromStart: boolean,
  ) {
    this.#begun = fromStart;
  }

  /** Lets bytes pass as they are. They must not change before the next `flush`. */
  pass(bytes: Buffer): void {
    if (this.#begun) this.#pieces.push(bytes);
    else this.#passed += bytes.length;
  }

  /** Puts a text where bytes of the file were left out. */
  insert(text: string): void {
    this.#begun = true;
    this.#pieces.push(Buffer.from(text));
  }

  /** Writes what has come since the last flush. */
  async flush(): Promise<void> {
    if (!this.#begun || this.#pieces.length === 0) return;
    const beside = this.#beside ?? (await this.#begin());
    const bytes = this.#joined();
    await beside.write(bytes);
  }

  /** Ends the copy; undefined where nothing was replaced. */
  async finish(): Promise<WaitingFile | undefined> {
    await this.flush();
    return this.#beside?.finish();
  }

  /** Removes what there is of the copy. */
  async abandon(): Promise<void> {
    await this.#beside?.abandon();
  }

  /** The pieces in one, in memory that is used again for the one after the next: by then it is written. */
  #joined(): Buffer {
    const length = this.#pieces.reduce((sum, piece) => sum + piece.length, 0);
    const memory = this.#written.length < length ? Buffer.allocUnsafeSlow(length) : this.#written;
    let end = 0;
    for (const piece of this.#pieces) end += piece.copy(memory, end);
    this.#pieces = [];
    this.#written = this.#writing;
    this.#writing = memory;
    return memory.subarray(0, end);
  }

  async #begin(): Promise<FileBeside> {
    const { mode } = await stat(this.source);
    const beside = await openBeside(this.destination, mode);
    // Known before anything else can fail, so that it can be abandoned.
    this.#beside = beside;
    if (this.#passed > 0) {
      const passed = createReadStream(this.source, { end: this.#passed - 1, highWaterMark: BLOCK_SIZE });
      for await (const block of passed as AsyncIterable<Buffer>) await beside.write(block);
    }
    return beside;
  }
}
