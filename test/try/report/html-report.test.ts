import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PageRecords } from '../../../lib/try/report/page-records.js';
import { reportText } from '../../../lib/try/report/report.js';
import type { Trial } from '../../../lib/try/trial.js';
import { hostileText } from './hostile-text.js';
import { madeTrial, troubledTrial } from './made-trial.js';

function dataOf(html: string): PageRecords {
  const [, json = ''] = /<script type="application\/json"[^>]*>(.*?)<\/script>/s.exec(html) ?? [];
  return JSON.parse(json) as PageRecords;
}

/** The page's tags, in order: a text that became markup would be one more. */
function tagsOf(html: string): readonly string[] {
  return html.match(/<[!/?]?[a-z][\w-]*|<!--/gi) ?? [];
}

describe('the page', () => {
  it('lets its own style and script run, and nothing else', () => {
    const html = reportText(madeTrial(), 'html');
    const hashOf = (text = ''): string => createHash('sha256').update(text).digest('base64');
    const [, style] = /<style>(.*?)<\/style>/s.exec(html) ?? [];
    const [, script] = /<script>(.*?)<\/script>/s.exec(html) ?? [];
    expect(html).toContain(
      `content="default-src &#39;none&#39;; img-src data:; style-src &#39;sha256-${hashOf(style)}&#39;; ` +
        `script-src &#39;sha256-${hashOf(script)}&#39;; base-uri &#39;none&#39;; form-action &#39;none&#39;"`,
    );
  });

  it('names no address', () => {
    const markup = reportText(troubledTrial(), 'html').replace(/<script>.*?<\/script>/s, '');
    expect(markup).not.toMatch(/(?:src|href)=(?!"#|"data:,")|url\((?!#)|@import/);
  });

  it('takes no text for markup', () => {
    const usual = tagsOf(reportText({ ...madeTrial({ records: 2 }), code: '' }, 'html'));
    fc.assert(
      fc.property(hostileText, (text) => {
        const html = reportText({ ...madeTrial({ records: 2, text }), code: '' }, 'html');
        expect(tagsOf(html)).toEqual(usual);
        expect(html).not.toMatch(/[\p{Cs}\0\u2028\u2029\u202A-\u202E]/u);
      }),
    );
  });

  it.each([
    ['refused connections', { refused: [] }, 'id="refused"'],
    ['bad days', { faults: [] }, 'id="faults"'],
    ['problems', { failures: [], warnings: [], passes: madeTrial().passes }, 'id="problems"'],
  ])('has a section for %s where there are any', (_, none: Partial<Trial>, section) => {
    expect(reportText(troubledTrial(), 'html')).toContain(section);
    expect(reportText({ ...troubledTrial(), ...none }, 'html')).not.toContain(section);
  });

  it('draws how many passed and failed, in words and in lengths', () => {
    const html = reportText(troubledTrial(), 'html');
    expect(html).toContain('3 passed, 1 failed, 1 error, 1 not judged · mean 0.75');
    const [bar = ''] = /<svg class="bar-chart"[^>]*>.*?class="errors".*?<\/svg>/.exec(html) ?? [];
    const widths = [...bar.matchAll(/class="(\w+)" x="([\d.]+)%" width="([\d.]+)%"/g)]
      .slice(-4)
      .map(([, kind, start, width]) => [kind, Math.round(Number(start)), Math.round(Number(width))]);
    expect(widths).toEqual([
      ['passed', 0, 50],
      ['failed', 50, 17],
      ['errors', 67, 17],
      ['unjudged', 83, 17],
    ]);
  });

  it('is there for a trial in which nothing ran', () => {
    const nothing = { ...madeTrial(), passes: [], records: [], evaluators: [], code: '' };
    expect(dataOf(reportText(nothing, 'html'))).toMatchObject({ passes: [], records: [], texts: [] });
  });
});

describe("the page's records", () => {
  it('hold what became of each in each pass', () => {
    const { records, texts, evaluators, passes } = dataOf(reportText(troubledTrial(), 'html'));
    expect(passes.map(({ title }) => title)).toEqual(['Right answers', 'Wrong answers']);
    expect(evaluators[2]).toEqual({ name: 'answer_quality', simulated: true });
    const [first, second] = records;
    const text = (place?: number): string | undefined => (place === undefined ? undefined : texts[place]);
    expect(first?.runs[1]).toBeNull();
    expect(first?.runs[0]?.output).toBeUndefined();
    expect(text(first?.runs[0]?.error)).toBe("TypeError: 'NoneType' object is not subscriptable");
    expect(second?.runs[0]?.scores.map((score) => score?.result)).toEqual([
      'passed',
      'passed',
      'error',
      undefined,
    ]);
    expect(text(second?.input)).toMatch(/^\{\n {2}"question": "How many days/);
    expect(text(second?.inputLine)).toMatch(/^question: How many days.* · ticket: 2$/);
    expect(text(second?.runs[0]?.requests[0]?.messages[0]?.content)).toBe('Answer briefly.');
  });

  it('keep a text once that comes again and again', () => {
    const { texts } = dataOf(reportText(madeTrial({ records: 100 }), 'html'));
    expect(new Set(texts).size).toBe(texts.length);
  });
});
