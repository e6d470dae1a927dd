import { realpath } from 'node:fs/promises';
import path from 'node:path';
import type { DatasetFile } from '../dataset/dataset-file.js';
import { MaskingReport } from '../dataset/masking-report.js';
import { MaskingTally } from '../dataset/masking-tally.js';
import type { RecordSelection } from '../dataset/record-selection.js';
import { maskText } from '../masking/mask-text.js';
import { discard, type WaitingFile } from '../output/atomic-write.js';
import { shownPath } from '../output/shown-path.js';
import { slugify } from '../project-name/slug.js';
import { UserError } from '../user-error.js';
import type { ResolvedDataset } from './resolve-dataset.js';
import type { PlanRequest, Surroundings } from './resolve-plan.js';

/** Bytes: more records than that make the generated file unpleasant to read. */
const DEFAULT_INLINE_LIMIT = 1_000_000;

/** A local dataset, and what is wanted of it. */
export interface LocalDataset {
  readonly request: PlanRequest;
  readonly surroundings: Surroundings;
  readonly file: DatasetFile;
  readonly selection: RecordSelection | undefined;
  /** Absolute path of the generated file, beside which a copy of the data may have to stand. */
  readonly output: string;
  readonly service: string;
}

/** The reading of one: what masks, and what is told of it. */
interface Reading extends LocalDataset {
  readonly tally: MaskingTally;
  readonly report: MaskingReport | undefined;
  readonly names: { readonly datasetName: string; readonly description: string };
}

/**
 * Reads a local dataset to its end, and masks it.
 *
 * @throws UserError for whatever is wrong with it
 */
export async function resolveLocalDataset(local: LocalDataset): Promise<ResolvedDataset> {
  const { request, surroundings, file, service } = local;
  const reportPath = maskingReportPath(request, surroundings);
  const report = reportPath === undefined ? undefined : await MaskingReport.open(reportPath);
  const reading = { ...local, tally: new MaskingTally(report), report, names: namesOf(file, service) };
  const files: WaitingFile[] = [];
  try {
    const resolved = await (file.kind === 'csv' ? resolveCsv(reading) : resolveJson(reading));
    files.push(...resolved.files);
    if (report !== undefined) files.push(await report.finish());
    await refuseToOverwrite(file, files);
    return { ...resolved, files };
  } catch (error) {
    await report?.abandon();
    for (const waiting of files) await discard(waiting);
    throw error;
  }
}

async function resolveCsv(reading: Reading): Promise<ResolvedDataset> {
  const { request, file, output, tally, report, selection, names } = reading;
  const chosen = {
    input: request.inputColumns,
    expected: request.expectedColumns,
    metadata: request.metadataColumns,
  };
  const { readCsvDataset } = await import('../dataset/csv-dataset.js');
  const copyPath = path.join(path.dirname(output), `${path.parse(output).name}.dataset.csv`);
  const { columns, copy, delimiter, warnings } = await readCsvDataset(file, {
    chosen,
    copyPath,
    tally,
    report,
    selection,
  });
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
  const { readJsonDataset } = await import('../dataset/json-dataset.js');
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
