import { statSync } from 'node:fs';
import path from 'node:path';
import type { ClassFacts, FunctionFacts, ModuleFacts } from './module-facts.js';
import { LARGEST_FILE, type PythonFile } from './python-files.js';
import { memberOfClass, memberOfModule, MOST_STEPS, type App } from './values.js';

/**
 * @param root the app's folder, absolute
 * @param module its name in dots
 * @returns the files that an import of the module may mean: among those listed, otherwise one at its place below the
 *   root or its `src` that is not listed, since it is ignored or a test
 */
export function filesOfModule(root: string, module: string, listed: readonly PythonFile[]): PythonFile[] {
  const place = module.replaceAll('.', '/');
  const names = [`${place}.py`, `${place}/__init__.py`];
  const found = listed.filter((file) =>
    names.some((name) => file.path === name || file.path.endsWith(`/${name}`)),
  );
  if (found.length > 0) return found;
  const unlisted = ['', 'src/'].flatMap((folder) => names.map((name) => `${folder}${name}`));
  return unlisted.flatMap((name) => {
    const stats = statSync(path.join(root, name), { throwIfNoEntry: false });
    return stats?.isFile() === true && stats.size <= LARGEST_FILE ? [{ path: name, size: stats.size }] : [];
  });
}

/** A function that has a name in a module. */
interface Member {
  readonly code: FunctionFacts;
  /** What it is called on: for an inherited method the class that inherits it. */
  readonly owner?: ClassFacts;
  /** Whether it is called on an object that the module makes, and not on a class. */
  readonly isObject: boolean;
}

/**
 * @param names `function`, or `Class` and `method`
 * @returns the function; none where the names stand for nothing, or for something else
 */
export function memberNamed(module: ModuleFacts, names: readonly string[], app: App): Member | undefined {
  const [name = '', method] = names;
  app.stepsLeft = MOST_STEPS;
  for (const value of memberOfModule(module, name, app)) {
    if (method === undefined) {
      if (value.kind === 'function') return { code: value.code, isObject: false };
    } else if (value.kind === 'class' || value.kind === 'instance') {
      const [found] = memberOfClass(value.owner, method, app);
      if (found?.kind === 'function')
        return { code: found.code, owner: value.owner, isObject: value.kind === 'instance' };
    }
  }
  return undefined;
}
