import { open, stat } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../user-error.js';

export type DatasetKind = 'json' | 'csv';

const KINDS: Readonly<Record<string, DatasetKind>> = { '.json': 'json', '.csv': 'csv', '.tsv': 'csv' };

/**
 * Tells a dataset's kind by its name's ending, and that it can be read.
 *
 * @param file absolute path
 * @param name the path as the user gave it, for messages
 * @throws UserError where there is no such file, it cannot be read, or its name ends in something else
 */
export async function kindOfDataset(file: string, name: string): Promise<DatasetKind> {
  const shown = `--dataset is ${JSON.stringify(name)}`;
  const unreadable = (error: unknown): never => {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new UserError(`${shown}, but there is no such file`, `Looked for ${file}`);
    }
    throw new UserError(`${name} cannot be read (${code ?? 'unknown error'})`, 'Check its permissions.');
  };
  const found = await stat(file).catch(unreadable);
  if (!found.isFile()) throw new UserError(`${shown}, which is not a file`, 'Name a JSON or CSV file.');
  const handle = await open(file).catch(unreadable);
  await handle.close();
  const kind = KINDS[path.extname(file).toLowerCase()];
  if (kind === undefined) {
    throw new UserError(
      `${shown}, which ends in neither .json nor .csv`,
      'Convert it, or rename it if it is one of them.',
    );
  }
  return kind;
}
