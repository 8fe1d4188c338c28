import type { Router } from 'express';
import { factValue } from '../coe/fact-words.js';
import { correctFact, factChangeSchema } from '../drafting/correct-fact.js';
import { factsOfCoe, type ShownFact } from '../drafting/facts-of-coe.js';
import { statedFactSchema, stateFact } from '../drafting/state-fact.js';
import { parseBody } from '../http/validate.js';
import { AppError, type FieldError } from '../kernel/errors.js';
import { type CoeParts, frameOf } from './coe-frame.js';
import type { PageParts } from './parts.js';
import { fieldOf, showAt, takeAt, type Visit } from './screen.js';
import { showPage } from './view.js';

type Parts = CoeParts & Pick<PageParts, 'edit' | 'clock' | 'citedEvidence' | 'drafts'>;
type Outcome = { typed?: Record<string, string>; problem?: string; errors?: FieldError[] };
const MOST_CITED = 1_000;

/** `/coes/{coe}/facts`: what summary and impact rest on; correct, reject or state one. */
export function coeFactsScreen(router: Router, parts: Parts): void {
  const path = '/coes/:coe/facts';
  showAt(router, parts.ports, path, 'coe.read', (visit) => showFacts(parts, visit, {}));

  takeAt(router, parts.ports, path, 'coe.edit', async (visit) => {
    const [name, value, unit, note] = ['name', 'value', 'unit', 'note'].map((field) =>
      fieldOf(visit.form, field).trim(),
    );
    await showingFaults(parts, visit, { name, value, unit, note } as Record<string, string>, async () => {
      const fact = parseBody(statedFactSchema, { name, value: typedValue(value ?? ''), unit: unit || null, note });
      await stateFact(parts, visit.coeId, fact, visit.actor);
    });
  });

  takeAt(router, parts.ports, `${path}/:id`, 'coe.edit', async (visit) => {
    await showingFaults(parts, visit, {}, async () => {
      const state = fieldOf(visit.form, 'state');
      const value = fieldOf(visit.form, 'value').trim();
      const note = fieldOf(visit.form, 'note');
      const change = parseBody(factChangeSchema, {
        ...(state === '' ? {} : { state }),
        ...(value === '' ? {} : { value: typedValue(value) }),
        ...(note === '' ? {} : { note }),
      });
      await correctFact(parts, visit.coeId, visit.request.params.id as string, change, visit.actor);
    });
  });
}

async function showingFaults(
  parts: Parts,
  visit: Visit,
  typed: Record<string, string>,
  act: () => Promise<void>,
): Promise<void> {
  try {
    await act();
    const { number } = await parts.store.byId(visit.coeId);
    visit.response.redirect(303, `/coes/${number}/facts?done=saved`);
  } catch (error) {
    if (!(error instanceof AppError) || (error.code !== 'validation' && error.code !== 'conflict')) throw error;
    const status = error.code === 'validation' ? 422 : 409;
    await showFacts(parts, visit, { typed, problem: error.message, errors: error.errors }, status);
  }
}

async function showFacts(parts: Parts, visit: Visit, outcome: Outcome, status = 200): Promise<void> {
  const [frame, facts, draft] = await Promise.all([
    frameOf(parts, visit, 'facts'),
    factsOfCoe(parts.store, parts.suggestions, visit.coeId),
    parts.drafts.latest(visit.coeId),
  ]);
  const ids = [...new Set(facts.flatMap(({ evidenceIds }) => evidenceIds))].slice(0, MOST_CITED);
  const cited = new Map((await parts.citedEvidence(visit.coeId, ids)).map((item) => [item.id, item]));
  const shown = (fact: ShownFact) => ({
    ...fact,
    shown: factValue(fact),
    evidenceShown: fact.evidenceValue === null ? null : factValue({ ...fact, value: fact.evidenceValue }),
    evidence: fact.evidenceIds.slice(0, 5).flatMap((id) => cited.get(id) ?? []),
  });
  showPage(
    visit.response,
    'coe-facts',
    { title: `Facts of ${frame.coe.number}`, section: '/coes' },
    {
      ...frame,
      facts: facts.filter(({ state }) => state !== 'rejected').map(shown),
      rejected: facts.filter(({ state }) => state === 'rejected').map(shown),
      responders: draft?.responders ?? [],
      ...outcome,
    },
    status,
  );
}

/** `4,200` and `12.5` are numbers, anything else is a name. */
function typedValue(typed: string): number | string {
  const number = Number(typed.replace(/(?<=\d),(?=\d{3}\b)/g, ''));
  return typed === '' || Number.isNaN(number) ? typed : number;
}
