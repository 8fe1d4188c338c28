import type { StoredCoe } from '../coe/model.js';
import type { CoeStore } from '../coe/store.js';
import type { StoredEvidenceItem } from '../evidence/item.js';
import { happenedAt, isEarlier } from '../search/similarity/compared-coe.js';
import type { Similarity } from '../search/similarity/open-similarity.js';
import { reasonText } from '../search/similarity/reasons.js';
import type { SimilarCoe } from '../search/similarity/similar.js';
import type { PriorCoe } from './section-rule.js';

/** Asked for more than are kept: some turn out to be of later incidents. */
const LOOKED_AT = 15;
const KEPT = 5;
/** Search compares by the most telling words; more text than this only takes longer. */
const MOST_TEXT = 300_000;

/**
 * Earlier COEs like this one, best match first, with what they promised. A suggestion is read by everybody who sees its COE, so
 * restricted COEs are never among them.
 */
export function priorCoes(similarity: Similarity, store: CoeStore) {
  return async (coe: StoredCoe, items: readonly StoredEvidenceItem[]): Promise<PriorCoe[]> => {
    const words = wordsOf(items);
    const similar = await similarity.similarTo(coe, words, LOOKED_AT, (subject) => !subject.restricted);
    const own = { seq: coe.seq, happenedAt: items[0]?.at.toISOString() ?? happenedAt(coe.content) };
    const prior: PriorCoe[] = [];
    for (const match of similar) {
      const other = await store.byId(match.coe.id);
      const earlier = isEarlier({ seq: other.seq, happenedAt: happenedAt(other.content) }, own);
      if (earlier && other.status !== 'archived' && !other.content.restricted) prior.push(priorOf(other, match));
      if (prior.length === KEPT) break;
    }
    return prior;
  };
}

/** Distinct texts in their order, up to as many characters as are compared. */
function wordsOf(items: readonly StoredEvidenceItem[]): string {
  const texts = new Set<string>();
  let length = 0;
  for (const { text } of items) {
    if (texts.has(text)) continue;
    texts.add(text);
    length += text.length + 1;
    if (length > MOST_TEXT) break;
  }
  return [...texts].join('\n').slice(0, MOST_TEXT);
}

function priorOf({ _id, number, status, content }: StoredCoe, { reasons }: SimilarCoe): PriorCoe {
  const { title, services, summary, actionItems } = content;
  return {
    id: _id,
    number,
    title,
    services,
    status,
    matchedOn: reasons.map(reasonText),
    actionItems: actionItems.map((item) => ({
      id: item.id,
      title: item.title,
      type: item.type,
      status: item.status,
      owner: item.owner,
      dueDate: item.dueDate,
    })),
    summary,
  };
}
