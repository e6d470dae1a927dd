import fc from 'fast-check';
import { expect, it } from 'vitest';
import { reportText } from '../../../lib/try/report/report.js';
import { hostileText } from './hostile-text.js';
import { madeTrial, troubledTrial } from './made-trial.js';

it('holds the trial, pretty-printed, with a line end behind it', () => {
  const text = reportText(troubledTrial(), 'json');
  expect(JSON.parse(text)).toEqual(troubledTrial());
  expect(text).toMatch(/^\{\n {2}"code": /);
  expect(text).toMatch(/\n\}\n$/);
});

it('is the same whatever order the keys came in', () => {
  const turned = (_: string, value: unknown): unknown =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).reverse())
      : value;
  const other = JSON.parse(JSON.stringify(madeTrial(), turned)) as ReturnType<typeof madeTrial>;
  expect(reportText(other, 'json')).toBe(reportText(madeTrial(), 'json'));
});

it('keeps a key that is called __proto__', () => {
  const input: unknown = JSON.parse('{"__proto__": {"polluted": true}}');
  const [record, ...rest] = madeTrial().records;
  const trial = { ...madeTrial(), records: [{ ...record, input }, ...rest] };
  expect(reportText(trial as ReturnType<typeof madeTrial>, 'json')).toContain('"__proto__"');
});

it('holds any text', () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const written = Buffer.from(reportText(madeTrial({ records: 2, text }), 'json')).toString();
      expect(JSON.parse(written)).toEqual(madeTrial({ records: 2, text }));
    }),
  );
});
