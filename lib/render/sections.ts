import { readFileSync } from 'node:fs';
import path from 'node:path';
import ejs from 'ejs';
import type { DatasetRecord } from '../dataset/dataset-record.js';
import type { JsonValue } from '../dataset/json-value.js';
import type { ExperimentPlan } from '../plan/plan.js';
import { pythonLiteral, pythonString } from '../python/literal.js';
import { exactMatch, nearMatch, placeholderQuality } from './comparison.js';
import { providerChecks } from './environment.js';
import { evaluatorSet } from './evaluators.js';
import { markdownText } from './markdown-text.js';
import { expectedKeys, taskView } from './task.js';
import { isAsyncTask, spokenName, takesModelOfAnother, wiredView } from './wired-task.js';

/** One of the eight sections, as both formats show it. */
export interface Section {
  readonly number: number;
  readonly title: string;
  /** What the notebook says above the code; one paragraph, without the heading. */
  readonly markdown: string;
  /** Python source, without a line end behind its last line. */
  readonly code: string;
  /** How the line of the code starts that the summary points at; the first line where nothing is said. */
  readonly call: string;
}

interface SectionDefinition {
  readonly title: string;
  /** The templates' names without their endings; the code's may depend on the plan, and may be several. */
  readonly template: string;
  readonly code?: (plan: ExperimentPlan) => readonly string[];
  readonly call?: string | ((plan: ExperimentPlan) => string);
}

const SECTIONS: readonly SectionDefinition[] = [
  { title: 'Env setup', template: '1-env-setup' },
  { title: 'LLMObs.enable()', template: '2-enable', call: 'LLMObs.enable(' },
  { title: 'Dataset', template: '3-dataset', call: 'dataset = LLMObs.' },
  {
    title: 'Task function',
    template: '4-task',
    code: (plan) => [plan.task.kind === 'wired' ? '4-task-wired' : '4-task'],
    call: (plan) =>
      plan.task.kind === 'wired' && isAsyncTask(plan.task.called) ? 'async def task_fn(' : 'def task_fn(',
  },
  {
    title: 'Evaluators',
    template: '5-evaluators',
    code: (plan) => evaluatorSet(plan).templates,
    call: (plan) => evaluatorSet(plan).first,
  },
  { title: 'Experiment', template: '6-experiment' },
  { title: 'Run', template: '7-run', call: 'results = experiment.run(' },
  { title: 'Results inspection', template: '8-results' },
];

/**
 * Renders the eight sections, each from its own two templates. A user's text reaches the code through `string`,
 * `list` and `literal` alone, and the markdown through `markdown`.
 *
 * @param plan what to generate
 * @param templates the folder of the templates
 */
export function renderSections(plan: ExperimentPlan, templates: string): readonly Section[] {
  const view = viewOf(plan);
  const render = (name: string): string =>
    ejs.render(readFileSync(path.join(templates, `${name}.ejs`), 'utf8'), view).replace(/\n+$/, '');
  return SECTIONS.map(({ title, template, code, call }, index) => ({
    number: index + 1,
    title,
    markdown: render(`${template}.md`),
    code: (code?.(plan) ?? [template]).map((part) => render(`${part}.py`)).join('\n\n\n'),
    call: (typeof call === 'function' ? call(plan) : call) ?? '',
  }));
}

function viewOf(plan: ExperimentPlan): Record<string, unknown> {
  const { input, answer } = plan.dataset;
  const evaluators = evaluatorSet(plan);
  const task = taskView(input, answer);
  const wired = plan.task.kind === 'wired' ? wiredView(plan.task, plan) : undefined;
  return {
    plan,
    task,
    wired,
    usesJson:
      (wired === undefined ? task.usesJson : wired.usesJson) ||
      evaluators.conversions.length > 0 ||
      plan.dataset.source === 'records-file',
    records: plan.dataset.source === 'records-file' ? recordsView(plan, plan.dataset.recordsPath) : undefined,
    // A key that some right answers lack is none that all must have.
    requiredKeys: answer.kind === 'structured' && answer.varies ? [] : (expectedKeys(answer) ?? []),
    comparison: exactMatch(answer),
    quality: placeholderQuality(answer),
    near: nearMatch(answer),
    evaluators,
    keys: providerChecks(plan),
    modelTodo:
      plan.task.kind === 'wired' && takesModelOfAnother(plan.task, input)
        ? `  # TODO(user): name one that ${spokenName(plan.task.called.target)} knows`
        : '',
    imported: importLine,
    markdown: markdownText,
    string: pythonString,
    literal: pythonLiteral,
    list: (names: readonly string[], prefix: string) => pythonLiteral(names, 4, prefix.length),
    recordItems,
  };
}

/** The width at which Python's formatters break an import into lines. */
const IMPORT_WIDTH = 88;

function importLine(module: string, names: readonly string[]): string {
  const line = `from ${module} import ${names.join(', ')}`;
  if (line.length <= IMPORT_WIDTH) return line;
  return `from ${module} import (\n${names.map((name) => `    ${name},\n`).join('')})`;
}

/** How the generated file finds the records that stand beside it. */
function recordsView({ format }: ExperimentPlan, file: string): { comment: string; path: string } {
  return format === 'py'
    ? {
        comment: 'The records stand in a file of their own, beside this one.',
        path: `Path(__file__).with_name(${pythonString(path.basename(file))})`,
      }
    : {
        comment:
          'The records stand in a file of their own, named in full: a notebook does not know its own place.',
        path: `Path(${pythonString(file)})`,
      };
}

function recordItems(record: DatasetRecord): readonly (readonly [string, JsonValue])[] {
  return [
    ['input_data', record.inputData],
    ['expected_output', record.expectedOutput],
    ['metadata', record.metadata],
    ['tags', record.tags],
  ];
}
