import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { projectRoot } from '../../src/kernel/paths.js';

type Entry = { optionalDependencies?: Record<string, string>; hasInstallScript?: boolean };
const { packages } = JSON.parse(readFileSync(join(projectRoot, 'package-lock.json'), 'utf8')) as {
  packages: Record<string, Entry>;
};

it('the lock file holds the optional packages of every platform, or npm ci refuses it elsewhere', () => {
  const missing = Object.entries(packages).flatMap(([path, entry]) =>
    Object.keys(entry.optionalDependencies ?? {}).filter(
      (name) => !packages[`node_modules/${name}`] && !packages[`${path}/node_modules/${name}`],
    ),
  );
  expect(missing).toEqual([]);
});

it('no package needs an install script', () => {
  const scripted = Object.entries(packages).filter(
    // fsevents is macOS only and ships its binary; its script is a no-op there.
    ([path, entry]) => entry.hasInstallScript && !path.endsWith('/fsevents'),
  );
  expect(scripted.map(([path]) => path)).toEqual([]);
});
