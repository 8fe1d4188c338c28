import { describe, expect, it } from '@jest/globals';
import { countedWrites } from '../../src/database/counted-writes.js';
import { keepUntilWritten } from '../../src/database/keep-until-written.js';

const HOUR_MS = 3_600_000;

describe('what was read is remembered', () => {
  it('until this process writes, also when the write failed', async () => {
    const { writes, counted } = countedWrites();
    const keep = keepUntilWritten<number>(writes, HOUR_MS);
    let stored = 1;
    const read = () => keep('key', async () => stored);
    expect(await read()).toBe(1);
    stored = 2;
    expect(await read()).toBe(1);
    await counted(Promise.resolve());
    expect(await read()).toBe(2);
    stored = 3;
    await counted(Promise.reject(new Error('lost'))).catch(() => undefined);
    expect(await read()).toBe(3);
  });

  it('never when a write ended while it was read', async () => {
    const { writes, counted } = countedWrites();
    const keep = keepUntilWritten<number>(writes, HOUR_MS);
    const before = await keep('key', async () => {
      await counted(Promise.resolve());
      return 1;
    });
    expect([before, await keep('key', async () => 2)]).toEqual([1, 2]);
  });

  it('no longer than a moment', async () => {
    const keep = keepUntilWritten<number>(() => 0, -1);
    await keep('key', async () => 1);
    expect(await keep('key', async () => 2)).toBe(2);
  });
});
