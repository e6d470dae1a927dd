import { lastName } from './app-modules.js';
import { readListed, type PythonFile } from './python-files.js';
import { holdsCall, importedNames, isGenerated, namesLibrary } from './text-gate.js';

/** What is parsed at most: an app of several hundred files is below it. */
const MOST_BYTES = 4 * 1024 * 1024;

/** Where so many files use an LLM's library, the tree is an environment of packages and no app, and less is parsed. */
const FILES_OF_AN_ENVIRONMENT = 400;
const MOST_BYTES_OF_AN_ENVIRONMENT = 1024 * 1024;

/** So much of an app is read with all that it imports; of what is beyond, only what may call. */
const MOST_BYTES_READ = 1024 * 1024;

/** A name that more files have than these tells nothing. */
const MOST_OF_A_NAME = 20;

/**
 * Chooses the files that may have to do with an LLM, by two looks at their text: those that name an LLM's library and
 * may call it come first, then those that hang together with them by the app's own imports, to and fro, the nearest
 * first: what they import also where it calls nothing, as bodies and bases do not.
 *
 * @param root the app's folder, absolute
 * @returns the files to parse, how many could not be read, how many hold NULs, as UTF-16 does and no Python source may
 *   (https://docs.python.org/3/library/functions.html#compile), and how many that may call an LLM are
 *   beyond what is parsed
 */
export function filesToParse(
  root: string,
  files: readonly PythonFile[],
): { files: PythonFile[]; unreadable: number; binary: number; leftOut: number } {
  const named = byName(files);
  const imports: (readonly number[])[] = [];
  const libraryUsers: number[] = [];
  const calls = new Map<number, boolean>();
  let unreadable = 0;
  let binary = 0;
  for (const [index, file] of files.entries()) {
    const text = readListed(root, file)?.toString('latin1');
    if (text === undefined) unreadable++;
    const isBinary = text?.includes('\0') === true;
    if (isBinary) binary++;
    const isPart = text !== undefined && !isBinary && !isGenerated(text);
    imports.push([...new Set(importedNames(isPart ? text : '').flatMap((name) => named.get(name) ?? []))]);
    if (!isPart || !namesLibrary(text)) continue;
    libraryUsers.push(index);
    calls.set(index, holdsCall(text));
  }
  if (libraryUsers.length === 0) return { files: [], unreadable, binary, leftOut: 0 };

  const mayCall = (index: number, file: PythonFile): boolean => {
    const known = calls.get(index) ?? holdsCall(readListed(root, file)?.toString('latin1') ?? '');
    calls.set(index, known);
    return known;
  };
  const importers: number[][] = files.map(() => []);
  for (const [index, imported] of imports.entries())
    for (const other of imported) importers[other]?.push(index);

  const users = new Set(libraryUsers);
  const queue = libraryUsers.filter((index) => calls.get(index));
  // What only makes a client or a chain, for others to call, is as near as they are; a whole environment has too many.
  const isEnvironment = users.size >= FILES_OF_AN_ENVIRONMENT;
  if (!isEnvironment) queue.push(...libraryUsers);
  const most = isEnvironment ? MOST_BYTES_OF_AN_ENVIRONMENT : MOST_BYTES;
  const seen = new Set<number>();
  const chosen: PythonFile[] = [];
  let bytes = 0;
  let leftOut = 0;
  for (const index of queue) {
    const file = files[index];
    if (file === undefined || seen.has(index)) continue;
    seen.add(index);
    if (bytes + file.size > most) {
      // From here on nothing is followed: what is counted is what was found to be worth a look.
      bytes = most;
      if (calls.get(index) === true) leftOut++;
      continue;
    }
    bytes += file.size;
    chosen.push(file);
    const isRead = !isEnvironment && bytes < MOST_BYTES_READ;
    queue.push(...(importers[index] ?? []).filter((other) => !seen.has(other)));
    for (const other of imports[index] ?? []) {
      const imported = files[other];
      if (imported === undefined || seen.has(other)) continue;
      if (isRead || users.has(other) || mayCall(other, imported)) queue.push(other);
    }
  }
  return { files: chosen.sort((a, b) => (a.path < b.path ? -1 : 1)), unreadable, binary, leftOut };
}

/** The files that an import may mean by the last name of a module. */
function byName(files: readonly PythonFile[]): Map<string, readonly number[]> {
  const named = new Map<string, number[]>();
  for (const [index, { path }] of files.entries()) {
    const name = lastName(path);
    const known = named.get(name);
    if (known === undefined) named.set(name, [index]);
    else known.push(index);
  }
  for (const [name, indexes] of named) if (indexes.length > MOST_OF_A_NAME) named.delete(name);
  return named;
}
