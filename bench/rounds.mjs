/**
 * Runs contenders in turn (A B C, A B C, …), so that whatever else the machine does meets all of them alike.
 *
 * @template Measurement
 * @param {Record<string, () => Promise<Measurement>>} contenders by name
 * @param {object} options
 * @param {number} options.rounds
 * @param {boolean} [options.warmUp] runs each once before, which is not counted
 * @param {(line: string) => void} options.tell is told how far it is
 * @returns {Promise<Record<string, {samples: Measurement[], failure?: string}>>} one that fails is not run again
 */
export async function runInTurn(contenders, { rounds, warmUp = true, tell }) {
  const results = Object.fromEntries(Object.keys(contenders).map((name) => [name, { samples: [] }]));
  for (let round = warmUp ? 0 : 1; round <= rounds; round += 1) {
    for (const [name, run] of Object.entries(contenders)) {
      const result = results[name];
      if (result.failure !== undefined) continue;
      tell(`${round === 0 ? 'warming up' : `round ${round} of ${rounds}`}: ${name}`);
      try {
        const sample = await run();
        if (round > 0) result.samples.push(sample);
      } catch (error) {
        result.failure = error.message;
        tell(`${name}: ${error.message}`);
      }
    }
  }
  return results;
}

/** The one in the middle, or the mean of the two in the middle; of none it is undefined. */
export function median(numbers) {
  if (numbers.length === 0) return undefined;
  const sorted = [...numbers].sort((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * @param {readonly number[]} ours
 * @param {readonly number[]} theirs of the same rounds
 * @returns {{median: number, lowest: number, highest: number} | undefined} of the ratios, each of two runs of one
 *   round; undefined where a side has none
 */
export function ratioOfPairs(ours, theirs) {
  const ratios = ours.slice(0, theirs.length).map((one, round) => one / theirs[round]);
  if (ratios.length === 0) return undefined;
  return { median: median(ratios), lowest: Math.min(...ratios), highest: Math.max(...ratios) };
}
