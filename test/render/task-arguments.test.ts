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

  // Conversations.
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

it('says which keys nothing takes', () => {
  expect(feedArguments(parameters('question'), keys('question', 'x')).unused).toEqual(['x']);
  expect(feedArguments(parameters('inputs: dict'), keys('question', 'x')).unused).toEqual([]);
  expect(feedArguments(parameters('text: str'), keys('a', 'b', 'c', 'd', 'e')).unused).toEqual([]);
});

it('lets no key out of its literal', () => {
  const key = `a'b"c\n# TODO(user) """`;
  expect(fed('question', keys(key))).not.toMatch(/\n|TODO\(user\)/);
});
