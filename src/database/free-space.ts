import { statfsSync } from 'node:fs';

/** Bytes an ordinary process may still write on the file system of `path`; undefined when it cannot be asked. */
export function freeBytes(path: string): number | undefined {
  try {
    const { bavail, bsize } = statfsSync(path);
    return bavail * bsize;
  } catch {
    return undefined;
  }
}

/** Bytes as people read them: `12 MB`. */
export function megabytes(bytes: number): string {
  return `${Math.floor(bytes / 1_000_000)} MB`;
}
