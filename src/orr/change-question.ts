import type { CoeStore } from '../coe/store.js';
import type { Actor } from '../kernel/actor.js';
import type { Clock } from '../kernel/clock.js';
import { AppError, notFound } from '../kernel/errors.js';
import type { QuestionChange } from './schema.js';
import type { OrrStore, QuestionHistory, StoredQuestion } from './store.js';

/**
 * Changes the wording of a question, retires it or brings it back; what it was before stays in its history. A change that changes nothing is none.
 * @throws AppError notFound; conflict when somebody changed it at the same time
 */
export async function changeQuestion(
  { store, coes, clock }: { store: OrrStore; coes: Pick<CoeStore, 'recordAudit'>; clock: Clock },
  id: string,
  { reason, ...change }: QuestionChange,
  actor: Actor,
): Promise<StoredQuestion> {
  const found = (await store.question(id)) ?? notFound('ORR question', id);
  const changed = Object.entries(change).filter(
    ([name, value]) =>
      value !== undefined && JSON.stringify(value) !== JSON.stringify(found[name as keyof StoredQuestion]),
  );
  if (changed.length === 0) return found;
  const by = { id: actor.id, name: actor.name };
  const at = clock.now().toISOString();
  const version = found.version + 1;
  const entry: QuestionHistory = {
    ...{ version, at, by, reason },
    action:
      change.retired === undefined || change.retired === found.retired
        ? 'edited'
        : change.retired
          ? 'retired'
          : 'restored',
    before: Object.fromEntries(changed.map(([name]) => [name, found[name as keyof StoredQuestion]])),
  };
  const stored = await store.changeQuestion(id, found.version, Object.fromEntries(changed), entry);
  if (stored === null) throw new AppError('conflict', 'Somebody changed this question just now; read it again.');
  const details = { questionId: id, version, fields: changed.map(([name]) => name) };
  await coes.recordAudit({ type: 'orrQuestion.changed', at, actor: by, coeId: null, details }, `${id}:${version}`);
  return stored;
}
