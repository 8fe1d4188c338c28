import type { Router } from 'express';
import { answerPromise } from '../actions/answer-promise.js';
import { listPromises } from '../actions/list-promises.js';
import { promiseAnswerInput } from '../actions/promise-schema.js';
import { parseBody } from '../http/validate.js';
import { type CoeParts, frameOf } from './coe-frame.js';
import type { PageParts } from './parts.js';
import { placeLink, shownReason } from './place-links.js';
import { fieldOf, showAt, takeAt } from './screen.js';
import { showPage } from './view.js';

type Parts = CoeParts & Pick<PageParts, 'similarity' | 'promises' | 'visibleInSearch'>;
const SIMILAR = 10;

/** `/coes/{coe}/related`: what earlier COEs promised, with the answer form, and the COEs like this one, with reasons that open the place. */
export function coeRelatedScreens(router: Router, parts: Parts): void {
  const { ports, store, similarity, promises, visibleInSearch } = parts;

  showAt(router, ports, '/coes/:coe/related', 'coe.read', async (visit) => {
    const frame = await frameOf(parts, visit, 'related');
    const visible = visibleInSearch(visit.actor);
    const [found, similar] = await Promise.all([
      listPromises(promises, frame.stored, visible),
      similarity.similarTo(frame.stored, '', SIMILAR, visible),
    ]);
    const { number, title } = frame.coe;
    showPage(
      visit.response,
      'coe-related',
      { title: `Related to ${number}: ${title}`, section: '/coes' },
      {
        ...frame,
        promises: found.map((promise) => ({
          ...promise,
          here: { ...promise.here, href: placeLink(number, promise.here) },
          there: placeLink(promise.coe.number, { section: 'actionItems', quote: promise.actionItem.title }),
          finished: promise.actionItem.status === 'done' || promise.actionItem.status === 'cancelled',
        })),
        waiting: found.filter(({ blocks }) => blocks).length,
        similar: similar.map(({ coe, score, reasons }) => ({
          coe,
          percent: Math.round(score * 100),
          reasons: reasons.map((reason) => shownReason(reason, number, coe.number)),
        })),
      },
    );
  });

  takeAt(
    router,
    ports,
    '/coes/:coe/promises/:promise/answer',
    'coe.edit',
    async ({ coeId, request, response, actor, form }) => {
      const answer = fieldOf(form, 'answer');
      const input = parseBody(promiseAnswerInput, {
        answer: answer === 'reopen' ? 'sameProblem' : answer,
        because: fieldOf(form, 'because'),
        reopen: answer === 'reopen',
      });
      const coe = await store.byId(coeId);
      await answerPromise(promises, coe, request.params.promise as string, input, actor, visibleInSearch(actor));
      response.redirect(303, `/coes/${coe.number}/related?done=answered`);
    },
  );
}
