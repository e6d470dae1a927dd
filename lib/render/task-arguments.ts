import type { InputShape } from '../dataset/dataset-shape.js';
import { isIdentifier } from '../python/identifier.js';
import { pythonLiteral, pythonString } from '../python/literal.js';
import { isNaming, questionTier, wordsOf } from '../task-discovery/question-words.js';
import { localName } from './local-name.js';
import type { TaskBody, TaskParameter } from '../task-discovery/task-parameters.js';

/** One argument of a call, as it stands in Python. */
export interface FedArgument {
  /** The parameter's name. */
  readonly name: string;
  /** `question=input_data["question"]` */
  readonly code: string;
  /** Where its value comes from, in words, for a reader of the generated file. */
  readonly origin: string;
  /** What stands behind it as a comment: an assumption. */
  readonly assumption?: string;
  /** What the user has to fill in; none where nothing is left to do. */
  readonly todo?: string;
}

/** How a function is fed from a record and from `config`. */
export interface FedCall {
  /** Python in front of the call, a line each. */
  readonly lines: readonly string[];
  readonly arguments: readonly FedArgument[];
  /** Classes of the app that the arguments are made of. */
  readonly bodies: readonly TaskBody[];
  /** Input keys that nothing takes. */
  readonly unused: readonly string[];
}

/** A value of the record. */
interface Source {
  /** The input's key; none where the input is the value itself. */
  readonly key?: string;
  readonly code: string;
  readonly isText: boolean;
  readonly isConversation: boolean;
}

interface Value {
  readonly code: string;
  readonly origin: string;
  readonly assumption?: string;
  readonly todo?: string;
  readonly bodies?: readonly TaskBody[];
}

/** What `config` of section 6 holds for a parameter. */
const FROM_CONFIG: Readonly<Record<string, string>> = {
  model: 'config["model"]',
  model_name: 'config["model"]',
  temperature: 'config["temperature"]',
  config: 'config',
};

const WHOLE_NAMES =
  /^(?:inputs?|input_data|data|payload|record|row|example|kwargs|params|variables|event|body)$/;
const HISTORY_NAMES =
  /^(?:(?:chat|conversation|message|msg)_?)?histor(?:y|ies)$|^(?:chat_)?memory$|^past_messages$/;
/** Each record begins a conversation: under a name that another had, it would go on with that one's. */
const CONVERSATION_IDS = /^(?:session|thread|conversation|chat)_?(?:id|key|uuid)$/i;
const CONVERSATION_NAMES = /^(?:messages|conversation|chat_messages)$/;

/**
 * Decides what each parameter of the app's function is given: by its name, then by its annotation; `model`,
 * `temperature` and `config` from `config`. A required parameter that nothing feeds gets None and a mark.
 *
 * @param parameters without `self`
 * @param input what the records' inputs have in common
 */
export function feedArguments(parameters: readonly TaskParameter[], input: InputShape): FedCall {
  const usable = parameters.filter((one) => isIdentifier(one.name));
  const record = sourcesOf(input, usable);
  const fed = feed(usable, record, input);
  const given = usable.flatMap((parameter): FedArgument[] => {
    const value = fed.get(parameter);
    if (value === undefined) return [];
    return [{ ...value, name: parameter.name, code: argumentCode(parameter, value.code) }];
  });
  const codes = given.map(({ code }) => code).join('\n');
  const takesAll = codes.includes('input_data') && record.sources.every(({ code }) => code !== 'input_data');
  const isWhole = takesAll && /(?:^|[=*])input_data(?:$|[^[.])/m.test(codes);
  return {
    lines: record.lines.filter(() => codes.includes('record')),
    arguments: given,
    bodies: [...fed.values()].flatMap((value) => value.bodies ?? []),
    unused:
      isWhole || codes.includes('for key in')
        ? []
        : record.sources.flatMap(({ key, code }) => (key === undefined || codes.includes(code) ? [] : [key])),
  };
}

function argumentCode({ name, kind }: TaskParameter, code: string): string {
  if (kind === 'var-keyword') return `**${code}`;
  return kind === 'positional-only' || kind === 'var-positional' ? code : `${name}=${code}`;
}

interface RecordSources {
  readonly lines: readonly string[];
  readonly sources: readonly Source[];
}

function sourcesOf(input: InputShape, parameters: readonly TaskParameter[]): RecordSources {
  switch (input.kind) {
    case 'text':
      return { lines: [], sources: [{ code: 'input_data', isText: true, isConversation: false }] };
    case 'messages': {
      const code = `input_data[${pythonString(input.key)}]`;
      return { lines: [], sources: [{ key: input.key, code, isText: false, isConversation: true }] };
    }
    case 'keys':
      return {
        lines: [],
        sources: input.keys.map((key) => ({
          key,
          code: input.everywhere
            ? `input_data[${pythonString(key)}]`
            : `input_data.get(${pythonString(key)})`,
          isText: input.text,
          isConversation: false,
        })),
      };
    case 'any': {
      const name = pythonString(mainOf(dataParameters(parameters))?.name ?? 'input');
      return {
        lines: [
          '# What the records hold is known when they are pulled: of a dict the value of this name, or its first.',
          `record = input_data if isinstance(input_data, dict) else {${name}: input_data}`,
        ],
        sources: [
          {
            code: `record.get(${name}, next(iter(record.values()), None))`,
            isText: true,
            isConversation: false,
          },
        ],
      };
    }
  }
}

function dataParameters(parameters: readonly TaskParameter[]): TaskParameter[] {
  return parameters
    .flatMap((one) => one.body?.fields ?? [one])
    .filter((one) => !one.kind.startsWith('var') && configCode(one) === undefined && one.isInjected !== true);
}

/** The one that takes what the model is to deal with. */
function mainOf(parameters: readonly TaskParameter[]): TaskParameter | undefined {
  const open = parameters.filter((one) => !HISTORY_NAMES.test(one.name));
  const required = open.filter((one) => !one.hasDefault);
  for (const among of [required, open]) {
    const texts = among.filter((one) => !isList(one));
    const ofTier = (tier: number): TaskParameter | undefined =>
      texts.find((one) => questionTier(one.name) === tier);
    const found =
      ofTier(0) ??
      among.find(isConversationList) ??
      ofTier(1) ??
      ofTier(2) ??
      texts.find((one) => isText(one) && !isNaming(one.name));
    if (found !== undefined) return found;
  }
  return required.find((one) => !isList(one)) ?? open.find((one) => !isList(one));
}

/** Whether a parameter leaves no doubt that it takes the question, and can. */
function isSurelyMain(parameter: TaskParameter): boolean {
  return !parameter.hasDefault && questionTier(parameter.name) === 0 && isText(parameter);
}

/** How surely a body takes the question: 0 is the surest, one that it need not have counts less; infinite for none. */
function askingTier({ fields }: TaskBody): number {
  return Math.min(
    ...fields.map((one) => {
      const tier = isConversationList(one) ? 0 : isText(one) ? questionTier(one.name) : undefined;
      return tier === undefined ? Infinity : one.hasDefault ? tier + 3 : tier;
    }),
  );
}

function feed(
  parameters: readonly TaskParameter[],
  { sources }: RecordSources,
  input: InputShape,
): Map<TaskParameter, Value> {
  const fed = new Map<TaskParameter, Value>();
  const taken = new Set<Source>();
  const isDict = input.kind === 'keys' || input.kind === 'messages';
  const named = parameters.filter((one) => !one.kind.startsWith('var'));
  const data: TaskParameter[] = [];
  for (const parameter of named) {
    const code = configCode(parameter);
    if (code === undefined) data.push(parameter);
    else fed.set(parameter, { code, origin: 'from config' });
  }
  const take = (parameter: TaskParameter, source: Source, isAssumed: boolean): void => {
    taken.add(source);
    fed.set(parameter, valueOf(parameter, source, isAssumed));
  };
  const open = (): TaskParameter[] => data.filter((one) => !fed.has(one));
  const free = (): Source[] => sources.filter((one) => !taken.has(one));

  for (const parameter of data) {
    const source = free().find(({ key }) => key !== undefined && plain(key) === plain(parameter.name));
    if (source !== undefined) take(parameter, source, false);
  }
  // What a framework brings is fed where a key has its very name, and not otherwise.
  const feedable = (): TaskParameter[] =>
    open().filter((one) => one.isInjected !== true && one.body === undefined);
  if (isDict) {
    for (const parameter of feedable()) {
      const isOnly = data.length === 1 && sources.length === 1 && parameter.annotation === undefined;
      const isNamedSo = parameter.annotation === undefined && WHOLE_NAMES.test(parameter.name) && !isOnly;
      if (parameter.hasDefault || !(isMapping(parameter) || isNamedSo)) continue;
      if (feedable().some((one) => one !== parameter && isSurelyMain(one))) continue;
      fed.set(parameter, {
        code: 'input_data',
        origin: 'the whole input',
        ...(isNamedSo ? { assumption: 'the whole input, going by its name' } : {}),
      });
      for (const source of sources) taken.add(source);
    }
  }
  // Settings in a body of their own are none of the record's, unless nothing else is there to take it.
  const isTaken = feedable().some(isSurelyMain);
  const bodies = open().flatMap((one) =>
    one.body === undefined ? [] : [{ parameter: one, body: one.body }],
  );
  for (const { parameter, body } of bodies) {
    const others = open().filter((one) => one !== parameter && !one.hasDefault);
    if (parameter.hasDefault && (fed.size > 0 || others.length > 0)) continue;
    const tier = askingTier(body);
    const isBest = tier < Infinity && bodies.every((one) => tier <= askingTier(one.body));
    const takes = others.length === 0 || (!isTaken && isBest);
    fed.set(parameter, bodyValue(body, { lines: [], sources: takes ? free() : [] }, input));
    if (takes) for (const source of sources) taken.add(source);
  }

  const mayBeSetting = (parameter: TaskParameter | undefined): boolean =>
    parameter !== undefined && isNaming(parameter.name) && data.length > 1;
  const required = (): TaskParameter[] => feedable().filter((one) => !one.hasDefault);
  const textsFirst = (candidates: readonly TaskParameter[]): TaskParameter[] => {
    const main = mainOf(candidates);
    return main === undefined ? [...candidates] : [main, ...candidates.filter((one) => one !== main)];
  };
  const [only] = required();
  const [source] = free();
  const isCertain = required().length === 1 && sources.length === 1 && !mayBeSetting(only);
  if (only !== undefined && source !== undefined && isCertain && fits(only, source))
    take(only, source, false);
  const hasData = (): boolean => data.some((one) => fed.has(one));
  // Where all have defaults, one of them still takes the question.
  const candidates = (): TaskParameter[] => {
    const open = required();
    if (open.length > 0 || hasData()) return open;
    const main = mainOf(feedable());
    return main === undefined ? [] : [main];
  };
  const matches: ((parameter: TaskParameter, source: Source) => boolean)[] = [
    (parameter, { key }) => key !== undefined && sharesWord(key, parameter.name),
    (parameter, { key }) =>
      key !== undefined && isAsking(key) && (isAsking(parameter.name) || isConversationList(parameter)),
  ];
  for (const match of matches) {
    for (const parameter of textsFirst(candidates())) {
      const found = free().filter((one) => fits(parameter, one) && match(parameter, one));
      if (found[0] !== undefined && found.length === 1) take(parameter, found[0], true);
    }
  }
  const single = candidates();
  if (
    !hasData() &&
    single[0] !== undefined &&
    single.length === 1 &&
    free().length > 1 &&
    !isList(single[0])
  ) {
    fed.set(single[0], joined(input));
    for (const one of sources) taken.add(one);
  }
  for (const parameter of textsFirst(candidates())) {
    const found = free().find((one) => fits(parameter, one));
    if (found === undefined || mayBeSetting(parameter)) continue;
    const isPlain = found.key === undefined && (data.length === 1 || isAsking(parameter.name));
    take(parameter, found, !isPlain);
  }
  for (const parameter of open().filter((one) => !one.hasDefault))
    fed.set(parameter, unfed(parameter, input));
  feedVariable(parameters, fed, hasData() || data.length > 0, sources, isDict);
  return fed;
}

/** `*args` and `**kwargs`, where nothing else takes the record. */
function feedVariable(
  parameters: readonly TaskParameter[],
  fed: Map<TaskParameter, Value>,
  isFed: boolean,
  sources: readonly Source[],
  isDict: boolean,
): void {
  if (isFed) return;
  const keywords = parameters.find((one) => one.kind === 'var-keyword');
  const positions = parameters.find((one) => one.kind === 'var-positional');
  const [first] = sources;
  if (keywords !== undefined && isDict) {
    fed.set(keywords, { code: 'input_data', origin: 'the whole input' });
  } else if (positions !== undefined && first !== undefined) {
    const code = sources.length === 1 ? first.code : 'input_data';
    fed.set(positions, { code, origin: 'the input', assumption: 'it names no parameters' });
  } else if (keywords !== undefined && first !== undefined) {
    fed.set(keywords, {
      code: `{"question": ${first.code}}`,
      origin: 'the input',
      todo: 'the name under which it takes the input',
    });
  }
}

function valueOf(parameter: TaskParameter, source: Source, isAssumed: boolean): Value {
  const { key, isText: isTextual, isConversation } = source;
  const origin = key === undefined ? 'the input' : `the input's ${pythonString(key)}`;
  const assumed = isAssumed ? { assumption: 'the names differ' } : {};
  if (isConversation && isText(parameter)) {
    return { code: `${source.code}[-1]["content"]`, origin, assumption: 'the last message alone' };
  }
  const message = messageOf(parameter);
  if (isConversation && message !== undefined) {
    const code = `[${localName(message.name)}(role=message["role"], content=message["content"]) for message in ${source.code}]`;
    return { code, origin, ...assumed, bodies: [message] };
  }
  if (!isConversation && isConversationList(parameter) && isTextual) {
    return {
      code:
        message === undefined
          ? `[{"role": "user", "content": ${source.code}}]`
          : `[${localName(message.name)}(role="user", content=${source.code})]`,
      origin,
      assumption: 'a conversation of one message',
      ...(message === undefined ? {} : { bodies: [message] }),
    };
  }
  const number = /^(?:Optional\[)?(int|float)\b/.exec(annotationOf(parameter))?.[1];
  if (number !== undefined && isTextual) return { code: `${number}(${source.code})`, origin, ...assumed };
  if (key === undefined && isAssumed)
    return { code: source.code, origin, assumption: 'going by its name or place' };
  return { code: source.code, origin, ...assumed };
}

function bodyValue(body: TaskBody, record: RecordSources, input: InputShape): Value {
  const fed = feed(body.fields, record, input);
  const fields = [...fed].map(([field, value]) => `${field.name}=${value.code}`);
  const missing = [...fed].flatMap(([field, { todo }]) => (todo === undefined ? [] : [field.name]));
  const origins = [...fed].map(([field, value]) => `${field.name}: ${value.origin}`);
  const isAssumed = [...fed.values()].some(({ assumption }) => assumption !== undefined);
  return {
    code: `${localName(body.name)}(${fields.join(', ')})`,
    origin: `a ${body.name}${origins.length === 0 ? '' : ` with ${origins.join(', ')}`}`,
    bodies: [body],
    ...(missing.length > 0 ? { todo: `nothing feeds ${missing.join(', ')} of ${body.name}` } : {}),
    ...(missing.length === 0 && isAssumed ? { assumption: 'the names differ' } : {}),
  };
}

/** Several keys in one text, as the placeholder task would send them. */
function joined(input: InputShape): Value {
  const keys = input.kind === 'keys' ? input.keys : [];
  const everywhere = input.kind === 'keys' && input.everywhere;
  const list = keys.length > 4 ? 'input_data' : pythonLiteral(keys).replace(/\s+/g, ' ');
  return {
    code: `"\\n".join(f"{key}: {input_data[key]}" for key in ${list}${everywhere || list === 'input_data' ? '' : ' if key in input_data'})`,
    origin: 'all keys of the input, in one text',
    assumption: 'no key has its name',
  };
}

function unfed(parameter: TaskParameter, input: InputShape): Value {
  if (HISTORY_NAMES.test(parameter.name)) {
    return { code: '[]', origin: 'empty', assumption: 'each record begins a conversation' };
  }
  const isOfNoRecord = input.kind === 'keys' && input.keys.length === 0;
  if (CONVERSATION_IDS.test(parameter.name) && isText(parameter) && !isOfNoRecord) {
    return { code: 'str(uuid4())', origin: 'a new one', assumption: 'each record begins a conversation' };
  }
  if (input.kind === 'any' && isMapping(parameter)) {
    return { code: 'input_data', origin: 'the whole input', assumption: 'the records hold dicts' };
  }
  if (input.kind === 'any' && parameter.isInjected !== true && !isOther(parameter)) {
    const code = `record[${pythonString(parameter.name)}]`;
    return {
      code,
      origin: `the input's ${pythonString(parameter.name)}`,
      assumption: 'a record without it fails',
    };
  }
  return { code: 'None', origin: 'nothing yet', todo: `nothing feeds ${parameter.name}` };
}

function configCode(parameter: TaskParameter): string | undefined {
  const code = Object.hasOwn(FROM_CONFIG, parameter.name) ? FROM_CONFIG[parameter.name] : undefined;
  if (code === undefined || parameter.body !== undefined) return undefined;
  // A model that is an object of a library's is none that a name stands for.
  if (parameter.name === 'config')
    return annotationOf(parameter).startsWith('Runnable') || !isOther(parameter) ? code : undefined;
  return isOther(parameter) ? undefined : code;
}

function fits(parameter: TaskParameter, source: Source): boolean {
  if (isOther(parameter) || isMapping(parameter)) return false;
  if (isConversationList(parameter)) return true;
  if (HISTORY_NAMES.test(parameter.name)) return false;
  if (source.isText) return !isList(parameter) && !/^bool\b/.test(annotationOf(parameter));
  return true;
}

function annotationOf({ annotation = '' }: TaskParameter): string {
  return annotation
    .trim()
    .replace(/^(["'])(.*)\1$/, '$2')
    .replace(/^(?:typing|t)\./, '')
    .replace(/^Annotated\[\s*/, '')
    .replace(/^(?:Optional|Union)\[\s*/, '')
    .replace(/^Text\b/, 'str');
}

function isMapping(parameter: TaskParameter): boolean {
  return /^(?:typing\.)?(?:dict|Dict|Mapping|MutableMapping)\b/.test(annotationOf(parameter));
}

function isList(parameter: TaskParameter): boolean {
  return /^(?:typing\.)?(?:list|List|Sequence|tuple|Tuple|Iterable)\b/.test(annotationOf(parameter));
}

function isConversationList(parameter: TaskParameter): boolean {
  if (parameter.items !== undefined && messageOf(parameter) === undefined) return false;
  return CONVERSATION_NAMES.test(parameter.name) && (isList(parameter) || parameter.annotation === undefined);
}

/** The app's own class of a conversation's messages, where it is made of a role and a content alone. */
function messageOf({ items }: TaskParameter): TaskBody | undefined {
  const required = items?.fields.filter((one) => !one.hasDefault).map(({ name }) => name) ?? [];
  const names = new Set(items?.fields.map(({ name }) => name));
  const isMessage = names.has('role') && names.has('content');
  return isMessage && required.every((name) => name === 'role' || name === 'content') ? items : undefined;
}

function isText(parameter: TaskParameter): boolean {
  return (
    /^str\b/.test(annotationOf(parameter)) ||
    (parameter.annotation === undefined && !isConversationList(parameter))
  );
}

/** A type that no JSON value is of. */
function isOther(parameter: TaskParameter): boolean {
  const annotation = annotationOf(parameter);
  if (annotation === '' || isMapping(parameter) || isList(parameter)) return false;
  return !/^(?:str|int|float|bool|bytes|object|None|Any|Literal|set|Set)\b/.test(
    annotation.replace(/^typing\./, ''),
  );
}

function isAsking(name: string): boolean {
  return (questionTier(name) ?? Infinity) < 2;
}

function sharesWord(key: string, name: string): boolean {
  const words = wordsOf(name);
  return wordsOf(key).some((word) => word.length > 1 && words.includes(word));
}

function plain(name: string): string {
  return wordsOf(name).join('');
}
