import { parse, type ValueNode } from '@humanwhocodes/momoa';
import { UserError } from '../user-error.js';
import { JsonNumber, type JsonValue } from './json-value.js';
import type { TextPosition } from './place-in-file.js';

/** CPython refuses to read a longer integer literal, for the time that it would take (sys.set_int_max_str_digits). */
export const LONGEST_INTEGER = 4300;

/**
 * Parses JSON as RFC 8259 has it, without losing anything that Python's `json.load` would keep.
 *
 * @param text the document; a byte order mark in front is accepted
 * @param file the name for messages, which give line and column and never a piece of the document
 * @param start where the document begins in the file
 * @throws UserError where the text is not JSON, or holds what a Python source file cannot
 */
export function parseJson(
  text: string,
  file: string,
  start: TextPosition = { line: 1, column: 1 },
): JsonValue {
  const source = text.startsWith('\ufeff') ? text.slice(1) : text;
  const position = ({ line, column = 1 }: Partial<TextPosition>): string =>
    line === undefined
      ? file
      : placeName(file, {
          line: start.line + line - 1,
          column: line === 1 ? start.column + column - 1 : column,
        });
  const toValue = (node: ValueNode): JsonValue => {
    switch (node.type) {
      case 'Null':
        return null;
      case 'Boolean':
      case 'String':
        return node.value;
      case 'Number': {
        const [from, to] = node.range ?? [0, 0];
        const digits = source.slice(from, to);
        if (/^-?\d+$/.test(digits) && digits.replace('-', '').length > LONGEST_INTEGER) {
          throw new UserError(
            `${position(node.loc.start)}: an integer of more than ${LONGEST_INTEGER} digits, which Python does not read`,
            'Write it as a string.',
          );
        }
        return new JsonNumber(digits);
      }
      case 'Array':
        return node.elements.map((element) => toValue(element.value));
      case 'Object':
        return new Map(
          node.members.map((member) => [
            member.name.type === 'String' ? member.name.value : member.name.name,
            toValue(member.value),
          ]),
        );
      default:
        throw notJson(`${position(node.loc.start)}: ${node.type} is not JSON`);
    }
  };
  try {
    const document = parse(source, { mode: 'json', ranges: true });
    const value = toValue(document.body);
    refuseWhatOnlyMomoaReads(source, position);
    return value;
  } catch (error) {
    if (error instanceof UserError) throw error;
    if (error instanceof RangeError) {
      throw new UserError(
        `${position(placeIn(source, 0))}: what begins here is nested too deeply to be read`,
        'Flatten the records.',
      );
    }
    if (endsTooEarly(source)) {
      throw notJson(`${position(placeIn(source, source.trimEnd().length))}: the JSON ends too early`);
    }
    throw notJson(`${position(error as Partial<TextPosition>)}: ${reason(error)}`);
  }
}

/**
 * Whether a text could go on and become JSON. Momoa places an early end at the last token, or at the beginning; V8
 * knows that it is one.
 */
export function endsTooEarly(source: string): boolean {
  try {
    JSON.parse(source);
    return false;
  } catch (error) {
    const message = String(error);
    return message.includes('Unexpected end') || offsetIn(message) === source.length;
  }
}

/** Momoa lets a bare tab or line feed stand in a string, which RFC 8259 section 7 and Python do not. */
function refuseWhatOnlyMomoaReads(source: string, position: (place: TextPosition) => string): void {
  try {
    JSON.parse(source);
  } catch (error) {
    const place = placeIn(source, offsetIn(String(error)) ?? 0);
    throw notJson(`${position(place)}: a control character in a string`);
  }
}

/** Where V8 says that it stopped, if it says so. */
function offsetIn(message: string): number | undefined {
  const digits = /position (\d+)/.exec(message)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

function placeIn(source: string, offset: number): TextPosition {
  const lines = source.slice(0, offset).split(/\r\n|\n|\r/);
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}

/** JSON that cannot be read, for the user to mend. */
export function notJson(message: string): UserError {
  return new UserError(message, 'Mend the JSON there, and run again.');
}

/** A place in a file, as messages give it. */
export function placeName(file: string, { line, column }: TextPosition): string {
  return `${file}, line ${line}, column ${column}`;
}

/** What the parser found, in words that hold nothing of the document: it may be a secret. */
function reason(error: unknown): string {
  const message = error instanceof Error ? error.message : '';
  if (message.includes("'N'") || message.includes("'I'") || /identifier '-?(NaN|Infinity)/.test(message)) {
    return 'NaN and Infinity are not JSON';
  }
  return 'not valid JSON';
}
