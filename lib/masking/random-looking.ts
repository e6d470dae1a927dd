import { codeAt } from './text-contents.js';

const PLACEHOLDER_WORDS =
  /x{4,}|\*{3,}|\.{3}|\u2026|([^A])\1{7,}|[<>{}]|\$\(|%s|your[-_. ]?|example|place-?holder|change-?(?:me|it)|insert|replace|dummy|sample|redacted|not-?a-?real|my[-_](?:secret|key|token|password|api)|to-?do\b|fake|1234567890?(?=\D|$)|abcdefgh|secret-?here|key-?here|token-?here|goes-?here|removed|hidden|masked|undefined|null$/i;

/**
 * Whether a value only stands where a secret would: `sk-xxxx`, `YOUR_API_KEY`, `<token>`, `${TOKEN}`,
 * `AKIAIOSFODNN7EXAMPLE`.
 */
export function isPlaceholder(value: string): boolean {
  return (
    PLACEHOLDER_WORDS.test(value) ||
    /^[$%]|^process\.env|^os\.environ|^(?:env|var|vars|secrets?|data|self|this|config|settings|options|args|props)\./i.test(
      value,
    )
  );
}

const RUN = /[A-Z]?[a-z]+|[A-Z]+|\d+/g;

/** `google-auth-httplib2`, `claude-3-5-sonnet-20241022`: words with a digit or two at their ends, and numbers. */
const WORDS = /^[a-z]+\d{0,2}(?:[-_./](?:[a-z]+\d{0,2}|\d+))+$/;

/**
 * Whether a value looks drawn at random from letters and digits, unlike a name, a path or a sentence: its runs
 * of small letters, of capitals and of digits are short, and few characters repeat.
 *
 * @param value without white space
 * @param least how many letters and digits it has to have
 */
export function looksRandom(value: string, least = 16): boolean {
  const core = value.replace(/[^A-Za-z0-9]/g, '');
  if (core.length < least || core.length < value.length * 0.6) return false;
  if (!/[A-Za-z]/.test(core) || WORDS.test(value)) return false;
  if (entropy(core) < Math.min(3, Math.log2(core.length) - 0.9)) return false;
  const meanRun = core.length / (value.match(RUN) ?? []).length;
  const share = shareOfCommonPairs(value) ?? (meanRun <= 3.4 ? 0 : 1);
  if (/\d/.test(core)) return share < mostCommonPairs(core, meanRun) && isMixedWithin(value);
  return core.length >= 20 && (meanRun <= 2.6 ? share < 0.4 : share < 0.3 && !/[^a-z]/.test(value));
}

/** Fewer than this are digits between letters in names, too. */
const ENOUGH_NUMBERS = 4;

/** The share of common pairs that a mixture of letters and digits stays below, if it was drawn at random. */
function mostCommonPairs(core: string, meanRun: number): number {
  if (meanRun <= 2.2) return 0.55;
  return core.length >= 24 && (core.match(/\d+/g) ?? []).length >= ENOUGH_NUMBERS ? 0.5 : 0.4;
}

/** The pairs of letters that English and its neighbours use most; of all pairs at random they are one in six. */
const COMMON_PAIRS = new Set(
  (
    'th he in er an re on at en nd ti es or te of ed is it al ar st to nt ng se ha as ou io le ve co me de hi ri ro ic ' +
    'ne ea ra ce li ch ll be ma si om ur ca el ta la ns di fo ho pe ec pr no ct us ac ot il tr ly nc et ut ss so rs un ' +
    'lo wa ge ie wh ee wi em ad ol rt po we na ul ni ts mo ow pa im mi ai sh ir su id os iv ia am fi ci vi pl ig'
  ).split(' '),
);

/** Fewer pairs than this say nothing. */
const ENOUGH_PAIRS = 12;

/** The share of common pairs among neighbouring letters; undefined where there are too few to tell. */
function shareOfCommonPairs(value: string): number | undefined {
  let pairs = 0;
  let common = 0;
  for (const run of value.match(/[A-Za-z]{2,}/g) ?? []) {
    const letters = run.toLowerCase();
    pairs += letters.length - 1;
    for (let index = 1; index < letters.length; index += 1)
      if (COMMON_PAIRS.has(letters.slice(index - 1, index + 1))) common += 1;
  }
  return pairs < ENOUGH_PAIRS ? undefined : common / pairs;
}

/** Names join words with `-`, `_`, `.` and `/`; in random text the parts between those hold a mixture. */
function isMixedWithin(value: string): boolean {
  const segments = value.split(/[^A-Za-z0-9]+/);
  let mixed = 0;
  let letters = 0;
  for (const segment of segments) {
    letters += segment.length;
    if (segment.length >= 4 && /\d/.test(segment) && /[A-Za-z]/.test(segment)) mixed += segment.length;
    else if (/[a-z][A-Z]+[a-z]+[A-Z]/.test(segment)) mixed += segment.length;
  }
  return mixed >= letters * 0.4;
}

const HOW_OFTEN = new Uint32Array(128);

/** Shannon entropy in bits a character: Shannon, "A Mathematical Theory of Communication" (1948), section 6. */
export function entropy(value: string): number {
  if (/[^\0-\x7f]/.test(value)) return entropyOf(countsOf(value), value.length);
  const codes: number[] = [];
  for (let index = 0; index < value.length; index += 1) {
    const code = codeAt(value, index);
    const count = HOW_OFTEN[code] ?? 0;
    if (count === 0) codes.push(code);
    HOW_OFTEN[code] = count + 1;
  }
  const counts = codes.map((code) => HOW_OFTEN[code] ?? 0);
  for (const code of codes) HOW_OFTEN[code] = 0;
  return entropyOf(counts, value.length);
}

function countsOf(value: string): number[] {
  const counts = new Map<string, number>();
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()];
}

function entropyOf(counts: readonly number[], length: number): number {
  let bits = 0;
  for (const count of counts) bits -= (count / length) * Math.log2(count / length);
  return bits;
}
