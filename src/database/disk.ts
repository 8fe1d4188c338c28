import { AppError } from '../kernel/errors.js';
import { freeBytes, megabytes } from './free-space.js';

export type DiskGuard = {
  /** Call before every write. @throws AppError insufficientStorage, before the engine dies of a full disk */
  assertRoom(): void;
  /** At most `freshForMs` old; null when the disk cannot be asked. */
  freeBytes(): number | null;
};

export type DiskGuardOptions = {
  path: string;
  /** Writes are refused below this many bytes. */
  leastFreeBytes?: number;
  freshForMs?: number;
  readFreeBytes?: (path: string) => number | undefined;
};

/**
 * Watches the free space under a path, asking the system at most once a second so that every write can call it. The reserve
 * covers the journal files the engine allocates ahead and what a second of writing adds.
 */
export function watchDisk({
  path,
  leastFreeBytes = 200_000_000,
  freshForMs = 1000,
  readFreeBytes = freeBytes,
}: DiskGuardOptions): DiskGuard {
  let known: number | null = null;
  let askedAt = Number.NEGATIVE_INFINITY;
  const current = (): number | null => {
    const now = performance.now();
    if (now - askedAt >= freshForMs) {
      known = readFreeBytes(path) ?? null;
      askedAt = now;
    }
    return known;
  };
  return {
    freeBytes: current,
    assertRoom: () => {
      const free = current();
      if (free === null || free >= leastFreeBytes) return;
      throw new AppError(
        'insufficientStorage',
        `The disk of the database is nearly full (${megabytes(free)} free, ${megabytes(leastFreeBytes)} are kept in reserve): ` +
          'nothing was written. Reading still works. Ask the operator to free space.',
        { extra: { freeBytes: free, leastFreeBytes } },
      );
    },
  };
}
