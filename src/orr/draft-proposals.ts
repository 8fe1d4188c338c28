import type { StoredCoe } from '../coe/model.js';
import type { CoeContent } from '../coe/schema.js';
import type { CoeStore } from '../coe/store.js';
import type { Actor } from '../kernel/actor.js';
import type { Clock } from '../kernel/clock.js';
import type { KnownNames } from '../review/people-in-text.js';
import { areaOf } from './areas.js';
import type { Local } from './general-words.js';
import { isLocal } from './is-local.js';
import { questionOf } from './question-of.js';
import type { OrrSeverity } from './schema.js';
import { type Origin, type OrrStore, proposalIdOf, type StoredProposal } from './store.js';
import type { WordQuestion } from './word-question.js';

/** A lesson of which nothing is asked, although it is marked as broadly applicable. */
type Skipped = { lessonId: string; reason: string };
export type DraftedProposals = { proposals: StoredProposal[]; alreadyProposed: number; skipped: Skipped[] };

export type DraftProposalsParts = {
  coes: Pick<CoeStore, 'byId'>;
  store: OrrStore;
  clock: Clock;
  /** Every name of a service that the register knows: none may stand in a question. */
  serviceNames(): readonly string[];
  /** People of accounts and of other COEs: none may stand in a question either. */
  knownNames(): Promise<KnownNames>;
  /** The model's wording, where one is set; null where it must not see the COE. */
  wordingFor(coe: StoredCoe): Promise<WordQuestion | null>;
};

/** What the event was weighs what the want of the mechanism is; without a severity nobody knows. */
const SEVERITY: Record<string, OrrSeverity> = { SEV1: 'high', SEV2: 'high', SEV3: 'medium', SEV4: 'low', SEV5: 'low' };
/** A name of one short word ("web", "search") is a word of the language too: replaced only where the COE itself names it so. */
const TELLING = /[-_.\d]|\s|[a-z][A-Z]/;
const IS_LOCAL = 'It is about one thing in one place; others cannot answer it.';

/**
 * One proposed question for each broadly applicable lesson of a COE that has none yet. Drafting again proposes only for lessons that are new, and
 * a rejected one is not proposed again; of a lesson about one thing in one place nothing is asked, and that is said. @throws AppError notFound
 */
export async function draftProposals(
  parts: DraftProposalsParts,
  coeId: string,
  actor: Actor,
): Promise<DraftedProposals> {
  const coe = await parts.coes.byId(coeId);
  const local = localOf(coe.content, parts.serviceNames(), await parts.knownNames());
  const drafted: DraftedProposals = { proposals: [], alreadyProposed: 0, skipped: [] };
  const wording = await parts.wordingFor(coe);
  for (const { id: lessonId, text } of coe.content.lessonsLearned.filter((lesson) => lesson.broadlyApplicable)) {
    if ((await parts.store.proposal(proposalIdOf(coeId, lessonId))) !== null) drafted.alreadyProposed += 1;
    else if (isLocal(text, local)) drafted.skipped.push({ lessonId, reason: IS_LOCAL });
    else {
      const origin = { coeId, lessonId, lesson: text };
      const proposal = await proposalFrom(
        parts,
        { coe, origin, others: [], recurrenceId: null, local, wording },
        actor,
      );
      if (await parts.store.insertProposal(proposal)) drafted.proposals.push(proposal);
      else drafted.alreadyProposed += 1;
    }
  }
  return drafted;
}

export type ProposalSource = {
  coe: StoredCoe;
  /** The statement that becomes the question. */
  origin: Origin;
  /** What other COEs of the same cluster said. */
  others: Origin[];
  recurrenceId: string | null;
  local: Local;
  wording: WordQuestion | null;
};

/** The question that a statement asks: by the rules, and worded by the model where there is one and code finds nothing wrong with its words. */
export async function proposalFrom(
  { clock }: Pick<DraftProposalsParts, 'clock'>,
  { coe, origin, others, recurrenceId, local, wording }: ProposalSource,
  actor: Actor,
): Promise<StoredProposal> {
  const question = questionOf(origin.lesson, local);
  const area = areaOf(question);
  const byRules = { question, guidance: area.goodLooksLike.map((line) => `- ${line}`).join('\n') };
  const worded = wording === null ? null : await wording({ lesson: origin.lesson, ...byRules }, local);
  return {
    _id: proposalIdOf(origin.coeId, origin.lessonId),
    ...origin,
    ...byRules,
    ...(worded ?? { wordedBy: { drafter: 'rules' } }),
    ...{ others, recurrenceId, category: area.category, risk: area.risk, helpfulResource: area.resource },
    severity: SEVERITY[coe.content.severity ?? ''] ?? 'medium',
    status: 'proposed',
    reason: null,
    questionId: null,
    createdAt: clock.now().toISOString(),
    createdBy: { id: actor.id, name: actor.name },
    decidedAt: null,
    decidedBy: null,
  };
}

/** A person in a field that may also name a machine, a role or a team. */
const PERSON = /^\p{Lu}[\p{L}'’-]+(?:\s\p{Lu}[\p{L}'’.-]*)+$/u;
const GROUP = /\b(?:team|squad|on-?call|engineers?|group|bot|service|monitor|manager)\b/i;

/** Every name that the COE and the register know. */
export function localOf(content: CoeContent, register: readonly string[], known: KnownNames): Local {
  const { services, team, owner, authors, members, actionItems, timeline } = content;
  const told = [...timeline.map(({ actor }) => actor), ...actionItems.map((item) => item.owner)];
  const others = told.flatMap((name) => (name !== null && PERSON.test(name) && !GROUP.test(name) ? [name] : []));
  return {
    services: [...services, ...(team === null ? [] : [team]), ...register.filter((name) => TELLING.test(name))],
    people: [...new Set([...(owner === null ? [] : [owner]), ...authors, ...members, ...others])],
    doubtful: register.filter((name) => !TELLING.test(name)),
    known,
  };
}
