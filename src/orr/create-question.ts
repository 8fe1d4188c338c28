import type { Actor } from '../kernel/actor.js';
import type { Clock } from '../kernel/clock.js';
import { newId } from '../kernel/ids.js';
import type { QuestionInput } from './schema.js';
import type { OrrStore, StoredQuestion } from './store.js';

/** Writes a question by hand. With an idempotency seed a repeat after a crash finds the question that the first request made. */
export function createQuestion(
  { store, clock }: { store: OrrStore; clock: Clock },
  { question, category, guidance }: QuestionInput,
  actor: Actor,
  idempotencySeed: string | undefined,
): Promise<StoredQuestion> {
  return store.keepQuestion({
    _id: idempotencySeed === undefined ? newId('orq') : `orq_${idempotencySeed.slice(0, 20)}`,
    question,
    category,
    guidance,
    origin: null,
    proposalId: null,
    createdAt: clock.now().toISOString(),
    createdBy: { id: actor.id, name: actor.name },
  });
}
