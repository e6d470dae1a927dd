import path from 'node:path';
import { shownPath } from '../output/shown-path.js';
import { styleText } from 'node:util';
import type { ExperimentPlan } from '../plan/plan.js';
import { inQuotes, packagesOf } from '../python/packages.js';
import type { SyntaxCheck } from '../python/syntax-check.js';
import type { Artifact } from '../render/artifact.js';
import { llmPackages, providerVariables, type ProviderVariable } from '../render/environment.js';
import { evaluatorSet } from '../render/evaluators.js';
import type { Section } from '../render/sections.js';
import { openTodos, spokenName } from '../render/wired-task.js';
import { calledWarnings, describeReasons, shownFile } from './candidate.js';

export interface SummaryParts {
  readonly plan: ExperimentPlan;
  readonly artifact: Artifact;
  readonly sections: readonly Section[];
  readonly syntax: SyntaxCheck;
  /** The folder that the user is in: paths are shown relative to it. */
  readonly workingFolder: string;
  /** Whether the output is a terminal that shows colours. */
  readonly colours: boolean;
}

/**
 * What a run ends with: what was written, where each SDK call stands in it, and what to do next.
 *
 * @returns lines without line ends
 */
export function summaryLines(parts: SummaryParts): readonly string[] {
  const { plan, artifact, sections, syntax, workingFolder, colours } = parts;
  const heading = (text: string): string => (colours ? styleText('bold', text) : text);
  const tick = colours ? styleText('green', '✓') : '✓';
  const shown = shownPath(plan.output, workingFolder);
  const at = (number: number): string => {
    const section = sections.find((one) => one.number === number);
    return section === undefined ? '' : artifact.positionOf(section);
  };
  const calls = [
    `LLMObs.enable(...): ${at(2)}`,
    `${datasetCall(plan)}: ${at(3)}`,
    `task_fn(input_data, config)${callOf(plan)}: ${at(4)}`,
    `${evaluatorCount(plan)} (style: ${plan.evaluatorStyle}): ${at(5)}`,
    `LLMObs.experiment(...).run(jobs=${plan.jobs}): ${at(7)}`,
    'Provenance (in config + tags): generated_by=claude-code, skill=llm-obs-experiment-py-bootstrap',
  ];
  const notebook = plan.format === 'ipynb';
  // A path that begins with a hyphen would be read as a flag, quoted or not.
  const quoted = shellQuote(shown.startsWith('-') ? `./${shown}` : shown);
  return [
    '',
    `${heading('Generated SDK experiment:')} ${plan.format}`,
    `${heading('Path:')} ${shown}`,
    `${heading(`${artifact.size.unit}:`)} ${artifact.size.count}`,
    ...dataLine(plan, workingFolder, heading),
    `${heading('Purpose:')} ${plan.purpose.text}`,
    '',
    heading('SDK calls used:'),
    ...calls.map((call) => `  ${tick} ${call}`),
    '',
    `${heading('Syntax check:')} ${syntaxResult(syntax)}`,
    '',
    heading('Install:'),
    `  pip install ${[...packagesOf(['ddtrace', 'dotenv']), ...llmPackages(plan)].map(inQuotes).join(' ')}`,
    ...(plan.task.kind === 'wired' ? ['  and what else your app needs, into the same environment'] : []),
    ...(notebook ? ['  pip install notebook'] : []),
    '',
    heading('Environment variables:'),
    '  export DD_API_KEY="your Datadog API key"',
    '  export DD_APPLICATION_KEY="your Datadog application key"',
    '  export DD_SITE="datadoghq.com"',
    ...providerVariables(plan).map(
      (variable) => `  export ${variable.names[0]}="${variable.value}"  # ${neededFor(variable, plan)}`,
    ),
    '',
    heading('Run:'),
    `  ${notebook ? 'jupyter notebook' : 'python'} ${quoted}`,
    '',
    heading('Next steps:'),
    ...nextSteps(plan, at, quoted).map((step, index) => `  ${index + 1}. ${step}`),
    ...[...taskWarnings(plan), ...plan.warnings].map((warning) => `  ! ${warning}`),
    '',
  ];
}

function neededFor({ byTask, byJudge, choice }: ProviderVariable, plan: ExperimentPlan): string {
  const judge = `the judge, ${evaluatorSet(plan).judge?.name}`;
  if (!byTask) return `for ${judge}`;
  const andJudge = byJudge ? ` and ${judge}` : '';
  if (plan.task.kind === 'wired') {
    const where = choice === undefined ? '' : ` where it asks ${choice}`;
    return `for ${spokenName(plan.task.called.target)}${where}${andJudge}`;
  }
  return byJudge ? `for the placeholder task${andJudge}` : 'only while the placeholder task is kept';
}

/** What the task calls, where that is the app. */
function callOf({ task }: ExperimentPlan): string {
  if (task.kind === 'placeholder') return '';
  const { target, file, line } = task.called;
  return ` calls ${target}, ${shownFile(file)}:${line}`;
}

function taskSteps(plan: ExperimentPlan, at: (section: number) => string): string[] {
  const { task, dataset } = plan;
  if (task.kind === 'placeholder') {
    const candidates = task.candidates.map(
      (candidate) => `\n     --task-source ${shellQuote(candidate.target)}  # ${describeReasons(candidate)}`,
    );
    const offer =
      candidates.length === 0
        ? ''
        : ` These ask an LLM, and none is clearly the one to call:${candidates.join('')}`;
    return [`Replace the placeholder task with a call of your application (${at(4)}).${offer}`];
  }
  const todos = openTodos(task, dataset.input);
  const found = `Found by its name, its place and its parameters: ${describeReasons(task.called)}. Another: --task-source, none: --placeholder-task.`;
  return [
    ...(task.isNamed ? [] : [found]),
    ...(todos.length === 0
      ? []
      : [`Fill in what ${spokenName(task.called.target)} needs (${at(4)}): ${todos.join('; ')}.`]),
  ];
}

function taskWarnings(plan: ExperimentPlan): string[] {
  return plan.task.kind === 'placeholder' ? [] : calledWarnings(plan.task, plan);
}

function datasetCall({ dataset }: ExperimentPlan): string {
  if (dataset.source === 'pulled') return 'LLMObs.pull_dataset(...)';
  return dataset.source === 'csv' ? 'LLMObs.create_dataset_from_csv(...)' : 'LLMObs.create_dataset(...)';
}

function evaluatorCount(plan: ExperimentPlan): string {
  const { length } = evaluatorSet(plan).expressions;
  return length === 1 ? '1 evaluator' : `${length} evaluators`;
}

/** Where the data is that the generated file reads, where that is a file of ours. */
function dataLine(plan: ExperimentPlan, workingFolder: string, heading: (text: string) => string): string[] {
  const { dataset } = plan;
  if (dataset.source === 'records-file') {
    const { recordsPath, recordCount } = dataset;
    return [`${heading('Records:')} ${shownPath(recordsPath, workingFolder)} (${recordCount} of them)`];
  }
  if (dataset.source !== 'csv' || dataset.copyReasons === undefined) return [];
  const reasons = dataset.copyReasons.join(', ');
  return [
    `${heading('Clean copy:')} ${shownPath(dataset.csvPath, workingFolder)} (the source has ${reasons})`,
  ];
}

function syntaxResult(syntax: SyntaxCheck): string {
  if (syntax.status === 'skipped') return `skipped: ${syntax.reason}`;
  return syntax.status === 'pass' ? 'pass' : `fail\n${syntax.details.replace(/^/gm, '  ')}`;
}

function nextSteps(plan: ExperimentPlan, at: (section: number) => string, quoted: string): string[] {
  return [
    ...taskSteps(plan, at),
    evaluatorSet(plan).asksDatadog && !plan.remoteEvaluatorsAreNamed
      ? `Create the judge in Datadog, and put its name into the evaluator (${at(5)}).`
      : `Adjust the evaluators to what you want to know (${at(5)}).`,
    ...keepInPlace(plan),
    `Try it offline, without a key: npx generator-llm-obs-experiment try ${quoted}`,
    'Run it.',
    'Watch it at https://app.datadoghq.com/llm/experiments',
  ];
}

function keepInPlace({ dataset, format }: ExperimentPlan): string[] {
  if (dataset.source === 'records-file' && format === 'py') {
    return [`Keep ${path.basename(dataset.recordsPath)} beside the script, which reads it when it runs.`];
  }
  const file =
    dataset.source === 'csv'
      ? dataset.csvPath
      : dataset.source === 'records-file'
        ? dataset.recordsPath
        : undefined;
  if (file === undefined) return [];
  return [
    `Keep ${file} in its place: the file reads it when it runs, so it does not run on a teammate's machine as it is.`,
  ];
}

/** Quotes a path for a POSIX shell where it needs it. */
export function shellQuote(text: string): string {
  if (/^[\w@%+=:,./-]+$/.test(text)) return text;
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
