import { openBeside, type FileBeside, type WaitingFile } from '../output/atomic-write.js';
import type { MaskedKind } from '../masking/masked-value.js';

/** A value that was masked, without the value. */
export interface MaskedPlace {
  /** The record's index in the source, from 0; null in a CSV's header. */
  readonly record: number | null;
  /**
   * The CSV's column, or a JSON Pointer (RFC 6901) from the record to the value; masked itself. Where `key` is true,
   * the value stood in the name of that column or member.
   */
  readonly field: string;
  readonly key: boolean;
  readonly kind: MaskedKind;
  /** Where it stood in the field's text, in characters (Unicode code points, as Python counts), the end exclusive. */
  readonly start: number;
  readonly end: number;
}

/** Lists what was masked and where, as a JSON array, in a file that waits for its place. */
export class MaskingReport {
  #file: FileBeside;
  #lines: string[] = [];
  #separator = '[\n';

  private constructor(
    readonly destination: string,
    file: FileBeside,
  ) {
    this.#file = file;
  }

  /** @param destination absolute path of the report */
  static async open(destination: string): Promise<MaskingReport> {
    return new MaskingReport(destination, await openBeside(destination));
  }

  add(place: MaskedPlace): void {
    this.#lines.push(this.#separator, JSON.stringify(place));
    this.#separator = ',\n';
  }

  /** Writes what has come since the last flush. */
  async flush(): Promise<void> {
    if (this.#lines.length === 0) return;
    const text = this.#lines.join('');
    this.#lines = [];
    await this.#file.write(text);
  }

  /** Forgets what it lists: the dataset is read again. */
  async restart(): Promise<void> {
    await this.#file.abandon();
    this.#file = await openBeside(this.destination);
    this.#lines = [];
    this.#separator = '[\n';
  }

  /** Ends the report. */
  async finish(): Promise<WaitingFile> {
    await this.flush();
    await this.#file.write(this.#separator === '[\n' ? '[]\n' : '\n]\n');
    return this.#file.finish();
  }

  /** Removes what there is of it. */
  async abandon(): Promise<void> {
    await this.#file.abandon();
  }
}
