/** What is still to be undone, the latest first. */
const pending: (() => void)[] = [];

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Sees to it that something is undone even where this process is ended by a signal, or exits in the middle, as `yo`
 * does when it hears of an error.
 *
 * @param undo synchronous, since nothing else happens any more
 * @returns undoes it now
 */
export function undoneAtTheEnd(undo: () => void): () => void {
  if (pending.length === 0) {
    for (const signal of SIGNALS) process.on(signal, endBySignal);
    process.on('exit', undoAll);
  }
  pending.unshift(undo);
  return () => {
    const index = pending.indexOf(undo);
    if (index < 0) return;
    pending.splice(index, 1);
    undo();
    if (pending.length === 0) forget();
  };
}

function undoAll(): void {
  for (const undo of pending.splice(0)) undo();
}

function endBySignal(signal: NodeJS.Signals): void {
  undoAll();
  forget();
  process.kill(process.pid, signal);
}

function forget(): void {
  for (const signal of SIGNALS) process.off(signal, endBySignal);
  process.off('exit', undoAll);
}
