/** Lets those who poll the database sleep long and still start at once when something happens in their own process. */
export type WakeUp = {
  wake(): void;
  /** How often `wake` was called: taken before looking, so that a wake-up during the look is not slept over. */
  count(): number;
  /**
   * Resolves at the next `wake`, after `ms` milliseconds, or when `signal` aborts; at once when `count` has moved past `seen`.
   * Never rejects.
   */
  next(ms: number, seen: number, signal: AbortSignal): Promise<void>;
};

export function wakeUp(): WakeUp {
  const sleepers = new Set<() => void>();
  let count = 0;
  return {
    wake() {
      count += 1;
      for (const rise of [...sleepers]) rise();
    },
    count: () => count,
    next(ms, seen, signal) {
      if (count !== seen || signal.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        const rise = () => {
          clearTimeout(timer);
          signal.removeEventListener('abort', rise);
          sleepers.delete(rise);
          resolve();
        };
        const timer = setTimeout(rise, ms);
        sleepers.add(rise);
        signal.addEventListener('abort', rise);
      });
    },
  };
}
