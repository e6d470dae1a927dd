import type { AnswerShape } from '../dataset/dataset-shape.js';
import type { ExperimentPlan, WiredTask } from '../plan/plan.js';
import { pythonString } from '../python/literal.js';
import type { TaskCandidate } from '../task-discovery/find-task.js';
import type { ReturnedThing } from '../task-discovery/returned-things.js';
import type { TaskBody } from '../task-discovery/task-parameters.js';
import { localName } from './local-name.js';
import { feedArguments, type FedArgument, type FedCall } from './task-arguments.js';

/** What section 4's template needs to know to call a function of the app. */
export interface WiredView {
  /** What is called, and how it is fed, a line each. */
  readonly comment: readonly string[];
  readonly pathComment: string;
  /** The expression that goes on `sys.path`. */
  readonly path: string;
  readonly usesPath: boolean;
  readonly imports: readonly string[];
  readonly isAsync: boolean;
  readonly outputType: string;
  /** The class's one instance; none for what needs none. */
  readonly instance: InstanceView | undefined;
  /** Lines of task_fn's body. */
  readonly body: readonly string[];
  /** Whether what comes back may be something else than JSON, and the helper is there that makes it so. */
  readonly makesJson: boolean;
  /** Where the text of an answer is; none where no provider's response comes back. */
  readonly texts: TextsView | undefined;
  /** For what frameworks of agents return. */
  readonly answersOfRuns: readonly AnswerOfRun[];
  /** Whether what comes back may be what a handler of a web framework sends, and whether bytes may. */
  readonly readsResponses: boolean;
  readonly readsBytes: boolean;
  readonly usesJson: boolean;
  readonly usesUuid: boolean;
}

/** Where the text is in the responses of libraries. */
interface TextsView {
  /** The modules that the responses' classes are of, in quotes; empty where they are dicts alone. */
  readonly modules: readonly string[];
  readonly paths: readonly string[];
  /** Whether they may be boto3's dicts, bodies and streams. */
  readonly ofBoto3: boolean;
}

/** Python that tells a run's result from other values, and its answer. */
interface AnswerOfRun {
  readonly test: string;
  readonly answer: string;
}

interface InstanceView {
  readonly className: string;
  readonly call: readonly string[];
}

/** The widest line of code, where a formatter would not fold it. */
const WIDTH = 110;

/** What section 4 leaves for the user to fill in. */
export function openTodos(task: WiredTask, input: ExperimentPlan['dataset']['input']): readonly string[] {
  const made = instanceCall(task.called);
  const call = feedArguments(task.called.parameters, input);
  return [...(made?.arguments ?? []), ...call.arguments].flatMap(({ todo }) =>
    todo === undefined ? [] : [todo],
  );
}

/** Whether the function is given the model of `config`, and asks a provider that has no such model. */
export function takesModelOfAnother(
  { called }: WiredTask,
  input: ExperimentPlan['dataset']['input'],
): boolean {
  if (called.providers.every((one) => one === 'openai' || one === 'unknown')) return false;
  const given = [
    ...(instanceCall(called)?.arguments ?? []),
    ...feedArguments(called.parameters, input).arguments,
  ];
  return given.some(({ code }) => code.includes('config["model"]'));
}

/** @returns the name by which a summary or a comment speaks of a target: `answer()` or `Bot.answer()` */
export function spokenName(target: string): string {
  return `${target.split(':')[1] ?? target}()`;
}

/** Fits section 4 to the function that it calls, and to what the dataset hands in and expects back. */
export function wiredView(task: WiredTask, plan: ExperimentPlan): WiredView {
  const { called } = task;
  const call = feedArguments(called.parameters, plan.dataset.input);
  const made = instanceCall(called);
  const [module = '', names = ''] = called.target.split(':');
  const [first = '', method] = names.split('.');
  const local = localName(first);
  const callee =
    method === undefined ? local : made === undefined ? `${local}.${method}` : `instance.${method}`;
  const kind = resultKind(called);
  const texts = kind === 'anything' ? textsOf(called.libraries) : undefined;
  const readsResponses = kind === 'anything' && called.returned.includes('web response');
  const wantsJson = expectsJson(plan.dataset.answer);
  const place = placeOf(task, plan);
  const takesInstance = made === undefined ? [] : ['instance = the_instance(config)'];
  return {
    comment: commentOf(called, call),
    ...place,
    imports: importsOf(module, first, [...call.bodies, ...(made?.bodies ?? [])]),
    isAsync: isAsyncTask(called),
    outputType: kind === 'text' || kind === 'texts' ? (wantsJson ? 'Any' : 'str') : 'Any',
    instance:
      made === undefined
        ? undefined
        : { className: local, call: callLines(local, made.arguments, 'instance = ', '') },
    body: [...call.lines, ...takesInstance, ...resultLines(kind, called, callee, call.arguments, wantsJson)],
    makesJson: kind === 'anything',
    texts,
    answersOfRuns: kind === 'anything' ? answersOfRuns(called.libraries) : [],
    readsResponses,
    readsBytes: kind === 'anything' && called.returned.includes('streaming response'),
    usesJson: wantsJson || readsResponses || texts?.ofBoto3 === true,
    usesUuid: call.arguments.some(({ code }) => code.includes('uuid4()')),
  };
}

/** What only an event loop can wait for, or go through. */
const AWAITED: ReadonlySet<ReturnedThing> = new Set<ReturnedThing>([
  'awaitable',
  'async stream manager',
  'streaming response',
]);

/** Whether `task_fn` has to be async: for the function itself, or for what it gives back. */
export function isAsyncTask(called: TaskCandidate): boolean {
  if (called.isAsync) return true;
  return resultKind(called) === 'anything' && called.returned.some((one) => AWAITED.has(one));
}

/** What the class is made with; none where nothing is made. */
function instanceCall(called: TaskCandidate): FedCall | undefined {
  if (called.method !== 'instance') return undefined;
  const parameters = called.constructorParameters ?? [];
  // Nothing of a record goes into what all records share.
  const fed = feedArguments(parameters, { kind: 'keys', keys: [], everywhere: true, text: true });
  return { ...fed, arguments: fed.arguments.filter(({ code }) => !code.includes('input_data')) };
}

/** How the file finds the app: both go to another place together, or the app is where it is now. */
function placeOf(
  task: WiredTask,
  { format }: ExperimentPlan,
): Pick<WiredView, 'pathComment' | 'path' | 'usesPath'> {
  const { importFolder, importFolderFromFile } = task;
  if (format === 'ipynb' || importFolderFromFile === undefined) {
    return {
      pathComment:
        format === 'ipynb'
          ? 'The app is named in full: a notebook does not know its own place.'
          : 'The app is named in full: it lies outside of the folder that this file belongs to.',
      path: pythonString(importFolder),
      usesPath: false,
    };
  }
  const parts = importFolderFromFile.split('/').filter((part) => part !== '' && part !== '.');
  const levels = parts.filter((part) => part === '..').length;
  const below = parts.slice(levels).join('/');
  return {
    pathComment: "The app is found from this file's own place, so that it runs from any folder.",
    path: `str(Path(__file__).resolve().parents[${levels}]${below === '' ? '' : ` / ${pythonString(below)}`})`,
    usesPath: true,
  };
}

function importsOf(module: string, name: string, bodies: readonly TaskBody[]): string[] {
  const modules = new Map<string, Set<string>>();
  for (const one of [{ module, name }, ...bodies]) {
    const local = localName(one.name);
    const imported = local === one.name ? one.name : `${one.name} as ${local}`;
    modules.set(one.module, (modules.get(one.module) ?? new Set()).add(imported));
  }
  return [...modules].map(
    // Capitals come first, as every tool that sorts imports has it.
    ([from, names]) => `from ${from} import ${[...names].sort().join(', ')}  # noqa: E402`,
  );
}

function commentOf(called: TaskCandidate, { arguments: given, unused }: FedCall): string[] {
  const fed = new Set(given.map(({ name }) => name));
  const left = called.parameters
    .filter(({ name, kind }) => !fed.has(name) && !kind.startsWith('var'))
    .map(({ name }) => name);
  return [
    `task_fn calls ${spokenName(called.target)} of ${pythonString(called.file)}, line ${called.line}.`,
    ...[...new Set(given.map(({ origin }) => origin))].map(
      (origin) =>
        `  ${given
          .filter((one) => one.origin === origin)
          .map(({ name }) => name)
          .join(', ')}: ${origin}`,
    ),
    ...(given.length === 0 ? ['  It takes nothing of a record.'] : []),
    ...(left.length === 0 ? [] : [`  as the app has it: ${left.join(', ')}`]),
    ...(unused.length === 0
      ? []
      : [`  not used of the input: ${unused.map((key) => pythonString(key)).join(', ')}`]),
  ];
}

/**
 * What comes back: a text, or a number or truth value; a stream of texts; or anything, which has to be looked at when it
 * is there.
 */
function resultKind(called: TaskCandidate): 'text' | 'scalar' | 'texts' | 'anything' {
  const annotation = called.returnAnnotation?.replace(/^(["'])(.*)\1$/, '$2').trim() ?? '';
  if (called.isGenerator) {
    return /^(?:\w+\.)*(?:Async)?(?:Iterator|Generator|Iterable)\[\s*str\b/.test(annotation)
      ? 'texts'
      : 'anything';
  }
  if (/^str(?:\s*\|\s*None)?$|^(?:typing\.)?Optional\[\s*str\s*\]$/.test(annotation)) return 'text';
  return /^(?:int|float|bool)$/.test(annotation) ? 'scalar' : 'anything';
}

/** Whether the dataset's answers are structured: a text that is JSON then counts as what it says. */
function expectsJson({ kind }: AnswerShape): boolean {
  return kind === 'structured' || kind === 'mixed' || kind === 'columns';
}

function resultLines(
  kind: ReturnType<typeof resultKind>,
  called: TaskCandidate,
  callee: string,
  given: readonly FedArgument[],
  wantsJson: boolean,
): string[] {
  const { isAsync, isGenerator } = called;
  const pieces = isAsync && isGenerator;
  const [before, after] = pieces ? ['[piece async for piece in ', ']'] : [isAsync ? 'await ' : '', ''];
  const ready = {
    text: 'output',
    scalar: 'output',
    texts: '"".join(output)',
    anything: pieces ? 'json_ready(iter(output))' : 'json_ready(output)',
  }[kind];
  const isDirect = ready === 'output' && !wantsJson;
  const call = callLines(callee, given, `${isDirect ? 'return ' : 'output = '}${before}`, after);
  if (isDirect) return call;
  const opened = isGenerator || kind !== 'anything' ? [] : openingLines(called);
  if (!wantsJson) return [...call, ...opened, `return ${ready}`];
  return [
    ...call,
    ...opened,
    ...(ready === 'output' ? [] : [`output = ${ready}`]),
    'try:  # the dataset expects JSON: a text that is JSON counts as what it says',
    '    parsed = json.loads(output) if isinstance(output, str) else output',
    'except ValueError:',
    '    return output',
    'return parsed if isinstance(parsed, (dict, list)) else output',
  ];
}

/** Waits for what comes back, and goes through what an event loop has to go through. */
function openingLines(called: TaskCandidate): string[] {
  const has = (thing: ReturnedThing): boolean => called.returned.includes(thing);
  const isLooping = isAsyncTask(called);
  return [
    ...(has('awaitable') ? ['if hasattr(output, "__await__"):', '    output = await output'] : []),
    ...(has('streaming response')
      ? ['output = getattr(output, "body_iterator", output)  # of a StreamingResponse']
      : []),
    ...(has('stream manager') ? managerLines('') : []),
    ...(has('async stream manager') ? managerLines('async ') : []),
    ...(isLooping
      ? [
          // What the SDK traces stands behind a proxy, which has all that it stands for: its type tells.
          'if hasattr(type(output), "__aiter__"):  # a stream',
          '    output = iter([piece async for piece in output])',
        ]
      : []),
  ];
}

function managerLines(word: '' | 'async '): string[] {
  return [
    'if output.__class__.__name__.endswith("StreamManager"):  # a stream that is not open yet',
    `    ${word}with output as stream:`,
    `        output = iter([piece ${word}for piece in stream])`,
  ];
}

function callLines(callee: string, given: readonly FedArgument[], before: string, after: string): string[] {
  const isPlain = given.every(({ todo, assumption }) => todo === undefined && assumption === undefined);
  const line = `${before}${callee}(${given.map(({ code }) => code).join(', ')})${after}`;
  if (isPlain && line.length + 4 <= WIDTH) return [line];
  return [
    `${before}${callee}(`,
    ...given.map(({ code, todo, assumption }) => {
      const comment =
        todo !== undefined
          ? `  # TODO(user): ${todo}`
          : assumption !== undefined
            ? `  # assumed: ${assumption}`
            : '';
      return `    ${code},${comment}`;
    }),
    `)${after}`,
  ];
}

const CHAT = ['choices.0.message.content', 'choices.0.delta.content'];

/** Where the text is in a response, whole or piece by piece, by the library's first name. A list's parts are joined. */
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  // Of the events of a response the last has it whole, and of those of a chat's stream the one that ends it.
  openai: [...CHAT, 'choices.0.text', 'output_text', 'response.output_text', 'content'],
  anthropic: ['content.text', 'delta.text'],
  litellm: [...CHAT, 'choices.0.text'],
  // Each piece of a stream has all of the text so far beside what is new.
  llama_index: ['delta', 'response', 'message.content', 'text'],
  google: ['text'],
  vertexai: ['text'],
  mistralai: [
    ...CHAT,
    'choices.0.message.content.text',
    'data.choices.0.delta.content',
    'data.choices.0.delta.content.text',
  ],
  cohere: ['message.content.text', 'delta.message.content.text', 'text'],
  ollama: ['message.content', 'response'],
  huggingface_hub: [...CHAT, 'generated_text'],
  langchain: ['text', 'content'],
};

/**
 * Of boto3: Converse and its stream, and the bodies of Anthropic's, Amazon's, Meta's, Mistral's and OpenAI's models:
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters.html
 */
const BEDROCK_PATHS = [
  'output.message.content.text',
  'contentBlockDelta.delta.text',
  'content.text',
  'delta.text',
  'results.outputText',
  'outputText',
  'generation',
  'outputs.text',
  ...CHAT,
  'output.text',
];

/** What a run of an agent comes to: where that stands in what its framework returns, by the framework's first name. */
const ANSWERS_OF_RUNS: Readonly<Record<string, AnswerOfRun>> = {
  agents: { test: 'hasattr(value, "final_output")', answer: 'value.final_output' },
  crewai: { test: 'hasattr(value, "tasks_output")', answer: 'value.raw' },
  pydantic_ai: { test: 'hasattr(value, "output") and hasattr(value, "usage")', answer: 'value.output' },
  langchain: {
    test: 'isinstance(value, dict) and list(value) == ["messages"] and value["messages"]',
    answer: 'value["messages"][-1]',
  },
};

function answersOfRuns(libraries: readonly string[]): readonly AnswerOfRun[] {
  return [...rootsOf(libraries)].flatMap((root) => ANSWERS_OF_RUNS[root] ?? []);
}

/** The first names of libraries, those of one family by one name. */
function rootsOf(libraries: readonly string[]): ReadonlySet<string> {
  return new Set(
    libraries.map((name) => {
      const root = name.split('.')[0] ?? '';
      if (/^(?:langchain|langgraph)(?:_|$)|^deepagents$/.test(root)) return 'langchain';
      return { langfuse: 'openai', gpt_index: 'llama_index' }[root] ?? root;
    }),
  );
}

function textsOf(libraries: readonly string[]): TextsView | undefined {
  const roots = rootsOf(libraries);
  const known = [...roots].filter((root) => Object.hasOwn(TEXTS, root));
  const ofBoto3 = ['boto3', 'aioboto3', 'aiobotocore', 'botocore'].some((root) => roots.has(root));
  if (known.length === 0 && !ofBoto3) return undefined;
  const paths = [...known.flatMap((root) => TEXTS[root] ?? []), ...(ofBoto3 ? BEDROCK_PATHS : [])];
  return {
    // Whatever of LangChain's packages made a message, its class is the core's.
    modules: known.map((root) => pythonString(root === 'langchain' ? 'langchain_core' : root)),
    paths: [...new Set(paths)],
    ofBoto3,
  };
}
