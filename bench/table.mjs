import { shareOfTarget } from './results.mjs';

const HEADER = ['figure', 'ours', 'against', 'theirs', 'ratio (lowest – highest)', 'target', 'met'];

/**
 * @param {readonly import('./results.mjs').Result[]} results
 * @returns {string} a table for a terminal, with the notes below it
 */
export function plainTable(results) {
  const rows = [HEADER, ...results.map(cellsOf)];
  const widths = HEADER.map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]))
      .join('  ')
      .trimEnd(),
  );
  lines.splice(1, 0, '-'.repeat(Math.max(...lines.map((line) => line.length))));
  return [...lines, ...notesOf(results).map((note) => `\n${note}`)].join('\n');
}

/** The same table in Markdown. */
export function markdownTable(results) {
  const lines = [HEADER, HEADER.map(() => '---'), ...results.map(cellsOf)].map(
    (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`,
  );
  const notes = notesOf(results).map((note) => `\n- ${note}`);
  return [lines.join('\n'), ...(notes.length === 0 ? [] : [notes.join('')])].join('\n');
}

function cellsOf(result) {
  const { name, unit, ours, peer, theirs, ratio, target } = result;
  const share = shareOfTarget(result);
  const range =
    ratio && ratio.lowest !== ratio.highest && ` (${rounded(ratio.lowest)} – ${rounded(ratio.highest)})`;
  return [
    name,
    withUnit(ours, unit),
    peer ?? '',
    withUnit(theirs, unit),
    ratio === undefined ? '' : `${rounded(ratio.median)}${range || ''}`,
    target === undefined ? '' : `≤ ${target.of === 'ratio' ? target.atMost : withUnit(target.atMost, unit)}`,
    share === undefined ? '' : share <= 1 ? 'yes' : 'no',
  ];
}

function notesOf(results) {
  return results.filter(({ note }) => note !== undefined).map(({ name, note }) => `${name}: ${note}`);
}

function withUnit(number, unit) {
  return number === undefined ? '' : `${rounded(number)} ${unit}`.trimEnd();
}

/** Three digits that count. */
function rounded(number) {
  return number >= 100 ? number.toFixed(0) : String(Number(number.toPrecision(3)));
}
