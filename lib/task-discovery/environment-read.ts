import type { Argument, CallExpression, Expression, FunctionFacts } from './module-facts.js';
import { valuesOf, type App } from './values.js';

/** A variable of the environment that is read by its name, and what is taken where it is not set. */
export interface EnvironmentRead {
  readonly variable: string;
  readonly fallback?: Expression;
}

/** `decouple` looks into a `.env` file too, by the same name. */
const READERS = new Set(['os.getenv', 'os.environ.get', 'os.environ.pop', 'decouple.config']);
const LAST_NAMES = new Set(['getenv', 'get', 'pop', 'config']);

/** @returns what a call or an item reads of the environment; nothing where it reads none, or none with a plain name */
export function environmentRead(
  expression: Expression,
  code: FunctionFacts,
  app: App,
  depth = 0,
): EnvironmentRead | undefined {
  if (expression.kind === 'item') {
    return isNamed(expression.object, (path) => path === 'os.environ', code, app, depth)
      ? named(expression.index)
      : undefined;
  }
  return expression.kind === 'call' ? readByCall(expression, code, app, depth) : undefined;
}

function readByCall(
  { callee, given }: CallExpression,
  code: FunctionFacts,
  app: App,
  depth: number,
): EnvironmentRead | undefined {
  // A name may be imported under another: `from decouple import config as env`.
  if (callee.kind === 'attribute' && !LAST_NAMES.has(callee.name)) return undefined;
  if (callee.kind !== 'attribute' && callee.kind !== 'name') return undefined;
  if (!isNamed(callee, (path) => READERS.has(path), code, app, depth)) return undefined;
  const places = given.filter(({ keyword }) => keyword === undefined);
  const fallback = places[1]?.value ?? valueUnder('default', given);
  return named(places[0]?.value ?? valueUnder('key', given), fallback);
}

function valueUnder(keyword: string, given: readonly Argument[]): Expression | undefined {
  return given.find((one) => one.keyword === keyword)?.value;
}

function isNamed(
  expression: Expression,
  isRight: (path: string) => boolean,
  code: FunctionFacts,
  app: App,
  depth: number,
): boolean {
  return valuesOf(expression, code, app, depth).some(
    (value) => value.kind === 'library' && isRight(value.path.join('.')),
  );
}

/** A name, and no text with something to be filled in. */
function named(name: Expression | undefined, fallback?: Expression): EnvironmentRead | undefined {
  if (name?.kind !== 'text' || !/^[A-Za-z_]\w*$/.test(name.text)) return undefined;
  return { variable: name.text, ...(fallback === undefined ? {} : { fallback }) };
}
