import type { Person, StoredCoe } from '../coe/model.js';
import { sectionHistory } from '../coe/revisions.js';
import type { KeyMomentValue, TimelineEntry } from '../coe/schema.js';
import type { CoeStore } from '../coe/store.js';
import { canonicalJson } from '../kernel/ids.js';
import { KEY_MOMENTS, type KeyMoment } from '../kernel/moments.js';

/** Who changed what, by which verb, in which revision. `fields` is empty when it was added or removed whole. */
export type Correction = { at: string; by: Person; version: number; type: string; fields: string[] };

export type EntryHistory = {
  added: Correction;
  corrections: Correction[];
  /** Set while the entry is not in the timeline. */
  removed: Correction | null;
  mergedFrom: string[];
  splitFrom: string | null;
  /** As it was last. */
  entry: TimelineEntry;
};

export type MomentHistory = { changes: (Correction & { value: KeyMomentValue | null })[] };

/** All that happened to the timeline and the key moments of one COE, read out of its revisions: they alone know every way of editing. */
export type Corrections = {
  entries: Map<string, EntryHistory>;
  moments: Map<KeyMoment, MomentHistory>;
  /** Evidence that ever stood in the timeline: people have decided on it, whatever became of the entry. */
  evidenceIds: Set<string>;
};

type Row = Awaited<ReturnType<typeof sectionHistory>>[number];

export async function correctionsOf(store: CoeStore, coe: StoredCoe): Promise<Corrections> {
  const found: Corrections = { entries: new Map(), moments: new Map(), evidenceIds: new Set() };
  for (const row of await sectionHistory(store, coe, ['timeline', 'keyMoments'])) {
    if (row.patch.timeline) readTimeline(row, row.patch.timeline, found);
    if (row.patch.keyMoments) readMoments(row, row.patch.keyMoments, found.moments);
  }
  return found;
}

/** The verb by which machines' proposals come in; every other change is a person's own. */
export const ACCEPTED = 'suggestion.accepted';

function readTimeline(row: Row, change: Row['patch'][string], { entries, evidenceIds }: Corrections): void {
  const { upserted, removed } = membersOf(change, entries);
  const known = upserted.find(({ id }) => entries.has(id));
  for (const entry of upserted) {
    for (const id of entry.evidenceIds) evidenceIds.add(id);
    const history = entries.get(entry.id);
    if (history === undefined) {
      const splitFrom = row.type === 'timeline.split' ? (known?.id ?? null) : null;
      const added = correctionOf(row, []);
      entries.set(entry.id, { added, corrections: [], removed: null, mergedFrom: [], splitFrom, entry });
      continue;
    }
    history.corrections.push(correctionOf(row, changedFields(history.entry, entry)));
    history.removed = null;
    history.entry = entry;
    if (row.type === 'timeline.merged') history.mergedFrom.push(...removed.filter((id) => id !== entry.id));
  }
  for (const id of removed) {
    const history = entries.get(id);
    if (history !== undefined) history.removed = correctionOf(row, []);
  }
}

function membersOf(
  change: Row['patch'][string],
  entries: Corrections['entries'],
): { upserted: TimelineEntry[]; removed: string[] } {
  if (!('set' in change)) return { upserted: change.upsert as TimelineEntry[], removed: change.remove };
  const now = (change.set ?? []) as TimelineEntry[];
  const kept = new Set(now.map(({ id }) => id));
  const standing = [...entries].filter(([, history]) => history.removed === null);
  return { upserted: now, removed: standing.map(([id]) => id).filter((id) => !kept.has(id)) };
}

function readMoments(row: Row, change: Row['patch'][string], moments: Corrections['moments']): void {
  if (!('set' in change)) return;
  const now = (change.set ?? {}) as Partial<Record<KeyMoment, KeyMomentValue>>;
  for (const moment of KEY_MOMENTS) {
    const history = moments.get(moment) ?? { changes: [] };
    const before = history.changes.at(-1)?.value ?? null;
    const value = now[moment] ?? null;
    if (canonicalJson(before) === canonicalJson(value)) continue;
    const fields = before === null || value === null ? [] : changedFields(before, value);
    history.changes.push({ ...correctionOf(row, fields), value });
    moments.set(moment, history);
  }
}

function correctionOf({ at, actor, version, type }: Row, fields: string[]): Correction {
  return { at, by: actor, version, type, fields };
}

function changedFields(before: object, after: object): string[] {
  const [was, now] = [before as Record<string, unknown>, after as Record<string, unknown>];
  return Object.keys(now).filter((name) => canonicalJson(was[name] ?? null) !== canonicalJson(now[name] ?? null));
}
