import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { asUserError, UserError } from '../user-error.js';

/** The user's file, as it is on the disk. */
export interface TriedFile {
  /** Absolute path. */
  readonly path: string;
  /** The path as the user gave it, for messages. */
  readonly name: string;
  readonly format: 'script' | 'notebook';
  /** The script's text, or the notebook's code cells, each under a line that counts it. */
  readonly code: string;
}

const FORMATS: Readonly<Record<string, TriedFile['format']>> = { '.py': 'script', '.ipynb': 'notebook' };

/**
 * Reads the file that is to be tried.
 *
 * @param name its path, relative to the working folder
 * @throws UserError where it is missing, no script and no notebook
 */
export async function readTriedFile(name: string, workingFolder: string): Promise<TriedFile> {
  const file = path.resolve(workingFolder, name);
  const format = FORMATS[path.extname(file).toLowerCase()];
  const found = await stat(file).catch((error: unknown) => {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'ENOTDIR') throw asUserError(error);
    throw new UserError(
      `there is no file ${name}`,
      'Name the experiment to try, or generate one first: npx generator-llm-obs-experiment --try.',
    );
  });
  if (found.isDirectory())
    throw new UserError(`${name} is a folder`, 'Name the script or the notebook in it.');
  if (format === undefined) {
    throw new UserError(
      `${name} is neither a script nor a notebook`,
      'Name a file that ends in .py or .ipynb.',
    );
  }
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw asUserError(error);
  });
  return { path: file, name, format, code: format === 'script' ? text : codeOfCells(text, name) };
}

function codeOfCells(text: string, name: string): string {
  return codeCells(text, name)
    .map((code, index) => `# Code cell ${index + 1}\n${code.trimEnd()}\n`)
    .join('\n');
}

/** https://nbformat.readthedocs.io/en/latest/format_description.html: a cell's source is a text or a list of lines. */
function codeCells(text: string, name: string): string[] {
  try {
    const { cells } = JSON.parse(text.replace(/^\uFEFF/, '')) as {
      cells: { cell_type: string; source: string | string[] }[];
    };
    return cells
      .filter(({ cell_type }) => cell_type === 'code')
      .map(({ source }) => (typeof source === 'string' ? source : source.join('')));
  } catch {
    throw new UserError(
      `${name} is no notebook that can be read`,
      'It must be JSON in the notebook format 4: save it anew from Jupyter.',
    );
  }
}
