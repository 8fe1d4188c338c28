import type { StoredCoe } from '../coe/model.js';
import type { CoeStore } from '../coe/store.js';
import type { Actor } from '../kernel/actor.js';
import { notFound } from '../kernel/errors.js';
import { likeness } from './alike.js';
import { type DraftProposalsParts, localOf, proposalFrom } from './draft-proposals.js';
import type { Local } from './general-words.js';
import { isLocal } from './is-local.js';
import { questionOf } from './question-of.js';
import { type Origin, proposalIdOf, type StoredProposal } from './store.js';

export type DraftRecurrenceParts = Omit<DraftProposalsParts, 'coes'> & {
  coes: Pick<CoeStore, 'coes' | 'byId'>;
  /** The COEs of a recurring problem that the actor may see. @throws AppError notFound */
  membersOf(recurrenceId: string, actor: Actor): Promise<readonly string[]>;
};

/** `reason`: why there is none. */
export type RecurrenceProposal = { proposal: StoredProposal | null; alreadyProposed: number; reason: string | null };

type Statement = Origin & { coe: StoredCoe; question: string; isLesson: boolean };

/**
 * One proposed question for a problem that comes back: of all that its COEs said would prevent or detect it (lessons, however they are marked, and
 * action items), the statement that most others repeat; a lesson before an action item, the latest first. A cluster is asked about once.
 * @throws AppError notFound
 */
export async function draftFromRecurrence(
  parts: DraftRecurrenceParts,
  recurrenceId: string,
  actor: Actor,
): Promise<RecurrenceProposal> {
  const members = await parts.membersOf(recurrenceId, actor);
  const coes = await parts.coes.coes
    .find({ _id: { $in: [...members] }, status: { $ne: 'archived' } })
    .sort({ seq: -1 })
    .lean<StoredCoe[]>();
  if (coes.length < 2) notFound('recurrence', recurrenceId);
  const key = `recurrence:${recurrenceId}`;
  for (const { _id } of coes)
    if ((await parts.store.proposal(proposalIdOf(_id, key))) !== null)
      return { proposal: null, alreadyProposed: 1, reason: null };
  const names = parts.serviceNames();
  const known = await parts.knownNames();
  const locals = coes.map(({ content }) => localOf(content, names, known));
  const local: Local = {
    services: locals.flatMap(({ services }) => services),
    people: locals.flatMap(({ people }) => people),
    doubtful: names.filter((name) => !/[-_.\d\s]/.test(name)),
    known,
  };
  const said = coes.flatMap((coe) => statementsOf(coe, local));
  const best = mostRepeated(said);
  if (best === undefined)
    return { proposal: null, alreadyProposed: 0, reason: 'None of its COEs says what others could do against it.' };
  const { coe } = best;
  const source = {
    ...{ coe, recurrenceId, local, wording: await parts.wordingFor(coe) },
    origin: { coeId: best.coeId, lessonId: key, lesson: best.lesson },
    others: coes.filter(({ _id }) => _id !== coe._id).map((other) => originOf(other, best, said, key)),
  };
  const proposal = await proposalFrom(parts, source, actor);
  const isNew = await parts.store.insertProposal(proposal);
  return { proposal: isNew ? proposal : null, alreadyProposed: isNew ? 0 : 1, reason: null };
}

function statementsOf(coe: StoredCoe, local: Local): Statement[] {
  const { lessonsLearned, actionItems } = coe.content;
  const promised = actionItems.filter(({ type }) => type === 'prevent' || type === 'detect' || type === null);
  const texts = [
    ...lessonsLearned.map(({ id, text }) => ({ id, text, isLesson: true })),
    ...promised.map(({ id, title }) => ({ id, text: title, isLesson: false })),
  ];
  return texts
    .filter(({ text }) => !isLocal(text, local))
    .map(({ id, text, isLesson }) => {
      return { coe, coeId: coe._id, lessonId: id, lesson: text, isLesson, question: questionOf(text, local) };
    });
}

/** Statements stand with the latest COE first; the first of equals is taken. */
function mostRepeated(said: readonly Statement[]): Statement | undefined {
  let best: { statement: Statement; echoes: number } | undefined;
  for (const statement of said) {
    const others = said.filter(({ coeId }) => coeId !== statement.coeId);
    const echoes =
      others.reduce((sum, other) => sum + likeness(statement.question, other.question), 0) +
      (statement.isLesson ? 0.1 : 0);
    if (best === undefined || echoes > best.echoes + 1e-9) best = { statement, echoes };
  }
  return best?.statement;
}

/** What another COE said nearest to the statement; its title when it said nothing. */
function originOf(coe: StoredCoe, best: Statement, said: readonly Statement[], key: string): Origin {
  const own = said
    .filter(({ coeId }) => coeId === coe._id)
    .sort((a, b) => likeness(best.question, b.question) - likeness(best.question, a.question))[0];
  return { coeId: coe._id, lessonId: key, lesson: own?.lesson ?? coe.content.title };
}
