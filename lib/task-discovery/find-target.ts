import { statSync } from 'node:fs';
import path from 'node:path';
import type { ClassFacts, FunctionFacts, ModuleFacts } from './module-facts.js';
import { LARGEST_FILE, type PythonFile } from './python-files.js';
import { isProperty, memberOfClass, memberOfModule, MOST_STEPS, type App } from './values.js';

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
  /** Whether it is called as it is, or on an object that the module makes, and not on a class. */
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
      // A method under a name of the module's own is bound to what it was taken from.
      if (value.kind === 'function') return { code: value.code, isObject: value.code.owner !== undefined };
    } else if (value.kind === 'class' || value.kind === 'instance') {
      const [found] = memberOfClass(value.owner, method, app);
      if (found?.kind === 'function')
        return { code: found.code, owner: value.owner, isObject: value.kind === 'instance' };
    }
  }
  return undefined;
}

/** How many methods are named of a class. */
const MOST_METHODS = 3;

/**
 * @param moduleAsked a module's name in dots
 * @param nameAsked what is no function in it: `function`, or `Class.method`
 * @param files those that an import of the module may mean
 * @returns what is there in its place, and what to name or to write instead
 */
export function standsInstead(
  moduleAsked: string,
  nameAsked: string,
  files: readonly PythonFile[],
  root: string,
  app: App,
): string {
  const module = files.map(({ path: file }) => app.parsed.get(file)).find((one) => one !== undefined);
  const [unread] = files;
  if (module === undefined && unread !== undefined) return `${JSON.stringify(unread.path)} cannot be read`;
  if (module === undefined) {
    const hint = moduleAsked.endsWith('.py') ? '. A module is named without .py' : '';
    return `no module of that name is in ${JSON.stringify(root)}${hint}`;
  }
  const [name = '', method] = nameAsked.split('.');
  app.stepsLeft = MOST_STEPS;
  const value = memberOfModule(module, name, app).find(({ kind }) => kind === 'class' || kind === 'instance');
  if (value?.kind === 'class' || value?.kind === 'instance') {
    const { owner } = value;
    const place = `the class ${owner.name} (${JSON.stringify(owner.module.file)}, line ${owner.line})`;
    const methods = [...owner.methods.values()].filter((one) => isCallable(one)).slice(0, MOST_METHODS);
    const named = methods.map((one) => `${moduleAsked}:${name}.${one.name}`).join(', ');
    const instead = named === '' ? 'It has no method to name' : `Its methods are named so: ${named}`;
    if (method === undefined)
      return `it is ${value.kind === 'class' ? '' : 'an object of '}${place}. ${instead}`;
    const isThere = owner.methods.has(method);
    return `${isThere ? 'it is a property of' : 'there is no such method in'} ${place}. ${instead}`;
  }
  const file = JSON.stringify(module.file);
  if (module.functions.has(name))
    return `${name} is a function (${file}, line ${module.functions.get(name)?.line ?? 0}), and nothing inside of it can be imported`;
  if (module.body.assigned.has(name))
    return `${name} is a value that ${file} makes. Write a function that calls it, with def`;
  if (module.imports.has(name))
    return `${file} imports ${name}, and there it is no function. Write one that calls it, with def`;
  return `there is none of that name at the top of ${file}, and nothing inside of a function can be imported`;
}

function isCallable(method: FunctionFacts): boolean {
  return (!method.name.startsWith('_') || method.name === '__call__') && !isProperty(method);
}
