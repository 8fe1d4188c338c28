import { type Connection, type Model, Schema } from 'mongoose';
import type { EvidenceItem } from '../item.js';

/** An evidence item that no COE has yet. People stand in it as `<@token>`: who they are is in `inboxPeople`. */
export type InboxItem = EvidenceItem & {
  /** Made of service and delivery key: the same delivery again is the same item. */
  _id: string;
  service: string;
  hookId: string;
  receivedAt: Date;
  /** What ties the messages of one incident together, where the source says so. */
  incidentKey: string | null;
};

/** The order of a window. */
export const BY_SERVICE = { service: 1, at: 1, index: 1, _id: 1 } as const;

/** Storage and indexes only; the shape is `evidenceItemSchema`. */
export function inboxItemModel(connection: Connection): Model<InboxItem> {
  const mixed = Schema.Types.Mixed;
  const text = { type: String, required: true };
  const schema = new Schema<InboxItem>(
    {
      _id: text,
      service: text,
      hookId: text,
      receivedAt: { type: Date, required: true },
      incidentKey: String,
      source: text,
      index: { type: Number, required: true },
      at: { type: Date, required: true },
      end: Date,
      precision: text,
      zoneOrigin: text,
      kind: text,
      state: String,
      actor: mixed,
      subject: String,
      dimensions: mixed,
      severity: String,
      text,
      payload: mixed,
      link: String,
      deliveryKey: text,
      eventKey: text,
    } as never,
    { collection: 'inboxItems', versionKey: false, minimize: false, strict: 'throw', id: false },
  );
  schema.index(BY_SERVICE);
  schema.index({ at: 1, _id: 1 });
  schema.index({ incidentKey: 1, at: 1 }, { sparse: true });
  // What is kept too long is looked for every minute.
  schema.index({ receivedAt: 1 });
  return connection.models.InboxItem ?? connection.model<InboxItem>('InboxItem', schema);
}
