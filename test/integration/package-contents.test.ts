import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, inject, it } from 'vitest';

const installed = (): string =>
  path.join(inject('installation'), 'node_modules', 'generator-llm-obs-experiment');

it('installs what a user needs, and nothing else', () => {
  expect(readdirSync(installed()).sort()).toEqual([
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'dist',
    'package.json',
  ]);
  const dist = path.join(installed(), 'dist');
  expect(readdirSync(dist).sort()).toEqual([
    'bin',
    'chunks',
    'generators',
    'lib',
    'third-party-licenses.txt',
  ]);
  const files = readdirSync(dist, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const endings = files.map(({ name }) => /\.d\.ts$|\.[^.]+$/.exec(name)?.[0] ?? name);
  expect([...new Set(endings)].sort()).toEqual(['.d.ts', '.ejs', '.js', '.py', '.txt', '.wasm', 'USAGE']);
});

it('brings every package that it needs in itself', () => {
  const manifest = JSON.parse(readFileSync(path.join(installed(), 'package.json'), 'utf8')) as object;
  expect(manifest).not.toHaveProperty('dependencies');
});

it('brings the licences of those packages, each with a text', () => {
  const licences = readFileSync(path.join(installed(), 'dist', 'third-party-licenses.txt'), 'utf8')
    .split(`\n${'-'.repeat(80)}\n\n`)
    .map((licence) => /^(?<name>\S+) \d\S*\n\n(?<text>[^]+)$/.exec(licence)?.groups ?? {});
  const names = licences.map(({ name }) => name);
  for (const name of ['@humanwhocodes/momoa', 'libphonenumber-js', 'yeoman-generator', 'inquirer', 'ejs']) {
    expect(names).toContain(name);
  }
  for (const { name, text } of licences) expect(text?.length, name).toBeGreaterThan(200);
});
