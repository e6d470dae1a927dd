import { isDeepStrictEqual } from 'node:util';
import type { EvaluatorTally, EvaluatorTrial, PassName, Score, TrialRecord, Verdict } from './trial.js';

/** What is known beside the scores. */
export interface VerdictContext {
  /** Whether the SDK hands expected outputs over as a dict of columns. */
  readonly fromCsv: boolean;
  /** Names of the evaluators that asked the stand-in to judge. */
  readonly simulated: ReadonlySet<string>;
}

/** The same record, answered rightly and wrongly, by one evaluator. */
interface Comparison {
  readonly right: Score;
  readonly wrong: Score;
}

/** How sure of its direction a bare number must be: greater is better for one evaluator, worse for another. */
const MOSTLY = 0.8;

/**
 * @param evaluators their names, in the file's order
 * @param records of all passes
 */
export function judgeEvaluators(
  evaluators: readonly string[],
  records: readonly TrialRecord[],
  passes: readonly PassName[],
  context: VerdictContext,
): EvaluatorTrial[] {
  return evaluators.map((name) => {
    const tallies = Object.fromEntries(passes.map((pass) => [pass, tallyOf(scoresOf(name, records, pass))]));
    const verdict = verdictOf(name, records, tallies);
    return {
      name,
      simulated: context.simulated.has(name),
      tallies,
      verdict: verdict.verdict,
      advice: adviceOn(name, verdict, records, context),
    };
  });
}

/** The scores of one evaluator in one pass. */
function scoresOf(name: string, records: readonly TrialRecord[], pass: PassName): Score[] {
  return records.flatMap(({ runs }) => runs[pass]?.scores[name] ?? []);
}

function tallyOf(scores: readonly Score[]): EvaluatorTally {
  const numbers = scores.flatMap(({ value, error }) =>
    error === undefined && (typeof value === 'number' || typeof value === 'boolean') ? [Number(value)] : [],
  );
  return {
    passed: scores.filter(({ passed }) => passed === true).length,
    failed: scores.filter(({ passed }) => passed === false).length,
    errors: scores.filter(({ error }) => error !== undefined).length,
    ...(numbers.length === 0 ? {} : { mean: numbers.reduce((sum, one) => sum + one, 0) / numbers.length }),
  };
}

/** A verdict and what it was drawn from. */
interface Judgement {
  readonly verdict: Verdict;
  /** Records on which the right answer scored better, and on which the wrong one did. */
  readonly better: number;
  readonly worse: number;
  readonly judged: number;
  /** Why there is no verdict. */
  readonly reason?: 'one pass' | 'nothing expected' | 'same answers';
}

function verdictOf(
  name: string,
  records: readonly TrialRecord[],
  tallies: Readonly<Partial<Record<PassName, EvaluatorTally>>>,
): Judgement {
  const none = { better: 0, worse: 0, judged: 0 };
  if (Object.values(tallies).some(({ errors }) => errors > 0)) return { ...none, verdict: 'errors' };
  if (tallies.expected === undefined || tallies.wrong === undefined) {
    return { ...none, verdict: 'not judged', reason: 'one pass' };
  }
  const expecting = records.filter(({ expected }) => expected !== undefined);
  const comparable = expecting.filter(
    ({ runs }) =>
      runs.expected?.error === undefined &&
      runs.wrong?.error === undefined &&
      !isDeepStrictEqual(runs.expected?.output, runs.wrong?.output),
  );
  const comparisons = comparable.flatMap(({ runs }) => {
    const right = runs.expected?.scores[name];
    const wrong = runs.wrong?.scores[name];
    return right === undefined || wrong === undefined ? [] : [{ right, wrong }];
  });
  if (comparisons.length === 0) {
    return {
      ...none,
      verdict: 'not judged',
      reason: expecting.length === 0 ? 'nothing expected' : 'same answers',
    };
  }
  const [better, worse] = [1, -1].map(
    (direction) => comparisons.filter((each) => directionOf(each) === direction).length,
  ) as [number, number];
  const counts = { better, worse, judged: comparisons.length };
  if (comparisons.every(({ right }) => goodness(right) === undefined)) {
    const differ = comparisons.filter(
      ({ right, wrong }) => !isDeepStrictEqual(right.value, wrong.value),
    ).length;
    const apart = differ >= MOSTLY * comparisons.length;
    return { ...counts, better: differ, verdict: apart ? 'tells them apart' : 'mixes them up' };
  }
  const isBareNumber = comparisons.every(
    ({ right }) => typeof right.value === 'number' && right.passed === undefined,
  );
  if (isBareNumber && Math.max(better, worse) >= MOSTLY * comparisons.length) {
    return { ...counts, verdict: 'tells them apart' };
  }
  if (!isBareNumber && better > worse) return { ...counts, verdict: 'tells them apart' };
  const marks = new Set(comparisons.flatMap(({ right, wrong }) => [goodness(right), goodness(wrong)]));
  const [mark] = marks;
  if (marks.size === 1 && mark === 1) return { ...counts, verdict: 'passes everything' };
  if (marks.size === 1 && mark === 0) return { ...counts, verdict: 'fails everything' };
  return { ...counts, verdict: 'mixes them up' };
}

function directionOf({ right, wrong }: Comparison): number {
  return Math.sign((goodness(right) ?? 0) - (goodness(wrong) ?? 0));
}

/** Its assessment, where it has one; else its value as a number. */
function goodness({ assessment, value }: Score): number | undefined {
  if (assessment !== undefined) return { pass: 1, partial: 0.5, fail: 0 }[assessment];
  return typeof value === 'number' || typeof value === 'boolean' ? Number(value) : undefined;
}

function adviceOn(
  name: string,
  { verdict, better, worse, judged, reason }: Judgement,
  records: readonly TrialRecord[],
  { fromCsv }: VerdictContext,
): string {
  switch (verdict) {
    case 'tells them apart':
      if (worse > better) {
        return 'Wrong answers get the greater number: right for a distance, otherwise it is the wrong way round.';
      }
      return better === judged
        ? ''
        : `On ${better} of ${judged} records only: look at those where both answers score the same.`;
    case 'passes everything':
      return 'It would not notice a wrong answer. A check of form may do that; any other must look at expected_output.';
    case 'fails everything':
      return adviceOnFailures(records, fromCsv);
    case 'mixes them up':
      return better + worse === 0
        ? 'It gives right and wrong answers the same score: let it compare output_data with expected_output.'
        : 'Right answers score no better than wrong ones: what it looks at is not whether the answer is right.';
    case 'errors': {
      const errors = records.flatMap(({ runs }) =>
        Object.values(runs).flatMap((run) => run.scores[name]?.error ?? []),
      );
      const [first] = errors;
      return first?.type === 'WrongType'
        ? `${capitalised(first.message)}: return a bool, a number, a string or an EvaluatorResult.`
        : `It raised ${first?.type ?? 'an error'}: ${firstLine(first?.message ?? '')}`;
    }
    case 'not judged':
      return {
        'one pass': 'A verdict needs right answers and wrong ones: run without --answers.',
        'nothing expected': 'No record has an expected output to answer with.',
        'same answers':
          'The task gave the same output whatever the LLM answered, or raised: see the records.',
      }[reason ?? 'one pass'];
  }
}

/** A right answer that fails is either compared in the wrong way, or spoilt on its way through the task. */
function adviceOnFailures(records: readonly TrialRecord[], fromCsv: boolean): string {
  const expecting = records.filter(({ expected }) => expected !== undefined);
  const columns = expecting.map(({ expected }) => expected).filter(isObject);
  const [column] = Object.keys(columns[0] ?? {});
  if (fromCsv && column !== undefined) {
    return `From a CSV the SDK hands expected_output over as a dict of columns: compare with expected_output[${JSON.stringify(column)}].`;
  }
  const same = expecting.some(({ expected, runs }) => isDeepStrictEqual(expected, runs.expected?.output));
  return same
    ? 'It fails right answers too: look at how it compares output_data with expected_output.'
    : 'The task never returned the expected output, though the LLM answered it: look at what the task makes of it.';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? '';
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
