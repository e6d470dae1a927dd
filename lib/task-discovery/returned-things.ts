import type { Expression, FunctionFacts } from './module-facts.js';
import { valuesOf, type App } from './values.js';

/**
 * What a function may give back that holds its answer, or will:
 *
 * - `awaitable`: a plain function gives what an async one, or a library's async client, has begun
 * - `stream manager`, `async stream manager`: a stream that is not open yet, of OpenAI's library or of Anthropic's
 * - `web response`, `streaming response`: what a handler of Starlette or FastAPI sends
 */
export type ReturnedThing =
  'awaitable' | 'stream manager' | 'async stream manager' | 'web response' | 'streaming response';

/** How many functions deep it is followed what one gives back of another. */
const DEEPEST = 4;

/** @returns what the source says of what a function gives back, each thing once, sorted */
export function returnedThings(code: FunctionFacts, app: App): ReturnedThing[] {
  const found = new Set<ReturnedThing>();
  const typed = code.returnType === undefined ? [] : valuesOf(code.returnType, code, app);
  for (const value of typed) if (value.kind === 'library') addResponse(value.path, found);
  if (/\b(?:Awaitable|Coroutine|Async(?:Iterator|Iterable|Generator))\b/.test(code.returnAnnotation ?? ''))
    found.add('awaitable');
  for (const one of code.returns) collect(one, code, app, found, 0);
  // An async function that is awaited has waited for its own.
  if (code.isAsync || code.isGenerator) found.delete('awaitable');
  return [...found].sort();
}

function collect(
  returned: Expression,
  code: FunctionFacts,
  app: App,
  found: Set<ReturnedThing>,
  depth: number,
): void {
  if (depth > DEEPEST) return;
  if (returned.kind === 'either') {
    for (const part of returned.parts) collect(part, code, app, found, depth + 1);
  } else if (returned.kind === 'name') {
    for (const value of code.assigned.get(returned.name) ?? []) collect(value, code, app, found, depth + 1);
  } else if (returned.kind === 'call') {
    const values = valuesOf(returned.callee, code, app);
    for (const value of values) {
      if (value.kind === 'library') addThing(value.path, value.library !== undefined, found);
      if (value.kind !== 'function') continue;
      if (value.code.isAsync) found.add('awaitable');
      if (value.code.isGenerator) continue;
      for (const one of value.code.returns) collect(one, value.code, app, found, depth + 1);
    }
  }
}

function addThing(path: readonly string[], isLlm: boolean, found: Set<ReturnedThing>): void {
  const [root = ''] = path;
  const name = path.at(-1) ?? '';
  addResponse(path, found);
  if (root === 'asyncio' && /^(?:create_task|ensure_future|gather|wait_for|to_thread|shield)$/.test(name))
    found.add('awaitable');
  if (!isLlm) return;
  const isAsync = isAsyncCall(path);
  if (name === 'stream' && (root === 'openai' || root === 'anthropic'))
    found.add(isAsync ? 'async stream manager' : 'stream manager');
  else if (isAsync) found.add('awaitable');
}

/** How libraries name what has to be awaited: an async client, a method `..._async` or `a...`. */
function isAsyncCall(path: readonly string[]): boolean {
  const name = path.at(-1) ?? '';
  return (
    path.some((part) => part.startsWith('Async') || part === 'aio') ||
    name.endsWith('_async') ||
    /^a(?:invoke|stream|batch|call|chat|complete|completion|text_completion|responses|generate|query|run|predict|kickoff)/.test(
      name,
    ) ||
    (name === 'run' && (path[0] === 'pydantic_ai' || path[0] === 'agents'))
  );
}

/** https://www.starlette.io/responses/, which FastAPI hands on, and sse-starlette's own. */
function addResponse(path: readonly string[], found: Set<ReturnedThing>): void {
  if (!/^(?:fastapi|starlette|sse_starlette)$/.test(path[0] ?? '')) return;
  const name = path.at(-1) ?? '';
  if (/^(?:Streaming|EventSource)Response$/.test(name)) found.add('streaming response');
  else if (/^(?:\w*JSON|PlainText|HTML|)Response$/.test(name)) found.add('web response');
}
