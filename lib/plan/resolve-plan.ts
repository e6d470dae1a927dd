import { readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import { kindOfDataset } from '../dataset/dataset-kind.js';
import type { DatasetRecord } from '../dataset/dataset-record.js';
import { answerShape, inputShape } from '../dataset/dataset-shape.js';
import type { MaskingTally } from '../dataset/masking-tally.js';
import { SAMPLE_RECORDS } from '../dataset/sample-dataset.js';
import { discard } from '../output/atomic-write.js';
import { resolveOutput } from '../output/output-path.js';
import { resolveProjectName } from '../project-name/project-name.js';
import { slugify } from '../project-name/slug.js';
import { UserError } from '../user-error.js';
import type { DatasetPlan, EvaluatorStyle, ExperimentPlan, Format } from './plan.js';

/** What the user asked for, validated one by one; together they may still not make sense. */
export interface PlanRequest {
  readonly format?: Format;
  readonly dataset?: string;
  readonly datasetName?: string;
  readonly datasetVersion?: number;
  readonly projectName?: string;
  readonly evaluatorStyle?: EvaluatorStyle;
  readonly remoteEvaluator?: readonly string[];
  readonly jobs?: number;
  readonly output?: string;
  readonly inputColumns?: readonly string[];
  readonly expectedColumns?: readonly string[];
  readonly metadataColumns?: readonly string[];
}

/** Where the command runs. */
export interface Surroundings {
  /** The folder that `--dataset` starts from: where the command was run. */
  readonly workingFolder: string;
  /** The folder that `--output` starts from, and whose manifests name the service. */
  readonly destinationFolder: string;
}

const DEFAULT_JOBS = 10;
const PLACEHOLDER_JUDGE = 'my-judge';

/**
 * Resolves everything that the generated file depends on. Nothing is written but the clean copy of a CSV that needs
 * one, hidden beside its destination: it waits there to be placed or discarded, and is gone when the process ends.
 *
 * @throws UserError for every mistake that can be known before writing
 */
export async function resolvePlan(request: PlanRequest, surroundings: Surroundings): Promise<ExperimentPlan> {
  refuseContradictions(request);
  const { output, format } = resolveOutput(request.output, request.format, surroundings.destinationFolder);
  const project = await resolveProjectName({
    folder: surroundings.destinationFolder,
    given: request.projectName,
  });
  const { dataset, warnings } = await resolveDataset(request, surroundings, project.service, output);
  const evaluatorStyle = request.evaluatorStyle ?? 'function';
  return {
    format,
    output,
    projectName: project.projectName,
    service: project.service,
    experimentName: `${project.service}-experiment`,
    experimentDescription: `Output accuracy of ${project.service}`,
    dataset,
    evaluatorStyle,
    remoteEvaluators: request.remoteEvaluator ?? [PLACEHOLDER_JUDGE],
    remoteEvaluatorsAreNamed: request.remoteEvaluator !== undefined,
    jobs: request.jobs ?? DEFAULT_JOBS,
    warnings: [...project.warnings, ...warnings, ...uselessFlags(request, evaluatorStyle)],
  };
}

function refuseContradictions(request: PlanRequest): void {
  if (request.dataset !== undefined && request.datasetName !== undefined) {
    throw new UserError(
      '--dataset and --dataset-name exclude each other: one is a local file, the other lives in Datadog',
      'Give one of them.',
    );
  }
}

/** Flags that were given and change nothing. */
function uselessFlags(request: PlanRequest, style: EvaluatorStyle): string[] {
  const warnings: string[] = [];
  if (request.datasetVersion !== undefined && request.datasetName === undefined) {
    warnings.push('--dataset-version is ignored: it belongs to --dataset-name');
  }
  if (request.remoteEvaluator !== undefined && style !== 'remote') {
    warnings.push('--remote-evaluator is ignored: it belongs to --evaluator-style remote');
  }
  for (const name of request.remoteEvaluator ?? []) {
    if (!/^[\w.~-]+$/.test(name)) {
      warnings.push(
        `the SDK puts a judge's name into an address as it is, so ${JSON.stringify(name)} cannot be reached: rename it in Datadog with letters, digits, - and _ alone`,
      );
    }
  }
  return warnings;
}

interface ResolvedDataset {
  readonly dataset: DatasetPlan;
  readonly warnings: readonly string[];
}

async function resolveDataset(
  request: PlanRequest,
  { workingFolder }: Surroundings,
  service: string,
  output: string,
): Promise<ResolvedDataset> {
  const columnFlags = request.inputColumns ?? request.expectedColumns ?? request.metadataColumns;
  const uselessColumns =
    columnFlags === undefined ? [] : ['the column flags are ignored: they belong to a CSV'];
  if (request.datasetName !== undefined) {
    return {
      dataset: {
        source: 'pulled',
        datasetName: request.datasetName,
        ...(request.datasetVersion === undefined ? {} : { version: request.datasetVersion }),
        input: { kind: 'any' },
        answer: { kind: 'unknown' },
      },
      warnings: uselessColumns,
    };
  }
  if (request.dataset === undefined) {
    return {
      dataset: {
        source: 'sample',
        datasetName: `${service}-sample`,
        description: 'Three questions with one right answer each',
        records: SAMPLE_RECORDS,
        input: inputShape(SAMPLE_RECORDS),
        answer: answerShape(SAMPLE_RECORDS),
      },
      warnings: uselessColumns,
    };
  }
  const file = path.resolve(workingFolder, request.dataset);
  const { name: stem, ext: extension } = path.parse(file);
  // Here and below, what only a local dataset needs is loaded for one alone: a run takes a fraction of a second.
  const { maskText } = await import('../masking/mask-text.js');
  const names = {
    datasetName: slugify(stem) || `${service}-dataset`,
    // Masked without the ending, which would hide an address: bob@acme.com.json.
    description: `Records of ${maskText(stem).text}${extension}`,
  };
  if ((await kindOfDataset(file, request.dataset)) === 'csv') {
    return resolveCsv(request, file, request.dataset, output, names);
  }
  const { MaskingTally } = await import('../dataset/masking-tally.js');
  const tally = new MaskingTally();
  const { records, warnings } = await readJsonFile(file, request.dataset, tally);
  const masked = tally.describe();
  return {
    dataset: { source: 'json', ...names, records, input: inputShape(records), answer: answerShape(records) },
    warnings: [...uselessColumns, ...warnings, ...(masked === undefined ? [] : [masked])],
  };
}

async function resolveCsv(
  request: PlanRequest,
  file: string,
  name: string,
  output: string,
  names: { datasetName: string; description: string },
): Promise<ResolvedDataset> {
  const copyPath = path.join(path.dirname(output), `${path.parse(output).name}.dataset.csv`);
  const chosen = {
    input: request.inputColumns,
    expected: request.expectedColumns,
    metadata: request.metadataColumns,
  };
  const { readCsvDataset } = await import('../dataset/csv-dataset.js');
  const { columns, copy, delimiter, warnings } = await readCsvDataset(file, name, chosen, copyPath);
  if (copy !== undefined && (await isSameFile(copy.file.destination, file))) {
    await discard(copy.file);
    throw new UserError(
      `${name} needs a clean copy (${copy.reasons.join(', ')}), which would take its own place`,
      'Rename the CSV, or choose another --output.',
    );
  }
  const { input, expected } = columns;
  const [column] = expected;
  return {
    dataset: {
      source: 'csv',
      ...names,
      csvPath: copy?.file.destination ?? file,
      delimiter,
      columns,
      ...(copy === undefined ? {} : { copy }),
      input: { kind: 'keys', keys: input, everywhere: true, text: true },
      answer:
        column === undefined
          ? { kind: 'none' }
          : expected.length === 1
            ? { kind: 'column', column }
            : { kind: 'columns', columns: expected },
    },
    warnings,
  };
}

/** Whether two paths lead to one file; false where one of them leads nowhere yet. */
async function isSameFile(one: string, other: string): Promise<boolean> {
  const [first, second] = await Promise.all([one, other].map((file) => realpath(file).catch(() => file)));
  return first === second;
}

/**
 * Reads the records of a JSON file, masked.
 *
 * @param file absolute path
 * @param name the path as the user gave it, for messages
 * @throws UserError where the file is not UTF-8, not JSON, or not an array of records
 */
export async function readJsonFile(
  file: string,
  name: string,
  tally: MaskingTally,
): Promise<{ records: readonly DatasetRecord[]; warnings: readonly string[] }> {
  const { readJsonDataset } = await import('../dataset/json-dataset.js');
  return readJsonDataset(decodeUtf8(await readFile(file), name), name, tally);
}

function decodeUtf8(bytes: Buffer, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new UserError(
      `${name}${firstInvalidByte(bytes)}: bytes that are not UTF-8`,
      'JSON is written in UTF-8: save it so, and run again.',
    );
  }
}

/** Where the bytes stop being UTF-8, by halving: the longest front part that decodes, a half character left out. */
function firstInvalidByte(bytes: Buffer): string {
  const decodes = (end: number): boolean => {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, end), { stream: true });
      return true;
    } catch {
      return false;
    }
  };
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (decodes(middle)) good = middle;
    else bad = middle;
  }
  const before = new TextDecoder().decode(bytes.subarray(0, good), { stream: true }).split('\n');
  return `, line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}
