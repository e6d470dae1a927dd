import { stripVTControlCharacters } from 'node:util';

/**
 * @param text of a file, a dataset or an LLM
 * @returns it without what would move a terminal's cursor, colour it, or turn its writing round; lines become one
 */
export function shownText(text: string): string {
  return stripVTControlCharacters(text).replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, ' ');
}
