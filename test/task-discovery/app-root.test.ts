import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { resolveAppRoot } from '../../lib/task-discovery/app-root.js';
import { appTree } from './app-tree.js';

describe('the root of an app', () => {
  it('is the working folder, or a folder from there', () => {
    const root = appTree({ 'app/main.py': '' });
    expect(resolveAppRoot(undefined, root, '/nowhere')).toBe(root);
    expect(resolveAppRoot('app', root, '/nowhere')).toBe(path.join(root, 'app'));
  });

  it('is not the root of the file system, the home folder, a file, or nothing', () => {
    const home = appTree({ 'main.py': '' });
    expect(() => resolveAppRoot('/', home, home)).toThrow('root of the file system');
    expect(() => resolveAppRoot(undefined, home, home)).toThrow('your home folder');
    expect(() => resolveAppRoot('main.py', home, '/nowhere')).toThrow('no folder');
    expect(() => resolveAppRoot('gone', home, '/nowhere')).toThrow('no folder');
  });
});
