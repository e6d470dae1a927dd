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
  expect(resolveEnvFiles([given], project, path.join(project, output))).toEqual({
    envFiles: [written],
    warnings: [],
  });
});

it('keeps the order, each once, and says what is not there yet', () => {
  const { envFiles, warnings } = resolveEnvFiles(
    ['later.env', '.env.staging', './later.env'],
    project,
    path.join(project, 'x.py'),
  );
  expect(envFiles).toEqual(['later.env', '.env.staging']);
  expect(warnings).toEqual([
    expect.stringContaining('--env-file "later.env" is not there yet'),
    expect.stringContaining('--env-file "./later.env" is not there yet'),
  ]);
});

it('takes no folder', () => {
  expect(() => resolveEnvFiles(['config'], project, path.join(project, 'x.py'))).toThrow(
    '--env-file is "config", which is a folder',
  );
});
