import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startEngine } from '../src/database/engine.js';
import { screenAddresses } from '../tests/pages/every-screen.js';
import { furnish } from '../tests/pages/furnish.js';
import { signIn, type Visitor } from '../tests/pages/visitor.js';
import { openTestService } from '../tests/service.js';
import { insertAround } from './pages/around.js';
import { makeBigCoe } from './pages/big-coe.js';
import { insertLibrary } from './pages/library.js';
import { type Measured, measureScreen } from './pages/measure.js';

/**
 * Server time of every screen, as the service routes them, on a library of many COEs: `node dist-tests/bench/pages.js [COEs, 10000] [requests a
 * screen, 60] [screens, a regular expression]`. One request at a time: what is measured is the work of a screen, not a queue. Screens of one COE are
 * shown of a COE each time that nobody opened before, and then (`big`) of one with 500 timeline entries, 50 action items, 40 whys and 200 comments.
 * `--data=FOLDER` keeps the library for the next run; `--profiles=FOLDER` writes a CPU profile of each screen.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { data: { type: 'string' }, profiles: { type: 'string' }, rows: { type: 'string', default: '25' } },
});
const [count, requests] = [Number(positionals[0] ?? 10_000), Number(positionals[1] ?? 60)];
const only = new RegExp(positionals[2] ?? '');
const folder = values.data ?? mkdtempSync(join(tmpdir(), 'coe-pages-'));
mkdirSync(folder, { recursive: true });
if (values.profiles !== undefined) mkdirSync(values.profiles, { recursive: true });
const engine = await startEngine({ dataDir: join(folder, 'data'), log: () => undefined, progress: () => undefined });
const uri = engine.uri.replace(/^(mongodb(?:\+srv)?:\/\/[^/]+)\/?/, '$1/pages');
const kept = join(folder, 'kept.json');
const say = (line: string) => process.stderr.write(`${line}\n`);

/** Comparisons and indexes are made at first use: what people wait for once after a start is not the time of a screen. */
async function settle(visitor: Visitor, addresses: readonly string[]): Promise<void> {
  for (const address of addresses)
    for (let tries = 0; tries < 60; tries++) {
      const from = performance.now();
      await visitor.get(address);
      const took = performance.now() - from;
      say(`${address}: ${took.toFixed(0)} ms`);
      if (took < 500) break;
      await sleep(1_000);
    }
}

try {
  const isFresh = !existsSync(kept);
  if (isFresh) {
    await insertLibrary(uri, count);
    await insertAround(uri, count);
    say(`${count} COEs inserted`);
  }
  const api = await openTestService({ uri, env: { COE_DATA_DIR: folder, COE_RATE_LIMIT: '100000' } });
  if (isFresh) writeFileSync(kept, JSON.stringify({ known: await furnish(api), big: await makeBigCoe(api, uri) }));
  const { known, big } = JSON.parse(readFileSync(kept, 'utf8')) as { known: Record<string, string>; big: string };
  const visitor = await signIn(api);
  await settle(visitor, ['/search?q=certificate', '/recurrences', `/coes/${known[':coe']}/related`]);
  const ofKnown = `/coes/${known[':coe']}`;
  const addresses = [
    ...(await screenAddresses(api, visitor, known)),
    '/search?q=certificate+alarm',
    '/coes?service=service-1',
    '/action-items?status=open&service=service-1',
    ...['html', 'md', 'json'].map((form) => `/api/v1${ofKnown}/report.${form}?draft=true`),
  ];
  // 51 n + 1 is never a restricted one.
  const another = (address: string, nth: number) => address.replace(ofKnown, `/coes/COE-${(51 * (nth + 1)) % count}`);
  const rows: Measured[] = [];
  for (const address of addresses) {
    if (only.test(address))
      rows.push(await measureScreen(api, visitor, address, (nth) => another(address, nth), requests, values.profiles));
    const ofBig = address.replace(ofKnown, `/coes/${big}`);
    if (ofBig !== address && only.test(`big ${ofBig}`))
      rows.push({
        ...(await measureScreen(api, visitor, ofBig, () => ofBig, requests, values.profiles)),
        screen: `big ${ofBig}`,
      });
  }
  rows.sort((a, b) => b['p95 ms'] - a['p95 ms']);
  console.table(rows.slice(0, Number(values.rows)));
  const { rss, heapUsed } = process.memoryUsage();
  say(
    `${rows.length} screens; memory of the service ${(rss / 2 ** 20).toFixed(0)} MB, of its main heap ${(heapUsed / 2 ** 20).toFixed(0)} MB`,
  );
  await api.close();
} finally {
  await engine.stop();
  if (values.data === undefined) rmSync(folder, { recursive: true, force: true });
}
