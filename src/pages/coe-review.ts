import type { Router } from 'express';
import { SECTIONS } from '../coe/schema.js';
import { wroteIn } from '../coe/standing.js';
import { parseBody } from '../http/validate.js';
import { newId } from '../kernel/ids.js';
import { assignReviewers, reviewersSchema } from '../review/assign-reviewers.js';
import { drawReviewers } from '../review/draw-reviewers.js';
import { newDecisionSchema, recordDecision } from '../review/record-decision.js';
import { newReviewSchema, reviewCoe } from '../review/review-coe.js';
import { decisionsOf } from '../review/review-routes.js';
import { reviewView } from '../review/review-state.js';
import { transitionCoe, transitionSchema } from '../review/transition-coe.js';
import { articleOf } from './article.js';
import { type CoeParts, frameWithFindings, mayDo } from './coe-frame.js';
import { shorten } from './diff-words.js';
import { reviewsAsked } from './needs-me.js';
import type { PageParts } from './parts.js';
import { fieldOf, showAt, takeAt, type Visit } from './screen.js';
import { splitList } from './split-list.js';
import { showThreads } from './threads.js';
import { sanitised, showPage } from './view.js';

type Parts = CoeParts & Pick<PageParts, 'edit' | 'review' | 'reportOf' | 'writing' | 'visible'>;
/** COEs of one reader's queue. */
const MOST_QUEUED = 100;
const MOST_THREADS = 100;
const MOST_DECISIONS = 20;

/** `/coes/{coe}/review`: what changed since my last look, who still has to approve, the decision, comments, the meeting. */
export function coeReviewScreen(router: Router, parts: Parts): void {
  const { ports, store, edit, review } = parts;

  showAt(router, ports, '/coes/:coe/review', 'coe.read', async (visit) => {
    const { coeId, actor, response } = visit;
    const read = store.byId(coeId);
    const stored = await read;
    const [frame, { html }, view, page, asked, history] = await Promise.all([
      frameWithFindings(parts, visit, 'review', read),
      articleOf(parts, stored),
      reviewView(review, coeId, actor),
      parts.comments.page(coeId, { limit: MOST_THREADS, resolved: false }),
      reviewsAsked(parts, actor, MOST_QUEUED),
      decisionsOf(store, stored, MOST_DECISIONS),
    ]);
    const isOpen = frame.coe.status !== 'archived';
    const key = newId('form');
    const { number, meetingDate, meetingOutcome, decisions } = frame.coe;
    showPage(
      response,
      'coe-review',
      { title: `Review of ${number}`, section: '/coes', room: 'review' },
      {
        ...frame,
        report: sanitised(html),
        queue: queueAround(
          asked.map((one) => one.number),
          number,
        ),
        slots: view.slots,
        notCounted: view.notCounted,
        ways: view.ways,
        look: view.look,
        changes: view.changes?.map(({ section, words }) => ({ section, words: shorten(words) })),
        mayDecide: view.mayDecide,
        mayWaive: isOpen && mayDo(actor, 'coe.review', stored) && !wroteIn(stored, actor),
        mayAssign: isOpen && mayDo(actor, 'coe.assignReviewers', stored),
        reviewerNames: frame.coe.reviewers.map(({ name }) => name).join(', '),
        history,
        threads: showThreads(page.items, stored, actor, { ...frame, key }),
        meeting: { date: meetingDate, outcome: meetingOutcome, decisions },
        sections: SECTIONS,
        key,
        about: 'summary',
        from: 'review',
      },
    );
  });

  /** A form of the screen; afterwards the reader is back on it. */
  const form = (verb: string, action: string, done: string, take: (visit: Visit) => Promise<unknown>) =>
    takeAt(router, ports, `/coes/:coe/review/${verb}`, action, async (visit) => {
      await take(visit);
      const { number } = await store.byId(visit.coeId);
      visit.response.redirect(303, `/coes/${number}/review?done=${done}`);
    });

  form('decision', 'coe.review', 'decided', ({ coeId, actor, form: fields }) =>
    reviewCoe(
      review,
      coeId,
      actor,
      parseBody(newReviewSchema, {
        decision: fieldOf(fields, 'decision'),
        body: fieldOf(fields, 'body'),
        contentHash: fieldOf(fields, 'contentHash'),
      }),
    ),
  );
  form('transition', 'coe.transition', 'moved', ({ coeId, actor, form: fields }) =>
    transitionCoe(
      review,
      coeId,
      actor,
      parseBody(transitionSchema, {
        to: fieldOf(fields, 'to'),
        from: fieldOf(fields, 'from'),
        reason: fieldOf(fields, 'reason'),
      }),
    ),
  );
  form('reviewers', 'coe.assignReviewers', 'asked', ({ coeId, actor, form: fields }) => {
    const { reviewers } = parseBody(reviewersSchema, { reviewers: splitList(fieldOf(fields, 'reviewers')) });
    return assignReviewers(review, coeId, actor, reviewers);
  });
  form('draw', 'coe.assignReviewers', 'asked', ({ coeId, actor }) => drawReviewers(review, coeId, actor));
  form('look', 'coe.look', 'looked', ({ coeId, actor, form: fields }) =>
    review.looks.remember(coeId, actor.id, Number(/^\d{1,9}$/.exec(fieldOf(fields, 'version'))?.[0] ?? 0)),
  );
  form('meeting', 'coe.edit', 'saved', ({ coeId, actor, form: fields }) =>
    edit.apply(coeId, actor, { type: 'coe.edited', details: {} }, (content) => ({
      ...content,
      meetingDate: fieldOf(fields, 'meetingDate') || null,
      meetingOutcome: fieldOf(fields, 'meetingOutcome'),
    })),
  );
  form('decide', 'coe.edit', 'recorded', ({ coeId, actor, form: fields }) => {
    const title = fieldOf(fields, 'title').trim();
    const actionItem = title && {
      title,
      owner: fieldOf(fields, 'owner').trim() || null,
      dueDate: fieldOf(fields, 'dueDate').trim() || null,
    };
    const text = fieldOf(fields, 'text');
    return recordDecision(edit, coeId, actor, parseBody(newDecisionSchema, { text, actionItem: actionItem || null }));
  });
}

/** Where this COE stands among the reviews asked of a reader, and its neighbours. */
function queueAround(numbers: string[], number: string) {
  const at = numbers.indexOf(number);
  return {
    total: numbers.length,
    place: at + 1,
    previous: numbers[at - 1] ?? null,
    next: numbers[at + 1] ?? null,
  };
}
