/**
 * What an import costs, on a generated NDJSON file: reading, recognising, normalising and redacting against bare line
 * splitting and JSON.parse; and the whole import against a bare insertMany of the same documents. Prints the figures.
 *
 *   node dist-tests/bench/import.js [lines=1000000] [--no-database]
 */
import { once } from 'node:events';
import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { connectDatabase } from '../src/database/connect.js';
import { ensureIndexes } from '../src/database/ensure-indexes.js';
import { importEvidence } from '../src/evidence/import.js';
import type { EvidenceItem } from '../src/evidence/item.js';
import { evidenceId } from '../src/evidence/keys.js';
import type { EvidenceSink } from '../src/evidence/sink.js';
import { evidenceStore } from '../src/evidence/store.js';

const WORDS = [
  'request served',
  'ats-tls restarted',
  'cache miss storm',
  'upstream timeout after 10 s',
  'user bob@example.com signed in',
];

async function generate(path: string, lines: number): Promise<void> {
  const out = createWriteStream(path);
  for (let i = 0; i < lines; i++) {
    const line = {
      ts: 1_578_495_600_000 + i * 37,
      host: `cp${3000 + (i % 97)}`,
      level: i % 50 === 0 ? 'error' : 'info',
      msg: `${WORDS[i % 1000 === 0 ? 4 : i % 4]}; id ${i.toString(36)} took ${i % 900} ms`,
    };
    if (!out.write(`${JSON.stringify(line)}\n`)) await once(out, 'drain');
  }
  out.end();
  await finished(out);
}

/** The yardstick: lines split and parsed, nothing else. */
async function bareParse(path: string): Promise<Spent> {
  const spent = stopwatch();
  let carry = '';
  let parsed = 0;
  for await (const chunk of createReadStream(path, 'utf8')) {
    const lines = (carry + String(chunk)).split('\n');
    carry = lines.pop() ?? '';
    for (const line of lines) if (JSON.parse(line) !== null) parsed++;
  }
  report('lines parsed', parsed);
  return spent();
}

/** Milliseconds by the clock and of this process's CPU; on a busy machine only the second says what the code costs. */
type Spent = { wall: number; cpu: number };
function stopwatch(): () => Spent {
  const [started, before] = [performance.now(), process.cpuUsage()];
  return () => {
    const { user, system } = process.cpuUsage(before);
    return { wall: performance.now() - started, cpu: (user + system) / 1000 };
  };
}

const peak = { rss: 0 };
const watch = setInterval(() => {
  peak.rss = Math.max(peak.rss, process.memoryUsage.rss());
}, 50);

function report(name: string, value: number | string): void {
  process.stdout.write(`${name.padEnd(58)} ${typeof value === 'number' ? Math.round(value * 100) / 100 : value}\n`);
}

async function timedImport(path: string, sink: EvidenceSink): Promise<Spent> {
  const spent = stopwatch();
  const result = await importEvidence(createReadStream(path), { source: 'auto' }, sink);
  const took = spent();
  report('import result', JSON.stringify({ ...result, rejected: result.rejected.length }));
  return took;
}

const nowhere: EvidenceSink = {
  storeBatch: async () => ({ duplicates: 0 }),
  saveDirectory: async () => undefined,
  participant: async (id, name) => ({ id: id ?? 'responder-1', name: name ?? 'responder-1' }),
};

async function withDatabase(path: string, folder: string): Promise<void> {
  const database = await connectDatabase({
    mongodbUri: process.env.MONGODB_URI,
    dataDir: folder,
    log: () => undefined,
  });
  const store = evidenceStore(database.connection);
  await ensureIndexes(database.connection);
  peak.rss = 0;
  const stored = await timedImport(path, store.sink('coe_bench', 'imp_bench', new Date()));
  report('whole import, s', stored.wall / 1000);
  report('RSS at most while storing, MB', peak.rss / 1e6);
  const bare = database.connection.collection('bare');
  let inserting = 0;
  const stamp = { coeId: 'coe_bench', importId: 'imp_bench', importedAt: new Date() };
  await importEvidence(
    createReadStream(path),
    { source: 'auto' },
    {
      ...nowhere,
      storeBatch: async (items: EvidenceItem[]) => {
        const documents = items.map((item) => ({ _id: evidenceId('coe_bench', item.deliveryKey), ...stamp, ...item }));
        const started = performance.now();
        await bare.insertMany(documents as never);
        inserting += performance.now() - started;
        return { duplicates: 0 };
      },
    },
  );
  report('bare insertMany of the same documents, s', inserting / 1000);
  report('ratio: whole import to bare insertMany', stored.wall / inserting);
  await database.connection.dropDatabase();
  await database.close();
}

const lines = Number(process.argv.slice(2).find((argument) => /^\d+$/.test(argument)) ?? 1_000_000);
const folder = mkdtempSync(join(tmpdir(), 'coe-bench-'));
try {
  const path = join(folder, 'events.ndjson');
  await generate(path, lines);
  report('file, MB', statSync(path).size / 1e6);
  const parse = await bareParse(path);
  report('bare line split and JSON.parse, s', parse.wall / 1000);
  peak.rss = 0;
  const read = await timedImport(path, nowhere);
  report('recognise, normalise and redact without storing, s', read.wall / 1000);
  report('RSS at most without storing, MB', peak.rss / 1e6);
  report('ratio: without storing to bare parsing, by the clock', read.wall / parse.wall);
  report('ratio: without storing to bare parsing, of CPU', read.cpu / parse.cpu);
  if (!process.argv.includes('--no-database')) await withDatabase(path, folder);
} finally {
  clearInterval(watch);
  rmSync(folder, { recursive: true, force: true });
}
