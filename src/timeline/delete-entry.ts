import type { EditCoe } from '../coe/edit.js';
import type { StoredCoe } from '../coe/model.js';
import type { Actor } from '../kernel/actor.js';
import { findEntry, placeEntries } from './find-entry.js';

/** Takes an entry out of the timeline; the revision keeps it, and later drafts do not propose it again. @throws AppError notFound */
export function deleteEntry(edit: EditCoe, coeId: string, id: string, actor: Actor): Promise<StoredCoe> {
  return edit.apply(coeId, actor, { type: 'timeline.deleted', details: { entry: id } }, (content) => {
    findEntry(content.timeline, id);
    return { ...content, timeline: placeEntries(content.timeline, new Set([id]), []) };
  });
}
