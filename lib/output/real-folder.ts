import { realpathSync } from 'node:fs';
import path from 'node:path';

/** Where a folder is, also one that is yet to be made: from there `..` leads where Python will look. */
export function realFolder(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    const above = path.dirname(folder);
    return above === folder ? folder : path.join(realFolder(above), path.basename(folder));
  }
}
