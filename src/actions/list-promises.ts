import type { StoredCoe } from '../coe/model.js';
import type { ActionItem } from '../coe/schema.js';
import type { CoeStore } from '../coe/store.js';
import type { Visible } from '../search/lexical/view.js';
import { happenedAt } from '../search/similarity/compared-coe.js';
import type { Similarity } from '../search/similarity/open-similarity.js';
import type { PromiseMatch } from '../search/similarity/promise-matches.js';
import type { PresentedPromise } from './promise-schema.js';
import { type PromiseStore, promiseIdOf, type StoredPromiseAnswer } from './promise-store.js';

export type PromiseParts = { coes: CoeStore; similarity: Similarity; answers: PromiseStore };

/**
 * What earlier COEs promised that answers the problem of this one: alerts first, best first; each with what became of it and what a person said
 * about it. Only from COEs that the asker may see.
 */
export async function listPromises(
  { coes, similarity, answers }: PromiseParts,
  coe: StoredCoe,
  visible: Visible,
): Promise<PresentedPromise[]> {
  const [matches, answered] = await Promise.all([similarity.promisesFor(coe, visible), answers.answersOf(coe._id)]);
  const prior = await coes.coes
    .find(
      { _id: { $in: matches.map(({ coeId }) => coeId) }, status: { $ne: 'archived' } },
      {
        number: 1,
        seq: 1,
        'content.title': 1,
        'content.actionItems': 1,
        'content.keyMoments': 1,
        'content.timeline': { $slice: 1 },
      },
    )
    .lean<StoredCoe[]>();
  return matches.flatMap((match) => {
    const other = prior.find(({ _id }) => _id === match.coeId);
    const item = other?.content.actionItems.find(({ id }) => id === match.itemId);
    if (!other || !item) return [];
    return [present(coe._id, match, other, item, answered)];
  });
}

const UNFINISHED = new Set<ActionItem['status']>(['open', 'inProgress']);

function present(
  coeId: string,
  match: PromiseMatch,
  other: StoredCoe,
  item: ActionItem,
  answered: ReadonlyMap<string, StoredPromiseAnswer>,
): PresentedPromise {
  const id = promiseIdOf(coeId, other._id, item.id);
  const said = answered.get(id);
  const { title, type, status, owner, dueDate } = item;
  return {
    id,
    strength: match.strength,
    score: match.score,
    coe: { id: other._id, number: other.number, title: other.content.title },
    happenedAt: happenedAt(other.content),
    actionItem: { id: item.id, title, type, status, owner, dueDate },
    here: match.here,
    ownActionItemId: match.ownItemId,
    text: sentence(match, other.number, item),
    answer: said
      ? { answer: said.answer, because: said.because, reopened: said.reopened, at: said.at, by: said.by }
      : null,
    blocks: match.strength === 'alert' && UNFINISHED.has(status) && said === undefined,
  };
}

const BECAME: Record<ActionItem['status'], string> = {
  open: 'still open',
  inProgress: 'in progress',
  done: 'done',
  cancelled: 'cancelled',
};

function sentence({ strength }: PromiseMatch, number: string, { title, status, dueDate }: ActionItem): string {
  const due = dueDate === null || !UNFINISHED.has(status) ? '' : `, due ${dueDate.slice(0, 10)}`;
  const promised = `${number} promised "${title}" (${BECAME[status]}${due})`;
  if (strength === 'question') return `${promised}. Does it answer what happened here?`;
  return `${promised}, and this COE calls for it again.`;
}
