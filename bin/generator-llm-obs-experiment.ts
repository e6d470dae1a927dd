#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { createEnv } from 'yeoman-environment';
import LlmObsExperimentGenerator from '../generators/app/index.js';
import { readCommandLine } from '../generators/app/options.js';

const NAMESPACE = 'llm-obs-experiment:app';

/** The package's own command: the generator without `yo`, which refuses to work for root. */
async function run(words: readonly string[]): Promise<void> {
  const raw = readCommandLine(words);
  if (raw.version === true) {
    console.log(version());
    return;
  }
  const environment = createEnv();
  environment.register(LlmObsExperimentGenerator.resolved, { namespace: NAMESPACE });
  if (raw.help === true) {
    const generator = await environment.create<LlmObsExperimentGenerator>(NAMESPACE, {
      generatorOptions: { help: true },
    });
    console.log(generator.help());
    return;
  }
  await environment.run([NAMESPACE], { ...raw, ...(raw['dry-run'] === true ? { dryRun: true } : {}) });
}

function version(): string {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
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
