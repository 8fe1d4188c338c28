import { describe, expect, it } from '@jest/globals';
import { refreshWhenWritten } from '../../src/coe/refresh-when-written.js';

/** A database whose looks end when the test says so. */
function slowLooks() {
  const looks: { end(error?: Error): void }[] = [];
  let writes = 0;
  const refresh = refreshWhenWritten(
    () => writes,
    () =>
      new Promise<void>((resolve, reject) => {
        looks.push({ end: (error) => (error ? reject(error) : resolve()) });
      }),
  );
  return { looks, refresh, write: () => writes++ };
}
const settled = async (promise: Promise<void>) =>
  Promise.race([promise.then(() => true), new Promise((resolve) => setTimeout(resolve, 5, false))]);

describe('a follower of the COEs', () => {
  it('looks once for questions that meet, and not again while nothing was written', async () => {
    const { looks, refresh } = slowLooks();
    const both = [refresh(), refresh()];
    looks[0]?.end();
    await Promise.all(both);
    await refresh();
    expect(looks).toHaveLength(1);
  });

  it('missedOwnWrite: a question after a write waits for a look that began after it', async () => {
    const { looks, refresh, write } = slowLooks();
    const before = refresh();
    write();
    const after = refresh();
    looks[0]?.end();
    await before;
    expect(await settled(after)).toBe(false);
    expect(looks).toHaveLength(2);
    looks[1]?.end();
    await after;
  });

  it('failedLook: is not taken for one that saw everything', async () => {
    const { looks, refresh } = slowLooks();
    const first = refresh();
    looks[0]?.end(new Error('away'));
    await expect(first).rejects.toThrow('away');
    const second = refresh();
    looks[1]?.end();
    await second;
    expect(looks).toHaveLength(2);
  });
});
