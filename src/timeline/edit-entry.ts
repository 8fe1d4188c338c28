import type { EditCoe } from '../coe/edit.js';
import type { StoredCoe } from '../coe/model.js';
import type { Actor } from '../kernel/actor.js';
import type { EntryPatch } from './entry-fields.js';
import { checkEnd, findEntry, placeEntries, sharpnessOf } from './find-entry.js';

/**
 * Changes what the patch names of one entry: its words, its time, whether it is hidden. An entry with another time moves to its place;
 * a time given without its precision is as sharp as it is written.
 * @throws AppError notFound; validation when it would end before it begins
 */
export function editEntry(
  edit: EditCoe,
  coeId: string,
  id: string,
  patch: EntryPatch,
  actor: Actor,
): Promise<StoredCoe> {
  const details = { entry: id, fields: Object.keys(patch) };
  return edit.apply(coeId, actor, { type: 'timeline.edited', details }, (content) => {
    const before = findEntry(content.timeline, id);
    const precision =
      patch.precision ?? (patch.at === undefined ? before.precision : sharpnessOf(patch.at, before.precision));
    const named = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
    const entry = checkEnd({ ...before, ...named, precision }, '/end');
    const timeline =
      entry.at === before.at
        ? content.timeline.map((one) => (one.id === id ? entry : one))
        : placeEntries(content.timeline, new Set([id]), [entry]);
    return { ...content, timeline };
  });
}
