import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { compiledLibrary } from '../compiled-library.mjs';
import { besideYo, commandOf, FOLDER } from '../installations.mjs';
import { runMeasured } from '../measured-process.mjs';
import { compared } from '../results.mjs';
import { runInTurn } from '../rounds.mjs';

const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url));
const EXAMPLE = path.join(CHECKOUT, 'examples', 'support-questions.csv');

/**
 * Trying a generated file with right answers, against running the same file by hand on a stand-in that waits.
 *
 * @param {{python: string, rounds: number, tell: (line: string) => void}} bench
 * @returns {Promise<import('../results.mjs').Result[]>}
 */
export async function tryingFigures({ python, rounds, tell }) {
  const { startStandIn } = await compiledLibrary('stand-in/stand-in.js');
  const ownCommand = commandOf(besideYo(), 'generator-llm-obs-experiment');
  const folder = path.join(FOLDER, 'trying');
  mkdirSync(folder, { recursive: true });
  const results = [];
  for (const name of ['newest', 'oldest']) {
    execFileSync(process.execPath, [path.join(CHECKOUT, 'scripts', 'python-environments.mjs'), name]);
    const withSdk = path.join(CHECKOUT, '.python', name, 'bin', 'python');
    const environment = { PATH: process.env.PATH, HOME: folder };
    const measured = (words, more = {}) =>
      runMeasured(words, { python, folder, environment: { ...environment, ...more } });
    await measured([
      ownCommand,
      '--skip-prompts',
      '--force',
      '--dataset',
      EXAMPLE,
      '--output',
      'experiment.py',
    ]);
    const byHand = async () => {
      const standIn = await startStandIn();
      try {
        return await measured([withSdk, 'experiment.py'], standIn.environment());
      } finally {
        await standIn.close();
      }
    };
    const tried = () =>
      measured([ownCommand, 'try', 'experiment.py', '--answers', 'expected', '--python', withSdk]);
    const runs = await runInTurn({ tried, byHand }, { rounds: rounds * 2, tell });
    results.push(
      compared(`trying a file of six records, ${name} SDK`, 'the file alone', runs.tried, runs.byHand, {
        atMost: 1.25,
      }),
    );
  }
  return results;
}
