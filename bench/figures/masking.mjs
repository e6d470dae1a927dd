import { compiledLibrary } from '../compiled-library.mjs';
import { unbrokenField } from '../made-fields.mjs';
import { labelledRows, macroF1 } from '../masking-score.mjs';
import { alone, compared } from '../results.mjs';
import { runInTurn } from '../rounds.mjs';

const LENGTH = 1_000_000;
/** A search that goes over a field again and again takes sixteen times as long for four times the length. */
const LONGER = 4;
const LINEAR = 1.25 * LONGER;
/** A field takes milliseconds, of which a single run says little. */
const RUNS_A_ROUND = 4;
const SET = new URL('../../test/fixtures/masking/dev.jsonl', import.meta.url);

/**
 * What masking finds, and how long it takes for fields without a break, in this process.
 *
 * @param {{rounds: number, tell: (line: string) => void}} bench
 * @returns {Promise<import('../results.mjs').Result[]>}
 */
export async function maskingFigures({ rounds, tell }) {
  const { maskText } = await compiledLibrary('masking/mask-text.js');
  const results = [
    { name: 'F1 of masking, mean of its four kinds', unit: '', ours: macroF1(labelledRows(SET), maskText) },
  ];
  for (const kind of ['hexadecimal', 'letters', 'digits']) {
    tell(`fields without a break, ${kind}`);
    const masking = (field) => async () => {
      const started = performance.now();
      maskText(field);
      return { milliseconds: performance.now() - started };
    };
    const { one, longer } = await runInTurn(
      { one: masking(unbrokenField(kind, LENGTH)), longer: masking(unbrokenField(kind, LENGTH * LONGER)) },
      { rounds: rounds * RUNS_A_ROUND, tell: () => undefined },
    );
    const value = ({ milliseconds }) => milliseconds;
    const name = `masking one field of 1 MB, ${kind}`;
    results.push(
      alone(name, one, { value, unit: 'ms', atMost: 20 }),
      compared(`masking one field of ${LONGER} MB, ${kind}`, 'of 1 MB', longer, one, {
        value,
        unit: 'ms',
        atMost: LINEAR,
      }),
    );
  }
  return results;
}
