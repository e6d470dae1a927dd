import { fileURLToPath } from 'node:url';
import type { AnswerShape, InputShape } from '../../lib/dataset/dataset-shape.js';
import type { ExperimentPlan, PulledDataset } from '../../lib/plan/plan.js';
import { renderSections } from '../../lib/render/sections.js';

export const TEMPLATES = fileURLToPath(new URL('../../generators/app/templates', import.meta.url));

/** A dataset in Datadog, which says nothing of its records. */
export const PULLED: PulledDataset = {
  source: 'pulled',
  datasetName: 'qa',
  input: { kind: 'any' },
  answer: { kind: 'unknown' },
};

/** A plan whose parts are what they are by default, but for those given. */
export function planOf(parts: Partial<ExperimentPlan> = {}): ExperimentPlan {
  return {
    format: 'py',
    output: '/work/experiments/experiment.py',
    projectName: 'experiment-bot',
    service: 'bot',
    experimentName: 'bot-experiment',
    experimentDescription: 'Output accuracy of bot',
    dataset: PULLED,
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

/** The code of one section, by its number. */
export function sectionCode(plan: ExperimentPlan, number: number): string {
  return renderSections(plan, TEMPLATES)[number - 1]?.code ?? '';
}
