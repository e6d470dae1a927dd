import type { PassName } from './trial.js';

/** What a pass is called wherever a person reads of it. */
export const PASS_TITLES: Readonly<Record<PassName, string>> = {
  expected: 'Right answers',
  wrong: 'Wrong answers',
  echo: 'Echoed questions',
};

/** The same, within a sentence. */
export const PASS_WORDS: Readonly<Record<PassName, string>> = {
  expected: PASS_TITLES.expected.toLowerCase(),
  wrong: PASS_TITLES.wrong.toLowerCase(),
  echo: PASS_TITLES.echo.toLowerCase(),
};
