import { askMachinePython } from './machine-python.js';

/** Parses and never executes. What is no literal is given as its source, in an object of its own. */
const READ_CALLS = `
import ast, json, sys

def value_of(node):
    try:
        return ast.literal_eval(node)
    except ValueError:
        return {"source": ast.unparse(node)}

units = []
for code in json.load(sys.stdin):
    tree = ast.parse(code)
    calls, names = [], {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            keywords = {keyword.arg: value_of(keyword.value) for keyword in node.keywords if keyword.arg}
            calls.append({"name": ast.unparse(node.func), "line": node.lineno, "keywords": keywords})
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            names[node.targets[0].id] = value_of(node.value)
    imports = [node.lineno for node in tree.body if isinstance(node, (ast.Import, ast.ImportFrom))]
    strings = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    units.append({"calls": calls, "names": names, "imports": imports, "strings": strings})
json.dump(units, sys.stdout)
`;

/** What stands in a piece of Python, as Python's own parser reads it. */
export interface PythonCode {
  readonly calls: readonly {
    readonly name: string;
    readonly line: number;
    readonly keywords: Readonly<Record<string, unknown>>;
  }[];
  /** What is assigned to a name, the last one where there are several. */
  readonly names: Readonly<Record<string, unknown>>;
  /** The lines of the module's imports. */
  readonly imports: readonly number[];
  readonly strings: readonly string[];
}

/** Reads pieces of Python, a script or the cells of a notebook, without executing anything. */
export function readPython(units: readonly string[]): readonly PythonCode[] {
  return askMachinePython(READ_CALLS, units) as PythonCode[];
}

/** The keyword arguments of the one call of a name. */
export function keywordsOf(units: readonly PythonCode[], name: string): Readonly<Record<string, unknown>> {
  const calls = units.flatMap((unit) => unit.calls).filter((call) => call.name === name);
  if (calls.length !== 1) throw new Error(`${name} is called ${calls.length} times`);
  return calls[0]?.keywords ?? {};
}
