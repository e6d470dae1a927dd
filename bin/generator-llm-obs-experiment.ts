#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { styleText } from 'node:util';
import { showsColours } from '../generators/colours.js';
import { helpText, tryHelpText } from '../generators/help.js';
import { OPTIONS, refuseOtherWords, refuseUselessTryFlags } from '../generators/app/options.js';
import { readCommandLine, readOptions, type RawOptions } from '../generators/option-table.js';
import { TRY_OPTIONS } from '../generators/try/options.js';
import { conclude, configure, listTasks, place, prompt, type Host } from '../generators/app/steps.js';
import { syntaxChecker } from '../lib/python/syntax-check.js';
import { renderArtifact } from '../lib/render/artifact.js';

const MANIFEST = new URL('../../package.json', import.meta.url);
const TEMPLATES = new URL('../generators/app/templates', import.meta.url);
const EXAMPLES = new URL('../generators/app/USAGE', import.meta.url);
const TRY_EXAMPLES = new URL('../generators/try/USAGE', import.meta.url);
const TRY_PROGRAMS = new URL('../lib/try/python', import.meta.url);

/** As Yeoman has them. */
const COLOURS = { create: 'green', identical: 'cyan', force: 'yellow', skip: 'yellow' } as const;

/**
 * The package's own command: the generator's steps without `yo`, which refuses to work for root, and without Yeoman,
 * of which nothing is loaded before there is something to ask.
 */
async function run(words: readonly string[]): Promise<void> {
  if (words[0] === 'try') {
    await runTry(words.slice(1));
    return;
  }
  const { raw, others } = readCommandLine(OPTIONS, words);
  if (raw.version === true) console.log(version());
  else if (raw.help === true) console.log(helpText(readFileSync(EXAMPLES, 'utf8')));
  else {
    refuseOtherWords(others);
    await generate(raw);
  }
}

async function runTry(words: readonly string[]): Promise<void> {
  const { raw, others } = readCommandLine(TRY_OPTIONS, words);
  if (raw.version === true) console.log(version());
  else if (raw.help === true) console.log(tryHelpText(readFileSync(TRY_EXAMPLES, 'utf8')));
  else {
    const { fileToTry, tryAndReport } = await import('../generators/try/steps.js');
    const file = fileToTry(others, process.cwd());
    await tryAndReport(file, readOptions(TRY_OPTIONS, raw), TRY_SURROUNDINGS);
  }
}

async function generate(raw: RawOptions): Promise<void> {
  const given = readOptions(OPTIONS, raw);
  refuseUselessTryFlags(given);
  if (given.listTasks === true) {
    console.log(await listTasks(given, HOST));
    return;
  }
  const options = await prompt(given, HOST);
  const checkSyntax = syntaxChecker();
  const plan = await configure(options, HOST);
  const rendered = renderArtifact(plan, fileURLToPath(TEMPLATES));
  const placement = { force: options.force ?? false, dryRun: raw['dry-run'] === true };
  const placed = await place(plan, rendered.artifact.text, options, placement, HOST);
  await conclude(plan, rendered, placed, checkSyntax, HOST);
  if (placed && options.try === true) {
    const { tryAndReport } = await import('../generators/try/steps.js');
    await tryAndReport(plan.output, options, TRY_SURROUNDINGS);
  }
}

const TRY_SURROUNDINGS = { workingFolder: process.cwd(), programs: fileURLToPath(TRY_PROGRAMS) };

const HOST: Host = {
  surroundings: { workingFolder: process.cwd(), destinationFolder: process.cwd() },
  person: async () => {
    const { TerminalAdapter } = await import('@yeoman/adapter');
    const { personAt } = await import('../generators/app/person.js');
    return personAt(new TerminalAdapter(), process.cwd());
  },
  report: (status, shown) => {
    const padded = status.padStart('identical'.length);
    console.error(`${showsColours(process.stderr) ? styleText(COLOURS[status], padded) : padded} ${shown}`);
  },
  say: (line) => {
    console.error(line);
  },
};

function version(): string {
  return (JSON.parse(readFileSync(MANIFEST, 'utf8')) as { version: string }).version;
}

try {
  await run(process.argv.slice(2));
} catch (error) {
  const { name, message, stack } = error as Error;
  // Inquirer's word for Ctrl-C.
  const cancelled = name === 'ExitPromptError';
  console.error(cancelled ? '\nCancelled: nothing was written.' : `Error: ${message}`);
  if (process.env.DEBUG !== undefined) console.error(stack);
  process.exitCode = cancelled ? 130 : 1;
}
