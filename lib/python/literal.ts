import { isJsonArray, isJsonObject, JsonNumber, type JsonValue } from '../dataset/json-value.js';

/**
 * What never stands in a generated file, so that a search for it proves that the file leaves it to the SDK.
 * A user's own text may hold it: its literal is then written with an escape in it.
 */
export const FORBIDDEN_TEXTS = [
  'uuid4',
  'PATCH ',
  'batch_update',
  'records/upload',
  'ddtrace.llmobs._',
  'from ddtrace.llmobs import _',
  '"record_id"',
  '"canonical_id"',
  'requests.post',
  'httpx.post',
] as const;

/** What stands in a generated file only where we put it: in a user's text it is escaped too. */
export const OUR_MARK = '# TODO(user)';

/**
 * What a literal escapes: its own quote and backslash, and the characters that a reader cannot see or that reorder
 * what they see. A fixed list and not a Unicode property, whose members change between releases of Node: the same
 * input gives the same bytes.
 */
const ESCAPED =
  // eslint-disable-next-line no-control-regex, no-misleading-character-class
  /["\\\u0000-\u001f\u007f-\u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\ud800-\udfff\ue000-\uf8ff\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{10ffff}]/gu;

const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '"': '\\"',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/**
 * Writes a text as a Python string literal in double quotes, on one line: the only way for a user's text to reach
 * a generated file.
 *
 * @param text any JavaScript string, lone surrogates included
 * @returns a literal that Python 3 reads back as the same text, and in which no forbidden text is found
 */
export function pythonString(text: string): string {
  let literal = `"${text.replace(ESCAPED, (character) => SHORT_ESCAPES[character] ?? escape(character))}"`;
  for (const forbidden of [...FORBIDDEN_TEXTS, OUR_MARK]) {
    literal = literal.replaceAll(forbidden, escapeOneLetter);
  }
  return literal;
}

/**
 * Writes a text for the inside of a docstring, where a user's text stands between words of ours.
 *
 * @returns what stands between the quotes of its literal: never a quote that could end the docstring
 */
export function docstringText(text: string): string {
  return pythonString(text).slice(1, -1);
}

/** The code point's shortest escape that Python knows by number. */
function escape(character: string): string {
  const codePoint = character.codePointAt(0) ?? 0;
  const digits = codePoint.toString(16);
  if (codePoint <= 0xff) return `\\x${digits.padStart(2, '0')}`;
  if (codePoint <= 0xffff) return `\\u${digits.padStart(4, '0')}`;
  return `\\U${digits.padStart(8, '0')}`;
}

/**
 * Escapes the last letter of a forbidden text. The first ones may belong to an escape that stands before it, as in
 * `\requests.post`, the text "equests.post" after a carriage return; the last one never does.
 */
function escapeOneLetter(forbidden: string): string {
  const end = forbidden.endsWith('"') ? forbidden.length - 2 : forbidden.length - 1;
  return forbidden.slice(0, end) + escape(forbidden.charAt(end)) + forbidden.slice(end + 1);
}

/** How a literal is laid out: spaces before its first line, and the width at which it breaks into lines. */
interface Layout {
  readonly indent: number;
  readonly width: number;
}

const INDENT_STEP = 4;

/**
 * Writes a JSON value as a Python literal, laid out as a Python formatter would: on one line where it fits,
 * otherwise one item a line with a trailing comma.
 *
 * @param value what to write
 * @param indent columns that stand before the literal's lines; the first line's own indent is the caller's
 * @param prefix columns taken on the first line before the literal, its key for example
 * @returns Python source whose value equals what `json.load` reads from the value's JSON
 */
export function pythonLiteral(value: JsonValue, indent = 0, prefix = 0): string {
  return layOut(value, { indent, width: 100 }, prefix);
}

function layOut(value: JsonValue, layout: Layout, prefix: number): string {
  if (!isJsonArray(value) && !isJsonObject(value)) return scalar(value);
  const flat = onOneLine(value, layout.width - layout.indent - prefix - 1);
  if (flat !== undefined) return flat;
  const inner = { ...layout, indent: layout.indent + INDENT_STEP };
  const margin = ' '.repeat(inner.indent);
  const end = ' '.repeat(layout.indent);
  if (isJsonArray(value)) {
    return `[\n${value.map((item) => `${margin}${layOut(item, inner, 0)},\n`).join('')}${end}]`;
  }
  const members = [...value].map(([key, member]) => {
    const name = `${pythonString(key)}: `;
    return `${margin}${name}${layOut(member, inner, name.length)},\n`;
  });
  return `{\n${members.join('')}${end}}`;
}

/** The value on one line, or undefined where that takes more than the room there is. */
function onOneLine(value: JsonValue, room: number): string | undefined {
  if (!isJsonArray(value) && !isJsonObject(value)) {
    if (typeof value === 'string' && value.length > room) return undefined;
    const text = scalar(value);
    return text.length <= room ? text : undefined;
  }
  const [open, close] = isJsonArray(value) ? '[]' : '{}';
  const items: string[] = [];
  let left = room - 2;
  for (const [key, item] of isJsonArray(value) ? value.map((entry) => [undefined, entry] as const) : value) {
    const name = key === undefined ? '' : `${pythonString(key)}: `;
    const text = onOneLine(item, left - name.length);
    if (text === undefined) return undefined;
    items.push(name + text);
    left -= name.length + text.length + 2;
    // The last item has no ", " behind it.
    if (left < -2) return undefined;
  }
  return `${open ?? ''}${items.join(', ')}${close ?? ''}`;
}

function scalar(value: null | boolean | string | JsonNumber): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return pythonString(value);
  return value.source;
}
