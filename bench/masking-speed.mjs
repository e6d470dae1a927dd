// Measures how long masking takes, in nanoseconds of processor time a character, for fields of several kinds:
//   npm run build && node bench/masking-speed.mjs [FILE]...
// With files it takes their lines for fields; without, it makes fields up, the same in every run.
import { readFileSync } from 'node:fs';
import { argv, cpuUsage } from 'node:process';
import { maskText } from '../dist/lib/masking/mask-text.js';

const CHARACTERS = 4_000_000;
const LONG_FIELD = 1_000_000;
const ROUNDS = 3;

let state = 1;
function below(limit) {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * limit);
}
const oneOf = (choices) => choices[below(choices.length)];
const drawn = (length, alphabet) => Array.from({ length }, () => oneOf(alphabet)).join('');
const digits = (length) => drawn(length, '0123456789');
const sentence = (words) => Array.from({ length: 10 + below(90) }, () => oneOf(words)).join(' ');

const WORDS =
  'the model was asked about an order and then said that nothing of it would be shipped today'.split(' ');
const GERMAN = 'der Schlüssel für die Tür natürlich schön Größe Straße und Übung heute nicht später'.split(
  ' ',
);
const SMALL = 'abcdefghijklmnopqrstuvwxyz';

const FIELDS = {
  'English prose': () => sentence(WORDS),
  'German prose': () => sentence(GERMAN),
  'Chinese prose': () => drawn(100 + below(200), '的一是在不了有和人这中大为上个国我以要他时来用们，。'),
  'orders, dates, prices': () =>
    `order ${digits(8)} of 2024-05-1${below(10)}: ${sentence(WORDS)}, $${digits(3)}.${digits(2)} on 5/1${below(10)}/2024`,
  'log lines': () =>
    `2024-05-1${below(10)}T09:12:4${below(10)}.${digits(3)}Z INFO [worker-${below(9)}] com.example.Orders - id=${digits(6)} took ${below(900)}ms path=/api/v1/orders/${digits(5)}?page=${below(9)}`,
  JSON: () =>
    JSON.stringify({
      id: below(1e9),
      at: '2024-05-11T09:12:40Z',
      text: sentence(WORDS),
      tags: [oneOf(WORDS)],
    }),
};

const LONG_FIELDS = {
  hexadecimal: drawn(LONG_FIELD, '0123456789abcdef'),
  letters: drawn(LONG_FIELD, SMALL),
  digits: digits(LONG_FIELD),
  base64: drawn(LONG_FIELD, `${SMALL}${SMALL.toUpperCase()}0123456789+/`),
  'at signs': '@'.repeat(LONG_FIELD),
  dots: '.'.repeat(LONG_FIELD),
  hyphens: '-'.repeat(LONG_FIELD),
  'letters, digits, @, . and -': drawn(LONG_FIELD, 'ab12@.-'),
};

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
  for (const [name, field] of Object.entries(LONG_FIELDS)) measure(`one field: ${name}`, [field]);
}
