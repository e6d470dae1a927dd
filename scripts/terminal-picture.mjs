// Draws what a command printed as a picture of a terminal.
//
// Usage: npm run demo --silent | node scripts/terminal-picture.mjs 'npm ci && npm run demo' > docs/terminal.svg
import { readFileSync } from 'node:fs';

const LINE_HEIGHT = 19;
const CHARACTER_WIDTH = 8.43;
const MARGIN = 20;

/** Paragraphs that a picture need not show, by how they start: they are long, and the same each time. */
const LEFT_OUT = ['Install:', 'Environment variables:', 'Next steps:', 'Installing'];

const printed = readFileSync(0, 'utf8').trim().split('\n\n');
const shown = printed.filter((paragraph) => !LEFT_OUT.some((start) => paragraph.startsWith(start)));
const lines = [`$ ${process.argv[2] ?? ''}`, '', ...shown.join('\n\n').split('\n')];
const width = Math.ceil(Math.max(...lines.map((line) => line.length)) * CHARACTER_WIDTH) + 2 * MARGIN;
const height = lines.length * LINE_HEIGHT + 2 * MARGIN;

/** A line's colour: what was typed, what went well, headings and the rest. */
function colourOf(line) {
  if (line.startsWith('$ ')) return '#8be9fd';
  if (line.includes('✓') || line.trimStart().startsWith('create ')) return '#7ee787';
  return /^[A-Z][\w ]+:/.test(line) ? '#ffffff' : '#c9d1d9';
}

/** Spaces of one kind are folded into one by some browsers, whatever an attribute says. */
function escapeXml(text) {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(' ', '\u00a0');
}

const rows = lines.map((line, index) => {
  const y = MARGIN + (index + 0.8) * LINE_HEIGHT;
  return `  <text x="${MARGIN}" y="${y.toFixed(1)}" fill="${colourOf(line)}">${escapeXml(line)}</text>`;
});

console.log(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14">
${rows.join('\n')}
</g>
</svg>`);
