import { cutPage, type Page, readCursor } from '../http/page.js';
import { notFound } from '../kernel/errors.js';
import type { CoeStatus, Person, StoredCoe, StoredRevision } from './model.js';
import type { CoeContent, Section } from './schema.js';
import { applySections, type SectionPatch } from './section-patch.js';
import type { CoeStore } from './store.js';

export type Revision = {
  n: number;
  at: string;
  actor: Person;
  /** What made it: `coe.edited`, `suggestion.accepted`, … */
  type: string;
  sections: string[];
  /** The reason that the person gave, if any. */
  note: string | null;
  /** Status and content hash after it; null for revisions of older releases. */
  status: CoeStatus | null;
  contentHash: string | null;
};

type Row = Pick<StoredRevision, 'version' | 'at' | 'actor' | 'patch' | 'eventType' | 'note' | 'status' | 'contentHash'>;

/**
 * Newest first; what still waits in the outbox is merged in, so a revision is readable the moment its write is acknowledged.
 * @param types only those that these verbs made
 */
export async function listRevisions(
  store: CoeStore,
  coeId: string,
  page: { limit: number; cursor?: string | undefined },
  types?: readonly string[],
): Promise<Page<Revision>> {
  const before = readCursor(page.cursor, ['number'])?.[0] ?? Number.MAX_SAFE_INTEGER;
  const wanted = (row: Row) => types === undefined || types.includes(row.eventType);
  const pending = pendingOf(await store.byId(coeId)).filter((row) => row.version < before && wanted(row));
  const stored = await store.revisions
    .find({ coeId, version: { $lt: before }, ...(types === undefined ? {} : { eventType: { $in: [...types] } }) })
    .sort({ version: -1 })
    .limit(page.limit + 1)
    .lean<StoredRevision[]>();
  const rows = mergeRows(stored, pending)
    .reverse()
    .slice(0, page.limit + 1);
  const cut = cutPage(rows, page.limit, (row) => [row.version]);
  return { items: cut.items.map(presentRow), nextCursor: cut.nextCursor };
}

/** The content as of revision `n`. @throws AppError notFound */
export async function revisionAt(
  store: CoeStore,
  coeId: string,
  n: number,
): Promise<Revision & { content: CoeContent }> {
  const rows = await rowsUpTo(store, coeId, n);
  const last = rows.at(-1);
  if (!last || last.version !== n) notFound('revision', String(n));
  const content = rows.reduce<Record<string, unknown>>((made, row) => applySections(made, row.patch), {});
  return { ...presentRow(last), content: content as unknown as CoeContent };
}

/**
 * The changes of some sections, oldest first, with who made them and by which verb (`type`). What still waits in the outbox is
 * merged in. Revisions that touch none of the sections are not read.
 */
export async function sectionHistory(
  store: CoeStore,
  coe: StoredCoe,
  sections: readonly Section[],
): Promise<{ version: number; at: string; actor: Person; type: string; patch: SectionPatch }[]> {
  const touched = sections.map((section) => ({ [`patch.${section}`]: { $exists: true } }));
  const fields = Object.fromEntries(sections.map((section) => [`patch.${section}`, 1 as const]));
  const stored = await store.revisions
    .find({ coeId: coe._id, version: { $lte: coe.version }, $or: touched } as never)
    .select({ version: 1, at: 1, actor: 1, eventType: 1, ...fields })
    .sort({ version: 1 })
    .lean<StoredRevision[]>();
  const pending = pendingOf(coe).filter(({ patch }) => sections.some((section) => section in patch));
  return mergeRows(stored, pending).map(({ version, at, actor, eventType, patch }) => ({
    version,
    at,
    actor,
    type: eventType,
    patch: patch ?? {},
  }));
}

/**
 * Some sections as of version `n`. From the last row on that holds a whole section: the thousandth edit of a summary is answered from one row,
 * not from a thousand.
 * @param coe read before: what waits in its outbox is merged in
 */
export async function sectionsAt(
  store: CoeStore,
  coe: StoredCoe,
  n: number,
  sections: readonly Section[],
): Promise<Partial<CoeContent>> {
  const pending = pendingOf(coe).filter((row) => row.version <= n);
  const parts = sections.map(async (section) => {
    const field = `patch.${section}`;
    const read = (filter: object, order: 1 | -1) =>
      store.revisions
        .find({ coeId: coe._id, ...filter } as never)
        .select({ version: 1, [field]: 1 })
        .sort({ version: order });
    const whole = await read({ version: { $lte: n }, [`${field}.set`]: { $exists: true } }, -1)
      .limit(1)
      .lean<StoredRevision[]>();
    const since = { version: { $gt: whole[0]?.version ?? 0, $lte: n }, [field]: { $exists: true } };
    // Only lists are kept as changes of their members.
    const later = Array.isArray(coe.content[section]) ? await read(since, 1).lean<StoredRevision[]>() : [];
    return mergeRows([...whole, ...later], pending).reduce<Record<string, unknown>>((made, { patch }) => {
      const change = patch[section];
      return change === undefined ? made : applySections(made, { [section]: change });
    }, {});
  });
  return Object.assign({}, ...(await Promise.all(parts))) as Partial<CoeContent>;
}

async function rowsUpTo(store: CoeStore, coeId: string, n: number): Promise<Row[]> {
  // The document first: a relay that runs between the two reads then shows an entry twice, never not at all.
  const pending = pendingOf(await store.byId(coeId)).filter((row) => row.version <= n);
  const stored = await store.revisions
    .find({ coeId, version: { $lte: n } })
    .sort({ version: 1 })
    .lean<StoredRevision[]>();
  return mergeRows(stored, pending);
}

function pendingOf(coe: StoredCoe): Row[] {
  return coe.outbox.map((entry) => ({ ...entry, eventType: entry.event.type }));
}

/** Oldest first, each version once. */
function mergeRows(stored: Row[], pending: Row[]): Row[] {
  const rows = new Map([...pending, ...stored].map((row) => [row.version, row]));
  return [...rows.values()].sort((a, b) => a.version - b.version);
}

function presentRow(row: Row): Revision {
  const { version, at, actor, eventType, patch, note = null, status = null, contentHash = null } = row;
  return { n: version, at, actor, type: eventType, sections: Object.keys(patch), note, status, contentHash };
}
