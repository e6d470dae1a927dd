import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { chart } from './chart.mjs';
import { FOLDER } from './installations.mjs';
import { markdownTable } from './table.mjs';

const README = fileURLToPath(new URL('../README.md', import.meta.url));
const BENCH = fileURLToPath(new URL('.', import.meta.url));
const START = '<!-- figures: written by npm run bench -- --write -->';
const END = '<!-- end of the figures -->';

/**
 * Puts results into results.json and results.svg. Figures that were not measured this time stay as they were, if
 * they were measured on the same machine; each has its own date.
 *
 * @param {Record<string, import('./results.mjs').Result[]>} measured by figure
 * @param {object} machine what they were measured on
 * @param {{inCheckout: boolean}} options whether they go into bench/ as well as into .bench/
 * @returns {Promise<object>} what results.json holds
 */
export async function keepResults(measured, machine, { inCheckout }) {
  const folder = inCheckout ? BENCH : FOLDER;
  const file = path.join(folder, 'results.json');
  const earlier = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  const date = new Date().toISOString().slice(0, 10);
  const figures = {
    ...(isDeepStrictEqual(earlier?.machine, machine) ? earlier.figures : {}),
    ...Object.fromEntries(Object.entries(measured).map(([name, results]) => [name, { date, results }])),
  };
  const results = { machine, figures };
  writeFileSync(file, await formatted(JSON.stringify(results, asMeasured), file));
  writeFileSync(path.join(folder, 'results.svg'), chart(allOf(results)));
  return results;
}

/**
 * Puts results into the README, between the two comments that mark their place.
 *
 * @param {object} results what results.json holds
 */
export async function writeReadme(results) {
  writeFileSync(README, await formatted(withFigures(readFileSync(README, 'utf8'), results), README));
}

/**
 * @param {string} readme
 * @param {object} results what results.json holds
 * @returns {string} the README with the results between its comments, and the rest as it was
 * @throws Error where a comment is missing
 */
export function withFigures(readme, results) {
  const [before, rest] = readme.split(START);
  const after = rest?.split(END)[1];
  if (after === undefined) throw new Error(`the README lacks ${START} or ${END}`);
  const { processor, cores, memoryGiB, system, node, python, quick } = results.machine;
  const days = Object.values(results.figures)
    .map(({ date }) => date)
    .sort();
  const when = days[0] === days.at(-1) ? days[0] : `${days[0]} to ${days.at(-1)}`;
  const text = `Measured ${when} on ${cores} cores of ${processor}, ${memoryGiB} GiB, ${system}; Node ${node}, Python ${python}${quick ? '; with `--quick`, so on small data, to show the form' : ''}.

![Each figure as a share of its target.](bench/results.svg)

${markdownTable(allOf(results))}`;
  return `${before}${START}\n\n${text}\n\n${END}${after}`;
}

/** More digits than these would only be noise. */
function asMeasured(_key, value) {
  return typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value;
}

function allOf({ figures }) {
  return Object.values(figures).flatMap(({ results }) => results);
}

async function formatted(text, file) {
  return format(text, { ...(await resolveConfig(file)), filepath: file });
}
