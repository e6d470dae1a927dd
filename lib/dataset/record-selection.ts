import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Which of a dataset's records are used, where not all are. */
export type RecordSelection =
  | { readonly kind: 'first'; readonly count: number }
  /** Drawn at random, each record as likely as any other; the same seed draws the same. */
  | { readonly kind: 'sample'; readonly count: number; readonly seed: number };

/**
 * A uniform sample of records that come one after the other, of which it holds no more than it keeps (Vitter's
 * algorithm R).
 */
export class RecordSample<Kept> {
  readonly #kept: { index: number; record: Kept }[] = [];
  readonly #random: RandomGenerator;
  #seen = 0;

  constructor(
    readonly count: number,
    seed: number,
  ) {
    this.#random = xoroshiro128plus(seed);
  }

  /** How many records have come. */
  get seen(): number {
    return this.#seen;
  }

  /** Offers the next record: `keep` is called for it where it is drawn, for now. */
  offer(keep: () => Kept): void {
    const index = this.#seen;
    this.#seen += 1;
    if (index < this.count) {
      this.#kept.push({ index, record: keep() });
      return;
    }
    const place = uniformInt(this.#random, 0, index);
    if (place < this.count) this.#kept[place] = { index, record: keep() };
  }

  /** The records that were drawn, in the order in which they came, and the index that each had. */
  drawn(): readonly { readonly index: number; readonly record: Kept }[] {
    return [...this.#kept].sort((one, other) => one.index - other.index);
  }
}

/** A warning where fewer records are there than were asked for; false where there are enough. */
export function tooFewRecords({ kind, count }: RecordSelection, there: number, name: string): string | false {
  if (there >= count) return false;
  return `${name} has only ${there} ${there === 1 ? 'record' : 'records'}, so --${kind === 'first' ? 'limit' : 'sample'} ${count} takes them all`;
}
