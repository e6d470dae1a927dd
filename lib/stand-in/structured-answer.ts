import { isDeepStrictEqual } from 'node:util';

/** What stands in the places of a form for which there is nothing to say. */
export interface Filling {
  readonly boolean: boolean;
  /** Which number of a range, 0 or 1 where its end is open. */
  readonly number: 'least' | 'greatest';
  /** Which of a list of choices. */
  readonly choice: 'first' | 'last';
  readonly text: string;
}

const NOTHING: Filling = { boolean: false, number: 'least', choice: 'first', text: '' };

/** How deep a form that refers to itself is followed. */
const DEEPEST = 32;

/**
 * @param schema the JSON schema that is asked for: the part of it that the providers let a request use
 * @param answer what is to be answered
 * @returns the answer where it is JSON of that schema; otherwise JSON of it that holds as much of the answer as
 * fits, a plain text in the first place that takes it
 */
export function structuredAnswer(schema: unknown, answer: string): string {
  const value = parsed(answer);
  const fitted = fill(schema, value, NOTHING, answer);
  return isDeepStrictEqual(fitted, value) ? answer : JSON.stringify(fitted);
}

/**
 * @param schema a JSON schema
 * @param filling what to put in
 * @returns a value of that schema
 */
export function filledForm(schema: unknown, filling: Filling): unknown {
  return fill(schema, undefined, filling, undefined);
}

/**
 * @param given a value to take over as far as it fits
 * @param text a text for the first place that takes it
 */
function fill(schema: unknown, given: unknown, filling: Filling, text: string | undefined): unknown {
  let left = text;

  function value(node: unknown, own: unknown, depth: number): unknown {
    const form = resolved(node, schema);
    if (form === undefined || depth > DEEPEST) return own ?? null;
    const choices = choicesOf(form);
    if (choices !== undefined) return choice(choices, own);
    const alternatives = [form.anyOf, form.oneOf].find(Array.isArray) as unknown[] | undefined;
    if (alternatives !== undefined) {
      const fitting = alternatives.find((each) =>
        typesOf(resolved(each, schema)).some((type) => is(own, type)),
      );
      // Optional members are written as "this or null".
      return value(fitting ?? alternatives[0], own, depth + 1);
    }
    const types = typesOf(form);
    const type = types.find((each) => is(own, each)) ?? types[0];
    switch (type) {
      case 'object':
        return members(form, own, depth);
      case 'array':
        return elements(form, own, depth);
      case 'string':
        return typeof own === 'string' ? own : (take(() => true) ?? filling.text);
      case 'number':
      case 'integer':
        return number(form, own, type);
      case 'boolean':
        return typeof own === 'boolean' ? own : literal(take(isBoolean), filling.boolean);
      default:
        return own ?? null;
    }
  }

  function take(fits: (text: string) => boolean): string | undefined {
    if (left === undefined || !fits(left)) return undefined;
    const taken = left;
    left = undefined;
    return taken;
  }

  function choice(choices: readonly unknown[], own: unknown): unknown {
    if (choices.some((each) => isDeepStrictEqual(each, own))) return own;
    return take((each) => choices.includes(each)) ?? choices.at(filling.choice === 'first' ? 0 : -1);
  }

  function number(form: Record<string, unknown>, own: unknown, type: string): number {
    if (is(own, type)) return own as number;
    const taken = take((each) => is(parsed(each), type));
    if (taken !== undefined) return Number(taken);
    const [least, greatest] = rangeOf(form);
    return filling.number === 'least' ? (least ?? 0) : (greatest ?? 1);
  }

  function members(form: Record<string, unknown>, own: unknown, depth: number): unknown {
    const properties = Object.entries((form.properties ?? {}) as Record<string, unknown>);
    const had = is(own, 'object') ? (own as Record<string, unknown>) : {};
    const required = Array.isArray(form.required) ? (form.required as unknown[]) : [];
    // An answer of one's own may leave out what is optional; a form to be filled is filled.
    const wanted = properties.filter(
      ([name]) => !is(own, 'object') || required.includes(name) || Object.hasOwn(had, name),
    );
    const others =
      properties.length === 0 || form.additionalProperties === true
        ? Object.entries(had).filter(([name]) => !properties.some(([known]) => known === name))
        : [];
    return Object.fromEntries([
      ...wanted.map(([name, each]) => [name, value(each, had[name], depth + 1)] as const),
      ...others,
    ]);
  }

  function elements(form: Record<string, unknown>, own: unknown, depth: number): unknown[] {
    const least = typeof form.minItems === 'number' ? form.minItems : 0;
    const had = Array.isArray(own) ? (own as unknown[]) : [];
    const count = Math.max(had.length, least, left !== undefined && had.length === 0 ? 1 : 0);
    return Array.from({ length: Math.min(count, 1000) }, (_, index) =>
      value(form.items ?? {}, had[index], depth + 1),
    );
  }

  return value(schema, given, 0);
}

/** A schema with its reference followed and its `allOf` put together; undefined where it says nothing. */
function resolved(node: unknown, root: unknown, depth = 0): Record<string, unknown> | undefined {
  if (typeof node !== 'object' || node === null || depth > DEEPEST) return undefined;
  const form = node as Record<string, unknown>;
  if (typeof form.$ref === 'string') {
    const target = form.$ref
      .replace(/^#\/?/, '')
      .split('/')
      .filter((name) => name !== '')
      .reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], root);
    return resolved(target, root, depth + 1);
  }
  if (!Array.isArray(form.allOf)) return form;
  const parts = [form, ...(form.allOf as unknown[]).map((each) => resolved(each, root, depth + 1))];
  return {
    ...(Object.assign({}, ...parts) as object),
    allOf: undefined,
    properties: Object.assign({}, ...parts.map((part) => part?.properties)) as object,
    required: parts.flatMap((part): unknown[] =>
      Array.isArray(part?.required) ? (part.required as unknown[]) : [],
    ),
  };
}

/** Everything that may stand there, where that is a list: `enum`, `const`, or alternatives that are a `const` each. */
function choicesOf(form: Record<string, unknown>): unknown[] | undefined {
  if ('const' in form) return [form.const];
  if (Array.isArray(form.enum) && form.enum.length > 0) return form.enum as unknown[];
  const alternatives = form.anyOf ?? form.oneOf;
  if (!Array.isArray(alternatives) || alternatives.length === 0) return undefined;
  const constants = (alternatives as unknown[]).map((each) => each as { const?: unknown } | null);
  return constants.every((each) => each !== null && typeof each === 'object' && 'const' in each)
    ? constants.map((each) => each?.const)
    : undefined;
}

/** The types that a schema allows, Gemini's in capitals, or those that its keywords speak of. */
function typesOf(form: Record<string, unknown> | undefined): string[] {
  if (form === undefined) return [];
  const stated = Array.isArray(form.type) ? (form.type as unknown[]) : [form.type];
  const types = stated.filter((type) => typeof type === 'string').map((type) => type.toLowerCase());
  if (types.length > 0) return types;
  return 'properties' in form ? ['object'] : 'items' in form ? ['array'] : [];
}

function is(value: unknown, type: string): boolean {
  switch (type) {
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'array':
      return Array.isArray(value);
    case 'null':
      return value === null;
    case 'integer':
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}

/**
 * The least and the greatest number: of the keywords, or of the description, where `LLMJudge` writes them for the
 * providers that refuse the keywords (`ddtrace/llmobs/_evaluators/llm_judge.py`).
 */
function rangeOf({ minimum, maximum, description }: Record<string, unknown>): (number | undefined)[] {
  const said = /\(range: (\S+) to (\S+)\)$/.exec(typeof description === 'string' ? description : '');
  return [minimum ?? said?.[1], maximum ?? said?.[2]].map((bound) =>
    bound === undefined || Number.isNaN(Number(bound)) ? undefined : Number(bound),
  );
}

function isBoolean(text: string): boolean {
  return typeof parsed(text.toLowerCase()) === 'boolean';
}

function literal(text: string | undefined, otherwise: boolean): boolean {
  return text === undefined ? otherwise : text.toLowerCase() === 'true';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
