import type { EditCoe } from '../coe/edit.js';
import type { StoredCoe } from '../coe/model.js';
import type { TimelineEntry } from '../coe/schema.js';
import { validationError } from '../http/validate.js';
import type { Actor } from '../kernel/actor.js';
import type { MergeRequest } from './entry-fields.js';
import { checkEnd, placeEntries, sharpnessOf } from './find-entry.js';

/**
 * Makes several entries one, which keeps the id of the earliest and cites the evidence of all.
 * @returns the COE and the id of the entry that stands for all
 * @throws AppError validation naming each id that is not in the timeline, or when `at` lies after the last of them
 */
export async function mergeEntries(
  edit: EditCoe,
  coeId: string,
  request: MergeRequest,
  actor: Actor,
): Promise<{ coe: StoredCoe; id: string }> {
  const details: Record<string, unknown> = { entries: request.ids };
  let id = '';
  const coe = await edit.apply(coeId, actor, { type: 'timeline.merged', details }, (content) => {
    const merged = mergedOf(chosen(content.timeline, request.ids), request);
    id = merged.id;
    details.into = id;
    return { ...content, timeline: placeEntries(content.timeline, new Set(request.ids), [merged]) };
  });
  return { coe, id };
}

/** In order of time; those of one time as they stand. */
function chosen(timeline: readonly TimelineEntry[], ids: readonly string[]): TimelineEntry[] {
  const byId = new Map(timeline.map((entry) => [entry.id, entry]));
  const errors = ids.flatMap((id, index) =>
    byId.has(id) ? [] : [{ pointer: `/ids/${index}`, detail: `The timeline has no entry "${id}".` }],
  );
  if (errors.length > 0) throw validationError(errors);
  const wanted = new Set(ids);
  return timeline.filter(({ id }) => wanted.has(id)).sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

function mergedOf(entries: readonly TimelineEntry[], { text, at }: MergeRequest): TimelineEntry {
  const first = entries[0] as TimelineEntry;
  const last =
    entries
      .flatMap((entry) => [entry.at, entry.end ?? entry.at])
      .sort()
      .at(-1) ?? first.at;
  const from = at ?? first.at;
  const actors = new Set(entries.map(({ actor }) => actor));
  const merged = {
    ...first,
    at: from,
    end: last === from ? null : last,
    precision: at === undefined ? first.precision : sharpnessOf(at, first.precision),
    text: text ?? [...new Set(entries.map((entry) => entry.text))].join('; '),
    kind: entries.find(({ kind }) => kind !== 'note')?.kind ?? first.kind,
    actor: actors.size === 1 ? first.actor : null,
    evidenceIds: [...new Set(entries.flatMap(({ evidenceIds }) => evidenceIds))],
    hidden: entries.every(({ hidden }) => hidden),
  };
  // A person who moves the whole of it behind its last sign means that time, not a stretch that runs backwards.
  return checkEnd(at !== undefined && at > last ? { ...merged, end: null } : merged, '/at');
}
