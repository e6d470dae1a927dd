import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Score, TrialRecord, Verdict } from '../../lib/try/trial.js';
import { judgeEvaluators } from '../../lib/try/verdicts.js';

const bool = (value: boolean): Score => ({ value, passed: value });
const number = (value: number): Score => ({ value });
const assessed = (assessment: 'pass' | 'fail' | 'partial', value: number): Score => ({
  value,
  assessment,
  passed: assessment === 'pass',
});
const raised: Score = { value: null, error: { type: 'ValueError', message: 'no\nmore' } };

/** Records whose right and wrong answers one evaluator scored so. */
function scored(pairs: readonly (readonly [right: Score, wrong: Score])[]): TrialRecord[] {
  return pairs.map(([right, wrong], index) => ({
    index,
    input: `question ${index}`,
    expected: `answer ${index}`,
    metadata: {},
    tags: [],
    runs: {
      expected: { output: `answer ${index}`, scores: { it: right }, requests: [] },
      wrong: { output: 'another', scores: { it: wrong }, requests: [] },
    },
  }));
}

function judge(records: readonly TrialRecord[], fromCsv = false) {
  const [evaluator] = judgeEvaluators(['it'], records, ['expected', 'wrong'], {
    fromCsv,
    simulated: new Set(),
  });
  if (evaluator === undefined) throw new Error('nothing was judged');
  return evaluator;
}

describe('the verdict on an evaluator', () => {
  it.each<{ of: string; pairs: readonly (readonly [Score, Score])[]; verdict: Verdict; advice: RegExp }>([
    { of: 'a good one', pairs: [[bool(true), bool(false)]], verdict: 'tells them apart', advice: /^$/ },
    {
      of: 'one that is good on some records',
      pairs: [
        [bool(true), bool(false)],
        [bool(false), bool(false)],
      ],
      verdict: 'tells them apart',
      advice: /^On 1 of 2 records only/,
    },
    {
      of: 'one that always passes',
      pairs: [[bool(true), bool(true)]],
      verdict: 'passes everything',
      advice: /would not notice a wrong answer/,
    },
    {
      of: 'one that always fails',
      pairs: [[bool(false), bool(false)]],
      verdict: 'fails everything',
      advice: /fails right answers too/,
    },
    {
      of: 'one that looks at something else',
      pairs: [
        [bool(true), bool(true)],
        [bool(false), bool(false)],
      ],
      verdict: 'mixes them up',
      advice: /the same score/,
    },
    {
      of: 'one that is the wrong way round',
      pairs: [[bool(false), bool(true)]],
      verdict: 'mixes them up',
      advice: /no better than wrong ones/,
    },
    {
      of: 'one that raises once',
      pairs: [
        [bool(true), bool(false)],
        [raised, bool(false)],
      ],
      verdict: 'errors',
      advice: /^It raised ValueError: no$/,
    },
    {
      of: 'a partial assessment',
      pairs: [[assessed('partial', 0.5), assessed('fail', 0)]],
      verdict: 'tells them apart',
      advice: /^$/,
    },
    {
      of: 'an assessment that its number contradicts',
      pairs: [[assessed('pass', 0.1), assessed('pass', 0.9)]],
      verdict: 'passes everything',
      advice: /./,
    },
    {
      of: 'a similarity',
      pairs: [[number(0.9), number(0.2)]],
      verdict: 'tells them apart',
      advice: /^$/,
    },
    {
      of: 'a distance',
      pairs: [[number(0), number(7)]],
      verdict: 'tells them apart',
      advice: /right for a distance/,
    },
    {
      of: 'a number that is the same for every answer',
      pairs: [[number(0.5), number(0.5)]],
      verdict: 'mixes them up',
      advice: /the same score/,
    },
    {
      of: 'a number that says something else',
      pairs: [
        [number(1), number(2)],
        [number(3), number(2)],
      ],
      verdict: 'mixes them up',
      advice: /no better/,
    },
    {
      of: 'a category',
      pairs: [[{ value: 'good' }, { value: 'bad' }]],
      verdict: 'tells them apart',
      advice: /^$/,
    },
    {
      of: 'a category that never changes',
      pairs: [[{ value: 'good' }, { value: 'good' }]],
      verdict: 'mixes them up',
      advice: /the same score/,
    },
  ])('$of: $verdict', ({ pairs, verdict, advice }) => {
    const judged = judge(scored(pairs));
    expect(judged.verdict).toBe(verdict);
    expect(judged.advice).toMatch(advice);
  });

  it('names the column where a dict from a CSV is never equal to the answer', () => {
    const [record] = scored([[bool(false), bool(false)]]);
    const fromCsv = judge([{ ...record, expected: { gold: 'answer 0' } } as TrialRecord], true);
    expect(fromCsv.verdict).toBe('fails everything');
    expect(fromCsv.advice).toContain('expected_output["gold"]');
  });

  it('says so where the task spoils the right answer', () => {
    const [record] = scored([[bool(false), bool(false)]]);
    expect(judge([{ ...record, expected: 'never returned' } as TrialRecord]).advice).toContain(
      'The task never returned the expected output',
    );
  });

  it('leaves out records without an expected output, and those whose task raised', () => {
    const [right, other, failed] = scored([
      [bool(true), bool(false)],
      [bool(true), bool(true)],
      [bool(false), bool(true)],
    ]) as [TrialRecord, TrialRecord, TrialRecord];
    const withoutExpectation: TrialRecord = { ...other };
    Reflect.deleteProperty(withoutExpectation, 'expected');
    const raisedInTask = {
      ...failed,
      runs: { ...failed.runs, wrong: { ...failed.runs.wrong, error: raised.error } },
    } as TrialRecord;
    const judged = judge([right, withoutExpectation, raisedInTask]);
    expect(judged.verdict).toBe('tells them apart');
    expect(judged.advice).toBe('');
  });

  it('is none where both answers came out the same', () => {
    const [record] = scored([[bool(true), bool(true)]]);
    const same = {
      ...record,
      runs: { expected: record?.runs.expected, wrong: record?.runs.expected },
    } as TrialRecord;
    expect(judge([same])).toMatchObject({
      verdict: 'not judged',
      advice: expect.stringContaining('same output') as string,
    });
  });

  it('is none after one pass', () => {
    const records = scored([[bool(true), bool(false)]]);
    const [judged] = judgeEvaluators(['it'], records, ['expected'], { fromCsv: false, simulated: new Set() });
    expect(judged).toMatchObject({
      verdict: 'not judged',
      tallies: { expected: { passed: 1, failed: 0, errors: 0, mean: 1 } },
    });
  });

  it('never praises an evaluator that scores right and wrong answers alike', () => {
    const score = fc.oneof(
      fc.boolean().map(bool),
      fc.double({ noNaN: true }).map(number),
      fc.constantFrom('pass', 'fail', 'partial').map((one) => assessed(one as 'pass', 0)),
      fc.string().map((value): Score => ({ value })),
    );
    fc.assert(
      fc.property(fc.array(score, { minLength: 1, maxLength: 8 }), (scores) => {
        expect(judge(scored(scores.map((one) => [one, one]))).verdict).not.toBe('tells them apart');
      }),
    );
  });
});
