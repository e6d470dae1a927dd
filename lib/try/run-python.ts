import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { PythonCommand } from '../python/syntax-check.js';
import { undoneAtTheEnd } from './clean-up.js';

/** A Python program to run, and how long it may take. */
export interface PythonRun {
  readonly python: PythonCommand;
  /** What stands behind `python`. */
  readonly words: readonly string[];
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  /** It is ended after so long. */
  readonly seconds: number;
  /** Where the guard writes; a folder that no other run has. */
  readonly journalFolder: string;
  /** Told each line of its standard output as it comes. */
  readonly onLine?: (line: string) => void;
}

/** How a program ended. */
export interface PythonEnd {
  /** Null where it was ended by a signal, or could not be started. */
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly timedOut: boolean;
  readonly seconds: number;
  /** The last of what it printed, both streams as they came. */
  readonly printed: string;
  /** The last of its standard error alone. */
  readonly complaint: string;
  /** Whether the system could not start it. */
  readonly notStarted: boolean;
}

/** What the guard wrote down, a line each: see python/guard/sitecustomize.py. */
export type JournalEntry =
  | { readonly event: 'started'; readonly pid: number }
  | { readonly event: 'refused'; readonly destination: string; readonly place: string | null }
  | { readonly event: 'judges'; readonly names: readonly string[] };

/** Characters of output that are kept: who prints more is read at its end. */
const PRINTED_KEPT = 64 * 1024;

/** Milliseconds between a request to end and the end by force. */
const GRACE = 500;

/** Milliseconds that the pipes get after the program's end: something it left running may hold them open. */
const LAST_WORDS = 300;

/** Runs a program to its end, or to the end of its time, and ends whatever it left running. */
export async function runPython(run: PythonRun): Promise<PythonEnd> {
  const { python, words, folder, environment, seconds, journalFolder } = run;
  const began = performance.now();
  const printed = new LastText();
  const complaint = new LastText();
  let timedOut = false;
  let notStarted = false;
  const child = spawn(python.command, [...python.leadingArguments, ...words], {
    cwd: folder,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    // Its own group, so that all of it can be ended at once, and a terminal's Ctrl-C reaches this process alone.
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed.add(text);
  });
  if (run.onLine !== undefined) createInterface(child.stdout).on('line', run.onLine);
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    printed.add(text);
    complaint.add(text);
  });
  const endItAll = undoneAtTheEnd(() => {
    endAll(child, journalFolder);
  });
  // The guard needs a moment to write down where the program stands.
  const timer = setTimeout(
    () => {
      timedOut = true;
      endGroup(child, 'SIGTERM');
      setTimeout(() => {
        endAll(child, journalFolder);
      }, GRACE).unref();
    },
    seconds * 1000 + GRACE,
  );
  const [status, killedBy] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
    child.on('error', () => {
      notStarted = true;
      resolve([null, null]);
    });
    child.on('exit', (code, by) => {
      const closed = (): void => {
        resolve([code, by]);
      };
      child.on('close', closed);
      setTimeout(closed, LAST_WORDS).unref();
    });
  });
  const ended = performance.now();
  clearTimeout(timer);
  endItAll();
  child.stdout.destroy();
  child.stderr.destroy();
  return {
    status,
    signal: killedBy,
    timedOut,
    seconds: (ended - began) / 1000,
    printed: printed.text,
    complaint: complaint.text,
    notStarted,
  };
}

/** @param folder a run's, which may be read while it runs */
export function readJournal(folder: string): JournalEntry[] {
  try {
    const lines = readFileSync(path.join(folder, 'journal'), 'utf8').split('\n');
    return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as JournalEntry);
  } catch {
    // Python never came as far as the guard.
    return [];
  }
}

/** A place in a thread's stack: of the user's file, or of what it called. */
export interface StackFrame {
  readonly file: string;
  readonly line: number;
  readonly name: string;
}

/**
 * @param folder the run's, after its time was over
 * @returns each thread's stack, the innermost frame first, as faulthandler writes it:
 * https://docs.python.org/3/library/faulthandler.html
 */
export function readStacks(folder: string): StackFrame[][] {
  const files = readdirSync(folder).filter((name) => name.startsWith('stack-'));
  const text = files.map((name) => readFileSync(path.join(folder, name), 'utf8')).join('\n');
  return text.split(/^(?:Current thread|Thread) .*$/m).flatMap((thread) => {
    const frames = [...thread.matchAll(/^ {2}File "(.*)", line (\d+) in (.*)$/gm)];
    return frames.length === 0
      ? []
      : [frames.map(([, file = '', line, name = '']) => ({ file, line: Number(line), name }))];
  });
}

/** Ends the program's group, and what left the group, as a kernel does. */
function endAll(child: ChildProcess, journalFolder: string): void {
  endGroup(child, 'SIGKILL');
  for (const entry of readJournal(journalFolder)) {
    if (entry.event !== 'started' || entry.pid === child.pid) continue;
    send(-entry.pid, 'SIGKILL');
    send(entry.pid, 'SIGKILL');
  }
}

function endGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  if (process.platform === 'win32')
    spawnSync('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore' });
  else send(-pid, signal);
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended by itself.
  }
}

/** The end of a text of any length. */
class LastText {
  text = '';

  add(more: string): void {
    this.text += more;
    if (this.text.length > 2 * PRINTED_KEPT) this.text = this.text.slice(-PRINTED_KEPT);
  }
}
