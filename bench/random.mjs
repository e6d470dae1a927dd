/**
 * Draws that look random and are the same in every run: what is measured must not change from one to the next.
 *
 * @param {number} seed any whole number
 */
export function drawsFrom(seed) {
  let state = seed >>> 0;
  /** A whole number from 0 up to and without `limit`. */
  const below = (limit) => {
    // The constants are those of Numerical Recipes, chapter 7.1, for a linear congruential generator.
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  const oneOf = (choices) => choices[below(choices.length)];
  const drawn = (length, alphabet) => Array.from({ length }, () => oneOf(alphabet)).join('');
  const digits = (length) => drawn(length, '0123456789');
  return { below, oneOf, drawn, digits };
}
