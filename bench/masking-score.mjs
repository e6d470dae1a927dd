import { readFileSync } from 'node:fs';

/**
 * @typedef {object} Span offsets in code points
 * @property {number} start
 * @property {number} end
 * @property {string} type
 * @property {[number, number]} [outer] what may be masked along with it
 */

/**
 * Reads a labelled set as test/fixtures/masking/LABELS.md describes it.
 *
 * @param {string | URL} file
 * @returns {{id: string, text: string, spans: Span[]}[]}
 */
export function labelledRows(file) {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const { id, text_b64: encoded, spans } = JSON.parse(line);
      return { id, text: Buffer.from(encoded, 'base64').toString('utf8'), spans };
    });
}

/**
 * The mean over the kinds of F1. A label counts as found where at least half of it was masked as its kind; what was
 * masked counts as right where at least half of it is labelled so, or may go along.
 *
 * @param {readonly {text: string, spans: Span[]}[]} rows
 * @param {(text: string) => {found: readonly {kind: string, start: number, end: number}[]}} maskText
 * @returns {number} from 0 to 1
 */
export function macroF1(rows, maskText) {
  const counts = new Map();
  const count = (kind, key, increment = 1) => {
    const ofKind = counts.get(kind) ?? { labels: 0, labelsFound: 0, masked: 0, maskedRightly: 0 };
    ofKind[key] += increment;
    counts.set(kind, ofKind);
  };
  for (const { text, spans } of rows) {
    // `found` counts UTF-16 code units.
    const found = maskText(text).found.map(({ kind, start, end }) => ({
      kind,
      start: codePoints(text.slice(0, start)),
      end: codePoints(text.slice(0, end)),
    }));
    for (const { type, start, end } of spans) {
      count(type, 'labels');
      const covered = found
        .filter(({ kind }) => kind === type)
        .map((value) => overlap(value, { start, end }));
      if (sum(covered) * 2 >= end - start) count(type, 'labelsFound');
    }
    for (const value of found) {
      count(value.kind, 'masked');
      const labelled = spans
        .filter(({ type }) => type === value.kind)
        .map((span) => overlap(value, extent(span)));
      if (sum(labelled) * 2 >= value.end - value.start) count(value.kind, 'maskedRightly');
    }
  }
  const scores = [...counts.values()].map(f1);
  return sum(scores) / scores.length;
}

function f1({ labels, labelsFound, masked, maskedRightly }) {
  const recall = labels === 0 ? 0 : labelsFound / labels;
  const precision = masked === 0 ? 0 : maskedRightly / masked;
  return recall + precision === 0 ? 0 : (2 * precision * recall) / (precision + recall);
}

function extent({ start, end, outer = [start, end] }) {
  return { start: Math.min(start, outer[0]), end: Math.max(end, outer[1]) };
}

function overlap(left, right) {
  return Math.max(0, Math.min(left.end, right.end) - Math.max(left.start, right.start));
}

function codePoints(text) {
  return Array.from(text).length;
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
