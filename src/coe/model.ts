import { type Connection, type Model, Schema } from 'mongoose';
import { countWrites } from '../database/count-writes.js';
import type { Qualification } from '../kernel/actor.js';
import type { AuditEvent } from '../kernel/audit.js';
import type { ListedPerson } from './people.js';
import type { CoeContent, Section } from './schema.js';
import type { SectionPatch } from './section-patch.js';

export type CoeStatus = 'draft' | 'inReview' | 'approved' | 'published' | 'archived';
export type Person = { id: string; name: string };
/** What an approval can be asked of: anybody who may review, or somebody with a qualification. */
export type Slot = 'reviewer' | Qualification;

/** An approval that stands. It falls with the first change of the content that is more than follow-up (`standing.ts`). */
export type StoredApproval = {
  id: string;
  reviewer: Person;
  /** Held at that moment; they decide which slot it fills. */
  qualifications: Qualification[];
  /** The content that the reviewer approved. */
  contentHash: string;
  /** The content it stands for: the same, or what follow-up has made of it since. */
  standsFor: string;
  version: number;
  at: string;
  /**
   * What it filled under the rules of the moment in which the COE was approved; null: it was one more than needed. Absent until then, and on
   * approvals of older releases.
   */
  slot?: Slot | null;
};

/** Somebody who was asked for a review. */
export type AssignedReviewer = Person & { drawn: boolean; at: string; by: Person };

export type ReviewState = {
  reviewers: AssignedReviewer[];
  approvals: StoredApproval[];
  /** Ids of all who changed the content, whatever they were on it: taking oneself off the authors makes nobody a reviewer of their own words. */
  writers: string[];
};

/** What one write did; waits in the COE's own document until the relay has copied it to `revisions` and `audit`. */
export type OutboxEntry = {
  version: number;
  at: string;
  actor: Person;
  patch: SectionPatch;
  /** The reason a person gave: of a decision, a change of state, a reopened action item. */
  note: string | null;
  /** The state after the write. */
  status: CoeStatus;
  contentHash: string;
  event: AuditEvent;
};

/** One COE as it is stored: content and bookkeeping in one document, so that every change is one atomic write. */
export type StoredCoe = {
  _id: string;
  seq: number;
  number: string;
  version: number;
  status: CoeStatus;
  templateVersion: number;
  content: CoeContent;
  /** The accounts of those who are written on it; what policies look at. */
  people: ListedPerson[];
  /** The version at which each section last changed, for If-Match by section. */
  sectionVersions: Partial<Record<Section, number>>;
  contentHash: string;
  /** Absent until somebody was asked, approved or wrote; read it by `reviewOf`. */
  review?: ReviewState;
  createdAt: string;
  createdBy: Person;
  updatedAt: string;
  updatedBy: Person;
  outbox: OutboxEntry[];
};

/** Storage and indexes only; the shape is `coeContentSchema`, and a test proves that the two agree. */
export function coeModel(connection: Connection): Model<StoredCoe> {
  const mixed = Schema.Types.Mixed;
  const person = { id: String, name: String };
  const schema = new Schema<StoredCoe>(
    {
      _id: { type: String, required: true },
      seq: { type: Number, required: true },
      number: { type: String, required: true },
      version: { type: Number, required: true },
      status: { type: String, required: true },
      templateVersion: { type: Number, required: true },
      content: { type: mixed, required: true },
      people: { type: [mixed], required: true },
      sectionVersions: { type: mixed, required: true },
      contentHash: { type: String, required: true },
      review: { type: mixed },
      createdAt: { type: String, required: true },
      createdBy: person,
      updatedAt: { type: String, required: true },
      updatedBy: person,
      outbox: { type: [mixed], required: true },
    } as never,
    { collection: 'coes', versionKey: false, minimize: false, strict: 'throw', id: false },
  );
  schema.index({ seq: -1 }, { unique: true });
  schema.index({ number: 1 }, { unique: true });
  schema.index({ status: 1, seq: -1 });
  for (const field of ['services', 'severity', 'owner', 'tags']) schema.index({ [`content.${field}`]: 1, seq: -1 });
  schema.index({ 'people.id': 1, seq: -1 });
  schema.index({ 'review.reviewers.id': 1, status: 1 });
  schema.index({ 'content.actionItems.id': 1 });
  schema.index({ 'createdBy.id': 1, seq: -1 });
  schema.index({ 'outbox.version': 1 }, { sparse: true });
  // The week of an operations review: most COEs have no meeting, and nearly all began in another week.
  schema.index({ createdAt: 1 });
  schema.index({ 'content.meetingDate': 1 });
  // What followers of changes read: search polls it.
  schema.index({ updatedAt: 1, _id: 1, version: 1 });
  countWrites(schema);
  return connection.models.Coe ?? connection.model<StoredCoe>('Coe', schema);
}

/** Revisions written by an older release lack note, status and hash. */
export type StoredRevision = Omit<OutboxEntry, 'event' | 'note' | 'status' | 'contentHash'> &
  Partial<Pick<OutboxEntry, 'note' | 'status' | 'contentHash'>> & { _id: string; coeId: string; eventType: string };

export function revisionModel(connection: Connection): Model<StoredRevision> {
  const mixed = Schema.Types.Mixed;
  const schema = new Schema<StoredRevision>(
    {
      _id: String,
      coeId: String,
      version: Number,
      at: String,
      actor: mixed,
      patch: mixed,
      note: String,
      status: String,
      contentHash: String,
      eventType: String,
    } as never,
    { collection: 'revisions', versionKey: false, minimize: false, id: false },
  );
  schema.index({ coeId: 1, version: 1 }, { unique: true });
  schema.index({ coeId: 1, eventType: 1, version: -1 });
  return connection.models.Revision ?? connection.model<StoredRevision>('Revision', schema);
}
