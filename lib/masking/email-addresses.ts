import { inOrder } from './in-order.js';
import type { MaskedValue } from './masked-value.js';
import {
  AT_IN_BRACKETS,
  AT_SIGN,
  AT_SIGN_ESCAPED,
  AT_SPOKEN,
  holds,
  type TextContents,
} from './text-contents.js';

/** Source of an at sign in brackets, spelled out. */
const BRACKETED_AT = '[[({]\\s?(?:at|ät|arroba|arobase|a)\\s?[\\])}]';

/** Cheap tests for texts that cannot hold an address: no at sign, nor anything that is written for one. */
const SIGN_GATE = /[@＠﹫]|%40|&#|&commat|\\u0040/i;
const BRACKET_GATE = new RegExp(BRACKETED_AT, 'i');
const SPOKEN_GATE =
  /\s(?:arroba|arobase)\s|\sat\s[^]{0,80}?(?:\sdot\s|[[({]\s?(?:dot|punkt|punto|point|\.)\s?[\])}]|\.(?:com|net|org|de|fr|it|es|me|ru|co\.))/i;

/**
 * With what follows it: a label and a dot, in any of their writings. Some texts are full of at signs, and only
 * before a domain it is worth looking around one.
 */
const SIGN =
  /(?:[@＠﹫]|%40|&#64;|&#x40;|&commat;|\\u0040)(?=[a-z0-9][a-z0-9-]{0,79}(?:(?<=[a-z0-9])[.%&[(]|[^\0-\x7f])|[^\0-\x7f])/gi;
const AT_WORD = new RegExp(`\\s?${BRACKETED_AT}\\s?|\\s(?:at|arroba|arobase)\\s`, 'gi');

/** Zero-width characters and soft hyphens, which people set inside an address to hide it from programs. */
const INVISIBLE = '\\p{Format}';
const ANY_INVISIBLE = /\p{Format}/gu;

/**
 * Letters of one writing system: an address is followed, in Chinese or Japanese, by text without a space, and
 * ends where the writing changes. Punctuation that RFC 5322 section 3.2.3 allows but text puts around an
 * address (`=`, `/`, `?`, `{`, `|`) is left out.
 */
const LATIN = /[\p{Script=Latin}\p{Nonspacing_Mark}0-9._%+~'&!#$*^-]/u;
const SCRIPTS = [
  /[\p{Script=Cyrillic}0-9._-]/u,
  /[\p{Script=Greek}0-9._-]/u,
  /[\p{Script=Han}0-9._-]/u,
  /[\p{Script=Hiragana}\p{Script=Katakana}\u30fc0-9._-]/u,
  /[\p{Script=Hangul}0-9._-]/u,
  /[\p{Script=Arabic}0-9._-]/u,
  /[\p{Script=Hebrew}0-9._-]/u,
  /[\p{Script=Devanagari}0-9._-]/u,
  /[\p{Script=Thai}0-9._-]/u,
] as const;

/** RFC 5321 section 4.5.3.1.1 allows 64 octets; invisible and escaped characters take room as well. */
const LONGEST_LOCAL_PART = 100;

const LABEL = [
  `[\\p{Script=Latin}0-9][\\p{Script=Latin}\\p{Nonspacing_Mark}0-9${INVISIBLE}-]{0,80}`,
  '[\\p{Script=Cyrillic}][\\p{Script=Cyrillic}0-9-]{0,62}',
  '[\\p{Script=Greek}][\\p{Script=Greek}0-9-]{0,62}',
  '[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}][\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\u30fc0-9-]{0,62}',
  '[\\p{Script=Hangul}][\\p{Script=Hangul}0-9-]{0,62}',
  '[\\p{Script=Arabic}][\\p{Script=Arabic}0-9-]{0,62}',
  '[\\p{Script=Hebrew}][\\p{Script=Hebrew}0-9-]{0,62}',
  `[\\p{Script=Devanagari}][\\p{Script=Devanagari}\\p{Mark}${INVISIBLE}0-9-]{0,62}`,
  '[\\p{Script=Thai}][\\p{Script=Thai}0-9-]{0,62}',
].join('|');
const DOT = `[${INVISIBLE}]?(?:\\.|\\uff0e|%2[Ee]|&#46;|\\[\\.\\]|\\(\\.\\)|\\[[Dd][Oo][Tt]\\]|\\([Dd][Oo][Tt]\\))`;
const DOMAIN = new RegExp(`[${INVISIBLE}]?(?:${LABEL})(?:${DOT}(?:${LABEL})){1,10}`, 'uy');

const SPELLED_LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';

/** How an address goes on around its at sign, where its dots are written in one of these ways. */
interface Spelling {
  readonly dot: RegExp;
  readonly domain: RegExp;
  readonly localPart: RegExp;
}

function spellingWith(spokenDots: string): Spelling {
  const dot = `\\s?[[({]\\s?(?:dot|punkt|punto|ponto|point|\\.)\\s?[\\])}]\\s?|\\s(?:${spokenDots})\\s`;
  return {
    dot: new RegExp(`${dot}|\\.`, 'i'),
    domain: new RegExp(`${SPELLED_LABEL}(?:(?:${dot}|\\.)${SPELLED_LABEL}){1,5}`, 'iy'),
    localPart: new RegExp(
      `(?:^|[^a-z0-9._%+-])([a-z0-9_][a-z0-9._%+-]{0,63}(?:(?:${dot})[a-z0-9_][a-z0-9._%+-]{0,30}){0,3})$`,
      'i',
    ),
  };
}

const SPELLING = spellingWith('dot');
/** Behind "arroba" and "arobase": elsewhere "point" and "punto" are words like any other. */
const ROMANCE_SPELLING = spellingWith('dot|punto|ponto|punt|point');

/** File endings, unit types of systemd and names of private networks: none is a public top-level domain. */
const NOT_TOP_LEVEL = new Set(
  (
    'png jpg jpeg gif svg webp ico bmp tif tiff avif css scss less js mjs cjs ts tsx jsx vue json yml yaml xml html ' +
    'htm txt log csv tsv sql php rb kt cpp java class jar war exe dll bin dat bak tmp lock gz tgz bz2 xz tar rar mp3 ' +
    'wav ogg webm ttf woff pdf doc docx xls xlsx ppt pptx ipynb parquet service socket timer mount automount slice ' +
    'target path device swap scope localdomain localhost internal lan cluster weight shape dtype transpose length'
  ).split(' '),
);

/** Words that are followed by a name with a dot where the at sign is an operator or a decorator. */
const CODE_NAMES = new Set(['self', 'this', 'np', 'torch', 'tf', 'jax']);

/**
 * Finds email addresses, among them internationalized ones (RFC 6531), and those whose at sign or dots are
 * escaped, full-width or spelled out. The at signs of scp paths, package versions, image scales, systemd
 * units, URL user names and handles are none.
 *
 * @returns the addresses in order, without overlap
 */
export function findEmailAddresses(text: string, contents: TextContents): MaskedValue[] {
  if (!mayHoldAddress(text, contents)) return [];
  const found: MaskedValue[] = [];
  for (const sign of text.matchAll(SIGN)) {
    const address = addressAround(text, sign.index, sign[0]);
    if (address !== undefined) found.push({ kind: 'email', ...address });
  }
  for (const word of text.matchAll(AT_WORD)) {
    const address = spelledAddressAround(text, word.index, word[0]);
    if (address !== undefined) found.push({ kind: 'email', ...address });
  }
  return inOrder(found);
}

function mayHoldAddress(text: string, contents: TextContents): boolean {
  if (holds(contents, AT_SIGN)) return true;
  if (holds(contents, AT_SIGN_ESCAPED) && SIGN_GATE.test(text)) return true;
  if (holds(contents, AT_IN_BRACKETS) && BRACKET_GATE.test(text)) return true;
  return holds(contents, AT_SPOKEN) && SPOKEN_GATE.test(text);
}

interface Extent {
  readonly start: number;
  readonly end: number;
}

function addressAround(text: string, at: number, sign: string): Extent | undefined {
  const start = sign === '%40' ? escapedLocalPartStart(text, at) : localPartStart(text, at);
  if (start === undefined) return undefined;
  DOMAIN.lastIndex = at + sign.length;
  const found = DOMAIN.exec(text)?.[0];
  if (found === undefined) return undefined;
  const domain = found.includes('-') ? found.replace(/-+$/, '').replace(ENDING_OF_A_WORD, '') : found;
  if (!isPublicDomain(domain)) return undefined;
  const end = at + sign.length + domain.length;
  if (isElsewhereAnAddress(text, start, at, end)) return undefined;
  return { start, end };
}

/** `info@example.hu-ra`: what a language puts at the end of a word; no top-level domain but `xn--` has a hyphen. */
const ENDING_OF_A_WORD = /(?<=\.(?!xn-)[a-z]{2,8})-[\p{Script=Latin}\p{Script=Cyrillic}]{1,6}$/iu;

function localPartStart(text: string, at: number): number | undefined {
  const lowest = Math.max(0, at - LONGEST_LOCAL_PART);
  let last = at - 1;
  while (last >= lowest && isInvisible(text.charAt(last))) last -= 1;
  const before = text.charAt(last);
  if (before === '"') return quotedStart(text, last);
  const allowed = LATIN.test(before) ? LATIN : foreignScript(before);
  if (allowed === undefined) return undefined;
  let start = last;
  while (start > lowest && (allowed.test(text.charAt(start - 1)) || isInvisible(text.charAt(start - 1))))
    start -= 1;
  if (start === lowest && start > 0 && allowed.test(text.charAt(start - 1))) return undefined;
  // `\n` before an address in a string literal, or before a decorator: the letter belongs to the escape.
  if (text.charAt(start - 1) === '\\' && /[nrt]/.test(text.charAt(start))) start += 1;
  start += /^[.'%&~!#$*^\p{Format}-]*/u.exec(text.slice(start, at))?.[0].length ?? 0;
  return /[\p{Letter}\p{Number}]/u.test(text.slice(start, at)) ? start : undefined;
}

function foreignScript(character: string): RegExp | undefined {
  return character < '\u0080' ? undefined : SCRIPTS.find((script) => script.test(character));
}

function isInvisible(character: string): boolean {
  return character > '\u0080' && /\p{Format}/u.test(character);
}

/** Before `%40`: only characters that a URL leaves as they are (RFC 3986 section 2.3), or their escapes. */
const ESCAPED_LOCAL_PART =
  /(?:^|[^A-Za-z0-9._~+%-]|%(?!2B|2D|2E|5F)[0-9A-F]{2})((?:[A-Za-z0-9._~+-]|%(?:2B|2D|2E|5F)){1,64})$/i;

function escapedLocalPartStart(text: string, at: number): number | undefined {
  const before = text.slice(Math.max(0, at - LONGEST_LOCAL_PART), at);
  const local = ESCAPED_LOCAL_PART.exec(before)?.[1];
  return local === undefined ? undefined : at - local.length;
}

function quotedStart(text: string, closing: number): number | undefined {
  const opening = text.lastIndexOf('"', closing - 1);
  if (opening < 0 || closing - opening > 64) return undefined;
  // The end of one string, and the beginning of the next: `"kind" name="@scope"`.
  if (opening > 0 && !/[\s<([,:;=]/.test(text.charAt(opening - 1))) return undefined;
  return /^"[^"\n@:,{}]+"$/.test(text.slice(opening, closing + 1)) ? opening : undefined;
}

function isPublicDomain(domain: string): boolean {
  const labels = domain
    .replace(ANY_INVISIBLE, '')
    .replace(/\uff0e|%2E|&#46;|\[\.\]|\(\.\)|\[dot\]|\(dot\)/gi, '.')
    .toLowerCase()
    .split('.');
  const top = labels.at(-1) ?? '';
  const [first = '', second = ''] = labels;
  if (/[a-z0-9]/.test(top) && !/^(?:[a-z\u00c0-\u024f]{2,24}|xn--[a-z0-9-]{2,59})$/.test(top)) return false;
  if (/^(?:openssh\.com|libssh\.org)$/.test(labels.join('.'))) return false;
  if (NOT_TOP_LEVEL.has(top) || CODE_NAMES.has(first)) return false;
  // `pkg@1.2.3-rc.next`, `icon@2x.png`, `pkg@5.beta`
  if (/^v?\d+$/.test(first) && /^\d/.test(second)) return false;
  return !(/^v?\d{1,2}x?$/.test(first) && !/^(?:com|net|org|cn)$/.test(top));
}

/** Places where `name@host.tld` means something else: a path of scp, a login of ssh, a URL, a handle. */
function isElsewhereAnAddress(text: string, start: number, at: number, end: number): boolean {
  if (/^git$/i.test(text.slice(start, at))) return true;
  const after = text.slice(end, end + 80);
  if (/^:(?:~|\.{0,2}\/|[\w.-]{1,60}\/|[\w.-]{1,60}\.git\b)/.test(after)) return true;
  const before = text.slice(Math.max(0, start - 200), start);
  if (before.endsWith('@')) return true;
  if (/:\/\/[^\s/?#"'<>]*$/.test(before)) return true;
  return /(?:^|[\s$;&|"'`])(?:ssh|scp|sftp|rsync|mosh|ssh-copy-id)(?:\s+-\w+(?:\s+[^\s-]\S*)?)*\s+$/.test(
    before,
  );
}

/** «jane at gmail.com»: a host that nobody is at but by mail. */
const MAIL_PROVIDER =
  /^(?:gmail|googlemail|hotmail|outlook|live|yahoo|icloud|aol|protonmail|proton|gmx|mail|yandex|qq|163)\.(?:com|net|org|de|fr|it|es|me|ru|co\.(?:uk|jp|in))$/i;

const STOP_WORDS =
  /^(?:account|meet|met|work|working|login|user|email|mail|address|is|are|was|mailbox|inbox|reach|write|found|the|a|an|this|that|each|every|which|any|some|one|look|it|us|me|you|him|her|them)$/i;

function spelledAddressAround(text: string, at: number, word: string): Extent | undefined {
  const isBracketed = /[[({]/.test(word);
  const isRomance = /ar/i.test(word);
  const spelling = isRomance ? ROMANCE_SPELLING : SPELLING;
  const from = Math.max(0, at - 120);
  const local = spelling.localPart.exec(text.slice(from, at))?.[1];
  if (local === undefined || STOP_WORDS.test(local)) return undefined;
  spelling.domain.lastIndex = at + word.length;
  const domain = spelling.domain.exec(text)?.[0];
  if (domain === undefined) return undefined;
  const labels = domain.split(spelling.dot);
  if (!isPublicDomain(labels.join('.')) || STOP_WORDS.test(labels[0] ?? '')) return undefined;
  const isMailProvider = MAIL_PROVIDER.test(domain);
  const isSpelled = /\s?[[({\s](?:dot|punkt|punto|ponto|punt|point)[\])}\s]/i.test(domain);
  if (!isBracketed && !isRomance && !isMailProvider && !isSpelled) return undefined;
  return { start: at - local.length, end: at + word.length + domain.length };
}
