/**
 * The claim checker against seeded faults and against other words for the same (`drafting.md`, Evaluation). Prints a table; material that
 * rules may be changed for and material that they may not stand apart, by the hash of the text.
 *
 *   node dist-tests/bench/claims.js [folder of samples] [--wrong]
 *
 * `--wrong` lists what goes wrong on the tuned half; the held-out half is not shown, or it would be held out no longer.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CheckOptions, checkClaim } from '../src/claims/check-claim.js';
import type { UncheckedClaim } from '../src/claims/claim.js';
import type { StoredEvidenceItem } from '../src/evidence/item.js';
import { sha256 } from '../src/kernel/ids.js';
import { projectRoot } from '../src/kernel/paths.js';
import { MUTATIONS } from './claims/mutations.js';
import { PARAPHRASES } from './claims/paraphrases.js';
import { knownTimelines, narratedTimelines, writtenTimelines } from './timeline/known.js';

const args = process.argv.slice(2);
const showWrong = args.includes('--wrong');
const folder = args.find((arg) => !arg.startsWith('--')) ?? join(projectRoot, '../shared/samples');
const corpus = (name: string) => join(folder, 'postmortem-corpus', name);
const LONGEST = 400;

const known = await knownTimelines(join(folder, 'known-timelines'));
const documents = [
  ...known,
  ...(await writtenTimelines(corpus('dfds-dev.jsonl'))),
  ...(await narratedTimelines(corpus('wikitech-dev.jsonl'))),
];
if (documents.length === 0) console.log(`No samples at ${folder}: nothing is measured.`);

type Half = 'tuned' | 'held out';
type Score = Record<Half, { hits: number; of: number }>;
const scores = new Map<string, Score & { wanted: string }>();
const halfOf = (text: string): Half => (Number.parseInt(sha256(text).slice(0, 2), 16) % 2 === 0 ? 'tuned' : 'held out');

function count(name: string, wanted: string, text: string, isHit: boolean): void {
  const none = () => ({ hits: 0, of: 0 });
  const score = scores.get(name) ?? { tuned: none(), 'held out': none(), wanted };
  scores.set(name, score);
  score[halfOf(text)].of += 1;
  score[halfOf(text)].hits += isHit ? 1 : 0;
}
const tell = (name: string, text: string, told: string) => {
  if (showWrong && halfOf(text) === 'tuned') console.log(`  ${name}: ${told}`);
};

const cited = ({ at, end, precision, text, subject, actor }: StoredEvidenceItem) => ({
  ...{ at, end, precision, text, subject },
  actor: actor?.name ?? null,
});
const flagsOf = (claim: UncheckedClaim, items: readonly StoredEvidenceItem[], options: CheckOptions = {}) =>
  checkClaim(claim, new Map(items.map((item) => [item.id, cited(item)])), options).flags;

function claimOf(item: StoredEvidenceItem, text: string): UncheckedClaim {
  return { text, evidenceIds: [item.id], coeIds: [], at: item.at.toISOString(), kind: 'fact' };
}

function scoreRow(item: StoredEvidenceItem, items: readonly StoredEvidenceItem[]): void {
  const when = item.precision === 'day' ? 'That day' : `At ${item.at.toISOString().slice(11, 16)} UTC`;
  const stated = claimOf(item, `${when}: ${item.text}`);
  const claim = item.precision === 'day' ? { ...stated, at: null } : stated;
  const before = flagsOf(claim, items);
  count('false alarm: the evidence in its own words', '0 %', item.text, before.length > 0);
  if (before.length > 0) tell('own words', item.text, `${before} ${claim.text}`);
  for (const [i, { name, wanted, flags, make }] of MUTATIONS.entries()) {
    const seed = Number.parseInt(sha256(`${i} ${item.text}`).slice(0, 8), 16);
    const mutated = make(claim, (n) => (n === 0 ? 0 : Math.floor(seed / 7) % n));
    if (mutated === null) continue;
    const found = flagsOf(mutated, items);
    const isFound = flags.some((flag) => found.includes(flag));
    count(`found: ${name}`, wanted, item.text, isFound);
    if (!isFound) tell(name, item.text, `[${found}] ${mutated.text}`);
  }
  const others = items.filter(({ text }) => text !== item.text);
  const other = others[Number.parseInt(sha256(item.text).slice(2, 10), 16) % Math.max(1, others.length)];
  if (other === undefined) return;
  const swapped = { ...claimOf(other, item.text), at: null };
  const isFound = flagsOf(swapped, items).length > 0;
  count('found: citation swapped, by its words alone', '≥ 90 %', item.text, isFound);
  if (!isFound) tell('swapped', item.text, `"${item.text}" cites "${other.text}"`);
}

for (const { items } of documents)
  for (const item of items) if (item.text.length >= 15 && item.text.length <= LONGEST) scoreRow(item, items);

/** Rows as they stand in the file: the import would take "EC2" in the place of a person for one. */
function scoreParaphrases(id: string, said: readonly string[]): void {
  const file = join(folder, 'known-timelines', `${id}.json`);
  const { timeline } = JSON.parse(readFileSync(file, 'utf8')) as {
    timeline: { at: string; actor: string | null; text: string }[];
  };
  for (const [i, text] of said.entries()) {
    const [row, before] = [timeline[i], timeline[i - 1]];
    if (row === undefined) throw new Error(`${id} has no row ${i}`);
    const at = new Date(row.at);
    const evidence = { at, end: null, precision: 'minute' as const, text: row.text, subject: null, actor: row.actor };
    // "Two minutes later" is a span that code computes.
    const spans = before === undefined ? [] : [(at.getTime() - Date.parse(before.at)) / 1000];
    const claim = { text, evidenceIds: ['ev_1'], coeIds: [], at: at.toISOString(), kind: 'fact' as const };
    const { flags } = checkClaim(claim, new Map([['ev_1', evidence]]), { spans });
    count('false alarm: paraphrase by hand', '≤ 10 %', text, flags.length > 0);
    if (flags.length > 0) tell('paraphrase', text, `${flags}: "${text}" of "${row.text}"`);
  }
}

if (known.length > 0) for (const [id, said] of Object.entries(PARAPHRASES)) scoreParaphrases(id, said);

const percent = ({ hits, of }: { hits: number; of: number }) =>
  of === 0 ? '–' : `${((100 * hits) / of).toFixed(1)} % (${hits}/${of})`;
console.table(
  [...scores].map(([what, score]) => ({
    what,
    tuned: percent(score.tuned),
    'held out': percent(score['held out']),
    wanted: score.wanted,
  })),
);
