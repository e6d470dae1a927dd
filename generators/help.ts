import { OPTIONS } from './app/options.js';
import type { OptionTable } from './option-table.js';
import { TRY_OPTIONS } from './try/options.js';

/** A flag that belongs to no option: what to write, and what it means. */
type OtherFlag = readonly [flag: string, meaning: string];

const DRY_RUN: OtherFlag = ['--dry-run', 'decide what would become of the file, and write nothing'];
const HELP: OtherFlag = ['--help, -h', 'print this'];

/** How the generator is called, in both ways, and what it does. */
export function usageText(): string {
  return calls('', '[options]', 'Generates a Datadog LLM Observability experiment in Python.');
}

/** How `try` is called, in both ways, and what it does. */
export function tryUsageText(): string {
  const description =
    'Runs an experiment on this machine, on the real SDK, with no account, no key and no network: once with right\n' +
    'answers, once with wrong ones. Tells which evaluators see the difference.\n' +
    'Without a file: experiments/experiment.py, or .ipynb.';
  return calls('try', '[file] [options]', description);
}

/**
 * What `--help` prints, whichever way it is asked for.
 *
 * @param examples the text of the generator's file USAGE
 */
export function helpText(examples: string): string {
  return textOf(usageText(), OPTIONS, [DRY_RUN, HELP], examples);
}

/** @param examples the text of the file USAGE of `try` */
export function tryHelpText(examples: string): string {
  return textOf(tryUsageText(), TRY_OPTIONS, [HELP], examples);
}

function calls(name: string, words: string, description: string): string {
  const [behindYo, behindNpx] = name === '' ? ['', ''] : [`:${name}`, ` ${name}`];
  return `yo llm-obs-experiment${behindYo} ${words}\n  npx generator-llm-obs-experiment${behindNpx} ${words}\n\n${description}`;
}

function textOf(
  usage: string,
  options: OptionTable,
  otherFlags: readonly OtherFlag[],
  examples: string,
): string {
  const flags = [
    ...Object.entries(options).map(([name, option]): OtherFlag => [
      option.value === undefined ? `--${name}` : `--${name} ${option.value}`,
      `${option.description} (default: ${option.default})`,
    ]),
    ...otherFlags,
  ];
  const width = Math.max(...flags.map(([flag]) => flag.length));
  const lines = flags.map(([flag, meaning]) => `  ${flag.padEnd(width)}  # ${meaning}`);
  return ['Usage:', `  ${usage}`, '', 'Options:', ...lines, '', examples].join('\n');
}
