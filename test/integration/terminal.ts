import { spawn } from '@lydell/node-pty';
import headless from '@xterm/headless';
import { afterAll } from 'vitest';
import { environmentFor, userFor, type CommandOptions } from './commands.js';

/** What the keys of a terminal send. */
export const KEYS = {
  enter: '\r',
  space: ' ',
  down: '\u001b[B',
  backspace: '\u007f',
  /** Empties the line that is being written. */
  controlU: '\u0015',
  controlC: '\u0003',
} as const;

export interface Ending {
  readonly status: number;
  /** The signal that ended the command, by its number; 0 where none did. */
  readonly signal: number;
  /** Everything that was ever shown, without colours. */
  readonly screen: string;
}

export interface Terminal {
  readonly screen: () => string;
  readonly press: (...keys: readonly string[]) => void;
  /** Settled once the screen shows the text; fails where it never does. */
  readonly shows: (text: string) => Promise<void>;
  /** Settled once the command has ended. */
  readonly ended: Promise<Ending>;
}

/** Nothing takes nearly as long to be shown: what does is missing. */
const TIME_LIMIT = 30_000;

/** Wide and high enough that no line is folded and nothing scrolls away. */
const SIZE = { cols: 250, rows: 100 };

const running = new Set<{ kill: (signal: string) => void }>();
afterAll(() => {
  for (const command of running) command.kill('SIGKILL');
});

/**
 * Runs a command on a pseudo-terminal of its own, as if a person sat at it.
 *
 * @param words the command and its arguments
 */
export function openTerminal(words: readonly string[], options: CommandOptions): Terminal {
  const [command = '', ...commandArguments] = words;
  const display = new headless.Terminal({ ...SIZE, scrollback: 10_000, allowProposedApi: true });
  const child = spawn(command, commandArguments, {
    ...SIZE,
    name: 'xterm-256color',
    cwd: options.folder,
    env: environmentFor(options),
    ...userFor(words, options),
  });
  running.add(child);
  child.onData((text) => {
    display.write(text);
  });
  const screen = (): string => {
    const { active } = display.buffer;
    const lines = Array.from({ length: active.length }, (_, row) => active.getLine(row));
    return lines
      .map((line) => line?.translateToString(true) ?? '')
      .join('\n')
      .trimEnd();
  };
  const ended = new Promise<Ending>((resolve) => {
    child.onExit(({ exitCode, signal = 0 }) => {
      running.delete(child);
      // What was written last may still wait to be drawn.
      display.write('', () => {
        resolve({ status: exitCode, signal, screen: screen() });
      });
    });
  });
  return {
    screen,
    ended,
    press: (...keys) => {
      for (const key of keys) child.write(key);
    },
    shows: async (text) => {
      const missing = (why: string): Error => new Error(`${JSON.stringify(text)} ${why}:\n${screen()}`);
      await new Promise<void>((resolve, reject) => {
        const look = (): void => {
          if (screen().includes(text)) resolve();
        };
        const drawn = display.onWriteParsed(look);
        const limit = setTimeout(() => {
          reject(missing('is not on the screen'));
        }, TIME_LIMIT);
        void ended.then(() => {
          drawn.dispose();
          clearTimeout(limit);
          look();
          reject(missing('was not on the screen when the command ended'));
        });
        look();
      });
    },
  };
}
