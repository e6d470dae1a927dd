import { AxeBuilder } from '@axe-core/playwright';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type BrowserContextOptions, type Locator, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import type * as report from '../../lib/try/report/report.js';
import type { Trial } from '../../lib/try/trial.js';
import { ALL_HOSTILE } from '../try/report/hostile-text.js';
import { madeTrial, troubledTrial } from '../try/report/made-trial.js';

const folder = mkdtempSync(path.join(tmpdir(), 'report-test-'));
let browser: Browser;
let reportText: typeof report.reportText;

/** What a page did that it must not: anything printed, raised, asked, opened or sent for. */
let incidents: string[] = [];

beforeAll(async () => {
  const module = path.join(
    inject('installation'),
    'node_modules/generator-llm-obs-experiment/dist/lib/try/report/report.js',
  );
  ({ reportText } = (await import(pathToFileURL(module).href)) as typeof report);
  const executablePath = execFileSync(process.execPath, ['scripts/chromium.mjs'], {
    encoding: 'utf8',
  }).trim();
  // The test runner ends its workers with SIGTERM, which the library would otherwise keep to itself.
  browser = await chromium.launch({ executablePath, handleSIGTERM: false });
});

afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
  expect(incidents).toEqual([]);
  incidents = [];
});

/** Opens the report of a trial, and watches over what it does. */
async function openedReport(trial: Trial, options: BrowserContextOptions = {}): Promise<Page> {
  const file = path.join(folder, 'report.html');
  writeFileSync(file, reportText(trial, 'html'));
  const address = pathToFileURL(file).href;
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  page.on('console', (message) => incidents.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => incidents.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => {
    incidents.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('popup', () => incidents.push('popup'));
  context.on('request', (request) => {
    // The empty icon is in the page itself.
    if (request.url() !== address && request.url() !== 'data:,') incidents.push(`request: ${request.url()}`);
  });
  await page.goto(address);
  return page;
}

const rows = (page: Page): Locator => page.locator('tr.record');
const shown = (page: Page): Locator => page.getByRole('status');

function filter(page: Page, name: 'Text' | 'Result' | 'Evaluator'): Locator {
  return page.getByRole(name === 'Text' ? 'searchbox' : 'combobox', { name, exact: true });
}

/** The numbers of the records on the page. */
async function numbers(page: Page): Promise<readonly number[]> {
  return (await rows(page).locator('th').allInnerTexts()).map(Number);
}

async function hasFocus(element: Locator): Promise<boolean> {
  return (await element.and(element.page().locator(':focus')).count()) === 1;
}

function ground(page: Page): Promise<string> {
  return page.evaluate('getComputedStyle(document.documentElement).backgroundColor');
}

describe('filters', () => {
  it('show the records that failed, those of an evaluator, those that hold a text, and all again', async () => {
    const page = await openedReport(troubledTrial());
    const text = filter(page, 'Text');
    const result = filter(page, 'Result');
    const evaluator = filter(page, 'Evaluator');
    expect(await numbers(page)).toEqual([0, 1, 2, 3, 4, 5]);
    await result.selectOption('Failed with the right answer');
    expect(await numbers(page)).toEqual([0, 1, 2, 5]);
    await evaluator.selectOption('answer_quality');
    expect(await numbers(page)).toEqual([1, 2, 5]);
    await result.selectOption('Errors');
    expect(await numbers(page)).toEqual([1]);
    await evaluator.selectOption('response_well_formed');
    await result.selectOption('Passed with a wrong answer');
    expect(await numbers(page)).toEqual([1, 2, 3, 4, 5]);
    expect(await shown(page).innerText()).toBe('5 records, 6 in all');
    await text.fill('  REFUND ');
    expect(await numbers(page)).toEqual([1]);
    expect(await shown(page).innerText()).toBe('1 record, 6 in all');
    await text.fill('no such text');
    expect(await numbers(page)).toEqual([]);
    expect(await page.locator('#records-body').innerText()).toBe('No record is like that.');
    await page.getByRole('button', { name: 'Clear' }).click();
    await expect.poll(() => numbers(page)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(await shown(page).innerText()).toBe('6 records');
  });

  it.each(['not the same text', 'TypeError', 'topic:billing', 'Frankfurt'])('find %s', async (text) => {
    const page = await openedReport(troubledTrial());
    await filter(page, 'Text').fill(text);
    expect(await rows(page).count()).toBeGreaterThan(0);
  });
});

it('opens each record to what became of it', async () => {
  const page = await openedReport(troubledTrial());
  await page.getByRole('button', { name: 'Record 1' }).click();
  const details = page.getByRole('group', { name: 'Record 1, details' });
  await details.getByText('1 LLM request').first().click();
  const text = await details.innerText();
  for (const part of [
    'How many days does a refund take? Answer with the number.',
    'Expected output',
    '14',
    'Wrong answers',
    'yes',
    'answer_quality',
    "TypeError: 'NoneType' object is not subscriptable",
    'simulated judge',
    'gpt-4o-mini',
    'Answer briefly.',
  ]) {
    expect(text).toContain(part);
  }
  await filter(page, 'Result').selectOption('Errors');
  expect(await details.isVisible()).toBe(true);
  await page.getByRole('button', { name: 'Record 1' }).click();
  expect(await details.count()).toBe(0);
});

it('shows a text of megabytes at last, and a part of it at first', async () => {
  const [record, ...records] = madeTrial().records;
  const long = { ...record, input: 'x'.repeat(2_000_000) };
  const page = await openedReport({ ...madeTrial(), records: [long, ...records] as Trial['records'] });
  await page.getByRole('button', { name: 'Record 0' }).click();
  const text = page.locator('.text').first();
  expect(await text.textContent()).toHaveLength(20_000);
  await page.getByRole('button', { name: 'Show all 2,000,000 characters' }).click();
  expect(await text.textContent()).toHaveLength(2_000_000);
  expect(await hasFocus(text)).toBe(true);
});

it('leads from an evaluator to its code', async () => {
  const page = await openedReport(madeTrial());
  await page.locator('#code summary').click();
  await page.getByRole('link', { name: 'line 27' }).click();
  await expect.poll(() => page.locator('#L27').isVisible()).toBe(true);
  expect(await page.locator('.line:target').innerText()).toContain('def exact_match(');
});

describe('a keyboard', () => {
  it('does all that a mouse does, and shows where it is', async () => {
    const page = await openedReport(madeTrial({ records: 60 }));
    /** Goes on to the next element until it is the one, as long as there is any. */
    const tabTo = async (wanted: Locator): Promise<void> => {
      for (let steps = 0; steps < 40; steps += 1) {
        await page.keyboard.press('Tab');
        if (await hasFocus(wanted)) {
          expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
          return;
        }
      }
      throw new Error('it cannot be reached');
    };
    await tabTo(page.getByRole('link', { name: 'Skip to the records' }));
    await page.keyboard.press('Enter');
    await tabTo(filter(page, 'Text'));
    await page.keyboard.type('refund');
    expect(await shown(page).innerText()).toBe('10 records, 60 in all');
    await tabTo(filter(page, 'Result'));
    await tabTo(page.getByRole('button', { name: 'Clear' }));
    await page.keyboard.press('Space');
    await expect.poll(() => shown(page).innerText()).toBe('1–25 of 60 records');
    const next = page.getByRole('navigation', { name: 'Pages of records', exact: true }).getByText('Next');
    await tabTo(next);
    for (const range of ['26–50', '51–60', '51–60']) {
      await page.keyboard.press('Enter');
      expect(await shown(page).innerText()).toBe(`${range} of 60 records`);
      expect(await hasFocus(next)).toBe(true);
    }
    const opener = page.getByRole('button', { name: 'Record 50' });
    await tabTo(opener);
    expect(await opener.getAttribute('aria-expanded')).toBe('false');
    await page.keyboard.press('Enter');
    expect(await opener.getAttribute('aria-expanded')).toBe('true');
    await tabTo(page.getByText('1 LLM request').first());
    await page.keyboard.press('Enter');
    expect(await page.getByText('Answer briefly.').first().isVisible()).toBe(true);
  });
});

describe('10,000 records', () => {
  it('are turned over, searched and opened', async () => {
    const page = await openedReport(madeTrial({ records: 10_000 }));
    expect(await shown(page).innerText()).toBe('1–25 of 10,000 records');
    await page.getByLabel('Records shown').first().selectOption('9,976–10,000');
    expect((await numbers(page)).at(-1)).toBe(9_999);
    await filter(page, 'Text').fill('ticket": 9876');
    expect(await numbers(page)).toEqual([9875]);
    await page.getByRole('button', { name: 'Record 9875' }).click();
    expect(await page.getByRole('group', { name: 'Record 9875, details' }).isVisible()).toBe(true);
  });
});

describe('colours', () => {
  it.each(['light', 'dark'] as const)(
    'are those of the system, %s, and those that one chooses',
    async (colorScheme) => {
      const page = await openedReport(madeTrial(), { colorScheme });
      const before = await ground(page);
      await page
        .getByRole('button', { name: colorScheme === 'light' ? 'Dark colours' : 'Light colours' })
        .click();
      const after = await ground(page);
      expect(after).not.toBe(before);
      await page.emulateMedia({ colorScheme: colorScheme === 'light' ? 'dark' : 'light' });
      expect(await ground(page)).toBe(after);
    },
  );
});

describe('accessibility', () => {
  it.each(
    (['light', 'dark'] as const).flatMap((colorScheme) =>
      [1440, 390].flatMap((width) => [
        { colorScheme, width, day: 'a usual trial', trial: madeTrial({ records: 60 }) },
        { colorScheme, width, day: 'a bad day', trial: troubledTrial() },
      ]),
    ),
  )('axe finds nothing in $day, $colorScheme, $width wide', async ({ colorScheme, width, trial }) => {
    const page = await openedReport(trial, { colorScheme, viewport: { width, height: 900 } });
    for (const number of [1, 2, 3])
      await page.getByRole('button', { name: `Record ${number}`, exact: true }).click();
    for (const summary of await page.locator('.requests summary, .printed summary').all())
      await summary.click();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual(
      [],
    );
    const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
    expect(overflow).toBeLessThanOrEqual(0);
  });
});

it('runs nothing of a dataset, and asks nobody for anything', async () => {
  const usual = await openedReport(madeTrial({ records: 3 }));
  const elements = (page: Page): Promise<readonly string[]> =>
    page.evaluate(`Array.from(document.querySelectorAll('main *:not(.code *), header *'), (element) => {
      const names = element.getAttributeNames().filter((name) => name !== 'aria-label');
      return [element.localName, ...names].join(' ');
    })`);
  const openAll = async (page: Page): Promise<void> => {
    for (const row of await rows(page).all()) await row.getByRole('button').click();
    for (const summary of await page.locator('.requests summary, .printed summary').all())
      await summary.click();
  };
  await openAll(usual);
  const hostile = await openedReport(madeTrial({ records: 3, text: ALL_HOSTILE }));
  await openAll(hostile);
  const withoutLinks = (names: readonly string[]): readonly string[] =>
    names.filter((name) => name !== 'a href');
  expect(withoutLinks(await elements(hostile))).toEqual(withoutLinks(await elements(usual)));
  await filter(hostile, 'Text').fill('<script>alert(1)</script>');
  expect(await numbers(hostile)).toEqual([0, 1, 2]);
  const output = await hostile.locator('.text').last().textContent();
  expect(output).toContain('</script><script>alert(1)</script> <!--<script> --><img src=x onerror=alert(1)>');
  expect(output).toContain('‹U+2028›‹U+2029›‹U+202E›kcab‹U+2066›‹U+0000›');
});

it('lets no script run that is not its own', async () => {
  const page = await openedReport(madeTrial());
  await page.evaluate(`
    const script = document.createElement('script');
    script.textContent = 'document.title = "foreign"';
    const style = document.createElement('style');
    style.textContent = 'body { display: none }';
    document.body.append(script, style);
  `);
  expect(await page.title()).toBe('support-answers: trial of experiments/support.py');
  expect(await page.locator('body').isVisible()).toBe(true);
  const refused = incidents.filter((incident) => incident.includes('Content Security Policy'));
  expect(refused).toHaveLength(2);
  expect(incidents).toEqual(refused);
  incidents = [];
});

it('is whole in print', async () => {
  const page = await openedReport(troubledTrial(), { colorScheme: 'dark' });
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  expect(await ground(page)).toBe('rgb(255, 255, 255)');
  expect(await page.locator('.filters').isVisible()).toBe(false);
  const code = await page.locator('.code').boundingBox();
  const lines = await page.locator('.code pre').boundingBox();
  expect(code?.height).toBeGreaterThanOrEqual(lines?.height ?? Infinity);
});
