import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { OPTIONS } from '../../generators/app/options.js';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

/** The cells of the README's table of options, a row each, without the header. */
function optionRows(): string[][] {
  const table = readme.slice(readme.indexOf('## Options'), readme.indexOf('## Your dataset'));
  return table
    .split('\n')
    .filter((line) => line.startsWith('| `--'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll('\\<', '<')),
    );
}

describe('the README', () => {
  it('lists every option as the table in the code has it, in its order', () => {
    const rows = Object.entries(OPTIONS).map(([name, option]) => [
      `\`--${'value' in option ? `${name} ${option.value}` : name}\``,
      option.default,
      option.description,
    ]);
    expect(optionRows()).toEqual(rows);
  });
});
