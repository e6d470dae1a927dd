// Measures, and prints what it found beside its targets:
//   npm run bench -- [--quick] [--full] [--only FIGURE,…] [--rounds N] [--write]
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { csvFigures } from './figures/csv.mjs';
import { discoveryFigures } from './figures/discovery.mjs';
import { generatingFigures } from './figures/generating.mjs';
import { installingFigures } from './figures/installing.mjs';
import { jsonFigures } from './figures/json.mjs';
import { maskingFigures } from './figures/masking.mjs';
import { memoryFigures } from './figures/memory.mjs';
import { reportFigures } from './figures/report.mjs';
import { tryingFigures } from './figures/trying.mjs';
import { removeLeftovers } from './fresh-folder.mjs';
import { FOLDER } from './installations.mjs';
import { machine } from './machine.mjs';
import { keepResults, writeReadme } from './report.mjs';
import { plainTable } from './table.mjs';

const FIGURES = {
  masking: maskingFigures,
  csv: csvFigures,
  memory: memoryFigures,
  json: jsonFigures,
  generating: generatingFigures,
  installing: installingFigures,
  discovery: discoveryFigures,
  trying: tryingFigures,
  report: reportFigures,
};

const USUAL = {
  rounds: 5,
  csvBytes: 500e6,
  memoryBytes: [10e6, 100e6, 1e9],
  recordCounts: [1_000, 100_000, 1_000_000],
};
const FULL = { ...USUAL, memoryBytes: [...USUAL.memoryBytes, 10e9] };
const QUICK = { rounds: 3, csvBytes: 20e6, memoryBytes: [1e6, 10e6], recordCounts: [1_000] };

const HELP = `npm run bench -- [options]
  --only FIGURE,…  only these: ${Object.keys(FIGURES).join(', ')}
  --quick          small sizes and few rounds, to see it work
  --full           10 GB of CSV too, for which 25 GB of disk must be free
  --rounds N       how often each command runs (default: ${USUAL.rounds}; with --quick ${QUICK.rounds})
  --write          puts the results into bench/results.json, bench/results.svg and README.md, not only into .bench/`;

async function bench() {
  const { values } = parseArgs({
    options: {
      help: { type: 'boolean', short: 'h' },
      only: { type: 'string' },
      quick: { type: 'boolean' },
      full: { type: 'boolean' },
      rounds: { type: 'string' },
      write: { type: 'boolean' },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const names = values.only?.split(',') ?? Object.keys(FIGURES);
  const unknown = names.find((name) => !Object.hasOwn(FIGURES, name));
  if (unknown !== undefined) {
    throw new Error(`there is no figure "${unknown}"; there are: ${Object.keys(FIGURES).join(', ')}`);
  }
  const sizes = values.quick ? QUICK : values.full ? FULL : USUAL;
  const rounds = Number(values.rounds ?? sizes.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds takes a whole number from 1 up');
  const python = execFileSync('python3', ['-c', 'import sys; print(sys.executable)'], {
    encoding: 'utf8',
  }).trim();

  mkdirSync(FOLDER, { recursive: true });
  removeLeftovers();
  const measured = {};
  for (const name of names) {
    const tell = (line) => console.error(`${name}: ${line}`);
    try {
      measured[name] = await FIGURES[name]({ ...sizes, rounds, python, tell });
    } catch (error) {
      console.error(`${name} could not be measured: ${error.message}`);
      process.exitCode = 1;
    }
  }
  const description = { ...machine(python), quick: values.quick === true };
  const kept = await keepResults(measured, description, { inCheckout: values.write === true });
  if (values.write) await writeReadme(kept);
  console.log(`\n${plainTable(Object.values(measured).flat())}\n`);
}

try {
  await bench();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
