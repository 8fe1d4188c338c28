import { accessSync, constants, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { freeBytes, megabytes } from './free-space.js';
import { DatabaseStartError } from './start-error.js';

/** Below this the engine cannot even open: its journal files are allocated ahead. */
const LEAST_TO_OPEN_BYTES = 64_000_000;

/** The names the storage engine gives its files. */
const ENGINE_FILES =
  /^(WiredTiger.*|.*\.wt|mongod\.lock|storage\.bson|journal|_tmp|diagnostic\.data|\.embedded-mongodb.*|\.mongodb.*)$/;

/**
 * Makes sure that a directory exists and can hold the database, before the engine dies on it in silence.
 * @throws DatabaseStartError notWritable, foreign or diskFull, naming the directory and what to do
 */
export function prepareDataDirectory(directory: string): void {
  try {
    makeFolder(directory);
    accessSync(directory, constants.R_OK | constants.W_OK | constants.X_OK);
    // Root passes every access check; a read-only or full disk shows only when something is written.
    const probe = join(directory, `.write-check-${process.pid}`);
    writeFileSync(probe, 'x');
    rmSync(probe);
    for (const name of readdirSync(directory)) checkEntry(directory, name);
  } catch (error) {
    throw error instanceof DatabaseStartError ? error : explain(error, directory);
  }
  const free = freeBytes(directory);
  if (free !== undefined && free < LEAST_TO_OPEN_BYTES) throw diskFull(directory, free);
}

/** Not Node's recursive mkdir: that one never returns where the kernel refuses a new folder with ENOENT, as under /proc. */
function makeFolder(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return;
    if (code !== 'ENOENT' || dirname(path) === path) throw error;
    makeFolder(dirname(path));
    mkdirSync(path, { mode: 0o700 });
  }
}

function checkEntry(directory: string, name: string): void {
  const path = join(directory, name);
  if (!ENGINE_FILES.test(name) && !name.startsWith('.write-check-')) {
    throw new DatabaseStartError(
      'foreign',
      `${directory} holds files that are not this database's, such as ${name}. ` +
        'Set COE_DATA_DIR to a folder of its own, or move those files away.',
    );
  }
  accessSync(path, constants.R_OK | constants.W_OK);
}

function explain(error: unknown, directory: string): DatabaseStartError {
  const { code, path } = (error ?? {}) as NodeJS.ErrnoException;
  const place = path ?? directory;
  if (code === 'EACCES' || code === 'EPERM') {
    return new DatabaseStartError(
      'notWritable',
      `The data directory cannot be used: ${userName()} may not write ${place}${ownerOf(place)}. ` +
        'Give it to that user (chown, chmod), or set COE_DATA_DIR to a folder you can write.',
      error,
    );
  }
  if (code === 'EROFS') {
    return new DatabaseStartError(
      'notWritable',
      `The data directory cannot be used: ${place} is on a read-only file system. Set COE_DATA_DIR to a folder you can write.`,
      error,
    );
  }
  if (code === 'ENOTDIR' || code === 'EEXIST') {
    return new DatabaseStartError(
      'notWritable',
      `The data directory cannot be used: a part of ${place} is a file, not a folder. Set COE_DATA_DIR to a folder.`,
      error,
    );
  }
  if (code === 'ENOSPC' || code === 'EDQUOT') return diskFull(directory, freeBytes(dirname(directory)) ?? 0);
  const why = error instanceof Error ? error.message : String(error);
  return new DatabaseStartError(
    'failed',
    `The data directory ${directory} cannot be used: ${why}. Set COE_DATA_DIR to a folder you can write.`,
    error,
  );
}

export function diskFull(directory: string, free: number): DatabaseStartError {
  return new DatabaseStartError(
    'diskFull',
    `The disk under ${directory} is full: ${megabytes(free)} are free and the database needs ` +
      `${megabytes(LEAST_TO_OPEN_BYTES)} to open. Free some space and start again; nothing acknowledged is lost.`,
  );
}

function userName(): string {
  try {
    return `user ${userInfo().username}`;
  } catch {
    return `user ${process.getuid?.() ?? 'unknown'}`;
  }
}

function ownerOf(path: string): string {
  try {
    return ` (it belongs to user id ${statSync(path).uid})`;
  } catch {
    return '';
  }
}
