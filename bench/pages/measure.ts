import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Visitor } from '../../tests/pages/visitor.js';
import type { TestService } from '../../tests/service.js';

export type Measured = {
  screen: string;
  'p50 ms': number;
  'p95 ms': number;
  'CPU ms': number;
  KB: number;
  status: number;
};

/**
 * Server times of one screen as the service's request log has them, one request at a time, and the processor time a request took of all threads of
 * this process (what asks is a part of it). @param address of the nth request @param profiles folder for a CPU profile of the screen
 */
export async function measureScreen(
  api: TestService,
  visitor: Visitor,
  screen: string,
  address: (nth: number) => string,
  requests: number,
  profiles?: string,
): Promise<Measured> {
  const first = await visitor.get(screen);
  const session = profiles === undefined ? undefined : await startProfile();
  const before = api.logs.length;
  const cpu = process.cpuUsage();
  for (let nth = 0; nth < requests; nth++) await visitor.get(address(nth));
  const { user, system } = process.cpuUsage(cpu);
  if (session && profiles !== undefined)
    await writeProfile(session, join(profiles, `${screen.replace(/\W+/g, '_')}.cpuprofile`));
  await sleep(20);
  const times = api.logs
    .slice(before)
    .filter(({ route, method }) => method === 'GET' && route !== undefined)
    .map(({ durationMs }) => Number(durationMs))
    .sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return {
    screen,
    'p50 ms': at(0.5),
    'p95 ms': at(0.95),
    'CPU ms': Math.round((user + system) / requests / 100) / 10,
    KB: Math.round((first.text?.length ?? 0) / 1024),
    status: first.status,
  };
}

async function startProfile(): Promise<Session> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.start');
  return session;
}

async function writeProfile(session: Session, file: string): Promise<void> {
  const { profile } = await session.post('Profiler.stop');
  writeFileSync(file, JSON.stringify(profile));
  session.disconnect();
}
