import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { readCsvDataset } from '../dataset/csv-dataset.js';
import { openDatasetFile, type DatasetFile } from '../dataset/dataset-file.js';
import { answerShape, inputShape } from '../dataset/dataset-shape.js';
import { readJsonDataset } from '../dataset/json-dataset.js';
import { MaskingReport } from '../dataset/masking-report.js';
import { MaskingTally } from '../dataset/masking-tally.js';
import type { RecordSelection } from '../dataset/record-selection.js';
import { SAMPLE_RECORDS } from '../dataset/sample-dataset.js';
import { maskText } from '../masking/mask-text.js';
import { discard, type WaitingFile } from '../output/atomic-write.js';
import { shownPath } from '../output/shown-path.js';
import { slugify } from '../project-name/slug.js';
import { UserError } from '../user-error.js';
import type { DatasetPlan } from './plan.js';
import type { PlanRequest, Surroundings } from './resolve-plan.js';

/** Bytes: more records than that make the generated file unpleasant to read. */
const DEFAULT_INLINE_LIMIT = 1_000_000;

export interface ResolvedDataset {
  readonly dataset: DatasetPlan;
  /** Files that belong to the generated one and wait for their places. */
  readonly files: readonly WaitingFile[];
  readonly warnings: readonly string[];
}

/** What is done with a local dataset, besides the reading. */
interface Reading {
  readonly request: PlanRequest;
  readonly surroundings: Surroundings;
  readonly file: DatasetFile;
  /** Absolute path of the generated file. */
  readonly output: string;
  readonly selection: RecordSelection | undefined;
  readonly tally: MaskingTally;
  readonly report: MaskingReport | undefined;
  readonly names: { readonly datasetName: string; readonly description: string };
}

/**
 * Resolves where the records come from, and reads a local dataset to its end.
 *
 * @param output absolute path of the generated file, beside which a copy of the data may have to stand
 * @throws UserError for whatever is wrong with the dataset or with the flags that concern it
 */
export async function resolveDataset(
  request: PlanRequest,
  surroundings: Surroundings,
  service: string,
  output: string,
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
    return {
      dataset: {
        source: 'sample',
        datasetName: `${service}-sample`,
        description: 'Three questions with one right answer each',
        records: SAMPLE_RECORDS,
        input: inputShape(SAMPLE_RECORDS),
        answer: answerShape(SAMPLE_RECORDS),
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
  const reportPath = maskingReportPath(request, surroundings);
  const report = reportPath === undefined ? undefined : await MaskingReport.open(reportPath);
  const reading: Reading = {
    request,
    surroundings,
    file,
    output,
    selection,
    tally: new MaskingTally(report),
    report,
    names: namesOf(file, service),
  };
  const files: WaitingFile[] = [];
  try {
    const resolved = await (file.kind === 'csv' ? resolveCsv(reading) : resolveJson(reading));
    files.push(...resolved.files);
    if (report !== undefined) files.push(await report.finish());
    await refuseToOverwrite(file, files);
    return { ...resolved, files, warnings: [...uselessFlags(request, file), ...resolved.warnings] };
  } catch (error) {
    await report?.abandon();
    for (const waiting of files) await discard(waiting);
    throw error;
  }
}

async function resolveCsv(reading: Reading): Promise<ResolvedDataset> {
  const { request, file, output, tally, names } = reading;
  const chosen = {
    input: request.inputColumns,
    expected: request.expectedColumns,
    metadata: request.metadataColumns,
  };
  const copyPath = path.join(path.dirname(output), `${path.parse(output).name}.dataset.csv`);
  const { columns, copy, delimiter, warnings } = await readCsvDataset(file, { chosen, copyPath, tally });
  const { input, expected } = columns;
  const [column] = expected;
  return {
    dataset: {
      source: 'csv',
      ...names,
      csvPath: copy?.file.destination ?? file.path,
      delimiter,
      columns,
      ...(copy === undefined ? {} : { copyReasons: copy.reasons }),
      input: { kind: 'keys', keys: input, everywhere: true, text: true },
      answer:
        column === undefined
          ? { kind: 'none' }
          : expected.length === 1
            ? { kind: 'column', column }
            : { kind: 'columns', columns: expected },
    },
    files: copy === undefined ? [] : [copy.file],
    warnings: [...warnings, ...maskingWarning(reading, copyPath)],
  };
}

async function resolveJson(reading: Reading): Promise<ResolvedDataset> {
  const { request, file, tally, report, selection, names, output } = reading;
  const recordsPath = path.join(path.dirname(output), `${path.parse(output).name}.records.json`);
  const inlineLimit = request.inlineLimit ?? DEFAULT_INLINE_LIMIT;
  const { records, recordCount, input, answer, warnings } = await readJsonDataset(file, {
    selection,
    tally,
    report,
    inlineLimit,
    recordsPath,
  });
  const shapes = { input, answer };
  if ('destination' in records) {
    return {
      dataset: { source: 'records-file', ...names, recordsPath, recordCount, ...shapes },
      files: [records],
      warnings: [...warnings, ...maskingWarning(reading, recordsPath)],
    };
  }
  return {
    dataset: { source: 'json', ...names, records, ...shapes },
    files: [],
    warnings: [...warnings, ...maskingWarning(reading, output)],
  };
}

/** What was masked, and where the masked records are. */
function maskingWarning({ tally, surroundings }: Reading, place: string): string[] {
  const masked = tally.describe();
  if (masked === undefined) return [];
  return [`${masked}: the masked copy is in ${shownPath(place, surroundings.workingFolder)}`];
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

function maskingReportPath(
  { maskingReport }: PlanRequest,
  { destinationFolder }: Surroundings,
): string | undefined {
  if (maskingReport === undefined) return undefined;
  if (!maskingReport.toLowerCase().endsWith('.json')) {
    throw new UserError(
      `--masking-report is ${JSON.stringify(maskingReport)}, which does not end in .json`,
      'Name a .json file.',
    );
  }
  return path.resolve(destinationFolder, maskingReport);
}

function namesOf(file: DatasetFile, service: string): Reading['names'] {
  const extension = /(\.[^.]*)?(\.gz)?$/i.exec(path.basename(file.path))?.[0] ?? '';
  const stem = path.basename(file.path, extension);
  return {
    datasetName: slugify(stem) || `${service}-dataset`,
    // Masked without the ending, which would hide an address: bob@acme.com.json.
    description: `Records of ${maskText(stem).text}${extension}`,
  };
}

/** No file of ours may take the dataset's own place, or another's. */
async function refuseToOverwrite(file: DatasetFile, files: readonly WaitingFile[]): Promise<void> {
  const source = await realPath(file.path);
  const places = new Set<string>();
  for (const { destination } of files) {
    const place = await realPath(destination);
    if (place === source) {
      throw new UserError(
        `${file.name} stands where its masked copy or the masking report would go`,
        'Rename it, or choose another --output or --masking-report.',
      );
    }
    if (places.has(place)) {
      throw new UserError(
        `--masking-report is ${destination}, where the records themselves go`,
        'Name another file.',
      );
    }
    places.add(place);
  }
}

/** Where a path leads; the path itself where there is nothing yet. */
async function realPath(file: string): Promise<string> {
  return realpath(file).catch(() => file);
}
