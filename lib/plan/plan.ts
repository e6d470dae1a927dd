import type { CsvColumns } from '../dataset/csv-columns.js';
import type { WaitingFile } from '../output/atomic-write.js';
import type { DatasetRecord } from '../dataset/dataset-record.js';
import type { AnswerShape, InputShape } from '../dataset/dataset-shape.js';
import type { Provider } from './providers.js';
import type { ResolvedPurpose } from './purpose.js';
import type { TaskCandidate } from '../task-discovery/find-task.js';

export type Format = 'py' | 'ipynb';
export type EvaluatorStyle = 'function' | 'class' | 'remote';

/** All that the generated file depends on, resolved: the same plan gives the same bytes. */
export interface ExperimentPlan {
  readonly format: Format;
  /** Absolute path of the file to write. */
  readonly output: string;
  readonly projectName: string;
  readonly experimentName: string;
  /** What it is to show, which is the experiment's description as well. */
  readonly purpose: Omit<ResolvedPurpose, 'warnings'>;
  /** What the experiment is about: the project's name without its prefix, safe characters only. */
  readonly service: string;
  readonly dataset: DatasetPlan;
  /** Whose LLMs the task asks: section 1 asserts their keys. */
  readonly providers: readonly Provider[];
  /** What section 1 reads before any other file: absolute, or relative to the generated file's folder. */
  readonly envFiles: readonly string[];
  readonly task: TaskPlan;
  /** Files that belong to the generated one, in order: each waits for its place, which it takes first. */
  readonly files: readonly WaitingFile[];
  readonly evaluatorStyle: EvaluatorStyle;
  readonly remoteEvaluators: readonly string[];
  /** False where the one remote evaluator is a placeholder. */
  readonly remoteEvaluatorsAreNamed: boolean;
  readonly jobs: number;
  readonly warnings: readonly string[];
}

/** What `task_fn` does: it calls a function of the app, or an LLM in its place. */
export type TaskPlan = PlaceholderTask | WiredTask;

export interface PlaceholderTask {
  readonly kind: 'placeholder';
  /** Functions of the app that could be called instead, the best first. */
  readonly candidates: readonly TaskCandidate[];
}

export interface WiredTask {
  readonly kind: 'wired';
  readonly called: TaskCandidate;
  /** Whether the user named it; otherwise it was found, and clearly ahead of the others. */
  readonly isNamed: boolean;
  /** Absolute path of the folder that has to be on `sys.path`. */
  readonly importFolder: string;
  /** The same from the generated file's folder, with `/` between the parts, where the two belong together. */
  readonly importFolderFromFile?: string;
}

interface DatasetBase {
  readonly datasetName: string;
  readonly input: InputShape;
  readonly answer: AnswerShape;
}

/** Records that stand in the generated file, masked. */
export interface EmbeddedDataset extends DatasetBase {
  readonly source: 'sample' | 'json';
  readonly description: string;
  readonly records: readonly DatasetRecord[];
}

/** Records, masked, that stand in a file of their own beside the generated one. */
export interface RecordsFileDataset extends DatasetBase {
  readonly source: 'records-file';
  readonly description: string;
  /** Absolute path. */
  readonly recordsPath: string;
  readonly recordCount: number;
}

/** A CSV that the SDK reads when the experiment runs. */
export interface CsvFileDataset extends DatasetBase {
  readonly source: 'csv';
  readonly description: string;
  /** Absolute path that the generated file names: the source, or its clean copy. */
  readonly csvPath: string;
  readonly delimiter: string;
  readonly columns: CsvColumns;
  /** Where the SDK cannot use the source as it is and `csvPath` is a clean copy: why. */
  readonly copyReasons?: readonly string[];
}

/** A dataset that lives in Datadog. */
export interface PulledDataset extends DatasetBase {
  readonly source: 'pulled';
  readonly version?: number;
}

export type DatasetPlan = EmbeddedDataset | RecordsFileDataset | CsvFileDataset | PulledDataset;
