import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { prepareDataDirectory } from '../../src/database/data-directory.js';
import { explainStart, isLocked } from '../../src/database/explain-start.js';
import { HostStartError } from '../../src/database/host-process.js';
import { readOwner } from '../../src/database/owner.js';
import { temporaryFolder } from './temporary-folder.js';

/** Root may write everywhere, so the check runs as another user when the tests run as root. */
function asOrdinaryUser(act: () => void): void {
  const root = process.geteuid?.() === 0;
  if (root) process.seteuid?.(65534);
  try {
    act();
  } finally {
    if (root) process.seteuid?.(0);
  }
}

const refused = (message: string, code: number | null = 1) =>
  new HostStartError(message, { code, signal: null, lastWords: '' });

describe('the data directory', () => {
  it('is made when it is missing', () => {
    expect(() => prepareDataDirectory(join(temporaryFolder(), 'a', 'b'))).not.toThrow();
  });

  it('that cannot be written is named, with what to do', () => {
    const folder = temporaryFolder();
    chmodSync(folder, 0o555);
    asOrdinaryUser(() => {
      expect(() => prepareDataDirectory(join(folder, 'mongodb'))).toThrow(
        /cannot be used: user .* may not write .*COE_DATA_DIR/,
      );
    });
    chmodSync(folder, 0o755);
  });

  it('that is a file is named', () => {
    const file = join(temporaryFolder(), 'data');
    writeFileSync(file, '');
    expect(() => prepareDataDirectory(join(file, 'mongodb'))).toThrow(/is a file, not a folder/);
  });

  it('that the kernel refuses to make is named, even where it says that nothing is there', () => {
    expect(() => prepareDataDirectory('/proc/no-such-folder/mongodb')).toThrow(/cannot be used: .*COE_DATA_DIR/);
  });

  it('takes an engine that died in its first moments', () => {
    const folder = join(temporaryFolder(), 'mongodb');
    mkdirSync(join(folder, 'journal'), { recursive: true });
    for (const name of ['mongod.lock', 'WiredTiger', 'WiredTiger.turtle.set', 'storage.bson', '_mdb_catalog.wt']) {
      writeFileSync(join(folder, name), '');
    }
    expect(() => prepareDataDirectory(folder)).not.toThrow();
  });

  it('knows its owner, and that our own process id in it is a predecessor', () => {
    const file = join(temporaryFolder(), 'owner.json');
    expect(readOwner(file)).toBeUndefined();
    writeFileSync(file, 'half a rec');
    expect(readOwner(file)).toEqual({ supervisorPid: 0, supervisorAlive: false, run: '' });
    writeFileSync(file, JSON.stringify({ supervisorPid: process.ppid, run: '/tmp/coe-db-abc123' }));
    expect(readOwner(file)).toEqual({ supervisorPid: process.ppid, supervisorAlive: true, run: '/tmp/coe-db-abc123' });
    writeFileSync(file, JSON.stringify({ supervisorPid: process.pid }));
    expect(readOwner(file)).toMatchObject({ supervisorPid: process.pid, supervisorAlive: false });
  });

  it('names no folder to remove but a run directory', () => {
    const file = join(temporaryFolder(), 'owner.json');
    for (const run of ['/home', '/tmp/coe-db-x/..', '', 7]) {
      writeFileSync(file, JSON.stringify({ supervisorPid: 1, run }));
      expect(readOwner(file)?.run).toBe('');
    }
  });
});

describe('why the engine did not open', () => {
  const directory = '/srv/coe/mongodb';
  const explain = (error: HostStartError) => explainStart(error, directory, '/srv/coe/database-owner.json');

  it.each([
    [
      'DBPathInUse: Unable to lock the lock file: /x (Resource temporarily unavailable). Another mongod instance',
      'inUse',
    ],
    [
      'IllegalOperation: Attempted to create a lock file on a read-only directory: Read-only file system',
      'notWritable',
    ],
    ['Unable to create/open the lock file: /x (Permission denied)', 'notWritable'],
    ["/lib/libc.so.6: version `GLIBC_2.38' not found (required by libembedded_mongodb_native.so)", 'unsupported'],
    ['No space left on device', 'diskFull'],
    ['something new', 'failed'],
  ])('%s', (text, reason) => {
    const explained = explain(refused(text));
    expect(explained.reason).toBe(reason);
    if (reason !== 'unsupported') expect(explained.message).toContain(directory);
    expect(explained.message).toMatch(/COE_DATA_DIR|MONGODB_URI|Free some space/);
  });

  it('exit 14 in silence is translated', () => {
    expect(explain(refused('', 14))).toMatchObject({
      reason: 'foreign',
      message: expect.stringContaining('another user'),
    });
  });

  it('a refused permission is no lock to wait for', () => {
    expect(isLocked(refused('Unable to create/open the lock file: /x (Permission denied)'))).toBe(false);
    expect(isLocked(refused('DBPathInUse: Unable to lock the lock file: /x'))).toBe(true);
  });
});
