import path from 'node:path';

/** A path as a message shows it: relative where that is shorter to read, inside the folder that the user is in. */
export function shownPath(file: string, workingFolder: string): string {
  const relative = path.relative(workingFolder, file);
  return relative.startsWith('..') || path.isAbsolute(relative) ? file : relative;
}
