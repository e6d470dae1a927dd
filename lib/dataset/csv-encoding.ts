import { createReadStream } from 'node:fs';
import { UserError } from '../user-error.js';

export type CsvEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** What a CSV's bytes are, as far as it matters to the SDK, which opens it with the platform's encoding. */
export interface CsvBytes {
  readonly encoding: CsvEncoding;
  readonly byteOrderMark: boolean;
  readonly nulBytes: boolean;
}

/** Bytes looked at to tell UTF-16 without a byte order mark from text with a stray NUL in it. */
const SAMPLE_SIZE = 4096;

/**
 * Finds a CSV's encoding in one pass: a byte order mark decides, then UTF-16's pattern of NUL bytes, then UTF-8 if
 * all of it is, otherwise Windows-1252, which is what Excel writes on most machines.
 *
 * @throws UserError where the file is empty or cannot be read
 */
export async function detectCsvEncoding(file: string, name: string): Promise<CsvBytes> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let start: Buffer | undefined;
  let utf8 = true;
  let nulBytes = false;
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    if (start === undefined || start.length < SAMPLE_SIZE) {
      start = Buffer.concat([start ?? Buffer.alloc(0), chunk.subarray(0, SAMPLE_SIZE)]);
      const marked = encodingByMark(start);
      if (marked !== undefined && marked !== 'utf-8') {
        return { encoding: marked, byteOrderMark: true, nulBytes: false };
      }
    }
    nulBytes ||= chunk.includes(0);
    if (utf8) utf8 = decodes(decoder, chunk);
    else if (nulBytes) break;
  }
  if (start === undefined) {
    throw new UserError(`${name}: the file is empty`, 'A CSV needs a header line and at least one row.');
  }
  const wide = nulBytes ? encodingByNulBytes(start) : undefined;
  if (wide !== undefined) return { encoding: wide, byteOrderMark: false, nulBytes: false };
  utf8 &&= decodes(decoder);
  const byteOrderMark = utf8 && encodingByMark(start) === 'utf-8';
  return { encoding: utf8 ? 'utf-8' : 'windows-1252', byteOrderMark, nulBytes };
}

/**
 * The CSV's text in chunks, without its byte order mark and without NUL bytes. Every line end is a line feed, inside
 * quotes too: Python's universal newlines, since the SDK opens the file without `newline=""`.
 */
export async function* readCsvText(file: string, encoding: CsvEncoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  let heldBack = '';
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    const text = heldBack + decoder.decode(chunk, { stream: true }).replaceAll('\0', '');
    // A carriage return at the end of a chunk may be the first half of a line end.
    heldBack = text.endsWith('\r') ? '\r' : '';
    yield withLineFeeds(heldBack === '' ? text : text.slice(0, -1));
  }
  yield withLineFeeds(heldBack + decoder.decode());
}

function withLineFeeds(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n');
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

function decodes(decoder: InstanceType<typeof TextDecoder>, chunk?: Buffer): boolean {
  try {
    decoder.decode(chunk, { stream: chunk !== undefined });
    return true;
  } catch {
    return false;
  }
}
