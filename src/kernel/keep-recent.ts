/** What was made lately, by what it was made of; the one used longest ago makes room. */
export type KeptRecently<T> = { get(key: string): T | undefined; set(key: string, value: T, size: number): void };

/**
 * Keeps results of pure work by a key that holds all of its input.
 * @param most sum of sizes that are kept, in whatever unit `set` is given; one that is larger alone is not kept
 */
export function keepRecent<T>(most: number): KeptRecently<T> {
  const kept = new Map<string, { value: T; size: number }>();
  let held = 0;
  const drop = (key: string) => {
    held -= kept.get(key)?.size ?? 0;
    kept.delete(key);
  };
  return {
    get(key) {
      const found = kept.get(key);
      if (found === undefined) return undefined;
      kept.delete(key);
      kept.set(key, found);
      return found.value;
    },
    set(key, value, size) {
      drop(key);
      if (size > most) return;
      kept.set(key, { value, size });
      held += size;
      for (const oldest of kept.keys()) {
        if (held <= most) return;
        drop(oldest);
      }
    },
  };
}
