import path from 'node:path';
import { measuredInFreshFolder } from '../fresh-folder.mjs';
import { besideYo, commandOf, FOLDER } from '../installations.mjs';
import { chatFile, SHARE_TO_MASK, sizeName } from '../made-data.mjs';
import { compared } from '../results.mjs';
import { runInTurn } from '../rounds.mjs';

const MOST_MEBIBYTES = 120;
/** Peak memory varies little; from this size on a run says enough. */
const LARGE = 1e9;

/**
 * The peak memory of masking CSVs of several sizes, each into its clean copy.
 *
 * @param {{python: string, rounds: number, memoryBytes: number[], tell: (line: string) => void}} bench
 * @returns {Promise<import('../results.mjs').Result[]>}
 */
export async function memoryFigures({ python, rounds, memoryBytes, tell }) {
  const command = commandOf(besideYo(), 'generator-llm-obs-experiment');
  const results = [];
  let smallest;
  for (const bytes of memoryBytes) {
    const name = `peak memory, masking ${sizeName(bytes)} of CSV`;
    const runs = await runInTurn(
      {
        [name]: async () =>
          measuredInFreshFolder(
            [
              ...[command, '--skip-prompts', '--output', 'experiment.py'],
              ...['--dataset', await chatFile(path.join(FOLDER, 'data'), bytes, SHARE_TO_MASK)],
            ],
            { python, writes: ['experiment.py', 'experiment.dataset.csv'] },
          ),
      },
      { rounds: bytes >= LARGE ? 1 : rounds, warmUp: false, tell },
    );
    smallest ??= runs[name];
    results.push({
      ...compared(name, `itself at ${sizeName(memoryBytes[0])}`, runs[name], smallest, {
        value: ({ mebibytes }) => mebibytes,
        unit: 'MiB',
      }),
      target: { of: 'ours', atMost: MOST_MEBIBYTES },
    });
  }
  return results;
}
