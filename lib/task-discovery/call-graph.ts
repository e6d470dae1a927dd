import {
  asksModel,
  isAnsweringName,
  libraryOf,
  providerOfAddress,
  providerOfSpeakingCall,
  type Provider,
} from './llm-libraries.js';
import type { ClientSetting } from './client-settings.js';
import type { CallExpression, ClassFacts, Expression, FunctionFacts, ModuleFacts } from './module-facts.js';
import {
  addressesGiven,
  codeOf,
  dotted,
  memberOfClass,
  valuesOf,
  type App,
  type LibraryValue,
  type Value,
} from './values.js';

/** What a function has to do with LLMs, and with the other functions. */
export interface Reach {
  readonly code: FunctionFacts;
  /** How many of its own calls ask a model. */
  direct: number;
  /** How many calls of the app's own lie between it and a model; infinite where it reaches none. */
  depth: number;
  readonly providers: Set<Provider>;
  /** The names of the libraries that it asks with. */
  readonly libraries: Set<string>;
  /** Where the clients that it asks have their keys from, by all that is known of each. */
  readonly settings: Map<string, ClientSetting>;
  readonly calls: Set<FunctionFacts>;
  readonly calledBy: Set<FunctionFacts>;
  /** Where each call leads to that is made in any case: to one of several where the source does not tell which. */
  readonly sites: Target[][];
  /** Handed over to be called by others: a graph's node, an agent's tool, a server's handler. */
  readonly registeredAs: Set<Registration>;
}

/** A function of the app, or whose model is asked: all of those at once. */
export type Target = FunctionFacts | readonly Provider[];

export type Registration = 'node' | 'tool' | 'handler';

/** @returns the reach of every function of the app, each module's body among them */
export function followCalls(app: App): Map<FunctionFacts, Reach> {
  const reaches = new Map<FunctionFacts, Reach>();
  const methods = new Map<string, FunctionFacts[]>();
  for (const module of app.parsed.values()) {
    for (const code of codeOf(module)) {
      reaches.set(code, {
        code,
        direct: 0,
        depth: Infinity,
        providers: new Set(),
        libraries: new Set(),
        settings: new Map(),
        calls: new Set(),
        calledBy: new Set(),
        sites: [],
        registeredAs: new Set(),
      });
      if (code.owner !== undefined) methods.set(code.name, [...(methods.get(code.name) ?? []), code]);
    }
  }
  const linking: Linking = { app, reaches, methods, libraries: librariesOf(app) };
  // The first round learns what is handed over as a parameter, on which the second follows more.
  for (const round of [1, 2]) {
    app.known.clear();
    for (const reach of reaches.values()) {
      reach.direct = 0;
      reach.sites.length = 0;
      for (const call of reach.code.calls) {
        const targets: Target[] = [];
        reach.sites.push(targets);
        link(call, reach, linking, round === 1);
        if (targets.length === 0 || call.isConditional) reach.sites.pop();
      }
      if (round === 2) linkPlainHttp(reach, app);
    }
  }
  for (const reach of reaches.values()) markTools(reach, linking);
  spread(reaches);
  return reaches;
}

interface Linking {
  readonly app: App;
  readonly reaches: ReadonlyMap<FunctionFacts, Reach>;
  readonly methods: ReadonlyMap<string, readonly FunctionFacts[]>;
  /** The libraries that the app imports anywhere, by their providers. */
  readonly libraries: ReadonlyMap<Provider, ReadonlySet<string>>;
}

function librariesOf(app: App): Map<Provider, Set<string>> {
  const libraries = new Map<Provider, Set<string>>();
  for (const module of app.parsed.values()) {
    for (const { module: name, level } of module.imports.values()) {
      const library = level === 0 ? libraryOf(name) : undefined;
      if (library === undefined) continue;
      const { provider, name: known } = library;
      libraries.set(provider, (libraries.get(provider) ?? new Set()).add(known));
    }
  }
  return libraries;
}

function link(call: CallExpression, reach: Reach, linking: Linking, isLearning: boolean): void {
  const { callee } = call;
  const { app } = linking;
  let isKnown: boolean;
  if (callee.kind === 'attribute') {
    const objects = valuesOf(callee.object, reach.code, app);
    isKnown = objects.length > 0;
    for (const object of objects) linkMember(object, callee.name, call, reach, linking, isLearning);
  } else {
    const values = valuesOf(callee, reach.code, app);
    isKnown = values.length > 0;
    for (const value of values) linkCalled(value, call, reach, linking, isLearning);
  }
  if (!isKnown) linkUnknown(callee, reach, linking);
  linkGiven(call, reach, linking);
}

function linkMember(
  object: Value,
  name: string,
  call: CallExpression,
  reach: Reach,
  linking: Linking,
  isLearning: boolean,
): void {
  if (object.kind === 'library') {
    if (isAsking(object, name)) ask(reach, object);
    // A wrapper of another library keeps the names of what it wraps.
    else if (object.library === undefined && object.made) askWhereItSpeaks(call.callee, reach, linking);
    return;
  }
  if (object.kind === 'function') return;
  if (object.kind === 'module') {
    const values = valuesOf(call.callee, reach.code, linking.app);
    for (const value of values) linkCalled(value, call, reach, linking, isLearning);
    return;
  }
  const members = memberOfClass(object.owner, name, linking.app);
  for (const value of members) linkCalled(value, call, reach, linking, isLearning);
  if (members.length > 0) {
    for (const override of overridesOf(object.owner, name, linking)) connect(reach, override, linking);
    return;
  }
  for (const base of librariesAbove(object.owner, linking.app)) {
    if (isAsking({ ...base, made: true, answers: base.answers }, name)) ask(reach, base);
  }
}

function isAsking(value: LibraryValue, name: string): boolean {
  const { library, path } = value;
  if (library === undefined || (!value.answers && value.made)) return false;
  if (!value.made && library.style !== 'client') {
    return value.answers && asksModel([...path, name], library);
  }
  return asksModel([...path, name], library);
}

function linkCalled(
  value: Value,
  call: CallExpression,
  reach: Reach,
  linking: Linking,
  isLearning: boolean,
): void {
  const { app } = linking;
  switch (value.kind) {
    case 'function':
      connect(reach, value.code, linking);
      if (isLearning) learn(call, value.code, reach.code, app);
      if (isAbstract(value.code)) {
        const { owner } = value.code;
        if (owner !== undefined)
          for (const one of overridesOf(owner, value.code.name, linking)) connect(reach, one, linking);
      }
      return;
    case 'class':
      for (const made of memberOfClass(value.owner, '__init__', app)) {
        if (made.kind !== 'function') continue;
        if (isLearning) learn(call, made.code, reach.code, app);
        connect(reach, made.code, linking);
      }
      if (isLearning) learnFields(call, value.owner, reach.code, app);
      return;
    case 'instance':
      for (const name of ['__call__', 'forward']) {
        for (const one of memberOfClass(value.owner, name, app)) {
          if (one.kind === 'function') connect(reach, one.code, linking);
        }
      }
      for (const base of librariesAbove(value.owner, app)) if (base.answers) ask(reach, base);
      return;
    case 'library': {
      const { library, path, made, answers } = value;
      if (library === undefined) return;
      if (
        made
          ? answers && library.style === 'framework'
          : library.style === 'client' && asksModel(path, library)
      ) {
        ask(reach, value);
      }
      return;
    }
    default:
  }
}

/** A call on what the source does not tell: a parameter, something out of a dict, a session's state. */
function linkUnknown(callee: Expression, reach: Reach, linking: Linking): void {
  if (askWhereItSpeaks(callee, reach, linking)) return;
  if (callee.kind === 'attribute') {
    const name = lastNameOf(callee.object);
    const isFramework = ['langchain', 'llama-index', 'unknown'].some((one) =>
      linking.libraries.has(one as Provider),
    );
    if (
      /^a?(?:invoke|stream)$/.test(callee.name) &&
      linking.libraries.has('langchain') &&
      !/retriever|tool$/.test(name ?? '')
    ) {
      askProvider('langchain', reach, linking);
      return;
    }
    if (WEAK_METHODS.has(callee.name) && name !== undefined && isAnsweringName(name)) {
      const alike = linking.methods.get(callee.name) ?? [];
      if (alike.length === 0 && isFramework) askProvider('langchain', reach, linking);
    }
    if (COMMON_METHODS.has(callee.name)) return;
    const alike = linking.methods.get(callee.name) ?? [];
    if (alike.length <= 12) for (const one of alike) connect(reach, one, linking);
    return;
  }
  const name = lastNameOf(callee);
  const isOwn = callee.kind === 'name' && reach.code.parameters.some((one) => one.name === callee.name);
  if (
    name !== undefined &&
    (isOwn || callee.kind === 'item' || dottedState(callee)) &&
    isAnsweringName(name)
  ) {
    if (linking.libraries.has('langchain')) askProvider('langchain', reach, linking);
  }
}

function dottedState(callee: Expression): boolean {
  return dotted(callee)?.includes('session_state') ?? false;
}

function askWhereItSpeaks(callee: Expression, reach: Reach, linking: Linking): boolean {
  const provider = providerOfSpeakingCall(dottedPath(callee));
  if (provider === undefined || !mayAsk(provider, linking)) return false;
  askProvider(provider, reach, linking);
  return true;
}

/** `messages.create` is Twilio's as well: what an app does not import anywhere it does not call. */
function mayAsk(provider: Provider, { libraries }: Linking): boolean {
  if (libraries.has(provider)) return true;
  if (provider === 'openai') return libraries.size > 0;
  if (provider === 'gemini') return libraries.has('vertex');
  return provider === 'anthropic' && libraries.has('bedrock');
}

function dottedPath(expression: Expression): string[] {
  if (expression.kind === 'attribute') return [...dottedPath(expression.object), expression.name];
  return expression.kind === 'name' ? [expression.name] : [''];
}

function lastNameOf(expression: Expression): string | undefined {
  if (expression.kind === 'name' || expression.kind === 'attribute') return expression.name;
  if (expression.kind === 'call') return lastNameOf(expression.callee);
  if (expression.kind !== 'item') return undefined;
  return expression.index.kind === 'text' ? expression.index.text : lastNameOf(expression.object);
}

const WEAK_METHODS = new Set(
  (
    'invoke ainvoke stream astream run arun predict apredict generate agenerate complete acomplete chat achat ' +
    'stream_chat astream_chat query aquery batch abatch kickoff send_message generate_content call acall'
  ).split(' '),
);

/** Of containers, files and the like: a method of the app's own that is named so is not meant. */
const COMMON_METHODS = new Set(
  (
    'add append clear close copy count decode delete dict encode execute exists extend fetch filter find flush ' +
    'format get group index info insert items join json keys list load lower main match name open parse pop post ' +
    'put read remove replace reset save search set setup sort split start status stop strip submit title update ' +
    'upper validate values write error warning debug exception commit first all scalar one connect send log'
  ).split(' '),
);

function linkPlainHttp(reach: Reach, app: App): void {
  const { code } = reach;
  const posts = code.calls.filter((call) => {
    const name = call.callee.kind === 'attribute' ? call.callee.name : lastNameOf(call.callee);
    return name !== undefined && ['post', 'request', 'stream', 'urlopen', 'send'].includes(name);
  });
  if (posts.length === 0) return;
  const own = code.addresses.map(({ text }) => text);
  const named = posts.flatMap((call) => addressesGiven(call, code, app));
  reach.sites.push([]);
  for (const address of own.length > 0 ? own : new Set(named))
    ask(reach, { providers: [providerOfAddress(address)], libraries: [], settings: [] });
}

/** Callers of a function that they are given: it is called for them. */
const RUNNERS = new Set(
  (
    'to_thread run_in_executor submit partial create_task ensure_future wait_for gather run run_until_complete ' +
    'run_sync map starmap apply_async Thread run_in_threadpool iterate_in_threadpool sync_to_async async_to_sync ' +
    'run_coroutine_threadsafe retry call_with_retry RunnableLambda RunnableParallel'
  ).split(' '),
);

function linkGiven(call: CallExpression, reach: Reach, linking: Linking): void {
  const called = lastNameOf(call.callee) ?? '';
  // What the app hands to a function of its own, it has it call: with retries, at a rate, in a transaction.
  let isOwn: boolean | undefined;
  for (const { keyword, value } of call.given) {
    const isTool =
      keyword === 'tools' || keyword === 'functions' || /^(?:bind_tools|ToolNode|add_tools?)$/.test(called);
    if (isTool) {
      for (const one of valuesOf(value, reach.code, linking.app)) register(one, 'tool', linking);
      continue;
    }
    if (value.kind !== 'name' && value.kind !== 'attribute') continue;
    isOwn ??= valuesOf(call.callee, reach.code, linking.app).some(({ kind }) => kind === 'function');
    const isRun = (RUNNERS.has(called) && !isOfPage(call, reach.code, linking.app)) || isOwn;
    if (isRun && value.kind === 'attribute') {
      const objects = valuesOf(value.object, reach.code, linking.app);
      for (const object of objects) {
        if (object.kind === 'library' && isAsking(object, value.name)) ask(reach, object);
      }
      if (objects.length === 0 && RUNNERS.has(called)) linkUnknown(value, reach, linking);
    }
    for (const one of valuesOf(value, reach.code, linking.app)) {
      if (one.kind !== 'function') continue;
      if (isRun) connect(reach, one.code, linking);
      else if (/^add_(?:conditional_edges|node|edge)$/.test(called)) register(one, 'node', linking);
      else if (
        /^(?:from_function|Tool|StructuredTool|FunctionTool|from_defaults|register_function|tool)$/.test(
          called,
        )
      )
        register(one, 'tool', linking);
      else register(one, 'handler', linking);
    }
  }
}

/** `box.submit(answer)` of Gradio is an event, and no thread's. */
function isOfPage({ callee }: CallExpression, code: FunctionFacts, app: App): boolean {
  return (
    callee.kind === 'attribute' &&
    valuesOf(callee.object, code, app).some((value) => value.kind === 'library' && value.path[0] === 'gradio')
  );
}

function register(value: Value, as: Registration, linking: Linking): void {
  if (value.kind === 'function') linking.reaches.get(value.code)?.registeredAs.add(as);
}

/** A list that is named `tools` holds them. */
function markTools(reach: Reach, linking: Linking): void {
  for (const [name, values] of reach.code.assigned) {
    if (!/(?:^|_)(?:tools|functions|function_map|tool_map)$/i.test(name)) continue;
    for (const value of values) {
      for (const one of valuesOf(value, reach.code, linking.app)) register(one, 'tool', linking);
    }
  }
}

function ask(
  reach: Reach,
  { providers, libraries, settings }: Pick<LibraryValue, 'providers' | 'libraries' | 'settings'>,
): void {
  reach.direct++;
  reach.sites.at(-1)?.push(providers);
  for (const provider of providers) reach.providers.add(provider);
  for (const library of libraries) reach.libraries.add(library);
  for (const setting of settings) reach.settings.set(JSON.stringify(setting), setting);
}

/** Where a call tells whose model it asks, and not with what: with what the app imports to ask that one. */
function askProvider(provider: Provider, reach: Reach, { libraries }: Linking): void {
  ask(reach, { providers: [provider], libraries: [...(libraries.get(provider) ?? [])], settings: [] });
}

function connect(reach: Reach, called: FunctionFacts, linking: Linking): void {
  if (called === reach.code) return;
  reach.calls.add(called);
  reach.sites.at(-1)?.push(called);
  linking.reaches.get(called)?.calledBy.add(reach.code);
}

function learn(call: CallExpression, called: FunctionFacts, caller: FunctionFacts, app: App): void {
  const parameters =
    called.owner === undefined
      ? called.parameters
      : called.parameters.filter((one) => one.name !== 'self' && one.name !== 'cls');
  call.given.forEach(({ keyword, value }, index) => {
    const parameter =
      keyword === undefined ? parameters[index] : parameters.find((one) => one.name === keyword);
    if (parameter === undefined || value.kind === 'text' || value.kind === 'other') return;
    const known = app.handed.get(parameter) ?? [];
    if (known.length > 3) return;
    const values = valuesOf(value, caller, app).filter(
      (one) => one.kind === 'instance' || (one.kind === 'library' && one.answers),
    );
    if (values.length > 0) app.handed.set(parameter, [...known, ...values]);
  });
}

/** A dataclass or a Pydantic model has no `__init__` to look at. */
function learnFields(call: CallExpression, owner: ClassFacts, caller: FunctionFacts, app: App): void {
  if (owner.methods.has('__init__')) return;
  for (const { keyword, value } of call.given) {
    if (keyword === undefined || !owner.annotated.has(keyword)) continue;
    if (
      !valuesOf(value, caller, app).some(
        (one) => one.kind === 'instance' || (one.kind === 'library' && one.answers),
      )
    )
      continue;
    const known = owner.attributes.get(keyword) ?? [];
    if (known.length < 3) owner.attributes.set(keyword, [...known, { value, method: caller }]);
  }
}

/** Bases that are a library's: what they answer to, the class does. */
function librariesAbove(owner: ClassFacts, app: App): LibraryValue[] {
  return owner.bases
    .flatMap((base) => valuesOf(base, owner.module.body, app))
    .filter((value): value is LibraryValue => value.kind === 'library' && value.library !== undefined);
}

function isAbstract(code: FunctionFacts): boolean {
  return code.calls.length === 0 || code.decorators.some((one) => dotted(one)?.endsWith('abstractmethod'));
}

/** The same method of the classes that inherit from one, directly or not, by the name of the class. */
function overridesOf(owner: ClassFacts, name: string, { methods, app }: Linking): FunctionFacts[] {
  const isProtocol = owner.bases.some((base) => lastNameOf(base) === 'Protocol');
  return (methods.get(name) ?? []).filter(
    (one) =>
      one.owner !== undefined &&
      one.owner !== owner &&
      (isProtocol || ancestorsOf(one.owner, app).has(owner.name)),
  );
}

const ancestors = new WeakMap<ClassFacts, Set<string>>();

/** The names of all classes that one inherits from. */
function ancestorsOf(owner: ClassFacts, app: App): ReadonlySet<string> {
  const known = ancestors.get(owner);
  if (known !== undefined) return known;
  const names = new Set(owner.bases.map((base) => lastNameOf(base)).filter((name) => name !== undefined));
  // So that what inherits from itself ends.
  ancestors.set(owner, names);
  for (const base of owner.bases) {
    for (const value of valuesOf(base, owner.module.body, app)) {
      if (value.kind === 'class') for (const name of ancestorsOf(value.owner, app)) names.add(name);
    }
  }
  return names;
}

/** From the calls that ask a model back to all that lead to them. */
function spread(reaches: ReadonlyMap<FunctionFacts, Reach>): void {
  const queue = [...reaches.values()].filter((reach) => reach.direct > 0);
  for (const reach of queue) reach.depth = 0;
  for (const reach of queue) {
    for (const caller of reach.calledBy) {
      const above = reaches.get(caller);
      if (above === undefined) continue;
      const isNearer = reach.depth + 1 < above.depth;
      const before = knownOf(above);
      for (const provider of reach.providers) above.providers.add(provider);
      for (const library of reach.libraries) above.libraries.add(library);
      for (const [text, setting] of reach.settings) above.settings.set(text, setting);
      if (isNearer) above.depth = reach.depth + 1;
      if (isNearer || knownOf(above) > before) queue.push(above);
    }
  }
}

function knownOf({ providers, libraries, settings }: Reach): number {
  return providers.size + libraries.size + settings.size;
}

/** @returns what a module and those it imports bring, where calls do not tell whose model is asked */
export function providersAround(module: ModuleFacts, app: App): Pick<Reach, 'providers' | 'libraries'> {
  const providers = new Set<Provider>();
  const libraries = new Set<string>();
  const seen = new Set([module]);
  for (const one of seen) {
    for (const { module: name, level, name: taken } of one.imports.values()) {
      const found = app.modules.find(one.file, name, level);
      const inner =
        taken === undefined
          ? undefined
          : app.modules.find(one.file, name === '' ? taken : `${name}.${taken}`, level);
      const next = [found?.file, inner?.file].map((file) =>
        file === undefined ? undefined : app.parsed.get(file),
      );
      for (const other of next) if (other !== undefined) seen.add(other);
      if (found !== undefined || level > 0) continue;
      const [value] = valuesOf({ kind: 'name', name: taken ?? '' }, one.body, app);
      if (value?.kind !== 'library' || !value.answers || value.library?.style === 'aws') continue;
      for (const provider of value.providers) providers.add(provider);
      for (const library of value.libraries) libraries.add(library);
    }
  }
  return { providers, libraries };
}
