import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LONGEST_SOCKET_PATH } from './host-protocol.js';
import { DatabaseStartError } from './start-error.js';

export const RUN_PREFIX = 'coe-db-';

/** The part of the socket path that the engine adds below the run directory. */
const ENGINE_SOCKET = '/embedded-mongodb-XXXXXX/mongodb.sock';

/**
 * Makes the private directory (mode 0700) that holds the database socket: in the first temporary folder that is short enough
 * for a socket path and can be written.
 * @throws DatabaseStartError failed when there is none
 */
export function makeRunDirectory(dataDir: string): string {
  const folders = [tmpdir(), process.env.XDG_RUNTIME_DIR, '/tmp', '/var/tmp', '/dev/shm', dataDir];
  for (const folder of folders) {
    if (folder === undefined) continue;
    const prefix = join(folder, RUN_PREFIX);
    if (Buffer.byteLength(`${prefix}XXXXXX${ENGINE_SOCKET}`) > LONGEST_SOCKET_PATH) continue;
    try {
      return mkdtempSync(prefix);
    } catch {
      // not there or not writable: the next one
    }
  }
  throw new DatabaseStartError(
    'failed',
    'There is no temporary folder for the database socket: set TMPDIR to a writable folder with a path under 60 characters.',
  );
}

export function removeRunDirectory(run: string): void {
  rmSync(run, { recursive: true, force: true });
}
