import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../lib/dataset/parse-json.js';
import { docstringText, FORBIDDEN_TEXTS, pythonLiteral, pythonString } from '../../lib/python/literal.js';
import { askMachinePython } from './machine-python.js';

const READ_LITERALS = `
import ast, json, sys
json.dump([ast.literal_eval(literal) for literal in json.load(sys.stdin)], sys.stdout)
`;

/** Compared by \`repr\`, which tells 1 from 1.0 and True, 0.0 from -0.0, and one order of keys from another. */
const COMPARE_WITH_JSON = `
import ast, json, sys
different = []
for document, literal in json.load(sys.stdin):
    if repr(ast.literal_eval(literal)) != repr(json.loads(document)):
        different.append([document, literal])
json.dump(different, sys.stdout)
`;

/** What a reader cannot see, or what reorders the text that they see. */
const INVISIBLE =
  /[\p{Cc}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}/u;

const HOSTILE_PIECES = [
  '"',
  "'",
  '"""',
  "'''",
  '\\',
  '\\\\"',
  '\\N{BULLET}',
  '\\x',
  '\\u',
  '\\U0001F600',
  '\n',
  '\r\n',
  '\r',
  '\t',
  '\0',
  '\u0007',
  '\u007f',
  '\u0085',
  '\u00a0',
  '\u2028',
  '\u2029',
  '\ufeff',
  '\ufffe',
  '\u202e',
  '\u2066',
  '\u200b',
  '\ud800',
  '\udfff',
  '\ude00\ud83d',
  '😀',
  '👩‍👩‍👧',
  'é',
  'e\u0301',
  '日本語',
  '<%= 6*7 %>',
  '<%',
  '%>',
  '${6*7}',
  '$(touch pwned)',
  '`id`',
  '%s',
  '%(x)s',
  '{x}',
  '{{',
  '# TODO(user)',
  '#',
  '"\n__import__("os").abort()\n"',
  ...FORBIDDEN_TEXTS,
];

const hostileText = fc.oneof(
  fc.array(fc.constantFrom(...HOSTILE_PIECES), { maxLength: 8 }).map((pieces) => pieces.join('')),
  fc
    .array(fc.oneof(fc.constantFrom(...HOSTILE_PIECES), fc.string({ maxLength: 6 })), { maxLength: 8 })
    .map((pieces) => pieces.join('')),
  fc.string({ unit: 'binary' }),
  // Every UTF-16 unit, surrogates in any order.
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 })
    .map((units) => String.fromCharCode(...units)),
);

/**
 * Each forbidden text with its beginning replaced by a character whose escape ends in that beginning, as in
 * "\r" + "equests.post": the text does not hold it, but a careless literal would.
 */
function textsGluedToEscapes(): string[] {
  const texts: string[] = [];
  for (let codePoint = 0; codePoint <= 0x1_0ffff; codePoint += codePoint < 0xffff ? 1 : 0x101) {
    const character = String.fromCodePoint(codePoint);
    const escaped = docstringText(character);
    if (escaped === character) continue;
    for (const forbidden of FORBIDDEN_TEXTS) {
      for (let length = 1; length < Math.min(forbidden.length, escaped.length); length += 1) {
        if (escaped.endsWith(forbidden.slice(0, length))) texts.push(character + forbidden.slice(length));
      }
    }
  }
  return texts;
}

function expectToBeFaithful(texts: readonly string[]): void {
  const literals = texts.map(pythonString);
  const values = askMachinePython(READ_LITERALS, literals) as string[];
  for (const [index, text] of texts.entries()) {
    const literal = literals[index] ?? '';
    // Compared first by ===, which is a thousand times faster than a matcher.
    if (values[index] !== text) expect.soft(values[index], literal).toBe(text);
    if (INVISIBLE.test(literal)) expect.soft(literal).not.toMatch(INVISIBLE);
    const found = FORBIDDEN_TEXTS.find((forbidden) => literal.includes(forbidden));
    if (found !== undefined) expect.soft(literal).not.toContain(found);
  }
}

describe('a string', () => {
  it('is read back unchanged, from one line in which nothing hides: 2,500 hostile texts', () => {
    expectToBeFaithful(fc.sample(hostileText, 2500));
  });

  it('hides every forbidden text, alone and between other texts', () => {
    expectToBeFaithful(
      FORBIDDEN_TEXTS.flatMap((forbidden) => [
        forbidden,
        forbidden.repeat(3),
        `\\${forbidden}\\`,
        `"${forbidden}"`,
        ...FORBIDDEN_TEXTS.map((other) => forbidden + other),
      ]),
    );
  });

  it('hides a forbidden text that begins in the escape of another character', () => {
    const texts = textsGluedToEscapes();
    expect(texts).toContain('\requests.post');
    expect(texts).toContain('\u001batch_update');
    expect(texts).toContain('\u200ddtrace.llmobs._');
    expectToBeFaithful(texts);
  });

  it.each([
    ['"plain"', 'plain'],
    ['""', ''],
    [`"it's"`, "it's"],
    ['"say \\"hi\\""', 'say "hi"'],
    ['"C:\\\\new"', 'C:\\new'],
    ['"a\\nb\\tc\\r"', 'a\nb\tc\r'],
    ['"Crème brûlée, 日本語, 😀"', 'Crème brûlée, 日本語, 😀'],
    ['"\\x00\\x85\\u2028\\u202e"', '\0\u0085\u2028\u202e'],
    ['"\\ud800"', '\ud800'],
    ['"\\U000e0041"', '\u{e0041}'],
    ['"uuid\\x34"', 'uuid4'],
    ['"PATCH\\x20/v1"', 'PATCH /v1'],
    ['"record_i\\x64"', 'record_id'],
    ['"record_ids"', 'record_ids'],
  ])('is %s', (literal, text) => {
    expect(pythonString(text)).toBe(literal);
  });

  it('stands in a docstring without ending it', () => {
    const texts = fc.sample(hostileText, 500);
    const docstrings = texts.map((text) => `"""${docstringText(text)}"""`);
    expect(askMachinePython(READ_LITERALS, docstrings)).toEqual(texts);
  });
});

/** JSON text, so that Python's own reader has the last word on what it means. */
const { document: jsonDocument } = fc.letrec<{ document: string; scalar: string; key: string }>((tie) => ({
  key: hostileText.map((text) => JSON.stringify(text)),
  scalar: fc.oneof(
    tie('key'),
    fc.constantFrom(
      'null',
      'true',
      'false',
      '0',
      '-0',
      '-0.0',
      '0.0',
      '1E400',
      '-1e400',
      '1e-400',
      '1.0',
      '1e5',
      '5E+3',
    ),
    fc.bigInt().map(String),
    fc.integer({ min: 30, max: 400 }).map((length) => '9'.repeat(length)),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => JSON.stringify(number)),
    fc
      .tuple(fc.integer(), fc.nat(), fc.integer({ min: -400, max: 400 }))
      .map(([whole, part, exponent]) => `${whole}.${part}e${exponent}`),
  ),
  document: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    tie('scalar'),
    fc.array(tie('document'), { maxLength: 5 }).map((items) => `[${items.join(',')}]`),
    fc
      .array(fc.tuple(tie('key'), tie('document')), { maxLength: 5 })
      .map((members) => `{${members.map(([key, value]) => `${key}:${value}`).join(',')}}`),
  ),
}));

describe('a JSON value', () => {
  it('equals what json.load reads: 2,000 nested documents', () => {
    const documents = fc.sample(jsonDocument, 2000);
    const indents = fc.sample(fc.constantFrom(0, 4, 12), 2000);
    const pairs = documents.map((document, index) => [
      document,
      pythonLiteral(parseJson(document, 'generated'), indents[index]),
    ]);
    for (const [, literal = ''] of pairs) {
      const found = FORBIDDEN_TEXTS.find((forbidden) => literal.includes(forbidden));
      if (found !== undefined) expect.soft(literal).not.toContain(found);
    }
    expect(askMachinePython(COMPARE_WITH_JSON, pairs)).toEqual([]);
  });

  it.each([
    ['null', 'None'],
    ['true', 'True'],
    ['false', 'False'],
    ['[]', '[]'],
    ['{}', '{}'],
    ['-0.0', '-0.0'],
    ['1E400', '1E400'],
    ['1234567890'.repeat(4), '1234567890'.repeat(4)],
    ['{"b": [1, 2.50], "a": null, "10": "x", "9": {}}', '{"b": [1, 2.50], "a": None, "10": "x", "9": {}}'],
    ['{"__proto__": {"constructor": 1}}', '{"__proto__": {"constructor": 1}}'],
  ])('%s is written as %s', (document, literal) => {
    expect(pythonLiteral(parseJson(document, 'given'))).toBe(literal);
  });
});

describe('the layout', () => {
  const long = 'a text of some length, which does not fit beside others';

  it('breaks what does not fit, one item a line, with trailing commas', () => {
    const document = JSON.stringify({
      first: long,
      second: [long, long],
      third: { short: 1, other: [] },
      fourth: {},
    });
    expect(pythonLiteral(parseJson(document, 'given'), 8).split('\n')).toEqual([
      '{',
      `            "first": "${long}",`,
      '            "second": [',
      `                "${long}",`,
      `                "${long}",`,
      '            ],',
      '            "third": {"short": 1, "other": []},',
      '            "fourth": {},',
      '        }',
    ]);
  });

  it.each([
    ['at', 0, 0, 99, 1],
    ['past', 0, 0, 100, 3],
    ['at, indented,', 12, 0, 87, 1],
    ['past, indented,', 12, 0, 88, 3],
    ['at, behind a prefix,', 0, 20, 79, 1],
    ['past, behind a prefix,', 0, 20, 80, 3],
  ])(
    '%s the width, a list with its comma takes the lines it needs',
    (_title, indent, prefix, length, lines) => {
      const literal = pythonLiteral(['x'.repeat(length - 4)], indent, prefix);
      expect(literal.split('\n')).toHaveLength(lines);
      expect(literal.replaceAll(/\s/g, '').replace(',]', ']')).toHaveLength(length);
    },
  );

  it('takes no line beyond 100 columns, but for one item that cannot be broken', () => {
    const words = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '"'), maxLength: 40 });
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        words,
        fc.array(tie('value'), { maxLength: 6 }),
        fc.dictionary(words, tie('value'), { maxKeys: 6 }),
      ),
    }));
    fc.assert(
      fc.property(value, fc.constantFrom(0, 8, 12), (generated, indent) => {
        const literal = pythonLiteral(parseJson(JSON.stringify(generated), 'generated'), indent);
        const [first = '', ...others] = literal.split('\n');
        for (const line of [' '.repeat(indent) + first, ...others]) {
          if (line.length <= 100) continue;
          // A key and its scalar stay together: neither can be broken.
          expect(line).toMatch(/^ *(?:"(?:[^"\\]|\\.)*": )?(?:"(?:[^"\\]|\\.)*"),?$/);
        }
        for (const line of others.slice(0, -1)) expect(line).toMatch(/[[{,]$/);
      }),
    );
  });
});
