// Measures how long masking takes, in nanoseconds of processor time a character, for fields of several kinds:
//   node bench/masking-speed.mjs [FILE]...
// With files it takes their lines for fields; without, it makes fields up, the same in every run.
import { readFileSync } from 'node:fs';
import { argv, cpuUsage } from 'node:process';
import { compiledLibrary } from './compiled-library.mjs';
import { FIELDS, UNBROKEN_KINDS, unbrokenField } from './made-fields.mjs';

const { maskText } = await compiledLibrary('masking/mask-text.js');

const CHARACTERS = 4_000_000;
const LONG_FIELD = 1_000_000;
const ROUNDS = 3;

function measure(name, fields) {
  const characters = fields.reduce((sum, field) => sum + field.length, 0);
  let best = Infinity;
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = cpuUsage();
    for (const field of fields) maskText(field);
    const { user, system } = cpuUsage(before);
    best = Math.min(best, user + system);
  }
  const each = ((best * 1000) / characters).toFixed(1);
  console.log(
    `${name.padEnd(32)} ${(best / 1000).toFixed(0).padStart(6)} ms ${each.padStart(7)} ns/character`,
  );
}

function fieldsOf(make) {
  const fields = [];
  for (let characters = 0; characters < CHARACTERS; characters += fields.at(-1).length) fields.push(make());
  return fields;
}

const files = argv.slice(2);
for (const file of files) measure(file, readFileSync(file, 'utf8').split('\n'));
if (files.length === 0) {
  for (const [name, make] of Object.entries(FIELDS)) measure(name, fieldsOf(make));
  for (const kind of UNBROKEN_KINDS) measure(`one field: ${kind}`, [unbrokenField(kind, LONG_FIELD)]);
}
