import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import ejs from 'ejs';
import type { EvaluatorTally, EvaluatorTrial, Trial, Verdict } from '../trial.js';
import { codeLines, lineOfDefinition } from './code-lines.js';
import { headline } from './headline.js';
import { PASS_TITLES } from '../pass-titles.js';
import { pageRecords } from './page-records.js';
import { visibleText } from './visible-text.js';

/** The page's template, style and script stand beside this file, in the sources and in the package alike. */
const PAGE = new URL('page/', import.meta.url);

/** A verdict's place among good, bad and what lies between, and its sign: colour alone tells nobody enough. */
const VERDICTS: Readonly<Record<Verdict, { readonly tone: string; readonly sign: string }>> = {
  'tells them apart': { tone: 'good', sign: '✓' },
  'passes everything': { tone: 'poor', sign: '≈' },
  'fails everything': { tone: 'poor', sign: '≈' },
  'mixes them up': { tone: 'poor', sign: '≈' },
  errors: { tone: 'bad', sign: '!' },
  'not judged': { tone: 'neutral', sign: '–' },
};

/**
 * @returns one page that stands for itself: it loads nothing and lets nothing but its own style and script run. Texts
 *   reach it escaped, or as JSON that its script shows as text.
 */
export function htmlReport(trial: Trial): string {
  const style = readFileSync(new URL('page.css', PAGE), 'utf8');
  const script = readFileSync(new URL('page.js', PAGE), 'utf8');
  const lines = codeLines(trial.code);
  return ejs.render(readFileSync(new URL('page.html.ejs', PAGE), 'utf8'), {
    trial,
    style,
    script,
    policy: [
      "default-src 'none'",
      // The empty icon below: without one, a browser asks the page's server for it.
      'img-src data:',
      `style-src '${sourceHash(style)}'`,
      `script-src '${sourceHash(script)}'`,
      "base-uri 'none'",
      "form-action 'none'",
    ].join('; '),
    headline: headline(trial),
    evaluators: trial.evaluators.map((evaluator) => evaluatorView(evaluator, trial)),
    lines,
    recordsJson: jsonForScript(pageRecords(trial)),
    passTitles: PASS_TITLES,
    visible: visibleText,
    seconds: (seconds: number) => `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`,
    count: (number: number) => number.toLocaleString('en-GB'),
    lineOf: (place: string) => {
      const line = Number(/\bline (\d+)$/.exec(place)?.[1]);
      return line >= 1 && line <= lines.length ? line : undefined;
    },
  });
}

/** A source expression for a Content-Security-Policy (CSP Level 3, section 2.3.1, `hash-source`). */
function sourceHash(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

/** Without `<` nothing in it can end the element or open a comment (HTML, section 4.12.1.3). */
function jsonForScript(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', String.raw`\u003C`);
}

/** One evaluator's part of the chart. */
function evaluatorView(evaluator: EvaluatorTrial, { passes, code }: Trial): object {
  return {
    ...evaluator,
    ...VERDICTS[evaluator.verdict],
    line: lineOfDefinition(code, evaluator.name),
    bars: passes.flatMap(({ name, records }) => {
      const tally = evaluator.tallies[name];
      return tally === undefined ? [] : [{ title: PASS_TITLES[name], ...barView(tally, records) }];
    }),
  };
}

/** The parts of a bar from left to right, in percent of its length, and what they say in words. */
function barView(tally: EvaluatorTally, records: number): object {
  const { passed, failed, errors, mean } = tally;
  const judged = passed + failed + errors;
  const parts = [
    { kind: 'passed', count: passed, words: `${passed} passed` },
    { kind: 'failed', count: failed, words: `${failed} failed` },
    { kind: 'errors', count: errors, words: errors === 1 ? '1 error' : `${errors} errors` },
    { kind: 'unjudged', count: records - judged, words: `${records - judged} not judged` },
  ].filter(({ count }) => count > 0);
  const whole = Math.max(records, judged, 1);
  let before = 0;
  return {
    parts: parts.map((part) => {
      const start = before;
      before += (part.count / whole) * 100;
      return { ...part, start, width: before - start };
    }),
    words: parts.length === 0 ? 'no record' : parts.map(({ words }) => words).join(', '),
    mean: mean === undefined ? undefined : Number(mean.toFixed(3)),
  };
}
