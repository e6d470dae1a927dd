// Shows the whole way: generates an experiment from the example CSV and runs it on the real SDK, with a stand-in on
// this machine in the place of Datadog and of the LLM. No account, no key; PyPI is needed once, for the SDK.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { startStandIn } from '../dist/lib/stand-in/stand-in.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const scripts = process.platform === 'win32' ? 'Scripts' : 'bin';
const python = path.join(root, '.python', 'demo', scripts, 'python');
const experiment = path.join('.demo', 'experiment.py');

/** Runs a command in the checkout, with its output shown, and stops the demo where it fails. */
async function run(command, commandArguments, environment = {}) {
  const child = spawn(command, commandArguments, {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const status = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (status !== 0) throw new Error(`${command} ended with status ${status}`);
}

try {
  const generator = path.join('dist', 'bin', 'generator-llm-obs-experiment.js');
  await run(process.execPath, [
    generator,
    ...['--dataset', path.join('examples', 'support-questions.csv')],
    ...['--project-name', 'experiment-support-bot', '--output', experiment, '--skip-prompts', '--force'],
  ]);
  await run(process.execPath, [path.join('scripts', 'python-environments.mjs'), 'demo']);
  console.log(`\nRunning ${experiment} on the real SDK, against a stand-in for Datadog and the LLM …\n`);
  const standIn = await startStandIn();
  try {
    await run(python, [experiment], standIn.environment());
    const [received] = standIn.experiments;
    console.log(
      `\nThe stand-in received the experiment "${received.name}" of the project "${received.project}":`,
    );
    console.log(`${standIn.datasets[0].records.length} records, ${received.metrics.length} scores.`);
  } finally {
    await standIn.close();
  }
} catch (error) {
  console.error(`\n${error.message}`);
  process.exitCode = 1;
}
