import { type Cited, type CitedEvidence, joinCited } from './cited.js';
import type { Claim, UncheckedClaim } from './claim.js';
import { timeIsCited, timesAreCited } from './clock-times.js';
import { CAUSAL, strayStatusWords } from './lexicon.js';
import { linksAreCited, namesAreCited } from './names.js';
import { negationFlipped } from './negation.js';
import { numbersAreCited } from './numbers.js';
import { contentStems } from './words.js';

export type CheckOptions = {
  /** Ids and numbers of COEs that exist; a `coeIds` member outside it is flagged. Without it, COE citations are not looked up. */
  knownCoeIds?: ReadonlySet<string>;
  /** Words of cited prior COEs by id (titles, action items, status): what a claim that rests on them is checked against. */
  coeTexts?: ReadonlyMap<string, string>;
  /** Durations that code computed from cited times, in seconds. */
  spans?: readonly number[];
  /** Words that code, not a drafter, has established: `mitigated` in a sentence made from the moment of that name. */
  terms?: readonly string[];
};

/** Every flag the checker raises, with the status it forces. Order is severity; the worst status wins. */
export const CLAIM_FLAGS = {
  'no-citation': 'unsupported',
  'unknown-citation': 'unsupported',
  'unknown-coe': 'unsupported',
  'time-differs': 'unsupported',
  'time-not-in-evidence': 'unsupported',
  'number-not-in-evidence': 'unsupported',
  'name-not-in-evidence': 'unsupported',
  'link-not-in-evidence': 'unsupported',
  'negation-flipped': 'unsupported',
  'status-not-in-evidence': 'unsupported',
  'cause-not-in-evidence': 'inference',
  'name-doubtful': 'weak',
  'little-in-common': 'weak',
  'prior-coe-unread': 'weak',
  /** Of a suggestion that was accepted with edits: what stands in the COE was not held against these citations here. */
  'accepted-in-other-words': 'weak',
} as const satisfies Record<string, Claim['status']>;
export type ClaimFlag = keyof typeof CLAIM_FLAGS;

/** Below this share of the claim's words in its citations the claim is weak (8.8% false alarms on paraphrase; .8 would give 70%). */
const LEAST_COVERAGE = 0.5;

/**
 * Says how far a claim's own citations carry it (`drafting.md`, Claims and the checker). Pure; nothing is dropped and nothing is
 * reworded: the claim comes back with `status` and `flags`.
 * @param evidence what may be cited, by id.
 */
export function checkClaim(
  claim: UncheckedClaim,
  evidence: Pick<ReadonlyMap<string, CitedEvidence>, 'get'>,
  options: CheckOptions = {},
): Claim {
  const items = claim.evidenceIds.flatMap((id) => evidence.get(id) ?? []);
  const coeTexts = claim.coeIds.flatMap((id) => options.coeTexts?.get(id) ?? []);
  const flags = citationFlags(claim, items, options);
  if (items.length + coeTexts.length > 0) {
    const cited = joinCited(items, [...coeTexts, ...claim.coeIds], options.spans);
    flags.push(...wordingFlags(claim, cited, options.terms ?? []));
  } else if (claim.coeIds.length > 0 && flags.length === 0) {
    flags.push('prior-coe-unread');
  }
  return { ...claim, status: statusOf(claim, flags), flags };
}

function citationFlags(claim: UncheckedClaim, items: readonly CitedEvidence[], options: CheckOptions): ClaimFlag[] {
  const flags: ClaimFlag[] = [];
  if (claim.evidenceIds.length + claim.coeIds.length === 0) flags.push('no-citation');
  if (items.length < claim.evidenceIds.length) flags.push('unknown-citation');
  const known = options.knownCoeIds;
  if (known !== undefined && claim.coeIds.some((id) => !known.has(id))) flags.push('unknown-coe');
  if (claim.at !== null && items.length > 0 && !timeIsCited(claim.at, items)) flags.push('time-differs');
  return flags;
}

function wordingFlags(claim: UncheckedClaim, cited: Cited, terms: readonly string[]): ClaimFlag[] {
  const flags: ClaimFlag[] = [];
  const { text } = claim;
  if (!timesAreCited(text, cited)) flags.push('time-not-in-evidence');
  if (!numbersAreCited(text, cited)) flags.push('number-not-in-evidence');
  const names = namesAreCited(text, `${cited.text}\n${terms.join('\n')}`);
  if (names === 'unknown') flags.push('name-not-in-evidence');
  if (!linksAreCited(text, cited.text)) flags.push('link-not-in-evidence');
  if (negationFlipped(text, cited.text)) flags.push('negation-flipped');
  if (strayStatusWords(text, cited.text, terms).length > 0) flags.push('status-not-in-evidence');
  if (CAUSAL.test(text) && !CAUSAL.test(cited.text)) flags.push('cause-not-in-evidence');
  if (names === 'doubtful') flags.push('name-doubtful');
  if (coverage(text, `${cited.text}\n${terms.join('\n')}`) < LEAST_COVERAGE) flags.push('little-in-common');
  return flags;
}

/** Share of the claim's content words that its citations use too; a claim without any counts as covered. */
function coverage(claim: string, citedText: string): number {
  const said = contentStems(claim);
  if (said.size === 0) return 1;
  const known = contentStems(citedText);
  let shared = 0;
  for (const word of said) if (known.has(word)) shared += 1;
  return shared / said.size;
}

function statusOf(claim: UncheckedClaim, flags: readonly ClaimFlag[]): Claim['status'] {
  const forced = new Set<Claim['status']>(flags.map((flag) => CLAIM_FLAGS[flag]));
  if (forced.has('unsupported')) return 'unsupported';
  if (forced.has('inference') || claim.kind !== 'fact') return 'inference';
  return forced.has('weak') ? 'weak' : 'supported';
}
