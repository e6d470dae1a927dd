import { highlightCode, tagHighlighter, tags } from '@lezer/highlight';
import { parser } from '@lezer/python';
import { visibleText } from './visible-text.js';

/** A part of a line, with the name of its colour; empty for plain text. */
export interface CodePart {
  readonly text: string;
  readonly colour: string;
}

/** Each coloured part is an element of the page: for a file that holds its dataset they would be hundreds of thousands. */
const MOST_COLOURED = 300_000;

const COLOURS = tagHighlighter([
  { tag: tags.comment, class: 'comment' },
  { tag: [tags.string, tags.special(tags.string)], class: 'string' },
  { tag: [tags.number, tags.bool, tags.null], class: 'constant' },
  {
    tag: [
      tags.keyword,
      tags.operatorKeyword,
      tags.controlKeyword,
      tags.definitionKeyword,
      tags.moduleKeyword,
    ],
    class: 'keyword',
  },
  {
    tag: [tags.function(tags.definition(tags.variableName)), tags.definition(tags.className)],
    class: 'definition',
  },
]);

/**
 * @param code Python's source text; one that does not parse is coloured as far as it does
 * @returns its lines in their parts; a very long text has no colours
 */
export function codeLines(code: string): readonly (readonly CodePart[])[] {
  const text = code.replaceAll('\r\n', '\n').replace(/\n+$/, '');
  if (text.length > MOST_COLOURED) {
    return text.split('\n').map((line) => [{ text: visibleText(line), colour: '' }]);
  }
  let line: CodePart[] = [];
  const lines = [line];
  highlightCode(
    text,
    parser.parse(text),
    COLOURS,
    (part, colour) => {
      line.push({ text: visibleText(part), colour });
    },
    () => {
      line = [];
      lines.push(line);
    },
  );
  return lines;
}

/**
 * @param code Python's source text
 * @param name an evaluator's, as the SDK knows it
 * @returns the line, counted from 1, where a function or a class of that name begins; undefined where there is none
 */
export function lineOfDefinition(code: string, name: string): number | undefined {
  const index = code.split('\n').findIndex((line) => {
    const defined = /^\s*(?:async\s+def|def|class)\s+([^\s(:]+)/.exec(line)?.[1];
    return defined === name;
  });
  return index === -1 ? undefined : index + 1;
}
