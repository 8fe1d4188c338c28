import { constants } from 'node:fs';
import { cp, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Connection } from 'mongoose';
import { AppError } from '../kernel/errors.js';

/**
 * Copies the files of the embedded database while it runs: writes wait, reads go on. The copy opens as a data directory by
 * itself and holds exactly what was acknowledged before.
 * @param directory the database directory (`mongodb` in the data directory)
 * @param target a folder that is empty or not there yet
 * @throws AppError conflict when the target holds something; any other failure removes the half copy
 */
export async function backUp(connection: Connection, directory: string, target: string): Promise<void> {
  await mkdir(target, { recursive: true, mode: 0o700 });
  if ((await readdir(target)).length > 0) throw new AppError('conflict', `${target} is not empty; name a new folder.`);
  if (connection.db === undefined)
    throw new AppError('unavailable', 'The database is not open.', { retryAfterSeconds: 1 });
  const admin = connection.db.admin();
  try {
    await admin.command({ fsync: 1, lock: true });
    try {
      await cp(directory, join(target, 'mongodb'), { recursive: true, mode: constants.COPYFILE_FICLONE });
    } finally {
      // Fails when the engine restarted meanwhile: the lock was lost then, and the copy with it.
      await admin.command({ fsyncUnlock: 1 });
    }
  } catch (error) {
    await rm(target, { recursive: true, force: true });
    throw error;
  }
}
