import type { StoredCoe } from '../coe/model.js';
import type { CoeStore } from '../coe/store.js';
import type { SearchIndex } from '../search/search-index.js';
import type { PriorItem } from './finding.js';
import { repeatedPromises } from './promises.js';

const LOOKED_AT = 20;

/**
 * The promises that a COE repeats, looked for in the COEs most like its action items. Readiness is read by everybody who sees the COE,
 * so what restricted or archived COEs promised is never among them.
 */
export function priorPromises(
  search: SearchIndex,
  store: Pick<CoeStore, 'coes'>,
): (coe: StoredCoe) => Promise<Map<string, PriorItem>> {
  return async (coe) => {
    const { services, actionItems } = coe.content;
    const text = actionItems.map(({ title }) => title).join('\n');
    const query = { title: coe.content.title, services, text, excludeId: coe._id };
    const similar = await search.similarTo(query, LOOKED_AT, (subject) => !subject.restricted);
    const prior = await store.coes
      .find(
        {
          _id: { $in: similar.map((match) => match.coe.id) },
          seq: { $lt: coe.seq },
          status: { $ne: 'archived' },
          'content.restricted': false,
        },
        { number: 1, 'content.actionItems': 1 },
      )
      .lean<StoredCoe[]>();
    return repeatedPromises(
      actionItems,
      prior.map(({ number, content }) => ({ number, actionItems: content.actionItems })),
    );
  };
}
