import type { Reach, Target } from './call-graph.js';
import type { Provider } from './llm-libraries.js';
import { importedFiles, type AppModules } from './app-modules.js';
import { isRunAlone, type ClassFacts, type FunctionFacts, type ModuleFacts } from './module-facts.js';
import { memberOfClass, valuesOf, type App, type LibraryValue, type Value } from './values.js';

/**
 * @param owner the class that a method is called on, where an object of it is made first
 * @returns those of a function's providers whose keys it needs in any case, as far as the source tells: what each of its
 *   calls asks, and whose clients are made when it is imported or its object is made. What it asks in a branch, or with
 *   a client that may be of several, is not among them
 */
export function surelyNeeded(
  reach: Reach,
  owner: ClassFacts | undefined,
  reaches: ReadonlyMap<FunctionFacts, Reach>,
  app: App,
): Provider[] {
  const makers = owner === undefined ? [] : memberOfClass(owner, '__init__', app);
  const run = [
    ...importedWith(reach.code.module, app).map(({ body }) => body),
    ...makers.flatMap((one) => (one.kind === 'function' ? [one.code] : [])),
  ];
  const needed = [...surelyAsked(reach, reaches), ...run.flatMap((code) => clientsMade(code, app))];
  return [...new Set(needed.filter((one) => reach.providers.has(one)))].sort();
}

/** A module and those that it imports at its top, and so on. */
function importedWith(module: ModuleFacts, app: App): ModuleFacts[] {
  const found = new Set([module]);
  for (const one of found)
    for (const file of filesImportedBy(one, app.modules)) {
      const other = app.parsed.get(file);
      if (other !== undefined) found.add(other);
    }
  return [...found];
}

function filesImportedBy(module: ModuleFacts, modules: AppModules): string[] {
  return importedFiles(
    { ...module, imports: new Map([...module.imports].filter(([, { isLate }]) => isLate !== true)) },
    modules,
  );
}

const made = new WeakMap<FunctionFacts, readonly Provider[]>();

/** Whose clients a piece of code makes outside of branches: most look for their key when they are made. */
function clientsMade(code: FunctionFacts, app: App): readonly Provider[] {
  const known = made.get(code);
  if (known !== undefined) return known;
  const found = code.calls.flatMap((call) => {
    if (call.isConditional === true || isRunAlone(call.line, code.module)) return [];
    const values = valuesOf(call, code, app);
    const [first, ...others] = values.flatMap((value) => (isClient(value) ? value.providers : []));
    // A function that makes one of several does not tell which.
    return first !== undefined && values.every(isClient) && others.every((one) => one === first)
      ? [first]
      : [];
  });
  made.set(code, found);
  return found;
}

function isClient(value: Value): value is LibraryValue {
  if (value.kind !== 'library' || !value.answers) return false;
  return value.library?.style === 'aws' || /^[A-Z]/.test(value.path.at(-1) ?? '');
}

function surelyAsked(reach: Reach, reaches: ReadonlyMap<FunctionFacts, Reach>): Set<Provider> {
  const asked = new Map<FunctionFacts, Set<Provider>>([[reach.code, new Set()]]);
  for (const code of asked.keys()) {
    for (const target of reaches.get(code)?.sites.flat() ?? []) {
      if (isFunction(target) && !asked.has(target)) asked.set(target, new Set());
    }
  }
  // Functions that call each other know of the rest only once the others do.
  for (let isGrowing = true; isGrowing;) {
    isGrowing = false;
    for (const [code, providers] of asked) {
      const before = providers.size;
      for (const targets of reaches.get(code)?.sites ?? []) {
        for (const provider of commonOf(targets, asked)) providers.add(provider);
      }
      isGrowing ||= providers.size > before;
    }
  }
  return asked.get(reach.code) ?? new Set();
}

function isFunction(target: Target): target is FunctionFacts {
  return 'module' in target;
}

/** What is asked whichever of a call's targets it leads to. */
function commonOf(
  [first, ...others]: readonly Target[],
  asked: ReadonlyMap<FunctionFacts, ReadonlySet<Provider>>,
): Provider[] {
  if (first === undefined) return [];
  const providers = providersOf(first, asked);
  return providers.filter((one) => others.every((other) => providersOf(other, asked).includes(one)));
}

function providersOf(
  target: Target,
  asked: ReadonlyMap<FunctionFacts, ReadonlySet<Provider>>,
): readonly Provider[] {
  if (isFunction(target)) return [...(asked.get(target) ?? [])];
  // A chain that holds several models may hold them to choose from.
  return target.length === 1 ? target : [];
}
