import { describe, expect, it } from 'vitest';
import { isJsonObject } from '../../lib/dataset/json-value.js';
import { parseJson } from '../../lib/dataset/parse-json.js';
import { pythonLiteral } from '../../lib/python/literal.js';
import { UserError } from '../../lib/user-error.js';
import { askMachinePython } from '../python/machine-python.js';

/** What `json.load` makes of each document, as `repr` shows it; nothing where it refuses. */
const LOAD_AND_SHOW = `
import io, json, sys
shown = []
for document in json.load(sys.stdin):
    try:
        shown.append(repr(json.load(io.StringIO(document))))
    except ValueError:
        shown.append(None)
json.dump(shown, sys.stdout)
`;

const SHOW_LITERALS = `
import ast, json, sys
json.dump([repr(ast.literal_eval(literal)) for literal in json.load(sys.stdin)], sys.stdout)
`;

const EXACT_DOCUMENTS = [
  '1234567890123456789012345678901234567890',
  `-${'7'.repeat(40)}`,
  '9'.repeat(4300),
  `-${'9'.repeat(4300)}`,
  `${'9'.repeat(4400)}.0`,
  '0',
  '-0',
  '-0.0',
  '0e-5',
  '1E400',
  '-1e+400',
  '1e-400',
  '0.1000000000000000055511151231257827021181583404541015625',
  '2.50',
  '9007199254740993',
  '{"__proto__": 1, "constructor": {"__proto__": null}}',
  '{"10": "x", "b": 1, "9": "y", "a": 2, "-1": 3}',
  '{"first": 1, "second": 2, "first": 3}',
  '{"a": {"b": 1, "b": [2]}, "a": {"b": 3}}',
  '{"": 0, " ": 1}',
  '["\\ud800", "\\udc00x", "x\\udbff", "\\ude00\\ud83d", "\\ud83d\\ude00", "\\uD83D\\u0041"]',
  '["\\u0000", "\\b\\f\\n\\r\\t\\/\\\\\\"", "\\u2028", "\u2028\u2029\u0085\u007f\u00a0", "\ufeff"]',
  '[true, false, null]',
  ' \t\r\n[ ]\r\n',
  '{ }',
  '"a text alone"',
  'null',
];

describe('a document', () => {
  it('is read as json.load reads it', () => {
    const literals = EXACT_DOCUMENTS.map((document) => pythonLiteral(parseJson(document, 'data.json')));
    const shown = askMachinePython(SHOW_LITERALS, literals);
    expect(shown).toEqual(askMachinePython(LOAD_AND_SHOW, EXACT_DOCUMENTS));
    expect(shown).not.toContain(null);
  });

  it('may begin with a byte order mark', () => {
    expect(parseJson('\ufeff[true]', 'data.json')).toEqual([true]);
  });

  it('keeps the first place and the last value of a key that stands twice', () => {
    const object = parseJson('{"b": 1, "a": 2, "b": "last"}', 'data.json');
    expect(isJsonObject(object) && [...object.keys()]).toEqual(['b', 'a']);
    expect(isJsonObject(object) && object.get('b')).toBe('last');
  });
});

function refusalOf(document: string): UserError {
  try {
    parseJson(document, 'data.json');
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return error as UserError;
  }
  throw new Error('it was read');
}

const REFUSED = [
  ['nothing', '', 'line 1, column 1: the JSON ends too early'],
  ['blanks alone', ' \n\n ', 'line 1, column 1: the JSON ends too early'],
  ['an open array', '[\n  1,\n  2\n', 'line 3, column 4: the JSON ends too early'],
  ['an open array behind a comma', '[\n  1,\n', 'line 2, column 5: the JSON ends too early'],
  ['an open object', '[{"a": {"b": 1}', 'line 1, column 16: the JSON ends too early'],
  ['an open object behind a colon', '[\n{"a":', 'line 2, column 6: the JSON ends too early'],
  ['an open object behind a key', '{"a"', 'line 1, column 5: the JSON ends too early'],
  ['an open object behind its brace', '{', 'line 1, column 2: the JSON ends too early'],
  ['an open string', '[\n"abc', 'line 2, column 5: the JSON ends too early'],
  ['a line feed in a string', '[\n "a\nb"]', 'line 2, column 4: a control character in a string'],
  ['a tab in a string', '["a\tb"]', 'line 1, column 4: a control character in a string'],
  ['a NUL in a string', '["a\0b"]', 'line 1, column 4: a control character in a string'],
  [
    'a tab in a string, behind CRLF and CR',
    '[\r\n\r"a\tb"]',
    'line 3, column 3: a control character in a string',
  ],
  ['NaN', '[\n  1,\n  NaN]', 'line 3, column 3: NaN and Infinity are not JSON'],
  ['Infinity', '[Infinity]', 'line 1, column 2: NaN and Infinity are not JSON'],
  ['-Infinity', '[-Infinity]', 'line 1, column 2: NaN and Infinity are not JSON'],
  ['a comma before ]', '[1,\n]', 'line 2, column 1: not valid JSON'],
  ['a comma before }', '{"a": 1,}', 'line 1, column 9: not valid JSON'],
  ['a comma too many', '[1,,2]', 'line 1, column 4: not valid JSON'],
  ['a comma too few', '["a" "b"]', 'line 1, column 6: not valid JSON'],
  ['a colon too few', '{"a" 1}', 'line 1, column 6: not valid JSON'],
  ['a comment to the end of the line', '[1] // done', 'line 1, column 5: not valid JSON'],
  ['a comment in between', '[1, /* two */ 2]', 'line 1, column 5: not valid JSON'],
  ['single quotes', "['a']", 'line 1, column 2: not valid JSON'],
  ['a key without quotes', '{a: 1}', 'line 1, column 2: not valid JSON'],
  ['a leading zero', '[01]', 'line 1, column 2: not valid JSON'],
  ['a leading plus', '[+1]', 'line 1, column 2: not valid JSON'],
  ['a leading point', '[.5]', 'line 1, column 2: not valid JSON'],
  ['a trailing point', '[5.]', 'line 1, column 4: not valid JSON'],
  ['a hexadecimal number', '[0x10]', 'line 1, column 3: not valid JSON'],
  ['an unknown escape', '["\\x41"]', 'line 1, column 3: not valid JSON'],
  ['a broken escape', '["\\u12G4"]', 'line 1, column 6: not valid JSON'],
  ["Python's True", '[True]', 'line 1, column 2: not valid JSON'],
  ['undefined', '[undefined]', 'line 1, column 2: not valid JSON'],
  ['two documents', '[1] [2]', 'line 1, column 5: not valid JSON'],
  ['one record a line', '{"input_data": 1}\n{"input_data": 2}\n', 'line 2, column 1: not valid JSON'],
  ['a no-break space', '[\u00a01]', 'line 1, column 2: not valid JSON'],
  ['a second byte order mark', '\ufeff\ufeff[]', 'line 1, column 1: not valid JSON'],
] as const;

describe('a refusal', () => {
  it.each(REFUSED)('gives the place of %s', (_title, document, message) => {
    expect(refusalOf(document).message).toBe(`data.json, ${message}\nMend the JSON there, and run again.`);
  });

  it('comes where json.load refuses too, but for NaN and Infinity', () => {
    const documents = REFUSED.map(([, document]) => document);
    const shown = askMachinePython(LOAD_AND_SHOW, documents) as (string | null)[];
    const accepted = REFUSED.filter((_, index) => shown[index] !== null).map(([title]) => title);
    expect(accepted).toEqual(['NaN', 'Infinity', '-Infinity']);
  });

  it.each([
    ['at the top', `1${'0'.repeat(4300)}`, 'line 1, column 1'],
    ['negative and deep', `[{"a":\n -1${'0'.repeat(4300)}}]`, 'line 2, column 2'],
  ])('names an integer of 4,301 digits, %s', (_title, document, place) => {
    const { message } = refusalOf(document);
    expect(message).toMatch(`data.json, ${place}: an integer of more than 4300 digits`);
    expect(message.length).toBeLessThan(200);
  });

  it.each([
    ['arrays', '['.repeat(100_000) + ']'.repeat(100_000)],
    ['arrays that never close', '['.repeat(100_000)],
    ['objects', '{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000)],
  ])('answers 100,000 levels of %s', (_title, document) => {
    expect(refusalOf(document).message).toMatch(
      /^data\.json, line 1, column \d+: .*(?:nested too deeply|ends too early)/,
    );
  });

  it('says nothing of the document, wherever it is broken', () => {
    const secret = 'Zq7vT';
    const documents = [
      ...REFUSED.map(([, document]) =>
        document.replaceAll(/(?<=["'])[ab]|(?<=\[)(?=NaN|undef|True)/g, secret),
      ),
      `[${secret}]`,
      `["${secret}\n"]`,
      `["${secret}"${secret}]`,
      `{"${secret}": ${secret}}`,
      `["${secret}`,
      `[1${secret}]`,
      `[null${secret}]`,
      `["\\${secret}"]`,
      `["\\u${secret}"]`,
      `[1] // ${secret}`,
      `[N${secret}]`,
      `[-${secret}]`,
      `[-I${secret}]`,
    ];
    expect(documents.filter((document) => document.includes(secret)).length).toBeGreaterThan(20);
    for (const document of documents) {
      const { message, hint } = refusalOf(document);
      expect(`${message}${hint ?? ''}`).not.toContain(secret.slice(1));
    }
  });
});
