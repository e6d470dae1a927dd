import { API_KEY_FORMATS } from './api-key-formats.js';
import { inOrder } from './in-order.js';
import { findKeyedSecrets } from './keyed-secrets.js';
import type { MaskedValue } from './masked-value.js';
import { entropy, isPlaceholder } from './random-looking.js';
import { SECRET_SHAPES } from './secret-shapes.js';

/** A token begins where no letter or digit precedes, or right behind an escape (`%3D`, `\n`). */
const START = '(?<![A-Za-z0-9])(?=[A-Za-z0-9])';
const START_BEHIND_ESCAPE = `(?:${START}|(?<=%[0-9A-F]{2}|\\\\[nrt]))`;

const ALL_WITH_FIXED_START = API_KEY_FORMATS.filter(({ marker }) => marker === undefined)
  .map(({ pattern }) => pattern)
  .join('|');
const FORMATTED = new RegExp(`${START}(?:${ALL_WITH_FIXED_START})`, 'g');
const FORMATTED_BEHIND_ESCAPE = new RegExp(`${START_BEHIND_ESCAPE}(?:${ALL_WITH_FIXED_START})`, 'g');

const FORMATTED_BY_MARKER = API_KEY_FORMATS.flatMap(({ marker, pattern }) =>
  marker === undefined ? [] : [{ marker, pattern: new RegExp(`${START_BEHIND_ESCAPE}(?:${pattern})`, 'g') }],
);

const SHORTEST_KEY = 8;

/**
 * Finds API keys and other secrets: tokens of a vendor's own format, JSON Web Tokens, private keys, URLs that
 * are secrets themselves, passwords in URLs and headers, and values that a name beside them makes a secret.
 *
 * @returns the keys in order, without overlap
 */
export function findApiKeys(text: string): MaskedValue[] {
  if (text.length < SHORTEST_KEY) return [];
  const found: MaskedValue[] = [];
  const add = (pattern: RegExp, accepts: (secret: string) => boolean): void => {
    // `matchAll` would copy the expression, which costs more than searching a short text with it.
    pattern.lastIndex = 0;
    for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
      const matched = match[1] ?? match[0];
      const start = match.index + match[0].length - matched.length;
      // Some formats allow dots; one at the end belongs to the sentence.
      const secret = matched.replace(/\.+$/, '');
      const end = start + secret.length;
      if (accepts(secret) && !isFileName(text, end)) found.push({ kind: 'api-key', start, end });
    }
  };
  add(/[%\\]/.test(text) ? FORMATTED_BEHIND_ESCAPE : FORMATTED, isFormattedKey);
  for (const { marker, pattern } of FORMATTED_BY_MARKER)
    if (text.includes(marker)) add(pattern, isFormattedKey);
  for (const { gate, pattern, accepts } of SECRET_SHAPES) if (gate.test(text)) add(pattern, accepts);
  found.push(...findKeyedSecrets(text));
  return inOrder(found);
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
