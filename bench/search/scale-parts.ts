import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import MiniSearch from 'minisearch';
import mongoose from 'mongoose';
import { coeModel, type StoredCoe } from '../../src/coe/model.js';
import { systemClock } from '../../src/kernel/clock.js';
import { plainServiceNames } from '../../src/kernel/service-names.js';
import { documentOf } from '../../src/search/document.js';
import { openLexicalIndex } from '../../src/search/lexical/lexical-index.js';
import { parseQuery } from '../../src/search/lexical/parse-query.js';
import { madeCoe, queries } from './made-coes.js';

const TEN = 10;
const seconds = (from: number) => Number(((performance.now() - from) / 1000).toFixed(1));
const megabytes = () => Math.round(process.memoryUsage().rss / 2 ** 20);

async function coesAt(uri: string) {
  const connection = await mongoose.createConnection(uri).asPromise();
  return coeModel(connection);
}

export async function insertMade(uri: string, _folder: string, count: number): Promise<object> {
  const coes = await coesAt(uri);
  await coes.createIndexes();
  for (let from = 1; from <= count; from += 500)
    await coes.collection.insertMany(
      Array.from({ length: Math.min(500, count - from + 1) }, (_, at) => madeCoe(from + at)) as never[],
    );
  return { inserted: count };
}

/** Through the port, as the routes ask: each question first looks at the database for changes. */
export async function measureOurs(uri: string, folder: string): Promise<object> {
  const coes = await coesAt(uri);
  const from = performance.now();
  const index = openLexicalIndex(coes, {
    clock: systemClock,
    telemetry: { log: (event) => process.stderr.write(`${JSON.stringify(event)}\n`) },
    services: plainServiceNames,
    folder: join(folder, 'search'),
  });
  const open = (subject: { restricted: boolean }) => !subject.restricted;
  const ask = (words: string) => index.search({ query: parseQuery(words), filter: {}, limit: TEN }, open);
  await ask('start');
  const searchable = seconds(from);
  await index.settled();
  const settled = seconds(from);
  await sleep(6_000); // the merging thread ends when it is idle
  const latency = await latencies(ask);
  const edits: number[] = [];
  for (let edit = 1; edit <= 30; edit++) {
    const word = `editword${process.pid}n${edit}`;
    const at = performance.now();
    const change = { $set: { 'content.summary': word, updatedAt: new Date().toISOString() }, $inc: { version: 1 } };
    // Through the model, as the service writes: what passes it is seen by the next poll only.
    await coes.updateOne({ _id: `coe_made${edit * 7}` }, change as never);
    if ((await ask(word)).total !== ((edit * 7) % 50 === 0 ? 0 : 1)) throw new Error(`edit ${edit} was not found`);
    edits.push(performance.now() - at);
  }
  const told = {
    'searchable s': searchable,
    'settled s': settled,
    'RSS MB': megabytes(),
    ...latency,
    'edit to searchable p99 ms': percentile(edits, 0.99),
  };
  await index.close();
  return told;
}

export async function measureMiniSearch(uri: string, _folder: string, count: number): Promise<object> {
  const coes = await coesAt(uri);
  const from = performance.now();
  const index = new MiniSearch({ fields: ['title', 'text'] });
  for await (const coe of coes
    .find({ seq: { $lte: count } })
    .lean<StoredCoe[]>()
    .cursor({ batchSize: 200 }))
    index.add({ id: coe._id, title: coe.content.title, text: textOf(coe) });
  const built = seconds(from);
  const latency = await latencies(async (words) => index.search(words).slice(0, TEN), 300);
  return { 'searchable s': built, 'RSS MB': megabytes(), ...latency };
}

export async function measureText(uri: string, _folder: string, count: number): Promise<object> {
  const coes = await coesAt(uri);
  const texts = coes.db.collection<{ _id: string; title: string; text: string }>('texts');
  let batch: { _id: string; title: string; text: string }[] = [];
  const flush = async () => {
    if (batch.length > 0) await texts.insertMany(batch);
    batch = [];
  };
  for await (const coe of coes
    .find({ seq: { $lte: count } })
    .lean<StoredCoe[]>()
    .cursor({ batchSize: 200 })) {
    batch.push({ _id: coe._id, title: coe.content.title, text: textOf(coe) });
    if (batch.length === 500) await flush();
  }
  await flush();
  const from = performance.now();
  await texts.createIndex({ title: 'text', text: 'text' });
  const built = seconds(from);
  const latency = await latencies(
    (words) =>
      texts
        .find({ $text: { $search: words } }, { projection: { _id: 1, score: { $meta: 'textScore' } } })
        .sort({ score: { $meta: 'textScore' } })
        .limit(TEN)
        .toArray(),
    300,
  );
  return { 'searchable s': built, ...latency };
}

const textOf = (coe: StoredCoe) =>
  documentOf(coe)
    .fields.map(({ text }) => text)
    .join('\n');

async function latencies(ask: (words: string) => Promise<unknown>, count = 2_000): Promise<object> {
  const told: Record<string, number> = {};
  for (const [name, words] of [
    ['short', 3],
    ['25 terms', 25],
  ] as const) {
    const asked = queries(name === 'short' ? count : count / 4, words);
    for (const query of asked.slice(0, 50)) await ask(query);
    const times: number[] = [];
    for (const query of asked) {
      const at = performance.now();
      await ask(query);
      times.push(performance.now() - at);
    }
    told[`${name} p50 ms`] = percentile(times, 0.5);
    told[`${name} p99 ms`] = percentile(times, 0.99);
  }
  return told;
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return Number((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] as number).toFixed(1));
}
