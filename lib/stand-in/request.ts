import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { Refusal } from './refusal.js';

/** The largest body that is taken in, before and after it is unpacked. */
const LARGEST_BODY = 512 * 1024 * 1024;

/** Headers whose values are keys: that they came is of interest, their values are not kept. */
const KEYS = new Set([
  'api-key',
  'authorization',
  'dd-api-key',
  'dd-application-key',
  'proxy-authorization',
  'x-amz-security-token',
  'x-api-key',
  'x-goog-api-key',
]);

/** A request as it came in. */
export interface ReceivedRequest {
  readonly method: string;
  /** The path alone, percent-encoded as it came. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Lower-cased names; the value of a key is replaced by `<key>`. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body where it is JSON, otherwise undefined: uploads stand in the datasets, traces are not decoded. */
  body: unknown;
}

/**
 * @param incoming a request, its body not read yet
 * @param origin the server's own origin
 * @returns its head. `ddtrace` 4.7.0 sends the request line's absolute form, 4.16.0 the path alone, and both
 * mean the same (RFC 9112, section 3.2)
 */
export function readHead(incoming: IncomingMessage, origin: string): ReceivedRequest {
  const target = incoming.url ?? '/';
  const url = URL.canParse(target, origin) ? new URL(target, origin) : undefined;
  const headers = Object.entries(incoming.headers).map(([name, value]): [string, string] => [
    name,
    KEYS.has(name) ? '<key>' : String(value),
  ]);
  return {
    method: incoming.method ?? 'GET',
    path: url?.pathname ?? target,
    query: Object.fromEntries(url?.searchParams ?? []),
    headers: Object.fromEntries(headers),
    body: undefined,
  };
}

/**
 * @param incoming a request whose body is read to its end
 * @returns the body's bytes, unpacked where `Content-Encoding` is gzip
 * @throws {Refusal} 413 where it is larger than 512 MiB, 415 for another encoding, 400 where it does not unpack
 */
export async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Leaving the loop early must not end the connection, which has yet to carry the answer.
  for await (const chunk of incoming.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BODY) throw new Refusal(413, `the body is larger than ${LARGEST_BODY} bytes`);
    chunks.push(chunk);
  }
  const bytes = Buffer.concat(chunks);
  const encoding = incoming.headers['content-encoding'] ?? 'identity';
  if (encoding === 'identity') return bytes;
  if (encoding !== 'gzip') throw new Refusal(415, `the body is encoded as ${encoding}`);
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: LARGEST_BODY });
  } catch {
    throw new Refusal(400, 'the body does not unpack as gzip');
  }
}

/**
 * @param bytes a request's body
 * @param contentType its `Content-Type`
 * @returns the value where the body is said to be JSON, otherwise undefined
 * @throws {Refusal} 400 where it is said to be JSON and is not
 */
export function parseBody(bytes: Buffer, contentType: string | undefined): unknown {
  if (bytes.length === 0 || !contentType?.includes('json')) return undefined;
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new Refusal(400, 'the body is not JSON');
  }
}
