import type { OptionsOf, OptionTable } from '../option-table.js';

/** How a file is tried: the options of `try`, which the generator takes as well, beside `--try`. */
export const TRY_OPTIONS = {
  python: {
    type: 'text',
    value: '<path>',
    default: 'the active environment, .venv, python3',
    description: 'the Python to run the file with, its path or its command',
  },
  answers: {
    type: 'choice',
    choices: ['expected', 'wrong', 'echo'],
    value: '<answers>',
    default: 'expected, then wrong',
    description:
      'run once only: with expected outputs, with wrong answers, or with the question as the answer',
  },
  records: {
    type: 'text',
    value: '<path>',
    default: 'three samples',
    description: 'JSON or JSON Lines records to hand out where the file pulls its dataset from Datadog',
  },
  faults: {
    type: 'switch',
    default: 'off',
    description: 'also run it once for each way in which the services misbehave on a bad day',
  },
  'allow-host': {
    type: 'list',
    value: '<hosts>',
    default: 'none',
    description: 'hosts that the file may reach, other than this machine; repeat it or separate with commas',
  },
  install: {
    type: 'switch',
    default: 'off',
    description: 'put missing packages into an environment in your cache folder, and use that',
  },
  timeout: {
    type: 'integer',
    least: 1,
    value: '<seconds>',
    default: '300',
    description: 'end one run of the file after so long',
  },
  report: {
    type: 'list',
    value: '<paths>',
    default: 'none',
    description: 'write what was found into a .html page, a .json or a .xml file (JUnit)',
  },
  strict: {
    type: 'switch',
    default: 'off',
    description: 'fail also where no evaluator tells right answers from wrong ones',
  },
} as const satisfies OptionTable;

export type TryOptions = OptionsOf<typeof TRY_OPTIONS>;
