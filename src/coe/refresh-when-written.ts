/** Other instances' writes may be seen so much later; this process's own are always seen. */
const FRESH_MS = 400;

/**
 * When a follower of the COEs has to look at the database again: after each write of this process, and else so often. Questions that meet a look
 * share it, unless something was written since it began.
 * @param writes grows with each write of this process, and with whatever else asks for another look
 * @param look reads what changed; @throws when the database does not answer: then the next question looks again
 */
export function refreshWhenWritten(writes: () => number, look: () => Promise<void>): () => Promise<void> {
  let seen = { writes: -1, at: Number.NEGATIVE_INFINITY };
  let running: { writes: number; done: Promise<void> } | undefined;
  let queued: Promise<void> | undefined;

  function start(): Promise<void> {
    const begun = { writes: writes(), at: performance.now() };
    const done = look()
      .then(() => {
        seen = begun;
      })
      .finally(() => {
        running = undefined;
      });
    running = { writes: begun.writes, done };
    return done;
  }

  return async function refresh(): Promise<void> {
    const now = writes();
    if (running) {
      if (running.writes === now) return running.done;
      // It began before the caller's write and may have missed it; all who wait share the next one.
      queued ??= running.done
        .catch(() => undefined)
        .then(() => {
          queued = undefined;
          return refresh();
        });
      return queued;
    }
    if (seen.writes === now && performance.now() - seen.at < FRESH_MS) return;
    return start();
  };
}
