import type { InputShape } from '../dataset/dataset-shape.js';
import type { WiredTask } from '../plan/plan.js';
import { feedArguments } from '../render/task-arguments.js';
import { spokenName, takesModelOfAnother } from '../render/wired-task.js';
import type { TaskCandidate } from '../task-discovery/find-task.js';
import type { SideEffectKind } from '../task-discovery/side-effects.js';

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
  database: 'uses a database',
  file: 'writes files',
};

/** How many places are named of one kind of side effect. */
const MOST_PLACES = 4;

/** @returns what a user should know before the function is called with each record */
export function calledWarnings(task: WiredTask, input: InputShape): string[] {
  const { called } = task;
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
    ...Object.entries(EFFECTS).flatMap(([kind, what]) => {
      const seen = called.sideEffects.filter(
        (effect) => effect.kind === kind && !isKeyOf(effect.what, called),
      );
      if (seen.length === 0) return [];
      const places = seen
        .slice(0, MOST_PLACES)
        .map((effect) => `${effect.what} (${shownFile(effect.file)}:${effect.line})`);
      const more = seen.length > MOST_PLACES ? ` and ${seen.length - MOST_PLACES} more` : '';
      return [`${name} ${what} at each record: ${places.join(', ')}${more}`];
    }),
  ];
}

/** A provider's own key is told of elsewhere. */
function isKeyOf(variable: string, { providers }: TaskCandidate): boolean {
  return providers.some((one) => variable.startsWith(`${one.replaceAll('-', '_').toUpperCase()}_`));
}
