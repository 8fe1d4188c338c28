import { mkdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/**
 * The folders in which this user may keep fetched libraries, best first: the user's cache (XDG Base Directory Specification),
 * then the data directory for accounts without a home.
 */
export function cacheDirectories(dataDir: string): string[] {
  const xdg = process.env.XDG_CACHE_HOME;
  const roots = [xdg !== undefined && isAbsolute(xdg) ? xdg : undefined, join(homeFolder(), '.cache')];
  const folders = roots.filter((root) => root !== undefined).map((root) => join(root, 'coe-service'));
  return [...folders, join(dataDir, 'cache')];
}

function homeFolder(): string {
  try {
    return homedir();
  } catch {
    // No HOME and no passwd entry, as in a container run under an arbitrary user id.
    return '/nonexistent';
  }
}

/** This user's own, and writable by nobody else: code is run from here. False when the folder is not there. */
export function isPrivate(folder: string): boolean {
  try {
    const { uid, mode } = statSync(folder);
    return uid === process.getuid?.() && (mode & 0o022) === 0;
  } catch {
    return false;
  }
}

/** Makes the folder when it is missing. @throws Error when it cannot be made or others may write it */
export function makePrivate(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (!isPrivate(folder)) throw new Error(`${folder} can be written by other users`);
}
