import { HIGH, LETTER_OR_DIGIT, OPERATOR, UNDERSCORE } from './byte-entries.js';
import { DOT, HYPHEN, isOf, QUESTION_MARK, small } from './ascii.js';
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
const BETWEEN = ['string', 'str', 'byte', 'char', 'value', 'content', 'default', 'val'];
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
  // By the last letter first: a name as a text costs more than all else that is looked at here.
  for (const word of WORDS_BY_END[small(bytes[nameEnd - 1] ?? 0)] ?? []) {
    if (!endsWith(bytes, nameStart, nameEnd, word)) continue;
    if (word === KIND_BYTES) return true;
    return holdsTrigger(bytes, Math.max(start, nameStart - REACH_OF_NAME), nameStart);
  }
  return false;
}

const KIND_BYTES = Buffer.from(KIND);
const WORDS = [KIND_BYTES, ...BETWEEN.map((word) => Buffer.from(word))];
const WORDS_BY_END = Array.from({ length: 256 }, (_, byte) => WORDS.filter((word) => word.at(-1) === byte));

/** Whether the bytes end in a word, of whatever case. */
function endsWith(bytes: Buffer, start: number, end: number, word: Buffer): boolean {
  const from = end - word.length;
  if (from < start) return false;
  for (let index = 0; index < word.length; index += 1)
    if (small(bytes[from + index] ?? 0) !== word[index]) return false;
  return true;
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
