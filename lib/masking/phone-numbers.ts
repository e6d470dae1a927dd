import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { BEHIND_ESCAPE, inAnyRow, type DigitRow, type DigitText } from './digit-rows.js';
import { inOrder } from './in-order.js';
import type { MaskedValue } from './masked-value.js';
import {
  PHONE_WORD,
  PHONE_WORD_IN_NAME,
  phoneWordBeginnings,
  type PhoneWords,
  WEAK_PHONE_WORD,
} from './phone-words.js';
import { CAMEL_CASE, codeAt, holds, type TextContents, VANITY_NUMBER } from './text-contents.js';
import { mayBeWordIn, type WordBeginnings, wordBeginnings } from './word-beginnings.js';

/**
 * Up to three separators between two digits. ITU-T E.164 allows 15 digits, the bounds leave room for a trunk
 * zero in brackets and an international prefix. Every repetition is bounded, so that a search takes time in
 * proportion to the text.
 */
const SEPARATORS = '[ .()/\\u200b-]{0,3}';
const NOT_IN_A_NUMBER = `(?:${BEHIND_ESCAPE}|(?<![\\d+][.()/-]{1,2}|[\\p{L}\\p{N}_$£€¥#%+]|[A-Za-z]-))`;
const END = '(?!\\d|[.:-]\\d|[A-Za-z_]|-[A-Za-z])';

// A look at the character itself comes before the looks behind it: those are dear at every position.
const INTERNATIONAL = new RegExp(
  // Not `m=+13.029631711`, which Go adds to a time.
  `(?=[(+])(?:${BEHIND_ESCAPE}|(?<![\\p{L}\\p{N}+_%]))(?<! m=)\\(?\\+ ?\\(?[1-9](?:${SEPARATORS}\\d){6,16}(?!\\d)`,
  'gu',
);
const INTERNATIONAL_PREFIX = new RegExp(
  `(?=0)(?<![\\d+][ .()/-]{0,2}|[\\p{L}\\p{N}_.,:/%-])(?:00|011[ -])[ -]?([1-9](?:${SEPARATORS}\\d){7,16})(?!\\d)`,
  'gu',
);
/** A plus in a URL (RFC 3986, section 2.1). */
const INTERNATIONAL_ENCODED = /(?<![A-Za-z0-9])%2[Bb]([1-9]\d{7,16})(?!\d)/g;

/**
 * Area and exchange of the North American plan begin with 2 to 9; only hyphens, dots or brackets say «phone» by
 * themselves. Every such number is a possible one to `libphonenumber-js`, which therefore is not asked.
 */
const NORTH_AMERICAN = new RegExp(
  `(?=[(1-9])(?<!\\d)${NOT_IN_A_NUMBER}(?:1[ .-]?)?(?:\\([2-9]\\d{2}\\)[ .-]{0,2}[2-9]\\d{2}[ .-]\\d{4}|[2-9]\\d{2}-[2-9]\\d{2}-\\d{4}|[2-9]\\d{2}\\.[2-9]\\d{2}\\.\\d{4}|(?<!\\d\\d )[2-9]\\d{2}[/ ][2-9]\\d{2}-\\d{4})`,
  'gu',
);
/** Digits of a number with its area or country. */
const FULL_LENGTH = 10;

/** Cheap tests of a row of digits: without a match the two expressions above are not tried. */
export const INTERNATIONAL_PREFIX_GATE = /0(?<!\d0)(?:0|11[ -])[ -]?[1-9]/;
export const NORTH_AMERICAN_GATE = /[2-9]\d{2}(?:[ ./-]|\)[ .-]{0,2})[2-9]\d{2}[ .-]\d{4}/;

const VANITY_GATE = /8(?:00|33|44|55|66|77|88)\)?[ .-][A-Z0-9]/;
const VANITY =
  /(?<![A-Za-z0-9])(?:\+?1[ .-])?\(?8(?:00|33|44|55|66|77|88)\)?[ .-](?=[A-Z0-9-]{0,8}[A-Z]{3})[A-Z0-9]{1,7}(?:-?[A-Z0-9]{1,7}){0,2}(?![a-z])/g;

/** What stands before an extension: of English, French, German, Spanish, Italian, Portuguese, Polish, Czech and so on. */
const EXTENSION_WORDS =
  'ext(?:ension|n)?\\b\\.?|extensi[oó]n|x|#|int(?:erno)?\\.?|anexo|ramal|poste|durchwahl|dw\\.?|nebenstelle|apparat|app\\.|' +
  'toestel|tst\\.?|wew(?:n|nętrzny)?\\.?|linka|kl(?:apka)?\\.|mellék|anknytning|anknr?\\.|lokal(?:nummer)?|alanumero|dahili|' +
  'доб(?:авочный)?\\.?|вн(?:утр)?\\.?|εσωτ(?:ερικό)?\\.?|שלוחה|داخلي|내선|内線|內線|内线|分機|分机|轉|转|ต่อ|máy lẻ';
const EXTENSION_NUMBER = `(?:;ext=|(?:${EXTENSION_WORDS})[ .:]{0,3})\\d{1,7}(?!\\d)`;
const EXTENSION = new RegExp(`^[ ,;/]{0,3}(?:${EXTENSION_NUMBER}|\\(${EXTENSION_NUMBER}\\))`);
/** A cheap test of what stands behind a number: a digit, and something else before it. */
const MAY_BE_EXTENSION = /^[ ,;/]{0,3}[^\s\d,.;:!?'"<][^]*\d/;
const LONGEST_EXTENSION = 40;

const AFTER_WORD = new RegExp(`[+(]{0,2}\\d(?:${SEPARATORS}\\d){5,17}(?!\\d)`, 'y');
const BEFORE_WORD = new RegExp(`(?<![\\d.,:/-])[+(]{0,2}\\d(?:${SEPARATORS}\\d){6,14}$`);
const NEXT_OF_A_LIST =
  /[ \t]{0,3}(?:[,;/|&\n]|or|and|oder|und|ou|et|y|o|e|i|или|и|、|；|，)?[ \t]{0,3}(?=[+(\d])/iy;

/** How far a word reaches: to the first digit within this many characters. */
const REACH = 40;
const GAP = /[^\d\n+]{0,40}?(?:\n[^\d\n+]{0,20}?)?(?=[+(]{0,2}\d)/y;

/** Names of numbers that are none of a phone; between a phone word and digits they end the word's reach. */
const OTHER_NUMBER =
  'orders?|part|account|acct|invoice|ticket|case|reference|ref|tracking|ids?|ip|ts|timestamp|dated?|pid|port|code|zip|postal|postcode|iban|isbn|card|serial|versions?|build|model|imei|imsi|sku|ssn|ein|vat|tax|prices?|amount|total|routing|transaction|policy|passport|licen[cs]e|seed|commit|issue|bug|duration|doi|took|ms|tokens?|hash|vin|upc|ean|gtin|asin|bestellung\\p{L}*|rechnung\\p{L}*|commande|facture|pedido|factura|заказ\\p{L}*|订单|注文|assurance|assicurazione|seguro|social|sécurité|siret|siren|cpf|cnpj|nif|dni|bsn|pesel|rut|curp|rfc|aadhaar|nhs|nino|personnummer|sin|nas|ahv|oib|jmbg|cnp|egn|инн|снилс';
/** Of small letters. */
const OF_OTHER_NUMBER = new RegExp(`(?<!\\p{L})(?:${OTHER_NUMBER})(?!\\p{L})`, 'u');

/** No longer word is known whole by its beginning. */
const LONGEST_KNOWN_WHOLE = 8;

// Made when it is first asked for, as that of the phone words is.
let otherNumbers: WordBeginnings | undefined;

/** Those of the names that their beginning tells whole, if no letter outside ASCII follows. */
export function otherNumberBeginnings(): WordBeginnings {
  otherNumbers ??= wordBeginnings(
    OTHER_NUMBER.split('|').filter((name) => /^[a-z?]+$/.test(name) && name.length <= LONGEST_KNOWN_WHOLE),
    [],
  );
  return otherNumbers;
}

/** Before a weak word they, and more, make it the number of something else: "customer number". */
const OTHER_NUMBER_BEFORE = new RegExp(
  `(?<!\\p{L})(?:${OTHER_NUMBER}|bank|batch|booking|confirmation|credit|customer|employee|flight|item|line|lot|magic|member|page|part|prime|random|record|registration|reservation|room|row|student|tracking|version)[ _.-]?$`,
  'u',
);

/**
 * Finds phone numbers: any country's after `+`, after `00` or `011` where the number exists, of North America
 * in its usual settings, and any digits behind (or in brackets before) a word for a phone. An extension
 * belongs to its number.
 * Which lengths and ranges exist is `libphonenumber-js`'s to say, with its full metadata: with the small one
 * it only knows lengths.
 *
 * @returns the numbers in order, without overlap
 */
export function findPhoneNumbers(digits: DigitText, contents: TextContents): MaskedValue[] {
  const { plain, rows } = digits;
  const found: MaskedValue[] = [];
  if (holds(contents, VANITY_NUMBER) && VANITY_GATE.test(plain)) found.push(...vanityNumbers(plain));
  if (rows.length === 0) return inOrder(found);
  if (plain.includes('+')) {
    for (const { index, 0: number } of plain.matchAll(INTERNATIONAL)) {
      const length = internationalLength(number);
      if (length > 0) found.push(withExtension(plain, index + leadingBracket(number), index + length));
    }
  }
  if (inAnyRow(digits, FULL_LENGTH, INTERNATIONAL_PREFIX_GATE)) {
    for (const { index, 0: number, 1: digits = '' } of plain.matchAll(INTERNATIONAL_PREFIX)) {
      const length = internationalLength(`+${digits}`) - 1;
      if (length > 0) found.push(withExtension(plain, index, index + number.length - digits.length + length));
    }
  }
  if (plain.includes('%2')) {
    for (const { index, 0: number, 1: digits = '' } of plain.matchAll(INTERNATIONAL_ENCODED)) {
      const length = internationalLength(`+${digits}`) - 1;
      if (length === digits.length) found.push({ kind: 'phone', start: index, end: index + number.length });
    }
  }
  if (inAnyRow(digits, FULL_LENGTH, NORTH_AMERICAN_GATE)) {
    for (const { index, 0: number } of plain.matchAll(NORTH_AMERICAN)) {
      const value = withExtension(plain, index, index + number.length);
      if (isEnd(plain, value.end)) found.push(value);
    }
  }
  const words = wordsIn(plain, surroundingsOf(plain, rows));
  found.push(...besideWords(plain, words.strong, isPhoneLike));
  if (holds(contents, CAMEL_CASE)) found.push(...besideWords(plain, wordsInNames(plain), isPhoneLike));
  found.push(...besideWords(plain, words.weak, isSetLikeAPhoneNumber));
  return inOrder(found);
}

function vanityNumbers(plain: string): MaskedValue[] {
  const found: MaskedValue[] = [];
  for (const { index, 0: number } of plain.matchAll(VANITY)) {
    const symbols = number.replace(/[^A-Z0-9]/g, '').length;
    if (symbols >= 10 && symbols <= 12)
      found.push({ kind: 'phone', start: index, end: index + number.length });
  }
  return found;
}

/** Whether a phone word is in the text, whose digits and separators are ASCII. */
export function holdsPhoneWord(plain: string): boolean {
  const { strong, weak } = wordsIn(plain, [{ start: 0, end: plain.length }]);
  return strong.length > 0 || weak.length > 0;
}

interface Part {
  readonly start: number;
  readonly end: number;
}

const IS_PART_OF_WORDS = ofCharacters(/[A-Za-z _.-]/);

/** 1 at the codes of the ASCII characters that the class holds. */
function ofCharacters(characters: RegExp): Uint8Array {
  return Uint8Array.from({ length: 128 }, (_, code) => Number(characters.test(String.fromCharCode(code))));
}

/** How far back a phone word may begin, where it ends within reach. */
const LONGEST_WORD = 40;

/** The parts right before and behind the rows of digits, as far as a word in them may tell of one. */
function surroundingsOf(plain: string, rows: readonly DigitRow[]): Part[] {
  const parts: Part[] = [];
  for (const { start, end } of rows) {
    if (mayBeginWithNumber(plain.slice(start, end))) {
      const lowest = Math.max(parts.at(-1)?.end ?? 0, start - REACH - LONGEST_WORD);
      let from = start;
      while (from > lowest && !isDigit(codeAt(plain, from - 1))) from -= 1;
      // No word is a single letter; a sign may be.
      if (start - from > 1 || (start > from && codeAt(plain, from) >= 128))
        parts.push({ start: from, end: start });
    }
    JOINT_BEHIND.lastIndex = end;
    if (JOINT_BEHIND.test(plain)) {
      let to = JOINT_BEHIND.lastIndex;
      while (to < plain.length && isPartOfWords(codeAt(plain, to))) to += 1;
      parts.push({ start: JOINT_BEHIND.lastIndex, end: to });
    }
  }
  return parts;
}

/** Whether a row of digits, or its first groups, may be a number behind a word; a date, for one, is none. */
function mayBeginWithNumber(row: string): boolean {
  return row.length > 10 || isPhoneLike(row);
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Whether a phone word may hold the character. */
function isPartOfWords(code: number): boolean {
  return code >= 128 || IS_PART_OF_WORDS[code] === 1;
}

function isAsciiLetter(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}

/** Phone words in the parts, and weak ones, each in order, as if they were searched for in the whole text. */
function wordsIn(plain: string, parts: readonly Part[]): { strong: Part[]; weak: Part[] } {
  const beginnings = phoneWordBeginnings();
  const strong: Part[] = [];
  const weak: Part[] = [];
  for (const { start, end } of parts) {
    let before = start > 0 ? codeAt(plain, start - 1) : 0;
    for (let index = start; index < end; index += 1) {
      const code = codeAt(plain, index);
      const begins = code >= 128 || (isAsciiLetter(code) && !isAsciiLetter(before));
      before = code;
      // Most words do not, and each expression takes a millisecond before its first answer.
      if (!begins || !mayBeWordIn(beginnings, plain, index)) continue;
      addWord(strong, PHONE_WORD, plain, index, code);
      addWord(weak, WEAK_PHONE_WORD, plain, index, code);
    }
  }
  return { strong, weak };
}

function addWord(found: Part[], words: PhoneWords, plain: string, start: number, code: number): void {
  if (start < (found.at(-1)?.end ?? 0)) return;
  const word = words(code);
  if (word === undefined) return;
  word.lastIndex = start;
  if (word.test(plain)) found.push({ start, end: word.lastIndex });
}

function wordsInNames(plain: string): Part[] {
  return [...plain.matchAll(PHONE_WORD_IN_NAME)].map(({ index, 0: word }) => ({
    start: index,
    end: index + word.length,
  }));
}

function leadingBracket(number: string): number {
  return number.startsWith('(') && !number.includes(')') ? 1 : 0;
}

const TRAILING_GROUP = /[ .()/\u200b-]{1,3}\d+$/;

/** The length of the longest leading part that is a number of some country; 0 where there is none. */
function internationalLength(candidate: string): number {
  for (let part = candidate; digitCount(part) >= 7; part = part.replace(TRAILING_GROUP, '')) {
    const number = parsePhoneNumberFromString(part.replace(/[^\d+]/g, ''));
    if (number?.isValid() === true && !/\D\d\D\d{1,2}$/.test(part)) return part.length;
    if (number?.isPossible() === true && isGrouped(part)) return part.length;
    if (!TRAILING_GROUP.test(part)) break;
  }
  return 0;
}

/** Set in groups of two digits or more, as people write numbers and formulas are not. */
function isGrouped(part: string): boolean {
  const groups = part.match(/\d+/g) ?? [];
  return groups.length >= 3 && groups.slice(1).every((group) => group.length >= 2 || group === '0');
}

function digitCount(part: string): number {
  return part.replace(/\D/g, '').length;
}

function withExtension(plain: string, start: number, end: number): MaskedValue {
  const behind = plain.slice(end, end + LONGEST_EXTENSION).toLowerCase();
  const extension = MAY_BE_EXTENSION.test(behind) ? EXTENSION.exec(behind)?.[0].length : undefined;
  return { kind: 'phone', start, end: end + (extension ?? 0) };
}

const END_HERE = new RegExp(END, 'y');

function isEnd(plain: string, position: number): boolean {
  END_HERE.lastIndex = position;
  return END_HERE.test(plain);
}

function besideWords(
  plain: string,
  words: readonly Part[],
  accepts: (number: string) => boolean,
): MaskedValue[] {
  const found: MaskedValue[] = [];
  let searched = 0;
  const isWeak = accepts === isSetLikeAPhoneNumber;
  for (const { start: index, end: wordEnd } of words) {
    const before = numberBefore(plain, index, accepts);
    if (before !== undefined) found.push(before);
    // `build-mobile-9-191014135205`
    if (plain.charAt(wordEnd) === '-' && plain.charAt(index - 1) === '-') continue;
    if (isWeak && OTHER_NUMBER_BEFORE.test(plain.slice(Math.max(0, index - 22), index).toLowerCase()))
      continue;
    let value = wordEnd < searched ? undefined : numberAfter(plain, wordEnd, accepts);
    while (value !== undefined) {
      found.push(value);
      searched = value.end;
      value = nextOfAList(plain, value.end, accepts);
    }
  }
  return found;
}

function numberAfter(
  plain: string,
  wordEnd: number,
  accepts: (number: string) => boolean,
): MaskedValue | undefined {
  GAP.lastIndex = wordEnd;
  const gap = GAP.exec(plain)?.[0];
  if (gap === undefined || gap.length > REACH) return undefined;
  if (
    OF_OTHER_NUMBER.test(gap.toLowerCase()) ||
    /[$€£¥₹]\s?$/.test(gap) ||
    (/^\.\s*\n/.test(gap) && /\p{L}{4}$/u.test(plain.slice(wordEnd - 4, wordEnd))) ||
    /\n\s*\n|[;}]|\)\s?\{|[!?]\s|\p{L}{4}\.\s/u.test(gap) ||
    /\p{L}-?$/u.test(gap)
  )
    return undefined;
  return numberAt(plain, wordEnd + gap.length, accepts);
}

function nextOfAList(
  plain: string,
  end: number,
  accepts: (number: string) => boolean,
): MaskedValue | undefined {
  NEXT_OF_A_LIST.lastIndex = end;
  if (!NEXT_OF_A_LIST.test(plain)) return undefined;
  return numberAt(plain, NEXT_OF_A_LIST.lastIndex, accepts);
}

function numberAt(
  plain: string,
  position: number,
  accepts: (number: string) => boolean,
): MaskedValue | undefined {
  AFTER_WORD.lastIndex = position;
  const candidate = AFTER_WORD.exec(plain)?.[0];
  if (candidate === undefined) return undefined;
  for (let part = candidate; digitCount(part) >= 6; part = part.replace(TRAILING_GROUP, '')) {
    const value = withExtension(plain, position, position + part.length);
    if (accepts(part) && isEnd(plain, value.end)) return value;
    if (!TRAILING_GROUP.test(part)) break;
  }
  return undefined;
}

/** Between a number and the word for it. */
const JOINT_BEHIND = / ?\(| - /y;

/** `07400 123452 (mobile)`, `030 123456 - fax` */
function numberBefore(
  plain: string,
  wordStart: number,
  accepts: (number: string) => boolean,
): MaskedValue | undefined {
  const joint = /\d( ?\(| - )$/.exec(plain.slice(Math.max(0, wordStart - 4), wordStart))?.[1];
  if (joint === undefined) return undefined;
  const end = wordStart - joint.length;
  const from = Math.max(0, end - 32);
  const number = BEFORE_WORD.exec(plain.slice(from, end));
  if (number === null || !accepts(number[0])) return undefined;
  return { kind: 'phone', start: from + number.index, end };
}

/** A year, a month and a day, or a number of an article: `2018.12.015`. */
const DATE = /^\(?(?:(?:19|20)\d{2}([-/.])\d{1,2}\1\d{1,3}|\d{1,2}([-/.])\d{1,2}\2(?:19|20)\d{2})(?!\d)/;
const YEARS = /^(?:19|20)\d{2} ?- ?(?:19|20)\d{2}$/;
const ADDRESS_OF_A_HOST = /^\d{1,3}(?:\.\d{1,3}){3}$/;

/** `0.000168`, `8.000.000`, `262.1 83.3` */
const A_DECIMAL = /^0\.\d+$|^\d{1,3}(?:\.\d{3})*\.000|\.\d(?!\d)/;

/** Seven to fifteen digits that are neither bits, a date, a timestamp, a card nor an address of a host. */
function isPhoneLike(number: string): boolean {
  const digits = digitCount(number);
  const longest = /^\(?\+|^00|^011/.test(number) ? 17 : 13;
  if (digits < 7 || digits > longest) return false;
  if (A_DECIMAL.test(number) || !/[2-9]/.test(number)) return false;
  if (YEARS.test(number) || DATE.test(number) || ADDRESS_OF_A_HOST.test(number)) return false;
  if (/^\d{4}([ -])\d{4}\1\d{4}/.test(number) && digits > 12) return false;
  if (/^1[67]\d{8}$|^1[67]\d{11}$|^(\d)\1+$|^0?123456789?0?$/.test(number)) return false;
  return (number.match(/\d+/g) ?? []).length <= 7;
}

/** A ZIP code with its four, and what is set like a social security number, though it may be none. */
const SET_LIKE_ANOTHER_NUMBER = /^(?:\d{5}-\d{4}|\d{3}([-. ])\d{2}\1\d{4})$/;

function isSetLikeAPhoneNumber(number: string): boolean {
  if (!isPhoneLike(number) || SET_LIKE_ANOTHER_NUMBER.test(number)) return false;
  if (/^(?:\+|0(?!00)|\([+\d]\d{0,5}\))/.test(number)) return digitCount(number) >= 8;
  if (isNorthAmericanPlan(number)) return true;
  return isGrouped(number) && digitCount(number) >= 8;
}

function isNorthAmericanPlan(number: string): boolean {
  return /^1?[2-9]\d{2}[2-9]\d{6}$/.test(number.replace(/\D/g, ''));
}
