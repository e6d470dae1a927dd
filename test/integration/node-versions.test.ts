import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contentsOf, folderWith, runCommand, waysIn } from './commands.js';

const NEWEST = 24;

/** The npm package `node` brings a Node of its own version with it. */
let node = '';
let installation = '';
beforeAll(() => {
  installation = mkdtempSync(path.join(tmpdir(), 'newest-node-'));
  chmodSync(installation, 0o755);
  writeFileSync(path.join(installation, 'package.json'), '{"private": true}\n');
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--silent', `node@${NEWEST}`], {
    cwd: installation,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  node = path.join(installation, 'node_modules', 'node', 'bin', 'node');
});
afterAll(() => {
  rmSync(installation, { recursive: true, force: true });
});

it('the Node is the one that is meant', async () => {
  const { stdout } = await runCommand([node, '--version'], { folder: folderWith({}) });
  expect(stdout).toMatch(new RegExp(`^v${NEWEST}\\.`));
});

const csv = 'question,answer\nWho?,jane.doe@example.com\n';

describe.each(waysIn)(`on Node ${NEWEST}, through $way`, ({ words }) => {
  const onNewest = (): readonly string[] => [node, ...words().slice(1)];

  it.concurrent.each([
    { what: 'a script from a sample', flags: [] },
    { what: 'a notebook from a CSV', flags: ['--dataset', 'qa.csv', '--format', 'ipynb'] },
    { what: 'a script from JSON', flags: ['--dataset', 'qa.json', '--evaluator-style', 'class'] },
  ])('writes $what as on this Node', async ({ flags }) => {
    const files = { 'qa.csv': csv, 'qa.json': '[{"input_data": "Who?", "expected_output": 1.50}]' };
    const folder = folderWith(files);
    const newest = await runCommand([...onNewest(), ...flags], { folder });
    expect(newest.status, newest.stderr).toBe(0);
    expect(newest.stdout).toContain('Syntax check: pass\n');
    // Identical, or this run would end with a conflict.
    const current = await runCommand([...words(), ...flags], { folder });
    expect(current.status, current.stderr).toBe(0);
    expect(current.stdout).toBe(newest.stdout);
    expect(newest.stderr).not.toContain('Warning');
  });

  it.concurrent('refuses a mistake without a stack trace', async () => {
    const folder = folderWith({});
    const { status, stderr } = await runCommand([...onNewest(), '--jobs', '0'], { folder });
    expect(status).toBe(1);
    expect(stderr).toContain('--jobs is "0", which is not a whole number from 1 up\n');
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(contentsOf(folder)).toEqual({});
  });
});
