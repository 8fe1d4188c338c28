import { type Connection, type Model, Schema } from 'mongoose';
import type { EvidenceItem } from './item.js';

/** As it lies in the collection; `_id` is the item's id and is made of COE and delivery key, so it is the duplicate check. */
export type EvidenceDocument = EvidenceItem & { _id: string; coeId: string; importId: string; importedAt: Date };

/** Who or which channel an id stands for in one COE. Real names live here only. */
export type ParticipantDocument = {
  _id: string;
  coeId: string;
  /** The source's own id, or `name:` and the name in lower case. */
  participantId: string;
  kind: 'person' | 'channel';
  realName: string | null;
  /** responder-1, … in order of appearance; null until the person appears. */
  placeholder: string | null;
};

/** Storage and indexes only; the shape is `evidenceItemSchema`. */
export function evidenceModel(connection: Connection): Model<EvidenceDocument> {
  const mixed = Schema.Types.Mixed;
  const schema = new Schema<EvidenceDocument>(
    {
      _id: { type: String, required: true },
      coeId: { type: String, required: true },
      importId: { type: String, required: true },
      importedAt: { type: Date, required: true },
      source: { type: String, required: true },
      index: { type: Number, required: true },
      at: { type: Date, required: true },
      end: Date,
      precision: { type: String, required: true },
      zoneOrigin: { type: String, required: true },
      kind: { type: String, required: true },
      state: String,
      actor: mixed,
      subject: String,
      dimensions: mixed,
      severity: String,
      text: { type: String, required: true },
      payload: mixed,
      link: String,
      deliveryKey: { type: String, required: true },
      eventKey: { type: String, required: true },
    } as never,
    { collection: 'evidence', versionKey: false, minimize: false, strict: 'throw', id: false },
  );
  // Pages in order of time; equal times in the order of their file.
  schema.index({ coeId: 1, at: 1, index: 1, _id: 1 });
  return connection.models.Evidence ?? connection.model<EvidenceDocument>('Evidence', schema);
}

export function participantModel(connection: Connection): Model<ParticipantDocument> {
  const schema = new Schema<ParticipantDocument>(
    {
      _id: { type: String, required: true },
      coeId: { type: String, required: true },
      participantId: { type: String, required: true },
      kind: { type: String, required: true },
      realName: String,
      placeholder: String,
    } as never,
    { collection: 'participants', versionKey: false, strict: 'throw', id: false },
  );
  schema.index({ coeId: 1, realName: 1 });
  // Two imports at once must not give one placeholder to two people.
  schema.index(
    { coeId: 1, placeholder: 1 },
    { unique: true, partialFilterExpression: { placeholder: { $type: 'string' } } },
  );
  return connection.models.Participant ?? connection.model<ParticipantDocument>('Participant', schema);
}
