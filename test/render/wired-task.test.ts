import { describe, expect, it } from 'vitest';
import type { ExperimentPlan, WiredTask } from '../../lib/plan/plan.js';
import type { TaskCandidate } from '../../lib/task-discovery/find-task.js';
import { askMachinePython } from '../python/machine-python.js';
import { renderArtifact } from '../../lib/render/artifact.js';
import { planOf, planOfShape, purposeOf, sectionCode, TEMPLATES, wired } from './experiment-plan.js';

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
  const styles: Partial<ExperimentPlan>[] = [{}, { evaluatorStyle: 'class' }, { evaluatorStyle: 'remote' }];
  const purposes = (['tool calls', 'structured output', 'retrieval', 'regression'] as const).map((kind) => ({
    purpose: purposeOf(kind),
  }));
  const codes = [...styles, ...purposes, { ...purposes[3], evaluatorStyle: 'class' as const }].flatMap(
    (style) =>
      [wired(), wired(method), wired({ ...method, isAsync: true })].flatMap((task) =>
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
    const code = sectionCode(planOf({ task: wired({ target: `shop.chat:${name}` }) }), 4);
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
  const code = sectionCode(planOf({ ...plan, task: wired({}, place) }), 4);
  expect(code).toContain(`sys.path.insert(0, ${expression})\n`);
});

it('says what is called, and how it is fed', () => {
  const parameters = ['question', 'model', 'temperature', 'top'].map((name) => ({
    name,
    kind: 'positional' as const,
    hasDefault: name === 'top',
  }));
  const input = { kind: 'keys', keys: ['question', 'x'], everywhere: true, text: true } as const;
  const lines = sectionCode(planOfShape({ input }, { task: wired({ parameters }) }), 4).split('\n');
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

it('adds the helper only where something else than a text may come back', () => {
  const has = (parts: Partial<TaskCandidate>) =>
    sectionCode(planOf({ task: wired(parts) }), 4).includes('json_ready');
  expect(has({})).toBe(true);
  expect(has({ returnAnnotation: 'str' })).toBe(false);
  expect(has({ returnAnnotation: 'Optional[str]' })).toBe(false);
  expect(has({ returnAnnotation: 'Iterator[str]', isGenerator: true })).toBe(false);
  expect(has({ returnAnnotation: 'str', isGenerator: true })).toBe(true);
  expect(has({ returnAnnotation: 'dict' })).toBe(true);
});

it('ends no comment by the name of a file', () => {
  const code = sectionCode(planOf({ task: wired({ file: 'a\nimport os\r# TODO(user)<%= 6*7 %>.py' }) }), 4);
  expect(code).not.toMatch(/^import os|TODO\(user\)|\r/m);
  expect(code).toContain('<%= 6*7 %>');
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
    const code = sectionCode(planOf({ task: wired(parts) }), 6);
    expect(code).toContain(`"model": "gpt-4o-mini",${mark}\n`);
  });
});
