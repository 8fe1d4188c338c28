import type { StoredSuggestion } from './suggestion-schema.js';

type Cited = Pick<StoredSuggestion, 'section' | 'content' | 'claims'>;

/**
 * What of a proposal a person has not decided on yet; undefined when nothing is left. An accepted or rejected suggestion covers
 * more than its own key: added evidence moves the start of a timeline entry, and a moment that a person chose changes the wording
 * of a summary, yet what they rest on stays the same.
 */
export function undecidedPart(
  existing: readonly StoredSuggestion[],
): (proposal: StoredSuggestion) => StoredSuggestion | undefined {
  const byId = new Map(existing.map((suggestion) => [suggestion._id, suggestion]));
  const decided = existing.filter(({ status }) => status === 'accepted' || status === 'rejected');
  const entries = new Set(decided.flatMap(entryMarks));
  const texts = new Map<string, StoredSuggestion>();
  for (const suggestion of decided) for (const mark of textMarks(suggestion)) texts.set(mark, suggestion);

  return (proposal) => {
    const own = byId.get(proposal._id)?.status;
    if (own === 'accepted' || own === 'rejected') return undefined;
    if (own !== 'pending' && entryMarks(proposal).some((mark) => entries.has(mark))) return undefined;
    const before = textMarks(proposal).flatMap((mark) => texts.get(mark) ?? [])[0];
    if (!before) return proposal;
    return proposal.section === 'customerImpact' ? newNumbers(proposal, before) : undefined;
  };
}

/** The same evidence as the same kind of entry, or at the same time. */
function entryMarks({ section, content, claims }: Cited): string[] {
  if (section !== 'timeline') return [];
  const cited = claims.flatMap((claim) => claim.evidenceIds);
  return cited.flatMap((id) => [`${id} at ${content.at}`, `${id} kind ${content.kind}`]);
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
