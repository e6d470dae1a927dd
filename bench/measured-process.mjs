import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** No command that is measured takes nearly as long on a machine of today: one that does is not going to end. */
const TIME_LIMIT = 900;

const WRAPPER = fileURLToPath(new URL('measured_process.py', import.meta.url));
const CHECKOUT = fileURLToPath(new URL('..', import.meta.url));

/**
 * Runs a command as a process of its own and measures it from its start to its end.
 *
 * @param {readonly string[]} words the command and its arguments
 * @param {object} options
 * @param {string} options.python the interpreter that watches over it
 * @param {string} options.folder in which it runs
 * @param {NodeJS.ProcessEnv} options.environment
 * @param {number} [options.user] whom to run it as, where that is somebody else
 * @returns {Promise<{seconds: number, processorSeconds: number, mebibytes: number, stdout: string}>} the time that
 *   passed, the time of all its threads, and the peak memory of the largest of its processes
 * @throws Error with what it printed, where it fails or takes longer than a quarter of an hour
 */
export async function runMeasured(words, { python, folder, environment, user }) {
  const child = spawn(python, ['-S', '-E', WRAPPER, String(TIME_LIMIT), String(user ?? '-'), ...words], {
    cwd: folder,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const [stdout, stderr, report] = await Promise.all(child.stdio.slice(1).map(textOf));
  if (report === '') throw new Error(lastLine(stderr) ?? `${words[0]} could not be run`);
  const { status, killed, ...measured } = JSON.parse(report);
  if (killed) throw new Error(`not done after ${TIME_LIMIT} s`);
  if (status !== 0) throw new Error(lastLine(stderr) ?? lastLine(stdout) ?? `ended with status ${status}`);
  return { ...measured, stdout };
}

async function textOf(stream) {
  let text = '';
  for await (const piece of stream.setEncoding('utf8')) text += piece;
  return text;
}

/**
 * The line that says what went wrong: Node's stack traces and version stand below it, Python's above. It may end up in
 * the README, where the place of this checkout is nobody's business.
 */
function lastLine(text) {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const line = lines.find((one) => /^\w*Error\b/.test(one)) ?? lines.at(-1);
  return line?.replaceAll(CHECKOUT, '').replace(/^Error: /, '');
}
