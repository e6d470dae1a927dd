import { UserError } from '../lib/user-error.js';

const NAMESPACE = 'llm-obs-experiment';

/**
 * The words of the command line behind this generator's name, where `yo` was called with it.
 *
 * @param argv as in `process.argv`
 * @param generator the folder's name; the app is called by the namespace alone as well
 * @throws UserError for a word that ends in a comma: behind it `yo` looks for another generator, and fails in the end
 */
export function wordsBehindName(
  argv: readonly string[],
  generator: 'app' | 'try',
): readonly string[] | undefined {
  const names = [`${NAMESPACE}:${generator}`, ...(generator === 'app' ? [NAMESPACE] : [])];
  const index = argv.findIndex((word, position) => position > 1 && names.includes(word));
  if (index < 0) return undefined;
  const words = argv.slice(index + 1);
  const ended = words.find((word) => word.endsWith(','));
  if (ended !== undefined) {
    throw new UserError(
      `yo takes the comma of ${JSON.stringify(ended)} for the end of the command`,
      `Take it off the end, or run npx generator-${NAMESPACE} with the same flags.`,
    );
  }
  return words;
}
