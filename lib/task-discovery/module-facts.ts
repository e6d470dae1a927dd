import type { Node, Parser, Query } from 'web-tree-sitter';
import type { PythonParser } from './python-parser.js';

/** As much of an expression as it takes to follow what is called on what. */
export type Expression =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'attribute'; readonly object: Expression; readonly name: string }
  | CallExpression
  | { readonly kind: 'item'; readonly object: Expression; readonly index: Expression }
  /** `a | b`, a list, a tuple, the values of a dict. */
  | { readonly kind: 'joined'; readonly piped: boolean; readonly parts: readonly Expression[] }
  /** `a or b`, `a if c else b`. */
  | { readonly kind: 'either'; readonly parts: readonly Expression[] }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'other' };

export interface CallExpression {
  readonly kind: 'call';
  readonly callee: Expression;
  readonly given: readonly Argument[];
  readonly line: number;
  /** In a branch, or behind one that may have returned: it is not made each time. */
  readonly isConditional?: true;
}

export interface Argument {
  readonly keyword?: string;
  readonly value: Expression;
}

export type ParameterKind =
  'positional-only' | 'positional' | 'keyword-only' | 'var-positional' | 'var-keyword';

export interface Parameter {
  readonly name: string;
  readonly kind: ParameterKind;
  /** As it is written. */
  readonly annotation?: string;
  readonly type?: Expression;
  readonly hasDefault: boolean;
  /** The default's own call, as in `Depends(get_session)`. */
  readonly value?: Expression;
}

/** Names that a piece of code gives to values: each name's right-hand sides. */
export type Assignments = Map<string, Expression[]>;

/** A function or method that can be named from outside, with what functions inside it do. */
export interface FunctionFacts {
  readonly module: ModuleFacts;
  readonly owner?: ClassFacts;
  readonly name: string;
  readonly line: number;
  readonly isAsync: boolean;
  isGenerator: boolean;
  readonly decorators: readonly Expression[];
  readonly parameters: readonly Parameter[];
  readonly returnType?: Expression;
  /** As it is written. */
  readonly returnAnnotation?: string;
  readonly returns: Expression[];
  /** The names of the functions inside it. */
  readonly inner: Set<string>;
  readonly calls: CallExpression[];
  readonly assigned: Assignments;
  /** Attributes read of plain names: `request.json`, `sys.argv`. */
  readonly reads: Read[];
  /** What is read by a name in quotes: `os.environ["KEY"]`. */
  readonly lookUps: { readonly object: Expression; readonly key: string; readonly line: number }[];
  /** Strings that hold the address of an LLM's service. */
  readonly addresses: { readonly text: string; readonly line: number }[];
}

export interface Read {
  readonly object: string;
  readonly name: string;
  readonly line: number;
}

export interface ClassFacts {
  readonly module: ModuleFacts;
  readonly name: string;
  readonly line: number;
  readonly bases: readonly Expression[];
  readonly decorators: readonly Expression[];
  readonly methods: Map<string, FunctionFacts>;
  /** Of the class itself. */
  readonly assigned: Assignments;
  readonly annotated: Map<string, Expression>;
  /** The same annotations as they are written. */
  readonly annotations: Map<string, string>;
  /** Set on `self`, with the method that does. */
  readonly attributes: Map<string, { readonly value: Expression; readonly method: FunctionFacts }[]>;
}

export interface Import {
  /** Without the leading dots. */
  readonly module: string;
  /** How many leading dots: 0 for an absolute import. */
  readonly level: number;
  /** What is taken out of the module; none for the module itself, `*` for all. */
  readonly name?: string;
  /** `import a.b` binds `a` alone. */
  readonly bindsFirst?: boolean;
  /** Within a function: not imported with the module. */
  readonly isLate?: true;
}

export interface ModuleFacts {
  /** Relative to the app's root. */
  readonly file: string;
  readonly imports: Map<string, Import>;
  readonly wildcards: Import[];
  readonly functions: Map<string, FunctionFacts>;
  readonly classes: Map<string, ClassFacts>;
  /** What runs when the module is imported or run, as if it were a function. */
  readonly body: FunctionFacts;
  /** The lines of what runs only where the module is run itself: `if __name__ == "__main__":`. */
  readonly runAlone: { readonly first: number; readonly last: number }[];
  /** Whether the parser met what is not Python, or not Python 3. */
  readonly hasError: boolean;
}

/** @returns whether a line is left out where the module is imported: below `if __name__ == "__main__":` */
export function isRunAlone(line: number, module: ModuleFacts): boolean {
  return module.runAlone.some(({ first, last }) => line >= first && line <= last);
}

const QUERY = `
(import_statement) @import
(import_from_statement) @from
(class_definition) @class
(function_definition) @function
(lambda) @lambda
(call) @call
(assignment) @assignment
(named_expression) @named
(as_pattern) @as
(return_statement) @return
(yield) @yield
(if_statement condition: (comparison_operator (identifier) @alone) (#eq? @alone "__name__"))
((subscript value: [(identifier) (attribute)] subscript: (string) .) @looked)
(if_statement consequence: (block) @branch)
[(elif_clause) (else_clause) (except_clause) (case_clause) (conditional_expression)] @branch
(print_statement) @python2
(exec_statement) @python2
((attribute object: (identifier) @object attribute: (identifier) @attribute)
  (#any-of? @object "request" "sys" "st" "os" "streamlit" "argparse" "click"))
((string) @string (#match? @string "/chat/completions|/v1/(messages|responses)|/api/(chat|generate)|:generateContent|/openai/deployments/"))
`;

/** How deep an expression is looked into. */
const DEEPEST = 6;

/** A dot, a parenthesis or an `await` hardly leads deeper, but thousands of them do. */
const HARDLY = 1 / 128;

/** Reads the facts out of Python sources. Frees each tree: the parser's memory is its own. */
export function moduleReader({ parser, query }: PythonParser): (file: string, source: string) => ModuleFacts {
  const compiled = query(QUERY);
  return (file, source) => readModule(parser, compiled, file, source);
}

function readModule(parser: Parser, query: Query, file: string, source: string): ModuleFacts {
  const tree = parser.parse(source);
  if (tree === null) throw new Error(`The parser gave up on ${file}`);
  try {
    return collect(query, tree.rootNode, file);
  } finally {
    tree.delete();
  }
}

/** A function or class that is open at a place in the source. */
interface Open {
  readonly end: number;
  readonly owner?: ClassFacts;
  readonly code?: FunctionFacts;
}

function collect(query: Query, root: Node, file: string): ModuleFacts {
  const module = emptyModule(file, root.hasError);
  const open: Open[] = [];
  let hasPython2 = false;
  let object = '';
  let branchEnd = 0;
  const mayHaveReturned = new Set<FunctionFacts>();
  for (const { name, node } of query.captures(root)) {
    while (open.length > 0 && (open.at(-1)?.end ?? 0) <= node.startIndex) open.pop();
    const code = open.find((one) => one.code !== undefined)?.code ?? module.body;
    const innermost = open.at(-1);
    switch (name) {
      case 'import':
        addImport(node, module, code !== module.body);
        break;
      case 'from':
        addFromImport(node, module, code !== module.body);
        break;
      case 'class':
        open.push({ end: node.endIndex, ...ownerOf(addClass(node, module, open.length === 0)) });
        break;
      case 'function':
        open.push({ end: node.endIndex, code: addFunction(node, module, innermost, code) });
        break;
      case 'lambda':
        break;
      case 'call':
        code.calls.push(
          node.startIndex < branchEnd || mayHaveReturned.has(code)
            ? { ...callOf(node, 0), isConditional: true }
            : callOf(node, 0),
        );
        break;
      case 'branch':
        branchEnd = Math.max(branchEnd, node.endIndex);
        break;
      case 'assignment':
        addAssignment(node, code, innermost);
        break;
      case 'named':
        assign(code.assigned, node.childForFieldName('name')?.text, node.childForFieldName('value'));
        break;
      case 'as':
        assign(code.assigned, node.childForFieldName('alias')?.text, node.namedChild(0));
        break;
      case 'return':
        if (node.namedChildCount > 0 && isOwn(open, code)) {
          const returned = expressionOf(node.namedChild(0));
          code.returns.push(returned);
          // `if not question: return ""` only guards what follows.
          if (node.startIndex < branchEnd && !isConstant(returned)) mayHaveReturned.add(code);
        }
        break;
      case 'yield':
        if (isOwn(open, code)) code.isGenerator = true;
        break;
      case 'looked':
        addLookUp(node, code);
        break;
      case 'alone':
        addRunAlone(node, module);
        break;
      case 'python2':
        hasPython2 = true;
        break;
      case 'object':
        object = node.text;
        break;
      case 'attribute':
        code.reads.push({ object, name: node.text, line: lineOf(node) });
        break;
      case 'string':
        code.addresses.push({ text: node.text, line: lineOf(node) });
        break;
    }
  }
  return hasPython2 ? { ...module, hasError: true } : module;
}

function isConstant(value: Expression): boolean {
  if (value.kind === 'name') return ['None', 'True', 'False'].includes(value.name);
  return value.kind === 'text' || value.kind === 'other';
}

function ownerOf(owner: ClassFacts | undefined): { owner?: ClassFacts } {
  return owner === undefined ? {} : { owner };
}

function emptyModule(file: string, hasError: boolean): ModuleFacts {
  const module = {
    file,
    imports: new Map<string, Import>(),
    wildcards: [],
    functions: new Map<string, FunctionFacts>(),
    classes: new Map<string, ClassFacts>(),
    runAlone: [],
    hasError,
  } as Omit<ModuleFacts, 'body'> as ModuleFacts & { body: FunctionFacts };
  module.body = {
    module,
    name: '<module>',
    line: 1,
    isAsync: false,
    isGenerator: false,
    decorators: [],
    parameters: [],
    ...emptyBody(),
  };
  return module;
}

function emptyBody(): Pick<
  FunctionFacts,
  'returns' | 'inner' | 'calls' | 'assigned' | 'reads' | 'lookUps' | 'addresses'
> {
  return {
    returns: [],
    inner: new Set(),
    calls: [],
    assigned: new Map<string, Expression[]>(),
    reads: [],
    lookUps: [],
    addresses: [],
  };
}

/** What is set or deleted is not read. */
function addLookUp(node: Node, code: FunctionFacts): void {
  const { parent } = node;
  const isSet = parent?.type === 'assignment' && parent.childForFieldName('left')?.id === node.id;
  const key = expressionOf(node.childForFieldName('subscript'));
  if (isSet || parent?.type === 'delete_statement' || key.kind !== 'text') return;
  const object = expressionOf(node.childForFieldName('value'));
  code.lookUps.push({ object, key: key.text, line: lineOf(node) });
}

function addRunAlone(node: Node, module: ModuleFacts): void {
  const block = node.parent?.parent?.childForFieldName('consequence');
  if (block === null || block === undefined) return;
  module.runAlone.push({ first: block.startPosition.row + 1, last: block.endPosition.row + 1 });
}

/** Whether a place is in the function itself, and not in one inside it. */
function isOwn(open: readonly Open[], code: FunctionFacts): boolean {
  return open.at(-1)?.code === code && open.filter((one) => one.code === code).length === 1;
}

function addImport(node: Node, module: ModuleFacts, isLate: boolean): void {
  const late = isLate ? { isLate: true as const } : {};
  for (const child of node.namedChildren) {
    const alias = child.childForFieldName('alias')?.text;
    const name = child.childForFieldName('name')?.text ?? child.text;
    if (alias === undefined) {
      const first = name.split('.', 1)[0] ?? name;
      if (!module.imports.has(first))
        module.imports.set(first, { module: name, level: 0, bindsFirst: true, ...late });
    } else module.imports.set(alias, { module: name, level: 0, ...late });
  }
}

function addFromImport(node: Node, module: ModuleFacts, isLate: boolean): void {
  const from = node.childForFieldName('module_name')?.text ?? '';
  const level = from.length - from.replace(/^\.+/, '').length;
  const origin = { module: from.slice(level).trim(), level, ...(isLate ? { isLate: true as const } : {}) };
  if (node.namedChildren.some((child) => child.type === 'wildcard_import')) {
    module.wildcards.push({ ...origin, name: '*' });
  }
  for (const child of node.childrenForFieldName('name')) {
    const name = child.childForFieldName('name')?.text ?? child.text;
    const bound = child.childForFieldName('alias')?.text ?? name;
    // Of two in `try` and `except`, the first is the one that is hoped for.
    if (!module.imports.has(bound)) module.imports.set(bound, { ...origin, name });
  }
}

function addClass(node: Node, module: ModuleFacts, isOutermost: boolean): ClassFacts | undefined {
  const name = node.childForFieldName('name')?.text ?? '';
  if (!isOutermost) return undefined;
  const facts: ClassFacts = {
    module,
    name,
    line: lineOf(node),
    bases: node.childForFieldName('superclasses')?.namedChildren.map((child) => expressionOf(child)) ?? [],
    decorators: decoratorsOf(node),
    methods: new Map(),
    assigned: new Map(),
    annotated: new Map(),
    annotations: new Map(),
    attributes: new Map(),
  };
  if (!module.classes.has(name)) module.classes.set(name, facts);
  return facts;
}

function addFunction(
  node: Node,
  module: ModuleFacts,
  within: Open | undefined,
  code: FunctionFacts,
): FunctionFacts {
  const name = node.childForFieldName('name')?.text ?? '';
  // What a function inside another does is done by the outer one: no one else can call it.
  if (code !== module.body) {
    code.inner.add(name);
    return code;
  }
  const returnType = node.childForFieldName('return_type');
  const facts: FunctionFacts = {
    module,
    ...ownerOf(within?.owner),
    name,
    line: lineOf(node),
    isAsync: node.child(0)?.type === 'async',
    isGenerator: false,
    decorators: decoratorsOf(node),
    parameters: parametersOf(node.childForFieldName('parameters')),
    ...(returnType === null
      ? {}
      : { returnType: expressionOf(returnType), returnAnnotation: returnType.text }),
    ...emptyBody(),
  };
  if (within?.owner !== undefined) within.owner.methods.set(name, facts);
  else if (within === undefined) module.functions.set(name, facts);
  return facts;
}

function decoratorsOf(node: Node): Expression[] {
  if (node.parent?.type !== 'decorated_definition') return [];
  return node.parent.namedChildren
    .filter((child) => child.type === 'decorator')
    .map((child) => expressionOf(child.namedChild(0)));
}

function parametersOf(list: Node | null): Parameter[] {
  const parameters: Parameter[] = [];
  let kind: ParameterKind = 'positional';
  for (const node of list?.namedChildren ?? []) {
    if (node.type === 'positional_separator') {
      parameters.splice(
        0,
        parameters.length,
        ...parameters.map((one) => ({ ...one, kind: 'positional-only' as const })),
      );
    } else if (node.type === 'keyword_separator') kind = 'keyword-only';
    else {
      const parameter = parameterOf(node, kind);
      if (parameter === undefined) continue;
      if (parameter.kind === 'var-positional') kind = 'keyword-only';
      parameters.push(parameter);
    }
  }
  return parameters;
}

function parameterOf(node: Node, kind: ParameterKind): Parameter | undefined {
  const named = node.childForFieldName('name') ?? (node.type === 'identifier' ? node : node.namedChild(0));
  if (named === null || node.type === 'comment') return undefined;
  const type = node.childForFieldName('type');
  const value = node.childForFieldName('value');
  const splat = named.type.endsWith('_splat_pattern') ? named : node;
  return {
    name: named.text.replace(/^\*+/, ''),
    kind:
      splat.type === 'list_splat_pattern'
        ? 'var-positional'
        : splat.type === 'dictionary_splat_pattern'
          ? 'var-keyword'
          : kind,
    hasDefault: value !== null,
    ...(type === null ? {} : { annotation: type.text, type: expressionOf(type) }),
    ...(value?.type === 'call' ? { value: callOf(value, 0) } : {}),
  };
}

function addAssignment(node: Node, code: FunctionFacts, within: Open | undefined): void {
  const left = node.childForFieldName('left');
  const right = node.childForFieldName('right');
  const type = node.childForFieldName('type');
  if (left === null) return;
  const isOfClass = within?.code === undefined && within?.owner !== undefined;
  if (left.type === 'identifier') {
    if (isOfClass && type !== null) {
      within.owner.annotated.set(left.text, expressionOf(type));
      within.owner.annotations.set(left.text, type.text);
    }
    assign(isOfClass ? within.owner.assigned : code.assigned, left.text, right);
  } else if (left.type === 'attribute') {
    assignAttribute(left, right, code);
  } else if (left.type === 'subscript') {
    // What is put into a dict of chains or clients is what comes out of it.
    const kept = left.childForFieldName('value');
    if (kept?.type === 'attribute') assignAttribute(kept, right, code);
    else assign(code.assigned, kept?.text, right);
  } else if (left.type === 'pattern_list' || left.type === 'tuple_pattern') {
    for (const child of left.namedChildren) assign(code.assigned, child.text, right);
  }
}

function assignAttribute(left: Node, right: Node | null, code: FunctionFacts): void {
  const object = left.childForFieldName('object')?.text;
  const name = left.childForFieldName('attribute')?.text ?? '';
  if (object !== 'self' && object !== 'cls') assign(code.assigned, left.text, right);
  else if (code.owner !== undefined && right !== null) {
    const known = code.owner.attributes.get(name) ?? [];
    known.push({ value: expressionOf(right), method: code });
    code.owner.attributes.set(name, known);
  }
}

function assign(assigned: Assignments, name: string | undefined, value: Node | null): void {
  if (name === undefined || value === null) return;
  const known = assigned.get(name);
  if (known === undefined) assigned.set(name, [expressionOf(value)]);
  else known.push(expressionOf(value));
}

function callOf(node: Node, depth: number): CallExpression {
  const list = node.childForFieldName('arguments');
  return {
    kind: 'call',
    callee: expressionOf(node.childForFieldName('function'), depth + 1),
    given:
      list?.type === 'argument_list' ? list.namedChildren.map((child) => argumentOf(child, depth + 1)) : [],
    line: lineOf(node),
  };
}

function argumentOf(node: Node, depth: number): Argument {
  if (node.type !== 'keyword_argument') return { value: expressionOf(node, depth) };
  return {
    keyword: node.childForFieldName('name')?.text ?? '',
    value: expressionOf(node.childForFieldName('value'), depth),
  };
}

const OTHER: Expression = { kind: 'other' };

function expressionOf(node: Node | null, depth = 0): Expression {
  if (node === null || depth >= DEEPEST + 1) return OTHER;
  switch (node.type) {
    case 'identifier':
      return { kind: 'name', name: node.text };
    case 'attribute':
      return {
        kind: 'attribute',
        object: expressionOf(node.childForFieldName('object'), depth + HARDLY),
        name: node.childForFieldName('attribute')?.text ?? '',
      };
    case 'call':
      return callOf(node, depth);
    case 'subscript':
    case 'generic_type':
      return {
        kind: 'item',
        object: expressionOf(node.namedChild(0), depth + 1),
        index: expressionOf(node.namedChild(1), depth + 1),
      };
    case 'await':
    case 'parenthesized_expression':
    case 'type':
    case 'type_parameter':
    case 'expression_list':
    case 'list_splat':
    case 'dictionary_splat':
      return node.namedChildCount === 1
        ? expressionOf(node.namedChild(0), depth + HARDLY)
        : { kind: 'joined', piped: false, parts: partsOf(node, depth) };
    case 'binary_operator': {
      const piped = node.childForFieldName('operator')?.type === '|';
      return { kind: 'joined', piped, parts: partsOf(node, depth) };
    }
    case 'union_type':
    case 'boolean_operator':
    case 'conditional_expression':
      return { kind: 'either', parts: partsOf(node, depth) };
    case 'list':
    case 'tuple':
    case 'set':
    case 'dictionary':
      return { kind: 'joined', piped: false, parts: partsOf(node, depth) };
    case 'pair':
      return expressionOf(node.childForFieldName('value'), depth + HARDLY);
    case 'string':
      return { kind: 'text', text: node.text.replace(/^\w*["']+|["']+$/g, '') };
    case 'none':
      return { kind: 'name', name: 'None' };
    case 'ellipsis':
      return { kind: 'name', name: '...' };
    case 'true':
      return { kind: 'name', name: 'True' };
    case 'false':
      return { kind: 'name', name: 'False' };
    default:
      return OTHER;
  }
}

function partsOf(node: Node, depth: number): Expression[] {
  // A long list is data.
  return node.namedChildren.slice(0, 50).map((child) => expressionOf(child, depth + 1));
}

function lineOf(node: Node): number {
  return node.startPosition.row + 1;
}
