/** Counts writes past the models, as `countWrites` does those through them. */
export function countedWrites() {
  let count = 0;
  return {
    writes: () => count,
    /** Counts a write before its caller hears of it, also one that failed: it may have happened. */
    counted: <T>(write: Promise<T>): Promise<T> =>
      write.finally(() => {
        count++;
      }),
  };
}
