/**
 * @returns whether a text has the form of a name in Python, be it a keyword or not:
 *   https://docs.python.org/3/reference/lexical_analysis.html#identifiers
 */
export function isIdentifier(text: string): boolean {
  return /^[\p{ID_Start}_][\p{ID_Continue}]*$/u.test(text);
}
