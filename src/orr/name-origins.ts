import type { CoeStore } from '../coe/store.js';
import type { Actor } from '../kernel/actor.js';
import { own } from '../kernel/own.js';
import { MAX_DESCRIPTION } from './lens.js';
import { shortened } from './lens-question.js';
import type { OrrStore } from './store.js';
import type { StoredTemplate } from './template-store.js';
import { visibleCoes } from './visible-coes.js';

export type OriginParts = {
  store: Pick<OrrStore, 'questionsByIds'>;
  coes: Pick<CoeStore, 'coes' | 'recordAudit'>;
  visible(actor: Actor): Record<string, unknown>;
};

/**
 * The template with the COEs that taught each question of the library, at the end of its description: who answers it in another tool can ask what
 * happened. Only those that the actor may see; a description keeps the length that a lens allows.
 */
export async function nameOrigins(
  { store, coes, visible }: OriginParts,
  template: StoredTemplate,
  actor: Actor,
): Promise<StoredTemplate> {
  const rows = await store.questionsByIds(Object.values(template.questionIds));
  const seen = await visibleCoes(coes, visible)(
    actor,
    rows.flatMap(({ origins }) => origins.map(({ coeId }) => coeId)),
  );
  const taughtBy = new Map(
    rows.map(({ _id, origins }) => [_id, [...new Set(origins.flatMap(({ coeId }) => seen.get(coeId)?.number ?? []))]]),
  );
  const pillars = template.pillars.map((pillar) => ({
    ...pillar,
    questions: pillar.questions.map((question) => {
      const numbers = taughtBy.get(own(template.questionIds, question.id) ?? '') ?? [];
      if (numbers.length === 0) return question;
      const line = shortened(`\n\nLearned from ${numbers.join(', ')}.`, MAX_DESCRIPTION / 2);
      const description = `${shortened(question.description ?? '', MAX_DESCRIPTION - line.length)}${line}`;
      return { ...question, description };
    }),
  }));
  return { ...template, pillars };
}
