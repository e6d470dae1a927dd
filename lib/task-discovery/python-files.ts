import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync, type Dirent } from 'node:fs';
import path from 'node:path';
import ignore, { type Ignore } from 'ignore';

/** A Python file of the app. */
export interface PythonFile {
  /** Relative to the app's root, with `/` between the folders. */
  readonly path: string;
  readonly size: number;
}

/** The Python files of an app, and what was left out of them. */
export interface PythonFiles {
  readonly files: readonly PythonFile[];
  /** Larger than any file that a person writes. */
  readonly tooLarge: number;
  /** Files or folders that could not be looked into. */
  readonly unreadable: number;
  /** Whether there is more than was looked at. */
  readonly stopped: boolean;
}

export const MOST_FILES = 10_000;

/** So that a tree of anything but Python ends as well. */
const MOST_ENTRIES = 200_000;

/** So that a .gitignore of thousands of lines ends as well: each file and folder is held against all of them. */
const MOST_LINES_TRIED = 5_000_000;

/** Larger than any source that a person writes. */
export const LARGEST_FILE = 512 * 1024;

/** Larger than any .gitignore that a person writes. */
const LARGEST_RULES = 2 * 1024 * 1024;

/** What is installed, built, or written by tools, and tests: no folder of these names holds an app's task. */
const SKIPPED_FOLDERS = new Set([
  '__pycache__',
  '__pypackages__',
  'bower_components',
  'build',
  'dist',
  'egg-info',
  'eggs',
  'env',
  'htmlcov',
  'node_modules',
  'site-packages',
  'target',
  'test',
  'testing',
  'tests',
  'venv',
  'virtualenv',
]);

/**
 * Lists an app's Python files, breadth first and by name: the ones nearest to the root are there even where the tree
 * is too large. Left out is what .gitignore ignores (https://git-scm.com/docs/gitignore, each folder's own file for
 * what is below it), hidden folders, virtual environments, what is installed or built, and tests. Symbolic links are
 * not followed, so none leads out of the root or in circles.
 *
 * @param root an absolute path
 */
export function listPythonFiles(root: string): PythonFiles {
  const files: PythonFile[] = [];
  const queue: { folder: string; rules: readonly Rules[] }[] = [{ folder: '', rules: [] }];
  let tooLarge = 0;
  let unreadable = 0;
  let entries = 0;
  let linesTried = 0;
  for (const { folder, rules: outer } of queue) {
    const found = entriesOf(path.join(root, folder));
    if (found === undefined) unreadable++;
    if (found === undefined || isMadeByTools(folder, found)) continue;
    // Git follows no link to a .gitignore either, and a pipe of that name would be waited for.
    const hasRules = found.some((entry) => entry.name === '.gitignore' && entry.isFile());
    const own = hasRules ? rulesOf(root, folder) : [];
    if (own === undefined) unreadable++;
    const rules = [...outer, ...(own ?? [])];
    const lines = rules.reduce((sum, one) => sum + one.lines, 0);
    for (const entry of found) {
      const shown = folder === '' ? entry.name : `${folder}/${entry.name}`;
      const isFolder = entry.isDirectory() && !isSkippedFolder(entry.name);
      const isFile = entry.isFile() && isSource(entry.name);
      if (isFolder || isFile) linesTried += lines;
      if (++entries > MOST_ENTRIES || linesTried > MOST_LINES_TRIED)
        return { files, tooLarge, unreadable, stopped: true };
      if (isFolder) {
        if (!isIgnored(`${shown}/`, rules)) queue.push({ folder: shown, rules });
      } else if (isFile && !isIgnored(shown, rules)) {
        const size = statSync(path.join(root, shown), { throwIfNoEntry: false })?.size;
        if (size === undefined) unreadable++;
        else if (size > LARGEST_FILE) tooLarge++;
        else if (files.length === MOST_FILES) return { files, tooLarge, unreadable, stopped: true };
        else files.push({ path: shown, size });
      }
    }
  }
  return { files, tooLarge, unreadable, stopped: false };
}

/** The rules of one .gitignore, for what is below its folder. */
interface Rules {
  readonly folder: string;
  readonly matcher: Ignore;
  readonly lines: number;
}

/** @returns none where they cannot be read */
function rulesOf(root: string, folder: string): Rules[] | undefined {
  const file = path.join(root, folder, '.gitignore');
  try {
    if (statSync(file).size > LARGEST_RULES) return undefined;
    const text = readFileSync(file, 'utf8');
    return [{ folder, matcher: ignore().add(text), lines: text.split('\n').length }];
  } catch {
    return undefined;
  }
}

/** A deeper .gitignore has the last word. */
function isIgnored(shown: string, rules: readonly Rules[]): boolean {
  for (const { folder, matcher } of rules.toReversed()) {
    const { ignored, unignored } = matcher.test(folder === '' ? shown : shown.slice(folder.length + 1));
    if (ignored || unignored) return ignored;
  }
  return false;
}

function entriesOf(folder: string): Dirent[] | undefined {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return undefined;
  }
}

/**
 * A virtual environment, https://docs.python.org/3/library/venv.html, the migrations of Django,
 * https://docs.djangoproject.com/en/stable/topics/migrations/, or a language of gettext,
 * https://docs.python.org/3/library/gettext.html. Folders that have their names alone are an app's own.
 */
function isMadeByTools(folder: string, found: readonly Dirent[]): boolean {
  const isMigrations = path.basename(folder) === 'migrations';
  const isLanguage = path.basename(path.dirname(folder)) === 'locale';
  return found.some(
    ({ name }) =>
      name === 'pyvenv.cfg' ||
      (isLanguage && name === 'LC_MESSAGES') ||
      (isMigrations && /^\d{4}_\w+\.py$/.test(name)),
  );
}

function isSkippedFolder(name: string): boolean {
  return name.startsWith('.') || SKIPPED_FOLDERS.has(name.toLowerCase()) || name.endsWith('.egg-info');
}

/** Pytest's own names for files of tests, https://docs.pytest.org/en/stable/explanation/goodpractices.html */
function isSource(name: string): boolean {
  if (!name.endsWith('.py') || name === 'conftest.py' || name === 'setup.py') return false;
  return !name.startsWith('test_') && !name.endsWith('_test.py');
}

const buffer = Buffer.allocUnsafe(LARGEST_FILE);

/** What Windows' editors put first, https://docs.python.org/3/reference/lexical_analysis.html#encoding-declarations */
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Reads a listed file into memory that the next call uses again.
 *
 * @returns its bytes, without a byte order mark; undefined where it can no longer be read
 */
export function readListed(root: string, file: PythonFile): Buffer | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path.join(root, file.path), 'r');
    const bytes = buffer.subarray(0, readSync(descriptor, buffer, 0, LARGEST_FILE, 0));
    return bytes.subarray(0, 3).equals(BYTE_ORDER_MARK) ? bytes.subarray(3) : bytes;
  } catch {
    return undefined;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
