import { importedFiles } from './app-modules.js';
import type { Reach } from './call-graph.js';
import {
  isRunAlone,
  type CallExpression,
  type ClassFacts,
  type Expression,
  type FunctionFacts,
  type ModuleFacts,
  type Parameter,
} from './module-facts.js';
import { isQuestion, wordsOf } from './question-words.js';
import { codeOf, dotted, makesWhatAnswers, valuesOf, valuesOfType, type App } from './values.js';

/** What a function looks like to one who would call it, found once for the table of reasons. */
export interface Traits {
  readonly reach: Reach;
  readonly code: FunctionFacts;
  /** The words of its name, in lower case. */
  readonly words: readonly string[];
  /** The words of its class's name. */
  readonly classWords: readonly string[];
  /** The words of the module's last name. */
  readonly moduleWords: readonly string[];
  /** The words of the folders above the module. */
  readonly folderWords: readonly string[];
  /** Those that a caller fills: without `self`. */
  readonly parameters: readonly Parameter[];
  readonly required: readonly Parameter[];
  readonly textParameters: readonly Parameter[];
  /** Whether its parameters say, each by its type, that none of them is a text or may hold one. */
  readonly takesNoText: boolean;
  /** Whether a parameter, or a field of one that is a body, takes what the model is to deal with. */
  readonly takesQuestion: boolean;
  /** Those that something else than a dataset has to bring: sessions, clients, requests, states. */
  readonly injected: readonly Parameter[];
  readonly readsTerminal: boolean;
  /** Whether its module waits for someone at the terminal when it is imported. */
  readonly isImportedAtTerminal: boolean;
  /** Whether it takes a question and gives an answer, whatever it reads beside. */
  readonly isGivenQuestion: boolean;
  readonly readsWebRequest: boolean;
  /** Whether its class is one that a server or a bot calls. */
  readonly isServed: boolean;
  /** Whether its class is a model or a tool for a library to call. */
  readonly isPartOfLibrary: boolean;
  /** Whether it, or what it calls, puts a message into a chat of Slack, Telegram or Discord. */
  readonly postsToChat: boolean;
  readonly showsPage: boolean;
  readonly decorators: readonly string[];
  readonly returnsValue: boolean;
  /** Whether all that it returns is that it went well, or not. */
  readonly returnsFlag: boolean;
  /** Whether it streams what another function beside it, of the same name otherwise, gives as a whole. */
  readonly streamsAnother: boolean;
  /** Whether it is another function beside it once more, for callers that wait or do not. */
  readonly repeatsAnother: boolean;
  /** Whether what it gives is a model, a chain, an agent or a graph, and no answer of theirs. */
  readonly makesWhatAnswers: boolean;
  /** Those that hold the outcome of an earlier step: documents found, nodes, things of the app's own. */
  readonly prepared: readonly Parameter[];
  /** Whether it is told whom to send its answer to. */
  readonly takesRecipient: boolean;
  /** Whether what it deals with is an answer that was given before, and no question. */
  readonly takesAnswer: boolean;
  /** Called with AWS's event, https://docs.aws.amazon.com/lambda/latest/dg/python-handler.html */
  readonly isLambda: boolean;
  /** Called by a graph, with its state. */
  readonly isNode: boolean;
  /** Called by an agent, or around its answers. */
  readonly isTool: boolean;
  /** Whether nodes alone call it. */
  readonly servesNodes: boolean;
  /** Whether the app has several functions for the work that it is named for. */
  readonly isNamedForWork: boolean;
  /** Whether its module and the rest of an app of several modules import nothing of one another. */
  readonly isApart: boolean;
  /** Whether the app imports a class of the same name from elsewhere, and nothing of its module. */
  readonly isUnusedCopy: boolean;
  readonly isRoute: boolean;
  readonly isEntered: boolean;
  readonly helperOf: number;
  readonly isFirst: boolean;
}

/** @returns whether a parameter's name says that it takes what a model has said */
function isAnswer(name: string): boolean {
  return /^(?:response|answer|reply|completion|generation)$/.test(
    wordsOf(name)
      .filter((word) => word !== 'text')
      .at(-1) ?? '',
  );
}

/** Frameworks' own types: what holds them is called by the framework. */
const FRAMEWORK_TYPES =
  /\b(?:Request|HttpRequest|WebSocket|Update|CallbackContext|ContextTypes|Interaction|Context|RunContext|RunContextWrapper|ToolContext|ToolRuntime|Runtime|RunnableConfig|CallbackManager|TurnContext|AgentState|MessagesState|HandlerInput|LikeData|SelectData|Session|AsyncSession|BackgroundTasks|Connection|Engine|WebClient|Say|Ack|BoltContext|GuardrailFunctionOutput|InvocationContext|UploadFile|Namespace)\b/;
const PLAIN_TYPES =
  /^(?:str|int|float|bool|dict|list|tuple|Any|Dict|List|Tuple|Mapping|Sequence|Iterable|Literal|bytes|object|None|TypedDict)\b/;

function isText(parameter: Parameter): boolean {
  const { annotation } = parameter;
  if (annotation === undefined) return isQuestion(parameter.name);
  return /\b(?:str|dict|Dict|Mapping|list|List|Any)\b/.test(annotation);
}

/** What a framework calls its handlers with beside the context. */
const EVENTS = new Set(['event', 'update', 'interaction', 'say', 'ack']);

/** The class of the app's own that a parameter is an instance of, where it holds fields and does nothing. */
export function bodyOf({ type }: Parameter, code: FunctionFacts, app: App): ClassFacts | undefined {
  const [value] = type === undefined ? [] : valuesOfType(type, code, app);
  return value?.kind === 'instance' && isBody(value.owner, app) ? value.owner : undefined;
}

function asksSomething(parameter: Parameter, code: FunctionFacts, app: App): boolean {
  // No dataset holds bytes.
  if (isQuestion(parameter.name)) return parameter.annotation !== 'bytes';
  const body = bodyOf(parameter, code, app);
  return body !== undefined && [...body.annotated.keys()].some((name) => isQuestion(name));
}

/** @returns whether a parameter's default is one that a framework puts another value in the place of */
export function isDependency({ value }: Parameter): boolean {
  return (
    value?.kind === 'call' &&
    ['Depends', 'Inject', 'Provide', 'Security'].includes(dotted(value.callee)?.split('.').at(-1) ?? '')
  );
}

export function isInjected(parameter: Parameter, code: FunctionFacts, app: App): boolean {
  if (isDependency(parameter)) return true;
  const { annotation, type, name } = parameter;
  if (annotation === undefined || type === undefined) {
    if (name === 'context') return code.parameters.some((one) => EVENTS.has(one.name));
    return /^(?:(?:\w+_)?(?:client|llm|retriever|vectorstore|tokenizer)|st|db|session|model|state|ctx|update|interaction|request|req|conn|connection|cursor|vector_store|index|index_name|chain|agent|embeddings?|memory|bot|args|config|runtime|tools?|logger|websocket|callback|history_store|api_key|openai_api_key|openai_key|key|token)$/i.test(
      name,
    );
  }
  const [value] = valuesOf(type, code, app);
  // A local class that holds fields is a body, whatever its name; one that does something is a service.
  if (value?.kind === 'class') return !isBody(value.owner, app);
  if (FRAMEWORK_TYPES.test(annotation)) return true;
  // Libraries have types of their own for what may be a text: a name says so where the type is theirs.
  if (/^(?:query|question|prompt|user_input|user_query|user_prompt)$/.test(name)) return false;
  if (/\bDepends\(/.test(annotation)) return true;
  if (
    PLAIN_TYPES.test(annotation) ||
    /^(?:Optional|Union)\[\s*(?:str|int|float|bool|dict|list|Dict|List|Any)/.test(annotation)
  )
    return false;
  // `Kind = Literal['a', 'b']` is a plain type under a name of the app's own.
  return value?.kind === 'library' && !['BaseModel', 'Literal'].includes(value.path.at(-1) ?? '');
}

function isBody(owner: ClassFacts, app: App): boolean {
  if (owner.name.endsWith('State')) return false;
  const doing = [...owner.methods.keys()].filter(
    (name) => !name.startsWith('_') && !/^(?:validate|check|to_|from_)/.test(name),
  );
  const isModel = owner.bases.some((base) =>
    /Model|TypedDict|Schema|Enum|Base|Request/.test(dotted(base) ?? ''),
  );
  const isData = owner.decorators.some((one) =>
    (dotted(one) ?? (one.kind === 'call' ? (dotted(one.callee) ?? '') : '')).includes('dataclass'),
  );
  const inherited = owner.bases.some((base) =>
    valuesOf(base, owner.module.body, app).some((value) => value.kind === 'class'),
  );
  return isModel || isData || inherited || doing.length === 0;
}

export function traitsOf(reach: Reach, reaches: ReadonlyMap<FunctionFacts, Reach>, app: App): Traits {
  const { code } = reach;
  const isMethod = code.owner !== undefined;
  const isStatic = code.decorators.some((one) => dotted(one) === 'staticmethod');
  const listed = code.parameters.filter((one) => one.kind !== 'var-positional' && one.kind !== 'var-keyword');
  const parameters = isMethod && !isStatic ? listed.slice(1) : listed;
  const isForLambda = isLambda(code);
  const injected = parameters.filter(
    (one) => !isForLambda && (one.hasDefault ? isDependency(one) : isInjected(one, code, app)),
  );
  const file = code.module.file.replace(/\.py$/, '').split('/');
  const decorators = code.decorators.map((one) => nameOfDecorator(one)).filter((name) => name !== '');
  const handled = code.parameters.map((one) => one.name);
  // What `obj(...)` passes on is no part of something larger.
  const callers = [...reach.calledBy].filter(
    (caller) =>
      caller !== code &&
      !(caller.name === '__call__' && caller.owner === code.owner) &&
      !areVariants(caller, code),
  );
  const returnsValue = code.isGenerator || code.returns.some((one) => !isNamed(one, ['None']));
  const takesQuestion = parameters.some((one) => !injected.includes(one) && asksSomething(one, code, app));
  return {
    reach,
    code,
    words: wordsOf(code.name),
    classWords: wordsOf(code.owner?.name ?? ''),
    moduleWords: wordsOf(file.at(-1) === '__init__' ? (file.at(-2) ?? '') : (file.at(-1) ?? '')),
    folderWords: file.slice(0, -1).flatMap((folder) => wordsOf(folder)),
    parameters,
    required: parameters.filter((one) => !one.hasDefault),
    textParameters: parameters.filter(
      (one) => !injected.includes(one) && (isText(one) || bodyOf(one, code, app) !== undefined),
    ),
    takesNoText:
      parameters.length > 0 &&
      parameters.every(({ annotation }) => /^(?:Optional\[)?(?:int|float|bool)\b/.test(annotation ?? '')),
    takesQuestion,
    injected,
    readsTerminal:
      readsTerminal(code) ||
      // What gives nothing back and goes on to ask whoever sits there is a conversation at the terminal.
      (!returnsValue && [...reach.calls].some((one) => readsTerminal(one))) ||
      (callers.length === 0 &&
        handled.every((name) => name === 'self') &&
        [...reach.calls].some((one) => readsTerminal(one))),
    isImportedAtTerminal: isImportedAtTerminal(code.module),
    isGivenQuestion: isGivenQuestion(code),
    readsWebRequest:
      code.reads.some(
        ({ object }) => object === 'request' && (!handled.includes('request') || isUntyped(code, 'request')),
      ) ||
      injected.some(
        (one) =>
          /^(?:request|req)$/.test(one.name) ||
          /\b(?:Request|HttpRequest|WebSocket)\b/.test(one.annotation ?? ''),
      ),
    isServed: isServed(code),
    isPartOfLibrary: isPartOfLibrary(code, app),
    postsToChat: [code, ...reach.calls].some((one) => postsToChat(one)),
    showsPage: code.reads.some(({ object }) => object === 'st' || object === 'streamlit'),
    decorators,
    returnsValue,
    returnsFlag:
      !code.isGenerator &&
      code.returns.some((one) => isNamed(one, ['True', 'False'])) &&
      code.returns.every((one) => isNamed(one, ['None', 'True', 'False'])),
    streamsAnother: isVariant(code, STREAMING),
    repeatsAnother: isVariant(code, WAITING),
    makesWhatAnswers: makesWhatAnswers(code, app),
    prepared: isForLambda
      ? []
      : parameters.filter((one) => !one.hasDefault && !injected.includes(one) && isPrepared(one)),
    takesRecipient: parameters.some(
      (one) =>
        !one.hasDefault &&
        /^(?:to|recipient|recipient_id|to_number|phone|phone_number|wa_id)$/.test(one.name),
    ),
    takesAnswer:
      !takesQuestion &&
      parameters.some((one) => !one.hasDefault && !injected.includes(one) && isAnswer(one.name)),
    isLambda: isForLambda,
    isNode: isNode(code, reach),
    isTool: isTool(code, reach),
    servesNodes: callers.length > 0 && callers.every((caller) => isNode(caller, reaches.get(caller))),
    isNamedForWork: worksOf(app).some((work) => wordsOf(code.name).some((word) => word.startsWith(work))),
    isApart: modulesApart(app).has(code.module.file),
    isUnusedCopy: isUnusedCopy(code, app),
    isRoute: decorators.some((name) => /\.(?:post|get|put|route|websocket|api_route|entrypoint)$/.test(name)),
    isEntered: callers.some((caller) => isStart(caller, reaches)),
    helperOf: callers.filter((caller) => !isStart(caller, reaches) && caller.name !== '<module>').length,
    isFirst:
      [...code.module.functions.values()][0] === code ||
      (code.owner !== undefined &&
        [...code.owner.methods.values()].find((one) => !one.name.startsWith('_')) === code),
  };
}

const apart = new WeakMap<App, ReadonlySet<string>>();

/** The modules that hang together with no other, where others do. */
function modulesApart(app: App): ReadonlySet<string> {
  const known = apart.get(app);
  if (known !== undefined) return known;
  const together = new Set<string>();
  for (const module of app.parsed.values()) {
    for (const other of importedFiles(module, app.modules)) {
      if (other !== module.file) together.add(module.file).add(other);
    }
  }
  const found = new Set(
    together.size === 0 ? [] : [...app.parsed.keys()].filter((file) => !together.has(file)),
  );
  apart.set(app, found);
  return found;
}

const imported = new WeakMap<App, { files: ReadonlySet<string>; names: ReadonlySet<string> }>();

/** What the modules of the app import of one another: the files, and the names that are taken out of them. */
function importedOf(app: App): { files: ReadonlySet<string>; names: ReadonlySet<string> } {
  const known = imported.get(app);
  if (known !== undefined) return known;
  const modules = [...app.parsed.values()];
  const found = {
    files: new Set(
      modules.flatMap((module) => importedFiles(module, app.modules).filter((file) => file !== module.file)),
    ),
    names: new Set(
      modules.flatMap((module) =>
        [...module.imports.values()].flatMap(({ module: origin, level, name }) =>
          name !== undefined && app.modules.find(module.file, origin, level) !== undefined ? [name] : [],
        ),
      ),
    ),
  };
  imported.set(app, found);
  return found;
}

function isUnusedCopy({ owner, module }: FunctionFacts, app: App): boolean {
  if (owner === undefined) return false;
  const { files, names } = importedOf(app);
  return names.has(owner.name) && !files.has(module.file);
}

/** What an app may be all about, and what is a chore in any other: beginnings of words. */
const WORKS = ['translat', 'summar', 'suggest', 'rewrit', 'rephras', 'refin'];

/** With so many functions that are named for it, it is no chore. */
const FEWEST_OF_WORK = 3;

const works = new WeakMap<App, readonly string[]>();

function worksOf(app: App): readonly string[] {
  const known = works.get(app);
  if (known !== undefined) return known;
  const names = [...app.parsed.values()].flatMap((module) => codeOf(module).map(({ name }) => wordsOf(name)));
  const found = WORKS.filter(
    (work) => names.filter((words) => words.some((word) => word.startsWith(work))).length >= FEWEST_OF_WORK,
  );
  works.set(app, found);
  return found;
}

function isNamed(one: Expression, names: readonly string[]): boolean {
  return one.kind === 'name' && names.includes(one.name);
}

const STREAMING = new Set(['stream', 'streaming', 'streamed', 'sse']);
const WAITING = new Set(['sync', 'async', 'blocking']);

/** Whether a function of the same name, but for words that tell in which way it gives its answer, stands beside it. */
function isVariant({ name, owner, module }: FunctionFacts, ways: ReadonlySet<string>): boolean {
  const words = wordsOf(name);
  const rest = words.filter((word) => !ways.has(word));
  if (rest.length === words.length || rest.length === 0) return false;
  const beside = [...(owner?.methods ?? module.functions).keys()];
  return beside.some((other) => wordsOf(other).join(' ') === rest.join(' '));
}

/** Whether two functions do the same, one in another way: what the one does for the other makes it no part of it. */
function areVariants(one: FunctionFacts, other: FunctionFacts): boolean {
  if (one.owner !== other.owner || one.module !== other.module) return false;
  const [rest, otherRest] = [one, other].map(({ name }) =>
    wordsOf(name)
      .filter((word) => !STREAMING.has(word) && !WAITING.has(word))
      .join(' '),
  );
  return rest === otherRest || rest === `a${otherRest ?? ''}` || otherRest === `a${rest ?? ''}`;
}

/** A list of things that are no plain values: an earlier step of the app has to find or make them. */
function isPrepared({ name, annotation }: Parameter): boolean {
  if (/^(?:messages|history|chat_history)$/.test(name)) return false;
  if (annotation === undefined) return /^(?:docs|documents|chunks|nodes|contexts?|results)$/.test(name);
  const inner = /^(?:list|List|Sequence|Iterable|set|tuple|Tuple)\[(.*)\]$/.exec(annotation)?.[1];
  return inner !== undefined && !PLAIN_TYPES.test(inner) && /^[A-Z]/.test(inner);
}

function isLambda(code: FunctionFacts): boolean {
  const names = code.parameters.map((one) => one.name.replace(/^_/, ''));
  return code.owner === undefined && names.join(' ') === 'event context';
}

function isNode(code: FunctionFacts, reach: Reach | undefined): boolean {
  return (
    reach?.registeredAs.has('node') === true ||
    code.decorators.some((one) => /^(?:step|listen)$/.test(nameOfDecorator(one))) ||
    code.parameters.some(
      (one) => /State\b/.test(one.annotation ?? '') || (one.name === 'state' && one.annotation === undefined),
    )
  );
}

const OF_AN_AGENT =
  /(?:^|\.)(?:tool|function_tool|tool_plain|kernel_function|beta_tool|resource|system_prompt|output_validator|input_guardrail|output_guardrail)$/;

function isTool(code: FunctionFacts, reach: Reach | undefined): boolean {
  return (
    reach?.registeredAs.has('tool') === true ||
    code.decorators.some((one) => OF_AN_AGENT.test(nameOfDecorator(one)))
  );
}

function isPart(code: FunctionFacts, reaches: ReadonlyMap<FunctionFacts, Reach>): boolean {
  const reach = reaches.get(code);
  return isNode(code, reach) || isTool(code, reach);
}

function nameOfDecorator(one: Expression): string {
  return dotted(one.kind === 'call' ? one.callee : one) ?? '';
}

function isUntyped(code: FunctionFacts, name: string): boolean {
  return code.parameters.find((one) => one.name === name)?.annotation === undefined;
}

/** Reads the question from whoever sits there: nothing to feed. */
export function readsTerminal(code: FunctionFacts): boolean {
  if (code.reads.some(({ object, name }) => object === 'sys' && (name === 'argv' || name === 'stdin')))
    return true;
  if (code.reads.some(({ object, name }) => object === 'argparse' && name === 'ArgumentParser')) return true;
  return code.calls.some((call) => {
    const name = dotted(call.callee) ?? '';
    return (
      waitsForInput(call) ||
      name === 'ArgumentParser' ||
      /(?:^|\.)(?:parse_args|getpass|(?:get|read)_user_(?:input|message))$/.test(name)
    );
  });
}

function waitsForInput({ callee }: CallExpression): boolean {
  const name = dotted(callee) ?? '';
  return (
    name === 'input' ||
    name === 'session.prompt' ||
    /(?:^|\.)(?:Prompt\.ask|console\.input|prompt_toolkit\.prompt)$/.test(name)
  );
}

/** Whether an import of the module waits for someone to type, be it no key: nothing in it can be called before. */
function isImportedAtTerminal(module: ModuleFacts): boolean {
  return module.body.calls.some((call) => waitsForInput(call) && !isRunAlone(call.line, module));
}

/** How the libraries of Slack, Telegram and Discord put a message into a chat. */
const POSTS =
  /^(?:reply_text|reply_photo|chat_postMessage|chat_update|edit_message_text|send_chat_action)$|^(?:ctx|channel|followup)\.send$|^message\.(?:reply|answer)$/;

function postsToChat(code: FunctionFacts): boolean {
  return code.calls.some(({ callee, given }) => {
    if (callee.kind !== 'attribute') return false;
    const { object, name } = callee;
    const on = object.kind === 'name' || object.kind === 'attribute' ? object.name : '';
    // A chat of Gemini's has a method of that name.
    if (name === 'send_message') return given.some(({ keyword }) => keyword === 'chat_id');
    return POSTS.test(name) || POSTS.test(`${on}.${name}`);
  });
}

/** Takes a question and gives an answer: what it reads beside is a confirmation at most. */
function isGivenQuestion(code: FunctionFacts): boolean {
  return (
    code.returns.some((one) => !isNamed(one, ['None'])) &&
    code.parameters.some((one) => !one.hasDefault && one.name !== 'self' && isQuestion(one.name))
  );
}

/** Classes of servers and bots, whose methods are called by them: of Django, Tornado, Starlette, Flask, discord.py. */
const SERVED_BASES =
  /(?:Consumer|APIView|ViewSet|MethodView|Cog|RequestHandler|ActivityHandler|HTTPEndpoint)$|^commands\.(?:\w+Bot|Bot)$|^discord\.\w*Client$/;

/** A model or a tool of a library, made the app's own: the library calls it. */
function isPartOfLibrary({ owner }: FunctionFacts, app: App): boolean {
  return (
    owner?.bases.some(
      (base) =>
        /(?:Model|LLM|Tool)$/.test(dotted(base) ?? '') &&
        valuesOf(base, owner.module.body, app).some(
          (value) => value.kind === 'library' && value.library !== undefined,
        ),
    ) === true
  );
}

function isServed({ owner }: FunctionFacts): boolean {
  return owner?.bases.some((base) => SERVED_BASES.test(dotted(base) ?? '')) === true;
}

/** Made for a framework that calls it, and nothing that an experiment could call. */
function isUncallable(code: FunctionFacts): boolean {
  if (code.name.startsWith('_')) return false;
  const parameters = code.parameters.filter((one) => one.name !== 'self' && !one.hasDefault);
  const isHandler = parameters.some(
    (one) => EVENTS.has(one.name) || FRAMEWORK_TYPES.test(one.annotation ?? ''),
  );
  const takesQuestion = parameters.some((one) => isQuestion(one.name));
  return isHandler || isServed(code) || (!takesQuestion && !code.isGenerator && code.returns.length === 0);
}

/** Where an app begins: what it calls is what the app is for. */
function isStart(code: FunctionFacts, reaches: ReadonlyMap<FunctionFacts, Reach>): boolean {
  if (code.name === '<module>' || code.name === 'main' || code.name === 'cli') return true;
  if (isPart(code, reaches)) return false;
  if (isUncallable(code) || (readsTerminal(code) && !isGivenQuestion(code))) return true;
  if (code.reads.some(({ object }) => object === 'st')) return true;
  const decorators = code.decorators.map((one) => nameOfDecorator(one));
  if (
    decorators.some((name) =>
      /(?:\.(?:post|get|put|route|websocket|api_route|command|event|message|on_message|task|entrypoint)|^shared_task)$/.test(
        name,
      ),
    )
  )
    return true;
  return reaches.get(code)?.registeredAs.has('handler') === true;
}
