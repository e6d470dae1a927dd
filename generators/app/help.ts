import { OPTIONS } from './options.js';

const DESCRIPTION = 'Generates a Datadog LLM Observability experiment in Python.';

/** Flags that belong to no option: what to write, and what it means. */
const OTHER_FLAGS: readonly (readonly [flag: string, meaning: string])[] = [
  ['--dry-run', 'decide what would become of the file, and write nothing'],
  ['--help, -h', 'print this'],
];

/** How the generator is called, in both ways, and what it does. */
export function usageText(): string {
  return `yo llm-obs-experiment [options]\n  npx generator-llm-obs-experiment [options]\n\n${DESCRIPTION}`;
}

/**
 * What `--help` prints, whichever way it is asked for.
 *
 * @param examples the text of the file USAGE
 */
export function helpText(examples: string): string {
  const flags = [
    ...Object.entries(OPTIONS).map(([name, option]) => [
      'value' in option ? `--${name} ${option.value}` : `--${name}`,
      `${option.description} (default: ${option.default})`,
    ]),
    ...OTHER_FLAGS,
  ] as readonly (readonly [string, string])[];
  const width = Math.max(...flags.map(([flag]) => flag.length));
  const lines = flags.map(([flag, meaning]) => `  ${flag.padEnd(width)}  # ${meaning}`);
  return ['Usage:', `  ${usageText()}`, '', 'Options:', ...lines, '', examples].join('\n');
}
