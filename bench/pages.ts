import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startEngine } from '../src/database/engine.js';
import { screenAddresses } from '../tests/pages/every-screen.js';
import { furnish } from '../tests/pages/furnish.js';
import { signIn } from '../tests/pages/visitor.js';
import { openTestService } from '../tests/service.js';
import { insertLibrary } from './pages/library.js';

/**
 * Server time of every screen on a library of many COEs: `node dist-tests/bench/pages.js [COEs, 10000] [requests a screen, 60] [screens, a regular
 * expression]`. The time is the
 * one that the service itself writes to its request log. One request at a time: what is measured is the work of a screen, not a queue.
 */
const [count, requests] = [Number(process.argv[2] ?? 10_000), Number(process.argv[3] ?? 60)];
const folder = mkdtempSync(join(tmpdir(), 'coe-pages-'));
const engine = await startEngine({ dataDir: join(folder, 'data'), log: () => undefined, progress: () => undefined });
const uri = engine.uri.replace(/^(mongodb(?:\+srv)?:\/\/[^/]+)\/?/, '$1/pages');
try {
  await insertLibrary(uri, count);
  process.stderr.write(`${count} COEs inserted\n`);
  const api = await openTestService({ uri, env: { COE_DATA_DIR: folder, COE_RATE_LIMIT: '100000' } });
  const known = await furnish(api);
  const visitor = await signIn(api);
  for (const settling of ['/search?q=certificate', '/recurrences', `/coes/${known[':coe']}/related`]) {
    for (let tries = 0; tries < 60; tries++) {
      const from = performance.now();
      await visitor.get(settling);
      const took = performance.now() - from;
      process.stderr.write(`${settling}: ${took.toFixed(0)} ms\n`);
      if (took < 500) break;
      await sleep(1_000);
    }
  }
  const only = new RegExp(process.argv[4] ?? '');
  const addresses = [
    ...(await screenAddresses(api, visitor, known)),
    '/search?q=certificate+alarm',
    '/coes?service=service-1',
    '/action-items?status=open&service=service-1',
  ].filter((address) => only.test(address));
  // A COE each time that nobody has opened before; 51 n + 1 is never a restricted one.
  const another = (address: string, nth: number) =>
    address.replace(`/coes/${known[':coe']}`, `/coes/COE-${(51 * (nth + 1)) % count}`);
  const rows: { screen: string; 'p50 ms': number; 'p95 ms': number; KB: number }[] = [];
  for (const address of addresses) {
    const bytes = (await visitor.get(address)).text?.length ?? 0;
    const before = api.logs.length;
    for (let nth = 0; nth < requests; nth++) await visitor.get(another(address, nth));
    await sleep(20);
    const times = api.logs
      .slice(before)
      .filter(({ route, method }) => method === 'GET' && route !== undefined)
      .map(({ durationMs }) => Number(durationMs))
      .sort((a, b) => a - b);
    const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
    rows.push({ screen: address, 'p50 ms': at(0.5), 'p95 ms': at(0.95), KB: Math.round(bytes / 1024) });
  }
  console.table(rows.sort((a, b) => b['p95 ms'] - a['p95 ms']).slice(0, 20));
  await api.close();
} finally {
  await engine.stop();
  rmSync(folder, { recursive: true, force: true });
}
