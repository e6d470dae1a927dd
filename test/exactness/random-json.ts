import fc from 'fast-check';
import { maskText } from '../../lib/masking/mask-text.js';
import { FORBIDDEN_TEXTS } from '../../lib/python/literal.js';

const hexadecimal = fc.integer({ min: 0, max: 0xffff }).map((unit) => unit.toString(16).padStart(4, '0'));

/** A piece of a JSON string, as it stands between its quotes. */
const piece = fc.oneof(
  fc.constantFrom('a', 'B', '0', ' ', "'", '/', '=1+1', '@SUM(A1)', '+1', '-1', '{', '[', ',', ':', '#'),
  fc.constantFrom(
    'é',
    '日本語',
    '😀',
    '👩‍👩‍👧',
    '\u2028',
    '\u2029',
    '\u0085',
    '\u007f',
    '\u202e',
    '\ufeff',
    '\uffff',
  ),
  fc.constantFrom('\\"', '\\\\', '\\/', '\\b', '\\f', '\\n', '\\r', '\\t', '\\r\\n', '\\u0000', '\\u001F'),
  fc.constantFrom('__proto__', 'constructor', '\\"\\"\\"', '<%= 6*7 %>', '${x}', '%s', '{x}'),
  fc.constantFrom(...FORBIDDEN_TEXTS.map((text) => JSON.stringify(text).slice(1, -1))),
  // Every UTF-16 unit, surrogates in any order.
  hexadecimal.map((digits) => `\\u${digits}`),
  fc.constantFrom('\\ud83d\\ude00', '\\ud83d', '\\uDE00', '\\uDE00\\uD83D', '\\ud83d😀'),
  fc.string({ unit: 'binary', maxLength: 3 }).map((text) => JSON.stringify(text).slice(1, -1)),
);

/** A JSON string in which nothing is to be masked. */
const string = fc
  .array(piece, { maxLength: 6 })
  .map((pieces) => `"${pieces.join('')}"`)
  .filter((literal) => maskText(JSON.parse(literal) as string).found.length === 0);

/** Some of few, so that an object has one twice. */
const key = fc.oneof(
  fc.constantFrom('"a"', '"\\u0061"', '"10"', '"9"', '"-1"', '"__proto__"', '"length"', '""', '"input_data"'),
  string,
);

const digits = (minLength: number, maxLength: number): fc.Arbitrary<string> =>
  fc.string({
    unit: fc.constantFrom('0', '1', '2', '3', '4', '5', '6', '7', '8', '9'),
    minLength,
    maxLength,
  });

const number = fc
  .tuple(
    fc.constantFrom('', '-'),
    fc.oneof(
      fc.constant('0'),
      digits(0, 25).map((rest) => `1${rest}`),
      digits(300, 400).map((rest) => `9${rest}`),
    ),
    fc.oneof(
      fc.constant(''),
      digits(1, 25).map((part) => `.${part}`),
    ),
    fc.oneof(
      fc.constant(''),
      fc.tuple(fc.constantFrom('e', 'E', 'e+', 'E-'), digits(1, 4)).map((part) => part.join('')),
    ),
  )
  .map((parts) => parts.join(''));

const scalar = fc.oneof(
  string,
  number,
  fc.constantFrom(
    'null',
    'true',
    'false',
    '-0',
    '-0.0',
    '0e0',
    '1e400',
    '-1e400',
    '1e-400',
    '9'.repeat(4300),
  ),
);

type Tokens = fc.Arbitrary<readonly string[]>;

const array = (items: readonly (readonly string[])[]): string[] => [
  '[',
  ...items.flatMap((item, index) => (index === 0 ? item : [',', ...item])),
  ']',
];

const object = (members: readonly (readonly [key: string, value: readonly string[]])[]): string[] => [
  '{',
  ...members.flatMap(([name, value], index) => [...(index === 0 ? [] : [',']), name, ':', ...value]),
  '}',
];

const { value } = fc.letrec<{ value: readonly string[] }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    scalar.map((token) => [token]),
    fc.array(tie('value'), { maxLength: 4 }).map(array),
    fc.array(fc.tuple(key, tie('value')), { maxLength: 5 }).map(object),
  ),
}));

/** As deep as a script may be: 197 levels. */
const deepValue: Tokens = fc
  .tuple(scalar, fc.array(fc.boolean(), { minLength: 100, maxLength: 197 }))
  .map(([innermost, levels]) =>
    levels.reduce((inner, inArray) => (inArray ? array([inner]) : object([['"a"', inner]])), [innermost]),
  );

const metadata: Tokens = fc.oneof(
  fc.constant(['null']),
  fc.array(fc.tuple(key, value), { maxLength: 4 }).map(object),
);

const tags: Tokens = fc.oneof(
  fc.constant(['null']),
  fc
    .array(fc.oneof(string, fc.constantFrom('"smoke"', '"env:test"', '":"')), { maxLength: 3 })
    .map((items) => array(items.map((item) => [item]))),
);

/** Members in any order, some of them missing, some twice, and some that are dropped. */
const record: Tokens = fc
  .tuple(
    fc.oneof({ weight: 20, arbitrary: value }, { weight: 1, arbitrary: deepValue }),
    fc.array(
      fc.oneof(
        fc.tuple(fc.constantFrom('"expected_output"', '"input_data"', '"input_dat\\u0061"'), value),
        fc.tuple(fc.constant('"metadata"'), metadata),
        fc.tuple(fc.constant('"tags"'), tags),
        fc.tuple(fc.constantFrom('"id"', '"record_id"', '"note"', '"__proto__"'), value),
      ),
      { maxLength: 5 },
    ),
    fc.nat(),
  )
  .map(([input, members, position]) =>
    object(members.toSpliced(position % (members.length + 1), 0, ['"input_data"', input])),
  );

/** What stands behind the tokens, one after the other, over and over. */
const blanks = (...choices: readonly string[]): fc.Arbitrary<readonly string[]> =>
  fc.array(fc.constantFrom('', ...choices), { minLength: 1, maxLength: 7 });

const spaced = (tokens: readonly string[], spaces: readonly string[]): string =>
  tokens.map((token, index) => token + (spaces[index % spaces.length] ?? '')).join('');

const mark = fc.constantFrom('', '', '', '\ufeff');

/** A JSON dataset in which nothing is to be masked. */
export const jsonDataset: fc.Arbitrary<string> = fc
  .tuple(mark, blanks(' ', '\n', '\r\n', '\r', '\t'), fc.array(record, { minLength: 1, maxLength: 4 }))
  .map(([start, spaces, records]) => `${start}${spaces[0] ?? ''}${spaced(array(records), spaces)}`);

/** The same as JSON Lines, in which a record has no line end within. */
export const jsonLinesDataset: fc.Arbitrary<string> = fc
  .tuple(
    mark,
    blanks(' ', '\t'),
    fc.array(fc.tuple(record, fc.constantFrom('\n', '\r\n', '\n\n', ' \n')), { minLength: 1, maxLength: 4 }),
    fc.boolean(),
  )
  .map(([start, spaces, records, ended]) => {
    const text = records.map(([tokens, lineEnd]) => spaced(tokens, spaces) + lineEnd).join('');
    return start + (ended ? text : text.trimEnd());
  });

/** A JSON dataset in which something was struck out, put in or put twice: most are JSON no longer. */
export const damagedJson: fc.Arbitrary<Buffer> = fc
  .tuple(
    jsonDataset,
    fc.nat(),
    fc.nat({ max: 3 }),
    fc.constantFrom(
      ...[
        '',
        '"',
        ',',
        ']',
        '}',
        '[',
        '{',
        ':',
        '\\',
        '\\u',
        '0',
        '.',
        'e',
        '-',
        '+',
        '\n',
        '\t',
        '\0',
        ' ',
        "'",
      ],
      ...['\x7f', '\x1f', '\u00a0', '\ufeff', '\u2028', '//', '/**/', 'null', 'tru', '\x0b', '\x0c'],
    ),
    fc.oneof(
      { weight: 5, arbitrary: fc.constant([]) },
      fc.constantFrom<readonly number[]>([0xff], [0xe5], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0x80]),
    ),
  )
  .map(([text, at, length, put, bytes]) => {
    const source = Buffer.from(text);
    const start = at % source.length;
    const rest = source.subarray(start + length);
    return Buffer.concat([source.subarray(0, start), Buffer.from(put), Buffer.from(bytes), rest]);
  });
