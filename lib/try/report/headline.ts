import type { EvaluatorTrial, Trial } from '../trial.js';

export interface Headline {
  /** `well` where nothing is left to do, `failed` where the exit status says so too. */
  readonly level: 'well' | 'attention' | 'failed';
  /** One sentence without a full stop. */
  readonly text: string;
  /** What else a reader must not miss, each a sentence without a full stop, and where the page says more. */
  readonly notes: readonly { readonly text: string; readonly section: string }[];
}

/** @returns the trial in one sentence, and what a glance at it must not miss */
export function headline(trial: Trial): Headline {
  const notes = notesOf(trial);
  if (trial.failures.length > 0) {
    const [only] = trial.failures;
    const text =
      trial.failures.length === 1 && only !== undefined
        ? `This trial failed: ${withoutFullStop(only)}`
        : `This trial failed, for ${trial.failures.length} reasons`;
    return { level: 'failed', text, notes };
  }
  const { level, text } = judgement(trial.evaluators);
  const ran = `${everyRecord(trial.records.length)} ran`;
  return { level: notes.length > 0 ? 'attention' : level, text: `${ran}, ${text}`, notes };
}

function judgement(evaluators: readonly EvaluatorTrial[]): Pick<Headline, 'level' | 'text'> {
  const { length } = evaluators;
  if (length === 0) return { level: 'attention', text: 'but the file has no evaluator' };
  const telling = evaluators.filter(({ verdict }) => verdict === 'tells them apart').length;
  if (telling === length) {
    return { level: 'well', text: `and ${all(length)} right answers from wrong ones` };
  }
  if (evaluators.every(({ verdict }) => verdict === 'tells them apart' || verdict === 'not judged')) {
    const unjudged = length - telling;
    const who = unjudged === length ? 'no evaluator was judged' : `${unjudged} of ${length} were not judged`;
    return {
      level: 'well',
      text:
        telling === 0
          ? `and ${who}`
          : `and ${telling} of ${length} evaluators ${tells(telling)} right answers from wrong ones; ${who}`,
    };
  }
  return {
    level: 'attention',
    text: `but ${telling === 0 ? 'no evaluator tells' : `only ${telling} of ${length} evaluators ${tells(telling)}`} right answers from wrong ones`,
  };
}

function notesOf({ refused, faults, warnings, passes }: Trial): Headline['notes'] {
  const times = refused.reduce((sum, one) => sum + one.times, 0);
  const lossy = faults.filter(({ recordsLost, problem }) => recordsLost > 0 || problem !== undefined).length;
  const broken = passes.some(({ problem }) => problem !== undefined);
  const said = warnings.length;
  return [
    ...(broken ? [{ text: 'The file did not come to its end', section: 'problems' }] : []),
    ...(said > 0
      ? [{ text: said === 1 ? 'There is a warning' : `There are ${said} warnings`, section: 'problems' }]
      : []),
    ...(times > 0
      ? [
          {
            text: times === 1 ? 'A connection was refused' : `${times} connections were refused`,
            section: 'refused',
          },
        ]
      : []),
    ...(lossy > 0 ? [{ text: `${lossy} of ${faults.length} bad days cost records`, section: 'faults' }] : []),
  ];
}

function everyRecord(count: number): string {
  if (count === 1) return 'The one record';
  return `All ${count.toLocaleString('en-GB')} records`;
}

function all(count: number): string {
  return count === 1 ? 'the evaluator tells' : `all ${count} evaluators tell`;
}

function tells(count: number): string {
  return count === 1 ? 'tells' : 'tell';
}

function withoutFullStop(sentence: string): string {
  return sentence.replace(/\.$/, '');
}
