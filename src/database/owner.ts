import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { RUN_PREFIX } from './run-directory.js';

/** Who has, or last had and never closed, a database directory. */
export type Owner = { supervisorPid: number; supervisorAlive: boolean; run: string };

/**
 * Reads the record that the engine host keeps while the database is open. Undefined when it was closed cleanly; a record
 * that cannot be read names nobody.
 */
export function readOwner(ownerFile: string): Owner | undefined {
  let text: string;
  try {
    text = readFileSync(ownerFile, 'utf8');
  } catch {
    return undefined;
  }
  const { supervisorPid, run } = parse(text);
  return {
    supervisorPid,
    supervisorAlive: isAlive(supervisorPid),
    // The folder is removed by its next owner: never one that is not a run directory.
    run: basename(run).startsWith(RUN_PREFIX) ? run : '',
  };
}

function parse(text: string): { supervisorPid: number; run: string } {
  let record: Record<string, unknown> = {};
  try {
    const parsed: unknown = JSON.parse(text);
    if (parsed !== null && typeof parsed === 'object') record = { ...parsed };
  } catch {
    // cut off by a full disk
  }
  return { supervisorPid: Number(record.supervisorPid ?? 0), run: String(record.run ?? '') };
}

function isAlive(pid: number): boolean {
  // In a container the previous service often had our own process id.
  if (!(pid > 0) || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
