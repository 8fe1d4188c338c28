import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { startService } from './run-service.js';

// A million records imported into the running service, over HTTP: its memory, and how other requests fare meanwhile.
// node dist-tests/bench/import-http.js [records] [ndjson|csv|array|deep]
const lines = Number(process.argv[2] ?? 1_000_000);

type Row = { ts: number; host: string; level: string; msg: string };
type Form = { type: string; head: string; row(row: Row, i: number): string; tail: string };
const json = (row: Row, i: number) => `${i === 0 ? '' : ','}${JSON.stringify(row)}`;
const FORMS: Record<string, Form> = {
  ndjson: { type: 'application/x-ndjson', head: '', row: (row) => `${JSON.stringify(row)}\n`, tail: '' },
  csv: {
    type: 'text/csv',
    head: 'ts,host,level,msg\n',
    row: ({ ts, host, level, msg }) => `${ts},${host},${level},"${msg}"\n`,
    tail: '',
  },
  array: { type: 'application/json', head: '[', row: json, tail: ']' },
  // Lists in objects in lists, all records at the end of one path.
  deep: {
    type: 'application/json',
    head: '{"export":{"of":"logs","days":[{"day":{"hosts":[{"log":{"rows":[',
    row: json,
    tail: ']}}]}}]}}',
  },
};
const mode = process.argv[3] ?? 'ndjson';
const form = FORMS[mode];
if (form === undefined) throw new Error(`"${mode}" is none of ${Object.keys(FORMS).join(', ')}`);
const { type, head, row, tail } = form;
const token = 'bench-token-0123456789-0123456789-abcdef';
const dataDir = mkdtempSync(join(tmpdir(), 'coe-bench-'));
const service = await startService(dataDir, token);
const headers = { Authorization: `Bearer ${token}` };

function* records(): Generator<string> {
  let chunk = head;
  for (let i = 0; i < lines; i++) {
    const msg = `request ${i} took ${(i * 7919) % 900} ms for user${i % 5000}@example.com from 10.0.${i % 255}.${(i * 7) % 255}`;
    chunk += row({ ts: 1_700_000_000_000 + i * 450, host: `web-${i % 37}`, level: 'info', msg }, i);
    if (chunk.length > 65_536) {
      yield chunk;
      chunk = '';
    }
  }
  yield chunk + tail;
}

const residentMb = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${service.pid}/status`, 'utf8'))?.[1]) / 1024;

try {
  const made = await fetch(`${service.url}/api/v1/coes`, {
    method: 'POST',
    headers: { ...headers, 'Content-Type': 'application/json' },
    body: '{"title":"A million lines"}',
  });
  const { id } = (await made.json()) as { id: string };
  const waits: number[] = [];
  let most = 0;
  let running = true;
  const watch = (async () => {
    while (running) {
      most = Math.max(most, residentMb());
      const asked = performance.now();
      await (await fetch(`${service.url}/api/v1/coes`, { headers })).text();
      waits.push(performance.now() - asked);
      await sleep(50);
    }
  })();
  const started = performance.now();
  const answer = await fetch(`${service.url}/api/v1/coes/${id}/evidence?source=auto`, {
    method: 'POST',
    headers: { ...headers, 'Content-Type': type },
    body: Readable.toWeb(Readable.from(records())) as ReadableStream,
    duplex: 'half',
  });
  const result = (await answer.json()) as { raw: number; accepted: number };
  const seconds = (performance.now() - started) / 1000;
  running = false;
  await watch;
  waits.sort((a, b) => a - b);
  const at = (share: number) => waits[Math.min(waits.length - 1, Math.floor(waits.length * share))]?.toFixed(0);
  console.log(
    JSON.stringify({
      mode,
      status: answer.status,
      raw: result.raw,
      accepted: result.accepted,
      seconds: Math.round(seconds),
      mostResidentMb: Math.round(most),
      otherRequests: waits.length,
      otherMs: { p50: at(0.5), p99: at(0.99), most: at(1) },
    }),
  );
} finally {
  await service.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
