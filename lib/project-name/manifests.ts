import { evaluate, parse as parseJson } from '@humanwhocodes/momoa';
import { parse as parseToml } from 'smol-toml';
import { nameInSetupCfg } from './setup-cfg.js';
import { nameInSetupPy } from './setup-py.js';

/** A file that may hold the name of the project around it. */
interface Manifest {
  readonly file: string;
  /** The names that the file holds, the preferred one first; `undefined` for one that is not there. May throw. */
  readonly namesIn: (text: string) => readonly unknown[];
}

/** Where a project's name is looked for, in this order. */
export const MANIFESTS: readonly Manifest[] = [
  {
    file: 'pyproject.toml',
    namesIn: (text) => {
      const document = parseToml(text, { integersAsBigInt: 'asNeeded' });
      return [valueAt(document, 'project', 'name'), valueAt(document, 'tool', 'poetry', 'name')];
    },
  },
  { file: 'setup.cfg', namesIn: (text) => [nameInSetupCfg(text)] },
  { file: 'setup.py', namesIn: (text) => [nameInSetupPy(text)] },
  { file: 'package.json', namesIn: (text) => [valueAt(evaluate(parseJson(text)), 'name')] },
];

function valueAt(value: unknown, ...keys: string[]): unknown {
  return keys.reduce<unknown>(
    (current, key) =>
      typeof current === 'object' && current !== null && Object.hasOwn(current, key)
        ? (current as Record<string, unknown>)[key]
        : undefined,
    value,
  );
}
