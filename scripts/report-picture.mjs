// Takes the README's pictures of a report, in light and in dark, with a record opened. Where the font Inter is
// installed (on Debian: apt-get install fonts-inter), the page is set in it.
//
// Usage: node scripts/report-picture.mjs report.html docs/report-light.png docs/report-dark.png
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { chromiumExecutable } from './chromium.mjs';

const SIZE = { width: 1400, height: 1000 };
/** A README is read over slow lines too. */
const MOST_BYTES = 200_000;

const [report, ...pictures] = process.argv.slice(2);
if (report === undefined || pictures.length !== 2) {
  console.error('Usage: node scripts/report-picture.mjs report.html LIGHT.png DARK.png');
  process.exit(1);
}

const browser = await chromium.launch({ executablePath: chromiumExecutable() });
try {
  for (const [index, colorScheme] of ['light', 'dark'].entries()) {
    const page = await browser.newPage({ viewport: SIZE, colorScheme });
    await page.goto(pathToFileURL(resolve(report)).href);
    // One that failed, or passed where it should not have, says more than one that did as it should.
    const opener = page.locator('.record:has(.mark.error, td:nth-child(4) .mark.failed) .opener');
    await ((await opener.count()) > 0 ? opener : page.locator('.opener')).first().click();
    await page.mouse.move(0, 0);
    await page.evaluate(() => globalThis.scrollTo(0, 0));
    await page.screenshot({ path: pictures[index] });
    const { size } = statSync(pictures[index]);
    console.log(`${pictures[index]}: ${Math.ceil(size / 1000)} kB`);
    if (size > MOST_BYTES) throw new Error(`${pictures[index]} is larger than ${MOST_BYTES / 1000} kB`);
  }
} finally {
  await browser.close();
}
