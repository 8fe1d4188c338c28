import { type Connection, type Model, mongo } from 'mongoose';
import { countedWrites } from '../database/counted-writes.js';
import { retryIdempotent } from '../database/retry-idempotent.js';
import { AppError } from '../kernel/errors.js';
import type { EvidenceItem, StoredEvidenceItem } from './item.js';
import { evidenceId } from './keys.js';
import { mapLeaves } from './leaves.js';
import { type EvidenceDocument, evidenceModel } from './model.js';
import { type ParticipantStore, participantStore } from './participant-store.js';
import { displayText, type Names } from './people.js';
import type { EvidenceSink } from './sink.js';

export type EvidencePage = { items: StoredEvidenceItem[]; nextCursor: string | null };

export type EvidenceStore = ParticipantStore & {
  /** Where one import into one COE puts its items. */
  sink(coeId: string, importId: string, importedAt: Date): EvidenceSink;
  /** Items by time, `limit` at once; payloads are left to `get`. @throws AppError validation for a foreign cursor */
  page(coeId: string, options: { limit: number; cursor?: string | undefined }): Promise<EvidencePage>;
  get(coeId: string, id: string): Promise<StoredEvidenceItem | null>;
  /** All items of a COE by time, then source, file order and key: equal in two databases. Payloads are null. */
  all(coeId: string): Promise<StoredEvidenceItem[]>;
  /** Those of the ids that exist, by time; payloads are null. */
  byIds(coeId: string, ids: readonly string[]): Promise<StoredEvidenceItem[]>;
  count(coeId: string): Promise<number>;
  /** Grows with each write of evidence by this process. */
  writes(): number;
};

const DUPLICATE = 11_000;
const NO_NAMES: Names = { people: new Map(), channels: new Map() };
const READ_PATIENCE_MS = 60_000;

/** Evidence in MongoDB. Names are put into texts when they are read, so that a directory imported later counts. */
export function evidenceStore(connection: Connection): EvidenceStore {
  const model = evidenceModel(connection);
  const participants = participantStore(connection);
  const { writes, counted } = countedWrites();
  return {
    writes,
    ...participants,
    sink: (coeId, importId, importedAt) => ({
      storeBatch: (items) => counted(storeBatch(model, items, { coeId, importId, importedAt })),
      saveDirectory: (entries) => participants.saveDirectory(coeId, entries),
      participant: (id, name) => participants.participant(coeId, id, name),
    }),
    async page(coeId, { limit, cursor }) {
      const filter = cursor === undefined ? { coeId } : { coeId, ...after(cursor) };
      const found = await model
        .find(filter, { payload: 0 })
        .sort({ at: 1, index: 1, _id: 1 })
        .limit(limit + 1)
        .lean<EvidenceDocument[]>();
      const names = await participants.names(coeId);
      const last = found.length > limit ? found[limit - 1] : undefined;
      return {
        items: found.slice(0, limit).map((document) => present(document, names)),
        nextCursor: last === undefined ? null : cursorOf(last),
      };
    },
    async get(coeId, id) {
      const document = await model.findOne({ _id: id, coeId }).lean<EvidenceDocument>();
      if (document === null) return null;
      const names = await participants.names(coeId);
      const item = present(document, names);
      // Full names stand in raw records as well; ids and mentions stay there as the source wrote them.
      const show = (leaf: unknown) =>
        typeof leaf === 'string' ? displayText(leaf, { ...NO_NAMES, written: names.written ?? null }) : leaf;
      return {
        ...item,
        payload: mapLeaves(
          item.payload,
          (_name, leaf) => show(leaf),
          (key) => key,
        ),
      };
    },
    async all(coeId) {
      const names = await participants.names(coeId);
      const items: StoredEvidenceItem[] = [];
      const cursor = model
        .find({ coeId }, { payload: 0 })
        .sort({ at: 1, index: 1, _id: 1 })
        .maxTimeMS(READ_PATIENCE_MS)
        .lean<EvidenceDocument[]>()
        .cursor({ batchSize: 1000 });
      for await (const document of cursor) items.push(present(document as EvidenceDocument, names));
      return items.sort(byTimeThenContent);
    },
    async byIds(coeId, ids) {
      if (ids.length === 0) return [];
      const found = await model
        .find({ coeId, _id: { $in: [...ids] } }, { payload: 0 })
        .sort({ at: 1, index: 1, _id: 1 })
        .lean<EvidenceDocument[]>();
      const names = await participants.names(coeId);
      return found.map((document) => present(document, names));
    },
    count: (coeId) => model.countDocuments({ coeId }),
  };
}

type ImportOf = { coeId: string; importId: string; importedAt: Date };

/** Unordered, so that a duplicate costs nothing else; the ids make it safe to repeat after a lost connection. */
async function storeBatch(
  model: Model<EvidenceDocument>,
  items: EvidenceItem[],
  { coeId, importId, importedAt }: ImportOf,
): Promise<{ duplicates: number }> {
  const documents = items.map((item) => ({
    _id: evidenceId(coeId, item.deliveryKey),
    coeId,
    importId,
    importedAt,
    ...item,
  }));
  let attempts = 0;
  const duplicates = await retryIdempotent(async () => {
    attempts++;
    try {
      // Mongoose would cast and hydrate every document; they are built from the schema's own type.
      await model.collection.insertMany(documents as never, { ordered: false });
      return 0;
    } catch (error) {
      return duplicatesIn(error);
    }
  });
  if (attempts === 1 || duplicates === 0) return { duplicates };
  // What the lost attempt had stored came back as duplicates; only what others stored counts.
  const ours = await model.countDocuments({
    _id: { $in: documents.map(({ _id }) => _id) },
    importId,
    index: { $gte: documents[0]?.index ?? 0 },
  });
  return { duplicates: documents.length - ours };
}

/** @throws the error itself unless all of it is duplicate keys. */
function duplicatesIn(error: unknown): number {
  if (!(error instanceof mongo.MongoBulkWriteError)) throw error;
  const failures = Array.isArray(error.writeErrors) ? error.writeErrors : [error.writeErrors];
  if (failures.length === 0 || failures.some(({ code }) => code !== DUPLICATE)) throw error;
  return failures.length;
}

function present({ _id, ...document }: EvidenceDocument, names: Names): StoredEvidenceItem {
  const { actor } = document;
  return {
    id: _id,
    ...document,
    payload: document.payload ?? null,
    text: displayText(document.text, names),
    subject: document.subject === null ? null : displayText(document.subject, names),
    actor: actor?.kind === 'person' ? { ...actor, name: names.people.get(actor.id) ?? actor.name } : actor,
  };
}

function byTimeThenContent(a: StoredEvidenceItem, b: StoredEvidenceItem): number {
  return (
    a.at.getTime() - b.at.getTime() ||
    compare(a.source, b.source) ||
    a.index - b.index ||
    compare(a.deliveryKey, b.deliveryKey)
  );
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function cursorOf({ at, index, _id }: EvidenceDocument): string {
  return Buffer.from(JSON.stringify([at.getTime(), index, _id])).toString('base64url');
}

function after(cursor: string): Record<string, unknown> {
  const [time, index, id] = readCursor(cursor);
  const at = new Date(time);
  return { $or: [{ at: { $gt: at } }, { at, index: { $gt: index } }, { at, index, _id: { $gt: id } }] };
}

function readCursor(cursor: string): [number, number, string] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(value)) {
      const [at, index, id] = value as unknown[];
      if (typeof at === 'number' && Math.abs(at) < 8e15 && typeof index === 'number' && typeof id === 'string')
        return [at, index, id];
    }
  } catch {
    // Not ours: told below.
  }
  const detail = 'The cursor is not one this list gave; start again without it.';
  throw new AppError('validation', detail, { errors: [{ pointer: 'query:cursor', detail }] });
}
