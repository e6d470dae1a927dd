import { PassThrough } from 'node:stream';
import { expect, it, vi } from 'vitest';
import { progressDisplay } from '../../generators/progress-display.js';

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
  const display = progressDisplay(stream, 'Reading', '{percentage}% of {total} {what}', 0);
  display.progress(2, 8, { what: 'MB' });
  let shown = '';
  await vi.waitFor(
    () => {
      display.progress(4, 8, { what: 'MB' });
      shown += text();
      expect(shown).toMatch(isTTY ? /Reading .*=.* \d+% of 8 MB/ : /^Reading: \d+% of 8 MB/);
    },
    { timeout: 10_000 },
  );
  display.stop();
});

it('is never there where the file was read before', async () => {
  const { stream, text } = written(true);
  const display = progressDisplay(stream, 'Reading', '{percentage}% of {total} {what}', 0);
  display.progress(8, 8);
  display.stop();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(text()).toBe('');
});
