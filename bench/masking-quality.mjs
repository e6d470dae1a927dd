// Masks a labelled set (rows of `id` and `text_b64`) and prints its predictions, one a line, for a scorer:
//   npm run build && node bench/masking-quality.mjs dev.jsonl > predictions.jsonl
import { readFileSync } from 'node:fs';
import { argv, stdout } from 'node:process';
import { maskText } from '../dist/lib/masking/mask-text.js';

const [set] = argv.slice(2);
if (set === undefined) throw new Error('usage: node bench/masking-quality.mjs SET.jsonl');

for (const line of readFileSync(set, 'utf8').split('\n')) {
  if (line.trim() === '') continue;
  const { id, text_b64: encoded } = JSON.parse(line);
  const { text } = maskText(Buffer.from(encoded, 'base64').toString('utf8'));
  stdout.write(`${JSON.stringify({ id, masked_b64: Buffer.from(text, 'utf8').toString('base64') })}\n`);
}
