import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startService } from './run-service.js';
import { readCorpora } from './search/corpora.js';
import { knownItems } from './search/known-items.js';
import { type Postmortem, readCorpora as readLabelled } from './similar/corpora.js';

/**
 * The development corpora through the doors that people use: each document imported as Markdown (title and text) by `POST /coes/import`, then
 * `GET /search`, `/coes/{coe}/similar`, `/recurrences` and `/coes/{coe}/promises` of the running service. Figures of both halves of the queries.
 * `node dist-tests/bench/corpora-http.js [folder of the corpora]`
 */
const folder = process.argv[2] ?? join('..', 'shared', 'samples', 'postmortem-corpus');
const documents = readCorpora(folder);
const { documents: labelled, links } = readLabelled(folder);
const token = randomBytes(24).toString('hex');
const dataDir = mkdtempSync(join(tmpdir(), 'coe-corpora-bench-'));
const service = await startService(dataDir, token);
type Answer = Record<string, unknown> & { items: { coe: { id: string } }[] };

async function call(method: string, path: string, body?: string): Promise<Answer> {
  const response = await fetch(`${service.url}/api/v1/${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'text/markdown' },
    ...(body === undefined ? {} : { body }),
  });
  const answer = (await response.json()) as Answer;
  if (!response.ok)
    throw new Error(`${method} ${path.slice(0, 200)}: ${response.status} ${JSON.stringify(answer).slice(0, 500)}`);
  return answer;
}

const seconds = (from: number) => `${((performance.now() - from) / 1000).toFixed(1)} s`;
const coeOf = new Map<string, string>();
const documentOf = new Map<string, string>();
const began = performance.now();
const queue = documents.values();
await Promise.all(
  Array.from({ length: 3 }, async () => {
    for (const { id, title, text } of queue) {
      const { coe } = await call('POST', 'coes/import', title ? `# ${title}\n\n${text}` : text);
      const made = (coe as { id: string }).id;
      coeOf.set(id, made);
      documentOf.set(made, id);
    }
  }),
);
console.log(`${documents.length} imported in ${seconds(began)}`);
const asked = performance.now();
await call('GET', 'recurrences?limit=1');
console.log(`recurrences first answered after ${seconds(asked)}`);

const isTuned = (id: string) => (createHash('sha256').update(id).digest()[0] as number) % 2 === 0;
const halves = (values: readonly { id: string; value: number }[]) =>
  [true, false]
    .map((tuned) => values.filter(({ id }) => isTuned(id) === tuned).map(({ value }) => value))
    .map((half) => (half.reduce((sum, value) => sum + value, 0) / half.length).toFixed(3))
    .join(' / ');
const named = ({ items }: Answer) => items.map(({ coe }) => documentOf.get(coe.id) ?? '');

const found: Record<string, { id: string; value: number }[]> = {};
const times: number[] = [];
for (const { task, query, id } of knownItems(documents)) {
  const at = performance.now();
  const rank = named(await call('GET', `search?limit=10&q=${encodeURIComponent(query.slice(0, 4_000))}`)).indexOf(id);
  times.push(performance.now() - at);
  found[task] = [...(found[task] ?? []), { id, value: rank < 0 ? 0 : 1 / (rank + 1) }];
}
const grades = new Map(
  links.flatMap(({ a, b, grade }) => [[`${a} ${b}`, grade] as const, [`${b} ${a}`, grade] as const]),
);
const tasks: Record<string, (a: Postmortem, b: Postmortem) => number> = {
  S1: (a, b) => grades.get(`${a.id} ${b.id}`) ?? 0,
  S2: (a, b) => a.keywords.filter((word) => b.keywords.includes(word)).length,
  S3: (a, b) => (a.serviceHint !== null && a.serviceHint === b.serviceHint ? 1 : 0),
};
const byId = new Map(labelled.map((one) => [one.id, one]));
const discounted = (gains: readonly number[]) =>
  gains.slice(0, 10).reduce((sum, gain, at) => sum + gain / Math.log2(at + 2), 0);
let foundItself = 0;
for (const document of labelled) {
  const ranked = named(await call('GET', `coes/${coeOf.get(document.id)}/similar?limit=10`));
  if (ranked.includes(document.id)) foundItself++;
  for (const [task, gain] of Object.entries(tasks)) {
    const others = labelled.filter(({ id }) => id !== document.id);
    const best = discounted(others.map((other) => gain(document, other)).sort((a, b) => b - a));
    if (best === 0) continue;
    const value = discounted(ranked.map((id) => gain(document, byId.get(id) as Postmortem))) / best;
    found[task] = [...(found[task] ?? []), { id: document.id, value }];
  }
}
console.table(
  Object.fromEntries(
    Object.entries(found).map(([task, values]) => [task, { 'tuned / held out': halves(values), asked: values.length }]),
  ),
);
console.log(
  `p50 of a search ${times.sort((a, b) => a - b)[times.length >> 1]?.toFixed(1)} ms; ${foundItself} found themselves`,
);

/** Pairs of one class that one cluster holds. */
const cluster = new Map<string, string>();
for (let cursor: string | null = ''; cursor !== null; ) {
  const page: Answer & { nextCursor: string | null } = (await call(
    'GET',
    `recurrences?limit=100${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
  )) as Answer & { nextCursor: string | null };
  for (const { id } of page.items as unknown as { id: string }[]) {
    const { members } = (await call('GET', `recurrences/${id}`)) as unknown as { members: { coe: { id: string } }[] };
    for (const { coe } of members) cluster.set(documentOf.get(coe.id) ?? '', id);
  }
  cursor = page.nextCursor;
}
const classes = new Map<string, number>();
for (const { serviceHint } of labelled) if (serviceHint) classes.set(serviceHint, (classes.get(serviceHint) ?? 0) + 1);
const recurring = labelled.filter(({ serviceHint }) => serviceHint !== null && (classes.get(serviceHint) ?? 0) > 1);
let [both, together, alike] = [0, 0, 0];
recurring.forEach((a, at) => {
  for (const b of recurring.slice(at + 1)) {
    const same = a.serviceHint === b.serviceHint;
    const joined = cluster.has(a.id) && cluster.get(a.id) === cluster.get(b.id);
    if (same) alike++;
    if (joined) together++;
    if (same && joined) both++;
  }
});
console.log(
  `recurrence: precision ${(both / together).toFixed(3)}, recall ${(both / alike).toFixed(3)}, F1 ${((2 * both) / (together + alike)).toFixed(3)} over ${recurring.length} COEs of classes that occur twice or more`,
);

let [alerts, questions] = [0, 0];
for (const id of coeOf.values())
  for (const promise of (await call('GET', `coes/${id}/promises`)).items as unknown as { strength: string }[])
    if (promise.strength === 'alert') alerts++;
    else questions++;
console.log(`promises: ${alerts} alerts, ${questions} questions`);
await service.stop();
rmSync(dataDir, { recursive: true, force: true });
