import { CLAIM_FLAGS, type ClaimFlag } from '../claims/check-claim.js';
import type { Claim } from '../claims/claim.js';
import { canonicalJson } from '../kernel/ids.js';

const FLAG: ClaimFlag = 'accepted-in-other-words';

/**
 * The claims of a suggestion that somebody accepted with edits. What the checker said holds for a claim whose words still stand there beside the same
 * times and numbers; of any other it was said of words that nobody accepted, so the claim is no longer called supported. The words themselves are
 * checked again where the COE is read for its readiness.
 */
export function claimsAfterEdit(
  claims: readonly Claim[],
  proposed: Readonly<Record<string, unknown>>,
  accepted: Readonly<Record<string, unknown>>,
): Claim[] {
  const names = new Set([...Object.keys(proposed), ...Object.keys(accepted)]);
  const isOther = [...names].some((name) => {
    const [before = null, after = null] = [proposed[name], accepted[name]];
    return (isValue(before) || isValue(after)) && canonicalJson(before) !== canonicalJson(after);
  });
  const [before, after] = [wordsOf(proposed), wordsOf(accepted)];
  return claims.map((claim) => {
    const text = plain(claim.text);
    // A claim that is not said in so many words carries all of them.
    const stands = before === after || (before.includes(text) && after.includes(text));
    if (!isOther && stands) return claim;
    const status = claim.status === 'supported' ? CLAIM_FLAGS[FLAG] : claim.status;
    return { ...claim, status, flags: [...new Set([...claim.flags, FLAG])] };
  });
}

/** What a claim may rest on besides words: a time or a number. */
const isValue = (value: unknown) =>
  typeof value === 'number' || (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T/.test(value));
const plain = (text: string) => text.replace(/\s+/g, ' ').trim();

/** All that is said in it; a text of one word is an id or one of a list of choices. */
function wordsOf(value: unknown): string {
  if (typeof value === 'string') return /\s/.test(value.trim()) ? plain(value) : '';
  if (typeof value !== 'object' || value === null) return '';
  return Object.values(value).map(wordsOf).join('\n');
}
