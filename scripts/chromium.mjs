// Finds a Chromium to look at the report in, and installs Debian's where there is none; prints where it is.
//
// Usage: node scripts/chromium.mjs
import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Debian's name first, then those of other systems and of Chrome, which is as good. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const OUTSIDE_PATH = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/**
 * @returns {string} the executable of a Chromium, which is installed with apt-get where there is none
 * @throws Error where it cannot be installed
 */
export function chromiumExecutable() {
  const found = findChromium();
  if (found !== undefined) return found;
  console.error('Installing Chromium with apt-get …');
  const rights = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  for (const words of [
    ['update', '-qq'],
    ['install', '-qq', '--yes', '--no-install-recommends', 'chromium'],
  ]) {
    const [command, ...rest] = [...rights, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...words];
    execFileSync(command, rest, { stdio: ['ignore', 'ignore', 'pipe'] });
  }
  const installed = findChromium();
  if (installed === undefined) throw new Error('apt-get installed no command called chromium');
  return installed;
}

function findChromium() {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '');
  const candidates = NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  return [...candidates, ...OUTSIDE_PATH].find(isExecutable);
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    console.log(chromiumExecutable());
  } catch (error) {
    console.error(`\nTHERE IS NO CHROMIUM, SO THE REPORT CANNOT BE LOOKED AT.
Install one (on Debian: apt-get install chromium), and have it in the PATH.\n\n${error.message}`);
    process.exitCode = 1;
  }
}
