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

/** Masks texts and counts what was masked, record by record, without keeping any of it. */
export class MaskingTally {
  readonly #counts = new Map<MaskedKind, number>();
  readonly #ranges: { from: number; to: number }[] = [];
  #records = 0;
  #lastRecord = -1;

  /** True once anything was masked. */
  get foundAny(): boolean {
    return this.#counts.size > 0;
  }

  /**
   * Masks a text of a record, or of the header where there is no record.
   *
   * @param record the record's index, from 0; records come in order
   * @returns the text with every address, number and key replaced
   */
  mask(text: string, record?: number): string {
    const { text: masked, found } = maskText(text);
    for (const { kind } of found) this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + 1);
    if (found.length > 0 && record !== undefined && record !== this.#lastRecord) this.#count(record);
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

  #count(record: number): void {
    const last = this.#ranges.at(-1);
    if (last?.to === record - 1) last.to = record;
    else if (this.#ranges.length < MOST_RANGES) this.#ranges.push({ from: record, to: record });
    this.#records += 1;
    this.#lastRecord = record;
  }
}
