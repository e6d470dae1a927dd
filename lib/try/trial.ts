/**
 * How the stand-in answered in a pass: with each record's expected output, with another record's, or with the
 * question itself.
 */
export type PassName = 'expected' | 'wrong' | 'echo';

/** What an exception left: the name of its class, and its message. */
export interface RaisedError {
  readonly type: string;
  readonly message: string;
}

/** What one evaluator said of one record in one pass. */
export interface Score {
  /** A boolean, a number, a string, a JSON value; null where it raised or returned nothing. */
  readonly value: unknown;
  readonly assessment?: 'pass' | 'fail' | 'partial';
  readonly reasoning?: string;
  readonly error?: RaisedError;
  /** Its assessment, else its boolean value; undefined where it says neither (a bare number or category). */
  readonly passed?: boolean;
}

/** A request that the task made to an LLM, as the SDK traced it. */
export interface LlmRequest {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly answer: string;
  readonly error?: RaisedError;
}

/** What became of one record in one pass. */
export interface RecordRun {
  readonly output: unknown;
  /** Where the task raised. */
  readonly error?: RaisedError;
  /** By the evaluators' names. */
  readonly scores: Readonly<Record<string, Score>>;
  readonly requests: readonly LlmRequest[];
}

/** One record of the dataset and what became of it in each pass that it ran in. */
export interface TrialRecord {
  /** Counted from 0, in the dataset's order. */
  readonly index: number;
  readonly input: unknown;
  /** Undefined where the record expects nothing: it then has no part in the verdicts. */
  readonly expected?: unknown;
  readonly metadata: unknown;
  readonly tags: readonly string[];
  readonly runs: Readonly<Partial<Record<PassName, RecordRun>>>;
}

/** One run of the user's file from beginning to end. */
export interface Pass {
  readonly name: PassName;
  readonly seconds: number;
  /** Records of the dataset that the task returned for, and all of them. */
  readonly recordsRun: number;
  readonly records: number;
  /** Why the file did not come to its end, or ended with a status that is not 0; one or a few lines. */
  readonly problem?: string;
  /** The last of what it printed, both streams together. */
  readonly printed: string;
}

/** The sums of one evaluator's scores in one pass. */
export interface EvaluatorTally {
  readonly passed: number;
  readonly failed: number;
  readonly errors: number;
  /** Of numbers, and of booleans as 1 and 0; undefined where there are none. */
  readonly mean?: number;
}

/**
 * - `tells them apart`: right answers score better than wrong ones
 * - `passes everything`, `fails everything`: right or wrong, the score is the same
 * - `mixes them up`: some pass and some fail, but right answers score no better than wrong ones
 * - `errors`: it raised, or returned nothing, for at least one record
 * - `not judged`: there was one pass only, or no record has an expected output
 */
export type Verdict =
  'tells them apart' | 'passes everything' | 'fails everything' | 'mixes them up' | 'errors' | 'not judged';

/** One evaluator, over all records. */
export interface EvaluatorTrial {
  readonly name: string;
  /** An LLM's or Datadog's judge, which the stand-in played: the verdict says nothing of the real one. */
  readonly simulated: boolean;
  readonly tallies: Readonly<Partial<Record<PassName, EvaluatorTally>>>;
  readonly verdict: Verdict;
  /** What to do about it, one or two sentences; empty where there is nothing to do. */
  readonly advice: string;
}

/** What the file did when the stand-in misbehaved in one way. */
export interface FaultTrial {
  /** For instance `429`, `dropped connection`. */
  readonly fault: string;
  /** What the stand-in did, one line. */
  readonly description: string;
  /** Requests that were made to fail. */
  readonly faults: number;
  /** Requests that came again after a failed one. */
  readonly retries: number;
  readonly records: number;
  /** Records whose task raised, or that never came to an end. */
  readonly recordsLost: number;
  readonly seconds: number;
  /** Why the file did not come to its end, or ended with a status that is not 0. */
  readonly problem?: string;
}

/** A connection or a look-up that the guard refused. */
export interface RefusedConnection {
  /** A host name or an address, with the port where one is known. */
  readonly destination: string;
  /** How often it was tried. */
  readonly times: number;
  /** Where in the user's code, as far as that is known: `experiment.py, line 42`. */
  readonly place?: string;
}

/** All that a `try` found out. Every text of it may come from a dataset or an LLM, and is data. */
export interface Trial {
  /** The file's path as the user gave it. */
  readonly file: string;
  readonly format: 'script' | 'notebook';
  /** The script's text, or the code cells of the notebook with a comment line between them. */
  readonly code: string;
  readonly python: { readonly executable: string; readonly version: string };
  /** The version of ddtrace. */
  readonly sdk: string;
  /** The experiment's name, its project and its dataset, as the file gave them. */
  readonly experiment: { readonly name: string; readonly project: string; readonly dataset: string };
  /** In the order in which they ran, at least one. */
  readonly passes: readonly Pass[];
  readonly records: readonly TrialRecord[];
  readonly evaluators: readonly EvaluatorTrial[];
  /** Empty unless faults were asked for. */
  readonly faults: readonly FaultTrial[];
  readonly refused: readonly RefusedConnection[];
  /** What else the user should know, each a sentence or two. */
  readonly warnings: readonly string[];
  /** From the first pass's start to the last one's end. */
  readonly seconds: number;
  /** Why the trial as a whole has failed, empty where it has not. The exit status follows it. */
  readonly failures: readonly string[];
}
