import { UserError } from '../user-error.js';
import { datasetBytes, startOfDataset, type DatasetFile } from './dataset-file.js';

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
export async function detectCsvEncoding(file: DatasetFile): Promise<CsvSource> {
  const start = await startOfDataset(file);
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

/** The CSV's text in UTF-8, in chunks that may end inside a character, without its byte order mark. */
export async function* csvChunks(source: CsvSource): AsyncGenerator<Buffer> {
  const { encoding, byteOrderMark } = source;
  let markLeft = !byteOrderMark ? 0 : encoding === 'utf-8' ? 3 : 2;
  const decoder = encoding === 'utf-8' ? undefined : new TextDecoder(encoding);
  for await (const bytes of datasetBytes(source)) {
    const chunk = bytes.subarray(markLeft);
    markLeft -= bytes.length - chunk.length;
    yield decoder === undefined ? chunk : Buffer.from(decoder.decode(chunk, { stream: true }));
  }
  if (decoder !== undefined) yield Buffer.from(decoder.decode());
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
