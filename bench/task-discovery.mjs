// How often the right function comes first: node bench/task-discovery.mjs <labels.json> <folder of checkouts> [-v]
//
// The folder holds one checkout for each labelled app, named as its repository with a + for the slash.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { compiledLibrary } from './compiled-library.mjs';

const [labelsFile, checkouts, verbose] = process.argv.slice(2);
if (labelsFile === undefined || checkouts === undefined) {
  console.error('Usage: node bench/task-discovery.mjs <labels.json> <folder of checkouts> [-v]');
  process.exit(2);
}

const { findTask } = await compiledLibrary('task-discovery/find-task.js');
const labels = JSON.parse(readFileSync(labelsFile, 'utf8'));
// One line for each split: what the weights were set on, and what they had not seen.
const tallies = new Map();

for (const label of labels) {
  const root = path.join(checkouts, label.repo.replace('/', '+'), label.app_root);
  if (!existsSync(root)) {
    console.log(`absent  ${label.id}`);
    continue;
  }
  const started = performance.now();
  const { chosen, candidates } = await findTask(root, 'Output accuracy / answer quality');
  const took = performance.now() - started;
  const targets = candidates.map((candidate) => candidate.target);
  const isFallback = label.fallback === 'placeholder';
  const first = isFallback ? chosen === null : label.expected.includes(chosen);
  const allowed = [...label.expected, ...label.acceptable_top3];
  const amongThree = isFallback
    ? chosen === null || label.acceptable_top3.includes(chosen)
    : targets.slice(0, 3).some((target) => allowed.includes(target));
  const wrongFirst = chosen !== null && label.wrong.includes(chosen);
  const split = label.split ?? 'tuned';
  const tally = tallies.get(split) ?? { first: 0, amongThree: 0, wrongFirst: 0, measured: 0 };
  tallies.set(split, tally);
  tally.measured++;
  if (first) tally.first++;
  if (first || amongThree) tally.amongThree++;
  if (wrongFirst) tally.wrongFirst++;
  const verdict = first ? 'first ' : wrongFirst ? 'WRONG ' : amongThree ? 'three ' : 'MISSED';
  console.log(`${verdict}  ${label.id}  ${Math.round(took)} ms`);
  if (verbose !== undefined && (!first || verbose === '-vv')) show(label, candidates);
}

for (const [split, { measured, first, amongThree, wrongFirst }] of tallies) {
  const share = (count) => `${((100 * count) / measured).toFixed(1)} %`;
  console.log(
    `${split}: ${measured} apps: first ${share(first)}, among three ${share(amongThree)}, ` +
      `known-wrong first ${share(wrongFirst)}`,
  );
}

function show(label, candidates) {
  console.log(`        wanted ${label.expected.join(' or ') || 'the placeholder'}`);
  candidates.slice(0, 5).forEach(({ target, score, reasons, providers }) => {
    const because = reasons.map(({ name, weight }) => `${weight > 0 ? '+' : ''}${weight} ${name}`).join('; ');
    console.log(`        ${score}  ${target}  [${providers.join(' ')}]  ${because}`);
  });
  const wanted = candidates.find((candidate) => label.expected.includes(candidate.target));
  if (wanted !== undefined && !candidates.slice(0, 5).includes(wanted)) {
    console.log(
      `        …${wanted.score}  ${wanted.target}  ${wanted.reasons.map((r) => `${r.weight} ${r.name}`).join('; ')}`,
    );
  } else if (wanted === undefined && label.expected.length > 0) console.log('        …not a candidate');
}
