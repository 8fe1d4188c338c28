import { type Connection, type Model, Schema } from 'mongoose';
import type { AuditEvent } from '../kernel/audit.js';

export type StoredAuditEvent = AuditEvent & { _id: string };

/** Written once and never changed: no route and no verb updates or removes an event. */
export function auditModel(connection: Connection): Model<StoredAuditEvent> {
  const mixed = Schema.Types.Mixed;
  const schema = new Schema<StoredAuditEvent>(
    { _id: String, type: { type: String }, at: String, actor: mixed, coeId: String, details: mixed } as never,
    { collection: 'audit', versionKey: false, minimize: false, id: false },
  );
  schema.index({ at: -1, _id: -1 });
  schema.index({ coeId: 1, at: -1, _id: -1 });
  schema.index({ 'actor.id': 1, at: -1, _id: -1 });
  return connection.models.Audit ?? connection.model<StoredAuditEvent>('Audit', schema);
}
