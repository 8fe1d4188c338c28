import { describe, expect, it } from '@jest/globals';
import { watchDisk } from '../../src/database/disk.js';

describe('free disk space', () => {
  it('refuses writes below the reserve with 507, saying how much is left', () => {
    const guard = watchDisk({ path: '/', leastFreeBytes: 200_000_000, readFreeBytes: () => 150_000_000 });
    expect(() => guard.assertRoom()).toThrow(/150 MB free, 200 MB/);
    expect(() => guard.assertRoom()).toThrow(expect.objectContaining({ code: 'insufficientStorage' }));
  });

  it('allows writes when there is room, and when the disk cannot be asked', () => {
    expect(() => watchDisk({ path: '/', readFreeBytes: () => 10_000_000_000 }).assertRoom()).not.toThrow();
    expect(() => watchDisk({ path: '/', readFreeBytes: () => undefined }).assertRoom()).not.toThrow();
  });

  it('asks the system once for many writes, and again when the answer is old', () => {
    let asked = 0;
    const readFreeBytes = () => {
      asked += 1;
      return 1_000_000_000;
    };
    const cached = watchDisk({ path: '/', freshForMs: 60_000, readFreeBytes });
    for (let write = 0; write < 100; write++) cached.assertRoom();
    expect(asked).toBe(1);
    const fresh = watchDisk({ path: '/', freshForMs: 0, readFreeBytes });
    fresh.assertRoom();
    fresh.assertRoom();
    expect(asked).toBe(3);
  });

  it('reads the real disk', () => {
    expect(watchDisk({ path: '/' }).freeBytes()).toBeGreaterThan(0);
  });
});
