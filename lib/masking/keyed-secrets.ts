import { inOrder } from './in-order.js';
import type { MaskedValue } from './masked-value.js';
import { entropy, isPlaceholder, looksRandom } from './random-looking.js';
import {
  ASSIGNED,
  BEFORE_NAME,
  jointsAt,
  LONG,
  MAY_BE_BEFORE_NAME,
  type Relation,
  relationOf,
  SAID_OF_A_NAME,
} from './secret-joints.js';
import {
  KEYS_OF_OTHER_LANGUAGES,
  OTHER_CASE_FOLDINGS,
  PASSWORDS_OF_OTHER_LANGUAGES,
  TRIGGER_OPENINGS,
  triggerEnd,
  VENDOR,
  withNext,
} from './secret-words.js';
import { codeAt, holds, KEYED_SECRET, NOT_ASCII, type TextContents } from './text-contents.js';

/* What is said of names is of small letters: an expression that ignores case takes its time to be made. */

/** Only a vendor that gives out UUIDs makes one a secret; beside another name it is the name of a thing. */
const UUID_VENDOR =
  /codecov|cohere|deepl|heroku|hubspot|kucoin|linode|message[_-]?bird|npm|postmark|pulumi|railway|sendbird|snyk|squarespace/;

/** With the endings of a word, but for the scripts without spaces between words. */
const REST_OF_NAME =
  /(?:[\w.-]|(?![\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmr}\p{sc=Mymr}])[\p{L}\p{M}]){0,50}/uy;

/** No further `name=value`: its own name is looked at next. */
const VALUE = /(?![A-Za-z_]\w{0,40}=\w)[A-Za-z0-9_+/=.~:!@#%^*?$-]{6,600}/y;
const QUOTED_VALUE = /(?![A-Za-z_]\w{0,40}=\w)[^\s"'`<>\\]{6,600}/y;

const HEX = /^(?:0x)?[0-9a-f]+$/i;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Parts of a name that make it the name of something else than a secret. */
const NOT_OF_A_SECRET = new Set(
  (
    'accessor algorithm alg alias artifact author authors authorship blob branch bucket build cache cached cert certificate ' +
    'checksum column commit completion continuation correlation count crc csrf cursor dedup dedupe digest docker ' +
    'donkey endpoint endpoints etag event expiration expire expires expiry field file filename files fingerprint ' +
    'foreign format gpg hash hashed hashes host hostname hotkey i18n id idempotency ids image index integrity issuer ' +
    'key_id keyboard keychain keycode keyframe keymap keypair keyring keystore keyword keywords kid label layer len ' +
    'length limit locale max md5 measure message min monkey name names next nonce num object order page pair partition ' +
    'path paths pgp prefix primary project prompt pub public publishable range request rev revision row sha sha1 ' +
    'sha256 sha512 shard signer site size sort span ssh thought thumbprint tokenize tokenizer tokens total trace transaction ' +
    'translation tree ttl turkey type types uri url urls usage version xsrf'
  ).split(' '),
);
/** What a value is called that stands behind a name, but is not of it: "token expired for the session: …". */
const IDENTIFIERS = new Set(
  (
    'begins blob branch build checksum commit container correlation digest empreinte entry etag file fingerprint guid ' +
    'hash hashed hashes huella id identifiant identificador identifier ids image impronta kennung md5 node ' +
    'nonce object pod prüfsumme public record release request revision row serial starts sesión session sessione ' +
    'sessão sha sha1 sha256 sha512 sitzung span thumbprint trace transaction tx uuid version идентификатор ' +
    'коммит сессии хеш хэш'
  ).split(' '),
);
/** "cache key", "sort keys", "clé publique": a word beside it makes it a key of another kind. */
const KEY_OF_ANOTHER_KIND =
  /(?<![a-z])(?:bucket|cache|cluster|composite|csrf|cursor|dedup|foreign|hash|host|idempotency|index|lookup|natural|next|object|page|partition|primary|public|publishable|range|row|shard|site|sort|ssh|surrogate|translation|unique) (?:key|token)|öffentliche[rn]? schlüssel|(?:chave|chiave|clave|clé|llave|sleutel|klucz|kunci) (?:de cache|esterna|estrangeira|étrangère|foránea|pix|primaria|primária|primaire|publi|públi|pubbli|publiczny|publik|unica|única|unique)/;

const STRONG_WORD =
  /^(?:secrets?|passw(?:or)?d|pwd|pass|passphrase|token|apikey|auth|authorization|credentials?|creds|bearer|login|authtoken|accesstoken|secretkey|accesskey|privatekey|clientsecret|pat|sas|sig|psk|jeton|geheimnis|secreto|segredo|segreto)$/;
const PASSWORD = new RegExp(
  ['passw(?:or)?d', 'pwd', 'passphrase', '(?:^|[_-])pass$', ...PASSWORDS_OF_OTHER_LANGUAGES].join('|'),
  'u',
);
const QUALIFIED_KEY =
  /(?:^| )(?:api|access|account|admin|ai|app|application|auth|client|consumer|dd|ddapp|deploy|encryption|function|hmac|ingest|integration|licen[cs]e|master|my|our|personal|private|root|secret|server|service|shared|signing|storage|subscription|the|user|webhook|write|your)(?: \w+)? keys?(?: |$)/;
/** Such a key, or a token or a secret of which is said what it is for. */
const QUALIFIED = new RegExp(
  `${QUALIFIED_KEY.source}|(?:^| )(?:access|api|auth|bearer|bot|client|consumer|deploy|hmac|id|oauth|personal|refresh|secret|shared|signing|webhook) (?:token|secret)s?(?: |$)|${KEYS_OF_OTHER_LANGUAGES.join('|')}`,
  'u',
);
const IN_OTHER_LANGUAGES = new RegExp(
  [...PASSWORDS_OF_OTHER_LANGUAGES, ...KEYS_OF_OTHER_LANGUAGES].join('|'),
  'u',
);
const OF_A_VENDOR = new RegExp(
  `(?:^|[^a-z])(?:${VENDOR}|aws|amazon|gcp|google|openai|anthropic|stripe|slack|github|gitlab|npm)`,
);

/**
 * Finds values that are secret by the name beside them: `client_secret: "…"`, `<apiToken>…</apiToken>`,
 * `--password …`, `DD-API-KEY: …`, "the app key is …".
 * A name alone is not enough: the value has to look drawn at random, so that code, paths, identifiers and
 * placeholders stay.
 *
 * @returns the values in order, without overlap; a name is never part of one
 */
export function findKeyedSecrets(text: string, contents: TextContents): MaskedValue[] {
  if (!holds(contents, KEYED_SECRET)) return [];
  const found: MaskedValue[] = [];
  const isAnyOpening = holds(contents, NOT_ASCII) && OTHER_CASE_FOLDINGS.test(text);
  let searched = 0;
  for (let start = nextTrigger(text, 0, isAnyOpening); start >= 0;) {
    const end = triggerEnd(text, start);
    if (start >= searched) {
      REST_OF_NAME.lastIndex = end;
      REST_OF_NAME.test(text);
      const nameEnd = REST_OF_NAME.lastIndex;
      let value: MaskedValue | undefined;
      for (const joint of jointsAt(text, nameEnd)) value ??= valueBehind(joint, text, start, nameEnd);
      value ??= valueBefore(text, start, nameEnd);
      if (value !== undefined) found.push(value);
      searched = Math.max(value?.end ?? 0, nameEnd);
    }
    start = nextTrigger(text, end, isAnyOpening);
  }
  return inOrder(found);
}

/** The start of the leftmost trigger behind `from`, or -1. */
function nextTrigger(text: string, from: number, isAnyOpening: boolean): number {
  let opening = 0;
  // One further than the last character: a word of two may end the text.
  const { length } = text;
  for (let index = from; index <= length; index += 1) {
    opening = withNext(opening, index < length ? codeAt(text, index) : 0);
    if (TRIGGER_OPENINGS[opening] === 0 && !isAnyOpening) continue;
    const start = index - 2;
    if (start < from) continue;
    if (triggerEnd(text, start) > start) return start;
  }
  return -1;
}

function valueBehind(
  joint: RegExp,
  text: string,
  triggerStart: number,
  nameEnd: number,
): MaskedValue | undefined {
  joint.lastIndex = nameEnd;
  if (!joint.test(text)) return undefined;
  const start = joint.lastIndex;
  const isQuoted = /["'`]/.test(text.charAt(start - 1));
  const shape = isQuoted ? QUOTED_VALUE : VALUE;
  shape.lastIndex = start;
  const match = shape.exec(text)?.[0];
  if (match === undefined) return undefined;
  const value = isQuoted ? match : match.replace(/[.,:!?]+$/, '');
  // Cut short by whoever wrote it.
  if (match.startsWith('..', value.length)) return undefined;
  // What no name makes a secret, before the name is looked at: most values are plain words and numbers.
  if (value.length < 20 && !/\d/.test(value) && (joint !== ASSIGNED || /^[A-Za-z]*$/.test(value)))
    return undefined;
  if (value.length < 16 && !/[A-Za-z]/.test(value)) return undefined;
  const end = start + value.length;
  if (/[([{]/.test(text.charAt(end)) || (isQuoted && isOneOfSeveralWords(text, end, value))) return undefined;
  const between = text.slice(nameEnd, start);
  const relation = relationOf(joint, between);
  return isSecret(nameAround(text, triggerStart, nameEnd), between, value, relation)
    ? { kind: 'api-key', start, end }
    : undefined;
}

/** Whether white space ends a value in quotes, unless it is a long one with the closing quote right behind. */
function isOneOfSeveralWords(text: string, end: number, value: string): boolean {
  return (
    /\s/.test(text.charAt(end)) && !(value.length >= 16 && /^\s{1,3}["'`]/.test(text.slice(end, end + 4)))
  );
}

const REACH_OF_NAME = 300;

function valueBefore(text: string, triggerStart: number, nameEnd: number): MaskedValue | undefined {
  const reach = Math.max(0, triggerStart - REACH_OF_NAME);
  if (!MAY_BE_BEFORE_NAME.test(text.slice(reach, triggerStart))) return undefined;
  const name = nameAround(text, triggerStart, nameEnd);
  const before = nameEnd - name.own.length;
  const match = BEFORE_NAME.exec(text.slice(reach, before));
  if (match === null) return undefined;
  const [, value = '', between = ''] = match;
  const start = before - match[0].length;
  return isSecret(name, between, value, 'before')
    ? { kind: 'api-key', start, end: start + value.length }
    : undefined;
}

interface Name {
  /** The identifier itself. */
  readonly own: string;
  /** With the words before it: "datadog app key" where `own` is "key". */
  readonly full: string;
}

/** How far back a name is looked for, and how many words in front of it. */
const REACH_OF_WORDS = 60;
const MOST_WORDS = 3;

function nameAround(text: string, triggerStart: number, nameEnd: number): Name {
  const lowest = Math.max(0, triggerStart - REACH_OF_WORDS);
  const nameStart = startOf(OF_IDENTIFIER, text, triggerStart, lowest);
  let start = nameStart;
  for (let words = 0; words < MOST_WORDS; words += 1) {
    const gap = start - 1;
    if (gap <= lowest || !/[ \t]/.test(text.charAt(gap))) break;
    const wordStart = startOf(OF_WORD, text, gap, lowest);
    if (wordStart === gap) break;
    start = wordStart;
  }
  return { own: text.slice(nameStart, nameEnd), full: text.slice(start, nameEnd) };
}

/** By the code of a character of ASCII. */
const OF_WORD = Uint8Array.from({ length: 128 }, (_, code) =>
  Number(/[\w-]/.test(String.fromCharCode(code))),
);
const OF_IDENTIFIER = OF_WORD.map((isOfWord, code) => isOfWord | Number(code === 0x2e));

function startOf(kind: Uint8Array, text: string, end: number, lowest: number): number {
  let start = end;
  while (start > lowest && kind[codeAt(text, start - 1)] === 1) start -= 1;
  return start;
}

/** `OktaApiToken`, `aws_secret_access_key` and `DD-API-KEY` as words, small. */
function wordsOf(name: string): string[] {
  return small(name.replace(/([a-z\d])([A-Z])/g, '$1 $2').replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2'))
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

function isSecret({ own, full }: Name, between: string, value: string, relation: Relation): boolean {
  const isAssigned = relation === 'assigned';
  if (isReference(value) || value === own) return false;
  const wordsOfOwn = wordsOf(own);
  if (wordsOfOwn.some((word) => NOT_OF_A_SECRET.has(word)) || wordsOfOwn.at(-1) === 'signature') return false;
  const isSpoken = !isAssigned && relation !== 'listed';
  if (isSpoken && wordsOf(between).some((word) => IDENTIFIERS.has(word))) return false;
  const name = small(full);
  if (KEY_OF_ANOTHER_KIND.test(name + small(between)) || isPlaceholder(value)) return false;
  const words = wordsOf(full);
  const isOfVendor = OF_A_VENDOR.test(name);
  const isNamed =
    words.some((word) => STRONG_WORD.test(word)) ||
    QUALIFIED_KEY.test(words.join(' ')) ||
    (isOfVendor && words.some((word) => /key|token|secret/.test(word)));
  const isStrong = isNamed || IN_OTHER_LANGUAGES.test(name);
  const isPassword = PASSWORD.test(name);
  if (relation === 'near' || relation === 'before')
    return (
      isRandomAndLong(value) && ((relation === 'before' && isPassword) || QUALIFIED.test(words.join(' ')))
    );
  if (isStrong && isPassword) return isPasswordLike(value, between, relation);
  if (UUID.test(value)) return (isOfVendor && UUID_VENDOR.test(name)) || (isNamed && !isSpoken);
  if (HEX.test(value) && /[a-f]/i.test(value))
    return isStrong && isRandomHexadecimal(value, isAssigned ? 20 : LONG);
  if (/^\d+$/.test(value)) return isStrong && isOfVendor && value.length >= 16;
  if (isStrong) return looksRandom(value, isAssigned ? 12 : 16);
  if (!isAssigned) return false;
  if (isOfVendor) return looksRandom(value, 14);
  return /[a-z]/.test(value) && /[A-Z]/.test(value) && looksRandom(value, 20);
}

/** In small letters, the long s as well. */
function small(text: string): string {
  return text.toLowerCase().replaceAll('\u017f', 's');
}

function isRandomAndLong(value: string): boolean {
  if (value.length < LONG || UUID.test(value)) return false;
  return HEX.test(value) ? isRandomHexadecimal(value, LONG) : looksRandom(value, LONG);
}

function isRandomHexadecimal(value: string, least: number): boolean {
  return /[a-f]/i.test(value) && value.length >= least && entropy(value) >= 2.6;
}

/** People choose passwords: they are not drawn at random, but hold more than the letters of a word. */
function isPasswordLike(value: string, between: string, relation: Relation): boolean {
  if (relation === 'listed') return looksRandom(value);
  if (value.length < 8) return false;
  if (/^[a-z]+(?:\.[a-z_]+)+$/i.test(value)) return false;
  const classes = [/\p{Ll}/u, /\p{Lu}/u, /\d/, /[^\p{L}\p{M}\w]/u].filter((shape) =>
    shape.test(value),
  ).length;
  if (relation === 'beside' && classes < 4 && /\p{L}/u.test(between) && !SAID_OF_A_NAME.test(between))
    return looksRandom(value, 12);
  if (classes >= 3) return /\d/.test(value) || (relation === 'assigned' && /[^\w.-]/.test(value));
  return relation === 'assigned'
    ? classes === 2 && /\d/.test(value) && /[A-Za-z]/.test(value)
    : looksRandom(value);
}

/** `DB_PASSWORD_2` */
const NAME_OF_A_VARIABLE =
  /^(?:[A-Z][A-Z0-9]*_)*(?:AUTH|CRED(?:ENTIAL)?S?|KEYS?|PASS(?:W(?:OR)?D|PHRASE)?|PSK|PWD|SECRETS?|TOKENS?)(?:_[A-Z0-9]{1,12})*(?::\w+)?$/;
/** `!newPassword`, `String(10)`, and a regular expression */
const CODE = /^!+[A-Za-z_]\w*$|^\w+\(.{0,40}\)$|^\^|\(\?[=!:<]|\.\*/;
/** `response.data.token` */
const ATTRIBUTE = /^[a-z_]\w{0,30}(?:\??\.[a-z_]\w*)+$/i;

/** Addresses, paths, dates, digests, public keys, and names of a secret kept elsewhere. */
function isReference(value: string): boolean {
  return (
    /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ||
    NAME_OF_A_VARIABLE.test(value) ||
    CODE.test(value) ||
    (ATTRIBUTE.test(value) && !value.split('.').some((name) => looksRandom(name, 20))) ||
    /^(?:\.{0,2}\/|~\/|arn:|projects\/|op:|vault:|sha\d+[-:]|md5[-:]|ssh-|AAAA[BCE]3|\d{4}-\d{2}-\d{2}|v?\d+\.\d+\.\d+|\$2[aby]\$|\{)/i.test(
      value,
    ) ||
    /^[^@\s]+@[^@\s]+\.[a-z]{2,}$/i.test(value) ||
    // Behind `<password>` in a URL that shows where each part goes.
    /^@[\w.-]+(?:[:/]|$)/.test(value) ||
    /^[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|io|dev|local|internal)$/i.test(value) ||
    /\.(?:pem|key|crt|cer|json|ya?ml|txt|jks|p12|env|png|jpe?g|svg|js|ts|py|go|rb|java|html?|css|md|sh)$/i.test(
      value,
    )
  );
}
