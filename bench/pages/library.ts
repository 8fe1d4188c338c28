import { join } from 'node:path';
import mongoose from 'mongoose';
import { coeModel } from '../../src/coe/model.js';
import { projectRoot } from '../../src/kernel/paths.js';
import { madeCoe } from '../search/made-coes.js';
import { readCorpora } from '../similar/corpora.js';
import { Random } from '../timeline/random.js';

/**
 * Fills a database with published and draft COEs: structure made by `madeCoe`, words mixed from the sentences of the development corpora (of one
 * topic for the most part, so that groups of like COEs exist), action items with due dates of the year around now.
 */
export async function insertLibrary(uri: string, count: number): Promise<void> {
  const folder = join(projectRoot, '..', 'shared', 'samples', 'postmortem-corpus');
  const topics = readCorpora(folder)
    .documents.map(({ fields }) =>
      fields.flatMap(({ text }) => text.split(/(?<=[.!?])\s+/).filter((sentence) => sentence.length > 20)),
    )
    .filter((sentences) => sentences.length > 3);
  const random = new Random(11);
  const pick = <T>(all: readonly T[]) => all[random.between(0, all.length - 1)] as T;
  const connection = await mongoose.createConnection(uri).asPromise();
  const coes = coeModel(connection);
  await coes.createIndexes();
  const made = (seq: number) => {
    const coe = madeCoe(seq);
    const topic = pick(topics);
    const said = (sentences: number) =>
      Array.from({ length: sentences }, (_, at) => (at % 4 === 3 ? pick(pick(topics)) : pick(topic))).join(' ');
    Object.assign(coe.content, { title: pick(topic).slice(0, 90), summary: said(5), background: said(8) });
    for (const entry of coe.content.timeline) entry.text = pick(topic).slice(0, 160);
    for (const item of coe.content.actionItems) {
      item.title = pick(topic).slice(0, 100);
      item.dueDate = new Date(Date.now() + random.between(-180, 180) * 86_400_000).toISOString().slice(0, 10);
    }
    return coe;
  };
  for (let from = 1; from <= count; from += 500)
    await coes.collection.insertMany(
      Array.from({ length: Math.min(500, count - from + 1) }, (_, at) => made(from + at)) as never[],
    );
  await connection
    .collection<{ _id: string; value: number }>('counters')
    .updateOne({ _id: 'coe' }, { $set: { value: count } }, { upsert: true });
  await connection.close();
}
