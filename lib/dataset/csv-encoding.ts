import { UserError } from '../user-error.js';
import { BYTE_ORDER_MARK } from './place-in-file.js';
import { datasetBytes, type DatasetFile } from './dataset-file.js';

export type CsvEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** A CSV, and how its bytes become text. */
export interface CsvSource extends DatasetFile {
  readonly encoding: CsvEncoding;
  readonly byteOrderMark: boolean;
}

/**
 * Finds a CSV's encoding by its beginning: a byte order mark decides, then UTF-16's pattern of NUL bytes. Everything
 * else is taken for UTF-8 until bytes come that are not; it is then Windows-1252, which Excel writes on most machines.
 *
 * @throws UserError where the file is empty
 */
export function detectCsvEncoding(file: DatasetFile): CsvSource {
  const { start } = file;
  if (start.length === 0) {
    throw new UserError(`${file.name}: the file is empty`, 'A CSV needs a header line and at least one row.');
  }
  const marked = encodingByMark(start);
  return {
    ...file,
    encoding: marked ?? encodingByNulBytes(start) ?? 'utf-8',
    byteOrderMark: marked !== undefined,
  };
}

/** Bytes that do not make text: where they stand in the text, and why. */
export class NotText extends Error {
  constructor(
    readonly offset: number,
    message: string,
  ) {
    super(message);
  }
}

/** Windows-1252 gives these no character; the WHATWG's decoder lets them pass (Encoding Standard, section 9). */
const NOT_WINDOWS_1252 = [0x81, 0x8d, 0x8f, 0x90, 0x9d];

/**
 * The CSV's text in UTF-8, in chunks that may end inside a character, without its byte order mark. Bytes that should be
 * UTF-8 are passed on as they are.
 *
 * @param upTo where the text may end: what follows need not be text
 * @throws NotText where bytes are not of the encoding
 */
export async function* csvChunks(source: CsvSource, upTo = Infinity): AsyncGenerator<Buffer> {
  const { encoding, byteOrderMark } = source;
  let markLeft = !byteOrderMark ? 0 : encoding === 'utf-8' ? 3 : 2;
  const decoder = encoding === 'utf-8' ? undefined : new StrictDecoder(encoding);
  let offset = 0;
  for await (const bytes of datasetBytes(source)) {
    const chunk = bytes.subarray(markLeft);
    markLeft -= bytes.length - chunk.length;
    const text = decoder === undefined ? chunk : Buffer.from(decoder.decode(chunk));
    if (decoder?.wrong !== undefined && offset + text.length < upTo) {
      throw new NotText(offset + text.length, decoder.wrong);
    }
    offset += text.length;
    yield text;
    if (decoder?.wrong !== undefined) return;
  }
  if (decoder !== undefined && decoder.end() && upTo === Infinity) {
    throw new NotText(offset, decoder.wrong ?? '');
  }
}

/** Decodes text up to the first bytes that are none. */
class StrictDecoder {
  /** What is wrong with the bytes behind the text that was decoded last. */
  wrong: string | undefined;
  readonly #decoder: InstanceType<typeof TextDecoder>;
  /** Writes U+FFFD for what the other refuses, so that its place is known. */
  readonly #replacing: InstanceType<typeof TextDecoder>;

  constructor(readonly encoding: Exclude<CsvEncoding, 'utf-8'>) {
    this.#decoder = new TextDecoder(encoding, { fatal: true });
    this.#replacing = new TextDecoder(encoding);
  }

  decode(bytes: Buffer): string {
    if (this.encoding === 'windows-1252') return this.#decodeWindows(bytes);
    const text = this.#replacing.decode(bytes, { stream: true });
    try {
      this.#decoder.decode(bytes, { stream: true });
      return text;
    } catch {
      this.wrong = 'bytes that are not UTF-16';
      return text.slice(0, text.indexOf('\ufffd'));
    }
  }

  /** Whether the bytes end inside a character. */
  end(): boolean {
    try {
      this.#decoder.decode();
    } catch {
      this.wrong = 'half a character of UTF-16 at the end';
    }
    return this.wrong !== undefined;
  }

  #decodeWindows(bytes: Buffer): string {
    const wrong = bytes.findIndex((byte) => NOT_WINDOWS_1252.includes(byte));
    if (wrong < 0) return this.#decoder.decode(bytes, { stream: true });
    this.wrong = 'bytes that are neither UTF-8 nor Windows-1252';
    return this.#decoder.decode(bytes.subarray(0, wrong));
  }
}

function encodingByMark(start: Buffer): CsvEncoding | undefined {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
  return start.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK) ? 'utf-8' : undefined;
}

/** UTF-16 of Western text has a NUL in nearly every second byte, always on the same side. */
function encodingByNulBytes(start: Buffer): CsvEncoding | undefined {
  const nul: [even: number, odd: number] = [0, 0];
  for (const [index, byte] of start.entries()) {
    if (byte === 0) nul[(index % 2) as 0 | 1] += 1;
  }
  const [even, odd] = nul;
  if (odd > start.length / 4 && even < odd / 20) return 'utf-16le';
  if (even > start.length / 4 && odd < even / 20) return 'utf-16be';
  return undefined;
}
