import { setTimeout as sleep } from 'node:timers/promises';
import type { Model } from 'mongoose';
import type { StoredAuditEvent } from '../access/audit-model.js';
import type { OutboxEntry, StoredCoe, StoredRevision } from './model.js';

/** What is written meanwhile is copied together: three commands for all of it. Who reads revisions or the audit finds it before that. */
const GATHER_MS = 250;
const RELAY_LIMIT_MS = 10_000;

type Collections = { coes: Model<StoredCoe>; revisions: Model<StoredRevision>; audit: Model<StoredAuditEvent> };
/** By COE, what waits in its outbox. */
export type Outboxes = ReadonlyMap<string, readonly OutboxEntry[]>;

/** Copies what waits in outboxes to `revisions` and `audit`. */
export function outboxRelay({ coes, revisions, audit }: Collections) {
  /** Copies, then removes what was copied. Safe to run twice and after a crash: ids come from (coe, version). */
  async function relay(outboxes: Outboxes): Promise<void> {
    const entries = [...outboxes].flatMap(([coeId, outbox]) => outbox.map((entry) => ({ coeId, entry })));
    if (entries.length === 0) return;
    const inAnyOrder = { ordered: false };
    const insertOnce = (coeId: string, { version }: OutboxEntry, $setOnInsert: object) => ({
      updateOne: { filter: { _id: `${coeId}:${version}` }, update: { $setOnInsert }, upsert: true },
    });
    const rows = entries.map(({ coeId, entry }) => {
      const { event, ...revision } = entry;
      return insertOnce(coeId, entry, { coeId, ...revision, eventType: event.type });
    });
    const events = entries.map(({ coeId, entry }) => insertOnce(coeId, entry, entry.event));
    // Past the models: there is nothing to cast, and the last would count as writes that followers have to look at.
    await Promise.all([
      revisions.collection.bulkWrite(rows as never, inAnyOrder),
      audit.collection.bulkWrite(events as never, inAnyOrder),
    ]);
    const copied = [...outboxes].map(([coeId, outbox]) => {
      const versions = outbox.map(({ version }) => version);
      return {
        updateOne: { filter: { _id: coeId }, update: { $pull: { outbox: { version: { $in: versions } } } } },
      };
    });
    await coes.collection.bulkWrite(copied as never, { ...inAnyOrder, maxTimeMS: RELAY_LIMIT_MS });
  }

  let gathered = new Map<string, readonly OutboxEntry[]>();
  let copying: Outboxes = new Map();
  let running = false;

  async function run(): Promise<void> {
    while (gathered.size > 0) {
      // A process that ends meanwhile loses nothing: the next start copies what waits.
      await sleep(GATHER_MS, undefined, { ref: false });
      copying = gathered;
      gathered = new Map();
      // A failed relay loses nothing: reads merge the outbox, and the sweep at start and every minute tries again.
      await relay(copying).catch(() => undefined);
    }
    copying = new Map();
    running = false;
  }

  return {
    relay,

    /** Soon, with what other writes brought until then; one copying at a time. @param outbox all that waits in the COE after a write */
    relayLater(coeId: string, outbox: readonly OutboxEntry[]): void {
      const done = copying.get(coeId)?.at(-1)?.version ?? 0;
      const fresh = outbox.filter(({ version }) => version > done);
      if (fresh.length > 0) gathered.set(coeId, fresh);
      if (running) return;
      running = true;
      void run();
    },
  };
}
