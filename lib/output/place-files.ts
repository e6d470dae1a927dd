import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { UserError } from '../user-error.js';
import { discard, putInPlace, type WaitingFile } from './atomic-write.js';

/** What becomes of a file, in Yeoman's words. */
export type PlacementStatus = 'create' | 'identical' | 'force' | 'skip';

export interface PlacementConditions {
  /** Overwrite without asking. */
  readonly force: boolean;
  /** Decide, and write nothing. */
  readonly dryRun: boolean;
  /** Asks whether to overwrite a file that differs; undefined where there is nobody to ask. */
  readonly ask: ((file: WaitingFile) => Promise<boolean>) | undefined;
  readonly report: (status: PlacementStatus, destination: string) => void;
}

/**
 * Places files that belong together: none takes its place before every conflict is settled, and none is left waiting.
 *
 * @param files in the order of their placing: one that another names comes before it
 * @param conditions what to do about a file that is there and differs
 * @returns false where the user chose to keep a file: then nothing at all was written
 * @throws UserError where a file is there and differs, and there is nobody to ask
 */
export async function placeFiles(
  files: readonly WaitingFile[],
  { force, dryRun, ask, report }: PlacementConditions,
): Promise<boolean> {
  const waiting = new Set(files);
  try {
    const placements: { file: WaitingFile; status: PlacementStatus }[] = [];
    for (const file of files) {
      const { destination } = file;
      const status = await statusOf(file);
      if (status !== 'conflict') placements.push({ file, status });
      else if (force) placements.push({ file, status: 'force' });
      else if (ask === undefined) throw conflict(destination);
      else if (await ask(file)) placements.push({ file, status: 'force' });
      else {
        report('skip', destination);
        return false;
      }
    }
    for (const { file, status } of placements) {
      report(status, file.destination);
      if (status === 'identical' || dryRun) continue;
      await putInPlace(file);
      waiting.delete(file);
    }
    return true;
  } finally {
    for (const file of waiting) await discard(file);
  }
}

function conflict(destination: string): UserError {
  return new UserError(
    `${destination} is already there and differs`,
    'Overwrite it with --force, or write elsewhere with --output.',
  );
}

async function statusOf(file: WaitingFile): Promise<'create' | 'identical' | 'conflict'> {
  if (!(await exists(file.destination))) return 'create';
  return (await sameBytes(file.temporary, file.destination)) ? 'identical' : 'conflict';
}

async function exists(file: string): Promise<boolean> {
  return (await stat(file).catch(() => undefined)) !== undefined;
}

/** Compares two files in bounded memory. */
async function sameBytes(one: string, other: string): Promise<boolean> {
  const [first, second] = await Promise.all([stat(one), stat(other)]);
  if (first.size !== second.size) return false;
  // Both streams cut at the same places, since both sizes and both chunk sizes are the same.
  const others = createReadStream(other)[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  for await (const chunk of createReadStream(one) as AsyncIterable<Buffer>) {
    const next = await others.next();
    if (next.done === true || !chunk.equals(next.value)) return false;
  }
  return true;
}
