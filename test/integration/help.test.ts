import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { OPTIONS } from '../../generators/app/options.js';
import { TRY_OPTIONS } from '../../generators/try/options.js';
import { contentsOf, folderWith, ownCommand, runCommand, waysIn, yoCommand } from './commands.js';
import { pythonExecutable } from './experiments.js';

describe.each(waysIn)('--help, through $way', ({ words }) => {
  it.concurrent.each(['--help', '-h'])('%s lists every option and gives examples', async (flag) => {
    const folder = folderWith({});
    const { status, stdout, stderr } = await runCommand([...words(), flag], { folder });
    expect(status).toBe(0);
    expect(stderr).toBe('');
    expect(stdout).toContain('yo llm-obs-experiment [options]');
    expect(stdout).toContain('npx generator-llm-obs-experiment [options]');
    const lines = stdout.split('\n').map((line) => line.trim().replaceAll(/\s+/g, ' '));
    for (const [name, option] of Object.entries(OPTIONS)) {
      const value = 'value' in option ? `${option.value} ` : '';
      expect(lines).toContain(`--${name} ${value}# ${option.description} (default: ${option.default})`);
    }
    expect(stdout).toContain('Examples:\n');
    expect(stdout).toContain('yo llm-obs-experiment --dataset qa.csv --skip-prompts\n');
    expect(contentsOf(folder)).toEqual({});
  });
});

describe.each([
  { way: 'the own command', words: () => [...ownCommand(), 'try'] },
  { way: 'yo', words: () => yoCommand('llm-obs-experiment:try') },
])('--help of try, through $way', ({ words }) => {
  it.concurrent.each(['--help', '-h'])('%s lists every option and gives examples', async (flag) => {
    const folder = folderWith({});
    const { status, stdout, stderr } = await runCommand([...words(), flag], { folder });
    expect(status).toBe(0);
    expect(stderr).toBe('');
    expect(stdout).toContain('yo llm-obs-experiment:try [file] [options]');
    expect(stdout).toContain('npx generator-llm-obs-experiment try [file] [options]');
    const lines = stdout.split('\n').map((line) => line.trim().replaceAll(/\s+/g, ' '));
    for (const [name, option] of Object.entries(TRY_OPTIONS)) {
      const value = 'value' in option ? `${option.value} ` : '';
      expect(lines).toContain(`--${name} ${value}# ${option.description} (default: ${option.default})`);
    }
    expect(stdout).toContain('yo llm-obs-experiment:try experiments/qa.py --report report.html\n');
    expect(contentsOf(folder)).toEqual({});
  });
});

/** The lines of a text that call the generator, a call that is broken with a backslash in one piece. */
function callsIn(text: string): readonly string[] {
  return (
    text.replaceAll(/ \\\n\s+/g, ' ').match(/(?<=^ +(?:yo |npx generator-)llm-obs-experiment ).*$/gm) ?? []
  );
}

describe('each example of the help', () => {
  const usage = readFileSync(new URL('../../generators/app/USAGE', import.meta.url), 'utf8');
  const files = {
    'qa.csv': 'question,answer\nWho?,Me\n',
    'tickets.csv': 'subject,body,label\nhours,When?,nine\n',
    'records.json': '[{"input_data": "Who?", "expected_output": "Me"}]',
  };

  it.concurrent.each(callsIn(usage))('%s', async (flags) => {
    const folder = folderWith(files);
    // Trying takes a Python with the SDK.
    const python = flags.includes('--try') ? ['--python', pythonExecutable('newest')] : [];
    const words = [...ownCommand(), ...flags.split(' '), ...python];
    const { status, stdout, stderr } = await runCommand(words, { folder });
    expect(status, stderr).toBe(0);
    expect(stdout).not.toContain('ignored');
    expect(Object.keys(contentsOf(folder))).toContain('experiments/');
  });
});

it.concurrent('--version prints the version of the package', async () => {
  const folder = folderWith({});
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const { version } = JSON.parse(manifest) as { version: string };
  const outcome = await runCommand([...ownCommand(), '--version'], { folder });
  expect(outcome).toEqual({ status: 0, signal: null, stdout: `${version}\n`, stderr: '' });
});
