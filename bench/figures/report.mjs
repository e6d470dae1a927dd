import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { chromiumExecutable } from '../../scripts/chromium.mjs';
import { besideYo, FOLDER } from '../installations.mjs';
import { madeTrial } from '../made-trial.mjs';
import { alone } from '../results.mjs';
import { runInTurn } from '../rounds.mjs';

const RECORDS = 10_000;
const MODULE = 'node_modules/generator-llm-obs-experiment/dist/lib/try/report/report.js';

/** What a reader may do to the filters; each is undone before the next. */
const FILTERS = {
  'a text that many records hold': { id: 'text-filter', value: 'the account' },
  'a text that none holds': { id: 'text-filter', value: 'no such words' },
  'those that failed': { id: 'result-filter', value: 'failed' },
  'an evaluator': { id: 'evaluator-filter', value: '1' },
};

/**
 * The page of a trial of 10,000 records, from the package that users install: writing it, opening it in Chromium until
 * its records can be read and used, and the slowest of several filters until its rows are on the screen.
 *
 * @param {{rounds: number, tell: (line: string) => void}} bench
 * @returns {Promise<import('../results.mjs').Result[]>}
 */
export async function reportFigures({ rounds, tell }) {
  const { reportText } = await import(pathToFileURL(path.join(besideYo(), MODULE)).href);
  const trial = madeTrial(RECORDS);
  const folder = path.join(FOLDER, 'data');
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, 'report.html');
  const browser = await chromium.launch({ executablePath: chromiumExecutable() });
  try {
    const runs = await runInTurn(
      {
        writing: async () => {
          const started = performance.now();
          writeFileSync(file, reportText(trial, 'html'));
          return { milliseconds: performance.now() - started };
        },
        reading: () => readReport(browser, pathToFileURL(file).href),
      },
      { rounds, tell },
    );
    const count = `${RECORDS.toLocaleString('en-GB')} records`;
    const figure = (name, contender, key, atMost) =>
      alone(name, contender, { value: (sample) => sample[key], unit: 'ms', atMost });
    return [
      figure(`writing the report of ${count}`, runs.writing, 'milliseconds'),
      figure(`opening the report of ${count}, until it can be used`, runs.reading, 'opening', 2000),
      figure(
        `filtering the report of ${count}, slowest of ${Object.keys(FILTERS).length}`,
        runs.reading,
        'filtering',
        100,
      ),
    ];
  } finally {
    await browser.close();
  }
}

async function readReport(browser, address) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    const page = await context.newPage();
    const started = performance.now();
    await page.goto(address);
    // A page that does not answer to the keyboard yet would make this wait.
    await page.locator('.opener').first().press('Enter');
    await page.locator('.detail').first().waitFor();
    const opening = performance.now() - started;
    const times = [];
    for (const { id, value } of Object.values(FILTERS)) {
      times.push(await page.evaluate(changeFilter, { id, value }));
      await page.evaluate(changeFilter, { id, value: '' });
    }
    return { opening, filtering: Math.max(...times) };
  } finally {
    await context.close();
  }
}

/** Runs in the page: the milliseconds from a change of a filter until what it brings has been drawn. */
/* global document, requestAnimationFrame */
function changeFilter({ id, value }) {
  return new Promise((resolve) => {
    const started = performance.now();
    const field = document.getElementById(id);
    field.value = value;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    // A task that is queued in a frame runs after that frame was drawn.
    requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - started)));
  });
}
