import { expect, it } from 'vitest';
import type { InputShape } from '../../lib/dataset/dataset-shape.js';
import { feedArguments } from '../../lib/render/task-arguments.js';
import type { TaskParameter } from '../../lib/task-discovery/task-parameters.js';

const TEXT: InputShape = { kind: 'text' };
const ANY: InputShape = { kind: 'any' };
const CHAT: InputShape = { kind: 'messages', key: 'messages' };

function keys(...names: string[]): InputShape {
  return { kind: 'keys', keys: names, everywhere: true, text: true };
}

/** Reads `name: annotation = default`, `*args`, `**kwargs`, `/` and what only a framework brings, with a `!`. */
function parameters(signature: string): TaskParameter[] {
  const listed: TaskParameter[] = [];
  for (const part of signature.split(/,(?![^[]*\])/).map((one) => one.trim())) {
    if (part === '') continue;
    if (part === '/') {
      listed.splice(0, listed.length, ...listed.map((one) => ({ ...one, kind: 'positional-only' as const })));
      continue;
    }
    const [, stars = '', name = '', annotation, value, mark] =
      /^(\**)([^:=!\s]+)(?::\s*([^=!]+?))?\s*(=.*?)?(!)?$/.exec(part) ?? [];
    listed.push({
      name,
      kind: stars === '**' ? 'var-keyword' : stars === '*' ? 'var-positional' : 'positional',
      ...(annotation === undefined ? {} : { annotation }),
      hasDefault: value !== undefined,
      ...(mark === undefined ? {} : { isInjected: true }),
    });
  }
  return listed;
}

/** The call's arguments: an assumption behind `~`, what is left to do behind `?`. */
function fed(signature: string, input: InputShape): string {
  return feedArguments(parameters(signature), input)
    .arguments.map(({ code, assumption, todo }) => {
      return `${code}${assumption === undefined ? '' : ' ~'}${todo === undefined ? '' : ' ?'}`;
    })
    .join(', ');
}

it.each<[string, InputShape, string]>([
  // One parameter and one key.
  ['question', TEXT, 'question=input_data'],
  ['anything: str', keys('q'), 'anything=input_data["q"]'],
  ['inputs', keys('q'), 'inputs=input_data["q"]'],
  ['x, /', keys('q'), 'input_data["q"]'],
  ['x', { kind: 'keys', keys: ['q'], everywhere: false, text: true }, 'x=input_data.get("q")'],
  ['top: int', keys('k'), 'top=int(input_data["k"])'],
  ['share: float', keys('k'), 'share=float(input_data["k"])'],
  ['question, verbose=False', keys('q'), 'question=input_data["q"]'],
  ['verbose=False, text: str = ""', keys('q'), 'text=input_data["q"] ~'],
  ['', keys('q'), ''],
  ['user_id, prompt', keys('question'), 'user_id=None ?, prompt=input_data["question"] ~'],
  ['prompt_template, user', keys('question'), 'prompt_template=None ?, user=input_data["question"] ~'],
  ['user, message', keys('q'), 'user=None ?, message=input_data["q"] ~'],
  ['user, history: list', keys('q'), 'user=input_data["q"] ~, history=[] ~'],

  // Several: by name, then by annotation.
  [
    'context, question',
    keys('question', 'context'),
    'context=input_data["context"], question=input_data["question"]',
  ],
  ['userQuestion', keys('user_question', 'b'), 'userQuestion=input_data["user_question"]'],
  [
    'user_question: str, docs: str',
    keys('docs', 'question'),
    'user_question=input_data["question"] ~, docs=input_data["docs"]',
  ],
  ['prompt: str', keys('question', 'id'), 'prompt=input_data["question"] ~'],
  ['a: str, b: str', keys('x', 'y'), 'a=input_data["x"] ~, b=input_data["y"] ~'],
  ['text: str', keys('x', 'y'), 'text="\\n".join(f"{key}: {input_data[key]}" for key in ["x", "y"]) ~'],
  [
    'question: str, top: int = 3',
    keys('question', 'top'),
    'question=input_data["question"], top=int(input_data["top"])',
  ],

  // The whole.
  ['inputs: dict', keys('q', 'r'), 'inputs=input_data'],
  ['inputs: Dict[str, Any]', keys('q'), 'inputs=input_data'],
  ['data', keys('q', 'r'), 'data=input_data ~'],
  ['**kwargs', keys('q', 'r'), '**input_data'],
  ['question, **kwargs', keys('question', 'r'), 'question=input_data["question"]'],
  ['*args', keys('q'), 'input_data["q"] ~'],

  // From config, never dropped.
  [
    'q, model, temperature=1, config=None',
    TEXT,
    'q=input_data, model=config["model"], temperature=config["temperature"], config=config',
  ],
  ['q, model: str = "m"', keys('q', 'model'), 'q=input_data["q"], model=config["model"]'],
  ['q, config: RunnableConfig = None', TEXT, 'q=input_data, config=config'],
  ['q, model: ChatOpenAI', TEXT, 'q=input_data, model=None ?'],
  ['q, model: ChatOpenAI = None', TEXT, 'q=input_data'],
  ['q, config!', TEXT, 'q=input_data, config=config'],

  // What nothing feeds.
  ['question, session', TEXT, 'question=input_data, session=None ?'],
  ['question, db: Session!', keys('question', 'x'), 'question=input_data["question"], db=None ?'],
  ['question: str, history: list', TEXT, 'question=input_data, history=[] ~'],
  ['inputs: dict', TEXT, 'inputs=None ?'],

  // What only names something, a setting or the app's own prompt is not asked.
  ['api_key, inp, chain', keys('question'), 'api_key=None ?, inp=input_data["question"] ~, chain=None ?'],
  ['system_prompt, user_prompt', TEXT, 'system_prompt=None ?, user_prompt=input_data'],
  ['user_id: str, goal: str', keys('q'), 'user_id=None ?, goal=input_data["q"] ~'],
  ['source_id', keys('q'), 'source_id=input_data["q"]'],
  ['api_key, repo_path', keys('q'), 'api_key=None ?, repo_path=None ?'],
  ['tenant: dict, query: str', keys('q'), 'tenant=None ?, query=input_data["q"] ~'],
  ['query: Optional[Text]', keys('q'), 'query=input_data["q"]'],

  // Each record begins a conversation.
  ['question, session_id: str', TEXT, 'question=input_data, session_id=str(uuid4()) ~'],
  ['threadId, message', keys('q'), 'threadId=str(uuid4()) ~, message=input_data["q"] ~'],
  ['message, chat_id: int', TEXT, 'message=input_data, chat_id=None ?'],
  ['message, session_id=None', TEXT, 'message=input_data'],
  [
    'message, session_id',
    keys('message', 'session_id'),
    'message=input_data["message"], session_id=input_data["session_id"]',
  ],

  // Conversations.
  [
    'user: str, messages: List[Dict[str, str]]',
    keys('q'),
    'user=None ?, messages=[{"role": "user", "content": input_data["q"]}] ~',
  ],
  ['prompt: str, messages: list', keys('q'), 'prompt=input_data["q"] ~, messages=None ?'],
  ['messages', CHAT, 'messages=input_data["messages"]'],
  ['messages: list[dict]', TEXT, 'messages=[{"role": "user", "content": input_data}] ~'],
  ['question: str', CHAT, 'question=input_data["messages"][-1]["content"] ~'],

  // Nothing is known of the records.
  ['question', ANY, 'question=record.get("question", next(iter(record.values()), None))'],
  ['inputs: dict', ANY, 'inputs=input_data ~'],
  [
    'question, context: str',
    ANY,
    'question=record.get("question", next(iter(record.values()), None)), context=record["context"] ~',
  ],
])('(%s) is fed', (signature, input, expected) => {
  expect(fed(signature, input)).toBe(expected);
});

it('makes the body of a request, and says what it lacks', () => {
  const field = (name: string, hasDefault = false): TaskParameter => ({
    name,
    kind: 'keyword-only',
    annotation: 'str',
    hasDefault,
  });
  const body = {
    module: 'schemas',
    name: 'Query',
    fields: [field('text'), field('user'), field('tag', true)],
  };
  const call = feedArguments(
    [{ name: 'request', kind: 'positional', hasDefault: false, body }],
    keys('text'),
  );
  expect(call.arguments).toMatchObject([
    { code: 'request=Query(text=input_data["text"], user=None)', todo: 'nothing feeds user of Query' },
  ]);
  expect(call.bodies).toEqual([body]);
});

const field = (name: string, parts: Partial<TaskParameter> = {}): TaskParameter => ({
  name,
  kind: 'keyword-only',
  annotation: 'str',
  hasDefault: false,
  ...parts,
});
const bodyOf = (name: string, ...fields: TaskParameter[]) => ({ module: 'schemas', name, fields });

it("makes the messages of a conversation of the app's own class", () => {
  const items = bodyOf('Message', field('role'), field('content'), field('name', { hasDefault: true }));
  const messages = field('messages', { annotation: 'list[Message]', items });
  const codes = (input: InputShape) => {
    const { arguments: given, bodies } = feedArguments([messages, field('session_id')], input);
    expect(bodies).toEqual([items]);
    return given.map(({ code }) => code);
  };
  expect(codes(keys('q'))).toEqual([
    'messages=[Message(role="user", content=input_data["q"])]',
    'session_id=str(uuid4())',
  ]);
  expect(codes(CHAT)[0]).toBe(
    'messages=[Message(role=message["role"], content=message["content"]) for message in input_data["messages"]]',
  );
});

it('hands the question to the body that asks it, and to none where a parameter does', () => {
  const settings = field('settings', {
    body: bodyOf('Settings', field('api_key'), field('url', { hasDefault: true })),
  });
  const request = field('request', { body: bodyOf('Request', field('topic')) });
  const codes = (...listed: TaskParameter[]) =>
    feedArguments(listed, keys('q')).arguments.map(({ code }) => code);
  expect(codes(settings, request)).toEqual([
    'settings=Settings(api_key=None)',
    'request=Request(topic=input_data["q"])',
  ]);
  expect(codes(field('question'), request)).toEqual([
    'question=input_data["q"]',
    'request=Request(topic=None)',
  ]);
  expect(codes(field('query'), { ...settings, hasDefault: true })).toEqual(['query=input_data["q"]']);
});

it('makes no session of its own for what all records share', () => {
  const shared = feedArguments(parameters('session_id: str'), {
    kind: 'keys',
    keys: [],
    everywhere: true,
    text: true,
  });
  expect(shared.arguments).toMatchObject([{ code: 'session_id=None' }]);
});

it('makes a body under the name that it is imported by', () => {
  const body = bodyOf('Path', field('text'));
  const { arguments: given } = feedArguments([field('path', { body })], keys('text'));
  expect(given).toMatchObject([{ code: 'path=app_Path(text=input_data["text"])' }]);
});

it('says which keys nothing takes', () => {
  expect(feedArguments(parameters('question'), keys('question', 'x')).unused).toEqual(['x']);
  expect(feedArguments(parameters('inputs: dict'), keys('question', 'x')).unused).toEqual([]);
  expect(feedArguments(parameters('text: str'), keys('a', 'b', 'c', 'd', 'e')).unused).toEqual([]);
});

it('lets no key out of its literal', () => {
  const key = `a'b"c\n# TODO(user) """`;
  expect(fed('question', keys(key))).not.toMatch(/\n|TODO\(user\)/);
});
