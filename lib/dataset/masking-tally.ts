import type { MaskingReport } from './masking-report.js';
import type { TextContents } from '../masking/text-contents.js';
import { maskText, type MaskedValue } from '../masking/mask-text.js';

type MaskedKind = MaskedValue['kind'];

const KINDS: readonly (readonly [kind: MaskedKind, one: string, many: string])[] = [
  ['email', 'email address', 'email addresses'],
  ['phone', 'phone number', 'phone numbers'],
  ['ssn', 'social security number', 'social security numbers'],
  ['api-key', 'API key or secret', 'API keys or secrets'],
];

/** How many ranges of record indexes a warning lists: a tally stays small, however many records are masked. */
const MOST_RANGES = 20;

/** Where a text stands that is masked. */
export interface TextPlace {
  /** The record's index in the source, from 0; undefined in a CSV's header. */
  readonly record?: number;
  /** As in the masking report; called only where something is masked. */
  readonly field: () => string;
  /** Whether the text is the field's own name. */
  readonly key?: boolean;
  /** Characters at the text's beginning that the source does not have. */
  readonly added?: number;
}

/** Masks texts and counts what was masked, record by record, without keeping any of it. */
export class MaskingTally {
  readonly #counts = new Map<MaskedKind, number>();
  #ranges: { from: number; to: number }[] = [];
  readonly #report: Pick<MaskingReport, 'add'> | undefined;
  #records = 0;
  #lastRecord = -1;

  /** @param report is told of each value */
  constructor(report?: Pick<MaskingReport, 'add'>) {
    this.#report = report;
  }

  /** Forgets what was counted: the dataset is read again. */
  restart(): void {
    this.#counts.clear();
    this.#ranges = [];
    this.#records = 0;
    this.#lastRecord = -1;
  }

  /** True once anything was masked. */
  get foundAny(): boolean {
    return this.#counts.size > 0;
  }

  /**
   * Masks a text. Records come in order.
   *
   * @param contents what is known of the text
   * @returns the text with every address, number and key replaced
   */
  mask(text: string, place: TextPlace, contents?: TextContents): string {
    const { text: masked, found } = maskText(text, contents);
    if (found.length > 0) this.#note(text, found, place);
    return masked;
  }

  /** What was masked, by record and by kind, for a warning; undefined where nothing was. */
  describe(): string | undefined {
    if (!this.foundAny) return undefined;
    const counts = KINDS.flatMap(([kind, one, many]) => {
      const count = this.#counts.get(kind) ?? 0;
      return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
    }).join(', ');
    if (this.#records === 0) return `masked ${counts} in the column names`;
    const ranges = this.#ranges.map(({ from, to }) => (from === to ? `${from}` : `${from}–${to}`)).join(', ');
    const more = this.#lastRecord > (this.#ranges.at(-1)?.to ?? 0) ? ', …' : '';
    const records =
      this.#records === 1
        ? `record ${ranges}`
        : `${this.#records} records (${ranges}${more}, counted from 0)`;
    return `masked ${counts} in ${records}`;
  }

  #note(text: string, found: readonly MaskedValue[], place: TextPlace): void {
    const { record, key = false, added = 0 } = place;
    for (const { kind } of found) this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + 1);
    if (record !== undefined && record !== this.#lastRecord) this.#count(record);
    if (this.#report === undefined) return;
    const field = place.field();
    const codePoints = codePointsIn(text);
    for (const { kind, start, end } of found) {
      this.#report.add({
        record: record ?? null,
        field,
        key,
        kind,
        start: Math.max(0, codePoints(start) - added),
        end: codePoints(end) - added,
      });
    }
  }

  #count(record: number): void {
    const last = this.#ranges.at(-1);
    if (last?.to === record - 1) last.to = record;
    else if (this.#ranges.length < MOST_RANGES) this.#ranges.push({ from: record, to: record });
    this.#records += 1;
    this.#lastRecord = record;
  }
}

/** Counts the code points in front of one UTF-16 offset after the other, in order. */
function codePointsIn(text: string): (offset: number) => number {
  let position = 0;
  let count = 0;
  return (offset) => {
    for (; position < offset; position += 1) {
      const isSecondHalf =
        position > 0 && /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(position - 1, position + 1));
      if (!isSecondHalf) count += 1;
    }
    return count;
  };
}
