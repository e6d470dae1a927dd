import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, inject, it } from 'vitest';

it('installs what a user needs, and nothing else', () => {
  const installed = path.join(inject('installation'), 'node_modules', 'generator-llm-obs-experiment');
  const entries = readdirSync(installed).filter((name) => name !== 'node_modules');
  expect(entries.sort()).toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'dist', 'package.json']);
  expect(readdirSync(path.join(installed, 'dist')).sort()).toEqual(['bin', 'generators', 'lib']);
  const endings = readdirSync(path.join(installed, 'dist'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => /\.d\.ts$|\.[^.]+$/.exec(name)?.[0] ?? name);
  expect([...new Set(endings)].sort()).toEqual(['.d.ts', '.ejs', '.js', 'USAGE']);
});
