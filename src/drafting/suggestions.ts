import type { Connection } from 'mongoose';
import { retryIdempotent } from '../database/retry-idempotent.js';
import { cutPage, type Page, readCursor } from '../http/page.js';
import type { Clock } from '../kernel/clock.js';
import { notFound } from '../kernel/errors.js';
import type { SuggestionSection } from './section-rule.js';
import { suggestionModel } from './suggestion-model.js';
import type { StoredSuggestion, SuggestionStatus } from './suggestion-schema.js';

export type SuggestionStore = ReturnType<typeof suggestionStore>;
type Person = { id: string; name: string };
export type SuggestionQuery = {
  status?: SuggestionStatus | undefined;
  section?: SuggestionSection | undefined;
  limit: number;
  cursor?: string | undefined;
};

/** Reads of suggestions and the marks people leave on them; new ones come in through `storeProposals`. */
export function suggestionStore(connection: Connection, clock: Clock) {
  const suggestions = suggestionModel(connection);
  const order = { order: 1, createdAt: 1, _id: 1 } as const;

  return {
    suggestions,

    /** @throws AppError notFound */
    async byId(id: string): Promise<StoredSuggestion> {
      return (await suggestions.findById(id).lean<StoredSuggestion>()) ?? notFound('suggestion', id);
    },

    /** @throws AppError notFound, also for a suggestion of another COE */
    async ofCoeById(coeId: string, id: string): Promise<StoredSuggestion> {
      return (await suggestions.findOne({ _id: id, coeId }).lean<StoredSuggestion>()) ?? notFound('suggestion', id);
    },

    ofDraft: (draftId: string) => suggestions.find({ draftId }).sort(order).lean<StoredSuggestion[]>(),

    /** Suggestions of a COE by status or id, in their order. */
    ofCoe(coeId: string, which: { status: SuggestionStatus } | { ids: string[] }): Promise<StoredSuggestion[]> {
      const filter = 'ids' in which ? { coeId, _id: { $in: which.ids } } : { coeId, status: which.status };
      return suggestions.find(filter).sort(order).lean<StoredSuggestion[]>().exec();
    },

    /** All that a person may want to see, decided ones too; what a later draft replaced is left out. */
    shown(coeId: string): Promise<StoredSuggestion[]> {
      return suggestions
        .find({ coeId, status: { $ne: 'superseded' } })
        .sort(order)
        .lean<StoredSuggestion[]>()
        .exec();
    },

    /** The same of one section. */
    shownOf: (coeId: string, section: SuggestionSection): Promise<StoredSuggestion[]> =>
      suggestions
        .find({ coeId, section, status: { $ne: 'superseded' } })
        .sort(order)
        .lean<StoredSuggestion[]>()
        .exec(),

    /** How many wait for a decision. */
    pending: (coeId: string): Promise<number> => suggestions.countDocuments({ coeId, status: 'pending' }),

    async list(coeId: string, { status, section, limit, cursor }: SuggestionQuery): Promise<Page<StoredSuggestion>> {
      const after = readCursor(cursor, ['string', 'string', 'string']);
      const filter: Record<string, unknown> = { coeId };
      if (status !== undefined) filter.status = status;
      if (section !== undefined) filter.section = section;
      if (after) {
        const [place, createdAt, _id] = after;
        filter.$or = [
          { order: { $gt: place } },
          { order: place, createdAt: { $gt: createdAt } },
          { order: place, createdAt, _id: { $gt: _id } },
        ];
      }
      const rows = await suggestions
        .find(filter)
        .sort(order)
        .limit(limit + 1)
        .lean<StoredSuggestion[]>();
      return cutPage(rows, limit, (row) => [row.order, row.createdAt, row._id]);
    },

    /** Marks what the COE holds now; called after the COE was written. @param edited the content as a person changed it */
    async markAccepted(
      ids: string[],
      by: Person,
      edited: Pick<StoredSuggestion, 'content' | 'claims'> | undefined,
    ): Promise<void> {
      const words = edited === undefined ? {} : { ...edited, edited: true };
      const at = clock.now().toISOString();
      const decided = { status: 'accepted' as const, decidedAt: at, decidedBy: by, reason: null, ...words };
      await retryIdempotent(() =>
        suggestions.updateMany({ _id: { $in: ids }, status: { $ne: 'accepted' } }, { $set: decided }),
      );
    },

    /** @returns false when it was accepted in the meantime */
    async markRejected(id: string, by: Person, reason: string | null): Promise<boolean> {
      const decided = { status: 'rejected' as const, decidedAt: clock.now().toISOString(), decidedBy: by, reason };
      const open = { $in: ['pending' as const, 'superseded' as const] };
      const { matchedCount } = await suggestions.updateOne({ _id: id, status: open }, { $set: decided });
      return matchedCount === 1;
    },
  };
}
