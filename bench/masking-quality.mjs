// Masks a labelled set (rows of `id` and `text_b64`) and prints its predictions, one a line, for a scorer:
//   node bench/masking-quality.mjs dev.jsonl > predictions.jsonl
import { argv, stdout } from 'node:process';
import { compiledLibrary } from './compiled-library.mjs';
import { labelledRows } from './masking-score.mjs';

const [set] = argv.slice(2);
if (set === undefined) throw new Error('usage: node bench/masking-quality.mjs SET.jsonl');

const { maskText } = await compiledLibrary('masking/mask-text.js');
for (const { id, text } of labelledRows(set)) {
  const masked = maskText(text).text;
  stdout.write(`${JSON.stringify({ id, masked_b64: Buffer.from(masked, 'utf8').toString('base64') })}\n`);
}
