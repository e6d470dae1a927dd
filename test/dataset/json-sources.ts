import fc from 'fast-check';

const blanks = fc.constantFrom('', '', '', ' ', '\n', '\r\n  ', '\t');

const NUMBERS = [
  '0',
  '-0',
  '-0.0',
  '1E400',
  '-1e-400',
  '2.50',
  '9007199254740993',
  '1234567890123456789012345',
];

/** What strings are made of: escapes, characters of every length in UTF-8, and what is masked. */
const STRING_PARTS = [
  'a',
  'words and words ',
  '\\"',
  '\\\\',
  '\\n',
  '\\u0041',
  '\\ud800',
  '\\uDE00',
  '\\ud83d\\ude00',
  '\\u0000',
  'é',
  '道',
  '😀',
  '\u2028',
  '\u007f',
  '{',
  ']',
  ',',
  ':',
  '//',
];

/** The source of a string, in quotes. */
export const stringSource = (more: readonly string[] = []): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...STRING_PARTS, ...more), { maxLength: 4 }).map((parts) => `"${parts.join('')}"`);

/** Keys that an object would put elsewhere, that stand for something else in it, or that stand twice. */
const keySource = (more: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof(
    fc.constantFrom(
      '"a"',
      '"a"',
      '"\\u0061"',
      '"b"',
      '"c"',
      '"__proto__"',
      '"10"',
      '"9"',
      '""',
      '"toString"',
    ),
    stringSource(more),
  );

/** The sources of JSON values, with blanks where they may stand. */
export const valueSource = (more: readonly string[] = []): fc.Arbitrary<string> =>
  fc.letrec<{ value: string }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.constantFrom('null', 'true', 'false'),
      fc.constantFrom(...NUMBERS),
      stringSource(more),
      fc
        .tuple(fc.array(fc.tuple(blanks, tie('value'), blanks), { maxLength: 4 }), blanks)
        .map(([items, blank]) => `[${items.map((item) => item.join('')).join(',') || blank}]`),
      objectSource(fc.tuple(keySource(more), tie('value'))),
    ),
  })).value;

function objectSource(member: fc.Arbitrary<[string, string]>): fc.Arbitrary<string> {
  return fc
    .tuple(fc.array(fc.tuple(blanks, member, blanks), { maxLength: 4 }), blanks)
    .map(
      ([members, blank]) =>
        `{${members.map(([before, [key, value], behind]) => `${before}${key}${behind}:${before}${value}${behind}`).join(',') || blank}}`,
    );
}

/**
 * The sources of records, some of whose keys stand twice or are not known.
 *
 * @param more what strings may hold besides, for example something to mask
 */
export function recordSource(more: readonly string[] = []): fc.Arbitrary<string> {
  const value = valueSource(more);
  const tags = fc
    .array(fc.tuple(fc.constantFrom('k:', ''), stringSource(more)), { maxLength: 3 })
    .map((items) => `[${items.map(([key, text]) => `"${key}${text.slice(1)}`).join(', ')}]`);
  const members = fc.array(
    fc.oneof(
      { weight: 2, arbitrary: value.map((source) => ['"expected_output"', source] as const) },
      objectSource(fc.tuple(keySource(more), value)).map((source) => ['"metadata"', source] as const),
      tags.map((source) => ['"tags"', source] as const),
      fc.constantFrom(['"metadata"', 'null'] as const, ['"tags"', 'null'] as const),
      value.map((source) => ['"input_data"', source] as const),
      value.map((source) => ['"note"', source] as const),
    ),
    { maxLength: 5 },
  );
  return fc.tuple(value, members, fc.nat(4), blanks).map(([input, others, place, blank]) => {
    const all = others.toSpliced(place, 0, ['"input_data"', input]);
    return `{${all.map(([key, source]) => `${blank}${key}${blank}: ${source}`).join(`${blank},`)}}`;
  });
}
