import { parser } from '@lezer/python';

type SyntaxNode = ReturnType<typeof parser.parse>['topNode'];

const SETUP_FUNCTIONS = new Set(['setup', 'setuptools.setup', 'distutils.core.setup']);

/**
 * Reads the distribution's name from a `setup.py`, without running it.
 *
 * @param text the file's text
 * @returns the first `name=` argument of a call of `setup` that is a string constant; nothing where there is none,
 *   as in a file that computes its name
 * @throws {Error} where no name was found and the file does not parse; an error elsewhere in the file hides no name,
 *   because the parser also stumbles over some valid Python (a bare `yield`, `1.`)
 */
export function nameInSetupPy(text: string): string | undefined {
  let name: string | undefined;
  let firstError: number | undefined;
  parser.parse(text).iterate({
    enter(node) {
      if (name !== undefined) return false;
      if (node.type.isError) firstError ??= node.from;
      if (node.name === 'CallExpression') name = nameArgument(node.node, text);
      return true;
    },
  });
  if (name === undefined && firstError !== undefined) {
    throw new Error(`line ${text.slice(0, firstError).split('\n').length}: not valid Python`);
  }
  return name;
}

function nameArgument(call: SyntaxNode, text: string): string | undefined {
  const [callee, argumentList] = childrenOf(call);
  if (callee === undefined || argumentList === undefined) return undefined;
  if (!SETUP_FUNCTIONS.has(text.slice(callee.from, callee.to))) return undefined;
  const tokens = childrenOf(argumentList);
  for (const [index, token] of tokens.entries()) {
    const value = tokens[index + 2];
    if (
      token.name === 'VariableName' &&
      text.slice(token.from, token.to) === 'name' &&
      tokens[index + 1]?.name === 'AssignOp' &&
      value !== undefined
    ) {
      return hasError(call) ? undefined : stringConstant(value, text);
    }
  }
  return undefined;
}

function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    if (child.name !== 'Comment') children.push(child);
  }
  return children;
}

function hasError(node: SyntaxNode): boolean {
  let found = false;
  node.toTree().iterate({
    enter(inner) {
      found ||= inner.type.isError;
      return !found;
    },
  });
  return found;
}

/** The value of a string constant, adjacent ones joined; nothing for bytes, an f-string or any other expression. */
function stringConstant(node: SyntaxNode, text: string): string | undefined {
  if (node.name === 'String') return stringLiteral(text.slice(node.from, node.to));
  if (node.name === 'ParenthesizedExpression') {
    const inner = childrenOf(node)[1];
    return inner === undefined ? undefined : stringConstant(inner, text);
  }
  if (node.name !== 'ContinuedString') return undefined;
  const parts = childrenOf(node).map((part) => stringConstant(part, text));
  return parts.includes(undefined) ? undefined : parts.join('');
}

const STRING_LITERAL = /^([a-z]*)('''|"""|'|")([^]*)\2$/i;

const ESCAPE = /\\(?:([0-7]{1,3})|x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|(\r\n|[^]))/g;

const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '\n': '',
  '\r': '',
  '\r\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/**
 * Reads one literal by https://docs.python.org/3/reference/lexical_analysis.html#string-and-bytes-literals; nothing
 * for bytes, and for `\N{…}`, whose table of names only Python has.
 */
function stringLiteral(literal: string): string | undefined {
  const [, prefix = '', , body = ''] = STRING_LITERAL.exec(literal) ?? [];
  if (/^r$/i.test(prefix)) return body;
  if (!/^u?$/i.test(prefix) || /(?<!\\)(?:\\\\)*\\N/.test(body)) return undefined;
  return body.replaceAll(
    ESCAPE,
    (escape, octal?: string, byte?: string, short?: string, long?: string, character?: string) => {
      if (octal !== undefined) return String.fromCodePoint(parseInt(octal, 8));
      const hexadecimal = byte ?? short ?? long;
      if (hexadecimal !== undefined) return String.fromCodePoint(parseInt(hexadecimal, 16));
      return SHORT_ESCAPES[character ?? ''] ?? escape;
    },
  );
}
