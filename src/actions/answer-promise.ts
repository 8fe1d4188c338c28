import type { EditCoe } from '../coe/edit.js';
import type { StoredCoe } from '../coe/model.js';
import type { CoeStore } from '../coe/store.js';
import type { Actor } from '../kernel/actor.js';
import type { Clock } from '../kernel/clock.js';
import { AppError, invalid, notFound } from '../kernel/errors.js';
import { newId } from '../kernel/ids.js';
import type { Visible } from '../search/lexical/view.js';
import { changeActionItem, reopened } from './change-action-item.js';
import { listPromises, type PromiseParts } from './list-promises.js';
import type { PresentedPromise, PromiseAnswerInput } from './promise-schema.js';

export type AnswerPromiseParts = PromiseParts & {
  edit: EditCoe;
  clock: Clock;
  recordAudit: CoeStore['recordAudit'];
  /** Whether a row of the policy table lets the actor pass. @throws AppError notFound, forbidden */
  authoriseCoe(actor: Actor, action: string, coeId: string): Promise<unknown>;
};

/**
 * Keeps what a person says about a promise, with the audit event; with `reopen` the finished action item is opened again first, as a revision of
 * the COE that promised it, which takes the right to edit that one.
 * @throws AppError notFound for a promise that the actor does not see; forbidden; validation for reopening what is not finished
 */
export async function answerPromise(
  parts: AnswerPromiseParts,
  coe: StoredCoe,
  promiseId: string,
  input: PromiseAnswerInput,
  actor: Actor,
  visible: Visible,
): Promise<PresentedPromise> {
  const find = async () =>
    (await listPromises(parts, coe, visible)).find(({ id }) => id === promiseId) ?? notFound('promise', promiseId);
  const promise = await find();
  if (input.reopen) await reopen(parts, promise, coe, actor);
  const at = parts.clock.now().toISOString();
  const by = { id: actor.id, name: actor.name };
  const { answer, because, reopen: reopened } = input;
  const { coe: prior, actionItem } = promise;
  await parts.answers.keep({
    _id: promiseId,
    coeId: coe._id,
    priorCoeId: prior.id,
    itemId: actionItem.id,
    answer,
    because,
    reopened,
    at,
    by,
  });
  const details = { promise: promiseId, answer, reopened };
  await parts.recordAudit({ type: 'promise.answered', at, actor: by, coeId: coe._id, details }, newId('aud'));
  return find();
}

async function reopen(
  { edit, authoriseCoe }: AnswerPromiseParts,
  { coe, actionItem }: PresentedPromise,
  later: StoredCoe,
  actor: Actor,
): Promise<void> {
  if (actionItem.status !== 'done' && actionItem.status !== 'cancelled')
    invalid(
      '/reopen',
      `The action item is ${actionItem.status === 'open' ? 'open' : 'in progress'}: nothing to reopen.`,
    );
  await authoriseCoe(actor, 'coe.edit', coe.id).catch((error: unknown) => {
    if (!(error instanceof AppError) || error.code !== 'forbidden') throw error;
    throw new AppError(
      'forbidden',
      `To reopen this action item you must be able to edit ${coe.number}: ask one of its authors, or answer without reopening.`,
    );
  });
  // The COE that promised it is read by others: a restricted one is not named there.
  const note = later.content.restricted ? 'Its problem came back.' : `Its problem came back in ${later.number}.`;
  await changeActionItem(edit, coe.id, actionItem.id, actor, { type: 'actionItem.reopened', note }, reopened);
}
