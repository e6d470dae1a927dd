import { spawn } from 'node:child_process';

/** A piece of Python that is compiled on its own: a whole script, or one code cell of a notebook. */
export interface CodeUnit {
  /** The cell's number in its notebook, for the details; a script has none. */
  readonly cell?: number;
  readonly code: string;
}

export type SyntaxCheck =
  | { readonly status: 'pass' }
  | { readonly status: 'skipped'; readonly reason: string }
  | { readonly status: 'fail'; readonly details: string };

/** How a Python may be started: a command and what stands before Python's own arguments. */
export interface PythonCommand {
  readonly command: string;
  readonly leadingArguments: readonly string[];
}

/**
 * Where a Python may be found, the likeliest first.
 *
 * @param platform as in `process.platform`; the `py` launcher is Windows' own
 *   (https://docs.python.org/3/using/windows.html)
 */
export function pythonCommands(platform: NodeJS.Platform): PythonCommand[] {
  const commands = [
    { command: 'python3', leadingArguments: [] },
    { command: 'python', leadingArguments: [] },
  ];
  return platform === 'win32' ? [...commands, { command: 'py', leadingArguments: ['-3'] }] : commands;
}

/** Nothing of the folder, the environment or the installed packages is imported, and no bytecode is written. */
const ISOLATION = ['-I', '-S', '-B', '-W', 'ignore'];

/** What a usable Python says first; anything else is some other program's output. */
const READY = 'ready:';

/**
 * Compiles and never executes. A full compile, not only a parse: it also finds a `return` outside a function and a
 * late `from __future__`. Single quotes only, which every platform hands over as they are.
 */
const PROGRAM = `
import json, sys
if sys.version_info < (3, 9):
    sys.exit(1)
sys.stdout.write('${READY}')
sys.stdout.flush()
faults = []
for unit, code in enumerate(json.load(sys.stdin.buffer)):
    try:
        compile(code, '<generated>', 'exec', dont_inherit=True)
    except SyntaxError as error:
        faults.append([unit, error.lineno, error.msg])
    except (ValueError, OverflowError, MemoryError, RecursionError) as error:
        faults.append([unit, None, str(error) or type(error).__name__])
json.dump(faults, sys.stdout)
`;

type Fault = readonly [unit: number, line: number | null, message: string];

/**
 * Checks the syntax of generated Python with the machine's own Python, 3.9 or later. Nothing of the code is executed
 * and nothing is written to disk.
 *
 * @param units the script, or the notebook's code cells
 * @param commands how a Python may be started: one that is missing, too old or broken is passed over
 * @param startLimit milliseconds that a Python gets to start, after which it is passed over; compiling has no limit,
 *   since tens of megabytes take Python longer than any start
 * @returns the verdict of the first usable Python; `skipped` where there is none
 */
export async function checkSyntax(
  units: readonly CodeUnit[],
  commands: readonly PythonCommand[] = pythonCommands(process.platform),
  startLimit = 10_000,
): Promise<SyntaxCheck> {
  const input = JSON.stringify(units.map(({ code }) => code));
  for (const command of commands) {
    const faults = await compileWith(command, input, startLimit);
    if (faults === undefined) continue;
    if (faults.length === 0) return { status: 'pass' };
    return { status: 'fail', details: faults.map((fault) => describe(fault, units)).join('\n') };
  }
  return { status: 'skipped', reason: 'toolchain missing' };
}

/** What the compiler objects to; nothing where the command is no usable Python. */
function compileWith(
  command: PythonCommand,
  input: string,
  startLimit: number,
): Promise<readonly Fault[] | undefined> {
  const child = start(command);
  if (child === undefined) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    const settle = (faults: readonly Fault[] | undefined) => {
      clearTimeout(timer);
      resolve(faults);
    };
    const giveUp = () => {
      child.kill('SIGKILL');
      // A grandchild may hold the pipes open after the child is gone.
      child.stdin.destroy();
      child.stdout.destroy();
      settle(undefined);
    };
    const timer = setTimeout(giveUp, startLimit);
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
      if (output.startsWith(READY)) clearTimeout(timer);
      else if (!READY.startsWith(output)) giveUp();
    });
    // A program that ends before it has read everything breaks the pipe; its exit status says the rest.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    child.on('error', () => {
      settle(undefined);
    });
    child.on('close', (status) => {
      settle(status === 0 ? faultsIn(output) : undefined);
    });
  });
}

/** The started command; nothing where the system refuses it at once, as it does a file of another format. */
function start({ command, leadingArguments }: PythonCommand) {
  try {
    return spawn(command, [...leadingArguments, ...ISOLATION, '-c', PROGRAM], {
      stdio: ['pipe', 'pipe', 'ignore'],
      windowsHide: true,
    });
  } catch {
    return undefined;
  }
}

function faultsIn(output: string): readonly Fault[] | undefined {
  if (!output.startsWith(READY)) return undefined;
  try {
    return JSON.parse(output.slice(READY.length)) as Fault[];
  } catch {
    return undefined;
  }
}

function describe([unit, line, message]: Fault, units: readonly CodeUnit[]): string {
  const cell = units[unit]?.cell;
  const inCell = cell === undefined ? '' : `cell ${cell}, `;
  return `${inCell}${line === null ? '' : `line ${line}: `}${message}`;
}
