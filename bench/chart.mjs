import { shareOfTarget } from './results.mjs';

const WIDTH = 960;
const LABELS = 560;
const ROW = 26;
const TOP = 56;
/** A bar ends here at the latest, and its number says how long it would be. */
const LONGEST = 1.5;
const WHOLE = (WIDTH - LABELS - 80) / LONGEST;

/**
 * Draws the results that have a target: a bar each, as long as the share of its target that it takes.
 *
 * @param {readonly import('./results.mjs').Result[]} results
 * @returns {string} an SVG with its own ground, light or dark as the reader's system is
 */
export function chart(results) {
  const bars = results
    .map((result) => ({ result, share: shareOfTarget(result) }))
    .filter(({ share }) => share !== undefined);
  const height = TOP + bars.length * ROW + 16;
  const rows = bars.map(({ result, share }, index) => {
    const middle = TOP + (index + 0.5) * ROW;
    const length = Math.min(share, LONGEST) * WHOLE;
    return `<text x="${LABELS - 12}" y="${middle + 4}" text-anchor="end">${escapeXml(labelOf(result))}</text>
<rect class="${share <= 1 ? 'met' : 'missed'}" x="${LABELS}" y="${middle - 8}" width="${length.toFixed(1)}" height="16" rx="2"/>
<text x="${WIDTH - 16}" y="${middle + 4}" text-anchor="end">${share === Infinity ? 'failed' : `${Math.round(share * 100)} %`}</text>`;
  });
  const target = LABELS + WHOLE;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img">
<title>Each figure as a share of its target: up to 100 % it is met.</title>
<style>
.ground { fill: #ffffff; } text { fill: #1f2328; } .met { fill: #2da44e; } .missed { fill: #cf222e; } line { stroke: #59636e; }
@media (prefers-color-scheme: dark) {
.ground { fill: #0d1117; } text { fill: #e6edf3; } .met { fill: #3fb950; } .missed { fill: #f85149; } line { stroke: #9198a1; }
}
</style>
<rect class="ground" width="100%" height="100%" rx="8"/>
<g font-family="system-ui, sans-serif" font-size="13">
<text x="${LABELS}" y="24">share of the target (lower is better)</text>
<text x="${target}" y="44" text-anchor="middle">target</text>
<line x1="${target}" y1="${TOP - 6}" x2="${target}" y2="${height - 12}" stroke-dasharray="4 3"/>
${rows.join('\n')}
</g>
</svg>
`;
}

function labelOf({ name, peer, target }) {
  return target.of === 'ratio' ? `${name} : ${peer}` : name;
}

function escapeXml(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
