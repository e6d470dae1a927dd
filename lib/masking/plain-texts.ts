/*
 * Short texts that were found to hold nothing. In a dataset the same few stand in every record, the name of a model
 * or a topic, and to know one again takes a tenth of looking at it.
 */

/** To look at a shorter one costs no more. */
const SHORTEST = 8;
/** Longer ones are hardly ever the same. */
const LONGEST = 32;
/** The ints of a text, and its last four bytes, which may be part of two. */
const ROOM = LONGEST / 4 + 1;

/** A text is kept where the number made of its ends points to; another may take its place. */
const PLACES_SHIFT = 9;
const lengths = new Uint8Array(1 << PLACES_SHIFT);
const texts = new Int32Array(ROOM << PLACES_SHIFT);

/** Two odd numbers without a pattern: the golden ratio's and the square root of two's bits. */
const [GOLDEN, ROOT] = [0x9e3779b1, 0x6a09e667];

function placeOf(first: number, last: number, length: number): number {
  return Math.imul(first ^ Math.imul(last + length, GOLDEN), ROOT) >>> (32 - PLACES_SHIFT);
}

/** Whether a text is one of those that `rememberPlain` was told of lately. */
export function isKnownPlain(view: DataView, start: number, end: number): boolean {
  const length = end - start;
  if (length > LONGEST || length < SHORTEST) return false;
  const last = view.getInt32(end - 4, true);
  const place = placeOf(view.getInt32(start, true), last, length);
  if (lengths[place] !== length) return false;
  const from = place * ROOM;
  if (texts[from + ROOM - 1] !== last) return false;
  for (let index = 0; index + 4 < length; index += 4)
    if (texts[from + (index >> 2)] !== view.getInt32(start + index, true)) return false;
  return true;
}

/** Keeps a text that holds nothing to mask. */
export function rememberPlain(view: DataView, start: number, end: number): void {
  const length = end - start;
  if (length > LONGEST || length < SHORTEST) return;
  const last = view.getInt32(end - 4, true);
  const place = placeOf(view.getInt32(start, true), last, length);
  const from = place * ROOM;
  lengths[place] = length;
  texts[from + ROOM - 1] = last;
  for (let index = 0; index + 4 < length; index += 4)
    texts[from + (index >> 2)] = view.getInt32(start + index, true);
}
