import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { chatCsv, jsonRecords, SHARE_TO_MASK, sizeName } from '../../bench/made-data.mjs';
import { maskText } from '../../lib/masking/mask-text.ts';

const BYTES = 3_000_000;
const textOf = (pieces) => [...pieces].join('');
const holdsValue = (row) => row.some((field) => maskText(field).found.length > 0);

describe('chats as CSV', () => {
  it.each([0, SHARE_TO_MASK])('are the same each time, with %s of the rows to mask', (share) => {
    expect(textOf(chatCsv(BYTES, share))).toBe(textOf(chatCsv(BYTES, share)));
  });

  it('have about the size that was asked for', () => {
    const size = Buffer.byteLength(textOf(chatCsv(BYTES, SHARE_TO_MASK)));
    expect(size).toBeGreaterThanOrEqual(BYTES);
    expect(size).toBeLessThan(BYTES + 10_000);
  });

  it('have as many fields in each row, some of them quoted, with line breaks and quotes', () => {
    const text = textOf(chatCsv(BYTES, SHARE_TO_MASK));
    const rows = parse(text);
    expect(new Set(rows.map((row) => row.length))).toEqual(new Set([6]));
    expect(text).toContain('""');
    expect(rows.length).toBeLessThan(text.split('\n').length / 1.5);
  });

  it('hold what must be masked in the share of rows that was asked for', () => {
    const rows = parse(textOf(chatCsv(BYTES, SHARE_TO_MASK)));
    expect(rows.filter(holdsValue).length / rows.length).toBeCloseTo(SHARE_TO_MASK, 2);
  });

  it('hold nothing that must be masked where none was asked for', () => {
    expect(parse(textOf(chatCsv(BYTES, 0))).filter(holdsValue)).toEqual([]);
  });
});

describe('records as JSON', () => {
  it('are as many as were asked for, of about 840 bytes, and the same each time', () => {
    const text = textOf(jsonRecords(5000, SHARE_TO_MASK));
    expect(JSON.parse(text)).toHaveLength(5000);
    expect(Math.abs(Buffer.byteLength(text) / 5000 - 840)).toBeLessThan(30);
    expect(text).toBe(textOf(jsonRecords(5000, SHARE_TO_MASK)));
  });

  it.each([0, 1])('are an array where there are %s of them', (count) => {
    expect(JSON.parse(textOf(jsonRecords(count, 0)))).toHaveLength(count);
  });
});

it.each([
  [20e6, '20 MB'],
  [1e9, '1 GB'],
])('calls %s bytes %s', (bytes, name) => {
  expect(sizeName(bytes)).toBe(name);
});
