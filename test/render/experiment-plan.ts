import { fileURLToPath } from 'node:url';
import type { AnswerShape, InputShape } from '../../lib/dataset/dataset-shape.js';
import type { ExperimentPlan, PulledDataset, WiredTask } from '../../lib/plan/plan.js';
import { PURPOSES, type EvaluationKind } from '../../lib/plan/purpose.js';
import type { TaskCandidate } from '../../lib/task-discovery/find-task.js';
import { renderSections } from '../../lib/render/sections.js';

export const TEMPLATES = fileURLToPath(new URL('../../generators/app/templates', import.meta.url));

/** A dataset in Datadog, which says nothing of its records. */
export const PULLED: PulledDataset = {
  source: 'pulled',
  datasetName: 'qa',
  input: { kind: 'any' },
  answer: { kind: 'unknown' },
};

/** A purpose of a kind, in the words that the prompt offers for it. */
export function purposeOf(kind: EvaluationKind, isSql = false): ExperimentPlan['purpose'] {
  const { startingPoint } = PURPOSES[kind];
  return { text: startingPoint, tag: startingPoint, kind, isSql };
}

/** A plan whose parts are what they are by default, but for those given. */
export function planOf(parts: Partial<ExperimentPlan> = {}): ExperimentPlan {
  return {
    format: 'py',
    output: '/work/experiments/experiment.py',
    projectName: 'experiment-bot',
    service: 'bot',
    experimentName: 'bot-experiment',
    purpose: purposeOf('accuracy'),
    dataset: PULLED,
    providers: ['openai'],
    envFiles: [],
    task: { kind: 'placeholder', candidates: [] },
    files: [],
    evaluatorStyle: 'function',
    remoteEvaluators: ['my-judge'],
    remoteEvaluatorsAreNamed: false,
    jobs: 10,
    warnings: [],
    ...parts,
  };
}

/** A plan for a dataset of the given shape. */
export function planOfShape(
  { input = { kind: 'any' }, answer = { kind: 'unknown' } }: { input?: InputShape; answer?: AnswerShape },
  parts: Partial<ExperimentPlan> = {},
): ExperimentPlan {
  return planOf({ ...parts, dataset: { ...PULLED, input, answer } });
}

/** A task that calls a function of an app, which is what it is by default, but for the parts given. */
export function wiredTask(parts: Partial<TaskCandidate> = {}, place: Partial<WiredTask> = {}): WiredTask {
  return {
    kind: 'wired',
    isNamed: true,
    importFolder: '/work/src',
    importFolderFromFile: '../src',
    ...place,
    called: {
      target: 'shop.chat:reply',
      importRoot: 'src',
      file: 'src/shop/chat.py',
      line: 7,
      score: 9,
      reasons: [],
      isAsync: false,
      isGenerator: false,
      returnsValue: true,
      parameters: [{ name: 'question', kind: 'positional', hasDefault: false }],
      providers: ['openai'],
      surelyNeeded: ['openai'],
      libraries: ['openai'],
      settings: [],
      returned: [],
      sideEffects: [],
      ...parts,
    },
  };
}

/** The code of one section, by its number. */
export function sectionCode(plan: ExperimentPlan, number: number): string {
  return renderSections(plan, TEMPLATES)[number - 1]?.code ?? '';
}
