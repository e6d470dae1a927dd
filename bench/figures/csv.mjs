import path from 'node:path';
import { measuredInFreshFolder } from '../fresh-folder.mjs';
import { besideYo, commandOf, FOLDER, nodePeers } from '../installations.mjs';
import { chatFile, SHARE_TO_MASK, sizeName } from '../made-data.mjs';
import { alone, compared } from '../results.mjs';
import { runInTurn } from '../rounds.mjs';

const CSV_PARSE = 'csv-parse, only reading it';
const PYTHON = "Python's csv.DictReader, only reading it";

/**
 * Whole runs of the own command over a large CSV, with something to mask and without, against reading it.
 *
 * @param {{python: string, rounds: number, csvBytes: number, tell: (line: string) => void}} bench
 * @returns {Promise<import('../results.mjs').Result[]>}
 */
export async function csvFigures({ python, rounds, csvBytes, tell }) {
  const data = path.join(FOLDER, 'data');
  const toMask = await chatFile(data, csvBytes, SHARE_TO_MASK);
  const clean = await chatFile(data, csvBytes, 0);
  const command = commandOf(besideYo(), 'generator-llm-obs-experiment');
  const peers = nodePeers();
  const own = (file, writes) => () =>
    measuredInFreshFolder([command, '--skip-prompts', '--dataset', file, '--output', 'experiment.py'], {
      python,
      writes: ['experiment.py', ...writes],
    });
  const reading = (words) => () => measuredInFreshFolder(words, { python });
  const csvParse = (file) => reading([process.execPath, path.join(peers, 'count-rows.mjs'), file]);
  const dictReader = (file) => reading([python, path.join(peers, 'count_rows.py'), file]);

  const runs = await runInTurn(
    {
      'ours, something to mask': own(toMask, ['experiment.dataset.csv']),
      'csv-parse': csvParse(toMask),
      'csv.DictReader': dictReader(toMask),
      'ours, nothing to mask': own(clean, []),
      'csv-parse, nothing to mask': csvParse(clean),
      'csv.DictReader, nothing to mask': dictReader(clean),
    },
    { rounds, tell },
  );
  const masking = runs['ours, something to mask'];
  const looking = runs['ours, nothing to mask'];
  const masked = `masking ${sizeName(csvBytes)} of CSV into a clean copy`;
  const looked = `${sizeName(csvBytes)} of CSV with nothing to mask`;
  return [
    compared(masked, CSV_PARSE, masking, runs['csv-parse'], { atMost: 0.35 }),
    compared(masked, PYTHON, masking, runs['csv.DictReader'], { atMost: 1 }),
    compared(looked, CSV_PARSE, looking, runs['csv-parse, nothing to mask'], { atMost: 0.35 }),
    compared(looked, PYTHON, looking, runs['csv.DictReader, nothing to mask'], { atMost: 1 }),
    compared(looked, 'ours with something to mask', looking, masking, { atMost: 1 }),
    alone(`${masked}: processors busy`, masking, {
      value: ({ processorSeconds, seconds }) => processorSeconds / seconds,
      unit: '',
    }),
  ];
}
