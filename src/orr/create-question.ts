import type { Actor } from '../kernel/actor.js';
import type { Clock } from '../kernel/clock.js';
import { newId } from '../kernel/ids.js';
import type { QuestionInput } from './schema.js';
import type { OrrStore, StoredQuestion } from './store.js';

/** Writes a question by hand. With an idempotency seed a repeat after a crash finds the question that the first request made. */
export function createQuestion(
  { store, clock }: { store: OrrStore; clock: Clock },
  question: QuestionInput,
  actor: Actor,
  idempotencySeed: string | undefined,
): Promise<StoredQuestion> {
  const createdBy = { id: actor.id, name: actor.name };
  return store.keepQuestion(
    newQuestion(idempotencySeed === undefined ? newId('orq') : `orq_${idempotencySeed.slice(0, 20)}`, {
      ...question,
      createdAt: clock.now().toISOString(),
      createdBy,
    }),
  );
}

type Given = Omit<
  StoredQuestion,
  '_id' | 'origins' | 'area' | 'kinds' | 'version' | 'retired' | 'history' | 'proposalId'
> &
  Partial<Pick<StoredQuestion, 'origins' | 'area' | 'kinds' | 'proposalId'>>;

/** A question at version 1, with the first line of its history. */
export function newQuestion(_id: string, given: Given): StoredQuestion {
  const { createdAt: at, createdBy: by } = given;
  return {
    _id,
    origins: [],
    area: '',
    kinds: [],
    proposalId: null,
    ...given,
    version: 1,
    retired: false,
    history: [{ version: 1, at, by, action: 'created', reason: '', before: null }],
  };
}
