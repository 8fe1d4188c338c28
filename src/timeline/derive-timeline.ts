import type { StoredCoe } from '../coe/model.js';
import type { CoeStore } from '../coe/store.js';
import type { StoredEvidenceItem } from '../evidence/item.js';
import { KEY_MOMENTS, type KeyMoment } from '../kernel/moments.js';
import { gapsOfCoe } from './coe-gaps.js';
import { ACCEPTED, type Corrections, correctionsOf, type EntryHistory } from './corrections.js';
import type { DerivedEntry, DerivedMoment, DerivedTimeline } from './derivation-schema.js';

/** What drafts proposed for the timeline and the key moments, as far as their derivation needs it. */
export type TimelineProposal = {
  id: string;
  draftId: string;
  drafter: string;
  rule: string | null;
  status: string;
  evidenceIds: string[];
  /** For key moments only. */
  moment: {
    name: KeyMoment;
    at: string | null;
    from: string | null;
    to: string | null;
    precision: StoredEvidenceItem['precision'] | null;
    state: 'recorded' | 'candidate';
  } | null;
};

/** Drafting is a later room; `compose` passes its suggestions in. */
export type ProposalsOf = (coeId: string) => Promise<TimelineProposal[]>;
type Proposals = ReadonlyMap<string, TimelineProposal>;

/**
 * The timeline with where everything comes from. Nothing of this is stored twice: rules and their evidence stand in the suggestions,
 * people's corrections in the revisions.
 */
export async function deriveTimeline(
  store: CoeStore,
  proposalsOf: ProposalsOf,
  coe: StoredCoe,
): Promise<DerivedTimeline> {
  const [corrections, list] = await Promise.all([correctionsOf(store, coe), proposalsOf(coe._id)]);
  const proposals = new Map(list.map((proposal) => [proposal.id, proposal]));
  const entries = coe.content.timeline.map((entry) => ({
    ...entry,
    derivation: entryDerivation(entry.id, corrections, proposals),
  }));
  const merged = new Set([...corrections.entries.values()].flatMap(({ mergedFrom }) => mergedFrom));
  return {
    coe: { id: coe._id, number: coe.number, version: coe.version },
    entries: entries.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)),
    keyMoments: Object.fromEntries(
      KEY_MOMENTS.map((moment) => [moment, momentOf(moment, coe, corrections, list)]),
    ) as DerivedTimeline['keyMoments'],
    gaps: gapsOfCoe(coe.content),
    removed: [...corrections.entries].flatMap(([id, { entry, removed }]) =>
      removed === null || merged.has(id) ? [] : [{ id, at: entry.at, text: entry.text, removed }],
    ),
  };
}

function entryDerivation(id: string, { entries }: Corrections, proposals: Proposals): DerivedEntry['derivation'] {
  const history = entries.get(id);
  return {
    ...originOf(proposals.get(rootOf(id, entries))),
    added: history?.added ?? null,
    corrections: history?.corrections ?? [],
    mergedFrom: history?.mergedFrom ?? [],
    splitFrom: history?.splitFrom ?? null,
  };
}

/** The part of a split comes from what the whole came from. */
function rootOf(id: string, entries: ReadonlyMap<string, EntryHistory>): string {
  let root = id;
  for (let from = entries.get(root)?.splitFrom; from != null && from !== root; from = entries.get(root)?.splitFrom)
    root = from;
  return root;
}

function originOf(proposal: TimelineProposal | undefined) {
  if (proposal === undefined)
    return {
      origin: 'person' as const,
      rule: null,
      drafter: null,
      draftId: null,
      suggestionId: null,
      evidenceIds: [],
    };
  const { id, rule, drafter, draftId, evidenceIds } = proposal;
  return { origin: 'draft' as const, rule, drafter, draftId, suggestionId: id, evidenceIds };
}

function momentOf(
  moment: KeyMoment,
  coe: StoredCoe,
  { moments }: Corrections,
  proposals: readonly TimelineProposal[],
): DerivedMoment {
  const value = coe.content.keyMoments[moment];
  const changes = moments.get(moment)?.changes ?? [];
  const own = proposals.filter((proposal) => proposal.moment?.name === moment);
  const last = changes.at(-1);
  const taken =
    last?.type === ACCEPTED
      ? own.find((proposal) => proposal.status === 'accepted' && proposal.moment?.at === value?.at)
      : undefined;
  return {
    ...(value ?? { at: null, evidenceIds: [], note: '', state: 'missing' as const }),
    derivation: {
      ...originOf(taken),
      origin: value === undefined ? null : taken === undefined ? 'person' : 'draft',
      setBy: last === undefined ? null : withoutValue(last),
      corrections: changes.filter(({ type }) => type !== ACCEPTED).map(withoutValue),
      candidates: own.flatMap(candidateOf),
    },
  };
}

function withoutValue<C extends { value: unknown }>({ value: _value, ...correction }: C): Omit<C, 'value'> {
  return correction;
}

function candidateOf({ id, moment, rule, evidenceIds, status }: TimelineProposal) {
  if (moment === null) return [];
  const { at, from, to, precision, state } = moment;
  return [{ suggestionId: id, at, from, to, precision, state, rule, evidenceIds, status }];
}
