import type { EditCoe } from '../coe/edit.js';
import type { StoredCoe } from '../coe/model.js';
import type { TimelineEntry } from '../coe/schema.js';
import { validationError } from '../http/validate.js';
import type { Actor } from '../kernel/actor.js';
import { newId } from '../kernel/ids.js';
import type { SplitRequest } from './entry-fields.js';
import { checkEnd, findEntry, placeEntries, sharpnessOf } from './find-entry.js';

/**
 * Makes one entry several. The first keeps its id; each takes what it does not say from it, its evidence too, but not its end, which
 * belonged to the whole.
 * @returns the COE and the ids of the parts, in the order of the request
 * @throws AppError notFound; validation for evidence that the entry does not cite, and for parts that end before they begin
 */
export async function splitEntry(
  edit: EditCoe,
  coeId: string,
  id: string,
  { entries }: SplitRequest,
  actor: Actor,
): Promise<{ coe: StoredCoe; ids: string[] }> {
  const ids = entries.map((_part, index) => (index === 0 ? id : newId('m')));
  const details = { entry: id, into: ids };
  const coe = await edit.apply(coeId, actor, { type: 'timeline.split', details }, (content) => {
    const whole = findEntry(content.timeline, id);
    checkEvidence(whole, entries);
    const parts = entries.map((part, index) =>
      checkEnd(partOf(whole, part, ids[index] as string), `/entries/${index}/end`),
    );
    return { ...content, timeline: placeEntries(content.timeline, new Set([id]), parts) };
  });
  return { coe, ids };
}

function partOf(whole: TimelineEntry, part: SplitRequest['entries'][number], id: string): TimelineEntry {
  const at = part.at ?? whole.at;
  const named = Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined));
  return { ...whole, end: null, precision: sharpnessOf(at, whole.precision), ...named, id };
}

/** A split tells apart what is there; other evidence comes in by an edit. */
function checkEvidence(whole: TimelineEntry, entries: SplitRequest['entries']): void {
  const known = new Set(whole.evidenceIds);
  const errors = entries.flatMap((entry, index) =>
    (entry.evidenceIds ?? []).flatMap((id, place) =>
      known.has(id)
        ? []
        : [
            {
              pointer: `/entries/${index}/evidenceIds/${place}`,
              detail: `The entry does not cite "${id}"; add evidence by editing the part afterwards.`,
            },
          ],
    ),
  );
  if (errors.length > 0) throw validationError(errors);
}
