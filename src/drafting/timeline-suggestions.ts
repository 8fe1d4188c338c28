import type { StoredEvidenceItem } from '../evidence/item.js';
import { KEY_MOMENTS, type KeyMoment } from '../kernel/moments.js';
import type { DraftEntry, DraftMoment, TimelineDraft } from '../timeline/draft.js';
import { anchorOf, citedIds } from './cited.js';
import type { ProposedSuggestion } from './section-rule.js';

const MAX_ACTOR = 200;
type ById = ReadonlyMap<string, StoredEvidenceItem>;
type MomentProposal = {
  at: Date | null;
  from: Date | null;
  to: Date | null;
  precision: StoredEvidenceItem['precision'] | null;
  evidenceIds: string[];
  rule: string;
  state: 'recorded' | 'candidate';
};

/** One suggestion an entry of the timeline draft, in its order. */
export function timelineSuggestions(timeline: TimelineDraft, byId: ById): ProposedSuggestion[] {
  return timeline.entries.map((entry) => ({
    section: 'timeline',
    content: entryContent(entry),
    claims: [
      {
        text: entry.text,
        evidenceIds: citedIds(entry.evidenceIds),
        coeIds: [],
        at: entry.at.toISOString(),
        kind: 'fact',
      },
    ],
    rule: entry.rule,
    key: `timeline:${entry.kind}:${entry.at.toISOString()}:${anchorOf(entry.evidenceIds, byId)}`,
  }));
}

/** For each moment its value, or its candidates best first; moments in their order. */
export function keyMomentSuggestions(timeline: TimelineDraft, byId: ById): ProposedSuggestion[] {
  return KEY_MOMENTS.flatMap((moment) =>
    proposalsOf(timeline.keyMoments[moment]).map((proposal) => momentSuggestion(moment, proposal, byId)),
  );
}

function entryContent(entry: DraftEntry): Record<string, unknown> {
  return {
    at: entry.at.toISOString(),
    end: entry.end?.toISOString() ?? null,
    precision: entry.precision,
    text: entry.text,
    kind: entry.kind,
    actor: entry.actor?.replace(/\s+/g, ' ').trim().slice(0, MAX_ACTOR) ?? null,
    keyMoment: entry.keyMoment,
    count: entry.count,
  };
}

function proposalsOf({ at, precision, rule, evidenceIds, candidates }: DraftMoment): MomentProposal[] {
  const none = { from: null, to: null };
  const value =
    at === null ? [] : [{ at, ...none, precision, evidenceIds, rule: rule ?? '', state: 'recorded' as const }];
  return [...value, ...candidates.map((candidate) => ({ ...candidate, state: 'candidate' as const }))];
}

function momentSuggestion(moment: KeyMoment, proposal: MomentProposal, byId: ById): ProposedSuggestion {
  const { precision, state, evidenceIds } = proposal;
  const [at, from, to] = [proposal.at, proposal.from, proposal.to].map((time) => time?.toISOString() ?? null);
  return {
    section: 'keyMoments',
    content: { moment, at, from, to, precision, state },
    claims: [
      {
        // The evidence in its own words: what it means for the moment is the rule's inference, unless a state says so.
        text: byId.get(evidenceIds[0] ?? '')?.text ?? '',
        evidenceIds: citedIds(evidenceIds),
        coeIds: [],
        at: isBorne(proposal.at, evidenceIds, byId) ? (at ?? null) : null,
        kind: state === 'recorded' ? 'fact' : 'inference',
      },
    ],
    rule: proposal.rule,
    key: `keyMoments:${moment}:${at ?? `${from}/${to}`}`,
  };
}

/** A claim speaks of a time when evidence bears it; one that a rule read out of the words (`up 15:48:02`) stays in the words. */
function isBorne(at: Date | null, ids: readonly string[], byId: ById): boolean {
  const times = ids.flatMap((id) => [byId.get(id)?.at.getTime(), byId.get(id)?.end?.getTime()]);
  return at !== null && times.includes(at.getTime());
}
