import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import os from 'node:os';

/**
 * @param {string} python the interpreter that takes part
 * @returns {Record<string, string | number>} what the figures were measured on
 */
export function machine(python) {
  const processors = os.cpus();
  return {
    processor: processors[0]?.model.trim() ?? os.arch(),
    cores: processors.length,
    memoryGiB: Math.round(os.totalmem() / 2 ** 30),
    system: distribution(),
    node: process.versions.node,
    python: execFileSync(python, ['--version'], { encoding: 'utf8' }).trim().replace('Python ', ''),
  };
}

/** See os-release(5); not every system has it. */
function distribution() {
  const file = '/etc/os-release';
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return /^PRETTY_NAME="?([^"\n]*)/m.exec(text)?.[1] ?? `${os.type()} ${os.release()}`;
}
