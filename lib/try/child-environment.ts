import { existsSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { realFolder } from '../output/real-folder.js';
import { findApiKeys } from '../masking/api-keys.js';
import { ANYTHING } from '../masking/text-contents.js';

/** What the guard inside of the tried program is told, in environment variables: see python/guard/sitecustomize.py. */
export interface GuardSettings {
  /** Where sitecustomize.py is. */
  readonly guardFolder: string;
  /** A folder of this trial alone. */
  readonly temporaryFolder: string;
  readonly file: string;
  readonly allowedHosts: readonly string[];
  /** When the guard writes down what every thread is doing, in milliseconds since 1970. */
  readonly deadline: number;
}

/** The variable that names the folder of a run, and by which everything that the run started is known. */
export const FOLDER_VARIABLE = 'LLM_OBS_TRY_FOLDER';

/** A secret that the tried program is not given, and whose value nobody is shown. */
export interface Secret {
  readonly name: string;
  readonly value: string;
}

/** Names of variables that hold a secret, whatever the value looks like. */
const SECRET_NAME =
  /_pwd$|(?:^|_)(?:api_?key|app_?key|application_key|key|keys|key_id|token|secret|password|passwd|passphrase|credentials?|auth|dsn|webhook(?:_url)?|connection_string|cookie)$/i;

/** What a secret becomes. It is a key to nothing, and says where it comes from in an error message. */
const DUMMY = 'stand-in';

/** A shorter text stands by chance in others. */
const SHORTEST_REDACTED = 6;

/** Settings of the environment that would lead around the stand-in, or to keys that are kept elsewhere. */
const LEFT_OUT =
  /^(?:(?:https?|all|ftp|ws|wss|grpc|socks)_proxy|DD_AGENT_HOST|DD_TRACE_AGENT_(?:HOSTNAME|PORT)|DD_DOGSTATSD_URL|DD_PROXY_HTTPS?|AWS_(?:DEFAULT_)?PROFILE|\w+_CUSTOM_HEADERS|PYTHONSTARTUP|PYTHONINSPECT)$/i;

/**
 * Finds the secrets that a file could get at: in the environment, in the files that `load_dotenv()` would read, and in
 * those that it is told to read.
 *
 * @param folders the file's own and the working folder: from each the search goes upward
 * @param named words of the file that may name a file to read, from either folder
 * @param home the user's home folder
 */
export function findSecrets(
  environment: NodeJS.ProcessEnv,
  folders: readonly string[],
  named: readonly string[] = [],
  home: string = os.homedir(),
): Secret[] {
  // A generated file looks upward from where it really is.
  const places = [...new Set([...folders, ...folders.map(realFolder)])];
  const files = [
    ...named.flatMap((name) => places.map((folder) => path.resolve(folder, withHome(name, home)))),
    ...places.map(nearestDotEnv),
    path.join(home, '.datadog', 'credentials'),
  ];
  const variables = [...[...new Set(files)].flatMap(variablesOf), ...Object.entries(environment)];
  return variables.flatMap(([name, value = '']) => {
    if (!isSecret(name, value)) return [];
    const password = URL.canParse(value) ? new URL(value).password : '';
    return [...(password === '' ? [] : [{ name, value: password }]), { name, value }];
  });
}

/** Whether a variable is a secret, by its name or by its value. */
export function isSecret(name: string, value: string): boolean {
  if (value === '') return false;
  // A number of tokens, a switch or a path to a socket is none.
  if (/^\d{1,5}$|^(?:true|false|yes|no|on|off)$/i.test(value) || name === 'SSH_AUTH_SOCK') return false;
  if (SECRET_NAME.test(name)) return true;
  const hasPassword = URL.canParse(value) && new URL(value).password !== '';
  return hasPassword || findApiKeys(`${name}=${value}`, ANYTHING).length > 0;
}

/** Names of variables that hold the address of an LLM's service. */
const ADDRESS_NAME =
  /(?:openai|azure|llm|anthropic).*(?:endpoint|base|url)|(?:endpoint|base|url).*(?:openai|azure|llm)/i;

/**
 * An app may read its key and its address from names of its own, which a file then asserts: offline they need no value.
 *
 * @param asserted the names
 * @returns a dummy for each key, and the stand-in's address for each address
 */
export function assertedEnvironment(asserted: readonly string[], origin: string): Record<string, string> {
  return Object.fromEntries(
    asserted.flatMap((name): [string, string][] => {
      if (ADDRESS_NAME.test(name)) return [[name, origin]];
      return SECRET_NAME.test(name) ? [[name, DUMMY]] : [];
    }),
  );
}

/**
 * @param inherited the environment of this process
 * @param standIn the variables that point at the stand-in, which win
 * @param secrets what the program must not see: each gets a dummy, so that `load_dotenv()` leaves it alone
 * @returns the environment that the tried program is run in
 */
export function childEnvironment(
  inherited: NodeJS.ProcessEnv,
  standIn: Readonly<Record<string, string>>,
  secrets: readonly Secret[],
  { guardFolder, temporaryFolder, file, allowedHosts, deadline }: GuardSettings,
): NodeJS.ProcessEnv {
  const kept = Object.entries(inherited).filter(([name]) => !LEFT_OUT.test(name));
  const dummies = secrets.map(({ name, value }): [string, string] => [name, withoutPassword(value)]);
  return {
    ...Object.fromEntries(kept),
    ...Object.fromEntries(dummies),
    ...standIn,
    PYTHONPATH: [guardFolder, inherited.PYTHONPATH].filter(Boolean).join(path.delimiter),
    PYTHONUNBUFFERED: '1',
    PYTHONDONTWRITEBYTECODE: '1',
    // Traces of a kernel's own.
    JUPYTER_RUNTIME_DIR: path.join(temporaryFolder, 'jupyter'),
    IPYTHONDIR: path.join(temporaryFolder, 'ipython'),
    // A debugger's warning on frozen modules, once a kernel.
    PYDEVD_DISABLE_FILE_VALIDATION: '1',
    [FOLDER_VARIABLE]: temporaryFolder,
    LLM_OBS_TRY_FILE: file,
    LLM_OBS_TRY_ALLOWED_HOSTS: allowedHosts.join(',').toLowerCase(),
    LLM_OBS_TRY_DEADLINE: String(deadline / 1000),
  };
}

/**
 * @param secrets what is to be shown to nobody
 * @returns takes every secret's value out of a text that is to be shown or written
 */
export function redactor(secrets: readonly Secret[]): (text: string) => string {
  const redacted = secrets
    .filter(({ value }) => value.length >= SHORTEST_REDACTED)
    .toSorted((one, other) => other.value.length - one.value.length);
  return (text) => redacted.reduce((rest, { name, value }) => rest.replaceAll(value, `<${name}>`), text);
}

/** A URL keeps its host, so that a database on this machine is still named; everything else becomes the dummy. */
function withoutPassword(value: string): string {
  if (!URL.canParse(value)) return DUMMY;
  const url = new URL(value);
  if (url.password === '') return DUMMY;
  url.password = DUMMY;
  return url.href;
}

function withHome(name: string, home: string): string {
  return name.replace(/^~(?=[/\\]|$)/, home);
}

/** As python-dotenv looks for it: in the folder, and in each above. */
function nearestDotEnv(folder: string): string {
  const file = path.join(folder, '.env');
  const above = path.dirname(folder);
  return existsSync(file) || above === folder ? file : nearestDotEnv(above);
}

function variablesOf(file: string): [string, string | undefined][] {
  try {
    return Object.entries(parseEnv(readFileSync(file, 'utf8')));
  } catch {
    // Not there, or not readable: then the tried program cannot read it either.
    return [];
  }
}
