import { isUtf8 } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DatasetKind } from '../../lib/dataset/dataset-file.js';
import { ElementFault, JsonElements, JsonFault } from '../../lib/dataset/json-elements.js';
import { stringSource, valueSource } from './json-sources.js';

/** All that is found in bytes that come in pieces. */
function elementsIn(pieces: readonly Buffer[], kind: DatasetKind) {
  const elements = new JsonElements(kind);
  const found: object[] = [];
  const take = (): void => {
    while (elements.advance()) {
      const { bytes, isAscii, isUtf8, mayHoldUnicodeEscape, offset, members } = elements;
      const { depth, spansLines, mayHoldLongInteger } = elements;
      const sourceOf = (start: number, end: number): string => elements.piece.toString('latin1', start, end);
      const values = Array.from({ length: elements.ownMembers }, (_, member) =>
        sourceOf(elements.valueStart(member), elements.valueEnd(member)),
      );
      const texts = Array.from({ length: elements.texts }, (_, text) =>
        sourceOf(elements.textStart(text), elements.textEnd(text)),
      );
      expect(isAscii).toBe(isAsciiText(bytes));
      if (bytes.includes('\\u')) expect(mayHoldUnicodeEscape).toBe(true);
      found.push({
        bytes,
        isUtf8,
        texts,
        offset,
        members,
        values,
        depth,
        spansLines,
        mayHoldLongInteger,
      });
    }
  };
  try {
    for (const piece of pieces) {
      elements.feed(piece);
      take();
    }
    elements.finish();
    take();
  } catch (error) {
    if (error instanceof JsonFault) return { found, offset: error.offset, reason: error.reason };
    if (error instanceof ElementFault) return { found, offset: error.offset, broken: error.bytes };
    throw error;
  }
  return { found, only: elements.isOnlyValue ? elements.bytes : undefined };
}

function isAsciiText(text: string): boolean {
  return Buffer.from(text).length === text.length;
}

/** Cuts bytes at each of some places. */
function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const ends = [...new Set(places.map((place) => place % (bytes.length + 1))), bytes.length].sort(
    (one, other) => one - other,
  );
  return ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
}

const values = fc.array(valueSource(), { maxLength: 5 });
const oneLine = (source: string): string => source.replaceAll(/[\r\n]/g, ' ');

describe('the elements of an array', () => {
  it('are its own, wherever the bytes are cut', () => {
    fc.assert(
      fc.property(values, fc.array(fc.nat(), { maxLength: 6 }), fc.boolean(), (sources, places, isMarked) => {
        const bytes = Buffer.from(`${isMarked ? '\ufeff' : ''} [\n${sources.join(' ,\n')} ]\n`);
        const whole = elementsIn([bytes], 'json');
        expect(whole.found).toMatchObject(
          sources.map((source) => ({ bytes: Buffer.from(source).toString('latin1') })),
        );
        expect(elementsIn(cut(bytes, places), 'json')).toEqual(whole);
      }),
    );
  });

  it('are told what they are made of', () => {
    const { found } = elementsIn(
      [Buffer.from('[{"a": [[1]], "b":{"c:{,": "}"},"d" :\n2 }, "x\\"]", -1.5e3\n, [1,{"a":0}]]')],
      'json',
    );
    expect(found).toMatchObject([
      {
        offset: 1,
        members: 4,
        depth: 3,
        spansLines: true,
        values: [' [[1]]', '{"c:{,": "}"}', '\n2 '],
        texts: ['}'],
      },
      { bytes: '"x\\"]"', members: 0, depth: 0, values: [], texts: ['x\\"]'] },
      { bytes: '-1.5e3', spansLines: false, texts: [] },
      { bytes: '[1,{"a":0}]', members: 1, depth: 2, values: [], texts: [] },
    ]);
  });

  it.each([
    ['4,300 digits', '9'.repeat(4300), false],
    ['4,301 digits', '9'.repeat(4301), true],
    ['a string of 5,000 digits', `"${'9'.repeat(5000)}"`, false],
  ])('may hold an integer that Python does not read: %s', (_title, value, mayHoldLongInteger) => {
    const bytes = Buffer.from(`[{"a":${value},"b":"x"}]`);
    for (const pieces of [[bytes], cut(bytes, [100, 2000, 4200])]) {
      expect(elementsIn(pieces, 'json').found).toMatchObject([{ mayHoldLongInteger }]);
    }
  });
});

it('all texts of an element are found, in their order', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(stringSource(), stringSource())), (members) => {
      const source = `{${members.map(([key, text]) => `${key}: [${text}]`).join(', ')}}`;
      const texts = members.map(([, text]) => Buffer.from(text.slice(1, -1)).toString('latin1'));
      expect(elementsIn([Buffer.from(`[${source}]`)], 'json').found).toMatchObject([{ texts }]);
    }),
  );
});

it('an element is UTF-8 or not wherever the bytes are cut', () => {
  const parts = fc.constantFrom(...['é', '道', '😀', 'x'].map((text) => Buffer.from(text)));
  const broken = fc.constantFrom(
    ...['c3', '93', 'f09f98', 'ff', 'eda080'].map((hex) => Buffer.from(hex, 'hex')),
  );
  const text = fc.array(fc.oneof({ weight: 6, arbitrary: parts }, { weight: 1, arbitrary: broken }), {
    maxLength: 6,
  });
  fc.assert(
    fc.property(fc.array(text, { maxLength: 4 }), fc.array(fc.nat(), { maxLength: 6 }), (texts, places) => {
      const elements = texts.map((all) => Buffer.concat([Buffer.from('"'), ...all, Buffer.from('"')]));
      const bytes = Buffer.concat([
        Buffer.from('['),
        ...elements.flatMap((one, index) => (index === 0 ? [one] : [Buffer.from(','), one])),
        Buffer.from(']'),
      ]);
      expect(elementsIn(cut(bytes, places), 'json').found).toMatchObject(
        elements.map((element) => ({ isUtf8: isUtf8(element) })),
      );
    }),
  );
});

it('an element that comes in pieces is ASCII only where all of them are', () => {
  const bytes = Buffer.from('["é and more"]');
  const [whole] = elementsIn([bytes], 'json').found;
  expect(elementsIn([bytes.subarray(0, 6), bytes.subarray(6)], 'json').found).toEqual([whole]);
});

describe('the values of JSON Lines', () => {
  it('are found wherever the bytes are cut, and blank lines do not count', () => {
    fc.assert(
      fc.property(values, fc.array(fc.nat(), { maxLength: 6 }), (sources, places) => {
        const lines = sources.map(oneLine);
        const bytes = Buffer.from(`\n${lines.join('\r\n\n')}`);
        const { found } = elementsIn(cut(bytes, places), 'json-lines');
        expect(found).toMatchObject(
          lines.map((line) => ({ bytes: Buffer.from(line.trim()).toString('latin1') })),
        );
      }),
    );
  });

  it.each([
    ['{"a":1} {"a":2}', 8, 'a second value on the line'],
    ['1"x"', 1, 'a second value on the line'],
    ['{"a":1},\n{"a":2}', 7, 'not valid JSON'],
    ['{"a":1}]', 7, 'not valid JSON'],
  ])('are refused at the byte where %j goes wrong', (text, offset, reason) => {
    expect(elementsIn([Buffer.from(text)], 'json-lines')).toMatchObject({ offset, reason });
  });
});

describe('a file of JSON that is no array', () => {
  it.each([
    ['{"a": 1}', 0, '{"a": 1}'],
    [' "text"\n', 0, '"text"'],
    ['{"a": 1}\n{"a": 2}\n', 2, undefined],
  ])('is one value, or JSON Lines by another name: %j', (text, count, only) => {
    for (const pieces of [[Buffer.from(text)], [...Buffer.from(text)].map((byte) => Buffer.from([byte]))]) {
      const elements = elementsIn(pieces, 'json');
      expect(elements.found).toHaveLength(count);
      expect(elements).toMatchObject({ only });
    }
  });
});

describe('an element that cannot end', () => {
  it('is refused long before the file does', () => {
    const elements = new JsonElements('json');
    const piece = Buffer.from('", and what should stand in quotes stands outside of them, "'.repeat(10_000));
    elements.feed(Buffer.from('[{"input_data": "a"b'));
    expect(elements.advance()).toBe(false);
    expect(() => {
      for (let count = 0; count < 100; count += 1) {
        elements.feed(piece);
        elements.advance();
      }
    }).toThrow(ElementFault);
  });

  it('is not refused for its length', () => {
    const elements = new JsonElements('json');
    elements.feed(Buffer.from('["'));
    expect(elements.advance()).toBe(false);
    const piece = Buffer.from('long '.repeat(100_000));
    for (let count = 0; count < 10; count += 1) {
      elements.feed(piece);
      expect(elements.advance()).toBe(false);
    }
    elements.feed(Buffer.from('"]'));
    expect(elements.advance()).toBe(true);
    expect(elements.bytes).toHaveLength(5_000_002);
  });
});
