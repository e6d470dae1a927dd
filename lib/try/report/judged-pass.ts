import type { Pass, PassName, Trial } from '../trial.js';

/** What a pass is called wherever a person reads of it. */
export const PASS_TITLES: Readonly<Record<PassName, string>> = {
  expected: 'Right answers',
  wrong: 'Wrong answers',
  echo: 'Echoed questions',
};

/**
 * The pass in which a failed score is worth a look: that with right answers, and where it did not run, the first.
 *
 * @returns undefined for a trial without any pass
 */
export function judgedPass({ passes }: Pick<Trial, 'passes'>): Pass | undefined {
  return passes.find(({ name }) => name === 'expected') ?? passes[0];
}
