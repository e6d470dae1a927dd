import type { DatasetRecord } from './dataset-record.js';
import type { ReceivedRequest } from './request.js';

/** A dataset that was created or pulled. */
export interface ReceivedDataset {
  readonly id: string;
  readonly name: string;
  readonly project: string;
  readonly description: string;
  /** 0 when created, one more for each upload that adds records. */
  version: number;
  readonly records: DatasetRecord[];
}

/** A dataset that was asked for by name. */
export interface Pull {
  readonly dataset: string;
  readonly project: string;
  /** Undefined where the latest was asked for. */
  readonly version: number | undefined;
}

/** One evaluator's result for one record. */
export interface ReceivedMetric {
  readonly label: string;
  /** `boolean`, `score`, `categorical` (a string, which the SDK lower-cases, or nothing) or `json`. */
  readonly type: string;
  readonly value: unknown;
  readonly assessment: string | undefined;
  readonly reasoning: string | undefined;
  /** `message`, `type` and `stack` where the evaluator raised, otherwise null. */
  readonly error: unknown;
  /** The span of the task that was judged. */
  readonly spanId: string;
}

/** One run of a task on one record, or a call within it. */
export interface ReceivedSpan {
  readonly span_id: string;
  /** The same for a task and for all calls within it. */
  readonly trace_id: string;
  /** The span that this one was started in, `undefined` in letters where there is none. */
  readonly parent_id: string;
  /** Nanoseconds, those of the start since 1970. */
  readonly start_ns: number;
  readonly duration: number;
  readonly name: string;
  /** `experiment` for the task itself, `llm` and so on for the calls within it. */
  readonly kind: string;
  readonly status: string;
  readonly tags: readonly string[];
  /** Everything else of it: `input`, `output`, `expected_output`, `error`, `metadata`. */
  readonly meta: Readonly<Record<string, unknown>>;
}

/** An experiment that was run. */
export interface ReceivedExperiment {
  readonly id: string;
  readonly name: string;
  readonly project: string;
  readonly dataset: string;
  readonly datasetVersion: unknown;
  readonly description: unknown;
  readonly config: Readonly<Record<string, unknown>>;
  /** `key:value`, as the SDK makes them of the user's tags and its own. */
  readonly tags: readonly string[];
  /** `running`, then `completed`, `failed` or `interrupted`. */
  readonly statuses: string[];
  readonly metrics: ReceivedMetric[];
  readonly spans: ReceivedSpan[];
}

/** A request that an `LLMJudge` made to an LLM, and what was simulated. */
export interface JudgeRequest {
  readonly model: string;
  /** The texts of the prompt. */
  readonly prompt: string;
  readonly passed: boolean;
  readonly reasoning: string;
}

/** Everything that has come in so far. It grows while the stand-in runs. */
export interface Received {
  readonly requests: ReceivedRequest[];
  /** Names, in the order in which they were first used. */
  readonly projects: string[];
  readonly datasets: ReceivedDataset[];
  readonly pulls: Pull[];
  readonly experiments: ReceivedExperiment[];
  /** Answers that an LLM was asked for and gave. */
  completions: number;
  readonly judgeRequests: JudgeRequest[];
  /** How many attempts were made to fail. */
  faults: number;
  /** How many attempts came behind a failed one at the same request. */
  retries: number;
  /** The greatest number of requests to LLMs that were under way at once. */
  mostTasksAtOnce: number;
}
