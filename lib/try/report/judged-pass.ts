import type { Pass, Trial } from '../trial.js';

/**
 * The pass in which a failed score is worth a look: that with right answers, and where it did not run, the first.
 *
 * @returns undefined for a trial without any pass
 */
export function judgedPass({ passes }: Pick<Trial, 'passes'>): Pass | undefined {
  return passes.find(({ name }) => name === 'expected') ?? passes[0];
}
