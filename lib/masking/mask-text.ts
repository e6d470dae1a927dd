import { findApiKeys } from './api-keys.js';
import { findEmailAddresses } from './email-addresses.js';
import type { MaskedValue } from './masked-value.js';
import { findPhoneNumbers } from './phone-numbers.js';
import { findSocialSecurityNumbers } from './social-security-numbers.js';
import { contentsOf } from './contents-of-text.js';
import { DIGITS, holdsAny, isWorthASearch, type TextContents, VANITY_NUMBER } from './text-contents.js';
import { digitTextOf } from './digit-rows.js';

export type { MaskedKind, MaskedValue } from './masked-value.js';

const PLACEHOLDER = /<REDACTED:[A-Za-z-]{1,40}>/g;

/** No value that is looked for is shorter (`a@b.cc`), and most fields of a dataset are. */
const SHORTEST_VALUE = 6;

/**
 * A value can come to light when the one before it is taken out. Where that goes on for longer than this, values
 * stand against each other with nothing between them, and the rest of the piece goes as a whole: each round
 * searches the rest again, and a long field must not take for ever.
 */
const MOST_ROUNDS = 16;

interface Piece {
  readonly start: number;
  readonly text: string;
  /** How often what is left of the text around it was searched before. */
  readonly rounds: number;
}

/**
 * Replaces email addresses, phone numbers, US social security numbers and API keys by placeholders.
 *
 * Every piece between two placeholders is searched on its own until nothing is found in it any more. So the
 * result is a fixed point: masking it again searches the same pieces and finds nothing.
 *
 * @param text any string; placeholders of an earlier run in it stay as they are
 * @param known what is known of the text; it is looked at otherwise
 * @returns the masked text, and where in `text` the masked values stood, in order and without overlap
 */
export function maskText(text: string, known?: TextContents): { text: string; found: MaskedValue[] } {
  const found: MaskedValue[] = [];
  if (text.length < SHORTEST_VALUE) return { text, found };
  const contents = known ?? contentsOf(text);
  if (!isWorthASearch(contents)) return { text, found };
  const whole = { start: 0, text, rounds: -1 };
  const pieces = text.includes('<REDACTED:')
    ? piecesBetween(whole, placeholders(text))
    : [{ ...whole, rounds: 0 }];
  for (let piece = pieces.pop(); piece !== undefined; piece = pieces.pop()) {
    const values = findValues(piece.text, piece.text === text ? contents : contentsOf(piece.text));
    const [first] = values;
    if (first === undefined) continue;
    if (piece.rounds === MOST_ROUNDS) {
      found.push({ kind: first.kind, start: piece.start, end: piece.start + piece.text.length });
      continue;
    }
    for (const { kind, start, end } of values)
      found.push({ kind, start: piece.start + start, end: piece.start + end });
    pieces.push(...piecesBetween(piece, values));
  }
  if (found.length === 0) return { text, found };
  found.sort((left, right) => left.start - right.start);
  return { text: withPlaceholders(text, found), found };
}

function placeholders(text: string): { start: number; end: number }[] {
  return [...text.matchAll(PLACEHOLDER)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
}

function piecesBetween(piece: Piece, holes: readonly { start: number; end: number }[]): Piece[] {
  const { start: offset, text, rounds } = piece;
  const pieces: Piece[] = [];
  let from = 0;
  for (const { start, end } of [...holes, { start: text.length, end: text.length }]) {
    if (start - from >= SHORTEST_VALUE)
      pieces.push({ start: offset + from, text: text.slice(from, start), rounds: rounds + 1 });
    from = end;
  }
  return pieces;
}

function withPlaceholders(text: string, found: readonly MaskedValue[]): string {
  let masked = '';
  let from = 0;
  for (const { kind, start, end } of found) {
    masked += `${text.slice(from, start)}<REDACTED:${kind}>`;
    from = end;
  }
  return masked + text.slice(from);
}

/**
 * Where two families claim the same characters the earlier one has them: a key or an address may hold ten digits, a
 * phone number holds no key.
 */
function findValues(text: string, contents: TextContents): MaskedValue[] {
  if (!isWorthASearch(contents)) return [];
  const secrets = withoutOverlap(findApiKeys(text, contents), findEmailAddresses(text, contents));
  if (!holdsAny(contents, DIGITS | VANITY_NUMBER)) return secrets;
  const digits = digitTextOf(text, contents);
  const numbers = withoutOverlap(findSocialSecurityNumbers(text, digits), findPhoneNumbers(digits, contents));
  return withoutOverlap(secrets, outsideUuids(text, numbers));
}

/** RFC 9562 section 4. Its groups may be digits alone, which look like numbers of other kinds. */
const UUID = /(?<![0-9a-z])[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![0-9a-z])/gi;

const UUID_LENGTH = 36;

/** The values but for those that reach into a UUID. */
function outsideUuids(text: string, values: MaskedValue[]): MaskedValue[] {
  return values.filter(({ start, end }) => {
    // One character more on either side, which must not be part of it.
    const from = Math.max(0, start - UUID_LENGTH);
    const around = text.slice(from, end + UUID_LENGTH);
    UUID.lastIndex = 0;
    for (let uuid = UUID.exec(around); uuid !== null; uuid = UUID.exec(around)) {
      const uuidStart = from + uuid.index;
      if (uuidStart < end && uuidStart + UUID_LENGTH > start) return false;
    }
    return true;
  });
}

/** Both lists are in order and free of overlap, and so is the result. */
function withoutOverlap(kept: MaskedValue[], values: MaskedValue[]): MaskedValue[] {
  if (values.length === 0) return kept;
  if (kept.length === 0) return values;
  const merged: MaskedValue[] = [];
  let next = 0;
  for (const value of values) {
    for (
      let earlier = kept[next];
      earlier !== undefined && earlier.end <= value.start;
      earlier = kept[next]
    ) {
      merged.push(earlier);
      next += 1;
    }
    const neighbour = kept[next];
    if (neighbour === undefined || neighbour.start >= value.end) merged.push(value);
  }
  return [...merged, ...kept.slice(next)];
}
