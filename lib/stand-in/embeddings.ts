import { createHash } from 'node:crypto';

/** As many numbers as OpenAI's small model gives: https://platform.openai.com/docs/guides/embeddings */
const DIMENSIONS = 1536;

/**
 * @param text a text, or the tokens of one
 * @param dimensions how many numbers are asked for
 * @returns a vector of length 1 of the words in it: equal texts have the same one, and texts without a word in
 * common are at a right angle, as good as always
 */
export function embedding(text: string, dimensions = DIMENSIONS): number[] {
  const vector = new Array<number>(dimensions).fill(0);
  // A text of other characters alone is a word, so that it points somewhere as well.
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [text];
  for (const word of words) {
    const place = createHash('sha256').update(word).digest().readUInt32BE() % dimensions;
    vector[place] = (vector[place] ?? 0) + 1;
  }
  const length = Math.hypot(...vector);
  return vector.map((each) => each / length);
}
