import { cpSync, existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { measuredInFreshFolder } from '../fresh-folder.mjs';
import { besideYo, commandOf, FOLDER, nodePeers } from '../installations.mjs';
import { recordsFile } from '../made-data.mjs';
import { alone, compared } from '../results.mjs';
import { runInTurn } from '../rounds.mjs';

const SCRIPT = 'experiment.py';
/** Where the records stand when they are too many to stand in the script. */
const BESIDE = 'experiment.records.json';
/** Python takes about fifty times as much memory to compile records as they have bytes. */
const LARGEST_COMPILED = 20e6;
/** Below this many records it is the start of the process that is measured. */
const MANY = 100_000;

const mebibytes = ({ mebibytes: value }) => value;
const printedSeconds = ({ stdout }) => Number(stdout);

/**
 * Whole runs over JSON records against parsing them, and what Python then takes to read the result.
 *
 * @param {object} bench
 * @param {string} bench.python
 * @param {number} bench.rounds
 * @param {number[]} bench.recordCounts
 * @param {(line: string) => void} bench.tell
 * @returns {Promise<import('../results.mjs').Result[]>}
 */
export async function jsonFigures(bench) {
  const results = [];
  for (const count of bench.recordCounts) results.push(...(await figuresOf(count, bench)));
  return results;
}

async function figuresOf(count, { python, rounds, tell }) {
  const file = await recordsFile(path.join(FOLDER, 'data'), count);
  const command = commandOf(besideYo(), 'generator-llm-obs-experiment');
  const kept = path.join(FOLDER, 'generated', String(count));
  const peers = nodePeers();
  rmSync(kept, { recursive: true, force: true });
  mkdirSync(kept, { recursive: true });
  const label = `JSON, ${count.toLocaleString('en')} records`;

  const runs = await runInTurn(
    {
      [label]: () =>
        measuredInFreshFolder([command, '--skip-prompts', '--dataset', file, '--output', SCRIPT], {
          python,
          writes: [SCRIPT],
          look: (folder) => {
            cpSync(folder, kept, { recursive: true });
          },
        }),
      'JSON.parse': () =>
        measuredInFreshFolder([process.execPath, path.join(peers, 'parse-json.mjs'), file], { python }),
    },
    { rounds, tell },
  );
  const target = count >= MANY ? { atMost: 1.5 } : {};
  const results = [compared(label, 'JSON.parse of the whole', runs[label], runs['JSON.parse'], target)];
  if (runs[label].samples.length === 0) return results;
  results.push(
    alone(`${label}: peak memory`, runs[label], { value: mebibytes, unit: 'MiB', atMost: 120 }),
    compared(`${label}: peak memory`, 'JSON.parse of the whole', runs[label], runs['JSON.parse'], {
      value: mebibytes,
      unit: 'MiB',
    }),
  );

  const script = path.join(kept, SCRIPT);
  const beside = path.join(kept, BESIDE);
  const steps = {
    ...(statSync(script).size > LARGEST_COMPILED ? {} : { compile: ['compile_file.py', script] }),
    ...(existsSync(beside) ? { load: ['load_json.py', beside] } : {}),
  };
  const reading = await runInTurn(
    Object.fromEntries(
      Object.entries(steps).map(([step, [program, read]]) => [
        step,
        () => measuredInFreshFolder([python, path.join(peers, program), read], { python }),
      ]),
    ),
    { rounds, tell },
  );
  const { compile, load } = reading;
  const compiling = `${label}: Python compiles the script`;
  const loading = `${label}: Python loads those beside it`;
  if (compile === undefined) results.push({ name: compiling, unit: 's', note: 'too large to be compiled' });
  else {
    results.push(
      alone(compiling, compile, { value: printedSeconds, unit: 's', atMost: 0.3 }),
      alone(`${compiling}, peak memory`, compile, { value: mebibytes, unit: 'MiB', atMost: 100 }),
    );
  }
  if (load !== undefined) {
    results.push(
      alone(loading, load, { value: printedSeconds, unit: 's' }),
      alone(`${loading}, peak memory`, load, { value: mebibytes, unit: 'MiB' }),
    );
  }
  return results;
}
