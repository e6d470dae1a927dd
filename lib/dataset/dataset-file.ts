import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import path from 'node:path';
import { createGunzip } from 'node:zlib';
import { fileBytes } from './file-bytes.js';
import { asUserError, UserError } from '../user-error.js';

export type DatasetKind = 'csv' | 'json' | 'json-lines';

/** A dataset's file as it was when the run began. */
export interface DatasetFile {
  /** Absolute path. */
  readonly path: string;
  /** The path as the user gave it, for messages. */
  readonly name: string;
  readonly kind: DatasetKind;
  /** Whether it is compressed with gzip. */
  readonly compressed: boolean;
  /** The first bytes of the content, unpacked: all of a smaller file. */
  readonly start: Buffer;
  /** Bytes on the disk, so compressed where it is. */
  readonly size: number;
  /** What changes when somebody writes to the file or puts another in its place. */
  readonly state: string;
  /** Told how many of `size` bytes were read, a chunk at a time. */
  readonly progress?: ((read: number, size: number) => void) | undefined;
}

const KINDS: Readonly<Record<string, DatasetKind>> = {
  '.csv': 'csv',
  '.tsv': 'csv',
  '.json': 'json',
  '.jsonl': 'json-lines',
  '.ndjson': 'json-lines',
};

/** Bytes looked at to find the kind. */
const SAMPLE_SIZE = 4096;

/** How much of the file is read at once: each time costs hand-overs between threads. */
const CHUNK_SIZE = 512 * 1024;

const GZIP_MARK = Buffer.from([0x1f, 0x8b]);

/** What people hand over in the place of a dataset, by its first bytes. */
const OTHER_FORMATS: readonly (readonly [mark: string, what: string, mend: string])[] = [
  ['PK\x03\x04', 'an Excel workbook or another ZIP archive', 'Save it as CSV, or unpack it.'],
  ['\xd0\xcf\x11\xe0', 'an old Excel workbook', 'Save it as CSV.'],
  ['PAR1\x15', 'a Parquet file', 'Convert it to CSV or JSON Lines.'],
  ['SQLite format 3', 'an SQLite database', 'Export a table of it as CSV.'],
  ['\x28\xb5\x2f\xfd', 'compressed with Zstandard', 'Unpack it, or compress it with gzip.'],
  ['BZh91AY', 'compressed with bzip2', 'Unpack it, or compress it with gzip.'],
  ['\xfd7zXZ', 'compressed with XZ', 'Unpack it, or compress it with gzip.'],
];

/**
 * Looks at a dataset's file: that it can be read, and of which kind it is, by its name's ending or, where that does
 * not tell, by how its content begins.
 *
 * @param file absolute path
 * @param name the path as the user gave it, for messages
 * @throws UserError where there is no such file, it cannot be read, or it is not a dataset
 */
export async function openDatasetFile(file: string, name: string): Promise<DatasetFile> {
  const shown = `--dataset is ${JSON.stringify(name)}`;
  const unreadable = (error: unknown): never => {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new UserError(`${shown}, but there is no such file`, `Looked for ${file}`);
    }
    throw new UserError(`${name} cannot be read (${code ?? 'unknown error'})`, 'Check its permissions.');
  };
  const found = await stat(file).catch(unreadable);
  if (!found.isFile()) throw new UserError(`${shown}, which is not a file`, 'Name a JSON or CSV file.');
  const handle = await open(file).catch(unreadable);
  const mark = Buffer.alloc(16);
  try {
    await handle.read(mark, 0, mark.length, 0);
  } finally {
    await handle.close();
  }
  const compressed = mark.subarray(0, 2).equals(GZIP_MARK);
  const opened = { path: file, name, compressed, size: found.size, state: stateOf(found) };
  const start = await startOf(opened);
  return { ...opened, start, kind: kindOf(name, start) };
}

/** What it takes to read a file's content. */
type Content = Omit<DatasetFile, 'start' | 'kind'>;

/**
 * The file's content, unpacked, in chunks that are each valid until the next one is asked for.
 *
 * @throws UserError where it cannot be read or unpacked, or has changed by the time it was read to its end
 */
export async function* datasetBytes(file: Content): AsyncGenerator<Buffer> {
  const { name, compressed } = file;
  try {
    yield* compressed ? unpackedBytes(file) : plainBytes(file);
  } catch (error) {
    if (String((error as NodeJS.ErrnoException).code).startsWith('Z_')) {
      throw new UserError(`${name}: the gzip data is damaged or ends too early`, 'Compress it again.');
    }
    throw asUserError(error, `${name} cannot be read`);
  }
  await refuseChanged(file);
}

async function* plainBytes({ path, size, progress }: Content): AsyncGenerator<Buffer> {
  let read = 0;
  for await (const chunk of fileBytes(path, CHUNK_SIZE)) {
    read += chunk.length;
    progress?.(read, size);
    yield chunk;
  }
}

async function* unpackedBytes({ path, size, progress }: Content): AsyncGenerator<Buffer> {
  const source = createReadStream(path, { highWaterMark: CHUNK_SIZE });
  const content = source.pipe(createGunzip({ chunkSize: CHUNK_SIZE }));
  source.on('error', (error) => content.destroy(error));
  try {
    for await (const chunk of content as AsyncIterable<Buffer>) {
      progress?.(source.bytesRead, size);
      yield chunk;
    }
  } finally {
    source.destroy();
  }
}

/** @throws UserError where the file is not what it was when the run began */
export async function refuseChanged({ path, name, state }: Content): Promise<void> {
  const now = await stat(path).catch(() => undefined);
  if (now !== undefined && stateOf(now) === state) return;
  throw new UserError(
    `${name} ${now === undefined ? 'vanished' : 'changed'} while it was read`,
    'Run again when nothing writes to it any more.',
  );
}

async function startOf(file: Content): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of datasetBytes(file)) {
    chunks.push(Buffer.from(chunk.subarray(0, SAMPLE_SIZE)));
    length += chunk.length;
    if (length >= SAMPLE_SIZE) break;
  }
  return Buffer.concat(chunks).subarray(0, SAMPLE_SIZE);
}

function kindOf(name: string, start: Buffer): DatasetKind {
  const latin = start.toString('latin1');
  const other = OTHER_FORMATS.find(([mark]) => latin.startsWith(mark));
  if (other !== undefined) throw new UserError(`${name} is ${other[1]}`, other[2]);
  const kind = KINDS[path.extname(name.toLowerCase().replace(/\.gz$/, ''))];
  if (kind !== undefined) return kind;
  const text = latin.replace(/^\xef\xbb\xbf/, '').trimStart();
  if (/^\[\s*[[{\]"\d-]/.test(text)) return 'json';
  if (/^\{\s*"/.test(text)) return 'json-lines';
  return 'csv';
}

function stateOf({ dev, ino, size, mtimeMs }: Awaited<ReturnType<typeof stat>>): string {
  return [dev, ino, size, mtimeMs].join(' ');
}
