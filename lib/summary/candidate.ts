import type { ExperimentPlan, WiredTask } from '../plan/plan.js';
import { isReadBySection1 } from '../render/environment.js';
import { feedArguments } from '../render/task-arguments.js';
import { spokenName, takesModelOfAnother } from '../render/wired-task.js';
import type { TaskCandidate } from '../task-discovery/find-task.js';
import type { SideEffect, SideEffectKind } from '../task-discovery/side-effects.js';

/** @returns a function of the app in one line, for one who has to choose: its target, its place, and its best reasons */
export function describeCandidate(candidate: TaskCandidate): string {
  return `${candidate.target}  ${describeReasons(candidate)}`;
}

/** How many reasons are shown of a candidate. */
const MOST_REASONS = 3;

/** @returns file and line, and what speaks most for or against it */
export function describeReasons({ file, line, reasons }: TaskCandidate): string {
  const heaviest = reasons.toSorted((a, b) => Math.abs(b.weight) - Math.abs(a.weight)).slice(0, MOST_REASONS);
  return [`${shownFile(file)}:${line}`, ...heaviest.map(({ name }) => name)].join(', ');
}

/** A file's name as it is, or in quotes where it could be misread. */
export function shownFile(file: string): string {
  return /^[\p{L}\p{N}_./@+ -]+$/u.test(file) ? file : JSON.stringify(file);
}

const EFFECTS: Readonly<Record<SideEffectKind, string>> = {
  environment: 'reads environment variables',
  http: 'sends requests elsewhere',
  mail: 'sends e-mails',
  process: 'starts other programs',
  database: 'uses a database',
  file: 'writes files',
};

/** How many places are named of one kind of side effect. */
const MOST_PLACES = 4;

/** @returns what a user should know before the function is called with each record */
export function calledWarnings(task: WiredTask, plan: ExperimentPlan): string[] {
  const { called } = task;
  const { input } = plan.dataset;
  const name = spokenName(called.target);
  const given = feedArguments(called.parameters, input).arguments;
  return [
    ...(called.returnsValue
      ? []
      : [`${name} returns nothing, so there is nothing to score: return its answer`]),
    ...(given.some(({ code }) => code.includes('input_data') || code.includes('record'))
      ? []
      : [`${name} takes nothing of a record: every record gets the same call`]),
    ...(takesModelOfAnother(task, input)
      ? [
          `${name} is given the model of config, which is one of OpenAI's: name one that it knows, in section 6`,
        ]
      : []),
    ...sideEffectWarnings(name, untold(called.sideEffects, plan)),
  ];
}

function untold(effects: readonly SideEffect[], plan: ExperimentPlan): SideEffect[] {
  return effects.filter(({ kind, what }) => kind !== 'environment' || !isReadBySection1(what, plan));
}

function sideEffectWarnings(name: string, effects: readonly SideEffect[]): string[] {
  return Object.entries(EFFECTS).flatMap(([kind, doing]) =>
    ['at each record', 'once, when it is loaded'].flatMap((when, index) => {
      const seen = effects.filter((effect) => effect.kind === kind && effect.isOnce === (index === 1));
      if (seen.length === 0) return [];
      const places = seen
        .slice(0, MOST_PLACES)
        .map(({ what, file, line }) => `${what} (${shownFile(file)}:${line})`);
      const more = seen.length > MOST_PLACES ? ` and ${seen.length - MOST_PLACES} more` : '';
      return [`${name} ${doing} ${when}: ${places.join(', ')}${more}`];
    }),
  );
}
