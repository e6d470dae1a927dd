import { moduleName } from './app-modules.js';
import type { ClassFacts, Expression, FunctionFacts, Parameter, ParameterKind } from './module-facts.js';
import { isDependency, isInjected } from './traits.js';
import { dotted, memberOfClass, MOST_STEPS, valuesOf, valuesOfType, type App } from './values.js';

/** What a function, or a class that is made, takes. */
export interface TaskParameter {
  readonly name: string;
  readonly kind: ParameterKind;
  /** As it is written. */
  readonly annotation?: string;
  readonly hasDefault: boolean;
  /** Whether something else than a dataset has to bring it: a session, a client, a request. */
  readonly isInjected?: true;
  /** The class of the app's that it is an instance of, where that only holds fields: a request's body. */
  readonly body?: TaskBody;
  /** The same of the items of a list that it is. */
  readonly items?: TaskBody;
}

/** A class that only holds fields, a Pydantic model or a dataclass, and what it is made with. */
export interface TaskBody {
  /** From the folder on `sys.path` that its user is imported from. */
  readonly module: string;
  readonly name: string;
  readonly fields: readonly TaskParameter[];
}

/** What web frameworks fill in from a request: a default that is none where the function is called by hand. */
const REQUEST_PARTS = new Set(['Body', 'Cookie', 'File', 'Form', 'Header', 'Path', 'Query']);

/** How deep bodies are looked for in bodies: none in one. */
type Depth = 'body' | 'fields only';

/**
 * @param parameters of `code`, without `self`
 * @param importRoot the folder that the function is imported from, relative to the app's root
 */
export function describeParameters(
  parameters: readonly Parameter[],
  code: FunctionFacts,
  importRoot: string,
  app: App,
): TaskParameter[] {
  const isDispatched = code.decorators.some((one) => /^singledispatch(?:method)?$/.test(lastName(one)));
  return parameters.map((parameter, index) => {
    const maker = parameter.value?.kind === 'call' ? lastName(parameter.value.callee) : '';
    const { type } = parameter;
    const body = bodyOf(type, code, importRoot, app);
    const items = isListType(type) ? bodyOf(type.index, code, importRoot, app) : undefined;
    return {
      name: parameter.name,
      // https://docs.python.org/3/library/functools.html#functools.singledispatch looks at the first, and not by name.
      kind: isDispatched && index === 0 ? 'positional-only' : parameter.kind,
      ...(parameter.annotation === undefined ? {} : { annotation: parameter.annotation }),
      hasDefault: parameter.hasDefault && !REQUEST_PARTS.has(maker) && !isDependency(parameter),
      ...(items === undefined ? {} : { items }),
      ...(body !== undefined ? { body } : isInjected(parameter, code, app) ? { isInjected: true } : {}),
    };
  });
}

function isListType(type: Expression | undefined): type is Expression & { readonly kind: 'item' } {
  return type?.kind === 'item' && /^(?:list|List|Sequence|Iterable)$/.test(lastName(type.object));
}

/**
 * @returns what the class is made with: the parameters of its own or inherited `__init__`, or the fields of a dataclass
 *   or a Pydantic model
 */
export function describeConstructor(owner: ClassFacts, importRoot: string, app: App): TaskParameter[] {
  app.stepsLeft = MOST_STEPS;
  const [made] = memberOfClass(owner, '__init__', app);
  if (made?.kind === 'function')
    return describeParameters(made.code.parameters.slice(1), made.code, importRoot, app);
  return fieldsOf(owner, importRoot, app, 'fields only') ?? [];
}

function bodyOf(
  type: Expression | undefined,
  code: FunctionFacts,
  importRoot: string,
  app: App,
): TaskBody | undefined {
  app.stepsLeft = MOST_STEPS;
  const [value] = type === undefined ? [] : valuesOfType(type, code, app);
  if (value?.kind !== 'instance') return undefined;
  const { owner } = value;
  const { file } = owner.module;
  if (importRoot !== '' && !file.startsWith(`${importRoot}/`)) return undefined;
  const fields = fieldsOf(owner, importRoot, app, 'body');
  if (fields === undefined) return undefined;
  return { module: moduleName(file, importRoot), name: owner.name, fields };
}

/** The fields of a dataclass or a Pydantic model, those it inherits first; none for any other class. */
function fieldsOf(
  owner: ClassFacts,
  importRoot: string,
  app: App,
  depth: Depth,
  above: readonly ClassFacts[] = [],
): TaskParameter[] | undefined {
  if (above.includes(owner) || owner.methods.has('__init__')) return undefined;
  const bases = owner.bases.flatMap((base) => valuesOf(base, owner.module.body, app));
  const inherited = bases.flatMap((base) =>
    base.kind === 'class' ? (fieldsOf(base.owner, importRoot, app, depth, [...above, owner]) ?? []) : [],
  );
  const isModel =
    inherited.length > 0 ||
    owner.bases.some((base) => lastName(base) === 'BaseModel') ||
    owner.decorators.some((one) => lastName(one.kind === 'call' ? one.callee : one) === 'dataclass');
  if (!isModel) return undefined;
  const own = [...owner.annotations]
    .filter(
      ([name, annotation]) =>
        !name.startsWith('_') && !/\bClassVar\b/.test(annotation) && name !== 'model_config',
    )
    .map(([name, annotation]): TaskParameter => ({
      name,
      kind: 'keyword-only',
      annotation,
      hasDefault: hasDefault(owner, name),
    }));
  const names = new Set(own.map(({ name }) => name));
  return [...inherited.filter(({ name }) => !names.has(name)), ...own];
}

/** Pydantic's `Field(...)` says by its dots that a value is required. */
function hasDefault(owner: ClassFacts, name: string): boolean {
  const [value] = owner.assigned.get(name) ?? [];
  if (value?.kind !== 'call' || !['Field', 'field'].includes(lastName(value.callee)))
    return value !== undefined;
  return value.given.some(
    (one) =>
      ['default', 'default_factory'].includes(one.keyword ?? '') ||
      (one.keyword === undefined && !(one.value.kind === 'name' && one.value.name === '...')),
  );
}

function lastName(expression: Expression): string {
  return dotted(expression)?.split('.').at(-1) ?? '';
}
