import { spawn } from 'node:child_process';
import { Socket } from 'node:net';

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

/** Checks the syntax of a script, or of a notebook's code cells. */
export type SyntaxChecker = (units: readonly CodeUnit[]) => Promise<SyntaxCheck>;

/**
 * Checks the syntax of generated Python with the machine's own Python, 3.9 or later. Nothing of the code is executed
 * and nothing is written to disk. The likeliest Python is started at once, so that it is ready when there is code: to
 * start takes it longer than to compile. Until then it does not keep this process from ending, and ends with it.
 *
 * @param commands how a Python may be started: one that is missing, too old or broken is passed over
 * @param startLimit milliseconds that a Python gets to start, after which it is passed over; compiling has no limit,
 *   since tens of megabytes take Python longer than any start
 * @returns what gives the verdict of the first usable Python; `skipped` where there is none. To be called once.
 */
export function syntaxChecker(
  commands: readonly PythonCommand[] = pythonCommands(process.platform),
  startLimit = 10_000,
): SyntaxChecker {
  const started = commands.slice(0, 1).map((command) => start(command, startLimit));
  return async (units) => {
    const input = JSON.stringify(units.map(({ code }) => code));
    for (const [index, command] of commands.entries()) {
      const python = started[index] ?? start(command, startLimit);
      const faults = await python.compile(input);
      if (faults === undefined) continue;
      if (faults.length === 0) return { status: 'pass' };
      return { status: 'fail', details: faults.map((fault) => describe(fault, units)).join('\n') };
    }
    return { status: 'skipped', reason: 'toolchain missing' };
  };
}

/** A command that may turn out to be a usable Python. */
interface StartedPython {
  /** What the compiler objects to; nothing where this is no usable Python. */
  readonly compile: (input: string) => Promise<readonly Fault[] | undefined>;
}

function start(command: PythonCommand, startLimit: number): StartedPython {
  const child = spawned(command);
  if (child === undefined) return { compile: () => Promise.resolve(undefined) };
  const verdict = new Promise<readonly Fault[] | undefined>((resolve) => {
    const settle = (faults: readonly Fault[] | undefined) => {
      clearTimeout(timer);
      process.off('exit', kill);
      resolve(faults);
    };
    const kill = () => child.kill('SIGKILL');
    // A Python ends where its input does; what else may be called so does not.
    process.once('exit', kill);
    const giveUp = () => {
      kill();
      // A grandchild may hold the pipes open after the child is gone.
      child.stdin.destroy();
      child.stdout.destroy();
      settle(undefined);
    };
    let output = '';
    const timer = setTimeout(() => {
      // What it said while this process was busy is heard first.
      setImmediate(() => {
        if (!output.startsWith(READY)) giveUp();
      });
    }, startLimit);
    timer.unref();
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
      if (output.startsWith(READY)) clearTimeout(timer);
      else if (!READY.startsWith(output)) giveUp();
    });
    // A program that ends before it has read everything breaks the pipe; its exit status says the rest.
    child.stdin.on('error', () => undefined);
    child.on('error', () => {
      settle(undefined);
    });
    child.on('close', (status) => {
      settle(status === 0 ? faultsIn(output) : undefined);
    });
  });
  // Its pipes are sockets to Node.
  const pipes = [child.stdin, child.stdout].filter((pipe) => pipe instanceof Socket);
  const handles = [child, ...pipes];
  for (const handle of handles) handle.unref();
  return {
    compile: (input) => {
      for (const handle of handles) handle.ref();
      child.stdin.end(input);
      return verdict;
    },
  };
}

/** The started command; nothing where the system refuses it at once, as it does a file of another format. */
function spawned({ command, leadingArguments }: PythonCommand) {
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
