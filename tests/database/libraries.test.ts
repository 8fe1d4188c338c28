import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { cacheDirectories, isPrivate, makePrivate } from '../../src/database/cache-directory.js';
import { engineLibraries } from '../../src/database/engine-libraries.js';
import type { LibraryRecipe } from '../../src/database/platform.js';
import { makeRunDirectory, removeRunDirectory } from '../../src/database/run-directory.js';
import { temporaryFolder } from './temporary-folder.js';

const recipe: LibraryRecipe = {
  id: 'debian-trixie-x64',
  defaultUri: 'http://deb.debian.org/debian',
  securityUri: 'http://deb.debian.org/debian-security',
  suites: ['trixie'],
  securitySuite: 'trixie-security',
  keyring: '/usr/share/keyrings/debian-archive-keyring.gpg',
  loader: 'ld-linux-x86-64.so.2',
};

const before = { xdg: process.env.XDG_CACHE_HOME, tmp: process.env.TMPDIR };
function restore(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}
afterEach(() => {
  restore('XDG_CACHE_HOME', before.xdg);
  restore('TMPDIR', before.tmp);
});

describe('the cache of engine libraries', () => {
  it('is in the user cache, else in the data directory', () => {
    process.env.XDG_CACHE_HOME = '/somewhere/cache';
    const folders = cacheDirectories('/srv/data');
    expect(folders[0]).toBe('/somewhere/cache/coe-service');
    expect(folders.at(-1)).toBe('/srv/data/cache');
    process.env.XDG_CACHE_HOME = 'relative/is/ignored';
    expect(cacheDirectories('/srv/data')).not.toContainEqual(expect.stringContaining('relative'));
  });

  it('is never a folder that others may write', () => {
    const folder = join(temporaryFolder(), 'cache');
    expect(isPrivate(folder)).toBe(false);
    makePrivate(folder);
    expect(isPrivate(folder)).toBe(true);
    chmodSync(folder, 0o777);
    expect(isPrivate(folder)).toBe(false);
    expect(() => makePrivate(folder)).toThrow(/other users/);
  });

  it('is used again without a word when it is there', async () => {
    const cache = temporaryFolder();
    process.env.XDG_CACHE_HOME = cache;
    const kept = join(cache, 'coe-service', `engine-libraries-${recipe.id}`);
    mkdirSync(kept, { recursive: true, mode: 0o700 });
    writeFileSync(join(kept, 'manifest.json'), '[]');
    const lines: string[] = [];
    expect(await engineLibraries(recipe, temporaryFolder(), (line) => lines.push(line))).toBe(kept);
    expect(lines).toEqual([]);
  });

  it('stays empty when the packages are not signed by the expected key, or cannot be reached', async () => {
    const cache = temporaryFolder();
    process.env.XDG_CACHE_HOME = cache;
    const wrongKey = { ...recipe, id: 'debian-wrong-key', keyring: join(temporaryFolder(), 'no-such-keyring.gpg') };
    await expect(engineLibraries(wrongKey, temporaryFolder(), () => undefined)).rejects.toMatchObject({
      reason: 'libraries',
      message: expect.stringMatching(/could not be fetched: [\s\S]*set MONGODB_URI or run docker compose up/),
    });
    expect(readdirSync(join(cache, 'coe-service'))).toEqual([]);
  });
});

describe('the folder of the database socket', () => {
  it('is private, and short even under a long TMPDIR', () => {
    const long = join(temporaryFolder(), 'x'.repeat(90));
    mkdirSync(long);
    process.env.TMPDIR = long;
    const run = makeRunDirectory(temporaryFolder());
    expect(run.startsWith(long)).toBe(false);
    expect(isPrivate(run)).toBe(true);
    expect(Buffer.byteLength(join(run, 'embedded-mongodb-XXXXXX', 'mongodb.sock'))).toBeLessThanOrEqual(107);
    removeRunDirectory(run);
    expect(existsSync(run)).toBe(false);
  });
});
