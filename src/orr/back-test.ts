import type { CoeStore } from '../coe/store.js';
import type { Actor } from '../kernel/actor.js';
import type { Clock } from '../kernel/clock.js';
import { AppError, notFound } from '../kernel/errors.js';
import type { HitStore } from './hit-store.js';
import type { OrrStore, StoredQuestion } from './store.js';
import type { ShownCoe, VisibleCoes } from './visible-coes.js';

export type BackTestParts = {
  store: OrrStore;
  hits: HitStore;
  coes: Pick<CoeStore, 'recordAudit'>;
  clock: Clock;
  visibleCoes: VisibleCoes;
  /** The id of a COE by id or number; undefined when there is none. */
  resolveCoe(reference: string): Promise<string | undefined>;
  /** Past COEs near a text, of those that the actor may see, best first; `score` is 0 to 1. */
  nearestCoes(text: string, limit: number, actor: Actor): Promise<{ coe: ShownCoe; score: number }[]>;
};

export type Judged = { coe: ShownCoe; caught: boolean; at: string; by: { id: string; name: string } };
export type BackTest = { proposed: { coe: ShownCoe; score: number }[]; confirmed: Judged[]; dismissed: Judged[] };

const NEAREST = 20;

/**
 * Which past COEs a question would have caught: near ones are proposed, people confirm or dismiss them. The COEs that it comes from never count:
 * a question always catches the event that taught it. COEs that the reader may not see do not exist for them. @throws AppError notFound
 */
export async function backTest(parts: BackTestParts, questionId: string, actor: Actor): Promise<BackTest> {
  const question = (await parts.store.question(questionId)) ?? notFound('ORR question', questionId);
  const judged = await parts.hits.of([questionId]);
  const known = await parts.visibleCoes(
    actor,
    judged.map(({ coeId }) => coeId),
  );
  const shown = judged.flatMap(({ coeId, caught, judgedAt: at, judgedBy: by }) => {
    const coe = known.get(coeId);
    return coe === undefined || isOrigin(question, coeId) ? [] : [{ coe, caught, at, by }];
  });
  const decided = new Set(judged.map(({ coeId }) => coeId));
  const near = await parts.nearestCoes(textOf(question), NEAREST, actor);
  return {
    proposed: near.filter(({ coe }) => !decided.has(coe.id) && !isOrigin(question, coe.id)),
    confirmed: shown.filter(({ caught }) => caught),
    dismissed: shown.filter(({ caught }) => !caught),
  };
}

/** @throws AppError notFound for the question, or a COE that the actor may not see; conflict for one that the question comes from */
export async function judgeHit(
  parts: BackTestParts,
  questionId: string,
  { coe: reference, caught }: { coe: string; caught: boolean },
  actor: Actor,
): Promise<BackTest> {
  const question = (await parts.store.question(questionId)) ?? notFound('ORR question', questionId);
  const found = await parts.resolveCoe(reference);
  const coeId = found === undefined ? undefined : (await parts.visibleCoes(actor, [found])).get(found)?.id;
  if (coeId === undefined) notFound('COE', reference);
  if (isOrigin(question, coeId))
    throw new AppError('conflict', 'The question comes from this COE; a hit is an event that it was not made of.');
  const at = parts.clock.now().toISOString();
  const by = { id: actor.id, name: actor.name };
  await parts.hits.judge({ questionId, coeId, caught, judgedAt: at, judgedBy: by });
  const details = { questionId, caught };
  await parts.coes.recordAudit(
    { type: 'orrHit.judged', at, actor: by, coeId, details },
    `${questionId}:${coeId}:${at}`,
  );
  return backTest(parts, questionId, actor);
}

/** Confirmed hits of some questions by question, of COEs that the reader may see; the COEs that a question comes from never count. */
export async function hitCounts(
  { hits, visibleCoes }: Pick<BackTestParts, 'hits' | 'visibleCoes'>,
  questions: readonly StoredQuestion[],
  actor: Actor,
): Promise<Map<string, number>> {
  const caught = (await hits.of(questions.map(({ _id }) => _id))).filter((hit) => hit.caught);
  const known = await visibleCoes(
    actor,
    caught.map(({ coeId }) => coeId),
  );
  return new Map(
    questions.map((question) => [
      question._id,
      caught.filter((hit) => hit.questionId === question._id && known.has(hit.coeId) && !isOrigin(question, hit.coeId))
        .length,
    ]),
  );
}

const isOrigin = ({ origins }: StoredQuestion, coeId: string) => origins.some((origin) => origin.coeId === coeId);

/** The question with the words of the answer that it looks for; not the lessons, which hold words of one place. */
const textOf = ({ question, guidance }: StoredQuestion) => `${question}\n${guidance}`;
