/**
 * The timeline rules against incidents whose truth is known (`drafting.md`, Evaluation). Prints a table; figures of material that the
 * rules were tuned on and of material that they were not stand apart.
 *
 *   node dist-tests/bench/timeline.js [folder of samples] [--wrong]
 *
 * Without the samples folder only the made material is scored. `--wrong` lists each wrong moment of the tuned material; those of the
 * held-out one are not shown, or it would be held out no longer.
 */
import { join } from 'node:path';
import type { StoredEvidenceItem } from '../src/evidence/item.js';
import { KEY_MOMENTS } from '../src/kernel/moments.js';
import { draftTimeline } from '../src/timeline/draft-timeline.js';
import { scoreFlaps } from './timeline/flaps.js';
import { type KnownIncident, madeIncident } from './timeline/incidents.js';
import { knownTimelines, narratedTimelines, writtenTimelines } from './timeline/known.js';
import { Random } from './timeline/random.js';
import { type MomentScore, scoreMoments } from './timeline/score.js';
import { scoreGaps } from './timeline/silences.js';
import { measureSpeed } from './timeline/speed.js';
import { HELD_OUT, TUNED, type Vocabulary } from './timeline/vocabulary.js';

const seeds = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, n) => from + n);
const percent = (part: number, whole: number): string =>
  whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} % (${part}/${whole})`;
const rows: Record<string, string>[] = [];
const row = (what: string, tuned: string, heldOut: string, wanted: string): void => {
  rows.push({ what, tuned, 'held out': heldOut, wanted });
};
const draftsOf = (incidents: readonly KnownIncident[]) =>
  incidents.map((incident) => ({ incident, draft: draftTimeline(incident.items) }));

function reportStructured(showWrong: boolean): void {
  const scored = (some: number[], words: Vocabulary) =>
    scoreMoments(draftsOf(some.map((seed) => madeIncident(seed, words))));
  const tuned = scored(seeds(1, 40), TUNED);
  const heldOut = scored(seeds(1_001, 1_120), HELD_OUT);
  for (const moment of KEY_MOMENTS) {
    const right = ({ first, known }: MomentScore) => percent(first, known);
    const wanted =
      moment === 'mitigated' ? '≥ 85 %' : moment === 'impactStart' || moment === 'diagnosed' ? '' : '≥ 95 %';
    row(`structured: ${moment}`, right(tuned[moment]), right(heldOut[moment]), wanted);
    if (showWrong) for (const line of tuned[moment].wrong) console.log(`  ${moment} ${line}`);
  }
}

async function reportFreeText(folder: string, showWrong: boolean): Promise<void> {
  const incidents = await knownTimelines(join(folder, 'known-timelines'));
  if (incidents.length === 0) return row('free text', 'no samples folder', '–', '');
  const scores = scoreMoments(draftsOf(incidents));
  const total = { known: 0, first: 0, anyOfThree: 0, wrong: 0 };
  for (const moment of KEY_MOMENTS) {
    const { known, first, anyOfThree, wrong } = scores[moment];
    total.known += known;
    total.first += first;
    total.anyOfThree += anyOfThree;
    total.wrong += wrong.length;
    if (showWrong) for (const line of wrong) console.log(`  ${moment} ${line}`);
  }
  row('free text: first candidate, precision', percent(total.first, total.first + total.wrong), '–', '≥ 90 %');
  row('free text: among three, recall', percent(total.anyOfThree, total.known), '–', '≥ 70 %');
}

type Written = { name: string; items: StoredEvidenceItem[] };

/** What people wrote, among as much office talk and host noise: how much of it is proposed, and how much else. */
function proposedOf(written: readonly Written[]): { recall: string; precision: string } {
  const total = { wanted: 0, kept: 0, proposed: 0, right: 0 };
  for (const [n, { items }] of written.entries()) {
    const ids = new Set(items.map(({ id }) => id));
    const { entries } = draftTimeline([...items, ...noiseAmong(items, n)]);
    total.wanted += items.length;
    total.kept += new Set(entries.flatMap(({ evidenceIds }) => evidenceIds.filter((id) => ids.has(id)))).size;
    total.proposed += entries.length;
    total.right += entries.filter(({ evidenceIds }) => evidenceIds.some((id) => ids.has(id))).length;
  }
  return { recall: percent(total.kept, total.wanted), precision: percent(total.right, total.proposed) };
}

function noiseAmong(items: readonly StoredEvidenceItem[], seed: number): StoredEvidenceItem[] {
  const random = new Random(seed);
  const times = items.map(({ at }) => at.getTime());
  const [from, to] = [Math.min(...times), Math.max(...times)];
  const talk = [...TUNED.chatter, ...HELD_OUT.chatter];
  const lines = [
    'request served in',
    'GET /health 200 in',
    'cache refreshed in',
    'gc pause',
    'connection reset by peer after',
  ];
  return Array.from({ length: items.length * 3 }, (_, n) => {
    const at = new Date(from + random.next() * (to - from));
    const who = `responder-${random.between(1, 6)}`;
    const chat = random.chance(0.6);
    return {
      ...(items[0] as StoredEvidenceItem),
      id: `noise_${n}`,
      at,
      end: null,
      kind: chat ? ('message' as const) : ('log' as const),
      source: chat ? 'slack' : 'ndjson',
      state: null,
      severity: null,
      actor: chat ? { kind: 'person' as const, id: who, name: who } : null,
      subject: chat ? 'office' : `web-${random.between(10, 40)}`,
      text: chat ? random.pick(talk) : `${random.pick(lines)} ${random.between(1, 400)} ms`,
      deliveryKey: `noise-${n}`,
      eventKey: `noise-${n}`,
    };
  });
}

async function reportEntries(folder: string): Promise<void> {
  const corpus = join(folder, 'postmortem-corpus');
  const known = await knownTimelines(join(folder, 'known-timelines'));
  const dfds = await writtenTimelines(join(corpus, 'dfds-dev.jsonl'));
  const narrated = await narratedTimelines(join(corpus, 'wikitech-dev.jsonl'));
  if (known.length === 0) return;
  const [tuned, rest] = [proposedOf([...known, ...dfds]), proposedOf(narrated)];
  row('entries among noise: recall of what people wrote', tuned.recall, rest.recall, '≥ 90 %');
  row('entries among noise: precision', tuned.precision, rest.precision, '≥ 70 %');
}

function reportRest(): void {
  const f1 = (some: number[]) => {
    const { right, found, made } = scoreFlaps(some);
    return ((2 * right) / (found + made)).toFixed(3);
  };
  row('flap collapse: F1 of episodes', f1(seeds(1, 60)), f1(seeds(2_001, 2_200)), '≥ 0.95');
  const gaps = (some: number[]) => {
    const { right, made } = scoreGaps(some);
    return percent(right, made);
  };
  row('gap arithmetic', gaps(seeds(1, 300)), gaps(seeds(3_001, 4_000)), '100 %');
  const same = seeds(1, 40).filter((seed) => {
    const { items } = madeIncident(seed, TUNED);
    const again = JSON.stringify(draftTimeline(new Random(seed + 1).shuffled(items)));
    return again === JSON.stringify(draftTimeline(items));
  });
  row('equal drafts from shuffled evidence', percent(same.length, 40), '–', '100 %');
  const { draft, parse, entries } = measureSpeed(100_000);
  row('100,000 mixed items: CPU of the draft', `${draft.toFixed(2)} s`, '–', '< 3 s');
  row('100,000 mixed items: as ratio to parsing them', (draft / parse).toFixed(1), '–', '');
  row('100,000 mixed items: entries proposed', String(entries), '–', '≤ 60');
}

const folder = process.argv.slice(2).find((argument) => !argument.startsWith('--')) ?? '../shared/samples';
const showWrong = process.argv.includes('--wrong');
reportStructured(showWrong);
await reportFreeText(folder, showWrong);
await reportEntries(folder);
reportRest();
console.table(rows);
