import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder in which the packed package is installed beside `yo`. */
    installation: string;
  }
}

/**
 * Packs the package and installs it beside `yo` in an empty folder, as a user would: once for all tests. Beside it
 * stands what an outer generator brings itself.
 */
export default function setup(project: TestProject): () => void {
  const installation = mkdtempSync(path.join(tmpdir(), 'packed-package-'));
  // `yo` is run by another user where the tests run as root.
  chmodSync(installation, 0o755);
  writeFileSync(path.join(installation, 'package.json'), '{"private": true}\n');
  execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', installation]);
  const tarball = readdirSync(installation).find((name) => name.endsWith('.tgz')) ?? '';
  const packages = ['yo@7', 'yeoman-generator@8', `./${tarball}`];
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--silent', ...packages], {
    cwd: installation,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  project.provide('installation', installation);
  return () => {
    rmSync(installation, { recursive: true, force: true });
  };
}
