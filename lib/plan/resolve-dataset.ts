import path from 'node:path';
import { openDatasetFile, type DatasetFile } from '../dataset/dataset-file.js';
import { answerShape, inputShape } from '../dataset/dataset-shape.js';
import type { RecordSelection } from '../dataset/record-selection.js';
import { sampleFor } from '../dataset/sample-dataset.js';
import type { WaitingFile } from '../output/atomic-write.js';
import { UserError } from '../user-error.js';
import type { DatasetPlan, ExperimentPlan } from './plan.js';
import type { PlanRequest, Surroundings } from './resolve-plan.js';

export interface ResolvedDataset {
  readonly dataset: DatasetPlan;
  /** Files that belong to the generated one and wait for their places. */
  readonly files: readonly WaitingFile[];
  readonly warnings: readonly string[];
}

/** What of the plan the dataset depends on. */
export interface DatasetPlace {
  readonly service: string;
  /** Absolute path of the generated file, beside which a copy of the data may have to stand. */
  readonly output: string;
  readonly purpose: ExperimentPlan['purpose'];
}

/**
 * Resolves where the records come from, and reads a local dataset to its end.
 *
 * @throws UserError for whatever is wrong with the dataset or with the flags that concern it
 */
export async function resolveDataset(
  request: PlanRequest,
  surroundings: Surroundings,
  { service, output, purpose }: DatasetPlace,
): Promise<ResolvedDataset> {
  const selection = selectionOf(request);
  if (request.datasetName !== undefined) {
    return {
      dataset: {
        source: 'pulled',
        datasetName: request.datasetName,
        ...(request.datasetVersion === undefined ? {} : { version: request.datasetVersion }),
        input: { kind: 'any' },
        answer: { kind: 'unknown' },
      },
      files: [],
      warnings: uselessFlags(request, undefined),
    };
  }
  if (request.dataset === undefined) {
    const sample = sampleFor(purpose);
    return {
      dataset: {
        source: 'sample',
        datasetName: `${service}-${sample.name}`,
        description: sample.description,
        records: sample.records,
        input: inputShape(sample.records),
        answer: answerShape(sample.records),
      },
      files: [],
      warnings: uselessFlags(request, undefined),
    };
  }
  const opened = await openDatasetFile(
    path.resolve(surroundings.workingFolder, request.dataset),
    request.dataset,
  );
  const file = { ...opened, progress: surroundings.progress };
  // Loaded for a local dataset alone, with all that it takes to read and to mask one.
  const { resolveLocalDataset } = await import('./resolve-local-dataset.js');
  const resolved = await resolveLocalDataset({ request, surroundings, file, selection, output, service });
  return { ...resolved, warnings: [...uselessFlags(request, file), ...resolved.warnings] };
}

function selectionOf({ limit, sample, seed }: PlanRequest): RecordSelection | undefined {
  if (limit !== undefined && sample !== undefined) {
    throw new UserError(
      '--limit and --sample exclude each other: one takes the first records, the other draws them',
      'Give one of them.',
    );
  }
  if (limit !== undefined) return { kind: 'first', count: limit };
  return sample === undefined ? undefined : { kind: 'sample', count: sample, seed: seed ?? 0 };
}

/** Flags that were given and change nothing. */
function uselessFlags(request: PlanRequest, file: DatasetFile | undefined): string[] {
  const useless = (given: unknown, flag: string, why: string) =>
    given === undefined ? [] : [`${flag} ignored: ${why}`];
  const columns = request.inputColumns ?? request.expectedColumns ?? request.metadataColumns;
  return [
    ...(file?.kind === 'csv' ? [] : useless(columns, 'the column flags are', 'they belong to a CSV')),
    ...(request.sample === undefined ? useless(request.seed, '--seed is', 'it belongs to --sample') : []),
    ...(file === undefined
      ? [
          ...useless(request.limit, '--limit is', 'it belongs to --dataset'),
          ...useless(request.sample, '--sample is', 'it belongs to --dataset'),
          ...useless(request.maskingReport, '--masking-report is', 'only a local --dataset is masked'),
        ]
      : []),
    ...(file === undefined || file.kind === 'csv'
      ? useless(request.inlineLimit, '--inline-limit is', 'it belongs to a JSON dataset')
      : []),
  ];
}
