import { describe, expect, it } from 'vitest';
import type { ExperimentPlan, WiredTask } from '../../lib/plan/plan.js';
import type { TaskCandidate } from '../../lib/task-discovery/find-task.js';
import { askMachinePython } from '../python/machine-python.js';
import { renderArtifact } from '../../lib/render/artifact.js';
import { planOf, planOfShape, purposeOf, sectionCode, TEMPLATES, wiredTask } from './experiment-plan.js';

/** The names that a file loads from its module or from Python itself, those of its last imports left out. */
const NAMES_IN_USE = `
import json, sys, symtable

def names(table):
    for symbol in table.get_symbols():
        if symbol.is_global() or (table.get_type() == "module" and symbol.is_referenced()) or (
            table.get_type() == "module" and symbol.is_assigned()):
            yield symbol.get_name()
    if table.get_name() == "task_fn":
        yield from (symbol.get_name() for symbol in table.get_symbols())
    for child in table.get_children():
        yield from names(child)

json.dump(sorted({name for code in json.load(sys.stdin) for name in names(symtable.symtable(code, "x", "exec"))}), sys.stdout)
`;

it('gives another name to whatever is called as the generated file calls something', () => {
  const method = { method: 'instance', constructorParameters: [], target: 'shop.chat:Bot.reply' } as const;
  const everything: Partial<TaskCandidate> = {
    libraries: ['anthropic', 'boto3'],
    returned: ['async stream manager', 'awaitable', 'streaming response', 'web response'],
  };
  const styles: Partial<ExperimentPlan>[] = [{}, { evaluatorStyle: 'class' }, { evaluatorStyle: 'remote' }];
  const purposes = (['tool calls', 'structured output', 'retrieval', 'regression'] as const).map((kind) => ({
    purpose: purposeOf(kind),
  }));
  const codes = [...styles, ...purposes, { ...purposes[3], evaluatorStyle: 'class' as const }].flatMap(
    (style) =>
      [
        wiredTask(),
        wiredTask(method),
        wiredTask({ ...method, isAsync: true }),
        wiredTask(everything),
      ].flatMap((task) =>
        (['unknown', 'columns', 'mixed', 'text'] as const).map((kind) => {
          const answer = kind === 'columns' ? { kind, columns: ['a', 'b'] } : { kind };
          return renderArtifact(planOfShape({ answer }, { ...style, task }), TEMPLATES).artifact.text;
        }),
      ),
  );
  const inUse = askMachinePython(NAMES_IN_USE, codes) as string[];
  const ours = inUse.filter((name) => !['reply', 'Bot', '__file__'].includes(name));
  expect(ours).toContain('dataset');
  const kept = ours.filter((name) => {
    const code = sectionCode(planOf({ task: wiredTask({ target: `shop.chat:${name}` }) }), 4);
    return !code.includes(`import ${name} as app_${name}`);
  });
  expect(kept).toEqual([]);
});

it.each<[Partial<WiredTask>, Partial<ExperimentPlan>, string]>([
  [{}, {}, 'str(Path(__file__).resolve().parents[1] / "src")'],
  [{ importFolderFromFile: '' }, {}, 'str(Path(__file__).resolve().parents[0])'],
  [{ importFolderFromFile: '..' }, {}, 'str(Path(__file__).resolve().parents[1])'],
  [{ importFolderFromFile: '../../a "b"/c' }, {}, 'str(Path(__file__).resolve().parents[2] / "a \\"b\\"/c")'],
  [{}, { format: 'ipynb' }, '"/work/src"'],
])('finds the app: %j', (place, plan, expression) => {
  const code = sectionCode(planOf({ ...plan, task: wiredTask({}, place) }), 4);
  expect(code).toContain(`sys.path.insert(0, ${expression})\n`);
});

it('says what is called, and how it is fed', () => {
  const parameters = ['question', 'model', 'temperature', 'top'].map((name) => ({
    name,
    kind: 'positional' as const,
    hasDefault: name === 'top',
  }));
  const input = { kind: 'keys', keys: ['question', 'x'], everywhere: true, text: true } as const;
  const lines = sectionCode(planOfShape({ input }, { task: wiredTask({ parameters }) }), 4).split('\n');
  expect(lines.slice(0, 5)).toEqual([
    '# task_fn calls reply() of "src/shop/chat.py", line 7.',
    '#   question: the input\'s "question"',
    '#   model, temperature: from config',
    '#   as the app has it: top',
    '#   not used of the input: "x"',
  ]);
  expect(lines).toContain('from shop.chat import reply  # noqa: E402');
  expect(lines.join('\n')).not.toContain('TODO(user)');
});

it('takes what is in one module in one import', () => {
  const body = (module: string, name: string) => ({
    name: name.toLowerCase(),
    kind: 'positional' as const,
    hasDefault: false,
    body: { module, name, fields: [] },
  });
  const parameters = [body('shop.chat', 'Query'), body('shop.chat', 'Path'), body('shop.models', 'User')];
  const lines = sectionCode(planOf({ task: wiredTask({ parameters }) }), 4).split('\n');
  expect(lines.filter((line) => line.startsWith('from '))).toEqual([
    'from shop.chat import Path as app_Path, Query, reply  # noqa: E402',
    'from shop.models import User  # noqa: E402',
  ]);
});

it('adds the helper only where something else than a text may come back', () => {
  const has = (parts: Partial<TaskCandidate>) =>
    sectionCode(planOf({ task: wiredTask(parts) }), 4).includes('json_ready');
  expect(has({})).toBe(true);
  expect(has({ returnAnnotation: 'str' })).toBe(false);
  expect(has({ returnAnnotation: 'Optional[str]' })).toBe(false);
  expect(has({ returnAnnotation: 'Iterator[str]', isGenerator: true })).toBe(false);
  expect(has({ returnAnnotation: 'str', isGenerator: true })).toBe(true);
  expect(has({ returnAnnotation: 'dict' })).toBe(true);
});

it('ends no comment by the name of a file', () => {
  const code = sectionCode(
    planOf({ task: wiredTask({ file: 'a\nimport os\r# TODO(user)<%= 6*7 %>.py' }) }),
    4,
  );
  expect(code).not.toMatch(/^import os|TODO\(user\)|\r/m);
  expect(code).toContain('<%= 6*7 %>');
});

/** Section 4, from what finds the text on, and what section 1 imports. */
function codeFor(parts: Partial<TaskCandidate>): { section: string; imports: string } {
  const plan = planOfShape({ answer: { kind: 'text' } }, { task: wiredTask(parts) });
  return { section: sectionCode(plan, 4), imports: sectionCode(plan, 1) };
}

it.each<[readonly string[], RegExp, RegExp | undefined]>([
  [[], /^def json_ready/m, /TEXTS|MODULES|text_of|bedrock_answer/],
  [['openai'], /^MODULES = \{"openai"\}$/m, /bedrock_answer/],
  [['boto3'], /^def bedrock_answer/m, /MODULES|is_response/],
  [['anthropic', 'boto3'], /^MODULES = \{"anthropic"\}$/m, undefined],
  [['google.genai'], /^TEXTS = \["text"\]$/m, /bedrock_answer/],
  [['langchain_openai', 'langgraph'], /^MODULES = \{"langchain_core"\}$/m, /choices/],
])('looks for the texts of what the task asks with alone: %j', (libraries, has, hasNot) => {
  const { section, imports } = codeFor({ libraries });
  expect(section).toMatch(has);
  if (hasNot !== undefined) expect(section).not.toMatch(hasNot);
  expect(/^import json$/m.test(imports)).toBe(section.includes('json.loads'));
});

it.each<[TaskCandidate['returned'], readonly string[], readonly string[]]>([
  [[], ['def task_fn('], ['async', 'await', 'StreamManager', 'media_type', 'decode']],
  [['awaitable'], ['async def task_fn(', 'output = await output', '__aiter__'], ['StreamManager']],
  [['stream manager'], ['\ndef task_fn(', '    with output as stream:'], ['async']],
  [
    ['async stream manager'],
    ['async def task_fn(', 'async with output as stream:'],
    ['output = await output'],
  ],
  [['streaming response'], ['async def task_fn(', 'body_iterator', 'value.decode()'], ['media_type']],
  [['web response'], ['\ndef task_fn(', 'media_type'], ['async', 'body_iterator']],
])('waits for what is no answer yet, and reads it: %j', (returned, has, hasNot) => {
  const { section } = codeFor({ returned });
  for (const text of has) expect(section).toContain(text);
  for (const text of hasNot) expect(section).not.toContain(text);
  // An annotation that promises a text is believed.
  expect(codeFor({ returned, returnAnnotation: 'str' }).section).toMatch(/^def task_fn\(/m);
});

describe('a model of OpenAI’s in config', () => {
  const model = { name: 'model', kind: 'positional', hasDefault: true } as const;
  it.each<[Partial<TaskCandidate>, string]>([
    [{ providers: ['anthropic'], parameters: [model] }, '  # TODO(user): name one that reply() knows'],
    [{ providers: ['openai'], parameters: [model] }, ''],
    [{ providers: ['anthropic'] }, ''],
    [
      {
        providers: ['gemini'],
        target: 'shop.chat:Bot.reply',
        method: 'instance',
        constructorParameters: [model],
      },
      '  # TODO(user): name one that Bot.reply() knows',
    ],
  ])('is marked where the task is given it and asks somebody else: %j', (parts, mark) => {
    const code = sectionCode(planOf({ task: wiredTask(parts) }), 6);
    expect(code).toContain(`"model": "gpt-4o-mini",${mark}\n`);
  });
});
