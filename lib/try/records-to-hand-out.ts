import path from 'node:path';
import { openDatasetFile } from '../dataset/dataset-file.js';
import { recordJson } from '../dataset/json-text.js';
import { readJsonDataset } from '../dataset/json-dataset.js';
import { MaskingTally } from '../dataset/masking-tally.js';
import type { RecordToHandOut } from '../stand-in/dataset-record.js';
import { UserError } from '../user-error.js';

/**
 * Reads the records that the stand-in hands out where the file pulls its dataset: masked, since a report shows them.
 *
 * @param name a JSON or JSON Lines file, relative to the working folder
 * @throws UserError for whatever is wrong with it
 */
export async function readRecordsToHandOut(name: string, workingFolder: string): Promise<RecordToHandOut[]> {
  const file = await openDatasetFile(path.resolve(workingFolder, name), name);
  if (file.kind === 'csv') {
    throw new UserError(
      `--records is ${name}, which is a CSV`,
      'Records to hand out are JSON or JSON Lines, as --dataset takes them.',
    );
  }
  const { records } = await readJsonDataset(file, {
    tally: new MaskingTally(undefined),
    // Whatever their size: they are handed out of memory.
    inlineLimit: Infinity,
    recordsPath: `${file.path}.records.json`,
  });
  return 'destination' in records
    ? []
    : records.map((record) => JSON.parse(recordJson(record)) as RecordToHandOut);
}
