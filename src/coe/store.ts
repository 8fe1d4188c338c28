import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from 'mongoose';
import { auditModel } from '../access/audit-model.js';
import type { Actor } from '../kernel/actor.js';
import type { AuditEvent } from '../kernel/audit.js';
import type { Clock } from '../kernel/clock.js';
import { AppError, notFound } from '../kernel/errors.js';
import { canonicalJson, sha256 } from '../kernel/ids.js';
import { inTurn } from './in-turn.js';
import { coeModel, type OutboxEntry, type ReviewState, revisionModel, type StoredCoe } from './model.js';
import { type FindPeople, type ListedPerson, listPeople } from './people.js';
import { outboxRelay } from './relay.js';
import type { CoeContent } from './schema.js';
import { diffSections } from './section-patch.js';
import { reviewOf, standingAfter } from './standing.js';

/** A rival write between read and write is tried again for so long; each try reads anew. */
const PATIENCE_MS = 10_000;
const LONGEST_PAUSE_MS = 100;

export type CoeStore = ReturnType<typeof coeStore>;

/**
 * What an edit does to the newest state; it may run several times. @returns the new content; the people when they are not to be looked up
 * from it; status and review only from the verbs that decide on them, else they follow from the content (`standing.ts`)
 */
export type Change = (current: StoredCoe) => Changed | Promise<Changed>;
type Changed = {
  content: CoeContent;
  status?: StoredCoe['status'];
  review?: ReviewState;
  people?: ListedPerson[];
};

/** The event of an edit, and the reason that the person gave. */
export type EditEvent = Pick<AuditEvent, 'type' | 'details'> & { note?: string | null };

/**
 * Reads and writes of COEs; nothing else touches the `coes` collection.
 * @param find tells whose account a written name is; without it nobody has one
 */
export function coeStore(connection: Connection, clock: Clock, find: FindPeople = async () => new Map()) {
  const coes = coeModel(connection);
  const revisions = revisionModel(connection);
  const audit = auditModel(connection);
  const oneByOne = inTurn();

  const { relay, relayLater } = outboxRelay({ coes, revisions, audit });

  return {
    coes,
    revisions,
    audit,

    /** RFC 3339 UTC, by the service's clock. */
    now: (): string => clock.now().toISOString(),

    async nextSeq(): Promise<number> {
      const counter = await connection
        .collection<{ _id: string; value: number }>('counters')
        .findOneAndUpdate({ _id: 'coe' }, { $inc: { value: 1 } }, { upsert: true, returnDocument: 'after' });
      return counter?.value as number;
    },

    /** The accounts of those who are written on a content. */
    peopleOf: (content: CoeContent, before?: StoredCoe) => listPeople(content, before, find),

    /** @throws AppError notFound */
    async byId(coeId: string): Promise<StoredCoe> {
      return (await coes.findById(coeId).lean<StoredCoe>()) ?? notFound('COE', coeId);
    },

    /** @returns false when a COE of this id exists already, which a repeated idempotent create meets. */
    async insert(coe: StoredCoe): Promise<boolean> {
      try {
        await coes.create([coe]);
      } catch (error) {
        if ((error as { code?: number }).code === 11000) return false;
        throw error;
      }
      relayLater(coe._id, coe.outbox);
      return true;
    },

    /**
     * The one way a COE changes: reads, applies `change`, and writes by compare-and-swap on `version`, with the revision patch and
     * the audit event in the same update. An edit that changes nothing writes nothing.
     * @param base the version that the change was made on; absent: the newest, whichever that is
     * @param read the COE as it was a moment ago: the first try goes without reading it when nobody is before it
     * @throws AppError notFound, whatever `change` throws, unavailable when rivals win every try
     */
    async edit(
      coeId: string,
      actor: Actor,
      event: EditEvent,
      change: Change,
      base = Infinity,
      read?: StoredCoe,
    ): Promise<StoredCoe> {
      // From the arrival on: who waits behind writers that the database keeps waiting is told in time.
      const deadline = performance.now() + PATIENCE_MS;
      // Whoever has to wait for others reads what they wrote.
      let atOnce = true;
      const edited = oneByOne(coeId, base, () =>
        this.editBefore(deadline, coeId, actor, event, change, atOnce ? read : undefined),
      );
      atOnce = false;
      return edited;
    },

    async editBefore(
      deadline: number,
      coeId: string,
      actor: Actor,
      event: EditEvent,
      change: Change,
      read?: StoredCoe,
    ): Promise<StoredCoe> {
      for (let attempt = 0; performance.now() < deadline; attempt++) {
        // Rivals that start again together meet again: each waits for a time of its own.
        if (attempt > 0) await sleep(Math.random() * Math.min(LONGEST_PAUSE_MS, 2 ** attempt));
        const current = attempt === 0 && read ? read : await this.byId(coeId);
        const changed = await change(current);
        const { content } = changed;
        const patch = diffSections(current.content, content);
        const sections = Object.keys(patch) as (keyof CoeContent)[];
        const people = changed.people ?? (await this.peopleOf(content, current));
        const hash = sections.length === 0 ? current.contentHash : contentHash(content);
        const standing = standingAfter(current, { content, contentHash: hash, sections, writer: actor.id });
        const { status = standing.status, review = standing.review } = changed;
        const same = status === current.status && isSame(people, current.people) && isSame(review, reviewOf(current));
        if (sections.length === 0 && same) return current;
        const version = current.version + 1;
        const at = clock.now().toISOString();
        const person = { id: actor.id, name: actor.name };
        const entry: OutboxEntry = {
          version,
          at,
          actor: person,
          patch,
          note: event.note?.trim() || null,
          status,
          contentHash: hash,
          event: {
            type: event.type,
            at,
            actor: person,
            coeId,
            details: { version, sections, ...event.details, ...voided(current, review) },
          },
        };
        const set: Record<string, unknown> = {
          version,
          status,
          people,
          updatedAt: at,
          updatedBy: person,
          contentHash: hash,
          review,
        };
        for (const section of sections) {
          set[`content.${section}`] = content[section];
          set[`sectionVersions.${section}`] = version;
        }
        const written = await coes
          .findOneAndUpdate(
            { _id: coeId, version: current.version },
            { $set: set, $push: { outbox: entry } } as never,
            {
              returnDocument: 'after',
            },
          )
          .lean<StoredCoe>();
        if (written) {
          relayLater(coeId, written.outbox);
          return written;
        }
      }
      throw new AppError('unavailable', 'Too many people write this COE at once; try again.', { retryAfterSeconds: 1 });
    },

    /** Copies whatever crashed writers left behind. @returns how many COEs had something waiting */
    async relayPending(): Promise<number> {
      const waiting = await coes
        .find({ 'outbox.version': { $gt: 0 } }, { outbox: 1 })
        .limit(500)
        .lean<StoredCoe[]>();
      await relay(new Map(waiting.map(({ _id, outbox }) => [_id, outbox])));
      return waiting.length;
    },

    async recordAudit(event: AuditEvent, id: string): Promise<void> {
      await audit.updateOne({ _id: id }, { $setOnInsert: { ...event } }, { upsert: true });
    },
  };
}

const isSame = (a: unknown, b: unknown) => canonicalJson(a) === canonicalJson(b);

/** Ids of the approvals that a write took away, for the trail. */
function voided(before: StoredCoe, after: ReviewState): { approvalsVoided?: string[] } {
  const kept = new Set(after.approvals.map(({ reviewer }) => reviewer.id));
  const gone = reviewOf(before).approvals.filter(({ reviewer }) => !kept.has(reviewer.id));
  return gone.length === 0 ? {} : { approvalsVoided: gone.map(({ id }) => id) };
}

/** What an approval is bound to: equal content has an equal hash, whatever the order of its keys. */
export function contentHash(content: CoeContent): string {
  return sha256(canonicalJson(content));
}
