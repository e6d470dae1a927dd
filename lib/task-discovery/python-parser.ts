import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Language, Parser, Query } from 'web-tree-sitter';

export interface PythonParser {
  readonly parser: Parser;
  /**
   * @param source in the grammar's query language,
   *   https://tree-sitter.github.io/tree-sitter/using-parsers/queries/1-syntax.html
   */
  readonly query: (source: string) => Query;
}

/** Loads the parser and the grammar of Python, both WebAssembly. */
export async function loadPythonParser(): Promise<PythonParser> {
  await Parser.init({ wasmBinary: readAssembly('web-tree-sitter') });
  const language = await Language.load(readAssembly('tree-sitter-python'));
  return { parser: new Parser().setLanguage(language), query: (source) => new Query(language, source) };
}

/** The build puts the assemblies beside the bundle; from the sources, each is in the package of its name. */
function readAssembly(name: string): Buffer {
  const beside = fileURLToPath(new URL(`${name}.wasm`, import.meta.url));
  if (existsSync(beside)) return readFileSync(beside);
  return readFileSync(createRequire(import.meta.url).resolve(`${name}/${name}.wasm`));
}
