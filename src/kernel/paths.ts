import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout or image root: the nearest folder above this file with a package.json. Templates and prompts are read from it, whether the code runs from `dist` or from the tests' build. */
export const projectRoot: string = (() => {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('package.json was not found above the compiled code');
    folder = parent;
  }
  return folder;
})();
