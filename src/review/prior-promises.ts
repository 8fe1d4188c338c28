import type { StoredCoe } from '../coe/model.js';
import type { CoeStore } from '../coe/store.js';
import type { Similarity } from '../search/similarity/open-similarity.js';
import type { PromiseMatch } from '../search/similarity/promise-matches.js';
import type { PriorItem } from './finding.js';

/**
 * The promises that a COE's action items repeat, by the id of the item here. Readiness is read by everybody who sees the COE, so what
 * restricted or archived COEs promised is never among them.
 */
export function priorPromises(
  similarity: Similarity,
  store: Pick<CoeStore, 'coes'>,
): (coe: StoredCoe) => Promise<Map<string, PriorItem>> {
  return async (coe) => {
    const matches = await similarity.promisesFor(coe, (subject) => !subject.restricted);
    const prior = await store.coes
      .find(
        { _id: { $in: matches.map(({ coeId }) => coeId) }, status: { $ne: 'archived' }, 'content.restricted': false },
        { number: 1, 'content.actionItems': 1 },
      )
      .lean<StoredCoe[]>();
    return priorItems(matches, prior);
  };
}

/** Each match with the item that it names, the best one for each item here; what is not among `prior` is left out. */
export function priorItems(
  matches: readonly PromiseMatch[],
  prior: readonly Pick<StoredCoe, '_id' | 'number' | 'content'>[],
): Map<string, PriorItem> {
  const found = new Map<string, PriorItem>();
  for (const { coeId, itemId, ownItemId } of matches) {
    const other = prior.find(({ _id }) => _id === coeId);
    const item = other?.content.actionItems.find(({ id }) => id === itemId);
    if (other && item && ownItemId !== null && !found.has(ownItemId))
      found.set(ownItemId, { coe: other.number, title: item.title, status: item.status, dueDate: item.dueDate });
  }
  return found;
}
