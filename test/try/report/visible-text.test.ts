import fc from 'fast-check';
import { expect, it } from 'vitest';
import { visibleText } from '../../../lib/try/report/visible-text.js';

it.each([
  ['nothing', '', ''],
  ['lines and tabs', 'a\n\tb', 'a\n\tb'],
  ['a carriage return', 'a\r\n', 'a‹U+000D›\n'],
  ['a NUL', '\0', '‹U+0000›'],
  ['a control character of Latin-1', '\u0085', '‹U+0085›'],
  ['an override of the direction', 'a\u202Eb', 'a‹U+202E›b'],
  ['an isolate', '\u2067', '‹U+2067›'],
  ['a separator of lines', '\u2028', '‹U+2028›'],
  ['a space without width', 'Par\u200Bis', 'Par‹U+200B›is'],
  ['a byte order mark', '\uFEFF', '‹U+FEFF›'],
  ['a lone surrogate', 'a\uD83D', 'a‹U+D83D›'],
  ['an emoji of several', '👩‍👩‍👧', '👩‍👩‍👧'],
  ['Persian with a non-joiner', 'می\u200Cخواهم', 'می\u200Cخواهم'],
  ['Hebrew with a mark', 'א\u200F', 'א\u200F'],
])('shows %s', (_, text, shown) => {
  expect(visibleText(text)).toBe(shown);
});

it('leaves nothing that breaks UTF-8, hides, or turns text around', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const shown = visibleText(text);
      expect(shown).not.toMatch(/[\p{Cs}\0\u0085\u202A-\u202E\u2066-\u2069\u2028\u2029]/u);
      expect(visibleText(shown)).toBe(shown);
    }),
  );
});
