import { coeContentSchema } from '../coe/schema.js';
import type { Actor } from '../kernel/actor.js';
import type { Visible } from '../search/lexical/view.js';
import type { Similarity } from '../search/similarity/open-similarity.js';
import type { BackTestParts } from './back-test.js';

/** A text compared with every COE as if it were the summary of one. */
export function nearestCoes(
  similarity: Pick<Similarity, 'similarTo'>,
  visibleTo: (actor: Actor) => Visible,
): BackTestParts['nearestCoes'] {
  return async (text, limit, actor) => {
    const content = coeContentSchema.parse({ title: text.split('\n')[0]?.slice(0, 300) ?? '', summary: text });
    const found = await similarity.similarTo({ _id: '', seq: 0, number: '', content }, '', limit, visibleTo(actor));
    return found.map(({ coe, score }) => ({ coe, score }));
  };
}
