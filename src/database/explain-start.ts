import { diskFull } from './data-directory.js';
import { freeBytes } from './free-space.js';
import type { HostStartError } from './host-process.js';
import { readOwner } from './owner.js';
import { DatabaseStartError, WAYS_OUT } from './start-error.js';

const FULL_DISK_BYTES = 64_000_000;

/** The directory is locked by another process. */
export function isLocked(error: HostStartError): boolean {
  return /DBPathInUse|Unable to lock the lock file/i.test(textOf(error));
}

/** Turns the way the engine failed to open into what a person can act on. Exit 14 is the engine's silent "cannot use the files". */
export function explainStart(error: HostStartError, directory: string, ownerFile: string): DatabaseStartError {
  const text = textOf(error);
  const free = freeBytes(directory);
  if (/Permission denied|EACCES|Read-only file system|EROFS/i.test(text)) {
    return new DatabaseStartError(
      'notWritable',
      `The database in ${directory} cannot be opened: ${lastLine(text)}. ` +
        'Give the folder and the files in it to the user that runs the service, or set COE_DATA_DIR to another folder.',
      error,
    );
  }
  if (isLocked(error)) {
    const owner = readOwner(ownerFile);
    return new DatabaseStartError(
      'inUse',
      `The data directory ${directory} is in use${owner?.supervisorAlive ? ` by process ${owner.supervisorPid}` : ' by another process'}. ` +
        'Stop that service first, or set COE_DATA_DIR to another folder.',
      error,
    );
  }
  if (/No space left|ENOSPC/i.test(text) || (free !== undefined && free < FULL_DISK_BYTES))
    return diskFull(directory, free ?? 0);
  if (/GLIBC_|GLIBCXX_|Cannot find module|cannot open shared object/i.test(text)) {
    return new DatabaseStartError(
      'unsupported',
      `The embedded engine does not run here (${lastLine(text)}); ${WAYS_OUT}.`,
      error,
    );
  }
  if (error.exit.code === 14) {
    return new DatabaseStartError(
      'foreign',
      `The database in ${directory} cannot be opened (exit code 14): its files belong to another user, to another database ` +
        'version, or are damaged. Check their owner, restore a backup, or set COE_DATA_DIR to another folder.',
      error,
    );
  }
  return new DatabaseStartError(
    'failed',
    `The database in ${directory} did not start (${howItEnded(error)}): ${lastLine(text) || 'it said nothing'}. ` +
      `If this stays so, ${WAYS_OUT}.`,
    error,
  );
}

function howItEnded({ exit }: HostStartError): string {
  return exit.signal === null ? `exit code ${exit.code}` : `signal ${exit.signal}`;
}

function textOf(error: HostStartError): string {
  return `${error.exit.lastWords}\n${error.message}`;
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim() ?? '';
}
