/** A file that may hold the name of the project around it. */
interface Manifest {
  readonly file: string;
  /** The names that the file holds, the preferred one first; `undefined` for one that is not there. May throw. */
  readonly namesIn: (text: string) => Promise<readonly unknown[]>;
}

/** Where a project's name is looked for, in this order. A format's parser is loaded where there is such a file. */
export const MANIFESTS: readonly Manifest[] = [
  {
    file: 'pyproject.toml',
    namesIn: async (text) => {
      const { parse: parseToml } = await import('smol-toml');
      const document = parseToml(text, { integersAsBigInt: 'asNeeded' });
      return [valueAt(document, 'project', 'name'), valueAt(document, 'tool', 'poetry', 'name')];
    },
  },
  {
    file: 'setup.cfg',
    namesIn: async (text) => [(await import('./setup-cfg.js')).nameInSetupCfg(text)],
  },
  {
    file: 'setup.py',
    namesIn: async (text) => [(await import('./setup-py.js')).nameInSetupPy(text)],
  },
  {
    file: 'package.json',
    namesIn: async (text) => {
      const { evaluate, parse: parseJson } = await import('@humanwhocodes/momoa');
      return [valueAt(evaluate(parseJson(text)), 'name')];
    },
  },
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
