import { HIGH, LETTER_OR_DIGIT, OPERATOR, UNDERSCORE } from './byte-entries.js';
import { DOT, HYPHEN, isOf, QUESTION_MARK } from './ascii.js';
import { TRIGGER_WORDS } from './secret-words.js';
import { isWordAt, type WordBeginnings, wordBeginnings } from './word-beginnings.js';

/*
 * What the first look makes of names: whether one may make the value beside it a secret.
 */

/** Whether an operator begins here: a question mark only makes one with another. */
export function isOperator(bytes: Buffer, place: number): boolean {
  if (place > 0 && isOf(OPERATOR, bytes, place - 1)) return false;
  return bytes[place] !== QUESTION_MARK || bytes[place + 1] === QUESTION_MARK;
}

/** How far back the name before an operator may end, and how long it may be. */
const LONGEST_JOINT = 60;
const LONGEST_NAME = 80;
/** The type, or the attribute, that may stand between a name and its operator. */
const BETWEEN = /(?:string|str|byte|char|value|content|default|val)$/i;
const LONGEST_BETWEEN = 7;
const REACH_OF_NAME = 120;
/** In a Kubernetes manifest. */
const KIND = 'kind';

/** Whether the name before an operator may be that of a secret. */
export function hasSecretName(bytes: Buffer, start: number, operator: number): boolean {
  let nameEnd = operator;
  const lowest = Math.max(start, operator - LONGEST_JOINT);
  while (nameEnd > lowest && !isOf(OF_NAME, bytes, nameEnd - 1)) {
    nameEnd -= 1;
    // It was looked at when that operator was.
    if (isOf(OPERATOR, bytes, nameEnd)) return false;
  }
  let nameStart = nameEnd;
  const earliest = Math.max(start, nameEnd - LONGEST_NAME);
  while (nameStart > earliest && isOfName(bytes, nameStart - 1)) nameStart -= 1;
  if (nameStart === nameEnd) return false;
  if (holdsTrigger(bytes, nameStart, nameEnd)) return true;
  const name = bytes.toString('latin1', Math.max(nameStart, nameEnd - LONGEST_BETWEEN), nameEnd);
  if (name.endsWith(KIND)) return true;
  return BETWEEN.test(name) && holdsTrigger(bytes, Math.max(start, nameStart - REACH_OF_NAME), nameStart);
}

const OF_NAME = LETTER_OR_DIGIT | UNDERSCORE | HIGH;

function isOfName(bytes: Buffer, place: number): boolean {
  return isOf(OF_NAME, bytes, place) || bytes[place] === HYPHEN || bytes[place] === DOT;
}

// Made when it is first asked for: many datasets do not need it, and it takes some milliseconds.
let triggers: WordBeginnings | undefined;

/** Whether a word that may make a value a secret stands in the bytes. */
export function holdsTrigger(bytes: Buffer, start: number, end: number): boolean {
  triggers ??= wordBeginnings([], TRIGGER_WORDS);
  for (let index = start; index < end; index += 1) if (isWordAt(triggers, bytes, index, end)) return true;
  return false;
}
