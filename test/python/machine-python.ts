import { execFileSync } from 'node:child_process';

/** Python itself: the command may be a shim, which takes ten times as long to start. */
let executable: string | undefined;

/**
 * Asks the machine's own Python, isolated from its surroundings.
 *
 * @param program reads JSON from `sys.stdin` and writes JSON to `sys.stdout`
 * @param question what it reads; lone surrogates travel as escapes, both ways
 */
export function askMachinePython(program: string, question: unknown): unknown {
  executable ??= execFileSync('python3', ['-I', '-c', 'import sys; sys.stdout.write(sys.executable)'], {
    encoding: 'utf8',
  });
  const answer = execFileSync(executable, ['-I', '-X', 'utf8', '-c', program], {
    input: JSON.stringify(question),
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  return JSON.parse(answer);
}
