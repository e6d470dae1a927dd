import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RecordSample, tooFewRecords } from '../../lib/dataset/record-selection.js';

function draw(records: number, count: number, seed: number): readonly number[] {
  const sample = new RecordSample<number>(count, seed);
  for (let index = 0; index < records; index += 1) sample.offer(() => index * 10);
  const drawn = sample.drawn();
  expect(drawn.map(({ record }) => record)).toEqual(drawn.map(({ index }) => index * 10));
  expect(sample.seen).toBe(records);
  return drawn.map(({ index }) => index);
}

describe('a sample', () => {
  it('has as many records as it was asked for, each once, in order', () => {
    fc.assert(
      fc.property(fc.nat(300), fc.integer({ min: 1, max: 50 }), fc.nat(), (records, count, seed) => {
        const drawn = draw(records, count, seed);
        expect(drawn).toHaveLength(Math.min(records, count));
        expect(drawn).toEqual([...new Set(drawn)].sort((one, other) => one - other));
        expect(drawn.every((index) => index < records)).toBe(true);
      }),
    );
  });

  it('is the same for the same seed, and another for another', () => {
    expect(draw(1000, 10, 1)).toEqual(draw(1000, 10, 1));
    expect(draw(1000, 10, 1)).not.toEqual(draw(1000, 10, 2));
  });

  it('draws every record as often as any other', () => {
    const times = new Array<number>(20).fill(0);
    const rounds = 4000;
    for (let seed = 0; seed < rounds; seed += 1) {
      for (const index of draw(20, 5, seed)) times[index] = (times[index] ?? 0) + 1;
    }
    // Each is drawn 1,000 times, give or take five standard deviations of 27.4.
    for (const count of times) expect(Math.abs(count - rounds / 4)).toBeLessThan(137);
  });

  it('keeps only what it draws', () => {
    const sample = new RecordSample<number>(2, 0);
    let kept = 0;
    for (let index = 0; index < 10_000; index += 1) sample.offer(() => (kept += 1));
    // 2 and then 2/k for the k-th: about 2 (1 + ln 5000).
    expect(kept).toBeLessThan(60);
  });
});

describe('too few records', () => {
  it.each([
    ['first', 3, 3, false],
    ['first', 3, 4, false],
    ['first', 3, 2, 'qa.csv has only 2 records, so --limit 3 takes them all'],
    ['sample', 3, 1, 'qa.csv has only 1 record, so --sample 3 takes them all'],
  ] as const)('%s %i of %i', (kind, count, there, warning) => {
    expect(tooFewRecords({ kind, count, seed: 0 }, there, 'qa.csv')).toBe(warning);
  });
});
