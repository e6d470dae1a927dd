import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeLines, lineOfDefinition } from '../../../lib/try/report/code-lines.js';
import { madeTrial } from './made-trial.js';

const textOf = (code: string): string =>
  codeLines(code)
    .map((parts) => parts.map(({ text }) => text).join(''))
    .join('\n');

describe('lines of code', () => {
  it('are coloured by what they hold', () => {
    const parts = codeLines('def f(x):  # why\n    return "a", 1\n').map((line) =>
      line.filter(({ colour }) => colour !== ''),
    );
    expect(parts).toEqual([
      [
        { text: 'def', colour: 'keyword' },
        { text: 'f', colour: 'definition' },
        { text: '# why', colour: 'comment' },
      ],
      [
        { text: 'return', colour: 'keyword' },
        { text: '"a"', colour: 'string' },
        { text: '1', colour: 'constant' },
      ],
    ]);
  });

  it.each([
    ['nothing', '', ''],
    ['a line end of Windows', 'a\r\nb\r\n', 'a\nb'],
    ['no Python', '%%time\n!ls )(', '%%time\n!ls )('],
    ['text that turns around', 'x = "\u202E"', 'x = "‹U+202E›"'],
    ['a long file, without colours', 'x = 1\n'.repeat(60_000), 'x = 1\n'.repeat(60_000).trimEnd()],
  ])('hold %s', (_, code, shown) => {
    expect(textOf(code)).toBe(shown);
  });

  it('hold all of any code', () => {
    const piece = fc.constantFrom('def ', 'x', '(', ')', '"', "'''", '\n', '    ', '#', ':', '\\', 'é');
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const code = `${pieces.join('')}.`;
        expect(textOf(code)).toBe(code);
      }),
    );
  });
});

it.each([
  ['exact_match', 27],
  ['Judge', 36],
  ['match', undefined],
  ['os', undefined],
  ['', undefined],
])('finds where %j is defined: %s', (name, line) => {
  expect(lineOfDefinition(madeTrial().code, name)).toBe(line);
});
