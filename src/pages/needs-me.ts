import { listBoard } from '../actions/list-board.js';
import { listPromises } from '../actions/list-promises.js';
import { dayOf, isOverdue } from '../actions/overdue.js';
import type { StoredCoe } from '../coe/model.js';
import { presentSummary, SUMMARY_PROJECTION } from '../coe/present.js';
import type { Actor } from '../kernel/actor.js';
import type { PageParts } from './parts.js';

export type NeedsMeParts = Pick<
  PageParts,
  'store' | 'visible' | 'visibleInSearch' | 'comments' | 'actions' | 'promises' | 'clock'
>;
const DRAFTS = 6;
const ROWS = 6;
/** Of how many of my COEs comments are counted: the latest. */
const DISCUSSED = 50;
const SOON_DAYS = 7;

/** Everything that waits for one person: their drafts, reviews asked of them, comments, due action items, promises broken. */
export async function needsMe(parts: NeedsMeParts, actor: Actor) {
  const [drafts, reviews, discussed, items] = await Promise.all([
    myCoes(parts, actor, ['draft', 'inReview'], DRAFTS),
    reviewsAsked(parts, actor, ROWS),
    discussedCoes(parts, actor),
    dueItems(parts, actor),
  ]);
  return {
    drafts: drafts.map(presentSummary),
    reviews: reviews.map(presentSummary),
    discussed,
    items,
    promises: await brokenPromises(parts, drafts, actor),
  };
}

/** COEs that the actor created, owns or writes, the newest first: all of these they may see. */
async function myCoes({ store }: NeedsMeParts, actor: Actor, statuses: string[], most: number) {
  const status = { $in: statuses };
  const written = { people: { $elemMatch: { id: actor.id, author: true } } };
  const mine = [
    { 'createdBy.id': actor.id, status },
    { ...written, status },
  ] as Record<string, unknown>[];
  return store.coes.find({ $or: mine }, SUMMARY_PROJECTION).sort({ seq: -1 }).limit(most).lean<StoredCoe[]>();
}

/** Where the actor was asked for a review and has not approved, the oldest first. */
export async function reviewsAsked(
  { store, visible }: Pick<NeedsMeParts, 'store' | 'visible'>,
  actor: Actor,
  most: number,
): Promise<StoredCoe[]> {
  const asked = { 'review.reviewers.id': actor.id, status: 'inReview' as const };
  const undecided: Record<string, unknown> = { 'review.approvals.reviewer.id': { $ne: actor.id } };
  return store.coes
    .find({ $and: [asked, undecided, visible(actor)] }, SUMMARY_PROJECTION)
    .sort({ seq: 1 })
    .limit(most)
    .lean<StoredCoe[]>();
}

/** My COEs with open threads. */
async function discussedCoes(parts: NeedsMeParts, actor: Actor) {
  const mine = await myCoes(parts, actor, ['draft', 'inReview', 'approved', 'published'], DISCUSSED);
  const open = await parts.comments.openCounts(mine.map(({ _id }) => _id));
  return mine
    .flatMap(({ _id, number, content }) => {
      const threads = open.get(_id) ?? 0;
      return threads === 0 ? [] : [{ number, title: content.title, threads }];
    })
    .slice(0, ROWS);
}

/** Unfinished action items of the actor that are overdue or due within a week. */
async function dueItems({ actions, clock }: NeedsMeParts, actor: Actor) {
  const until = dayOf(new Date(clock.now().getTime() + SOON_DAYS * 24 * 60 * 60 * 1000));
  const query = { limit: ROWS, status: 'unfinished' as const, owner: actor.name };
  const { items } = await listBoard(actions, query, actor);
  return items.filter(({ dueDate }) => dueDate !== null && dueDate.slice(0, 10) <= until);
}

/** What earlier COEs promised against the problems I am writing about, and did not keep. */
async function brokenPromises(parts: NeedsMeParts, drafts: readonly StoredCoe[], actor: Actor) {
  const now = parts.clock.now();
  const found = await Promise.all(
    drafts.map(async ({ _id, number }) => {
      const coe = await parts.store.byId(_id);
      const promises = await listPromises(parts.promises, coe, parts.visibleInSearch(actor));
      return promises.map((promise) => ({ ...promise, draft: number }));
    }),
  );
  return found
    .flat()
    .filter(({ strength, answer, actionItem }) => strength === 'alert' && !answer && isOverdue(actionItem, now))
    .slice(0, ROWS);
}
