import type { Actor } from '../kernel/actor.js';
import type { Clock } from '../kernel/clock.js';
import { newId } from '../kernel/ids.js';
import { turn } from '../kernel/turns.js';
import { attributeFacts } from './facts.js';
import type { StoredCoe } from './model.js';
import { type CoeContent, SECTIONS } from './schema.js';
import { diffSections } from './section-patch.js';
import { type CoeStore, contentHash } from './store.js';
import { askedQuestions, checkAnswers, type TemplateStore } from './templates.js';

export type CreateCoe = (content: CoeContent, actor: Actor, idempotencySeed?: string) => Promise<StoredCoe>;

/** The id that a COE made with this seed gets, for what has to name it before; without one, a new id. */
export function coeIdOf(seed: string | undefined): string {
  return seed ? `coe_${seed.slice(0, 20)}` : newId('coe');
}

/**
 * Writes a new draft with its first revision and audit event in one insert. With an idempotency seed the id comes from it, so that a
 * repeat after a crash finds the COE that the first request made.
 * @throws AppError validation for answers to unknown questions
 */
export function createCoe(store: CoeStore, templates: TemplateStore, clock: Clock): CreateCoe {
  return async (given, actor, idempotencySeed) => {
    const template = await templates.latest();
    checkAnswers(given, template);
    const coeId = coeIdOf(idempotencySeed);
    const seq = await store.nextSeq();
    const at = clock.now().toISOString();
    const person = { id: actor.id, name: actor.name };
    const content = {
      ...given,
      facts: attributeFacts([], given.facts, { name: actor.name, at }),
      // A new COE has no metrics yet.
      charts: given.charts.map((chart) => ({ ...chart, dataHash: null })),
    };
    const details = { version: 1, number: `COE-${seq}`, questions: askedQuestions(template).length };
    // A timeline of ten thousand entries takes each of these long enough to let others go first.
    const hash = contentHash(content);
    await turn();
    const patch = diffSections({}, content);
    await turn();
    const coe: StoredCoe = {
      _id: coeId,
      seq,
      number: `COE-${seq}`,
      version: 1,
      status: 'draft',
      templateVersion: template.version,
      content,
      people: await store.peopleOf(content),
      sectionVersions: Object.fromEntries(SECTIONS.map((section) => [section, 1])),
      contentHash: hash,
      review: { reviewers: [], approvals: [], writers: [actor.id] },
      createdAt: at,
      createdBy: person,
      updatedAt: at,
      updatedBy: person,
      outbox: [
        {
          version: 1,
          at,
          actor: person,
          patch,
          note: null,
          status: 'draft',
          contentHash: hash,
          event: { type: 'coe.created', at, actor: person, coeId, details },
        },
      ],
    };
    return (await store.insert(coe)) ? coe : store.byId(coeId);
  };
}
