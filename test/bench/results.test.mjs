import { describe, expect, it } from 'vitest';
import { chart } from '../../bench/chart.mjs';
import { macroF1 } from '../../bench/masking-score.mjs';
import { withFigures } from '../../bench/report.mjs';
import { alone, compared, shareOfTarget } from '../../bench/results.mjs';
import { median, ratioOfPairs, runInTurn } from '../../bench/rounds.mjs';
import { markdownTable, plainTable } from '../../bench/table.mjs';

const runs = (...seconds) => ({ samples: seconds.map((one) => ({ seconds: one })) });
const quiet = { tell: () => undefined };

describe('the median', () => {
  it.each([
    [[], undefined],
    [[0], 0],
    [[3, 1, 2], 2],
    [[10, 9, 2, 1], 5.5],
  ])('of %j is %s', (numbers, expected) => {
    expect(median(numbers)).toBe(expected);
  });
});

describe('the ratio of pairs', () => {
  it('is the median of the ratios of each round, not the ratio of the medians', () => {
    expect(ratioOfPairs([1, 10, 6], [1, 20, 2])).toEqual({ median: 1, lowest: 0.5, highest: 3 });
  });

  it('is none where the peer has no run', () => {
    expect(ratioOfPairs([1, 2], [])).toBeUndefined();
  });
});

describe('runs in turn', () => {
  it('take turns, and do not count the first of each', async () => {
    const order = [];
    const contender = (name) => async () => order.push(name);
    const results = await runInTurn({ a: contender('a'), b: contender('b') }, { rounds: 2, ...quiet });
    expect(order.join('')).toBe('ababab');
    expect(results.a.samples).toEqual([3, 5]);
  });

  it('go on without one that fails', async () => {
    const failing = async () => {
      throw new Error('too large');
    };
    const results = await runInTurn({ failing, other: async () => 1 }, { rounds: 2, ...quiet });
    expect(results).toEqual({
      failing: { samples: [], failure: 'too large' },
      other: { samples: [1, 1] },
    });
  });
});

describe('a target', () => {
  it.each([
    ['met by its ratio', compared('a', 'b', runs(1), runs(2), { atMost: 0.5 }), 1],
    ['missed by its ratio', compared('a', 'b', runs(3), runs(2), { atMost: 0.5 }), 3],
    ['met by ours', alone('a', runs(30), { value: ({ seconds }) => seconds, unit: 's', atMost: 120 }), 0.25],
    [
      'without the peer',
      compared('a', 'b', runs(1), { samples: [], failure: 'no' }, { atMost: 1 }),
      undefined,
    ],
    ['without ours', compared('a', 'b', { samples: [], failure: 'no' }, runs(1), { atMost: 1 }), Infinity],
    ['not set', compared('a', 'b', runs(1), runs(2)), undefined],
  ])('%s', (_, result, share) => {
    expect(shareOfTarget(result)).toBe(share);
  });
});

const RESULTS = [
  compared('masking <CSV>', 'reading', runs(1, 2, 3), runs(4, 4, 4), { atMost: 0.4 }),
  compared('JSON', 'JSON.parse', runs(7), { samples: [], failure: 'too | large' }, { atMost: 1.5 }),
];

describe('the table', () => {
  it('says what was found, beside its target', () => {
    const lines = plainTable(RESULTS).split('\n');
    expect(lines[2]).toMatch(/^masking <CSV> +2 s +reading +4 s +0\.5 \(0\.25 – 0\.75\) +≤ 0\.4 +no$/);
    expect(lines[3]).toMatch(/^JSON +7 s +JSON\.parse +≤ 1\.5$/);
    expect(lines.at(-1)).toBe('JSON: JSON.parse: too | large');
  });

  it('is Markdown too', () => {
    expect(markdownTable(RESULTS)).toContain(
      '\n| masking <CSV> | 2 s | reading | 4 s | 0.5 (0.25 – 0.75) | ≤ 0.4 | no |\n',
    );
  });
});

it('draws a bar for each result that could be held against its target', () => {
  const drawn = chart(RESULTS);
  expect(drawn.match(/class="(met|missed)"/g)).toEqual(['class="missed"']);
  expect(drawn).toContain('masking &lt;CSV&gt; : reading');
});

describe('the README', () => {
  const machine = {
    processor: 'P',
    cores: 2,
    memoryGiB: 8,
    system: 'S',
    node: '22',
    python: '3.13',
    quick: false,
  };
  const results = { machine, figures: { csv: { date: '2025-03-01', results: RESULTS } } };
  const START = '<!-- figures: written by npm run bench -- --write -->';
  const END = '<!-- end of the figures -->';

  it('takes the figures between its comments and keeps the rest', () => {
    const written = withFigures(`before\n${START}\nold\n${END}\nafter\n`, results);
    expect(written).toMatch(/^before\n<!-- figures/);
    expect(written).toMatch(/end of the figures -->\nafter\n$/);
    expect(written).toContain('Measured 2025-03-01 on 2 cores of P');
    expect(written).not.toContain('old');
    expect(withFigures(written, results)).toBe(written);
  });

  it('says where its comments are missing', () => {
    expect(() => withFigures('nothing', results)).toThrow('the README lacks');
  });
});

describe('the score of masking', () => {
  const row = (spans) => ({ text: '🙂 0123456789', spans });
  const found =
    (...values) =>
    () => ({ found: values });
  const label = { start: 2, end: 12, type: 'phone' };

  it.each([
    ['all found', [row([label])], found({ kind: 'phone', start: 3, end: 13 }), 1],
    ['half of it found', [row([label])], found({ kind: 'phone', start: 3, end: 8 }), 1],
    ['less than half of it found', [row([label])], found({ kind: 'phone', start: 3, end: 7 }), 0],
    ['too much masked', [row([{ ...label, end: 5 }])], found({ kind: 'phone', start: 3, end: 13 }), 0],
    [
      'what may go along',
      [row([{ ...label, end: 5, outer: [2, 12] }])],
      found({ kind: 'phone', start: 3, end: 13 }),
      1,
    ],
    ['another kind', [row([label])], found({ kind: 'ssn', start: 3, end: 13 }), 0],
    ['one of two right', [row([label]), row([])], found({ kind: 'phone', start: 3, end: 13 }), 2 / 3],
  ])('%s', (_, rows, maskText, score) => {
    expect(macroF1(rows, maskText)).toBeCloseTo(score);
  });
});
