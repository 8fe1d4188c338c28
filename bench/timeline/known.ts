import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { importEvidence } from '../../src/evidence/import.js';
import type { EvidenceItem, StoredEvidenceItem } from '../../src/evidence/item.js';
import { isRoleLike } from '../../src/evidence/people.js';
import type { EvidenceSink } from '../../src/evidence/sink.js';
import type { KeyMoment } from '../../src/kernel/moments.js';
import type { KnownIncident } from './incidents.js';

type Facts = Record<string, { value: string | null } | undefined>;
type Row = { at: string; actor?: string | null; text: string };
const FACTS: readonly (readonly [KeyMoment, string])[] = [
  ['impactStart', 'started_at'],
  ['detected', 'detected_at'],
  ['diagnosed', 'identified_at'],
  ['mitigated', 'mitigated_at'],
  ['resolved', 'resolved_at'],
];

/** The public incidents of a samples folder, each imported as the table a person would have typed; none when there is no such folder. */
export async function knownTimelines(folder: string): Promise<KnownIncident[]> {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort();
  return Promise.all(
    names.map(async (name) => {
      const { id, facts, timeline } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as {
        id: string;
        facts: Facts;
        timeline: Row[];
      };
      const truth: KnownIncident['truth'] = {};
      for (const [moment, fact] of FACTS) {
        const value = facts[fact]?.value;
        if (value != null) truth[moment] = Date.parse(value);
      }
      const rows = timeline.map(({ at, actor, text }) => JSON.stringify({ time: at, who: actor ?? '', text }));
      return { name: id, items: await imported(rows.join('\n')), truth };
    }),
  );
}

/** Written timelines without known moments (`raw_time`, `event`), of a corpus in NDJSON: what people wrote is what a draft should keep. */
export async function writtenTimelines(file: string): Promise<{ name: string; items: StoredEvidenceItem[] }[]> {
  if (!existsSync(file)) return [];
  const documents = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  const found = await Promise.all(
    documents.map(async (line) => {
      const { id, timeline = [] } = JSON.parse(line) as {
        id: string;
        timeline?: { raw_time: string; event: string }[];
      };
      const rows = timeline.map(({ raw_time: time, event: text }) => JSON.stringify({ time, text }));
      return { name: id, items: await imported(rows.join('\n')) };
    }),
  );
  return found.filter(({ items }) => items.length > 0);
}

/** Lines of narratives that begin with a clock time, with the day of their document. */
export async function narratedTimelines(file: string): Promise<{ name: string; items: StoredEvidenceItem[] }[]> {
  if (!existsSync(file)) return [];
  const documents = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  const found = await Promise.all(
    documents.map(async (line) => {
      const { id, date, text } = JSON.parse(line) as { id: string; date: string | null; text: string };
      const rows = [...text.matchAll(/^\W*(\d{1,2}:\d{2})(?::\d{2})?\s*(?:UTC|GMT)?\W+(.{15,})$/gm)].map(
        ([, clock, said]) => JSON.stringify({ time: `${date}T${clock?.padStart(5, '0')}:00Z`, text: said }),
      );
      return { name: id, items: date === null || rows.length < 4 ? [] : await imported(rows.join('\n')) };
    }),
  );
  return found.filter(({ items }) => items.length > 0);
}

async function imported(body: string): Promise<StoredEvidenceItem[]> {
  const items: EvidenceItem[] = [];
  const people = new Map<string, { id: string; name: string }>();
  const sink: EvidenceSink = {
    async storeBatch(batch) {
      items.push(...batch);
      return { duplicates: 0 };
    },
    async saveDirectory() {},
    async participant(id, name) {
      const key = id ?? name ?? '';
      const shown = name !== null && isRoleLike(name) ? name : `responder-${people.size + 1}`;
      const known = people.get(key) ?? { id: id ?? shown, name: shown };
      people.set(key, known);
      return known;
    },
  };
  if (body !== '')
    await importEvidence(
      Readable.from([Buffer.from(body)]),
      { source: 'auto', zone: 'UTC', filename: 'timeline.ndjson' },
      sink,
    );
  return items.map((item, n) => ({ ...item, id: `ev_${n}`, coeId: '', importId: '', importedAt: new Date(0) }));
}
