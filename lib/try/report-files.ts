import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { openBeside, putInPlace } from '../output/atomic-write.js';
import { UserError } from '../user-error.js';
import type { Trial } from './trial.js';

/** A report that is asked for. */
export interface ReportPlace {
  /** Absolute path. */
  readonly path: string;
  readonly kind: ReportKind;
}

export type ReportKind = 'html' | 'json' | 'xml';

/** What every report of ours holds, so that one may take the place of an earlier one, and of nothing else. */
const MARK = 'generator-llm-obs-experiment';

/**
 * @param names paths, relative to the working folder
 * @returns where the reports go
 * @throws UserError for an ending that says no kind, and where another file is in the way
 */
export async function reportPlaces(names: readonly string[], workingFolder: string): Promise<ReportPlace[]> {
  const places: ReportPlace[] = [];
  for (const name of names) {
    const kind = (['html', 'json', 'xml'] as const).find((one) => name.toLowerCase().endsWith(`.${one}`));
    if (kind === undefined) {
      throw new UserError(
        `--report is ${JSON.stringify(name)}, which does not end in .html, .json or .xml`,
        'The ending says what is written: a page to look at, the data, or JUnit for CI.',
      );
    }
    const file = path.resolve(workingFolder, name);
    const before = await readFile(file, 'utf8').catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    });
    if (before !== undefined && !before.includes(MARK)) {
      throw new UserError(
        `--report is ${name}, where a file is that is no report`,
        'Name another file, or move that one away.',
      );
    }
    places.push({ path: file, kind });
  }
  return places;
}

/** Writes the reports, each whole or not at all, and tells where. */
export async function writeReports(trial: Trial, places: readonly ReportPlace[]): Promise<string[]> {
  if (places.length === 0) return [];
  const { reportText } = await import('./report/report.js');
  for (const { path: place, kind } of places) {
    const beside = await openBeside(place);
    await beside.write(reportText(trial, kind));
    await putInPlace(await beside.finish());
  }
  return places.map(({ path: place }) => place);
}
