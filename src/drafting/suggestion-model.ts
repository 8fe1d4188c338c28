import { type Connection, type Model, Schema } from 'mongoose';
import type { StoredSuggestion } from './suggestion-schema.js';

export function suggestionModel(connection: Connection): Model<StoredSuggestion> {
  const mixed = Schema.Types.Mixed;
  const text = { type: String, required: true };
  const schema = new Schema<StoredSuggestion>(
    {
      _id: text,
      coeId: text,
      draftId: text,
      drafter: text,
      key: text,
      section: text,
      order: text,
      content: { type: mixed, required: true },
      claims: { type: [mixed], required: true },
      origin: mixed,
      rule: String,
      status: text,
      createdAt: text,
      decidedAt: String,
      decidedBy: mixed,
      reason: String,
      edited: Boolean,
    } as never,
    { collection: 'suggestions', versionKey: false, minimize: false, strict: 'throw', id: false },
  );
  schema.index({ coeId: 1, order: 1, createdAt: 1, _id: 1 });
  schema.index({ draftId: 1, order: 1 });
  return connection.models.Suggestion ?? connection.model<StoredSuggestion>('Suggestion', schema);
}
