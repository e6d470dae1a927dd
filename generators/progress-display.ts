import type { SingleBar } from 'cli-progress';

/** Nobody wants to see a bar that is full as soon as it is there. */
const PATIENCE = 1000;

/** Between two lines, where there is no terminal to draw a bar on. */
const LINE_EVERY = 5000;

export interface ProgressDisplay {
  /**
   * How much of how much was done.
   *
   * @param words what the format has between braces, by its names
   */
  readonly progress: (done: number, all: number, words?: Readonly<Record<string, string>>) => void;
  /** Takes the display away. */
  readonly stop: () => void;
}

/**
 * Shows how far something is, once that has taken a while: a bar on a terminal, elsewhere a plain line every few
 * seconds.
 *
 * @param stream standard error, so that the output proper stays clean
 * @param title what is being done
 * @param rest what stands behind the bar, as `cli-progress` has it: `{value} of {total} records`
 * @param patience milliseconds before anything is shown
 */
export function progressDisplay(
  stream: NodeJS.WriteStream,
  title: string,
  rest: string,
  patience = PATIENCE,
): ProgressDisplay {
  let bar: SingleBar | undefined;
  let isStopped = false;
  let latest: Parameters<ProgressDisplay['progress']> = [0, 0];
  const show = async (): Promise<void> => {
    const { SingleBar, Presets } = await import('cli-progress');
    // It may have come to its end while the library was loaded.
    if (isStopped) return;
    const options = {
      format: `${title}${stream.isTTY ? ' {bar}' : ':'} ${rest}`,
      stream,
      // A terminal gets its line back.
      clearOnComplete: stream.isTTY,
      noTTYOutput: true,
      notTTYSchedule: LINE_EVERY,
      // Ctrl-C is heard elsewhere, and must find the cursor where it was.
      gracefulExit: false,
      hideCursor: false,
    };
    const [done, all, words] = latest;
    bar = new SingleBar(options, Presets.legacy);
    bar.start(all, done, words);
  };
  const timer = setTimeout(() => void show(), patience);
  return {
    progress: (...now) => {
      latest = now;
      const [done, all, words = {}] = now;
      bar?.setTotal(all);
      bar?.update(done, words);
    },
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
      bar?.stop();
    },
  };
}
