import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listText, readCommandLine, readOptions, type RawOptions } from '../../generators/option-table.js';
import { OPTIONS, refuseOtherWords, refuseUselessTryFlags } from '../../generators/app/options.js';
import { UserError } from '../../lib/user-error.js';

const fromCommandLine = (...words: readonly string[]) =>
  readOptions(OPTIONS, readCommandLine(OPTIONS, words).raw);

describe('what a command line is read as', () => {
  it.each<{ words: readonly string[]; options: object }>([
    { words: [], options: {} },
    { words: ['--format', 'ipynb'], options: { format: 'ipynb' } },
    { words: ['--format=ipynb'], options: { format: 'ipynb' } },
    { words: ['--dataset', '007'], options: { dataset: '007' } },
    { words: ['--dataset-name', '1e3'], options: { datasetName: '1e3' } },
    { words: ['--project-name', 'true'], options: { projectName: 'true' } },
    { words: ['--project-name', '0x10'], options: { projectName: '0x10' } },
    { words: ['--output', '-'], options: { output: '-' } },
    { words: ['--output=--odd.py'], options: { output: '--odd.py' } },
    { words: ['--project-name', ' padded '], options: { projectName: ' padded ' } },
    { words: ['--dataset', 'a=b.csv'], options: { dataset: 'a=b.csv' } },
    { words: ['--jobs', '007'], options: { jobs: 7 } },
    { words: ['--dataset-version', '0'], options: { datasetVersion: 0 } },
    { words: ['--skip-prompts', '--force'], options: { skipPrompts: true, force: true } },
    { words: ['-f'], options: { force: true } },
    { words: ['--force=false'], options: { force: false } },
    { words: ['--input-columns', 'a, b ,c'], options: { inputColumns: ['a', 'b', 'c'] } },
    { words: ['--input-columns', '"a, b",c'], options: { inputColumns: ['a, b', 'c'] } },
    { words: ['--input-columns', '"say ""hi""",b'], options: { inputColumns: ['say "hi"', 'b'] } },
    { words: ['--input-columns', 'a,b,a'], options: { inputColumns: ['a', 'b'] } },
    {
      words: ['--remote-evaluator', 'tone', '--remote-evaluator', 'a,b'],
      options: { remoteEvaluator: ['tone', 'a', 'b'] },
    },
    { words: ['--debug', '--no-color', '--format', 'py'], options: { format: 'py' } },
  ])('$words', ({ words, options }) => {
    expect(fromCommandLine(...words)).toEqual(options);
  });

  it("keeps Yeoman's own flags for whoever started the run", () => {
    expect(readCommandLine(OPTIONS, ['--dry-run', '--help', '--version']).raw).toEqual({
      'dry-run': true,
      help: true,
      version: true,
    });
    expect(readCommandLine(OPTIONS, ['-h']).raw).toEqual({ help: true });
  });
});

describe('what composeWith may give', () => {
  it.each<{ given: RawOptions; options: object }>([
    {
      given: { 'project-name': 'a', evaluatorStyle: 'class' },
      options: { projectName: 'a', evaluatorStyle: 'class' },
    },
    { given: { jobs: 3, 'dataset-version': '2' }, options: { jobs: 3, datasetVersion: 2 } },
    { given: { dataset: 7 }, options: { dataset: '7' } },
    { given: { inputColumns: ['a', 'b'] }, options: { inputColumns: ['a', 'b'] } },
    { given: { 'input-columns': 'a,b' }, options: { inputColumns: ['a', 'b'] } },
    { given: { skipPrompts: true, force: false }, options: { skipPrompts: true, force: false } },
    { given: { 'skip-prompts': 'true' }, options: { skipPrompts: true } },
    { given: { format: undefined, dataset: null }, options: {} },
    { given: { colour: 'red', evalutorStyle: 'class', env: {} }, options: {} },
  ])('$given', ({ given, options }) => {
    expect(readOptions(OPTIONS, given)).toEqual(options);
  });
});

describe('what is refused', () => {
  it.each<{ words: readonly string[]; message: string }>([
    { words: ['--jobs', ''], message: '--jobs needs a value' },
    { words: ['--jobs='], message: '--jobs needs a value' },
    { words: ['--dataset', '   '], message: '--dataset needs a value' },
    { words: ['--dataset', '--format', 'py'], message: '--dataset needs a value' },
    { words: ['--jobs', '٣'], message: '--jobs is "٣", which is not a whole number from 1 up' },
    { words: ['--jobs', '1_000'], message: '--jobs is "1_000", which is not a whole number from 1 up' },
    {
      words: ['--format', 'PY'],
      message: '--format is "PY", which is not one of its values: py, ipynb\nDid you mean py?',
    },
    {
      words: ['--skip-prompt'],
      message: '--skip-prompt is not a flag of this generator\nDid you mean --skip-prompts?',
    },
    {
      words: ['--data-set', 'a.csv'],
      message: '--data-set is not a flag of this generator\nDid you mean --dataset?',
    },
    {
      words: ['--outptu', 'a.py'],
      message: '--outptu is not a flag of this generator\nDid you mean --output?',
    },
    { words: ['--no-force'], message: '--no-force is not a flag of this generator' },
    { words: ['-x'], message: '-x is not a flag of this generator' },
    { words: ['--input-columns', ','], message: '--input-columns is ",", in which a name is empty' },
    { words: ['--input-columns', 'a,'], message: '--input-columns is "a,", in which a name is empty' },
    { words: ['--force', '--force'], message: '--force is given 2 times: true, true\nGive it once.' },
  ])('$words', ({ words, message }) => {
    const read = (): unknown => fromCommandLine(...words);
    expect(read).toThrow(UserError);
    expect(read).toThrow(message);
  });

  it.each<{ given: RawOptions; message: string }>([
    { given: { jobs: 1.5 }, message: '--jobs is "1.5", which is not a whole number from 1 up' },
    { given: { jobs: NaN }, message: '--jobs is "NaN", which is not a whole number from 1 up' },
    { given: { jobs: true }, message: '--jobs needs a value' },
    { given: { dataset: true }, message: '--dataset needs a value' },
    { given: { projectName: { name: 'a' } }, message: '--project-name needs a value' },
    { given: { inputColumns: ['a', ''] }, message: '--input-columns needs a value' },
    { given: { force: 1 }, message: '--force takes no value, but got 1' },
    { given: { datasetId: 'x' }, message: '--dataset-id is not supported' },
  ])('$given', ({ given, message }) => {
    expect(() => readOptions(OPTIONS, given)).toThrow(UserError);
    expect(() => readOptions(OPTIONS, given)).toThrow(message);
  });
});

it.each([['a.csv'], ['--', 'a.csv'], ['--force', 'a.csv']])(
  'takes no word that is no flag: %s',
  (...words) => {
    const { others } = readCommandLine(OPTIONS, words);
    expect(() => {
      refuseOtherWords(others);
    }).toThrow('"a.csv" is not expected here');
  },
);

it('takes no flag that says how to try, where nothing is tried', () => {
  expect(() => {
    refuseUselessTryFlags(fromCommandLine('--report', 'a.html'));
  }).toThrow('--report says how to try the file, and nothing is tried\nAdd --try, or leave it out.');
  expect(() => {
    refuseUselessTryFlags(fromCommandLine('--report', 'a.html', '--try'));
    refuseUselessTryFlags(fromCommandLine('--force'));
  }).not.toThrow();
});

it('a misspelt flag is answered with the one that was meant', () => {
  const names = Object.keys(OPTIONS).filter((name) => name.length > 4);
  fc.assert(
    fc.property(fc.constantFrom(...names), fc.nat(), (name, position) => {
      const at = position % (name.length - 1);
      const misspelt = name.slice(0, at) + name.slice(at + 1);
      fc.pre(!(misspelt in OPTIONS));
      expect(() => readCommandLine(OPTIONS, [`--${misspelt}`])).toThrow(`Did you mean --${name}?`);
    }),
  );
});

it('text is never changed on its way from a command line', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => text.trim() !== ''),
      (text) => {
        expect(fromCommandLine(`--project-name=${text}`)).toEqual({ projectName: text });
      },
    ),
  );
});

it('a list that is written as text reads back as it was', () => {
  const name = fc
    .string({ unit: 'grapheme', minLength: 1 })
    .filter((text) => text.trim() === text && text !== '');
  fc.assert(
    fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 5 }), (names) => {
      expect(fromCommandLine(`--input-columns=${listText(names)}`)).toEqual({ inputColumns: names });
    }),
  );
});
