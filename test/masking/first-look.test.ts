import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentsOf, contentsOfBytes } from '../../lib/masking/contents-of-text.js';
import { maskText } from '../../lib/masking/mask-text.js';
import { ANYTHING, isWorthASearch, NOTHING } from '../../lib/masking/text-contents.js';

const LABELLED = ['dev.jsonl', 'varied.jsonl', 'blind.jsonl'].flatMap((set) =>
  readFileSync(new URL(`../fixtures/masking/${set}`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => Buffer.from((JSON.parse(line) as { text_b64: string }).text_b64, 'base64').toString()),
);

/** Up to 80 characters of a labelled text, which may end inside a value. */
const piece = fc
  .tuple(fc.constantFrom(...LABELLED), fc.nat(), fc.integer({ min: 1, max: 80 }))
  .map(([text, start, length]) => text.slice(start % text.length, (start % text.length) + length));

const joint = fc.constantFrom(
  ...['', ' ', '\n', ': ', '=', ', ', '"', '\\', '(', ')', '.', '-', ' at ', ' dot ', '8', 'A', '1', '@'],
  ...['，', '：', '＠', '“', 'ſ', 'é', 'Ｋ', '٣', '\u00a0', '\u2004', '\u3000', '😀'],
);

const pieces = fc.tuple(piece, joint, fc.oneof(piece, fc.string({ unit: 'grapheme' })), joint, piece);

/** Words that are passed over in one, and what may be a value at their ends, inside or behind them. */
const hexadecimal = fc
  .array(
    fc.oneof(
      fc.string({ unit: fc.constantFrom(...Array.from('0123456789abcdef')), minLength: 20, maxLength: 70 }),
      fc.constantFrom(
        ...['4155552671', '00442079460958', '219099999', '800', ' 555 2671', ' FLOWERS', 'x12', 'A', ', '],
        ...[' ', ' tel ', ' SSN ', 'ssn', 'fax', '+', '"', ' at ', '@', '. ', '.com', ' dot com', '='],
        ...[' (fax)', ' password: ', 'token', ' basic ', ' Basic dXNlcjpwYXNz', 'curl -u a:b'],
        ...[
          ' is our key',
          '` as the password',
          ' clé ',
          ' Schlüssel ',
          'a:b72k9w@tcp(',
          ' arroba x punto es',
        ],
      ),
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) => parts.join(''));

const text = fc.oneof(
  hexadecimal,
  piece,
  pieces.map((parts) => parts.join('')),
  pieces.map((parts) => parts.join('').toUpperCase()),
  pieces.map((parts) => parts.join('').toLowerCase()),
);

describe('what is known of a text', () => {
  it('keeps nothing from being found', () => {
    const behindHexadecimal = [0, 1, 2, 3].map(
      (more) => `${'7a'.repeat(40)}${'7'.repeat(more)} Basic dXNlcjpwYXNz`,
    );
    for (const one of [...LABELLED, ...behindHexadecimal, 'as passwort lau.7tok'])
      expect(maskText(one)).toEqual(maskText(one, ANYTHING));
    fc.assert(
      fc.property(text, (one) => {
        expect(maskText(one)).toEqual(maskText(one, ANYTHING));
      }),
      { numRuns: 20_000 },
    );
  });

  it('keeps nothing from being found in bytes among others', () => {
    fc.assert(
      fc.property(text, piece, piece, (one, before, after) => {
        const bytes = Buffer.from(`${before}${one}${after}`);
        const start = Buffer.byteLength(before);
        // A surrogate cut off from its other half is not the same text in the middle of another.
        fc.pre([one, before, after].every((part) => !/\p{Surrogate}/u.test(part)));
        const contents = contentsOfBytes(bytes, start, start + Buffer.byteLength(one));
        expect(maskText(one, contents)).toEqual(maskText(one, ANYTHING));
      }),
      { numRuns: 10_000 },
    );
  });

  it.each([
    'AKIAQ2VX7N4TZK5WM3RB',
    'curl -u jane:Vx72kq9w https://acme.dev',
    'Basic dXNlcjpwYXNzd29yZA==',
    'order 36141583, call 4155552671',
    'call us about order 36141583 or on 4155552671',
    'fax 2025-09-18/88, 800-FLOWERS',
    'tel 12345.6-789/800 FLOWERS',
    'jane at 1(.)1und1(.)de',
    'bob1﹫1und1.de',
    '161 496 0123 (ph',
    '/v1/lookup?phone=%2B40712555660',
    '%2b40712555660',
    'https://wa.me/2348024061133',
    'ana arroba acme punto com',
    'ana AROBASE acme point fr',
    'app:Xk29dkLw7@tcp(db:3306)/x',
    "('Basic', 'dXNlcjpwYXNzd29yZA==')",
    '`9f3b1c7a5e2d84f06b9a1c3e5d7f2048` as the password',
    'Social Security Number (9 digits): 617728054',
  ])('keeps nothing of %j from being found, wherever it begins', (one) => {
    for (let shift = 0; shift < 12; shift += 1) {
      for (const before of ['-', ' ', 'a ', '5 ']) {
        const shifted = `${before.repeat(shift)}${one}${' '.repeat(shift % 5)}`;
        expect(maskText(shifted)).toEqual(maskText(shifted, ANYTHING));
      }
    }
  });

  it('takes no short text for another that begins, ends and is as long as it', () => {
    const inside = fc.string({ unit: 'grapheme-ascii', maxLength: 20 });
    fc.assert(
      fc.property(inside, fc.constantFrom('jo@ex.de', '8005550123', 'a b c d ef'), (plain, value) => {
        const [one, other] = [plain, value].map((text) => `tel ${text.slice(0, 20).padEnd(20)} end.`);
        for (const said of [one, other, one])
          expect(maskText(said ?? '')).toEqual(maskText(said ?? '', ANYTHING));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['prose', 'Everyone in the team sees the billing, but only an owner may change it. Why?'],
    ['prose of another script', '请先打开设置，选择导出，然后等待进度条走完。'],
    ['an order', 'My order 36141583 was paid last week, but the status has not moved since.'],
    ['a price and a date', 'The invoice of 2025-09-18 says $365.21.'],
    ['a model', 'gpt-4o-mini'],
    ['nothing', ''],
  ])('spares the search for %s', (_what, one) => {
    expect(isWorthASearch(contentsOf(one))).toBe(false);
    expect(contentsOf(one)).toBe(NOTHING);
  });

  it.each([
    ['an address', 'bob@acme.com'],
    ['a phone number', 'call 415 555 2671'],
    ['a social security number', 'SSN 219-09-9999'],
    ['a secret', 'password: hunter2hunter2!'],
    ['an address in words', 'write to jane at example [dot] com'],
  ])('asks for the search for %s', (_what, one) => {
    expect(isWorthASearch(contentsOf(one))).toBe(true);
  });
});

describe('what a machine writes', () => {
  const isLeftAlone = (one: string): void => {
    for (const said of [one, `id ${one}`, `{"id": "${one}"}`, `at ${one}, and then`]) {
      expect(maskText(said).text).toBe(said);
      expect(maskText(said, ANYTHING).text).toBe(said);
    }
  };

  it('is no number where it is a UUID', () => {
    isLeftAlone('00850009-4214-43c1-a7ac-4e97773a2db0');
    fc.assert(fc.property(fc.uuid(), isLeftAlone), { numRuns: 2000 });
    const digits = fc.string({
      unit: fc.constantFrom('0', '1', '2', '3', '4', '5', '6', '7', '8', '9'),
      minLength: 32,
      maxLength: 32,
    });
    const inGroups = /^(.{8})(.{4})(.{4})(.{4})(.{12})$/;
    fc.assert(
      fc.property(digits, (one) => {
        isLeftAlone(one.replace(inGroups, '$1-$2-$3-$4-$5'));
      }),
      { numRuns: 2000 },
    );
  });

  it('is no number where it is a time', () => {
    const moments = fc.date({
      min: new Date('1900-01-01'),
      max: new Date('2100-01-01'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(moments, (moment) => {
        isLeftAlone(moment.toISOString());
        isLeftAlone(moment.toISOString().slice(0, 19).replace('T', ' '));
        isLeftAlone(moment.toISOString().slice(0, 10));
      }),
      { numRuns: 1000 },
    );
  });
});
