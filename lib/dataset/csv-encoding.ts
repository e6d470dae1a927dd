import { open } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import { UserError } from '../user-error.js';

export type CsvEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** A CSV, and how its bytes become text. */
export interface CsvSource {
  /** Absolute path. */
  readonly file: string;
  /** The path as the user gave it, for messages. */
  readonly name: string;
  readonly encoding: CsvEncoding;
  readonly byteOrderMark: boolean;
}

/** Bytes looked at to find the encoding. */
const SAMPLE_SIZE = 4096;

/** How much of the file is read at once. */
const CHUNK_SIZE = 256 * 1024;

/**
 * Finds a CSV's encoding by its beginning: a byte order mark decides, then UTF-16's pattern of NUL bytes. Everything
 * else is taken for UTF-8 until bytes come that are not; it is then Windows-1252, which Excel writes on most machines.
 *
 * @throws UserError where the file is empty
 */
export async function detectCsvEncoding(
  file: string,
  name: string,
): Promise<{ encoding: CsvEncoding; byteOrderMark: boolean }> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(SAMPLE_SIZE), 0, SAMPLE_SIZE, 0);
    if (bytesRead === 0) {
      throw new UserError(`${name}: the file is empty`, 'A CSV needs a header line and at least one row.');
    }
    const start = buffer.subarray(0, bytesRead);
    const marked = encodingByMark(start);
    return { encoding: marked ?? encodingByNulBytes(start) ?? 'utf-8', byteOrderMark: marked !== undefined };
  } finally {
    await handle.close();
  }
}

/** The CSV's text in UTF-8, in chunks that may end inside a character, without its byte order mark. */
export async function* csvChunks({ file, encoding, byteOrderMark }: CsvSource): AsyncGenerator<Buffer> {
  const markSize = !byteOrderMark ? 0 : encoding === 'utf-8' ? 3 : 2;
  const chunks = createReadStream(file, {
    start: markSize,
    highWaterMark: CHUNK_SIZE,
  }) as AsyncIterable<Buffer>;
  if (encoding === 'utf-8') {
    yield* chunks;
    return;
  }
  const decoder = new TextDecoder(encoding);
  for await (const chunk of chunks) yield Buffer.from(decoder.decode(chunk, { stream: true }));
  yield Buffer.from(decoder.decode());
}

function encodingByMark(start: Buffer): CsvEncoding | undefined {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
  return start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf ? 'utf-8' : undefined;
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
