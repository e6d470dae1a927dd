import { homedir } from 'node:os';
import path from 'node:path';
import { distance } from 'fastest-levenshtein';
import { realFolder } from '../output/real-folder.js';
import { isIdentifier } from '../python/identifier.js';
import { resolveAppRoot } from '../task-discovery/app-root.js';
import type { SearchExtent, TaskCandidate, TaskRanking } from '../task-discovery/find-task.js';
import { UserError } from '../user-error.js';
import type { PlaceholderTask, TaskPlan } from './plan.js';
import { DEFAULT_PURPOSE } from './purpose.js';
import type { PlanRequest, Surroundings } from './resolve-plan.js';

/** How many functions a user is offered. */
export const MOST_OFFERED = 3;

export interface ResolvedTask {
  readonly task: TaskPlan;
  readonly warnings: readonly string[];
}

/**
 * Decides what `task_fn` calls: the function that the user named, or the app's best one where that is clear, otherwise
 * a placeholder. Reads the app's sources; nothing of the app is run.
 *
 * @param output absolute path of the generated file
 * @throws UserError for a folder that is none to look in, and a function that is not there
 */
export async function resolveTask(
  request: PlanRequest,
  surroundings: Surroundings,
  output: string,
): Promise<ResolvedTask> {
  const { taskSource, placeholderTask } = request;
  if (placeholderTask === true) {
    if (taskSource === undefined) return { task: placeholder(), warnings: [] };
    throw new UserError(
      '--task-source and --placeholder-task exclude each other: one calls your function, the other calls none',
      'Give one of them.',
    );
  }
  const search = request.search ?? (await searchApp(request, surroundings));
  if ('refusal' in search) return { task: placeholder(), warnings: [search.refusal] };
  const { root, ranking } = search;
  if (taskSource !== undefined) {
    const called = askedTask(taskSource, ranking);
    return { task: wired(called, true, root, surroundings, output), warnings: [] };
  }
  if (ranking === undefined) return { task: placeholder(), warnings: [] };
  const warnings = extentNotes(ranking.extent);
  const [first] = ranking.candidates;
  if (first !== undefined && ranking.isClear) {
    if (hasImportableName(first)) {
      return { task: wired(first, false, root, surroundings, output), warnings };
    }
    return { task: placeholder(), warnings: [...warnings, unimportable(first)] };
  }
  const offered = ranking.chosen === null ? [] : ranking.candidates.slice(0, MOST_OFFERED);
  return {
    task: placeholder(offered.filter((one) => hasImportableName(one))),
    warnings: [...warnings, ...offered.filter((one) => !hasImportableName(one)).map(unimportable)],
  };
}

/** The functions of an app, and the folder that they were looked for in. */
export interface AppSearch {
  readonly root: string;
  /** None where the folder holds no Python at all, none that was left out either. */
  readonly ranking: TaskRanking | undefined;
}

/** Why no app was looked for. */
export interface NoSearch {
  readonly refusal: string;
}

/**
 * Looks for the functions of the app that an experiment could call. What reads Python is loaded where there is some.
 *
 * @returns why no app was looked for, where nobody asked for one and the folder is none to look in
 * @throws UserError where somebody did
 */
export async function searchApp(
  { appRoot, taskSource, purpose }: PlanRequest,
  { workingFolder, homeFolder = homedir() }: Surroundings,
): Promise<AppSearch | NoSearch> {
  let root: string;
  try {
    root = resolveAppRoot(appRoot, workingFolder, homeFolder);
  } catch (error) {
    if (!(error instanceof UserError) || appRoot !== undefined || taskSource !== undefined) throw error;
    return { refusal: error.message.replace('\n', ': ') };
  }
  const { listPythonFiles } = await import('../task-discovery/python-files.js');
  const listed = listPythonFiles(root);
  const isEmpty = listed.files.length + listed.tooLarge + listed.unreadable === 0;
  if (isEmpty && taskSource === undefined) return { root, ranking: undefined };
  const { findTask } = await import('../task-discovery/find-task.js');
  return { root, ranking: await findTask(root, purpose ?? DEFAULT_PURPOSE, taskSource, listed) };
}

/**
 * @param taskSource the value of `--task-source`
 * @throws UserError where the app has no such function, or no import can have the module's name
 */
export function askedTask(taskSource: string, ranking: TaskRanking | undefined): TaskCandidate {
  const problem = `--task-source is ${JSON.stringify(taskSource)}`;
  if (!isImportable(taskSource)) {
    throw new UserError(`${problem}, in which Python reads one of its own words`, 'Rename the module.');
  }
  const asked = ranking?.asked;
  if (asked !== undefined && asked !== null) {
    if (!isLoadedBefore(taskSource)) return asked;
    throw new UserError(
      `${problem}, in ${JSON.stringify(asked.file)}, but Python has loaded another module of that name before`,
      'Rename the module.',
    );
  }
  const nearest = (ranking?.candidates ?? [])
    .map(({ target }) => ({ target, steps: distance(taskSource, target) }))
    .sort((a, b) => a.steps - b.steps)
    .slice(0, MOST_OFFERED)
    .map(({ target }) => target);
  throw new UserError(
    `${problem}, which is no function of the app${ranking?.askedInstead === undefined ? '' : `: ${ranking.askedInstead}`}`,
    nearest.length === 0
      ? 'Name it from the folder that goes on sys.path, or say with --app-root where the app is.'
      : `The nearest that ask an LLM: ${nearest.join(', ')}. Is the app elsewhere? --app-root says so.`,
  );
}

/** @returns what a user should know of how much was looked at */
export function extentNotes({
  stopped,
  files,
  tooLarge,
  leftOut,
  unreadable,
  broken,
}: SearchExtent): string[] {
  return [
    ...(stopped ? [`Looked at the first ${files} Python files only: narrow it with --app-root.`] : []),
    ...(tooLarge > 0 ? [`Left out for their size: ${tooLarge} Python files.`] : []),
    ...(leftOut > 0
      ? [`Left unread, more than an app holds: ${leftOut} Python files. Narrow it with --app-root.`]
      : []),
    ...(unreadable > 0 ? [`Could not be read: ${unreadable} files or folders.`] : []),
    ...(broken > 0 ? [`Python 2, or not Python in places: ${broken} files.`] : []),
  ];
}

function placeholder(candidates: readonly TaskCandidate[] = []): PlaceholderTask {
  return { kind: 'placeholder', candidates };
}

function wired(
  called: TaskCandidate,
  isNamed: boolean,
  root: string,
  { workingFolder }: Surroundings,
  output: string,
): TaskPlan {
  const importFolder = path.join(root, called.importRoot);
  const outputFolder = realFolder(path.dirname(output));
  const relative = path.relative(outputFolder, importFolder).split(path.sep).join('/');
  const above = /^(?:\.\.(?:\/|$))*/.exec(relative)?.[0] ?? '';
  const common = path.resolve(outputFolder, above);
  // What lies in one project moves together; anything else is found where it is now.
  const belongTogether = [root, realFolder(workingFolder)].some((folder) => isWithin(common, folder));
  return {
    kind: 'wired',
    called,
    isNamed,
    importFolder,
    ...(belongTogether ? { importFolderFromFile: relative } : {}),
  };
}

function isWithin(folder: string, outer: string): boolean {
  const relative = path.relative(outer, folder);
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}

/** https://docs.python.org/3/reference/lexical_analysis.html#keywords */
const KEYWORDS = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from ' +
    'global if import in is lambda nonlocal not or pass raise return try while with yield'
  ).split(' '),
);

/**
 * What Python has loaded before the app is imported, of its own and for the sections above: a module of the app that
 * has such a name is never looked for. Found in `sys.modules` behind the imports of `dotenv` and `ddtrace.llmobs`.
 */
const LOADED = new Set(
  (
    'abc array ast asyncio atexit base64 binascii bisect builtins bz2 calendar codecs collections concurrent ' +
    'contextlib contextvars copy copyreg csv dataclasses datetime ddtrace dis dotenv email encodings enum ' +
    'errno fcntl fnmatch functools gc genericpath glob gzip hashlib heapq hmac http importlib inspect io ' +
    'ipaddress itertools json keyword linecache locale logging lzma marshal math ntpath opcode openai ' +
    'operator os pathlib platform posix posixpath queue quopri random re reprlib secrets select selectors ' +
    'shutil signal site socket ssl stat string struct subprocess sys sysconfig tempfile textwrap threading ' +
    'time token tokenize traceback types typing urllib uuid warnings weakref zipfile zipimport zlib'
  ).split(' '),
);

function isLoadedBefore(target: string): boolean {
  return LOADED.has(target.split(/[.:]/, 1)[0] ?? '');
}

/** Whether each name of a target can stand in an import. */
function isImportable(target: string): boolean {
  return target.split(/[.:]/).every((name) => isUsableName(name));
}

/** Whether Python finds a function under its target. A folder called `app.py` reads like two. */
export function hasImportableName({ file, importRoot, target }: TaskCandidate): boolean {
  const inside = importRoot === '' ? file : file.slice(importRoot.length + 1);
  const names = inside.replace(/\.py$/, '').split('/');
  return isImportable(target) && !isLoadedBefore(target) && names.every((name) => isModuleName(name));
}

/** A file is looked for by its name as Python normalizes it. */
function isModuleName(name: string): boolean {
  return isUsableName(name) && name === name.normalize('NFKC');
}

/** Whether an import can have the name. */
function isUsableName(name: string): boolean {
  return isIdentifier(name) && !KEYWORDS.has(name);
}

function unimportable({ file, line, target }: TaskCandidate): string {
  const why = isLoadedBefore(target)
    ? 'Python has loaded another module of its name before'
    : isModuleName(path.posix.basename(file, '.py'))
      ? 'no import can have the name of its folder, which --app-root takes'
      : 'no import can have the name of its file';
  return `the function in ${JSON.stringify(file)}, line ${line}, asks an LLM, but cannot be called: ${why}`;
}
