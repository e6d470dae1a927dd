import { readFile, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { MANIFESTS } from './manifests.js';
import { slugify } from './slug.js';

const PREFIX = 'experiment-';
const DEFAULT_SERVICE = 'sdk-default';

/** What the Datadog project is called, and how sure that is. */
export interface ProjectName {
  readonly projectName: string;
  /** The project's name without `experiment-`, made of letters, digits, `.`, `_` and `-`: other names build on it. */
  readonly service: string;
  /** Whether the name was given or found; otherwise it is the default, and a warning asks to set it. */
  readonly resolved: boolean;
  readonly warnings: readonly string[];
}

/**
 * Finds the name of the Datadog project: the given one, else the first that a manifest in the folder holds, else the
 * folder's own.
 *
 * @param folder the folder where the command was run
 * @param given the value of `--project-name`, taken as it is; a blank one counts as not given
 * @returns the name; a manifest that cannot be used is a warning that names the file and the reason, never an error
 */
export async function resolveProjectName({
  folder,
  given,
}: {
  readonly folder: string;
  readonly given?: string | undefined;
}): Promise<ProjectName> {
  if (given !== undefined && given.trim() !== '') {
    return { projectName: given, service: serviceOf(given), resolved: true, warnings: [] };
  }
  const warnings: string[] = [];
  const name = (await nameInManifests(folder, warnings)) ?? slugify(basename(resolve(folder)));
  if (name === '') {
    warnings.push('No project name was found in this folder: set one with --project-name');
    return { projectName: PREFIX + DEFAULT_SERVICE, service: DEFAULT_SERVICE, resolved: false, warnings };
  }
  const isPrefixed = name.startsWith(PREFIX) && name !== PREFIX;
  const projectName = isPrefixed ? name : PREFIX + name;
  return { projectName, service: serviceOf(projectName), resolved: true, warnings };
}

async function nameInManifests(folder: string, warnings: string[]): Promise<string | undefined> {
  for (const { file, namesIn } of MANIFESTS) {
    const warn = (reason: string) => {
      warnings.push(`No project name was taken from ${file}: ${reason}`);
    };
    let candidates: readonly unknown[];
    try {
      const text = await readIfPresent(join(folder, file));
      candidates = text === undefined ? [] : await namesIn(text);
    } catch (error) {
      warn(reasonOf(error));
      continue;
    }
    for (const candidate of candidates) {
      if (candidate === undefined) continue;
      if (typeof candidate !== 'string') {
        warn('its name is not a string');
        continue;
      }
      const name = cleanName(candidate);
      if (name !== '') return name;
      if (candidate.trim() !== '') warn('its name has no ASCII letter or digit');
    }
  }
  return undefined;
}

/** The file's text without its byte order mark; nothing where there is no file. */
async function readIfPresent(path: string): Promise<string | undefined> {
  const status = await stat(path).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  });
  if (status === undefined) return undefined;
  // A named pipe would be waited for without end.
  if (!status.isFile()) throw new Error('it is not a file');
  return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path));
}

/** One line: parsers add excerpts of the file on further lines, and keep the line's number apart. */
function reasonOf(error: unknown): string {
  const { message, line } = error as Error & { line?: unknown };
  const [firstLine = ''] = message.split('\n');
  return typeof line === 'number' ? `line ${line}: ${firstLine}` : firstLine;
}

function serviceOf(projectName: string): string {
  const withoutPrefix = projectName.startsWith(PREFIX) ? projectName.slice(PREFIX.length) : projectName;
  return cleanName(withoutPrefix) || DEFAULT_SERVICE;
}

function cleanName(name: string): string {
  const trimmed = name.trim();
  return /^[A-Za-z0-9._-]+$/.test(trimmed) ? trimmed : slugify(trimmed);
}
