import { PassThrough } from 'node:stream';
import { expect, it, vi } from 'vitest';
import { progressDisplay } from '../../generators/app/progress-display.js';

/** A stream that keeps what is written to it. */
function written(isTTY: boolean): { stream: NodeJS.WriteStream; text: () => string } {
  const through = new PassThrough();
  const stream = Object.assign(through, {
    isTTY,
    columns: 80,
    cursorTo: () => true,
    clearLine: () => true,
    moveCursor: () => true,
  });
  return { stream: stream as unknown as NodeJS.WriteStream, text: () => String(through.read() ?? '') };
}

it.each([true, false])('is there when it has taken a while, on a terminal: %s', async (isTTY) => {
  const { stream, text } = written(isTTY);
  const display = progressDisplay(stream, 0);
  display.progress(2_000_000, 8_000_000);
  let shown = '';
  await vi.waitFor(
    () => {
      display.progress(4_000_000, 8_000_000);
      shown += text();
      expect(shown).toMatch(
        isTTY ? /Reading the dataset .*=.* \d+% of 8 MB/ : /^Reading the dataset: \d+% of 8 MB/,
      );
    },
    { timeout: 10_000 },
  );
  display.stop();
});

it('is never there where the file was read before', async () => {
  const { stream, text } = written(true);
  const display = progressDisplay(stream, 0);
  display.progress(8, 8);
  display.stop();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(text()).toBe('');
});
