import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const project = fileURLToPath(new URL('tsconfig.json', import.meta.url));

/**
 * A module of `lib` as it is now, whatever the package that is published makes of it.
 *
 * @param {string} file its path in `lib`, ending in `.js`
 * @returns {Promise<object>} what it exports
 */
export async function compiledLibrary(file) {
  execFileSync(process.execPath, [compiler, '--project', project], { stdio: 'inherit' });
  return import(new URL(`../.bench/compiled/lib/${file}`, import.meta.url).href);
}
