import { median, ratioOfPairs } from './rounds.mjs';

/**
 * One line of the table: what was measured, and what it should come to.
 *
 * @typedef {object} Result
 * @property {string} name what was done
 * @property {string} unit of `ours` and `theirs`
 * @property {number} [ours] the median
 * @property {string} [peer] what it is held against
 * @property {number} [theirs] the peer's median
 * @property {{median: number, lowest: number, highest: number}} [ratio] of ours to the peer's, over all pairs
 * @property {{of: 'ratio' | 'ours', atMost: number}} [target]
 * @property {number} [runs] that were counted
 * @property {string} [note]
 */

/**
 * Ours against a peer's, from runs in turn.
 *
 * @param {string} name what was done
 * @param {string} peer what it is held against
 * @param {{samples: object[], failure?: string}} ours as `runInTurn` gives it
 * @param {{samples: object[], failure?: string}} theirs of the same rounds
 * @param {object} options
 * @param {(sample: object) => number} [options.value] the figure of one run; the seconds
 * @param {string} [options.unit]
 * @param {number} [options.atMost] the target of the ratio
 * @returns {Result}
 */
export function compared(
  name,
  peer,
  ours,
  theirs,
  { value = ({ seconds }) => seconds, unit = 's', atMost } = {},
) {
  const [own, other] = [ours, theirs].map(({ samples }) => samples.map(value));
  const failures = [
    ours.failure !== undefined && `ours: ${ours.failure}`,
    theirs.failure !== undefined && `${peer}: ${theirs.failure}`,
  ].filter((failure) => failure !== false);
  return {
    name,
    unit,
    ours: median(own),
    peer,
    theirs: median(other),
    ratio: ratioOfPairs(own, other),
    ...(atMost === undefined ? {} : { target: { of: 'ratio', atMost } }),
    runs: own.length,
    ...(failures.length === 0 ? {} : { note: failures.join('; ') }),
  };
}

/**
 * A figure of ours that stands for itself.
 *
 * @param {string} name what was measured
 * @param {{samples: object[], failure?: string}} ours as `runInTurn` gives it
 * @param {object} options
 * @param {(sample: object) => number} options.value the figure of one run
 * @param {string} options.unit
 * @param {number} [options.atMost] its target
 * @returns {Result}
 */
export function alone(name, ours, { value, unit, atMost }) {
  return {
    name,
    unit,
    ours: median(ours.samples.map(value)),
    ...(atMost === undefined ? {} : { target: { of: 'ours', atMost } }),
    runs: ours.samples.length,
    ...(ours.failure === undefined ? {} : { note: `ours: ${ours.failure}` }),
  };
}

/**
 * How much of its target a result takes: up to 1 the target is met.
 *
 * @param {Result} result
 * @returns {number | undefined} infinite where we could not do it; undefined where the peer could not, or where there
 *   is no target
 */
export function shareOfTarget({ target, ratio, ours }) {
  if (target === undefined) return undefined;
  if (ours === undefined) return Infinity;
  const value = target.of === 'ratio' ? ratio?.median : ours;
  return value === undefined ? undefined : value / target.atMost;
}
