import { open, type FileHandle } from 'node:fs/promises';

/**
 * A file's bytes from its beginning. The next chunk is read while the one at hand is used, into memory that is used
 * over and over: a stream takes new memory for every chunk, which costs time, and is given back late.
 *
 * @param file absolute path
 * @param chunkSize bytes at most in a chunk, which is valid until the next one is asked for
 */
export async function* fileBytes(file: string, chunkSize: number): AsyncGenerator<Buffer> {
  const handle = await open(file);
  let memory = Buffer.allocUnsafeSlow(chunkSize);
  let spare = Buffer.allocUnsafeSlow(chunkSize);
  let reading = readInto(handle, memory);
  try {
    for (let length = await reading; length > 0; length = await reading) {
      const chunk = memory.subarray(0, length);
      [memory, spare] = [spare, memory];
      reading = readInto(handle, memory);
      yield chunk;
    }
  } finally {
    await reading.catch(() => undefined);
    await handle.close();
  }
}

function readInto(handle: FileHandle, memory: Buffer): Promise<number> {
  const reading = handle.read(memory, 0, memory.length, null).then(({ bytesRead }) => bytesRead);
  // It may fail before anybody waits for it: whoever does, hears of it.
  reading.catch(() => undefined);
  return reading;
}
