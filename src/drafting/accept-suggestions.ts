import type { EditCoe } from '../coe/edit.js';
import type { StoredCoe } from '../coe/model.js';
import type { CoeContent } from '../coe/schema.js';
import { check, validationError } from '../http/validate.js';
import type { Actor } from '../kernel/actor.js';
import type { Clock } from '../kernel/clock.js';
import { AppError } from '../kernel/errors.js';
import { canonicalJson } from '../kernel/ids.js';
import { type ApplyContext, applySuggestion, momentMark, type ReadySuggestion } from './apply-suggestion.js';
import type { Obstacle } from './apply-text.js';
import { claimsAfterEdit } from './claims-after-edit.js';
import { keyMomentContent, SUGGESTION_CONTENT } from './suggestion-content.js';
import type { StoredSuggestion } from './suggestion-schema.js';
import type { SuggestionStore } from './suggestions.js';

export type AcceptParts = { suggestions: SuggestionStore; edit: EditCoe; clock: Clock };
export type Skipped = Obstacle & { id: string; section: StoredSuggestion['section'] };
export type Accepted = { accepted: string[]; skipped: Skipped[]; coe: StoredCoe };

/**
 * Writes suggestions into the COE, all in one revision, then marks them. Safe to repeat: what is in the COE already is only marked.
 * `all` takes what waits, without candidates, and leaves a person's words and values alone, saying what it skipped. Named ids
 * are accepted together or not at all.
 * @param edits replaces parts of the content of the one suggestion that `ids` names
 * @throws AppError validation for unknown ids or edits that do not fit; conflict when a person's value stands in the way
 */
export async function acceptSuggestions(
  { suggestions, edit, clock }: AcceptParts,
  coeId: string,
  ids: readonly string[] | 'all',
  actor: Actor,
  edits: Record<string, unknown> = {},
): Promise<Accepted> {
  const chosen =
    ids === 'all' ? await suggestions.ofCoe(coeId, { status: 'pending' }) : await named(suggestions, coeId, ids);
  const ready = chosen.filter(({ status }) => status !== 'accepted').map((suggestion) => readyOf(suggestion, edits));
  const earlier = await suggestions.ofCoe(coeId, { status: 'accepted' });
  const fromSuggestions = new Set(earlier.flatMap(momentMarks));
  const polite = ids === 'all';
  let outcome: Outcome | undefined;
  // The store reads the details after the change has run: they name what this write really took.
  const details: Record<string, unknown> = {};
  const by = { name: actor.name, at: clock.now().toISOString() };
  const coe = await edit.apply(coeId, actor, { type: 'suggestion.accepted', details }, (content) => {
    outcome = applyAll(content, ready, { before: content, polite, fromSuggestions, by });
    if (!polite && outcome.skipped.length > 0) throw hindered(outcome.skipped);
    details.suggestions = outcome.applied;
    return outcome.content;
  });
  const { applied = [], skipped = [] } = outcome ?? {};
  const proposed = chosen[0]?.content ?? {};
  const isEdited = Object.entries(edits).some(
    ([name, value]) => canonicalJson(value) !== canonicalJson(proposed[name]),
  );
  const content = isEdited ? ready[0]?.content : undefined;
  const edited = content && { content, claims: claimsAfterEdit(chosen[0]?.claims ?? [], proposed, content) };
  if (applied.length > 0) await suggestions.markAccepted(applied, { id: actor.id, name: actor.name }, edited);
  const already = chosen.filter(({ status }) => status === 'accepted').map(({ _id }) => _id);
  return { accepted: [...already, ...applied], skipped, coe };
}

type Outcome = { content: CoeContent; applied: string[]; skipped: Skipped[] };

function applyAll(content: CoeContent, suggestions: readonly ReadySuggestion[], context: ApplyContext): Outcome {
  const outcome: Outcome = { content, applied: [], skipped: [] };
  for (const suggestion of suggestions) {
    const result = applySuggestion(outcome.content, suggestion, context);
    const { _id: id, section } = suggestion;
    if ('obstacle' in result) {
      outcome.skipped.push({ id, section, ...result.obstacle });
      continue;
    }
    outcome.content = result.content;
    outcome.applied.push(id);
  }
  return outcome;
}

async function named(store: SuggestionStore, coeId: string, ids: readonly string[]): Promise<StoredSuggestion[]> {
  const found = await store.ofCoe(coeId, { ids: [...ids] });
  const known = new Set(found.map(({ _id }) => _id));
  const errors = ids.flatMap((id, index) =>
    known.has(id) ? [] : [{ pointer: `/ids/${index}`, detail: `This COE has no suggestion "${id}".` }],
  );
  if (errors.length > 0) throw validationError(errors);
  return found;
}

/** @throws AppError validation when the edits do not fit the section */
function readyOf({ _id, claims, section, content }: StoredSuggestion, edits: Record<string, unknown>): ReadySuggestion {
  const result = check(SUGGESTION_CONTENT[section], { ...content, ...edits }, 'body');
  if ('errors' in result)
    throw validationError(result.errors.map((error) => ({ ...error, pointer: `/content${error.pointer}` })));
  return { _id, claims, section, content: result.value, proposed: content } as ReadySuggestion;
}

function momentMarks({ section, content }: StoredSuggestion): string[] {
  if (section !== 'keyMoments') return [];
  const { moment, at } = keyMomentContent.parse(content);
  return [momentMark(moment, at)];
}

function hindered(skipped: Skipped[]): AppError {
  const reasons = skipped.map(({ id, section, reason }) => `${section} (${id}): ${reason}`);
  return new AppError('conflict', `Nothing was accepted. ${reasons.join('; ')}`, { extra: { obstacles: skipped } });
}
