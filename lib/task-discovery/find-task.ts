import { appModules, importedFiles, importsOf, moduleName, type AppModules } from './app-modules.js';
import { followCalls, providersAround, type Reach } from './call-graph.js';
import { filesOfModule, memberNamed, standsInstead } from './find-target.js';
import type { Provider } from './llm-libraries.js';
import {
  moduleReader,
  type ClassFacts,
  type FunctionFacts,
  type ModuleFacts,
  type Parameter,
} from './module-facts.js';
import { listPythonFiles, readListed, type PythonFile, type PythonFiles } from './python-files.js';
import { filesToParse } from './files-to-parse.js';
import type { ClientSetting } from './client-settings.js';
import { returnedThings, type ReturnedThing } from './returned-things.js';
import { LEAST_SCORE, CLEAR_LEAD, purposeOf, reasonsFor, type Reason } from './reasons.js';
import { sideEffectsOf, type SideEffect } from './side-effects.js';
import { describeConstructor, describeParameters, type TaskParameter } from './task-parameters.js';
import { surelyNeeded } from './surely-needed.js';
import { traitsOf } from './traits.js';
import { dotted, isProperty, type App, type Value } from './values.js';

/** A function or method of the app that asks an LLM, and what it takes to call it. */
export interface TaskCandidate {
  /** `package.module:function` or `package.module:Class.method`. */
  readonly target: string;
  /** The folder to put on `sys.path`, relative to the app's root; empty for the root itself. */
  readonly importRoot: string;
  /** Relative to the app's root. */
  readonly file: string;
  readonly line: number;
  readonly score: number;
  readonly reasons: readonly Reason[];
  readonly isAsync: boolean;
  readonly isGenerator: boolean;
  readonly returnsValue: boolean;
  /** As it is written. */
  readonly returnAnnotation?: string;
  /** How it hangs on its class; none for a function. */
  readonly method?: 'instance' | 'class' | 'static';
  /** Without `self`. */
  readonly parameters: readonly TaskParameter[];
  /** What its class is made with; none for a function. */
  readonly constructorParameters?: readonly TaskParameter[];
  readonly providers: readonly Provider[];
  /** Those of them whose keys it needs in any case: of the others it may be one or another, as the app is set up. */
  readonly surelyNeeded: readonly Provider[];
  /** What is imported to ask them: `openai`, `google.genai`; sorted. */
  readonly libraries: readonly string[];
  /** Where the clients that it asks have their keys and addresses from, as far as the source tells. */
  readonly settings: readonly ClientSetting[];
  /** What it may give back that is no answer yet. */
  readonly returned: readonly ReturnedThing[];
  readonly sideEffects: readonly SideEffect[];
}

/** How much of the app was looked at. */
export interface SearchExtent {
  readonly files: number;
  readonly parsed: number;
  /** Python 2, or no Python: what could be made out of them counts all the same. */
  readonly broken: number;
  readonly tooLarge: number;
  readonly unreadable: number;
  /** Files that may call an LLM and were not parsed, because the tree holds more of them than an app does. */
  readonly leftOut: number;
  /** Whether there were more files than are looked at. */
  readonly stopped: boolean;
}

export interface TaskRanking {
  /** The first candidate's target; null where none is worth calling, and the placeholder is right. */
  readonly chosen: string | null;
  /** Whether the first is so far ahead of the second that it can be taken without asking. */
  readonly isClear: boolean;
  /** The best first. */
  readonly candidates: readonly TaskCandidate[];
  /** The function that was asked for, ranked or not; null where the app has none of that name. */
  readonly asked: TaskCandidate | null;
  /** What is there in the place of the function that was asked for, for a reader. */
  readonly askedInstead?: string;
  readonly extent: SearchExtent;
}

const MOST_CANDIDATES = 50;

/**
 * Finds the function of an app that an experiment should call. Reads sources alone: nothing of the app is run or
 * imported. The same tree gives the same ranking.
 *
 * @param root the app's folder, absolute
 * @param purpose what the experiment is to show, in the user's words
 * @param target a function that is asked for, as `--task-source` names it
 * @param listed the app's files, where they are known
 */
export async function findTask(
  root: string,
  purpose: string,
  target?: string,
  listed: PythonFiles = listPythonFiles(root),
): Promise<TaskRanking> {
  const [moduleAsked = '', nameAsked = ''] = target?.split(':') ?? [];
  const asked = target === undefined ? [] : filesOfModule(root, moduleAsked, listed.files);
  const known = new Set(listed.files.map((file) => file.path));
  const all = [...listed.files, ...asked.filter((file) => !known.has(file.path))];
  const modules = appModules(all.map((file) => file.path));
  const { files, unreadable, binary, leftOut } = filesToParse(root, listed.files);
  const wanted = new Map([...files, ...asked].map((file) => [file.path, file]));
  const parsed = wanted.size === 0 ? new Map<string, ModuleFacts>() : await parse(root, [...wanted.values()]);
  const around = asked.flatMap((file) => {
    const module = parsed.get(file.path);
    return module === undefined ? [] : importedFiles(module, modules);
  });
  const further = all.filter((file) => around.includes(file.path) && !parsed.has(file.path));
  if (further.length > 0) for (const [file, module] of await parse(root, further)) parsed.set(file, module);
  voteForRoots(parsed, modules);
  const app: App = { modules, parsed, handed: new Map<Parameter, Value[]>(), stepsLeft: 0, known: new Map() };
  const reaches = followCalls(app);
  const candidates = rank(app, reaches, purpose);
  const [first, second] = candidates;
  const found = findAsked(asked, moduleAsked, nameAsked, reaches, app, purpose);
  const isWorth = first !== undefined && first.score >= LEAST_SCORE;
  return {
    chosen: isWorth ? first.target : null,
    isClear: isWorth && first.score - (second?.score ?? -Infinity) >= CLEAR_LEAD,
    candidates,
    asked: found,
    ...(target === undefined || found !== null
      ? {}
      : { askedInstead: standsInstead(moduleAsked, nameAsked, asked, root, app) }),
    extent: {
      files: listed.files.length,
      parsed: parsed.size,
      broken: binary + [...parsed.values()].filter((module) => module.hasError).length,
      tooLarge: listed.tooLarge,
      unreadable: listed.unreadable + unreadable,
      leftOut,
      stopped: listed.stopped,
    },
  };
}

async function parse(root: string, files: readonly PythonFile[]): Promise<Map<string, ModuleFacts>> {
  // Loaded where there is something to parse.
  const { loadPythonParser } = await import('./python-parser.js');
  const read = moduleReader(await loadPythonParser());
  const parsed = new Map<string, ModuleFacts>();
  for (const file of files) {
    const bytes = readListed(root, file);
    if (bytes !== undefined) parsed.set(file.path, read(file.path, decode(bytes)));
  }
  return parsed;
}

/** https://docs.python.org/3/reference/lexical_analysis.html#encoding-declarations */
const DECLARED_ENCODING = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/;

/**
 * In the encoding that its first two lines declare. Whatever else is not UTF-8 is most likely an older encoding of one
 * byte a character: its code is ASCII all the same.
 */
function decode(bytes: Buffer): string {
  const lines = bytes.subarray(0, 500).toString('latin1').split('\n', 2);
  const declared = lines.map((line) => DECLARED_ENCODING.exec(line)?.[1]).find((name) => name !== undefined);
  for (const encoding of ['utf-8', declared?.replaceAll('_', '-')]) {
    try {
      if (encoding !== undefined) return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // The next one, then.
    }
  }
  return bytes.toString('latin1');
}

function voteForRoots(parsed: ReadonlyMap<string, ModuleFacts>, modules: AppModules): void {
  for (const module of parsed.values()) {
    for (const { module: name, level } of importsOf(module)) if (level === 0) modules.vote(module.file, name);
  }
}

function rank(app: App, reaches: ReadonlyMap<FunctionFacts, Reach>, purposeText: string): TaskCandidate[] {
  const purpose = purposeOf(purposeText);
  const candidates: { reach: Reach; score: number; reasons: readonly Reason[]; target: string }[] = [];
  for (const reach of reaches.values()) {
    if (!isCandidate(reach)) continue;
    const { score, reasons } = weighed(reach, reaches, app, purpose);
    candidates.push({ reach, score, reasons, target: targetOf(reach.code, importRootOf(reach, app)) });
  }
  candidates.sort(
    (a, b) => b.score - a.score || depthOf(a.reach) - depthOf(b.reach) || (a.target < b.target ? -1 : 1),
  );
  return candidates
    .slice(0, MOST_CANDIDATES)
    .map(({ reach, score, reasons }) =>
      describe(reach, score, reasons, reaches, app, importRootOf(reach, app)),
    );
}

function weighed(
  reach: Reach,
  reaches: ReadonlyMap<FunctionFacts, Reach>,
  app: App,
  purpose: ReturnType<typeof purposeOf>,
): { score: number; reasons: readonly Reason[] } {
  const reasons = reasonsFor(traitsOf(reach, reaches, app), purpose);
  return { score: reasons.reduce((sum, { weight }) => sum + weight, 0), reasons };
}

function importRootOf({ code }: Reach, app: App): string {
  return app.modules.importRootOf(code.module.file);
}

function depthOf({ code }: Reach): number {
  return code.module.file.split('/').length;
}

function isCandidate(reach: Reach): boolean {
  const { code } = reach;
  const isTraced = code.decorators.some((one) =>
    (dotted(one.kind === 'call' ? one.callee : one) ?? '').startsWith('LLMObs.'),
  );
  if (reach.depth === Infinity && !isTraced) return false;
  // An experiment, such as an earlier run has written, is none of what it measures.
  if (code.module.body.calls.some(({ callee }) => dotted(callee) === 'LLMObs.experiment')) return false;
  if (code.name === '<module>' || (code.name.startsWith('__') && code.name !== '__call__')) return false;
  return !isProperty(code);
}

/** What stands under a name that was asked for: the function itself, or one that is imported or inherited there. */
function findAsked(
  files: readonly PythonFile[],
  moduleAsked: string,
  nameAsked: string,
  reaches: ReadonlyMap<FunctionFacts, Reach>,
  app: App,
  purpose: string,
): TaskCandidate | null {
  const parts = moduleAsked.split('.');
  const roots = files.map(({ path }) =>
    path
      .replace(/(\/__init__)?\.py$/, '')
      .split('/')
      .slice(0, -parts.length)
      .join('/'),
  );
  // The root from which the app itself imports the module comes first.
  const inOrder = files
    .map((file, index) => ({ file, root: roots[index] ?? '' }))
    .sort(
      (a, b) =>
        Number(app.modules.importRootOf(b.file.path) === b.root) -
          Number(app.modules.importRootOf(a.file.path) === a.root) || a.root.length - b.root.length,
    );
  for (const { file, root } of inOrder) {
    const module = app.parsed.get(file.path);
    if (module === undefined) continue;
    const found = memberNamed(module, nameAsked.split('.'), app);
    const reach = found === undefined ? undefined : reaches.get(found.code);
    if (found === undefined || reach === undefined) continue;
    const { score, reasons } = weighed(reach, reaches, app, purposeOf(purpose));
    const described = describe(reach, score, reasons, reaches, app, root, found.owner);
    const target = `${moduleAsked}:${nameAsked}`;
    return found.isObject ? { ...described, target, method: 'static' } : { ...described, target };
  }
  return null;
}

/** @param owner the class that the method is called on, where that is one that inherits it */
function describe(
  reach: Reach,
  score: number,
  reasons: readonly Reason[],
  reaches: ReadonlyMap<FunctionFacts, Reach>,
  app: App,
  importRoot: string,
  owner: ClassFacts | undefined = reach.code.owner,
): TaskCandidate {
  const { code } = reach;
  const { file } = code.module;
  const method = methodOf(code);
  const told = [...reach.providers].filter(
    (one) => one !== 'langchain' && one !== 'llama-index' && one !== 'unknown',
  );
  const around = told.length > 0 ? undefined : providersAround(code.module, app);
  return {
    target: targetOf(code, importRoot),
    importRoot,
    file,
    line: code.line,
    score,
    reasons,
    isAsync: code.isAsync,
    isGenerator: code.isGenerator,
    returnsValue: code.isGenerator || code.returns.length > 0,
    ...(code.returnAnnotation === undefined ? {} : { returnAnnotation: code.returnAnnotation }),
    ...(method === undefined || owner === undefined
      ? {}
      : { method, constructorParameters: describeConstructor(owner, importRoot, app) }),
    parameters: describeParameters(
      method === undefined || method === 'static' ? code.parameters : code.parameters.slice(1),
      code,
      importRoot,
      app,
    ),
    providers: [...new Set([...reach.providers, ...(around?.providers ?? [])])].sort(),
    surelyNeeded:
      told.length > 1 ? surelyNeeded(reach, method === 'instance' ? owner : undefined, reaches, app) : told,
    libraries: [...new Set([...reach.libraries, ...(around?.libraries ?? [])])].sort(),
    settings: [...reach.settings]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([, setting]) => setting),
    returned: returnedThings(code, app),
    sideEffects: sideEffectsOf(code, method === 'instance' ? owner : undefined, reaches, app),
  };
}

function targetOf({ module, owner, name }: FunctionFacts, importRoot: string): string {
  return `${moduleName(module.file, importRoot)}:${owner === undefined ? '' : `${owner.name}.`}${name}`;
}

function methodOf(code: FunctionFacts): 'instance' | 'class' | 'static' | undefined {
  if (code.owner === undefined) return undefined;
  const names = code.decorators.map((one) => dotted(one));
  return names.includes('staticmethod') ? 'static' : names.includes('classmethod') ? 'class' : 'instance';
}
