import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Outcome, Plan } from './durability.js';
import { type RunningService, startService } from './run-service.js';

/** What one client was told about one COE: the newest version and the number it wrote into the summary then. */
type Acknowledged = { version: number; written: number };
type Reply = { status: number; body: Record<string, unknown>; etag: string | null; retryAfter: string | null };

/** Clients create COEs and edit them over HTTP while the engine, and then the service with it, are killed and started again. */
export async function killUnderHttp({ engineKills, serviceKills, clients }: Plan): Promise<Outcome> {
  const dataDir = mkdtempSync(join(tmpdir(), 'coe-durability-'));
  const token = randomBytes(24).toString('hex');
  const known = new Map<string, Acknowledged>();
  const outcome: Outcome = {
    part: 'http',
    kills: engineKills + serviceKills,
    acknowledged: 0,
    refused: 0,
    missing: [],
    faults: [],
  };
  let service: RunningService | undefined = await startService(dataDir, token);
  let running = true;

  /** Undefined when the service could not be reached or broke off: the write may or may not have happened. */
  const call = async (method: string, path: string, body?: unknown, ifMatch?: string): Promise<Reply | undefined> => {
    if (service === undefined) return undefined;
    try {
      const response = await fetch(`${service.url}/api/v1/${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined
            ? {}
            : { 'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json' }),
          ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const reply = {
        status: response.status,
        body: (await response.json()) as Record<string, unknown>,
        etag: response.headers.get('etag'),
        retryAfter: response.headers.get('retry-after'),
      };
      if (reply.status === 503 && reply.retryAfter !== null) outcome.refused += 1;
      else if (reply.status >= 400 && reply.status !== 412)
        outcome.faults.push(`${method} ${path}: ${reply.status} ${JSON.stringify(reply.body).slice(0, 300)}`);
      return reply;
    } catch {
      outcome.refused += 1;
      return undefined;
    }
  };

  const client = async (name: number) => {
    while (running) {
      const created = await call('POST', 'coes', { title: `Client ${name}` });
      if (created?.status !== 201) {
        await sleep(20);
        continue;
      }
      const id = String(created.body.id);
      known.set(id, { version: Number(created.body.version), written: 0 });
      outcome.acknowledged += 1;
      let etag = created.etag ?? '';
      for (let written = 1; written <= 20 && running; written++) {
        const summary = `${written} ${'x'.repeat((written * 997) % 20_000)}`;
        const edited = await call('PATCH', `coes/${id}`, { summary }, etag);
        if (edited?.status === 200) {
          known.set(id, { version: Number(edited.body.version), written });
          outcome.acknowledged += 1;
          etag = edited.etag ?? '';
          continue;
        }
        // The edit may have happened though its answer was lost: go on from what is there.
        const now = await call('GET', `coes/${id}`);
        etag = now?.etag ?? etag;
        await sleep(20);
      }
    }
  };

  const all = Array.from({ length: clients }, (_, name) => client(name));
  const kills = shuffled([...Array(engineKills).fill('engine'), ...Array(serviceKills).fill('service')] as const);
  for (const [index, victim] of kills.entries()) {
    await sleep(500 + Math.random() * 1500);
    if (victim === 'engine') {
      while (!killEngine(dataDir)) await sleep(20);
    } else {
      const killed = service;
      service = undefined;
      await killed?.kill();
      service = await startService(dataDir, token);
    }
    const counts = `${outcome.acknowledged} acknowledged, ${outcome.refused} refused`;
    process.stderr.write(`${victim} killed, ${index + 1} of ${kills.length}: ${counts}\n`);
  }
  await sleep(2000);
  running = false;
  await Promise.all(all);

  for (const [id, { version, written }] of known) {
    const coe = await call('GET', `coes/${id}`);
    const storedVersion = Number(coe?.body.version);
    const storedWritten = Number.parseInt(String(coe?.body.summary ?? '0'), 10) || 0;
    if (coe?.status !== 200) outcome.missing.push(`COE ${id}: ${coe?.status}`);
    else if (storedVersion < version || storedWritten < written)
      outcome.missing.push(`COE ${id} at ${storedVersion}/${storedWritten}, acknowledged ${version}/${written}`);
    const revision = await call('GET', `coes/${id}/revisions/${version}`);
    if (revision?.status !== 200) outcome.missing.push(`revision ${version} of COE ${id}: ${revision?.status}`);
  }
  await service.stop();
  rmSync(dataDir, { recursive: true, force: true });
  return outcome;
}

/** Kills the engine by the process id it keeps beside the database; false while there is none, between two runs. */
function killEngine(dataDir: string): boolean {
  try {
    const owner: unknown = JSON.parse(readFileSync(join(dataDir, 'database-owner.json'), 'utf8'));
    if (owner === null || typeof owner !== 'object' || !('hostPid' in owner)) return false;
    return process.kill(Number(owner.hostPid), 'SIGKILL');
  } catch {
    return false;
  }
}

function shuffled<T>(list: readonly T[]): T[] {
  return list
    .map((item) => ({ item, order: Math.random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ item }) => item);
}
