import type { PythonCommand } from '../python/syntax-check.js';
import type { RecordToHandOut } from '../stand-in/dataset-record.js';
import type { FileLook } from './look-at-file.js';
import type { PassName } from './trial.js';
import type { TriedFile } from './tried-file.js';

/** What is to be tried, and how. */
export interface TrialRequest {
  /** The file's path, relative to the working folder. */
  readonly file: string;
  readonly workingFolder: string;
  /** The Python to use, a path or a command. */
  readonly python?: string | undefined;
  readonly answers?: PassName | undefined;
  /** What the stand-in hands out where the file pulls its dataset. */
  readonly records?: readonly RecordToHandOut[] | undefined;
  readonly faults: boolean;
  readonly strict: boolean;
  readonly install: boolean;
  readonly allowedHosts: readonly string[];
  /** Seconds that one run of the file may take. */
  readonly timeout: number;
}

/** What a trial is run in, and whom it tells how far it is. */
export interface TrialSurroundings {
  readonly environment: NodeJS.ProcessEnv;
  /** The folder lib/try/python, whose programs are handed to the user's Python. */
  readonly programs: string;
  /** What is being done, and how much of how much of it is done. */
  readonly progress: (what: string, done: number, all: number) => void;
}

/** A trial that can begin: the file has a Python that has what it needs. */
export interface PreparedTrial {
  readonly request: TrialRequest;
  readonly surroundings: TrialSurroundings;
  readonly file: TriedFile;
  readonly python: PythonCommand;
  readonly look: FileLook;
  /** A folder of this trial alone, removed at its end. */
  readonly temporaryFolder: string;
}
