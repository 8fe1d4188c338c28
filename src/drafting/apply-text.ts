import type { Claim } from '../claims/claim.js';
import type { CoeContent } from '../coe/schema.js';
import { MOST_MARKS } from '../review/cited-sentences.js';

/** What stands in the way of a suggestion: a person's words or value, which is never overwritten. */
export type Obstacle = { reason: string; current: unknown; suggested: unknown };
/** The content with a suggestion in it, or what stands in its way. */
export type AppliedSuggestion = { content: CoeContent } | { obstacle: Obstacle };
/** The value a field gets, or why it cannot be given without touching what a person wrote. */
export type Filled<T> = { value: T } | { obstacle: Obstacle };

/**
 * A text field with a suggested text in it: into an empty field as it is, below a person's words otherwise. A text that is there
 * already is not added again, so that an accept repeated after a crash changes nothing.
 * @param before the field as it was before this accept, so that two suggestions of one accept may share a field
 * @param polite leave a field alone that holds a person's words
 */
export function fillText(current: string, suggested: string, before: string, polite: boolean): Filled<string> {
  if (suggested.trim() === '' || current.includes(suggested.trim())) return { value: current };
  if (current.trim() === '') return { value: suggested };
  if (polite && before.trim() !== '')
    return {
      obstacle: { reason: 'a person has written here; accept it by its id to add it below', current, suggested },
    };
  return { value: `${current.trimEnd()}\n\n${suggested}` };
}

/** A number that nobody has given yet; a person's number stays. */
export function fillNumber(current: number | null, suggested: number | null, field: string): Filled<number | null> {
  if (suggested === null || current === suggested) return { value: current };
  if (current === null) return { value: suggested };
  return { obstacle: { reason: `${field} holds another value`, current, suggested } };
}

/**
 * The text with the ids of its evidence in brackets behind each claim (`… at 15:08 [ev_1]`), which reports turn into numbered
 * citations; for fields of the document that have no list of evidence of their own.
 */
export function withCitations(text: string, claims: readonly Claim[]): string {
  if (text === '') return '';
  let cited = text;
  let searchFrom = 0;
  const loose: string[] = [];
  for (const claim of claims) {
    const marks = claim.evidenceIds.slice(0, MOST_MARKS).map((id) => ` [${id}]`);
    const at = cited.indexOf(claim.text, searchFrom);
    if (at === -1 || claim.text === '') {
      loose.push(...marks);
      continue;
    }
    const end = at + claim.text.length;
    cited = cited.slice(0, end) + marks.join('') + cited.slice(end);
    searchFrom = end + marks.join('').length;
  }
  const left = [...new Set(loose)].filter((mark) => !cited.includes(mark)).slice(0, MOST_MARKS);
  return cited + left.join('');
}
