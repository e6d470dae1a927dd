// Single fields of several kinds to mask, the same in every run.
import { drawsFrom } from './random.mjs';

const { below, oneOf, drawn, digits } = drawsFrom(1);
const sentence = (words) => Array.from({ length: 10 + below(90) }, () => oneOf(words)).join(' ');

const WORDS =
  'the model was asked about an order and then said that nothing of it would be shipped today'.split(' ');
const GERMAN = 'der Schlüssel für die Tür natürlich schön Größe Straße und Übung heute nicht später'.split(
  ' ',
);
const SMALL = 'abcdefghijklmnopqrstuvwxyz';

/** A field of a believable length, by its kind. */
export const FIELDS = {
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

const UNBROKEN = {
  hexadecimal: '0123456789abcdef',
  letters: SMALL,
  digits: '0123456789',
  base64: `${SMALL}${SMALL.toUpperCase()}0123456789+/`,
  'at signs': '@',
  dots: '.',
  hyphens: '-',
  'letters, digits, @, . and -': 'ab12@.-',
};

/** The kinds of fields without a break: what a search might go over again and again. */
export const UNBROKEN_KINDS = Object.keys(UNBROKEN);

/**
 * @param {string} kind one of `UNBROKEN_KINDS`
 * @param {number} length in characters
 * @returns {string} a field without a break
 */
export function unbrokenField(kind, length) {
  return drawn(length, UNBROKEN[kind]);
}
