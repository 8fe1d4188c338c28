import { ACCEPTED, type Corrections } from '../timeline/corrections.js';
import { keyMomentContent } from './suggestion-content.js';
import type { StoredSuggestion } from './suggestion-schema.js';

type Cited = Pick<StoredSuggestion, 'section' | 'content' | 'claims'>;

export type Decisions = {
  /** All suggestions of the sections that are drafted. */
  existing: readonly StoredSuggestion[];
  /** What people did to the timeline and the key moments themselves. */
  corrections: Corrections;
  /** When an evidence item came in, epoch ms. */
  importedAt(evidenceId: string): number;
};

/**
 * What of a proposal a person has not decided on yet; undefined when nothing is left. A decision covers more than the key of one
 * suggestion: added evidence moves the start of a timeline entry, an entry may be merged, split or deleted by hand, and a moment that
 * a person chose changes the wording of a summary, yet what they rest on stays the same.
 */
export function undecidedPart(decisions: Decisions): (proposal: StoredSuggestion) => StoredSuggestion | undefined {
  const { existing, corrections } = decisions;
  const byId = new Map(existing.map((suggestion) => [suggestion._id, suggestion]));
  const decided = existing.filter(({ status }) => status === 'accepted' || status === 'rejected');
  const entries = new Set(decided.flatMap(entryMarks));
  const evidence = new Set(corrections.evidenceIds);
  for (const one of decided) if (one.section === 'timeline') for (const id of citedIn(one)) evidence.add(id);
  const texts = new Map<string, StoredSuggestion>();
  for (const suggestion of decided) for (const mark of textMarks(suggestion)) texts.set(mark, suggestion);

  return (proposal) => {
    const own = byId.get(proposal._id);
    if (proposal.section === 'keyMoments') return undecidedMoment(proposal, own, decisions);
    if (own?.status === 'accepted' || own?.status === 'rejected') return undefined;
    if (proposal.section === 'timeline') {
      const cited = citedIn(proposal);
      const known = cited.filter((id) => evidence.has(id)).length;
      if (cited.length > 0 && known === cited.length) return undefined;
      const waits = own?.status === 'pending';
      if (!waits && (known * 2 > cited.length || entryMarks(proposal).some((mark) => entries.has(mark))))
        return undefined;
    }
    const before = textMarks(proposal).flatMap((mark) => texts.get(mark) ?? [])[0];
    if (!before) return proposal;
    return proposal.section === 'customerImpact' ? newNumbers(proposal, before) : undefined;
  };
}

/**
 * A moment that a person set or took back is not offered as a value again from what was known then. Evidence that came later may speak:
 * where a person's own value stands as a candidate only.
 */
function undecidedMoment(
  proposal: StoredSuggestion,
  own: StoredSuggestion | undefined,
  { corrections, importedAt }: Decisions,
): StoredSuggestion | undefined {
  const { moment, state } = keyMomentContent.parse(proposal.content);
  const last = corrections.moments.get(moment)?.changes.at(-1);
  const isNewSince = (at: string) => citedIn(proposal).some((id) => importedAt(id) > Date.parse(at));
  if (own?.status === 'accepted' && last?.value != null) return undefined;
  if (own?.status === 'accepted' || own?.status === 'rejected') {
    const rested = new Set(citedIn(own));
    const changed = citedIn(proposal).some((id) => !rested.has(id));
    if (!changed || !isNewSince(own.decidedAt ?? own.createdAt)) return undefined;
  }
  if (last === undefined || last.type === ACCEPTED) return proposal;
  if (last.value === null) return state === 'candidate' || isNewSince(last.at) ? proposal : undefined;
  return isNewSince(last.at) ? { ...proposal, content: { ...proposal.content, state: 'candidate' } } : undefined;
}

const citedIn = ({ claims }: Cited): string[] => [...new Set(claims.flatMap(({ evidenceIds }) => evidenceIds))];

/** The same evidence as the same kind of entry, or at the same time. */
function entryMarks(cited: Cited): string[] {
  const { section, content } = cited;
  if (section !== 'timeline') return [];
  return citedIn(cited).flatMap((id) => [`${id} at ${content.at}`, `${id} kind ${content.kind}`]);
}

const TEXTS = new Set(['summary', 'background', 'customerImpact', 'responseAnalysis', 'postIncidentAnalysis']);

/** A text for one place of the document, resting on exactly this evidence. */
function textMarks({ section, content, claims }: Cited): string[] {
  const cited = new Set(claims.flatMap(({ evidenceIds, coeIds }) => [...evidenceIds, ...coeIds]));
  if (!TEXTS.has(section) || cited.size === 0) return [];
  return [[section, content.questionId ?? '', ...[...cited].sort()].join(' ')];
}

/** Numbers that the decided suggestion did not have, such as the minutes between moments chosen since. */
function newNumbers(proposal: StoredSuggestion, decided: StoredSuggestion): StoredSuggestion | undefined {
  const names = ['customersAffected', 'requestsFailed', 'minutes'];
  const fresh = names.filter(
    (name) => proposal.content[name] !== null && proposal.content[name] !== decided.content[name],
  );
  if (fresh.length === 0) return undefined;
  const numbers = Object.fromEntries(names.map((name) => [name, fresh.includes(name) ? proposal.content[name] : null]));
  return { ...proposal, content: { text: '', experience: '', ...numbers } };
}
