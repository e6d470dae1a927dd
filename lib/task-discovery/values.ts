import { clientSettings, type ClientSetting } from './client-settings.js';
import type { AppModules } from './app-modules.js';
import {
  isAnswering,
  isLabelling,
  libraryOf,
  providerInName,
  type LlmLibrary,
  type Provider,
} from './llm-libraries.js';
import type {
  Argument,
  CallExpression,
  ClassFacts,
  Expression,
  FunctionFacts,
  ModuleFacts,
  Parameter,
} from './module-facts.js';
import { isAddress } from './text-gate.js';

/** What an expression may stand for. Nothing is run: it is what the source says of it. */
export type Value =
  | { readonly kind: 'function'; readonly code: FunctionFacts }
  | { readonly kind: 'class'; readonly owner: ClassFacts }
  | { readonly kind: 'instance'; readonly owner: ClassFacts }
  | { readonly kind: 'module'; readonly module: ModuleFacts }
  | LibraryValue;

/** Something of an installed library. */
export interface LibraryValue {
  readonly kind: 'library';
  /** The names that lead to it; a call leaves none. */
  readonly path: readonly string[];
  /** None for a library that is no LLM's. */
  readonly library?: LlmLibrary;
  /** Whether something was called to get it. */
  readonly made: boolean;
  /** Whether it is a model, a client, or made of one: asking it asks an LLM. */
  readonly answers: boolean;
  readonly providers: readonly Provider[];
  /** The names of the libraries that it is made with. */
  readonly libraries: readonly string[];
  /** Where the clients that it is made with have their keys from. */
  readonly settings: readonly ClientSetting[];
}

/** What is known of the app while its calls are followed. */
export interface App {
  readonly modules: AppModules;
  readonly parsed: ReadonlyMap<string, ModuleFacts>;
  /** What the app's own calls hand over as a parameter. */
  readonly handed: Map<Parameter, Value[]>;
  /** Steps left for one look-up, so that no tangle of definitions takes long. */
  stepsLeft: number;
  /** What names were found to stand for. */
  readonly known: Map<FunctionFacts, Map<string, readonly Value[]>>;
}

export const MOST_STEPS = 600;

const DEEPEST = 40;
const MOST_VALUES = 6;

/** @returns what the expression may stand for in the function; nothing where the source does not tell */
export function valuesOf(expression: Expression, code: FunctionFacts, app: App, depth = 0): readonly Value[] {
  if (depth === 0) app.stepsLeft = MOST_STEPS;
  if (depth > DEEPEST || --app.stepsLeft < 0) return [];
  switch (expression.kind) {
    case 'name':
      return valuesOfName(expression.name, code, app, depth + 1);
    case 'attribute': {
      const noted = valuesOfNoted(expression, code, app, depth + 1);
      if (noted.length > 0) return noted;
      return valuesOf(expression.object, code, app, depth + 1).flatMap((value) =>
        member(value, expression.name, app, depth + 1),
      );
    }
    case 'call':
      return few(valuesOfCall(expression, code, app, depth + 1));
    case 'item': {
      const noted = expression.object.kind === 'name' || expression.object.kind === 'attribute';
      return noted ? valuesOf(expression.object, code, app, depth + 1) : [];
    }
    case 'either':
      return few(expression.parts.flatMap((part) => valuesOf(part, code, app, depth + 1)));
    case 'joined': {
      const parts = expression.parts.flatMap((part) => valuesOf(part, code, app, depth + 1));
      const answering = parts.filter((part) => part.kind === 'library' && part.answers);
      if (!expression.piped) return few(parts);
      return answering.length > 0 ? few(answering) : few(parts);
    }
    default:
      return [];
  }
}

function few(values: readonly Value[]): readonly Value[] {
  return values.slice(0, MOST_VALUES);
}

function valuesOfName(name: string, code: FunctionFacts, app: App, depth: number): readonly Value[] {
  const known = app.known.get(code) ?? new Map<string, readonly Value[]>();
  app.known.set(code, known);
  let values = known.get(name);
  if (values !== undefined) return values;
  // So that what is defined by itself ends.
  known.set(name, []);
  values = lookUpName(name, code, app, depth);
  if (app.stepsLeft > 0) known.set(name, values);
  else known.delete(name);
  return values;
}

function lookUpName(name: string, code: FunctionFacts, app: App, depth: number): readonly Value[] {
  const { module, owner } = code;
  if (name === 'self' && owner !== undefined) return [{ kind: 'instance', owner }];
  if (name === 'cls' && owner !== undefined) return [{ kind: 'class', owner }];
  const assigned = (code.assigned.get(name) ?? []).flatMap((one) => valuesOf(one, code, app, depth + 1));
  if (assigned.length > 0) return few(assigned);
  const parameter = code.parameters.find((one) => one.name === name);
  if (parameter !== undefined) return valuesOfParameter(parameter, code, app, depth + 1);
  return memberOfModule(module, name, app, depth + 1);
}

function valuesOfParameter(
  parameter: Parameter,
  code: FunctionFacts,
  app: App,
  depth: number,
): readonly Value[] {
  const typed = parameter.type === undefined ? [] : valuesOfType(parameter.type, code, app, depth + 1);
  const { value } = parameter;
  const injected =
    value?.kind === 'call'
      ? value.given.flatMap(({ value: given }) => valuesOf(given, code, app, depth + 1))
      : [];
  const produced = injected.flatMap((one) => result(one, app, depth + 1));
  return few([...(app.handed.get(parameter) ?? []), ...produced, ...typed]);
}

/** What a value of an annotated type is. */
export function valuesOfType(type: Expression, code: FunctionFacts, app: App, depth = 0): readonly Value[] {
  if (depth > DEEPEST) return [];
  if (type.kind === 'item') {
    const name = type.object.kind === 'name' ? type.object.name : '';
    // `Agent[Deps, str]` is an agent.
    if (!['Optional', 'Annotated', 'Union', 'Type', 'type'].includes(name))
      return valuesOfType(type.object, code, app, depth + 1);
    const parts = type.index.kind === 'joined' ? type.index.parts : [type.index];
    const types = name === 'Annotated' ? parts.slice(0, 1) : parts;
    return types.flatMap((part) => valuesOfType(part, code, app, depth + 1));
  }
  if (type.kind === 'joined' || type.kind === 'either') {
    return type.parts.flatMap((part) => valuesOfType(part, code, app, depth + 1));
  }
  // An annotation in quotes names what is defined further down.
  const named: Expression = type.kind === 'text' ? { kind: 'name', name: type.text } : type;
  return valuesOf(named, code, app, depth + 1)
    .filter(
      (value) => value.kind !== 'library' || !['typing', 'typing_extensions'].includes(value.path[0] ?? ''),
    )
    .flatMap((value) => result(value, app, depth + 1, false));
}

/** A name that is assigned as a whole in the module: `st.session_state.chain`, or a global of another function. */
function valuesOfNoted(
  expression: Expression,
  code: FunctionFacts,
  app: App,
  depth: number,
): readonly Value[] {
  const name = dotted(expression);
  if (name === undefined || name.startsWith('self.') || !name.includes('.')) return [];
  return notedInModule(name, code.module, app, depth);
}

function notedInModule(name: string, module: ModuleFacts, app: App, depth: number): readonly Value[] {
  const values: Value[] = [];
  for (const { value, code } of notesOf(module).get(name) ?? []) {
    if (values.length < MOST_VALUES) values.push(...valuesOf(value, code, app, depth + 3));
  }
  return values;
}

interface Note {
  readonly value: Expression;
  readonly code: FunctionFacts;
}

const notes = new WeakMap<ModuleFacts, Map<string, Note[]>>();

/** Every name that is assigned anywhere in a module. */
function notesOf(module: ModuleFacts): Map<string, Note[]> {
  const known = notes.get(module);
  if (known !== undefined) return known;
  const found = new Map<string, Note[]>();
  for (const code of codeOf(module)) {
    for (const [name, values] of code.assigned) {
      const added = values.map((value) => ({ value, code }));
      found.set(name, [...(found.get(name) ?? []), ...added]);
    }
  }
  notes.set(module, found);
  return found;
}

/** @returns the addresses of LLMs' services that a call is given, under whatever names of the app's own */
export function addressesGiven({ given }: CallExpression, code: FunctionFacts, app: App): string[] {
  app.stepsLeft = MOST_STEPS;
  return given
    .filter(({ keyword }) => keyword === undefined || keyword === 'url')
    .flatMap(({ value }) => textsOf(value, code, app).filter(isAddress));
}

/** The strings that an expression may stand for, be they constants of other modules or defaults of a variable. */
function textsOf(expression: Expression, code: FunctionFacts, app: App, depth = 0): readonly string[] {
  if (depth > MOST_MAKERS || --app.stepsLeft < 0) return [];
  switch (expression.kind) {
    case 'text':
      return [expression.text];
    case 'name': {
      const assigned = code.assigned.get(expression.name);
      return assigned === undefined
        ? textsOfModule(code.module, expression.name, app, depth + 1)
        : assigned.flatMap((one) => textsOf(one, code, app, depth + 1));
    }
    case 'attribute':
      return valuesOf(expression.object, code, app, depth + 1).flatMap((value) =>
        textsOfMember(value, expression.name, app, depth + 1),
      );
    case 'call':
      return expression.given.flatMap(({ value }) => textsOf(value, code, app, depth + 1));
    case 'either':
    case 'joined':
      return expression.parts.flatMap((part) => textsOf(part, code, app, depth + 1));
    default:
      return [];
  }
}

function textsOfModule(module: ModuleFacts, name: string, app: App, depth: number): readonly string[] {
  const found = assignedAtTop(module, name, app);
  return found?.values.flatMap((one) => textsOf(one, found.code, app, depth + 1)) ?? [];
}

/**
 * @returns what a name is set to at the top of a module, there or where it is imported from, and the code that this
 *   stands in; modules may import a name from each other, and then there is nothing
 */
export function assignedAtTop(
  module: ModuleFacts,
  name: string,
  app: App,
): { readonly values: readonly Expression[]; readonly code: FunctionFacts } | undefined {
  let code = module.body;
  let wanted = name;
  for (let steps = 0; steps <= MOST_MAKERS; steps++) {
    const values = code.assigned.get(wanted);
    if (values !== undefined) return { values, code };
    const { imports, file } = code.module;
    const imported = imports.get(wanted);
    if (imported?.name === undefined) return undefined;
    const found = app.modules.find(file, imported.module, imported.level);
    const origin = found?.file === undefined ? undefined : app.parsed.get(found.file);
    if (origin === undefined) return undefined;
    code = origin.body;
    wanted = imported.name;
  }
  return undefined;
}

function textsOfMember(value: Value, name: string, app: App, depth: number): readonly string[] {
  if (value.kind === 'module') return textsOfModule(value.module, name, app, depth);
  if (value.kind !== 'instance' && value.kind !== 'class') return [];
  const { attributes, assigned, module } = value.owner;
  return [
    ...(attributes.get(name) ?? []).flatMap((one) => textsOf(one.value, one.method, app, depth + 1)),
    ...(assigned.get(name) ?? []).flatMap((one) => textsOf(one, module.body, app, depth + 1)),
  ];
}

/** @returns all functions and methods of a module, its own body first */
export function codeOf(module: ModuleFacts): FunctionFacts[] {
  return [
    module.body,
    ...module.functions.values(),
    ...[...module.classes.values()].flatMap((owner) => [...owner.methods.values()]),
  ];
}

/** @returns `a.b.c` for a chain of names */
export function dotted(expression: Expression): string | undefined {
  if (expression.kind === 'name') return expression.name;
  if (expression.kind !== 'attribute') return undefined;
  const object = dotted(expression.object);
  return object === undefined ? undefined : `${object}.${expression.name}`;
}

export function memberOfModule(module: ModuleFacts, name: string, app: App, depth = 0): readonly Value[] {
  if (depth > DEEPEST || --app.stepsLeft < 0) return [];
  const code = module.functions.get(name);
  if (code !== undefined) return [{ kind: 'function', code }];
  const owner = module.classes.get(name);
  if (owner !== undefined) return [{ kind: 'class', owner }];
  const assigned = (module.body.assigned.get(name) ?? []).flatMap((one) =>
    valuesOf(one, module.body, app, depth + 1),
  );
  if (assigned.length > 0) return few(assigned);
  const imported = module.imports.get(name);
  if (imported !== undefined) {
    return imported.name === undefined
      ? importedModule(module, imported.module, imported.level, imported.bindsFirst === true, app)
      : importedName(module, imported.module, imported.level, imported.name, app, depth + 1);
  }
  for (const { module: origin, level } of module.wildcards) {
    const found = app.modules.find(module.file, origin, level);
    const other = found?.file === undefined ? undefined : app.parsed.get(found.file);
    const values = other === undefined || other === module ? [] : memberOfModule(other, name, app, depth + 2);
    if (values.length > 0) return values;
  }
  const typed = notedInModule(name, module, app, depth + 1);
  return typed.filter((value) => value.kind === 'instance' || (value.kind === 'library' && value.made));
}

function importedModule(
  from: ModuleFacts,
  name: string,
  level: number,
  bindsFirst: boolean,
  app: App,
): readonly Value[] {
  const found = app.modules.find(from.file, name, level);
  if (found?.file === undefined)
    return found === undefined
      ? [libraryValue(bindsFirst ? [name.split('.', 1)[0] ?? name] : name.split('.'))]
      : [];
  const module = app.parsed.get(found.file);
  return module === undefined ? [] : [{ kind: 'module', module }];
}

function importedName(
  from: ModuleFacts,
  origin: string,
  level: number,
  name: string,
  app: App,
  depth: number,
): readonly Value[] {
  const found = app.modules.find(from.file, origin, level);
  if (found === undefined) return level > 0 ? [] : [libraryValue([...origin.split('.'), name])];
  const module = found.file === undefined ? undefined : app.parsed.get(found.file);
  const values = module === undefined || module === from ? [] : memberOfModule(module, name, app, depth + 1);
  if (values.length > 0) return values;
  const inner = app.modules.find(from.file, origin === '' ? name : `${origin}.${name}`, level);
  const submodule = inner?.file === undefined ? undefined : app.parsed.get(inner.file);
  return submodule === undefined ? [] : [{ kind: 'module', module: submodule }];
}

function libraryValue(path: readonly string[]): LibraryValue {
  const library = libraryOf(path.join('.'));
  return {
    kind: 'library',
    path,
    ...(library === undefined ? {} : { library }),
    made: false,
    answers: library !== undefined && (library.style === 'client' || isAnswering(path.at(-1) ?? '')),
    providers: library === undefined ? [] : [providerInName(path.at(-1) ?? '') ?? library.provider],
    libraries: library === undefined ? [] : [library.name],
    settings: [],
  };
}

function member(value: Value, name: string, app: App, depth: number): readonly Value[] {
  if (depth > DEEPEST) return [];
  switch (value.kind) {
    case 'module':
      return memberOfModule(value.module, name, app, depth + 1);
    case 'class':
    case 'instance':
      return memberOfClass(value.owner, name, app, depth + 1);
    case 'function':
      return [];
    case 'library': {
      if (value.made)
        return [{ ...value, path: [...value.path, name], answers: keepsAnswering(value, name) }];
      return [libraryValue([...value.path, name])];
    }
  }
}

const STOPS_ANSWERING =
  /retriever|embedding|history|memory|messages|choices|content|text$|output|usage|vector/i;

function keepsAnswering(value: LibraryValue, name: string): boolean {
  if (isAnswering(name)) return true;
  const isResource = value.library?.style === 'client' && name === 'messages';
  return value.answers && (isResource || !STOPS_ANSWERING.test(name));
}

/** @returns whether a method is read like a value, so that nobody calls it */
export function isProperty({ decorators }: FunctionFacts): boolean {
  return decorators.some((one) =>
    ['property', 'cached_property'].includes(dotted(one)?.split('.').at(-1) ?? ''),
  );
}

/** @returns a method, or what an attribute was set to, of the class or of those it inherits from */
export function memberOfClass(owner: ClassFacts, name: string, app: App, depth = 0): readonly Value[] {
  if (depth > DEEPEST) return [];
  const method = owner.methods.get(name);
  if (method !== undefined) {
    return isProperty(method) ? produced(method, app, depth + 1) : [{ kind: 'function', code: method }];
  }
  const values: Value[] = [];
  for (const { value, method: setter } of owner.attributes.get(name) ?? []) {
    values.push(...valuesOf(value, setter, app, depth + 1));
  }
  const { body } = owner.module;
  for (const value of owner.assigned.get(name) ?? []) values.push(...valuesOf(value, body, app, depth + 1));
  const type = owner.annotated.get(name);
  if (type !== undefined) values.push(...valuesOfType(type, body, app, depth + 1));
  if (values.length > 0) return few(values);
  for (const base of owner.bases) {
    for (const value of valuesOf(base, body, app, depth + 1)) {
      if (value.kind === 'class' && value.owner !== owner)
        values.push(...memberOfClass(value.owner, name, app, depth + 1));
    }
  }
  return few(values);
}

function valuesOfCall(call: CallExpression, code: FunctionFacts, app: App, depth: number): readonly Value[] {
  const { callee } = call;
  if (callee.kind === 'attribute' && /^as_(?:query|chat)_engine$/.test(callee.name)) {
    return [made(['llama_index', callee.name], call.given, code, app, depth)];
  }
  if (callee.kind === 'name' && callee.name === 'super' && code.owner !== undefined) {
    const { bases, module } = code.owner;
    return bases
      .flatMap((base) => valuesOf(base, module.body, app, depth + 1))
      .flatMap((value) => result(value, app, depth + 1, false));
  }
  const values = valuesOf(callee, code, app, depth + 1);
  return values.flatMap((value) => {
    if (value.kind !== 'library') return result(value, app, depth + 1);
    if (value.library === undefined) return passedThrough(value, call.given, code, app, depth);
    const name = value.path.at(-1) ?? '';
    // `boto3.Session().client("bedrock-runtime")` makes a client too.
    const isMade = value.made && !(value.library.style === 'aws' && /^(?:create_)?client$/.test(name));
    if (!isMade) return [made(value.path, call.given, code, app, depth)];
    return [{ ...value, answers: value.answers || isAnswering(name) }];
  });
}

/** Wrappers of other libraries: what a cache or a context manager is given is what it gives. */
const WRAPPERS = new Set([
  'cast',
  'wrap_openai',
  'patch',
  'aclosing',
  'closing',
  'gather',
  'wait_for',
  'run',
  'to_thread',
]);

function passedThrough(
  value: LibraryValue,
  given: readonly Argument[],
  code: FunctionFacts,
  app: App,
  depth: number,
): readonly Value[] {
  if (!WRAPPERS.has(value.path.at(-1) ?? '')) return [{ ...value, made: true }];
  return given.flatMap((one) => valuesOf(one.value, code, app, depth + 1));
}

function made(
  path: readonly string[],
  given: readonly Argument[],
  code: FunctionFacts,
  app: App,
  depth: number,
): LibraryValue {
  const library = libraryOf(path.join('.'));
  const texts = given.flatMap(({ value }) => (value.kind === 'text' ? [value.text] : []));
  const service = library?.style === 'aws' ? texts.slice(0, 1) : [];
  const parts = given
    .flatMap(({ value }) => valuesOf(value, code, app, depth + 2))
    .filter((value): value is LibraryValue => value.kind === 'library' && value.answers);
  const names = path.slice(-2);
  const named = names
    .toReversed()
    .map((name) => providerInName(name))
    .find((one) => one !== undefined);
  const isVertex = given.some((one) => one.keyword === 'vertexai');
  const own = isVertex ? 'vertex' : (named ?? library?.provider ?? 'unknown');
  const byText = texts.map((text) => (/^[\w-]+[:/]/.test(text) ? providerInName(text) : undefined));
  const answers =
    library?.style === 'client' ||
    (library?.style === 'aws' && texts.some((text) => text.startsWith('bedrock'))) ||
    (library?.style === 'framework' &&
      !(path.at(-1) === 'pipeline' && texts.some((text) => isLabelling(text))) &&
      (isAnswering(path.at(-1) ?? '') ||
        ((names.some((name) => isAnswering(name)) || parts.length > 0) &&
          !STOPS_ANSWERING.test(path.at(-1) ?? ''))));
  const all: Provider[] = [
    own,
    ...parts.flatMap((part) => part.providers),
    ...byText.filter((one) => one !== undefined),
  ];
  const providers = [...new Set(all)];
  const told = providers.filter((one) => one !== 'unknown');
  return {
    kind: 'library',
    // `boto3.client("s3")` alone says no more than that it is one of AWS.
    path: [...path, ...service],
    ...(library === undefined ? {} : { library }),
    made: true,
    settings: [
      ...(library !== undefined && answers && /^[A-Z]/.test(path.at(-1) ?? '')
        ? clientSettings(own, given, code, app)
        : []),
      ...parts.flatMap((part) => part.settings),
    ],
    answers,
    providers: told.length > 0 ? told : providers,
    libraries: [
      ...new Set([
        ...(library === undefined ? [] : [library.name]),
        ...parts.flatMap((part) => part.libraries),
      ]),
    ],
  };
}

/** What calling a value gives. */
function result(value: Value, app: App, depth: number, calls = true): readonly Value[] {
  if (depth > DEEPEST) return [];
  switch (value.kind) {
    case 'class':
      return [{ kind: 'instance', owner: value.owner }];
    case 'function':
      return calls ? produced(value.code, app, depth + 1) : [];
    case 'library': {
      const { library, path } = value;
      const answers =
        library?.style === 'client' || (library?.style === 'framework' && isAnswering(path.at(-1) ?? ''));
      return [{ ...value, made: true, answers: value.made ? value.answers : answers }];
    }
    default:
      return [];
  }
}

function produced(code: FunctionFacts, app: App, depth: number): readonly Value[] {
  const values = code.returns.flatMap((one) => valuesOf(one, code, app, depth + 1));
  const isTold = values.some((value) => value.kind !== 'library' || value.library !== undefined);
  if (isTold || code.returnType === undefined) return few(values);
  // What another library gives is told by the type alone.
  const typed = valuesOfType(code.returnType, code, app, depth + 1);
  return typed.length > 0 ? typed : few(values);
}

/** @returns whether all that a function gives is made to be asked: a chain, an agent, a graph that it builds */
export function makesWhatAnswers(code: FunctionFacts, app: App, depth = 0): boolean {
  const given = code.returns.filter((one) => one.kind !== 'name' || one.name !== 'None');
  return !code.isGenerator && given.length > 0 && given.every((one) => isMade(one, code, app, depth + 1));
}

/** Whether an expression makes something that can be asked, and asks it nothing. */
function isMade(expression: Expression, code: FunctionFacts, app: App, depth: number): boolean {
  if (depth > MOST_MAKERS) return false;
  switch (expression.kind) {
    case 'name': {
      if (code.inner.has(expression.name)) return true;
      const assigned = code.assigned.get(expression.name) ?? [];
      return assigned.length > 0 && assigned.every((one) => isMade(one, code, app, depth + 1));
    }
    case 'either':
      return expression.parts.every((part) => isMade(part, code, app, depth + 1));
    case 'joined':
      return expression.piped && valuesOf(expression, code, app).some(isMadeToAnswer);
    case 'call': {
      const called = valuesOf(expression.callee, code, app);
      if (called.some((value) => value.kind === 'function')) {
        return called.every(
          (value) => value.kind === 'function' && makesWhatAnswers(value.code, app, depth + 1),
        );
      }
      // What is called on a chain gives one again by few methods; a chain that is called answers.
      const isOnMade = called.some((value) => value.kind === 'library' && value.made);
      const { callee } = expression;
      if (isOnMade && !(callee.kind === 'attribute' && MAKING_METHODS.test(callee.name))) return false;
      return valuesOf(expression, code, app).some(isMadeToAnswer);
    }
    default:
      return false;
  }
}

const MOST_MAKERS = 8;

const MAKING_METHODS = /^(?:compile|build|pipe|bind\w*|with_\w+|as_\w+|from_\w+)$/;

function isMadeToAnswer(value: Value): boolean {
  return value.kind === 'library' && value.library?.style === 'framework' && value.made && value.answers;
}
