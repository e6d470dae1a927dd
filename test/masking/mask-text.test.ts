import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MaskedKind, maskText } from '../../lib/masking/mask-text.js';

const PLACEHOLDER = /<REDACTED:[A-Za-z-]+>/g;

interface Span {
  start: number;
  end: number;
  type: MaskedKind;
  outer?: [number, number];
}

/** Offsets of the sets count code points, those of `found` UTF-16 code units. */
function inCodePoints(text: string, offset: number): number {
  return Array.from(text.slice(0, offset)).length;
}

function mistakesIn(set: string): string[] {
  const lines = readFileSync(new URL(`../fixtures/masking/${set}`, import.meta.url), 'utf8')
    .trim()
    .split('\n');
  return lines.flatMap((line) => {
    const row = JSON.parse(line) as { id: string; text_b64: string; spans: Span[] };
    const text = Buffer.from(row.text_b64, 'base64').toString('utf8');
    const found = maskText(text).found.map(({ kind, start, end }) => ({
      kind,
      start: inCodePoints(text, start),
      end: inCodePoints(text, end),
    }));
    const missed = row.spans
      .filter(
        (span) =>
          !found.some(({ kind, start, end }) => kind === span.type && start <= span.start && end >= span.end),
      )
      .map(({ type }) => `${row.id}: ${type} left`);
    const invented = found
      .filter(
        ({ kind, start, end }) =>
          !row.spans.some(
            (span) =>
              span.type === kind &&
              start < (span.outer?.[1] ?? span.end) &&
              end > (span.outer?.[0] ?? span.start),
          ),
      )
      .map(({ kind }) => `${row.id}: ${kind} invented`);
    return [...missed, ...invented];
  });
}

describe('labelled sets', () => {
  it.each(['dev.jsonl', 'varied.jsonl', 'blind.jsonl'])('%s is masked as it is labelled', (set) => {
    expect(mistakesIn(set)).toEqual([]);
  });
});

/** Texts in which values, parts of values and other text meet without any order. */
const textOfParts = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.constantFrom(
        'jane@example.com',
        'jane@',
        '@example.org',
        ' at example dot com',
        '+44 20 7946 0958',
        '(415) 555-2671',
        'phone: ',
        'call ',
        '020 7946 0958',
        '555',
        'ext. 12',
        '123-45-6789',
        'SSN ',
        '457555462',
        '-',
        '.',
        ' ',
        '\n',
        '://user:',
        'https',
        'Tr0ub4dor3',
        '@db.example.net',
        'api_key="',
        'token = ',
        'password: ',
        'q7Zk2mX9pL4vR8tN1wB6',
        '0123456789abcdef0123456789abcdef',
        '"',
        'Bearer ',
        'AKIA',
        'Q3EGRIDMZ4XW7PLU',
        '<REDACTED:email>',
        '<REDACTED:phone>',
        '<REDACTED:',
        'ssn>',
        '-----BEGIN PRIVATE KEY-----',
        '-----END PRIVATE KEY-----',
      ),
    ),
    { maxLength: 14 },
  )
  .map((parts) => parts.join(''));

describe('any text', () => {
  it('is the same after a second masking', () => {
    fc.assert(
      fc.property(textOfParts, (text) => {
        const once = maskText(text).text;
        const twice = maskText(once);
        expect(twice.text).toBe(once);
        expect(twice.found).toEqual([]);
      }),
      { numRuns: 3000 },
    );
  });

  it('keeps every character outside the values, in order', () => {
    fc.assert(
      fc.property(textOfParts, (text) => {
        const { text: masked, found } = maskText(text);
        let expected = '';
        let from = 0;
        for (const { kind, start, end } of found) {
          expect(start).toBeGreaterThanOrEqual(from);
          expect(end).toBeGreaterThan(start);
          expected += `${text.slice(from, start)}<REDACTED:${kind}>`;
          from = end;
        }
        expect(masked).toBe(expected + text.slice(from));
      }),
      { numRuns: 3000 },
    );
  });

  it('keeps the placeholders that it holds', () => {
    fc.assert(
      fc.property(textOfParts, (text) => {
        const before = text.match(PLACEHOLDER) ?? [];
        const after = maskText(text).text.match(PLACEHOLDER) ?? [];
        let next = 0;
        for (const placeholder of after) if (placeholder === before[next]) next += 1;
        expect(next).toBe(before.length);
      }),
      { numRuns: 1000 },
    );
  });

  it('is masked, whatever code units it is made of', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        expect(typeof maskText(text).text).toBe('string');
      }),
    );
  });
});

describe('values side by side', () => {
  it.each([
    ['415-555-2671 415-555-2672 415-555-2673', 'phone'],
    ['457-55-5462 457-55-5463 457-55-5464', 'ssn'],
    ['jane@example.com jo@example.com jim@example.com', 'email'],
  ])('%s', (text, kind) => {
    expect(maskText(text).text).toBe(Array.from({ length: 3 }, () => `<REDACTED:${kind}>`).join(' '));
  });

  it('go as a whole where there are many with nothing between them', () => {
    const { text, found } = maskText('+14155552671'.repeat(5000));
    expect(text).toMatch(/^(?:<REDACTED:phone>)+$/);
    expect(found.length).toBeLessThan(50);
  });
});

describe('found', () => {
  it('says where each value stood, and never what it was', () => {
    const text = 'é🙂 jane@example.com, SSN 457-55-5462';
    const { found } = maskText(text);
    expect(found).toEqual([
      { kind: 'email', start: 4, end: 20 },
      { kind: 'ssn', start: 26, end: 37 },
    ]);
    expect(JSON.stringify(found)).not.toContain('jane');
  });

  it('is empty for text that holds nothing', () => {
    expect(maskText('')).toEqual({ text: '', found: [] });
    expect(maskText('How do I reset my password?')).toEqual({
      text: 'How do I reset my password?',
      found: [],
    });
  });

  it('gives characters that two families claim to one of them', () => {
    expect(maskText('4155552671@vtext.com').text).toBe('<REDACTED:email>');
    expect(maskText('postgres://app:Xk29dkLw7@db.example.net/x').text).toBe(
      'postgres://app:<REDACTED:api-key>@db.example.net/x',
    );
  });
});
