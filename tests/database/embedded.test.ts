import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { connectDatabase, type Database } from '../../src/database/connect.js';
import { isConnectionLoss } from '../../src/database/errors.js';
import { retryIdempotent } from '../../src/database/retry-idempotent.js';
import { temporaryFolder } from './temporary-folder.js';

type Note = { _id: number; text?: string };

async function open(dataDir: string, logs: Record<string, unknown>[] = []): Promise<Database> {
  return connectDatabase({ dataDir, log: (event) => logs.push(event) });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function until(what: () => boolean, limitMs = 15_000): Promise<void> {
  const deadline = Date.now() + limitMs;
  while (!what()) {
    if (Date.now() > deadline) throw new Error('waited too long');
    await sleep(25);
  }
}

describe('the embedded database', () => {
  it('keeps what was written over a stop and a start, and leaves no process and no lock', async () => {
    const dataDir = temporaryFolder();
    const first = await open(dataDir);
    const pid = first.enginePid() ?? 0;
    await first.connection.collection<Note>('notes').insertOne({ _id: 1, text: 'kept' });
    await first.ping();
    expect(first.health()).toMatchObject({ kind: 'embedded', connected: true, engine: { state: 'up', restarts: 0 } });
    await first.close();
    await first.close();
    expect(isAlive(pid)).toBe(false);
    expect(first.health().engine?.state).toBe('stopped');
    await expect(first.ping()).rejects.toMatchObject({ code: 'unavailable' });

    const second = await open(dataDir);
    expect(await second.connection.collection<Note>('notes').findOne({ _id: 1 })).toMatchObject({ text: 'kept' });
    await second.close();
  });

  it('survives kill -9 under load with every acknowledged write', async () => {
    const logs: Record<string, unknown>[] = [];
    const database = await open(temporaryFolder(), logs);
    const notes = database.connection.collection<Note>('notes');
    const acknowledged: number[] = [];
    let next = 0;
    let writing = true;
    const client = async () => {
      while (writing) {
        const _id = next++;
        try {
          await notes.insertOne({ _id });
          acknowledged.push(_id);
        } catch (error) {
          if (!isConnectionLoss(error)) throw error;
        }
      }
    };
    const clients = Array.from({ length: 8 }, client);
    for (let kill = 1; kill <= 3; kill++) {
      await sleep(300);
      const pid = database.enginePid();
      if (pid !== undefined) process.kill(pid, 'SIGKILL');
      await until(() => database.health().engine?.restarts === kill);
    }
    await sleep(300);
    writing = false;
    await Promise.all(clients);
    const present = new Set((await retryIdempotent(() => notes.find({}).toArray())).map(({ _id }) => _id));
    expect(acknowledged.length).toBeGreaterThan(0);
    expect(acknowledged.filter((id) => !present.has(id))).toEqual([]);
    expect(logs).toContainEqual(
      expect.objectContaining({ event: 'databaseEngineExit', signal: 'SIGKILL', code: null }),
    );
    expect(database.health().engine?.lastExit?.freeBytes).toBeGreaterThan(0);
    await database.close();
  });

  it('does not end on Ctrl-C or a terminate signal to the group: only its service ends it', async () => {
    const database = await open(temporaryFolder());
    const pid = database.enginePid() ?? 0;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.kill(pid, signal);
    await sleep(200);
    await database.ping();
    expect(database.enginePid()).toBe(pid);
    await database.close();
    expect(isAlive(pid)).toBe(false);
  });

  it('lets running operations finish when it is closed', async () => {
    const database = await open(temporaryFolder());
    const notes = database.connection.collection<Note>('notes');
    await notes.insertOne({ _id: 0 });
    const text = 'x'.repeat(50_000);
    const writes = Array.from({ length: 200 }, (_, n) => notes.insertOne({ _id: n + 1, text }));
    await Promise.all([database.close(), ...writes]);
  });

  it('closes when its service is killed, and the next start waits for it', async () => {
    const dataDir = temporaryFolder();
    const script = fileURLToPath(new URL('./hold-database.js', import.meta.url));
    const service = spawn(process.execPath, [script, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(service.stdout, 'data')) as [Buffer];
    const enginePid = Number(line.toString());
    service.kill('SIGKILL');
    await once(service, 'exit');
    const database = await open(dataDir);
    expect(await database.connection.collection('held').countDocuments({ text: 'acknowledged' })).toBe(1);
    expect(database.enginePid()).not.toBe(enginePid);
    await database.close();
  });

  it('a second start on the same directory is told which directory and which process', async () => {
    const dataDir = temporaryFolder();
    const first = await open(dataDir);
    // The first one runs in this process, so it is told apart from a leftover by a service of another process.
    const script = fileURLToPath(new URL('./hold-database.js', import.meta.url));
    const second = spawn(process.execPath, [script, dataDir], { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    second.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    const startedAt = Date.now();
    await once(second, 'close');
    expect(said).toContain(`The data directory ${join(dataDir, 'mongodb')} is in use by process ${process.pid}`);
    expect(said).toContain('COE_DATA_DIR');
    expect(Date.now() - startedAt).toBeLessThan(8000);
    await first.ping();
    await first.close();
  });

  it('a directory with other files is refused and left as it was', async () => {
    const dataDir = temporaryFolder();
    mkdirSync(join(dataDir, 'mongodb'));
    writeFileSync(join(dataDir, 'mongodb', 'thesis.txt'), 'mine');
    await expect(open(dataDir)).rejects.toMatchObject({
      reason: 'foreign',
      message: expect.stringContaining('thesis.txt'),
    });
    expect(existsSync(join(dataDir, 'mongodb', 'WiredTiger'))).toBe(false);
  });

  it('damaged files are told with the directory and what to do', async () => {
    const dataDir = temporaryFolder();
    await (await open(dataDir)).close();
    writeFileSync(join(dataDir, 'mongodb', 'WiredTiger.wt'), 'not a table');
    await expect(open(dataDir)).rejects.toMatchObject({
      name: 'DatabaseStartError',
      message: expect.stringMatching(/mongodb cannot be opened .*damaged.*COE_DATA_DIR/),
    });
  });
});
