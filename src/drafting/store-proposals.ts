import { retryIdempotent } from '../database/retry-idempotent.js';
import { canonicalJson, sha256 } from '../kernel/ids.js';
import type { StoredDraft } from './draft-schema.js';
import type { Drafter } from './drafter.js';
import type { CheckedSuggestion } from './propose.js';
import type { DraftSection, SuggestionSection } from './section-rule.js';
import type { StoredSuggestion } from './suggestion-schema.js';
import type { SuggestionStore } from './suggestions.js';
import { type Decisions, undecidedPart } from './undecided.js';

/**
 * Stores what is new of a draft's proposals. What a person accepted or rejected does not come back; what still waits is brought
 * up to date in its place; what waits and is proposed no more, because evidence was added since, is superseded. Idempotent.
 */
export async function storeProposals(
  { suggestions }: SuggestionStore,
  draft: StoredDraft,
  proposed: CheckedSuggestion[],
  { corrections, importedAt }: Pick<Decisions, 'corrections' | 'importedAt'>,
): Promise<void> {
  const sections = draft.sections.flatMap(sectionsOf);
  const existing = await suggestions
    .find({ coeId: draft.coeId, section: { $in: sections } })
    .lean<StoredSuggestion[]>();
  const byId = new Map(existing.map((suggestion) => [suggestion._id, suggestion]));
  const undecided = undecidedPart({ existing, corrections, importedAt });
  const documents = proposed.flatMap((one) => undecided(documentOf(one, draft)) ?? []);

  const inserts = documents.filter(({ _id }) => !byId.has(_id));
  const updates = documents.filter((document) => isOutdated(byId.get(document._id), document));
  // Superseded ones follow from the evidence again; decided ones that come here rest on evidence that came after the decision.
  const revived = documents.flatMap((document) => {
    const status = byId.get(document._id)?.status;
    return status === undefined || status === 'pending' ? [] : [{ document, status }];
  });
  const kept = new Set(documents.map(({ _id }) => _id));
  const drafters = draftersOf(draft, proposed);
  const vanished = existing
    .filter((old) => old.status === 'pending' && old.createdAt < draft.createdAt)
    .filter((old) => old.section === 'rewrites' || drafters(old.section) === old.drafter)
    .filter((old) => !kept.has(old._id))
    .map(({ _id }) => _id);

  const writes = [
    ...inserts.map(({ _id, ...fresh }) => ({
      updateOne: { filter: { _id }, update: { $setOnInsert: fresh }, upsert: true },
    })),
    ...updates.map(({ _id, content, claims, order, rule, origin }) => ({
      updateOne: {
        filter: { _id, status: 'pending' as const },
        update: { $set: { content, claims, order, rule, origin } },
      },
    })),
    ...revived.map(({ document: { _id, ...fresh }, status }) => ({
      updateOne: { filter: { _id, status }, update: { $set: fresh } },
    })),
    {
      updateMany: {
        filter: { _id: { $in: vanished }, status: 'pending' as const },
        update: { $set: { status: 'superseded' as const } },
      },
    },
  ];
  await retryIdempotent(() => suggestions.bulkWrite(writes, { ordered: false }));
}

/** Who drafted a section: a model draft takes the timeline from the rules, and any section that the model could not word. */
function draftersOf(
  draft: StoredDraft,
  proposed: readonly CheckedSuggestion[],
): (section: SuggestionSection) => Drafter {
  const made = new Map(proposed.map(({ section, madeBy }) => [section, madeBy.drafter]));
  const ofTimeline = (section: SuggestionSection) => section === 'timeline' || section === 'keyMoments';
  return (section) => made.get(section) ?? (ofTimeline(section) ? 'rules' : draft.drafter);
}

/** Key moments come with the timeline, background with the summary, facts with the impact. */
function sectionsOf(section: DraftSection): SuggestionSection[] {
  if (section === 'timeline') return ['timeline', 'keyMoments'];
  if (section === 'customerImpact') return ['facts', 'customerImpact'];
  return section === 'summary' ? ['summary', 'background'] : [section];
}

function documentOf(proposed: CheckedSuggestion, draft: StoredDraft): StoredSuggestion {
  const { key, section, order, content, claims, rule, madeBy } = proposed;
  const { coeId, createdAt } = draft;
  const { drafter, model, promptVersion } = madeBy;
  const origin = model && promptVersion ? { model, promptVersion } : null;
  const _id = `sug_${sha256(`${coeId}\n${drafter}\n${key}`).slice(0, 24)}`;
  const open = { status: 'pending' as const, createdAt, decidedAt: null, decidedBy: null, reason: null };
  return { _id, coeId, draftId: draft._id, drafter, origin, key, section, order, content, claims, rule, ...open };
}

function isOutdated(old: StoredSuggestion | undefined, now: StoredSuggestion): boolean {
  if (old?.status !== 'pending') return false;
  return canonicalJson([old.content, old.claims, old.order]) !== canonicalJson([now.content, now.claims, now.order]);
}
