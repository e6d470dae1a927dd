// Makes virtual environments to run generated files in, each from its requirements in test/python.
// They stay in .python/ until their requirements change.
//
// Usage: node scripts/python-environments.mjs NAME …
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * @param {string} name of the environment, and of its requirements in test/python
 * @returns {Promise<void>} settled once the environment holds what its requirements say
 */
async function makeEnvironment(name) {
  const requirements = path.join(root, 'test', 'python', `${name}.txt`);
  const folder = path.join(root, '.python', name);
  const stamp = path.join(folder, 'requirements.sha256');
  const digest = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
  console.log(`Installing the Python environment "${name}" (${path.relative(root, requirements)}) …`);
  rmSync(folder, { recursive: true, force: true });
  const starter = process.platform === 'win32' ? 'python' : 'python3';
  await run(starter, ['-m', 'venv', folder]);
  const scripts = process.platform === 'win32' ? 'Scripts' : 'bin';
  await run(path.join(folder, scripts, 'python'), ['-m', 'pip', 'install', '--quiet', '-r', requirements]);
  writeFileSync(stamp, digest);
}

/** Runs a command; what it prints is shown only where it fails. */
function run(command, commandArguments) {
  return new Promise((resolve, reject) => {
    let printed = '';
    const child = spawn(command, commandArguments, { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (printed += chunk));
    child.on('error', reject);
    child.on('close', (status) => {
      if (status === 0) resolve();
      else
        reject(
          new Error(`${command} ${commandArguments.join(' ')} ended with status ${status}:\n${printed}`),
        );
    });
  });
}

try {
  await Promise.all(process.argv.slice(2).map(makeEnvironment));
} catch (error) {
  console.error(`\nTHE PYTHON ENVIRONMENTS COULD NOT BE MADE, SO NOTHING CAN BE RUN IN THEM.
They need Python 3.9 or later with its venv module, and PyPI within reach.\n\n${error.message}`);
  process.exitCode = 1;
}
