/**
 * What a browser does not show, or what changes how the text around it is shown: control characters but tab and line
 * feed, line and paragraph separators, lone surrogates, and the format characters that reorder, hide or join without
 * being part of any script's spelling (Unicode 17, section 23). The joiners and marks of Arabic, Indic and Hebrew
 * text and of emoji stay as they are.
 */
const INVISIBLE =
  /[^\P{Cc}\t\n]|[\p{Cs}\p{Zl}\p{Zp}\u00AD\u180E\u200B\u202A-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\u{E0001}]/gu;

/**
 * @param text any text, of a dataset or of an LLM
 * @returns it with each character that could not be seen as its number, for instance `‹U+202E›`: a reader sees why two
 *   texts differ, and none of them can turn the page's own text around
 */
export function visibleText(text: string): string {
  return text.replace(INVISIBLE, (character) => {
    const number = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    return `‹U+${number}›`;
  });
}
