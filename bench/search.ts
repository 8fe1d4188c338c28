import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectDatabase } from '../src/database/connect.js';
import { readCorpora } from './search/corpora.js';
import { type Engine, type Item, lunrSearch, miniSearch, mongoText, ours } from './search/engines.js';
import { type KnownItem, knownItems, type Task } from './search/known-items.js';

/**
 * Known-item search on the development corpora: MRR@10 of ours, MiniSearch, lunr and MongoDB's `$text` in the same run.
 * `node dist-tests/bench/search.js [folder of the corpora]`
 */
const folder = process.argv[2] ?? join('..', 'shared', 'samples', 'postmortem-corpus');
const documents = readCorpora(folder);
const items = knownItems(documents);
const dataDir = mkdtempSync(join(tmpdir(), 'coe-bench-'));
const database = await connectDatabase({ mongodbUri: undefined, dataDir, log: () => undefined });

/** K2 asks with the summary for a body, so neither title nor summary is there to find. */
const whole: Item[] = documents.map(({ id, title, text }) => ({ id, title, text }));
const bodies: Item[] = documents.map(({ id, text }) => ({ id, title: '', text }));
const open = async (over: Item[]): Promise<Engine[]> => [
  ours(over),
  miniSearch(false)(over),
  miniSearch(true)(over),
  lunrSearch(over),
  await mongoText(database.connection, over),
];
const [wholes, bodied] = [await open(whole), await open(bodies)];

const TASKS: Task[] = ['K1', 'K1i', 'K1t', 'K2'];
const table: Record<string, Record<string, string>> = {};
for (const task of TASKS)
  for (const engine of task === 'K2' ? bodied : wholes) {
    const own = items.filter((item) => item.task === task);
    const ranks = await Promise.all(own.map((item) => reciprocalRank(engine, item)));
    const half = (tuned: boolean) => mean(ranks.filter((_, at) => own[at]?.tuned === tuned));
    table[engine.name] = { ...table[engine.name], [task]: `${half(true)} / ${half(false)}` };
  }
console.log(`${documents.length} documents; MRR@10 as tuned half / held-out half; queries:`);
console.log(TASKS.map((task) => `${task} ${items.filter((item) => item.task === task).length}`).join(', '));
console.table(table);
await database.close();
rmSync(dataDir, { recursive: true, force: true });

async function reciprocalRank(engine: Engine, { query, id }: KnownItem): Promise<number> {
  const at = (await engine.search(query)).indexOf(id);
  return at < 0 ? 0 : 1 / (at + 1);
}

function mean(values: readonly number[]): string {
  return (values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(3);
}
