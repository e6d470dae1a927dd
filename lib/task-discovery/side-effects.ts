import type { Reach } from './call-graph.js';
import { environmentRead } from './environment-read.js';
import { providerOfSpeakingCall } from './llm-libraries.js';
import {
  isRunAlone,
  type CallExpression,
  type ClassFacts,
  type Expression,
  type FunctionFacts,
} from './module-facts.js';
import { addressesGiven, dotted, memberOfClass, valuesOf, type App, type LibraryValue } from './values.js';

export type SideEffectKind = 'environment' | 'http' | 'mail' | 'process' | 'database' | 'file';

/** What a function does beside asking a model, where the user may not expect it of an experiment. */
export interface SideEffect {
  readonly kind: SideEffectKind;
  /** The variable's name, or what is called. */
  readonly what: string;
  readonly file: string;
  readonly line: number;
  /** Whether it happens when the module is imported, or the class is made, and not at each call. */
  readonly isOnce: boolean;
}

/** Libraries for plain HTTP: the calls of these names send a request. */
const HTTP = /^(?:requests|httpx|aiohttp|urllib\.request|urllib3|http\.client|websockets?)\./;
const REQUESTS = new Set(
  'get post put patch delete head options request send stream urlopen urlretrieve connect ws_connect create_connection'.split(
    ' ',
  ),
);

/** Libraries for one service, or that load pages: all that is called on what they make, and their functions. */
const SERVICES =
  /^(?:boto3|tavily|serpapi|googlesearch|duckduckgo_search|ddgs|wikipedia|wikipediaapi|arxiv|yfinance|slack_sdk|twilio|sendgrid|stripe|notion_client|googleapiclient|github|tweepy|feedparser|playwright|selenium|pytube|yt_dlp|youtube_transcript_api|firecrawl|exa_py|newsapi|spotipy|elevenlabs|azure\.storage|google\.cloud\.storage)\./;

const MAIL = /^(?:smtplib|aiosmtplib|yagmail)\./;

const PROCESSES =
  /^(?:subprocess\.(?:run|call|check_call|check_output|Popen|getoutput|getstatusoutput)|os\.(?:system|popen|startfile|(?:exec|spawn)\w+)|asyncio\.create_subprocess_(?:exec|shell)|pty\.spawn)$/;

const DATABASES =
  /^(?:sqlite3|psycopg2?|psycopg_pool|asyncpg|pymysql|MySQLdb|mysql|pyodbc|oracledb|flask_sqlalchemy|databases|pymongo|motor|redis|neo4j|duckdb|aiosqlite|aiomysql|cassandra|snowflake|peewee|tortoise|supabase|firebase_admin|chromadb|pinecone|weaviate|qdrant_client|pymilvus|elasticsearch|opensearchpy|azure\.cosmos|google\.cloud\.(?:bigquery|firestore)|boto3\.(?:client|resource)\.(?:dynamodb|rds-data|athena|redshift-data))\./;
/** Libraries whose tables and queries are written down long before a database hears of them. */
const DECLARING = /^(?:sqlalchemy|sqlmodel)\..*(?:connect|engine|session|automap)/i;
const CONNECTS =
  /connect|engine|client|session|redis$|from_url|from_uri|driver|pool|pinecone|opensearch|init/i;
/** LangChain's and LlamaIndex's own names for them. */
const STORES =
  /^(?:langchain|langgraph|llama_index)\w*\.(?:.*\.)?(?:SQLDatabase|(?:Async)?(?:Chroma|PGVector|Postgres|Sqlite|SQLite|SQL|Neo4j|Pinecone|Qdrant|Weaviate|Milvus|Redis|Elasticsearch|MongoDB|OpenSearch|AstraDB|Cassandra|Supabase)\w*)/;
/** What a database gave is looked at without asking it again: `cursor.fetchone().get("name")`. */
const GIVEN = new Set(
  'fetchone fetchall fetchmany all first one scalar scalars query search find find_one get description metadata to_dict'.split(
    ' ',
  ),
);

/** Methods of paths, data frames, figures and indexes that write, whatever they are called on. */
const WRITES = new Set(
  'write_text write_bytes unlink rmtree makedirs mkdir touch savefig save_local'.split(' '),
);
/** Those that give back a text where they are given no place for it. */
const EXPORTS = new Set('to_csv to_json to_excel to_parquet to_pickle to_html to_markdown'.split(' '));
const FILES =
  /^(?:os\.(?:remove|unlink|rename|renames|replace|rmdir|removedirs|mkdir|makedirs)|shutil\.(?:copy\w*|move|rmtree|make_archive)|tempfile\.(?:NamedTemporaryFile|TemporaryFile|TemporaryDirectory|mkstemp|mkdtemp)|logging\.(?:handlers\.)?\w*FileHandler|(?:numpy|torch|PIL|docx|pptx|openpyxl|joblib|cv2|soundfile|fpdf|matplotlib)\.(?:.*\.)?(?:save\w*|dump|imwrite|write|output))$/;

/** https://docs.python.org/3/library/functions.html#open */
const WRITING_MODE = /^(?=.*[wax+])[rwaxbtU+]+(?::\w*)?$/;

/**
 * @param owner the class that a method is called on, where an object of it is made first
 * @returns the side effects of a function and of what it calls in its own module, at each call; and those of its
 *   module's import and of making its class. Each is named once, where it is first seen.
 */
export function sideEffectsOf(
  code: FunctionFacts,
  owner: ClassFacts | undefined,
  reaches: ReadonlyMap<FunctionFacts, Reach>,
  app: App,
): SideEffect[] {
  const { module } = code;
  const imported = module.body.calls.filter((call) => !isRunAlone(call.line, module));
  const atImport = imported.flatMap(({ callee }) =>
    valuesOf(callee, module.body, app).flatMap((value) =>
      value.kind === 'function' ? [value.code] : value.kind === 'class' ? makersOf(value.owner, app) : [],
    ),
  );
  const atFirst = [...atImport, ...(owner === undefined ? [] : makersOf(owner, app))];
  const found = [
    ...inModule([code], code, reaches).flatMap((one) => effectsIn(one, false, app)),
    ...effectsIn(module.body, true, app).filter(({ line }) => !isRunAlone(line, code.module)),
    ...inModule(atFirst, code, reaches).flatMap((one) => effectsIn(one, true, app)),
  ];
  // What happens at each call comes first: that it happens at the import as well tells no more.
  found.sort((a, b) => Number(a.isOnce) - Number(b.isOnce) || a.line - b.line);
  const named = new Set<string>();
  return found.filter(({ kind, what }) => {
    const isNew = !named.has(`${kind} ${what}`);
    named.add(`${kind} ${what}`);
    return isNew;
  });
}

function makersOf(owner: ClassFacts, app: App): FunctionFacts[] {
  return memberOfClass(owner, '__init__', app).flatMap((one) => (one.kind === 'function' ? [one.code] : []));
}

/** Functions, and those that they call, in the module of one. */
function inModule(
  called: readonly FunctionFacts[],
  { module }: FunctionFacts,
  reaches: ReadonlyMap<FunctionFacts, Reach>,
): FunctionFacts[] {
  const seen = new Set(called.filter((one) => one.module === module));
  for (const one of seen) {
    for (const next of reaches.get(one)?.calls ?? []) if (next.module === module) seen.add(next);
  }
  return [...seen];
}

function effectsIn(code: FunctionFacts, isOnce: boolean, app: App): SideEffect[] {
  const { file } = code.module;
  const seen = code.calls.flatMap((call) => {
    const effect = effectOf(call, code, app);
    return effect === undefined ? [] : [{ ...effect, file, line: call.line, isOnce }];
  });
  const looked = code.lookUps.flatMap(({ object, key, line }) =>
    environmentRead({ kind: 'item', object, index: { kind: 'text', text: key } }, code, app) === undefined
      ? []
      : [{ kind: 'environment' as const, what: key, file, line, isOnce }],
  );
  return [...seen, ...looked];
}

type Effect = Pick<SideEffect, 'kind' | 'what'>;

function effectOf(call: CallExpression, code: FunctionFacts, app: App): Effect | undefined {
  const { callee, given } = call;
  const read = environmentRead(call, code, app);
  if (read !== undefined) return { kind: 'environment', what: read.variable };
  const name = callee.kind === 'attribute' || callee.kind === 'name' ? callee.name : '';
  const first = given.find(({ keyword }) => keyword === undefined)?.value;
  for (const value of librariesOf(callee, code, app)) {
    const path = value.path.join('.');
    if (path === 'logging.basicConfig')
      return given.some(({ keyword }) => keyword === 'filename') ? { kind: 'file', what: path } : undefined;
    const effect = effectOfLibrary(value, path);
    // The model itself, asked over plain HTTP.
    const isAsked = effect?.kind === 'http' && name !== 'get' && asksService(call, code, app);
    if (effect !== undefined && !isAsked) return effect;
  }
  if (name === 'open' || name === 'ZipFile')
    return opensForWriting(call, code, app) ? written(callee) : undefined;
  if (callee.kind !== 'attribute') return undefined;
  const isExport =
    EXPORTS.has(name) && (first !== undefined || given.some(({ keyword }) => keyword === 'path_or_buf'));
  return WRITES.has(name) || isExport ? written(callee) : undefined;
}

/** A library's function, or what is called on something that it made. */
function effectOfLibrary(
  { path: parts, made, answers, library }: LibraryValue,
  path: string,
): Effect | undefined {
  const last = parts.at(-1) ?? '';
  if (PROCESSES.test(path)) return { kind: 'process', what: path };
  if (FILES.test(path) || (path === 'loguru.logger.add' && !made)) return { kind: 'file', what: path };
  if (MAIL.test(path)) return { kind: 'mail', what: nameOf(parts, 2) };
  const store = STORES.exec(path)?.[0];
  if (store !== undefined) return { kind: 'database', what: store };
  if (DECLARING.test(path) || DATABASES.test(path)) {
    const connection = parts.findLastIndex((part, index) => index > 0 && CONNECTS.test(part));
    const isAsked = (made || connection > 0) && !parts.slice(0, -1).some((part) => GIVEN.has(part));
    return isAsked
      ? { kind: 'database', what: nameOf(parts, Math.max(connection + 1, library?.style === 'aws' ? 3 : 2)) }
      : undefined;
  }
  const http = HTTP.exec(path)?.[0];
  if (http !== undefined) {
    // What came back is looked at without another request: `requests.get(...).json().get(...)`.
    const below = path.slice(http.length).split('.');
    const isSent = below.findIndex((part) => REQUESTS.has(part)) === below.length - 1;
    return isSent ? { kind: 'http', what: path } : undefined;
  }
  if (!SERVICES.test(path) || answers || providerOfSpeakingCall(parts) !== undefined) return undefined;
  const isCalled = library?.style === 'aws' ? made && parts.length > 3 : made || /^[a-z]/.test(last);
  return isCalled ? { kind: 'http', what: nameOf(parts, 3) } : undefined;
}

function nameOf(parts: readonly string[], length: number): string {
  return parts.slice(0, length).join('.');
}

function asksService(call: CallExpression, code: FunctionFacts, app: App): boolean {
  return (
    code.addresses.length > 0 ||
    code.module.body.addresses.length > 0 ||
    addressesGiven(call, code, app).length > 0
  );
}

function librariesOf(expression: Expression, code: FunctionFacts, app: App): LibraryValue[] {
  return valuesOf(expression, code, app).filter((value) => value.kind === 'library');
}

/** The mode is the second argument, but the first of a path's own method. */
function opensForWriting({ callee, given }: CallExpression, code: FunctionFacts, app: App): boolean {
  const isOfPath =
    callee.kind === 'attribute' && !librariesOf(callee.object, code, app).some(({ made }) => !made);
  const byPlace = given.filter(({ keyword }) => keyword === undefined)[isOfPath ? 0 : 1];
  const mode = (given.find(({ keyword }) => keyword === 'mode') ?? byPlace)?.value;
  return mode?.kind === 'text' && WRITING_MODE.test(mode.text);
}

function written(callee: Expression): Effect {
  const name = callee.kind === 'attribute' ? callee.name : '';
  return { kind: 'file', what: dotted(callee) ?? name };
}
