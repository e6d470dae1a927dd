import { expect, it } from 'vitest';
import { headline } from '../../../lib/try/report/headline.js';
import type { Trial, Verdict } from '../../../lib/try/trial.js';
import { madeTrial, troubledTrial } from './made-trial.js';

function trialWith(verdicts: readonly Verdict[], more: Partial<Trial> = {}): Trial {
  const evaluators = verdicts.map((verdict, index) => ({
    name: `evaluator_${index}`,
    simulated: false,
    tallies: {},
    verdict,
    advice: '',
  }));
  return { ...madeTrial(), evaluators, ...more };
}

it.each<[readonly Verdict[], string, string]>([
  [[], 'attention', 'All 6 records ran, but the file has no evaluator'],
  [['tells them apart'], 'well', 'All 6 records ran, and the evaluator tells right answers from wrong ones'],
  [
    ['tells them apart', 'tells them apart'],
    'well',
    'All 6 records ran, and all 2 evaluators tell right answers from wrong ones',
  ],
  [['not judged'], 'well', 'All 6 records ran, and no evaluator was judged'],
  [
    ['tells them apart', 'not judged', 'not judged'],
    'well',
    'All 6 records ran, and 1 of 3 evaluators tells right answers from wrong ones; 2 of 3 were not judged',
  ],
  [
    ['tells them apart', 'passes everything'],
    'attention',
    'All 6 records ran, but only 1 of 2 evaluators tells right answers from wrong ones',
  ],
  [['errors'], 'attention', 'All 6 records ran, but no evaluator tells right answers from wrong ones'],
  [
    ['mixes them up', 'not judged'],
    'attention',
    'All 6 records ran, but no evaluator tells right answers from wrong ones',
  ],
])('%j: %s', (verdicts, level, text) => {
  expect(headline(trialWith(verdicts))).toEqual({ level, text, notes: [] });
});

it('says at once why a trial failed', () => {
  expect(
    headline(trialWith(['tells them apart'], { failures: ['2 of 6 records did not run.'] })),
  ).toMatchObject({
    level: 'failed',
    text: 'This trial failed: 2 of 6 records did not run',
  });
  expect(headline(troubledTrial())).toEqual({
    level: 'failed',
    text: 'This trial failed, for 2 reasons',
    notes: [
      { text: 'The file did not come to its end', section: 'problems' },
      { text: 'There is a warning', section: 'problems' },
      { text: '13 connections were refused', section: 'refused' },
      { text: '1 of 2 bad days cost records', section: 'faults' },
    ],
  });
});

it('does not call a trial well that has something to tell', () => {
  const { level, text } = headline(
    trialWith(['tells them apart'], { warnings: ['A cell magic was left out.'] }),
  );
  expect(level).toBe('attention');
  expect(text).toBe('All 6 records ran, and the evaluator tells right answers from wrong ones');
});
