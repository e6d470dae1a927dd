import { resolveOutput } from '../output/output-path.js';
import { resolveProjectName } from '../project-name/project-name.js';
import { UserError } from '../user-error.js';
import { resolveEnvFiles } from './env-files.js';
import type { EvaluatorStyle, ExperimentPlan, Format } from './plan.js';
import { resolvePurpose, type EvaluationKind } from './purpose.js';
import { keyedProviders } from './providers.js';
import { resolveDataset } from './resolve-dataset.js';
import { resolveTask, type AppSearch, type NoSearch } from './resolve-task.js';

/** What the user asked for, validated one by one; together they may still not make sense. */
export interface PlanRequest {
  readonly format?: Format;
  readonly dataset?: string;
  readonly datasetName?: string;
  readonly datasetVersion?: number;
  readonly projectName?: string;
  readonly evaluatorStyle?: EvaluatorStyle;
  readonly remoteEvaluator?: readonly string[];
  readonly jobs?: number;
  readonly output?: string;
  readonly inputColumns?: readonly string[];
  readonly expectedColumns?: readonly string[];
  readonly metadataColumns?: readonly string[];
  readonly limit?: number;
  readonly sample?: number;
  readonly seed?: number;
  readonly inlineLimit?: number;
  readonly maskingReport?: string;
  readonly purpose?: string;
  readonly envFile?: readonly string[];
  readonly taskSource?: string;
  readonly placeholderTask?: boolean;
  readonly appRoot?: string;
  /** What was found of the app, where it was looked at before: it is not looked at again. */
  readonly search?: AppSearch | NoSearch;
}

/** Where the command runs. */
export interface Surroundings {
  /** The folder that `--dataset` starts from: where the command was run. */
  readonly workingFolder: string;
  /** The folder that `--output` starts from, and whose manifests name the service. */
  readonly destinationFolder: string;
  /** The user's, where it is not what the system says. No app is looked for in it. */
  readonly homeFolder?: string;
  /** Told how many bytes of the dataset's file were read, and how many it has. */
  readonly progress?: (read: number, size: number) => void;
}

const DEFAULT_JOBS = 10;
const PLACEHOLDER_JUDGE = 'my-judge';

/**
 * Resolves everything that the generated file depends on. Nothing is written but what is too large to be held, hidden
 * beside its destination: it waits there to be placed or discarded, and is gone when the process ends.
 *
 * @throws UserError for every mistake that can be known before writing
 */
export async function resolvePlan(request: PlanRequest, surroundings: Surroundings): Promise<ExperimentPlan> {
  refuseContradictions(request);
  const { output, format } = resolveOutput(request.output, request.format, surroundings.destinationFolder);
  const project = await resolveProjectName({
    folder: surroundings.destinationFolder,
    given: request.projectName,
  });
  const { task, warnings: taskWarnings } = await resolveTask(request, surroundings, output);
  const { warnings: purposeWarnings, ...purpose } = await resolvePurpose(request.purpose);
  const envFiles = resolveEnvFiles(request.envFile ?? [], surroundings.workingFolder, output);
  const { dataset, files, warnings } = await resolveDataset(request, surroundings, {
    service: project.service,
    output,
    purpose,
  });
  const evaluatorStyle = request.evaluatorStyle ?? 'function';
  return {
    format,
    output,
    projectName: project.projectName,
    service: project.service,
    experimentName: `${project.service}-experiment`,
    purpose,
    dataset,
    providers: task.kind === 'wired' ? keyedProviders(task.called.providers) : ['openai'],
    envFiles,
    task,
    files,
    evaluatorStyle,
    remoteEvaluators: request.remoteEvaluator ?? [PLACEHOLDER_JUDGE],
    remoteEvaluatorsAreNamed: request.remoteEvaluator !== undefined,
    jobs: request.jobs ?? DEFAULT_JOBS,
    warnings: [
      ...project.warnings,
      ...purposeWarnings,
      ...taskWarnings,
      ...warnings,
      ...uselessFlags(request, evaluatorStyle),
      ...withoutJudge(request, purpose.kind),
    ],
  };
}

function refuseContradictions(request: PlanRequest): void {
  if (request.dataset !== undefined && request.datasetName !== undefined) {
    throw new UserError(
      '--dataset and --dataset-name exclude each other: one is a local file, the other lives in Datadog',
      'Give one of them.',
    );
  }
}

/** Flags that were given and change nothing. */
function uselessFlags(request: PlanRequest, style: EvaluatorStyle): string[] {
  const warnings: string[] = [];
  if (request.datasetVersion !== undefined && request.datasetName === undefined) {
    warnings.push('--dataset-version is ignored: it belongs to --dataset-name');
  }
  if (request.remoteEvaluator !== undefined && style !== 'remote') {
    warnings.push('--remote-evaluator is ignored: it belongs to --evaluator-style remote');
  }
  for (const name of request.remoteEvaluator ?? []) {
    if (!/^[\w.~-]+$/.test(name)) {
      warnings.push(
        `the SDK puts a judge's name into an address as it is, so ${JSON.stringify(name)} cannot be reached: rename it in Datadog with letters, digits, - and _ alone`,
      );
    }
  }
  return warnings;
}

/** A regression is measured without a judge, unless one is named. */
function withoutJudge({ evaluatorStyle, remoteEvaluator }: PlanRequest, kind: EvaluationKind): string[] {
  if (kind !== 'regression' || evaluatorStyle !== 'remote' || remoteEvaluator !== undefined) return [];
  return [
    'a regression needs no judge, so none is named: --remote-evaluator adds one that you have in Datadog',
  ];
}
