import { FORBIDDEN_TEXTS, OUR_MARK } from '../python/literal.js';

/**
 * What CommonMark, GitHub's tables and strike-through, MathJax or a notebook's extension (`{{…}}`) would take for
 * more than text. What only means something at the start of a line is none: a text stands behind words of ours.
 */
const MARKS = /[\\`*_{}[\]<>&|~$]/g;

/**
 * Writes a user's text for a notebook's markdown, in which it shows as it is. A backslash before a mark and a
 * character's number stand for the character itself: CommonMark, "Backslash escapes" and "Entity and numeric
 * character references".
 *
 * @param text a text on one line
 * @returns markdown in which nothing is found of what never stands in a generated file
 */
export function markdownText(text: string): string {
  let written = text.replace(MARKS, '\\$&');
  for (const forbidden of [...FORBIDDEN_TEXTS, OUR_MARK]) {
    const numbered = `${forbidden.slice(0, -1)}&#${forbidden.charCodeAt(forbidden.length - 1)};`;
    written = written.replaceAll(forbidden, numbered);
  }
  return written;
}
