import { BEHIND_ESCAPE, inAnyRow, type DigitText } from './digit-rows.js';
import { inOrder } from './in-order.js';
import type { MaskedValue } from './masked-value.js';

/** Digits of a number. */
const LENGTH = 9;

/** Area 000, 666 and 900 to 999, group 00 and serial 0000 were never issued. */
const AREA = '(?!000|666|9)\\d{3}';
const GROUP = '(?!00)\\d{2}';
const SERIAL = '(?!0000)\\d{4}';

/** One kind of separator; no longer chain with it on either side, and no word glued to the number but an escape. */
function separatedBy(separator: string): RegExp {
  return new RegExp(
    `(?:${BEHIND_ESCAPE}|(?<![\\d+]${separator}|[A-Za-z0-9_+$]|[A-Za-z]-))${AREA}${separator}${GROUP}${separator}${SERIAL}(?!${separator}\\d|[A-Za-z0-9_]|-[A-Za-z])`,
    'g',
  );
}
const SEPARATED = ['-', '\\.', ' '].map(separatedBy);

/** Cheap tests of a row of digits: without a match no separated, and no bare number is searched for. */
export const SEPARATED_GATE = /\d{3}([-. ])\d{2}\1\d{4}/;
export const BARE_GATE = /(?<!\d)\d{9}(?!\d)/;

const BARE = new RegExp(`(?<![\\d+][-. ]?)${AREA}${GROUP}${SERIAL}(?!\\d|[-. ]\\d)`, 'y');

export const SSN_WORD_BEGINNINGS = [
  'ss ?(?:n|#)',
  'soc(?:ial)',
  'seguro social',
  's[eé]curit[eé] sociale',
  'sozialv(?:ersicherung)',
];

export const SSN_WORD =
  /(?<![A-Za-z])(?:ssns?|ss ?#|soc(?:ial)?[ _.-]{0,2}sec(?:urity)?(?:[ _-]?(?:number|num|no|nr)\b)?|socialsecurity(?:number|no)?|(?:my|his|her|their|your) social|seguro social|s[eé]curit[eé] sociale|sozialversicherungsnummer|last ssn)(?![A-Za-z])/gi;

/**
 * From the word to the number: no digits but those of a remark in brackets, no other line but the next, and no other
 * field's name.
 */
const GAP = /(?: ?\([^()\n]{0,40}\))?[^0-9\n]{0,40}?(?:\n[^0-9\n]{0,20}?)?(?=[0-9])/y;
const OTHER_FIELD =
  /(?<![A-Za-z])(?:routing|account|acct|phone|tel|zip|ein|order|case|ticket|date|dob|id|invoice|hash|card|ref)(?![A-Za-z])/i;

/**
 * Finds US social security numbers: area, group and serial with one kind of separator between them, or nine
 * bare digits behind a word that says what they are.
 * Source: Social Security Administration, "Social Security Number Randomization" (ssa.gov/employer/randomization.html).
 *
 * @returns the numbers in order, without overlap
 */
export function findSocialSecurityNumbers(text: string, digits: DigitText): MaskedValue[] {
  const { plain } = digits;
  const found: MaskedValue[] = [];
  const separated = inAnyRow(digits, LENGTH, SEPARATED_GATE) ? SEPARATED : [];
  for (const { index, 0: number } of separated.flatMap((pattern) => [...plain.matchAll(pattern)])) {
    // Separators that look alike in `plain` must be the same character in the text.
    if (text[index + 3] === text[index + 6])
      found.push({ kind: 'ssn', start: index, end: index + number.length });
  }
  if (!inAnyRow(digits, LENGTH, BARE_GATE)) return inOrder(found);
  for (const word of plain.matchAll(SSN_WORD)) {
    GAP.lastIndex = word.index + word[0].length;
    const gap = GAP.exec(plain)?.[0];
    if (gap === undefined || OTHER_FIELD.test(gap)) continue;
    BARE.lastIndex = GAP.lastIndex;
    const bare = BARE.exec(plain);
    if (bare !== null) found.push({ kind: 'ssn', start: bare.index, end: bare.index + LENGTH });
  }
  return inOrder(found);
}
