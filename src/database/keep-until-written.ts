const MOST_KEPT = 10_000;

/**
 * Remembers what was read from the database for a moment. What this process writes empties the memory at once; what another instance wrote is seen
 * when the moment is over.
 * @param writes grows with each write of this process that may change what is remembered, before its caller hears of it, also with one that failed
 * @param freshMs how long a moment is
 */
export function keepUntilWritten<T>(writes: () => number, freshMs: number) {
  const kept = new Map<string, { found: T; until: number }>();
  let seen = writes();

  /** @param read what stands there now; undefined, which is not remembered, for nothing */
  return async function keep<Found extends T | undefined>(key: string, read: () => Promise<Found>): Promise<Found | T> {
    const before = writes();
    if (before !== seen) {
      kept.clear();
      seen = before;
    }
    const one = kept.get(key);
    if (one && performance.now() < one.until) return one.found;
    const begun = performance.now();
    const found = await read();
    // Something was written while this was read: whether it was seen nobody knows.
    if (found === undefined || writes() !== before) return found;
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(key, { found, until: begun + freshMs });
    return found;
  };
}
