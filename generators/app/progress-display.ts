import type { SingleBar } from 'cli-progress';

/** Nobody wants to see a bar that is full as soon as it is there. */
const PATIENCE = 1000;

/** Between two lines, where there is no terminal to draw a bar on. */
const LINE_EVERY = 5000;

const BYTES_IN_MEGABYTE = 1_000_000;

export interface ProgressDisplay {
  /** How many bytes of a file were read, and how many it has. */
  readonly progress: (read: number, size: number) => void;
  /** Takes the display away. */
  readonly stop: () => void;
}

/**
 * Shows how far a large file was read, once that has taken a while: a bar on a terminal, elsewhere a plain line every
 * few seconds.
 *
 * @param stream standard error, so that the output proper stays clean
 * @param patience milliseconds before anything is shown
 */
export function progressDisplay(stream: NodeJS.WriteStream, patience = PATIENCE): ProgressDisplay {
  let bar: SingleBar | undefined;
  let isStopped = false;
  let megabytesRead = 0;
  let megabytes = 0;
  const show = async (): Promise<void> => {
    const { SingleBar, Presets } = await import('cli-progress');
    // The file may have been read while the library was loaded.
    if (isStopped) return;
    const options = {
      format: `Reading the dataset${stream.isTTY ? ' {bar}' : ':'} {percentage}% of {total} MB`,
      stream,
      // A terminal gets its line back.
      clearOnComplete: stream.isTTY,
      noTTYOutput: true,
      notTTYSchedule: LINE_EVERY,
      // Ctrl-C is heard elsewhere, and must find the cursor where it was.
      gracefulExit: false,
      hideCursor: false,
    };
    bar = new SingleBar(options, Presets.legacy);
    bar.start(megabytes, megabytesRead);
  };
  const timer = setTimeout(() => void show(), patience);
  return {
    progress: (read, size) => {
      megabytesRead = Math.round(read / BYTES_IN_MEGABYTE);
      megabytes = Math.round(size / BYTES_IN_MEGABYTE);
      bar?.update(megabytesRead);
    },
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
      bar?.stop();
    },
  };
}
