import { describe, expect, it } from 'vitest';
import { MaskingTally } from '../../lib/dataset/masking-tally.js';

function tallyOf(records: readonly number[]): MaskingTally {
  const tally = new MaskingTally();
  for (const record of records) tally.mask('bob@acme.com', { record, field: () => 'text' });
  return tally;
}

const everySecond = (count: number) => Array.from({ length: count }, (_, index) => index * 2);

describe('a tally', () => {
  it('is silent where nothing was masked', () => {
    const tally = new MaskingTally();
    expect(tally.mask('a harmless text', { record: 0, field: () => 'text' })).toBe('a harmless text');
    expect(tally.foundAny).toBe(false);
    expect(tally.describe()).toBeUndefined();
  });

  it.each([
    [[0], 'masked 1 email address in record 0'],
    [[7], 'masked 1 email address in record 7'],
    [[3, 3, 3], 'masked 3 email addresses in record 3'],
    [[0, 1], 'masked 2 email addresses in 2 records (0–1, counted from 0)'],
    [[0, 2], 'masked 2 email addresses in 2 records (0, 2, counted from 0)'],
    [[0, 1, 2, 5, 8, 8, 9], 'masked 7 email addresses in 6 records (0–2, 5, 8–9, counted from 0)'],
    [
      everySecond(20),
      `masked 20 email addresses in 20 records (${everySecond(20).join(', ')}, counted from 0)`,
    ],
    [
      everySecond(21),
      `masked 21 email addresses in 21 records (${everySecond(20).join(', ')}, …, counted from 0)`,
    ],
    [
      [...everySecond(20), 39, 40],
      `masked 22 email addresses in 22 records (${everySecond(19).join(', ')}, 38–40, counted from 0)`,
    ],
    [
      [...everySecond(20), 50, 51, 52],
      `masked 23 email addresses in 23 records (${everySecond(20).join(', ')}, …, counted from 0)`,
    ],
  ])('of the records %j says so', (records, description) => {
    expect(tallyOf(records).describe()).toBe(description);
  });

  it('tells header from records', () => {
    const tally = new MaskingTally();
    expect(tally.mask('bob@acme.com', { field: () => 'text' })).toBe('<REDACTED:email>');
    expect(tally.describe()).toBe('masked 1 email address in the column names');
    tally.mask('eve@acme.com', { record: 4, field: () => 'text' });
    expect(tally.describe()).toBe('masked 2 email addresses in record 4');
  });

  it('counts by kind, in one order', () => {
    const tally = new MaskingTally();
    tally.mask(['AKIA', 'J7Q2M5X4WZ6T3K8P'].join(''), { record: 0, field: () => 'text' });
    tally.mask('SSN 219-09-9999 of bob@acme.com', { record: 1, field: () => 'text' });
    tally.mask('eve@acme.com, phone +1 415 555 2671', { record: 1, field: () => 'text' });
    expect(tally.describe()).toBe(
      'masked 2 email addresses, 1 phone number, 1 social security number, 1 API key or secret in 2 records (0–1, counted from 0)',
    );
  });
});
