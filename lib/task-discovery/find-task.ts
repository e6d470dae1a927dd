import { appModules, importsOf, moduleName, type AppModules } from './app-modules.js';
import { followCalls, providersAround, type Reach } from './call-graph.js';
import type { Provider } from './llm-libraries.js';
import {
  moduleReader,
  type FunctionFacts,
  type ModuleFacts,
  type Parameter,
  type ParameterKind,
} from './module-facts.js';
import { listPythonFiles, readListed, type PythonFile } from './python-files.js';
import { filesToParse } from './files-to-parse.js';
import { loadPythonParser } from './python-parser.js';
import { LEAST_SCORE, CLEAR_LEAD, purposeOf, reasonsFor, type Reason } from './reasons.js';
import { sideEffectsOf, type SideEffect } from './side-effects.js';
import { traitsOf } from './traits.js';
import { dotted, type App, type Value } from './values.js';

export interface TaskParameter {
  readonly name: string;
  readonly kind: ParameterKind;
  readonly annotation?: string;
  readonly hasDefault: boolean;
}

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
  /** How it hangs on its class; none for a function. */
  readonly method?: 'instance' | 'class' | 'static';
  /** Without `self`. */
  readonly parameters: readonly TaskParameter[];
  /** What its class is made with; none for a function. */
  readonly constructorParameters?: readonly TaskParameter[];
  readonly providers: readonly Provider[];
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
  readonly extent: SearchExtent;
}

const MOST_CANDIDATES = 50;

/**
 * Finds the function of an app that an experiment should call. Reads sources alone: nothing of the app is run or
 * imported. The same tree gives the same ranking.
 *
 * @param root the app's folder, absolute
 * @param purpose what the experiment is to show, in the user's words
 */
export async function findTask(root: string, purpose: string): Promise<TaskRanking> {
  const listed = listPythonFiles(root);
  const modules = appModules(listed.files.map((file) => file.path));
  const { files, unreadable, leftOut } = filesToParse(root, listed.files);
  const parsed = files.length === 0 ? new Map<string, ModuleFacts>() : await parse(root, files);
  voteForRoots(parsed, modules);
  const app: App = { modules, parsed, handed: new Map<Parameter, Value[]>(), stepsLeft: 0, known: new Map() };
  const candidates = rank(app, purpose);
  const [first, second] = candidates;
  const isWorth = first !== undefined && first.score >= LEAST_SCORE;
  return {
    chosen: isWorth ? first.target : null,
    isClear: isWorth && first.score - (second?.score ?? -Infinity) >= CLEAR_LEAD,
    candidates,
    extent: {
      files: listed.files.length,
      parsed: parsed.size,
      broken: [...parsed.values()].filter((module) => module.hasError).length,
      tooLarge: listed.tooLarge,
      unreadable: listed.unreadable + unreadable,
      leftOut,
      stopped: listed.stopped,
    },
  };
}

async function parse(root: string, files: readonly PythonFile[]): Promise<Map<string, ModuleFacts>> {
  const read = moduleReader(await loadPythonParser());
  const parsed = new Map<string, ModuleFacts>();
  for (const file of files) {
    const bytes = readListed(root, file);
    if (bytes !== undefined) parsed.set(file.path, read(file.path, decode(bytes)));
  }
  return parsed;
}

/** What is not UTF-8 is most likely an older encoding of one byte a character: its code is ASCII all the same. */
function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return bytes.toString('latin1');
  }
}

function voteForRoots(parsed: ReadonlyMap<string, ModuleFacts>, modules: AppModules): void {
  for (const module of parsed.values()) {
    for (const { module: name, level } of importsOf(module)) if (level === 0) modules.vote(module.file, name);
  }
}

function rank(app: App, purposeText: string): TaskCandidate[] {
  const reaches = followCalls(app);
  const purpose = purposeOf(purposeText);
  const candidates: TaskCandidate[] = [];
  for (const reach of reaches.values()) {
    if (!isCandidate(reach)) continue;
    const traits = traitsOf(reach, reaches, app);
    const reasons = reasonsFor(traits, purpose);
    const score = reasons.reduce((sum, { weight }) => sum + weight, 0);
    candidates.push(describe(reach, score, reasons, app));
  }
  candidates.sort(
    (a, b) => b.score - a.score || depthOf(a.file) - depthOf(b.file) || (a.target < b.target ? -1 : 1),
  );
  return candidates.slice(0, MOST_CANDIDATES).map((candidate) => ({ ...candidate }));
}

function depthOf(file: string): number {
  return file.split('/').length;
}

function isCandidate(reach: Reach): boolean {
  const { code } = reach;
  const isTraced = code.decorators.some((one) =>
    (dotted(one.kind === 'call' ? one.callee : one) ?? '').startsWith('LLMObs.'),
  );
  if (reach.depth === Infinity && !isTraced) return false;
  if (code.name === '<module>' || (code.name.startsWith('__') && code.name !== '__call__')) return false;
  return !code.decorators.some((one) =>
    ['property', 'cached_property'].includes(dotted(one)?.split('.').at(-1) ?? ''),
  );
}

function describe(reach: Reach, score: number, reasons: readonly Reason[], app: App): TaskCandidate {
  const { code } = reach;
  const { file } = code.module;
  const importRoot = app.modules.importRootOf(file);
  const method = methodOf(code);
  const made = code.owner?.methods.get('__init__')?.parameters.slice(1) ?? [];
  const told = [...reach.providers].filter(
    (one) => one !== 'langchain' && one !== 'llama-index' && one !== 'unknown',
  );
  const providers =
    told.length > 0 ? reach.providers : new Set([...reach.providers, ...providersAround(code.module, app)]);
  return {
    target: `${moduleName(file, importRoot)}:${code.owner === undefined ? '' : `${code.owner.name}.`}${code.name}`,
    importRoot,
    file,
    line: code.line,
    score,
    reasons,
    isAsync: code.isAsync,
    isGenerator: code.isGenerator,
    returnsValue: code.isGenerator || code.returns.length > 0,
    ...(method === undefined ? {} : { method, constructorParameters: made.map(describeParameter) }),
    parameters: (method === undefined || method === 'static'
      ? code.parameters
      : code.parameters.slice(1)
    ).map(describeParameter),
    providers: [...providers].sort(),
    sideEffects: sideEffectsOf(code, [...reach.calls], app),
  };
}

function methodOf(code: FunctionFacts): 'instance' | 'class' | 'static' | undefined {
  if (code.owner === undefined) return undefined;
  const names = code.decorators.map((one) => dotted(one));
  return names.includes('staticmethod') ? 'static' : names.includes('classmethod') ? 'class' : 'instance';
}

function describeParameter({ name, kind, annotation, hasDefault }: Parameter): TaskParameter {
  return { name, kind, ...(annotation === undefined ? {} : { annotation }), hasDefault };
}
