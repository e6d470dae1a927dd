import type { AnswerShape } from '../dataset/dataset-shape.js';
import type { ExperimentPlan, WiredTask } from '../plan/plan.js';
import { pythonString } from '../python/literal.js';
import type { TaskCandidate } from '../task-discovery/find-task.js';
import type { Provider } from '../task-discovery/llm-libraries.js';
import type { TaskBody } from '../task-discovery/task-parameters.js';
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
  readonly texts: { readonly modules: string; readonly paths: readonly string[] } | undefined;
}

interface InstanceView {
  readonly className: string;
  readonly call: readonly string[];
}

/** Names that the generated file gives to something else: what is imported under one of them gets another. */
const NAMES_OF_THE_FILE = new Set(
  (
    'Any Dict Path LLMObs OpenAI Lock EvaluatorResult EvaluatorContext BaseEvaluator RemoteEvaluator ExactMatch ' +
    'AnswerQuality DD_API_KEY DD_APPLICATION_KEY PROJECT_NAME TEXTS MODULES annotations answer_quality as_text bool ' +
    'config dataset dict evaluations experiment exact_match failed fields first float getattr hasattr input_data ' +
    'instance is_dataclass isinstance iter json json_ready json_shape judge judge_input len list load_dotenv ' +
    'made making max next os output parsed piece print problem record repr ' +
    'response_well_formed results row rows run score scores set str super sys task_fn text_of the_instance tuple type unscored ' +
    'all any int key ValueError AttributeError ImportError KeyError SystemExit JSONEvaluator LLMJudge ' +
    'RegexMatchEvaluator difflib advice env_file env_files filter globals here looked_in map nearest_env_file boto3 ' +
    'BooleanStructuredOutput NearMatch near_match sql_statement valid_json groundedness tool_calls semantic_match comparable_text'
  ).split(' '),
);

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
  const wantsJson = expectsJson(plan.dataset.answer);
  const place = placeOf(task, plan);
  const takesInstance = made === undefined ? [] : ['instance = the_instance(config)'];
  return {
    comment: commentOf(called, call),
    ...place,
    imports: importsOf(module, first, [...call.bodies, ...(made?.bodies ?? [])]),
    isAsync: called.isAsync,
    outputType: kind === 'text' || kind === 'texts' ? (wantsJson ? 'Any' : 'str') : 'Any',
    instance:
      made === undefined
        ? undefined
        : { className: local, call: callLines(local, made.arguments, 'instance = ', '') },
    body: [...call.lines, ...takesInstance, ...resultLines(kind, called, callee, call.arguments, wantsJson)],
    makesJson: kind === 'anything',
    texts: kind === 'anything' ? textsOf(called.providers) : undefined,
  };
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

function localName(name: string): string {
  return NAMES_OF_THE_FILE.has(name) ? `app_${name}` : name;
}

function importsOf(module: string, name: string, bodies: readonly TaskBody[]): string[] {
  const imported = [{ module, name }, ...bodies].map((one) => {
    const local = localName(one.name);
    return `from ${one.module} import ${one.name}${local === one.name ? '' : ` as ${local}`}  # noqa: E402`;
  });
  return [...new Set(imported)];
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
  { isAsync, isGenerator }: TaskCandidate,
  callee: string,
  given: readonly FedArgument[],
  wantsJson: boolean,
): string[] {
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
  const streamed =
    isAsync && !isGenerator && kind === 'anything'
      ? [
          'if hasattr(output, "__aiter__"):  # a stream',
          '    output = iter([piece async for piece in output])',
        ]
      : [];
  if (!wantsJson) return [...call, ...streamed, `return ${ready}`];
  return [
    ...call,
    ...streamed,
    ...(ready === 'output' ? [] : [`output = ${ready}`]),
    'try:  # the dataset expects JSON: a text that is JSON counts as what it says',
    '    parsed = json.loads(output) if isinstance(output, str) else output',
    'except ValueError:',
    '    return output',
    'return parsed if isinstance(parsed, (dict, list)) else output',
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

/** The modules that a provider's responses are of, and where in them the text is. */
const TEXTS: Readonly<Record<Provider, { modules: readonly string[]; paths: readonly string[] }>> = (() => {
  const chat = ['choices.0.message.content', 'choices.0.delta.content'];
  const openai = { modules: ['openai'], paths: [...chat, 'output_text'] };
  const gemini = { modules: ['google', 'vertexai'], paths: ['text'] };
  return {
    openai,
    'azure-openai': openai,
    anthropic: { modules: ['anthropic'], paths: ['content.0.text', 'delta.text'] },
    litellm: { modules: ['litellm'], paths: chat },
    langchain: { modules: [], paths: [] },
    'llama-index': { modules: ['llama_index'], paths: ['response', 'message.content', 'delta', 'text'] },
    gemini,
    vertex: gemini,
    bedrock: { modules: [], paths: [] },
    mistral: { modules: ['mistralai'], paths: [...chat, 'data.choices.0.delta.content'] },
    cohere: { modules: ['cohere'], paths: ['message.content.0.text', 'delta.message.content.text', 'text'] },
    ollama: { modules: ['ollama'], paths: ['message.content', 'response'] },
    huggingface: { modules: ['huggingface_hub'], paths: [...chat, 'generated_text'] },
    unknown: { modules: [], paths: [] },
  };
})();

/** LangChain's messages may hold any provider's answer. */
function textsOf(providers: readonly Provider[]): WiredView['texts'] {
  if (providers.length === 0) return undefined;
  const modules = new Set([...providers.flatMap((one) => TEXTS[one].modules), 'langchain_core']);
  const paths = new Set([...providers.flatMap((one) => TEXTS[one].paths), 'content']);
  return { modules: [...modules].map((name) => `"${name}"`).join(', '), paths: [...paths] };
}
