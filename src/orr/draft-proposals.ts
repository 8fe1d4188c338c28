import type { CoeContent } from '../coe/schema.js';
import type { CoeStore } from '../coe/store.js';
import type { Actor } from '../kernel/actor.js';
import type { Clock } from '../kernel/clock.js';
import { areaOf } from './areas.js';
import type { Local } from './general-words.js';
import { isLocal } from './is-local.js';
import { questionOf } from './question-of.js';
import type { OrrSeverity } from './schema.js';
import { type OrrStore, proposalIdOf, type StoredProposal } from './store.js';

/** A lesson of which nothing is asked, although it is marked as broadly applicable. */
type Skipped = { lessonId: string; reason: string };
export type DraftedProposals = { proposals: StoredProposal[]; alreadyProposed: number; skipped: Skipped[] };

export type DraftProposalsParts = {
  coes: Pick<CoeStore, 'byId'>;
  store: OrrStore;
  clock: Clock;
  /** Every name of a service that the register knows: none may stand in a question. */
  serviceNames(): readonly string[];
};

/** What the event was weighs what the want of the mechanism is; without a severity nobody knows. */
const SEVERITY: Record<string, OrrSeverity> = { SEV1: 'high', SEV2: 'high', SEV3: 'medium', SEV4: 'low', SEV5: 'low' };
/** A name of one short word ("web", "search") is a word of the language too: replaced only where the COE itself names it so. */
const TELLING = /[-_.\d]|\s|[a-z][A-Z]/;

/**
 * One proposed question for each broadly applicable lesson of a COE that has none yet. Drafting again proposes only for lessons that are new, and
 * a rejected one is not proposed again; of a lesson about one thing in one place nothing is asked, and that is said. @throws AppError notFound
 */
export async function draftProposals(
  parts: DraftProposalsParts,
  coeId: string,
  actor: Actor,
): Promise<DraftedProposals> {
  const { content } = await parts.coes.byId(coeId);
  const local = localOf(content, parts.serviceNames());
  const drafted: DraftedProposals = { proposals: [], alreadyProposed: 0, skipped: [] };
  for (const lesson of content.lessonsLearned.filter(({ broadlyApplicable }) => broadlyApplicable)) {
    if (isLocal(lesson.text, local)) {
      drafted.skipped.push({
        lessonId: lesson.id,
        reason: 'It is about one thing in one place; others cannot answer it.',
      });
      continue;
    }
    const question = questionOf(lesson.text, local);
    const area = areaOf(question);
    const proposal: StoredProposal = {
      _id: proposalIdOf(coeId, lesson.id),
      coeId,
      lessonId: lesson.id,
      lesson: lesson.text,
      question,
      category: area.category,
      guidance: area.goodLooksLike.map((line) => `- ${line}`).join('\n'),
      severity: SEVERITY[content.severity ?? ''] ?? 'medium',
      risk: area.risk,
      helpfulResource: area.resource,
      status: 'proposed',
      reason: null,
      questionId: null,
      createdAt: parts.clock.now().toISOString(),
      createdBy: { id: actor.id, name: actor.name },
      decidedAt: null,
      decidedBy: null,
    };
    if (await parts.store.insertProposal(proposal)) drafted.proposals.push(proposal);
    else drafted.alreadyProposed += 1;
  }
  return drafted;
}

/** A person in a field that may also name a machine, a role or a team. */
const PERSON = /^\p{Lu}[\p{L}'’-]+(?:\s\p{Lu}[\p{L}'’.-]*)+$/u;
const GROUP = /\b(?:team|squad|on-?call|engineers?|group|bot|service|monitor|manager)\b/i;

/** Every name that the COE and the register know. */
export function localOf(content: CoeContent, register: readonly string[]): Local {
  const { services, team, owner, authors, members, actionItems, timeline } = content;
  const told = [...timeline.map(({ actor }) => actor), ...actionItems.map((item) => item.owner)];
  const others = told.flatMap((name) => (name !== null && PERSON.test(name) && !GROUP.test(name) ? [name] : []));
  return {
    services: [...services, ...(team === null ? [] : [team]), ...register.filter((name) => TELLING.test(name))],
    people: [...new Set([...(owner === null ? [] : [owner]), ...authors, ...members, ...others])],
    doubtful: register.filter((name) => !TELLING.test(name)),
  };
}
