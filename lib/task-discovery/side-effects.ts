import type { CallExpression, FunctionFacts } from './module-facts.js';
import { dotted, valuesOf, type App } from './values.js';

export type SideEffectKind = 'environment' | 'http' | 'database' | 'file';

/** What a function does beside asking a model, where the user may not expect it of an experiment. */
export interface SideEffect {
  readonly kind: SideEffectKind;
  /** The variable's name, or what is called. */
  readonly what: string;
  readonly file: string;
  readonly line: number;
}

const HTTP = /^(?:requests|httpx|aiohttp|urllib|urllib3|http\.client|websockets)\b/;
const DATABASES =
  /^(?:sqlite3|psycopg2?|asyncpg|pymysql|MySQLdb|mysql|sqlalchemy|sqlmodel|pymongo|motor|redis|neo4j|duckdb|aiosqlite|cassandra|snowflake|peewee|tortoise|supabase|firebase_admin|chromadb|pinecone|weaviate|qdrant_client|pymilvus|google\.cloud\.(?:bigquery|firestore|storage))\b/;
const WRITES = new Set([
  'write_text',
  'write_bytes',
  'unlink',
  'rmtree',
  'makedirs',
  'mkdir',
  'to_csv',
  'to_json',
  'to_excel',
  'to_parquet',
]);
const FILE_MODULES = /^(?:os|shutil|pathlib)\b/;

/** @returns the side effects of a function and of what it calls in its own module, by line */
export function sideEffectsOf(code: FunctionFacts, called: readonly FunctionFacts[], app: App): SideEffect[] {
  const found = [code, ...called.filter((one) => one.module === code.module)].flatMap((one) =>
    one.calls.flatMap((call) => effectOf(call, one, app)),
  );
  const unique = new Map(found.map((effect) => [`${effect.kind} ${effect.what} ${effect.line}`, effect]));
  return [...unique.values()].sort((a, b) => a.line - b.line);
}

function effectOf(call: CallExpression, code: FunctionFacts, app: App): SideEffect[] {
  const name = dotted(call.callee) ?? '';
  const place = { file: code.module.file, line: call.line };
  const first = call.given[0]?.value;
  if (/^(?:os\.getenv|os\.environ\.get|getenv|environ\.get)$/.test(name)) {
    return first?.kind === 'text' ? [{ kind: 'environment', what: first.text, ...place }] : [];
  }
  if (name === 'open' || name.endsWith('.open')) {
    const mode = call.given.find(
      ({ keyword }, index) =>
        keyword === 'mode' || (keyword === undefined && index === (name === 'open' ? 1 : 0)),
    )?.value;
    return mode?.kind === 'text' && /^[rbt]*[wax+]/.test(mode.text)
      ? [{ kind: 'file', what: name, ...place }]
      : [];
  }
  if (call.callee.kind === 'attribute' && WRITES.has(call.callee.name))
    return [{ kind: 'file', what: name || call.callee.name, ...place }];
  for (const value of valuesOf(call.callee, code, app)) {
    if (value.kind !== 'library') continue;
    const path = value.path.join('.');
    if (HTTP.test(path)) return [{ kind: 'http', what: path, ...place }];
    if (DATABASES.test(path)) return [{ kind: 'database', what: path, ...place }];
    if (FILE_MODULES.test(path) && /\.(?:remove|rename|replace|rmdir|copy\w*|move)$/.test(path))
      return [{ kind: 'file', what: path, ...place }];
  }
  return [];
}
