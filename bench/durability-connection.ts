import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectDatabase } from '../src/database/connect.js';
import { isConnectionLoss } from '../src/database/errors.js';
import { retryIdempotent } from '../src/database/retry-idempotent.js';
import type { Outcome, Plan } from './durability.js';

type Counter = { _id: number; value: number; filler: string };

/** Each client owns one counter and raises it, and inserts a document now and then: both kinds must survive. */
export async function killUnderConnection({ engineKills, clients }: Plan): Promise<Outcome> {
  const dataDir = mkdtempSync(join(tmpdir(), 'coe-durability-'));
  const database = await connectDatabase({
    dataDir,
    log: () => undefined,
    progress: (line) => process.stderr.write(`${line}\n`),
  });
  const counters = database.connection.collection<Counter>('counters');
  const inserted = database.connection.collection<{ _id: string }>('inserted');
  const raised = new Map<number, number>();
  const present: string[] = [];
  let acknowledged = 0;
  let refused = 0;
  let running = true;

  const client = async (_id: number) => {
    for (let value = 1; running; value++) {
      try {
        const filler = 'x'.repeat((value * 997) % 20_000);
        await counters.updateOne({ _id }, { $set: { value, filler } }, { upsert: true });
        raised.set(_id, value);
        await inserted.insertOne({ _id: `${_id}-${value}` });
        present.push(`${_id}-${value}`);
        acknowledged += 2;
      } catch (error) {
        if (!isConnectionLoss(error)) throw error;
        refused += 1;
      }
    }
  };
  const all = Array.from({ length: clients }, (_, id) => client(id));
  for (let kill = 1; kill <= engineKills; kill++) {
    await sleep(200 + Math.random() * 800);
    const pid = database.enginePid();
    if (pid !== undefined) process.kill(pid, 'SIGKILL');
    while (database.enginePid() === undefined || database.enginePid() === pid) await sleep(20);
    process.stderr.write(`engine kill ${kill} of ${engineKills}: ${acknowledged} acknowledged, ${refused} refused\n`);
  }
  await sleep(500);
  running = false;
  await Promise.all(all);

  const missing: string[] = [];
  const stored = new Set((await retryIdempotent(() => inserted.find({}).toArray())).map(({ _id }) => _id));
  for (const id of present) if (!stored.has(id)) missing.push(`insert ${id}`);
  for (const [_id, value] of raised) {
    const counter = await retryIdempotent(() => counters.findOne({ _id }));
    // More than acknowledged is allowed: a write may have happened though its answer was lost.
    if (counter === null || counter.value < value)
      missing.push(`counter ${_id} at ${counter?.value}, acknowledged ${value}`);
  }
  await database.close();
  rmSync(dataDir, { recursive: true, force: true });
  return { part: 'connection', kills: engineKills, acknowledged, refused, missing, faults: [] };
}
