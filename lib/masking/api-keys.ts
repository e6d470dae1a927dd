import { API_KEY_FORMATS, SHORTEST_FORMAT } from './api-key-formats.js';
import { inOrder } from './in-order.js';
import { findKeyedSecrets } from './keyed-secrets.js';
import type { MaskedValue } from './masked-value.js';
import { entropy, isPlaceholder } from './random-looking.js';
import { SECRET_SHAPES } from './secret-shapes.js';
import { codeAt, holds, TOKEN, type TextContents } from './text-contents.js';
import { isOpening, openedWith, START } from './token-openings.js';

/** Characters that the first `SHORTEST_FORMAT` of a token may be. */
const TOKEN_CHARACTER = Uint8Array.from({ length: 128 }, (_, code) =>
  Number(/[\w+/=.~:!@#%^*?$\\-]/.test(String.fromCharCode(code))),
);

const MARKED = API_KEY_FORMATS.filter((format) => 'marker' in format).map(({ marker, pattern }) => ({
  marker,
  pattern: new RegExp(`${START}(?:${pattern})`, 'g'),
}));

const SHORTEST_KEY = 8;

/**
 * Finds API keys and other secrets: tokens of a vendor's own format, JSON Web Tokens, private keys, URLs that
 * are secrets themselves, passwords in URLs and headers, and values that a name beside them makes a secret.
 *
 * @returns the keys in order, without overlap
 */
export function findApiKeys(text: string, contents: TextContents): MaskedValue[] {
  if (text.length < SHORTEST_KEY) return [];
  const found: MaskedValue[] = [];
  const add = (match: RegExpExecArray, accepts: (secret: string) => boolean): void => {
    const matched = match[1] ?? match[0];
    const start = match.index + match[0].length - matched.length;
    // Some formats allow dots; one at the end belongs to the sentence, and two say that the rest is left out.
    const secret = matched.replace(/\.+$/, '');
    const end = start + secret.length;
    if (matched.endsWith('..') || isFileName(text, end) || isPublishable(text, start)) return;
    if (!isInsideData(text, start) && accepts(secret)) found.push({ kind: 'api-key', start, end });
  };
  const addAll = (pattern: RegExp, accepts: (secret: string) => boolean): void => {
    // `matchAll` would copy the expression, which costs more than searching a short text with it.
    pattern.lastIndex = 0;
    for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) add(match, accepts);
  };
  if (holds(contents, TOKEN)) {
    for (const match of openedTokens(text)) add(match, isFormattedKey);
    for (const { marker, pattern } of MARKED) if (text.includes(marker)) addAll(pattern, isFormattedKey);
  }
  for (const { facts, gate, pattern, accepts } of SECRET_SHAPES)
    if (holds(contents, facts) && gate.test(text)) addAll(pattern, accepts);
  found.push(...findKeyedSecrets(text, contents));
  return found.length === 0 ? found : inOrder(found);
}

/** Every token of a format that is told by its opening, from left to right and without overlap. */
function openedTokens(text: string): RegExpExecArray[] {
  const tokens: RegExpExecArray[] = [];
  const { length } = text;
  let next = 0;
  // Steps of the shortest length meet every run of token characters that is as long.
  let probe = SHORTEST_FORMAT - 1;
  while (probe < length) {
    let end = probe;
    while (end < length && isTokenCharacter(codeAt(text, end))) end += 1;
    let start = probe;
    while (end > probe && start > next && isTokenCharacter(codeAt(text, start - 1))) start -= 1;
    for (let position = start; position + SHORTEST_FORMAT <= end; position += 1) {
      const first = codeAt(text, position);
      const second = codeAt(text, position + 1);
      if (!isOpening(first, second) || !mayBegin(text, position)) continue;
      const pattern = openedWith(first, second);
      if (pattern === undefined) continue;
      pattern.lastIndex = position;
      const token = pattern.exec(text);
      if (token === null) continue;
      tokens.push(token);
      next = pattern.lastIndex;
      position = next - 1;
    }
    probe = Math.max(end + 1, next) + SHORTEST_FORMAT - 1;
  }
  return tokens;
}

function isTokenCharacter(code: number): boolean {
  return code < 128 && TOKEN_CHARACTER[code] === 1;
}

/** Necessary for `START`, and cheaper. */
function mayBegin(text: string, position: number): boolean {
  if (position === 0) return true;
  const before = codeAt(text, position - 1);
  const isLetterOrDigit =
    (before >= 48 && before <= 57) || (before >= 65 && before <= 90) || (before >= 97 && before <= 122);
  return !isLetterOrDigit || text.charAt(position - 2) === '\\' || text.charAt(position - 3) === '%';
}

function isFormattedKey(secret: string): boolean {
  return entropy(secret) >= 2.8 && !isPlaceholder(secret);
}

/** `ico-0123….png`: what a build tool names its files after. */
function isFileName(text: string, end: number): boolean {
  if (text.charAt(end) !== '.') return false;
  return /^(?:avif|css|gif|html?|ico|jpe?g|js|json|map|mjs|pdf|png|svg|ts|txt|webp|woff2?)\b/.test(
    text.slice(end + 1, end + 7),
  );
}

/** `pk_live_…`: a key that a vendor means to be seen in a page's source. */
function isPublishable(text: string, start: number): boolean {
  return /(?:^|[^A-Za-z])(?:pk|pub|public|publishable)[_-]$/i.test(
    text.slice(Math.max(0, start - 13), start),
  );
}

const DATA = /^[A-Za-z0-9+/]{64}$/;

/** In an image or another file in base64, letters meet by chance. */
function isInsideData(text: string, start: number): boolean {
  return /[+/]/.test(text.charAt(start - 1)) && DATA.test(text.slice(Math.max(0, start - 64), start));
}
