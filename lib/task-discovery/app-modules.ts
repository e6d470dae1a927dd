import { libraryOf } from './llm-libraries.js';
import type { Import, ModuleFacts } from './module-facts.js';

/** Finds the app's own modules by the names that its imports give them. */
export interface AppModules {
  /**
   * @param from the importing file
   * @returns the file that the module is in, and the folder that the name starts from; none where it is no module of
   *   the app
   */
  readonly find: (from: string, module: string, level: number) => Found | undefined;
  /** Takes an absolute import as a vote on where the imports of the app start. */
  readonly vote: (from: string, module: string) => void;
  /** The folder that has to be on `sys.path` for the file's module to be imported, relative to the app's root. */
  readonly importRootOf: (file: string) => string;
}

export interface Found {
  /** None for a folder without an `__init__.py`. */
  readonly file?: string;
  readonly folder?: string;
  readonly root?: string;
}

/** @param files all Python files of the app */
export function appModules(files: readonly string[]): AppModules {
  const all = new Set(files);
  const folders = new Set(files.flatMap((file) => foldersOf(file)));
  const bySuffix = new Map<string, string[]>();
  for (const file of files) {
    const name = lastName(file);
    const known = bySuffix.get(name);
    if (known === undefined) bySuffix.set(name, [file]);
    else known.push(file);
  }

  function at(root: string, parts: readonly string[]): Found | undefined {
    const place = [...(root === '' ? [] : [root]), ...parts].join('/');
    if (all.has(`${place}.py`)) return { file: `${place}.py`, folder: place };
    if (all.has(`${place}/__init__.py`)) return { file: `${place}/__init__.py`, folder: place };
    return folders.has(place) ? { folder: place } : undefined;
  }

  function find(from: string, module: string, level: number): Found | undefined {
    const parts = module === '' ? [] : module.split('.');
    const own = folderOf(from);
    if (level > 0) {
      const base = own.split('/').filter((part) => part !== '');
      return at(base.slice(0, base.length - level + 1).join('/'), parts);
    }
    // Within a package, `agents` is the installed library, and not the module beside it.
    const isLibrary = libraryOf(module) !== undefined;
    let namespace: Found | undefined;
    for (let root: string | undefined = own; root !== undefined; root = above(root)) {
      if (isLibrary && all.has(`${root}/__init__.py`)) continue;
      const found = at(root, parts);
      if (found?.file === from && isLibrary) continue;
      if (found?.file !== undefined) return { ...found, root };
      namespace ??= found === undefined ? undefined : { ...found, root };
    }
    // A folder of the app's that goes by a library's name, with what the library does not have below it.
    if (isLibrary) return parts.length > 1 ? namespace : undefined;
    // A root that is beside the importing file: `src/` for a script at the top.
    const ending = `/${parts.join('/')}`;
    const elsewhere = (bySuffix.get(parts.at(-1) ?? '') ?? []).filter(
      (file) => file.endsWith(`${ending}.py`) || file.endsWith(`${ending}/__init__.py`),
    );
    const [only] = elsewhere;
    if (parts.length === 0 || only === undefined || elsewhere.length > 1) return namespace;
    return {
      file: only,
      folder: only.replace(/(\/__init__)?\.py$/, ''),
      root: only.slice(0, only.lastIndexOf(ending)),
    };
  }

  const found = new Map<string, Found | undefined>();

  function findOnce(from: string, module: string, level: number): Found | undefined {
    const key = `${from}\n${level} ${module}`;
    if (!found.has(key)) found.set(key, find(from, module, level));
    return found.get(key);
  }

  const votes = new Map<string, Map<string, number>>();

  function count(file: string, root: string, weight: number): void {
    const known = votes.get(file) ?? new Map<string, number>();
    known.set(root, (known.get(root) ?? 0) + weight);
    votes.set(file, known);
  }

  function votedRoot(file: string): string | undefined {
    const counted = [...(votes.get(file) ?? [])].filter(([root]) => isWithin(file, root));
    counted.sort(([a, more], [b, less]) => less - more || a.length - b.length);
    return counted[0]?.[0];
  }

  /** Where the package that it is in is imported from. */
  function rootOfPackage(file: string): string | undefined {
    let folder = folderOf(file);
    while (folder !== '' && all.has(`${folder}/__init__.py`)) {
      const root = votedRoot(`${folder}/__init__.py`);
      if (root !== undefined) return root;
      folder = folderOf(folder);
    }
    return undefined;
  }

  /** What the modules in the same folder say, where it is no package: they are on `sys.path` together. */
  function rootBeside(file: string): string | undefined {
    const folder = folderOf(file);
    if (folder === '' || all.has(`${folder}/__init__.py`)) return undefined;
    return [...votes.keys()].some(
      (other) => folderOf(other) === folder && votes.get(other)?.has(folder) === true,
    )
      ? folder
      : undefined;
  }

  return {
    find: findOnce,
    vote(from, module) {
      const place = findOnce(from, module, 0);
      if (place?.root === undefined) return;
      if (isWithin(from, place.root)) count(from, place.root, 2);
      if (place.file === undefined) return;
      count(place.file, place.root, 1);
      for (const folder of foldersOf(place.file)) {
        if (isWithin(folder, place.root)) count(`${folder}/__init__.py`, place.root, 1);
      }
    },
    importRootOf(file) {
      return votedRoot(file) ?? rootOfPackage(file) ?? rootBeside(file) ?? conventionalRoot(file, all);
    },
  };
}

/**
 * Above the outermost package; a folder named `src` that is no package is a root by convention, and that of Django's
 * `manage.py`, which is run from there: https://docs.djangoproject.com/en/stable/ref/django-admin/
 */
function conventionalRoot(file: string, all: ReadonlySet<string>): string {
  const ofDjango = foldersOf(file).find((folder) => all.has(`${folder}/manage.py`));
  if (ofDjango !== undefined) return ofDjango;
  let root = folderOf(file);
  while (root !== '' && all.has(`${root}/__init__.py`)) root = folderOf(root);
  const parts = root.split('/');
  const source = parts.lastIndexOf('src');
  return source < 0 ? '' : parts.slice(0, source + 1).join('/');
}

/** @returns the module's name as an import from the root would have it */
export function moduleName(file: string, root: string): string {
  const inside = root === '' ? file : file.slice(root.length + 1);
  return inside
    .replace(/\.py$/, '')
    .replace(/(^|\/)__init__$/, '')
    .replaceAll('/', '.');
}

export function folderOf(file: string): string {
  return file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '';
}

/** @returns the module's last name: the folder's for an `__init__.py` */
export function lastName(file: string): string {
  const name = file.replace(/(\/__init__)?\.py$/, '');
  return name.slice(name.lastIndexOf('/') + 1);
}

/** Every module that an import names, for the votes on where imports start. */
export function importsOf(module: ModuleFacts): Import[] {
  return [...module.imports.values(), ...module.wildcards];
}

/** @returns the app's own files that a module's imports may mean: a module's, or that of a name in a package */
export function importedFiles(module: ModuleFacts, modules: AppModules): string[] {
  return importsOf(module).flatMap(({ module: name, level, name: taken }) => {
    const inner =
      taken === undefined
        ? undefined
        : modules.find(module.file, name === '' ? taken : `${name}.${taken}`, level);
    return [modules.find(module.file, name, level)?.file, inner?.file].filter((file) => file !== undefined);
  });
}

function above(folder: string): string | undefined {
  return folder === '' ? undefined : folderOf(folder);
}

function foldersOf(file: string): string[] {
  const folders: string[] = [];
  for (let folder = folderOf(file); folder !== ''; folder = folderOf(folder)) folders.push(folder);
  return folders;
}

function isWithin(file: string, root: string): boolean {
  return root === '' || file.startsWith(`${root}/`);
}
