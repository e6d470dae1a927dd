import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { InputOutputAdapter } from '@yeoman/types';
import type { Person } from './steps.js';

/** A conflict in a larger file is asked about without its diff, for which both would have to be in memory. */
const LARGEST_DIFF = 1_000_000;

/**
 * Whoever sits at Yeoman's prompts.
 *
 * @param adapter what Yeoman asks through
 * @param workingFolder files are named relative to it
 */
export function personAt(adapter: InputOutputAdapter, workingFolder: string): Person {
  const ask = async (question: object): Promise<unknown> => {
    const questions = [question] as unknown as Parameters<typeof adapter.prompt<{ answer: unknown }>>[0];
    return (await adapter.prompt<{ answer: unknown }>(questions)).answer;
  };
  return {
    ask,
    /** Yeoman's own question, with its diff. */
    overwrites: async ({ temporary, destination }) => {
      const { size } = await stat(temporary);
      if (size > LARGEST_DIFF) {
        const message = `Overwrite ${path.relative(workingFolder, destination)}?`;
        return (await ask({ type: 'confirm', name: 'answer', message, default: false })) === true;
      }
      const { Conflicter } = await import('@yeoman/conflicter');
      const conflicter = new Conflicter(adapter, {
        cwd: workingFolder,
        // Only what makes sense for one file.
        customizeActions: (actions) =>
          actions.filter((action) => 'key' in action && ['y', 'n', 'd', 'x'].includes(action.key)),
      });
      const contents = await readFile(temporary);
      const file = { path: destination, contents } as Parameters<typeof conflicter.checkForCollision>[0];
      const settled = await conflicter.checkForCollision(file);
      return settled.conflicter === 'force';
    },
  };
}
