import { AppError } from '../kernel/errors.js';
import { type Json, mergePatch } from './merge-patch.js';
import { mergeValues } from './merge-values.js';
import type { StoredCoe } from './model.js';
import { sectionsAt } from './revisions.js';
import type { CoeContent, Section } from './schema.js';
import type { CoeStore } from './store.js';

/** Beyond this the answer would be a document of its own; the versions are one GET away each. */
const MOST_OFFERED = 2_000_000;

/**
 * Adds to a 412 what a person or a program needs to go on: for each section in the way what it was, what stands now, what was sent, and a
 * merge of the two; and a patch that can be sent as it is with the newest ETag.
 * @param current the state that the refusal speaks of: a later one would not fit its ETag
 */
export async function offerMerge(
  store: CoeStore,
  current: StoredCoe,
  patch: Record<string, Json>,
  refusal: AppError,
): Promise<AppError> {
  const base = refusal.extra.yourVersion;
  const changed = refusal.extra.changedSections as Section[] | undefined;
  if (typeof base !== 'number' || !changed || changed.length === 0) return refusal;
  const was = await sectionsAt(store, current, base, changed);
  const sent = Object.fromEntries(changed.map((section) => [section, patch[section] as Json]));
  const yours = mergePatch(was as Json, sent) as Partial<CoeContent>;
  const sections = changed.map((section) => {
    const now = current.content[section];
    const { value, conflicts } = mergeValues(was[section], now, yours[section], section, `/${section}`);
    const values = {
      base: was[section] ?? null,
      theirs: now ?? null,
      yours: yours[section] ?? null,
    };
    return { section, ...values, merged: value ?? null, conflicts };
  });
  const merged = Object.fromEntries(sections.map((each) => [each.section, each.merged]));
  const rest = Object.fromEntries(Object.entries(patch).filter(([section]) => !changed.includes(section as Section)));
  const merge = { ifMatch: refusal.extra.currentEtag, sections, patch: { ...rest, ...merged } };
  if (JSON.stringify(merge).length > MOST_OFFERED) return refusal;
  return new AppError(
    'preconditionFailed',
    `${refusal.message} "merge" holds both versions and a patch that keeps all words.`,
    {
      extra: { ...refusal.extra, merge },
    },
  );
}
