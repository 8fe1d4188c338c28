import { join } from 'node:path';
import type { ComparedCoe } from '../src/search/similarity/compared-coe.js';
import { comparison } from '../src/search/similarity/comparison.js';
import { readCorpora } from './similar/corpora.js';

/**
 * The comparison at size: COEs made of the sentences of the development corpora, five of one document and three of others each. Everything here
 * runs in a thread of its own in the service; what counts is how long a question waits.
 */
const size = Number(process.argv[2] ?? 10_000);
const folder = process.argv[3] ?? join('..', 'shared', 'samples', 'postmortem-corpus');
const sentences = readCorpora(folder).documents.map(({ fields }) =>
  fields.flatMap(({ text }) => text.split(/(?<=[.!?])\s+/).filter((sentence) => sentence.length > 20)),
);
const spoken = sentences.filter((all) => all.length > 0);

let state = 7;
const random = (below: number) => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((state / 4_294_967_296) * below);
};
const pick = <T>(all: readonly T[]) => all[random(all.length)] as T;

function coe(seq: number): ComparedCoe {
  const topic = pick(spoken);
  const text = [
    ...Array.from({ length: 5 }, () => pick(topic)),
    ...Array.from({ length: 3 }, () => pick(pick(spoken))),
  ];
  const title = pick(topic).slice(0, 80);
  const fields = [
    { section: 'title' as const, text: title },
    { section: 'summary' as const, text: text.join(' ') },
  ];
  const items = [{ id: 'a1', text: pick(pick(spoken)).slice(0, 120) }];
  const facts = { happenedAt: null, services: [`service-${random(200)}`], tags: [], alarms: [], open: true };
  return { id: `coe_${seq}`, seq, number: `COE-${seq}`, title, ...facts, fields, items, problems: fields };
}

const all = comparison();
const rows: { what: string; ms: string }[] = [];
function timed<T>(what: string, act: () => T): T {
  const started = performance.now();
  const result = act();
  rows.push({ what, ms: (performance.now() - started).toFixed(0) });
  return result;
}

const coes = Array.from({ length: size }, (_, at) => coe(at + 1));
timed(`put ${size.toLocaleString('en')} COEs`, () => all.put(coes));
const ask = (at: number) => {
  const { id, ...query } = coes[at] as ComparedCoe;
  return all.similar({ ...query, excludeId: id }, 10, []);
};
timed('first question: weights and latent space', () => ask(0));
const waits = Array.from({ length: 50 }, () => {
  const started = performance.now();
  ask(random(size));
  return performance.now() - started;
}).sort((a, b) => a - b);
rows.push(
  { what: 'similar, p50', ms: (waits[25] as number).toFixed(1) },
  { what: 'similar, most of 50', ms: (waits[49] as number).toFixed(1) },
);
timed('promises of one COE', () => all.promises(coes[1] as ComparedCoe, []));
const { groups } = timed('clusters, first time', () => all.grouped());
timed('labels of 50 clusters', () => all.labels(groups.slice(0, 50)));
timed('one more COE, then similar', () => {
  all.put([coe(size + 1)]);
  ask(5);
});
timed('clusters after one more COE', () => all.grouped());
rows.push({ what: 'clusters found', ms: String(groups.length) });
rows.push({ what: 'memory of the process, MB', ms: (process.memoryUsage().rss / 1e6).toFixed(0) });
console.table(rows);
