import { mkdirSync, rmdirSync, rmSync } from 'node:fs';
import { open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { asUserError } from '../user-error.js';

const TEMPORARY_NAME = /^\.llm-obs-experiment-(\d+)-\d+\.tmp$/;

/** A whole file that waits, hidden beside its destination, to take its place. */
export interface WaitingFile {
  readonly temporary: string;
  readonly destination: string;
  /** Folders that were made for it, the innermost first. */
  readonly madeFolders: readonly string[];
}

/**
 * What Ctrl-C must remove, and an exit in the middle of a run: `yo` exits as soon as it hears of an error, while the
 * run still tidies up. A run that is killed outright leaves it, and the next run removes it.
 */
const waiting = new Set<WaitingFile>();
let count = 0;

/** Bytes, roughly, after which a file is synced while it grows: what is left for its end is soon done. */
const SYNCED_AT_ONCE = 16 * 1024 * 1024;

/** A file that is being written beside its destination. */
export interface FileBeside {
  /**
   * Adds to the file. The promise settles when what was added before is written: one chunk is under way while the next
   * is made, and must not change any more. What the disk refuses of it, the next call or `finish` throws.
   */
  write(chunk: string | Buffer): Promise<void>;
  /** Ends the file and syncs it to disk. */
  finish(): Promise<WaitingFile>;
  /** Removes it, and the folders that were made for it. */
  abandon(): Promise<void>;
}

/**
 * Begins a file beside its destination, where a rename will put it into place at once: whatever happens, the
 * destination holds all of the old file or all of the new one.
 *
 * @param destination absolute path
 * @param mode the most permissions that the file may have; without it, those of the file that it replaces
 * @throws UserError where the disk refuses, here and in `write` and `finish`; then nothing is left of it
 */
export async function openBeside(destination: string, mode?: number): Promise<FileBeside> {
  const folder = path.dirname(destination);
  count += 1;
  const madeFolders: string[] = [];
  const file: WaitingFile = {
    temporary: path.join(folder, `.llm-obs-experiment-${process.pid}-${count}.tmp`),
    destination,
    madeFolders,
  };
  if (waiting.size === 0) {
    process.once('SIGINT', endBySignal).once('SIGTERM', endBySignal).once('exit', removeWaiting);
  }
  waiting.add(file);
  let handle: FileHandle | undefined;
  let writing: Promise<void> = Promise.resolve();
  let syncing: Promise<void> = Promise.resolve();
  let unsynced = 0;
  const abandon = async (): Promise<void> => {
    await Promise.allSettled([writing, syncing]);
    await handle?.close().catch(() => undefined);
    await discard(file);
  };
  const orAbandon = async <T>(step: () => Promise<T>): Promise<T> => {
    try {
      return await step();
    } catch (error) {
      await abandon();
      throw refused(destination, error);
    }
  };
  const opened = await orAbandon(async () => {
    // In one step: no signal is heard between the making of the folders and the noting of them.
    madeFolders.push(...foldersUpTo(mkdirSync(folder, { recursive: true }), folder));
    await removeLeftovers(folder);
    const replaced = (await stat(destination).catch(() => undefined))?.mode;
    const permissions = (replaced ?? 0o666) & (mode ?? 0o777);
    handle = await open(file.temporary, 'wx', permissions & 0o777);
    return handle;
  });
  return {
    write: (chunk) =>
      orAbandon(async () => {
        await writing;
        unsynced += chunk.length;
        if (unsynced >= SYNCED_AT_ONCE) {
          unsynced = 0;
          await syncing;
          // A failure of the disk is told once: the sync at the end would not hear of it.
          syncing = opened.datasync();
          syncing.catch(() => undefined);
        }
        // Not the handle's own `write`, which may write a part and leave the rest to its caller.
        writing = opened.writeFile(chunk);
        // Whoever comes next hears of a failure; until then nobody does.
        writing.catch(() => undefined);
      }),
    finish: () =>
      orAbandon(async () => {
        await writing;
        await syncing;
        await opened.sync();
        await opened.close();
        return file;
      }),
    abandon,
  };
}

/** Puts a waiting file into its place. */
export async function putInPlace(file: WaitingFile): Promise<void> {
  try {
    await rename(file.temporary, file.destination);
    forget(file);
  } catch (error) {
    await discard(file);
    throw refused(file.destination, error);
  }
}

/** Removes a waiting file, and the folders that were made for it. */
export async function discard(file: WaitingFile): Promise<void> {
  await rm(file.temporary, { force: true });
  for (const folder of file.madeFolders) removeEmpty(folder);
  forget(file);
}

function forget(file: WaitingFile): void {
  waiting.delete(file);
  if (waiting.size > 0) return;
  process.off('SIGINT', endBySignal).off('SIGTERM', endBySignal).off('exit', removeWaiting);
}

function endBySignal(signal: NodeJS.Signals): void {
  removeWaiting();
  process.off('SIGINT', endBySignal).off('SIGTERM', endBySignal);
  process.kill(process.pid, signal);
}

function removeWaiting(): void {
  for (const file of waiting) {
    rmSync(file.temporary, { force: true });
    for (const folder of file.madeFolders) removeEmpty(folder);
  }
}

/** Temporary files of runs that were killed: those whose process is gone. */
async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const owner = TEMPORARY_NAME.exec(name)?.[1];
    if (owner !== undefined && !isRunning(Number(owner))) await rm(path.join(folder, name), { force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The folders from the innermost up to the first that mkdir made, or none. */
function foldersUpTo(first: string | undefined, innermost: string): readonly string[] {
  if (first === undefined) return [];
  const folders = [innermost];
  for (let folder = innermost; folder !== first;) {
    folder = path.dirname(folder);
    folders.push(folder);
  }
  return folders;
}

function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Somebody has put something into it meanwhile.
  }
}

function refused(target: string, error: unknown): unknown {
  return asUserError(error, `${target} cannot be written`, 'Check the space and the permissions there.');
}
