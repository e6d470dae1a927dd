import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { resolveEnvFiles } from '../../lib/plan/env-files.js';

const root = mkdtempSync(path.join(tmpdir(), 'env-files-'));
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

const project = path.join(root, 'project');
mkdirSync(path.join(project, 'config'), { recursive: true });
mkdirSync(path.join(root, 'elsewhere', 'deep'), { recursive: true });
symlinkSync(path.join(root, 'elsewhere', 'deep'), path.join(project, 'linked'));
for (const file of ['.env.staging', 'config/a, "b".env'])
  writeFileSync(path.join(project, file), 'KEY=value\n');
const outside = path.join(root, 'elsewhere', 'shared.env');
writeFileSync(outside, '');

it.each<{ given: string; output: string; written: string }>([
  { given: '.env.staging', output: 'experiments/experiment.py', written: '../.env.staging' },
  { given: './config/../.env.staging', output: 'experiment.py', written: '.env.staging' },
  { given: 'config/a, "b".env', output: 'a/b/it.py', written: '../../config/a, "b".env' },
  { given: '../elsewhere/shared.env', output: 'experiment.py', written: outside },
  { given: outside, output: 'experiment.py', written: outside },
  // From a folder that is elsewhere, `..` does not lead back.
  { given: '.env.staging', output: 'linked/it.py', written: path.join(project, '.env.staging') },
])('$given is $written to $output', ({ given, output, written }) => {
  expect(resolveEnvFiles([given], project, path.join(project, output))).toEqual([written]);
});

it('keeps the order, each once', () => {
  const given = ['config/a, "b".env', '.env.staging', './config/a, "b".env'];
  expect(resolveEnvFiles(given, project, path.join(project, 'x.py'))).toEqual(given.slice(0, 2));
});

it.each([
  ['config', '--env-file is "config", which is a folder'],
  ['later.env', '--env-file is "later.env", but there is no such file'],
])('refuses %s', (given, message) => {
  expect(() => resolveEnvFiles([given], project, path.join(project, 'x.py'))).toThrow(message);
});
