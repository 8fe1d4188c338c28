import type { StoredCoe } from '../coe/model.js';
import type { CoeStore } from '../coe/store.js';
import type { Similarity } from '../search/similarity/open-similarity.js';
import type { PromiseMatch } from '../search/similarity/promise-matches.js';
import type { PriorItem } from './finding.js';

/** Whether a person has answered the promise of an action item of an earlier COE. */
export type AnsweredPromise = (priorCoeId: string, itemId: string) => boolean;

/** Promised, not finished, and nobody said whether it is the same problem. */
export const waits = ({ status, answered }: PriorItem): boolean =>
  !answered && (status === 'open' || status === 'inProgress');

/**
 * The promises that a COE's action items repeat, by the id of the item here. Readiness is read by everybody who sees the COE, so what
 * restricted or archived COEs promised is never among them.
 */
export function priorPromises(
  similarity: Similarity,
  store: Pick<CoeStore, 'coes'>,
  answeredIn: (coeId: string) => Promise<AnsweredPromise>,
): (coe: StoredCoe) => Promise<Map<string, PriorItem>> {
  return async (coe) => {
    const [matches, answered] = await Promise.all([
      similarity.promisesFor(coe, (subject) => !subject.restricted),
      answeredIn(coe._id),
    ]);
    const prior = await store.coes
      .find(
        { _id: { $in: matches.map(({ coeId }) => coeId) }, status: { $ne: 'archived' }, 'content.restricted': false },
        { number: 1, 'content.actionItems': 1 },
      )
      .lean<StoredCoe[]>();
    return priorItems(matches, prior, answered);
  };
}

/** Each match with the item that it names, the best one for each item here; what is not among `prior` is left out. */
export function priorItems(
  matches: readonly PromiseMatch[],
  prior: readonly Pick<StoredCoe, '_id' | 'number' | 'content'>[],
  answered: AnsweredPromise,
): Map<string, PriorItem> {
  const found = new Map<string, PriorItem>();
  for (const { coeId, itemId, ownItemId } of matches) {
    const other = prior.find(({ _id }) => _id === coeId);
    const item = other?.content.actionItems.find(({ id }) => id === itemId);
    if (!other || !item || ownItemId === null) continue;
    const { title, status, dueDate } = item;
    const promise = { coe: other.number, title, status, dueDate, answered: answered(coeId, itemId) };
    // Of several the one that still waits for an answer.
    if (!found.has(ownItemId) || (waits(promise) && !waits(found.get(ownItemId) as PriorItem)))
      found.set(ownItemId, promise);
  }
  return found;
}
