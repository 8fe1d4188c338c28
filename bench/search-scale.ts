import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startEngine } from '../src/database/engine.js';
import { insertMade, measureMiniSearch, measureOurs, measureText } from './search/scale-parts.js';

/**
 * The word index at scale: made COEs (Zipf text, about 5.7 kB each) in the real database, each engine in a process of its own, in one run.
 * `node dist-tests/bench/search-scale.js [COEs, 10000] [--rivals N]`: rivals are measured over the first N (0: not at all; as many by default, but
 * at most 10,000, since they take minutes beyond).
 */
const PARTS = { insert: insertMade, ours: measureOurs, miniSearch: measureMiniSearch, text: measureText };

const [part, ...args] = process.argv.slice(2);
if (part !== undefined && Object.hasOwn(PARTS, part)) {
  const [uri = '', folder = '', count = '0'] = args;
  process.send?.(await PARTS[part as keyof typeof PARTS](uri, folder, Number(count)));
  process.exit(0);
}

const count = Number(part ?? 10_000);
const at = process.argv.indexOf('--rivals');
const rivals = at < 0 ? Math.min(count, 10_000) : Number(process.argv[at + 1]);
const folder = mkdtempSync(join(tmpdir(), 'coe-scale-'));
const engine = await startEngine({ dataDir: join(folder, 'data'), log: () => undefined, progress: () => undefined });
const rows: Record<string, unknown>[] = [];
try {
  await run('insert', count);
  rows.push({ engine: 'ours, first start', COEs: count, ...(await run('ours', count)) });
  rows.push({ engine: 'ours, restart', COEs: count, ...(await run('ours', count)) });
  if (rivals > 0) {
    rows.push({ engine: 'MiniSearch', COEs: rivals, ...(await run('miniSearch', rivals)) });
    rows.push({ engine: 'MongoDB $text', COEs: rivals, ...(await run('text', rivals)) });
  }
  console.table(rows);
  printRatios(rows);
} finally {
  await engine.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function run(name: keyof typeof PARTS, documents: number): Promise<object> {
  const uri = engine.uri.replace(/^(mongodb(?:\+srv)?:\/\/[^/]+)\/?.*$/, '$1/scale');
  const child = fork(fileURLToPath(import.meta.url), [name, uri, folder, String(documents)]);
  const [told] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`${name} ended with ${code}`))),
  ])) as [object];
  process.stderr.write(`${name}: ${JSON.stringify(told)}\n`);
  return told;
}

/** How many times lower our p99 is than that of each rival of the same run; only over the same number of COEs. */
function printRatios(all: readonly Record<string, unknown>[]): void {
  const ours = all[1] ?? {};
  for (const rival of all.slice(2)) {
    if (rival.COEs !== ours.COEs) continue;
    const times = ['short p99 ms', '25 terms p99 ms'].map((column) => {
      const ratio = Number(rival[column]) / Number(ours[column]);
      return `${column.replace(' p99 ms', '')} ${ratio.toFixed(1)}`;
    });
    console.log(`p99 of ${String(rival.engine)} against ours after a restart: ${times.join(' ×, ')} × (wanted: 10 ×)`);
  }
}
