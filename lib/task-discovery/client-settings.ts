import { environmentRead } from './environment-read.js';
import type { Provider } from './llm-libraries.js';
import type { Argument, ClassFacts, Expression, FunctionFacts } from './module-facts.js';
import { assignedAtTop, dotted, valuesOf, type App } from './values.js';

/** Where an app's client has its key or its address from. */
export interface ClientSetting {
  readonly provider: Provider;
  readonly what: 'key' | 'endpoint';
  /**
   * - a text: the environment variable that the app reads for it
   * - `default`: its library's own, or what the source does not tell
   * - `given`: it stands in the source, or is none of the environment's
   */
  readonly from: { readonly variable: string } | 'default' | 'given';
}

type Origin = ClientSetting['from'];

const KEYWORDS: Readonly<Record<ClientSetting['what'], RegExp>> = {
  key: /(?:^|_)api_key$|^azure_ad_token(?:_provider)?$/,
  endpoint: /^(?:azure_endpoint|base_url|azure_base_url)$/,
};

/** How many names, attributes and wrappers deep a value is followed. */
const DEEPEST = 8;

/** @returns the settings of a client, by what it is made with */
export function clientSettings(
  provider: Provider,
  given: readonly Argument[],
  code: FunctionFacts,
  app: App,
): ClientSetting[] {
  return (['key', 'endpoint'] as const).map((what) => {
    const argument = given.find(({ keyword }) => keyword !== undefined && KEYWORDS[what].test(keyword));
    if (argument === undefined) return { provider, what, from: 'default' };
    const isToken = argument.keyword?.startsWith('azure_ad_token') === true;
    return { provider, what, from: isToken ? 'given' : originOf(argument.value, code, app, 1) };
  });
}

function originOf(value: Expression, code: FunctionFacts, app: App, depth: number): Origin {
  if (depth > DEEPEST || --app.stepsLeft < 0) return 'default';
  const read = environmentRead(value, code, app, depth);
  if (read !== undefined) return isEmpty(read.fallback) ? { variable: read.variable } : 'given';
  switch (value.kind) {
    case 'text':
      return 'given';
    case 'either':
      return originOfEither(value.parts, code, app, depth);
    case 'name':
      return originOfName(value.name, code, app, depth);
    case 'attribute':
      return originOfAttribute(value.object, value.name, code, app, depth);
    case 'call': {
      // https://docs.pydantic.dev/latest/api/types/#pydantic.types.SecretStr
      if (value.callee.kind === 'attribute' && value.callee.name === 'get_secret_value')
        return originOf(value.callee.object, code, app, depth + 1);
      const [only, ...more] = value.given;
      const isWrapped = ['str', 'SecretStr'].includes(dotted(value.callee)?.split('.').at(-1) ?? '');
      return isWrapped && only !== undefined && more.length === 0
        ? originOf(only.value, code, app, depth + 1)
        : 'default';
    }
    default:
      return 'default';
  }
}

/** `os.getenv("KEY", "")` is a key that has to be set, whoever reads it. */
function isEmpty(fallback: Expression | undefined): boolean {
  return (
    fallback === undefined ||
    (fallback.kind === 'text' && fallback.text === '') ||
    (fallback.kind === 'name' && fallback.name === 'None')
  );
}

/** `key or os.getenv("KEY")`: what is handed in by nobody leaves the variable. */
function originOfEither(parts: readonly Expression[], code: FunctionFacts, app: App, depth: number): Origin {
  const origins = parts.filter((one) => !isEmpty(one)).map((one) => originOf(one, code, app, depth + 1));
  if (origins.includes('given')) return 'given';
  const variables = origins.filter((one) => typeof one !== 'string');
  const [first, ...others] = variables;
  return first !== undefined && others.every(({ variable }) => variable === first.variable)
    ? first
    : 'default';
}

function originOfName(name: string, code: FunctionFacts, app: App, depth: number): Origin {
  const assigned = code.assigned.get(name);
  if (assigned !== undefined) return originOfOnly(assigned, code, app, depth);
  if (code.parameters.some((one) => one.name === name)) return 'default';
  const atTop = assignedAtTop(code.module, name, app);
  return atTop === undefined ? 'default' : originOfOnly(atTop.values, atTop.code, app, depth);
}

/** What is assigned twice may be either. */
function originOfOnly(assigned: readonly Expression[], code: FunctionFacts, app: App, depth: number): Origin {
  const [only, ...more] = assigned;
  return only === undefined || more.length > 0 ? 'default' : originOf(only, code, app, depth + 1);
}

/** What a module, a class of constants, an object's `__init__` or a settings class has under a name. */
function originOfAttribute(
  object: Expression,
  name: string,
  code: FunctionFacts,
  app: App,
  depth: number,
): Origin {
  for (const value of valuesOf(object, code, app, depth)) {
    if (value.kind === 'module') return originOfName(name, value.module.body, app, depth + 1);
    if (value.kind === 'class' || value.kind === 'instance')
      return originOfMember(value.owner, name, app, depth + 1);
  }
  return 'default';
}

function originOfMember(owner: ClassFacts, name: string, app: App, depth: number): Origin {
  if (depth > DEEPEST) return 'default';
  const set = owner.attributes.get(name) ?? [];
  if (set.length > 1) return 'default';
  const [only] = set;
  if (only !== undefined) return originOf(only.value, only.method, app, depth + 1);
  const { body } = owner.module;
  const [value] = owner.assigned.get(name) ?? [];
  if (owner.annotated.has(name) && isOfSettings(owner, app, depth + 1)) {
    return originOfField(name, value, owner, app);
  }
  if (value !== undefined) return originOf(value, body, app, depth + 1);
  const above = owner.bases
    .flatMap((base) => valuesOf(base, body, app, depth))
    .find((one) => one.kind === 'class' && one.owner !== owner);
  return above?.kind === 'class' ? originOfMember(above.owner, name, app, depth + 1) : 'default';
}

/** https://docs.pydantic.dev/latest/concepts/pydantic_settings/: a field is read from the variable of its name */
function isOfSettings(owner: ClassFacts, app: App, depth: number): boolean {
  if (depth > DEEPEST) return false;
  return owner.bases
    .flatMap((base) => valuesOf(base, owner.module.body, app, depth))
    .some((base) =>
      base.kind === 'library'
        ? base.path.at(-1) === 'BaseSettings'
        : base.kind === 'class' && base.owner !== owner && isOfSettings(base.owner, app, depth + 1),
    );
}

/** Case tells nothing there, and variables are written in capitals. */
function originOfField(name: string, value: Expression | undefined, owner: ClassFacts, app: App): Origin {
  if (value?.kind === 'text' && value.text !== '') return 'given';
  if (value?.kind === 'call') {
    const read = environmentRead(value, owner.module.body, app, 1);
    if (read !== undefined) return { variable: read.variable };
    const named = value.given.find(({ keyword }) => /^(?:env|alias|validation_alias)$/.test(keyword ?? ''));
    if (named !== undefined) return named.value.kind === 'text' ? { variable: named.value.text } : 'default';
  }
  const [config] = owner.assigned.get('model_config') ?? [];
  const prefix =
    config?.kind === 'call' ? config.given.find(({ keyword }) => keyword === 'env_prefix')?.value : undefined;
  if (prefix !== undefined && prefix.kind !== 'text') return 'default';
  return { variable: `${prefix?.text ?? ''}${name}`.toUpperCase() };
}
