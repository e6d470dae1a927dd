import { entropy, isPlaceholder } from './random-looking.js';
import {
  AT_SIGN,
  BASIC,
  CURL,
  HYPHENS,
  KEY_TYPE,
  KUBERNETES_SECRET,
  LONG_WORD,
  TOKEN,
  type TextContents,
} from './text-contents.js';

/** A secret that its own shape, or the words right before it, give away, whoever issued it. */
export interface SecretShape {
  readonly name: string;
  /** What every text with an accepted match in it holds. */
  readonly facts: TextContents;
  /** A cheap test, for a text with those facts: without a match in it the pattern is not tried. */
  readonly gate: RegExp;
  /** The secret is the first group where there is one, else the whole match; it ends the match. */
  readonly pattern: RegExp;
  readonly accepts: (secret: string) => boolean;
}

/** Sources of expressions for URLs that let anybody post who knows them. */
const WEBHOOKS = [
  // Slack Docs, "Sending messages using incoming webhooks"
  'hooks\\.slack(?:-gov)?\\.com/(?:services|workflows|triggers)/[A-Za-z0-9+/_-]{30,120}',
  // Discord Docs, "Webhook resource"
  '(?:(?:canary|ptb)\\.)?discord(?:app)?\\.com/api/(?:v\\d{1,2}/)?webhooks/\\d{15,22}/[A-Za-z0-9_-]{40,90}',
  // Microsoft Learn, "Create an Incoming Webhook"
  '(?:[a-z0-9-]{1,60}\\.webhook\\.office|outlook\\.office(?:365)?)\\.com/webhook(?:b2)?/[A-Za-z0-9@-]{40,120}/IncomingWebhook/[A-Za-z0-9]{20,60}/[A-Za-z0-9-]{20,80}(?:/[A-Za-z0-9_-]{10,80})?',
  // Microsoft Learn, "Call, trigger, or nest workflows in Azure Logic Apps"
  '[a-z0-9.-]{4,80}\\.(?:logic\\.azure|powerplatform)\\.com(?::443)?/[^\\s"\'<>`]{40,400}sig=[A-Za-z0-9_%-]{20,80}',
  // Google Chat Docs, "Build an app as a webhook"
  'chat\\.googleapis\\.com/v1/spaces/[A-Za-z0-9_-]{5,40}/messages\\?[^\\s"\'<>`]{30,300}',
  // Zapier Help, "Trigger Zaps from webhooks"
  'hooks\\.zapier\\.com/hooks/(?:catch|standard)/[A-Za-z0-9/]{8,60}',
  // IFTTT Help, "Webhooks"
  'maker\\.ifttt\\.com/trigger/[\\w-]{1,60}/(?:json/)?with/key/[A-Za-z0-9_-]{16,60}',
  // Make Help, "Webhooks"
  'hook\\.(?:[a-z]{2}\\d\\.)?(?:make|integromat)\\.com/[a-z0-9]{20,40}',
  // Tines Docs, "Webhook action"
  '[a-z0-9-]{1,60}\\.tines\\.com/webhook/[a-z0-9]{20,64}/[a-z0-9]{20,64}',
  // Feishu, DingTalk and WeCom open platforms, "custom bot"
  'open\\.(?:feishu\\.cn|larksuite\\.com)/open-apis/bot/v2/hook/[A-Za-z0-9-]{30,40}',
  'oapi\\.dingtalk\\.com/robot/send\\?access_token=[0-9a-f]{40,80}',
  'qyapi\\.weixin\\.qq\\.com/cgi-bin/webhook/send\\?key=[0-9a-f-]{36}',
  // SoftLayer API reference: a key in the path of its SOAP endpoint
  'api\\.softlayer\\.com/soap/v3(?:\\.1)?/[a-z0-9]{64}',
].join('|');

const EVERYDAY_PASSWORD =
  /^(?:[^\0-\x7f]+|pass(?:word|wd)?|pwd|pw|secret|changeme|user(?:name)?|token|test|\*+|x+|admin|api[_-]?key|key|mypass(?:word)?|[<${[:%].*|\.{3}.*)$/i;

export const SECRET_SHAPES: readonly SecretShape[] = [
  {
    name: 'private key in PEM (RFC 7468), of OpenSSH or OpenPGP, with its lines broken or escaped',
    facts: HYPHENS,
    gate: /PRIVATE KEY/,
    pattern:
      /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?:(?:(?!-----BEGIN)[^]){0,20000}?-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|(?:\s|\\[nr]){0,4}[A-Za-z0-9+/=\\\r\n]{40,20000})/g,
    accepts: isPrivateKey,
  },
  {
    name: 'private key of PuTTY',
    facts: LONG_WORD,
    gate: /Private-Lines/,
    pattern: /Private-Lines: \d{1,3}\r?\n([A-Za-z0-9+/=\r\n]{40,20000})/g,
    accepts: (secret) => !isPlaceholder(secret),
  },
  {
    name: 'private member of a JSON Web Key (RFC 7518 section 6)',
    facts: KEY_TYPE,
    gate: /"kty"/,
    pattern: /"(?:d|k|p|q|dp|dq|qi)"\s{0,3}:\s{0,3}"([A-Za-z0-9_-]{20,1000})(?=")/g,
    accepts: (secret) => !isPlaceholder(secret),
  },
  {
    name: 'JSON Web Token (RFC 7519), signed or encrypted',
    facts: LONG_WORD,
    gate: /eyJ/,
    pattern:
      /(?:(?<![A-Za-z0-9_])|(?<=%[0-9A-F]{2}))eyJ[A-Za-z0-9_-]{8,4000}\.[A-Za-z0-9_-]{0,8000}(?:\.[A-Za-z0-9_-]{0,8000}){0,3}={0,2}/g,
    accepts: isJsonWebToken,
  },
  {
    name: 'JSON Web Token in base64',
    facts: LONG_WORD,
    gate: /ZXlK/,
    pattern: /(?<![A-Za-z0-9+/])ZXlK[A-Za-z0-9+/_-]{60,8000}={0,2}/g,
    accepts: (secret) => /^eyJ[A-Za-z0-9_-]+\./.test(decoded(secret)),
  },
  {
    name: 'webhook',
    facts: LONG_WORD,
    gate: /hooks?[./]|webhook|trigger|\/(?:bot|robot|soap)\/|chat\.googleapis|workflows/,
    pattern: new RegExp(`(?:https?://)?(?<![A-Za-z0-9.-])(?:${WEBHOOKS})`, 'g'),
    accepts: (secret) => !isPlaceholder(secret),
  },
  {
    name: 'password in a URL (RFC 3986 section 3.2.1)',
    facts: AT_SIGN,
    gate: /:\/\/[^/]{0,200}@/,
    pattern: /:\/\/[^\s/:@?#"'<>`]{0,100}:([^\s/@"'<>`]{2,200})(?=@[A-Za-z0-9[(${*%_.-])/g,
    accepts: isPassword,
  },
  {
    name: 'password in a data source name of Go (go-sql-driver/mysql, README, "DSN")',
    facts: AT_SIGN,
    gate: /@(?:tcp6?|unix)\(/,
    pattern: /(?<![A-Za-z0-9._-])[\w.-]{1,64}:([^\s/@"'<>`]{2,200})(?=@(?:tcp6?|unix)\()/g,
    accepts: isPassword,
  },
  {
    name: 'token for a user name in a URL',
    facts: AT_SIGN | LONG_WORD,
    gate: /:\/\/[^/]{0,200}@/,
    pattern: /https?:\/\/([A-Za-z0-9_-]{20,100})(?=@[A-Za-z0-9])/g,
    accepts: (secret) => entropy(secret) >= 3 && /\d/.test(secret) && !isPlaceholder(secret),
  },
  {
    name: 'basic credentials (RFC 7617 section 2)',
    facts: BASIC,
    gate: /basic["'\s]/i,
    pattern: /\bbasic(?:\s{1,3}|["'],\s{0,3}["'])([A-Za-z0-9+/_-]{8,400}={0,2})/gi,
    accepts: isBasicCredentials,
  },
  {
    name: 'bearer token (RFC 6750 section 2.1)',
    facts: TOKEN,
    gate: /(?:bearer|token)\s/i,
    pattern: /\b(?:bearer|token)\s{1,3}["']?([A-Za-z0-9_.~+/=-]{16,1000})/gi,
    accepts: isBearerToken,
  },
  {
    name: 'user and password for curl (its manual, option --user)',
    facts: CURL,
    gate: /curl\s/,
    pattern:
      /\bcurl\s(?:[^\n]{0,300}?\s)?(?:-u|--user)(?:=|\s{0,3})["']?((?![$<{(])[^\s"':$<{]{0,100}:[^\s"'$<{]{0,100})(?=["']|\s|$)/g,
    accepts: isCurlUser,
  },
  {
    name: 'credentials of a Sidekiq licence (Sidekiq wiki, "Commercial support")',
    facts: TOKEN,
    gate: /contribsys/i,
    pattern: /contribsys__com["']?\s{0,3}[=:]{1,3}\s{0,3}["']?([0-9a-f]{8}:[0-9a-f]{8})/gi,
    accepts: () => true,
  },
  {
    name: 'value of a Kubernetes secret (Kubernetes Docs, "Secrets": in base64)',
    facts: KUBERNETES_SECRET,
    gate: /\bkind["']?:[ \t]{0,5}["']?Secret\b/,
    pattern:
      /\n[ \t]{1,12}["']?[\w.-]{1,80}["']?:[ \t]{1,5}["']?([A-Za-z0-9+/]{10,4000}={0,2})(?=["']?\s*(?:\n|$))/g,
    accepts: (secret) => !isPlaceholder(secret),
  },
];

function decoded(base64: string): string {
  return Buffer.from(base64, 'base64').toString('latin1');
}

/** RFC 7515 section 4: the header is a JSON object that names the algorithm. */
function isJsonWebToken(secret: string): boolean {
  const [header = ''] = secret.split('.');
  const text = decoded(header);
  return text.startsWith('{"') && /"(?:alg|typ|enc|kid|cty)"/.test(text) && secret.length >= 36;
}

function isPrivateKey(block: string): boolean {
  const body = block.replace(/-----[A-Z0-9 ]+-----/g, '').replace(/\\[nr]|\s/g, '');
  if (/["']/.test(body) && !/[A-Za-z0-9+/]{40}/.test(body)) return false;
  return body.length >= 8 && !/^\.{3}|^<|^\[|^your|^x{4}/i.test(body);
}

function isBasicCredentials(secret: string): boolean {
  const credentials = decoded(secret);
  return credentials.length >= 4 && /^[\x20-\x7e]*:[\x20-\x7e]*$/.test(credentials);
}

function isBearerToken(secret: string): boolean {
  if (!/\d/.test(secret) || !/[A-Za-z]/.test(secret) || !/[A-Za-z0-9]{12}/.test(secret)) return false;
  return (
    !/^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}/i.test(secret) && entropy(secret) >= 3.2 && !isPlaceholder(secret)
  );
}

function isPassword(secret: string): boolean {
  return !EVERYDAY_PASSWORD.test(secret) && !isPlaceholder(secret);
}

function isCurlUser(credentials: string): boolean {
  const separator = credentials.indexOf(':');
  const user = credentials.slice(0, separator);
  const password = credentials.slice(separator + 1);
  if (user.length < 3 && password.length < 3) return false;
  return !EVERYDAY_PASSWORD.test(password === '' ? user : password) && !isPlaceholder(credentials);
}
