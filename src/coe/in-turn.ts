/**
 * Runs works that share a key one after another in this process, in the order they came. Writers of one document then meet rivals only
 * from other instances, instead of all reading and losing at once. A failed work does not stop the next.
 */
export function inTurn(): <T>(key: string, work: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>();
  return async (key, work) => {
    const mine = (last.get(key) ?? Promise.resolve()).then(work, work);
    last.set(key, mine);
    try {
      return await mine;
    } finally {
      if (last.get(key) === mine) last.delete(key);
    }
  };
}
