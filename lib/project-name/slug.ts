/**
 * Turns any text into a name of `a-z`, `0-9` and `-`: lower-cased, every run of other characters replaced by one
 * `-`, and trimmed of `-`.
 *
 * @param text any text
 * @returns the slug; empty where the text holds no ASCII letter or digit
 */
export function slugify(text: string): string {
  // Without the lookbehind, the last pattern takes quadratic time on a text with long runs of hyphens.
  return text
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^-+/, '')
    .replace(/(?<!-)-+$/, '');
}
