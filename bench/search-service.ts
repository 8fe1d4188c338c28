import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type RunningService, startService } from './run-service.js';
import { madeCoe, queries } from './search/made-coes.js';

/**
 * The running service: killed (SIGKILL) at random moments under edits, and every answer checked after each restart; then searched while it is edited.
 * `node dist-tests/bench/search-service.js [--kills 50] [--seconds 600] [--coes 1500]`
 */
const option = (name: string, usual: number) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? usual : Number(process.argv[at + 1]);
};
const [kills, seconds, count] = [option('kills', 50), option('seconds', 600), option('coes', 1_500)];
const EDITS_A_SECOND = 10;
const SEARCHES_A_SECOND = 50;

const token = randomBytes(24).toString('hex');
const dataDir = mkdtempSync(join(tmpdir(), 'coe-search-bench-'));
let service: RunningService = await startService(dataDir, token);
type Known = { id: string; etag: string; word: string; maybe: string | undefined };
const known: Known[] = [];

async function call(method: string, path: string, body?: unknown, ifMatch?: string) {
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
  const answer = (await response.json()) as Record<string, unknown>;
  return { status: response.status, etag: response.headers.get('etag') ?? '', answer };
}

/** A word that no other COE and no other edit has; letters only (numbers are parts of names), far from each other. */
const freshWord = () => `w${[...randomBytes(16)].map((byte) => String.fromCharCode(97 + (byte % 26))).join('')}`;

async function create(seq: number): Promise<void> {
  const { title, summary, background, services, severity, timeline } = madeCoe(seq).content;
  const word = freshWord();
  const body = { title, summary: `${word} ${summary}`, background, services, severity, timeline };
  const made = await call('POST', 'coes', body);
  if (made.status !== 201) throw new Error(`create: ${made.status} ${JSON.stringify(made.answer).slice(0, 300)}`);
  known.push({ id: String(made.answer.id), etag: made.etag, word, maybe: undefined });
}

/** @returns false when the service went away meanwhile: the edit may have happened */
async function edit(one: Known): Promise<boolean> {
  one.maybe = freshWord();
  try {
    const edited = await call('PATCH', `coes/${one.id}`, { summary: `${one.maybe} again` }, one.etag);
    if (edited.status !== 200) return false;
    Object.assign(one, { etag: edited.etag, word: one.maybe, maybe: undefined });
    return true;
  } catch {
    return false;
  }
}

const idsOf = async (word: string) =>
  ((await call('GET', `search?q=${word}`)).answer.items as { coe: { id: string } }[]).map(({ coe }) => coe.id);

/** Every COE is found by what it says now, and by nothing that it said before. @returns what is wrong */
async function faults(checked: readonly Known[], gone: readonly string[]): Promise<string[]> {
  const wrong: string[] = [];
  const { total } = (await call('GET', 'search?limit=1')).answer;
  if (total !== known.length) wrong.push(`${total} COEs instead of ${known.length}`);
  for (const one of checked) {
    if (one.maybe !== undefined) {
      const now = await call('GET', `coes/${one.id}`);
      const happened = String(now.answer.summary).startsWith(one.maybe);
      if (happened) one.word = one.maybe;
      Object.assign(one, { etag: now.etag, maybe: undefined });
    }
    const found = await idsOf(one.word);
    if (found.length !== 1 || found[0] !== one.id) wrong.push(`${one.id} by ${one.word}: ${JSON.stringify(found)}`);
  }
  for (const word of gone) if ((await idsOf(word)).length > 0) wrong.push(`${word} was edited away and is still found`);
  return wrong;
}

for (let seq = 1; seq <= count; seq += 8)
  await Promise.all(Array.from({ length: Math.min(8, count - seq + 1) }, (_, at) => create(seq + at)));
process.stderr.write(`${count} COEs\n`);

let wrongAfterKills = 0;
let acknowledged = 0;
for (let kill = 1; kill <= kills; kill++) {
  const touched = new Set<Known>();
  const gone: string[] = [];
  let running = true;
  const editing = Array.from({ length: 3 }, async (_, lane) => {
    while (running) {
      const one = known[Math.floor((Math.random() * known.length) / 3) * 3 + lane];
      if (!one || one.maybe !== undefined) continue;
      const before = one.word;
      touched.add(one);
      if (!(await edit(one))) return;
      acknowledged++;
      gone.push(before);
    }
  });
  await sleep(Math.random() * 3_000);
  await service.kill();
  running = false;
  await Promise.all(editing);
  service = await startService(dataDir, token);
  const wrong = await faults([...touched], gone.slice(-50));
  wrongAfterKills += wrong.length;
  process.stderr.write(
    `kill ${kill}: ${touched.size} COEs edited, ${wrong.length} wrong ${wrong.slice(0, 3).join('; ')}\n`,
  );
}
const whole = await faults(known.slice(0, 300), []);
console.log(
  `${kills} kills, ${acknowledged} acknowledged edits: ${wrongAfterKills + whole.length} wrong answers after restart`,
);

const asked = queries(1_000, 3);
const searchTimes: number[] = [];
const editTimes: number[] = [];
const foundTimes: number[] = [];
const failures: string[] = [];
const wrong: string[] = [];
const every = async (perSecond: number, work: () => Promise<void>) => {
  const end = performance.now() + seconds * 1000;
  const going: Promise<void>[] = [];
  for (let next = performance.now(); next < end; next += 1000 / perSecond) {
    await sleep(Math.max(0, next - performance.now()));
    going.push(
      work().catch((error: unknown) => {
        failures.push(String(error));
      }),
    );
  }
  await Promise.all(going);
};

async function searchOnce(): Promise<void> {
  const at = performance.now();
  const { status, answer } = await call('GET', `search?q=${asked[Math.floor(Math.random() * asked.length)]}`);
  if (status !== 200) failures.push(`search: ${status} ${JSON.stringify(answer).slice(0, 200)}`);
  else searchTimes.push(performance.now() - at);
}

/** Edits a COE that nobody else edits at this moment; then it must be found by its new word and no longer by the old one. */
async function editOnce(): Promise<void> {
  const one = known[Math.floor(Math.random() * known.length)] as Known;
  if (one.maybe !== undefined) return;
  const before = one.word;
  const at = performance.now();
  if (!(await edit(one))) {
    failures.push(`edit of ${one.id}`);
    return;
  }
  const acknowledged = performance.now();
  editTimes.push(acknowledged - at);
  const { word } = one;
  const found = await idsOf(word);
  foundTimes.push(performance.now() - acknowledged);
  // Another edit may have followed meanwhile: then its words count.
  if (one.word === word && one.maybe === undefined && (found.length !== 1 || found[0] !== one.id))
    wrong.push(`${one.id} by ${word}: ${JSON.stringify(found)}`);
  if ((await idsOf(before)).length > 0) wrong.push(`${before} was edited away and is still found`);
}

const share = (values: readonly number[], part: number) =>
  values[Math.min(values.length - 1, Math.floor(values.length * part))]?.toFixed(1) ?? '–';
function row(what: string, times: number[]) {
  const sorted = times.sort((a, b) => a - b);
  const [p50, p99, p999, most] = [0.5, 0.99, 0.999, 1].map((part) => share(sorted, part));
  return { what, count: sorted.length, 'p50 ms': p50, 'p99 ms': p99, 'p99.9 ms': p999, 'most ms': most };
}

if (seconds > 0) {
  await service.loop();
  const before = service.cpu();
  await Promise.all([every(SEARCHES_A_SECOND, searchOnce), every(EDITS_A_SECOND, editOnce)]);
  const after = service.cpu();
  const { p50, p99, p999, max } = await service.loop();
  console.log(
    `${seconds} s of ${EDITS_A_SECOND} edits, each looked for twice, and ${SEARCHES_A_SECOND} searches a second over ${count} COEs, over HTTP:`,
  );
  console.table([
    row('search', searchTimes),
    row('edit', editTimes),
    row('an acknowledged edit found', foundTimes),
    { what: 'event loop late', 'p50 ms': p50, 'p99 ms': p99, 'p99.9 ms': p999, 'most ms': max },
  ]);
  console.log(
    `processor time of the answering thread ${(after.main - before.main).toFixed(1)} s, of all threads ${(after.all - before.all).toFixed(1)} s`,
  );
  console.log(`${failures.length} failed ${failures.slice(0, 3).join('; ')}`);
  console.log(`${wrong.length} wrong ${wrong.slice(0, 3).join('; ')}`);
}
await service.stop();
rmSync(dataDir, { recursive: true, force: true });
