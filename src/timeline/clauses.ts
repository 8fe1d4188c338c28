import { plain } from '../claims/words.js';

/** A stretch of a text that a "not", "will" or "?" reaches over, and whether what follows takes it back. */
export type Clause = { text: string; question: boolean; undone: boolean };

const SENTENCE_END = /(?<=[.!?])\s+|\n+/;
const CLAUSE_END =
  /\s*;\s*|\s+[–—-]{1,2}\s+|,?\s+(?:but|however|although|though|whereas)\s+|,\s+(?=(?:is|are|any|anyone|anybody|can|could|do|does|did|has|have|who|what|why|should)\b)/i;
/** Without its question mark a question still puts the verb first: "is it mitigated yet", "any news on the rollback". */
const ASKED =
  /^(?:is|are|was|were|do|does|did|has|have|had|can|could|should|would|shall|will)\s+(?:it|this|that|we|you|they|i|he|she|the|there|any\w*|some\w*|our|all)\b|^(?:any (?:news|update|idea|eta|word|luck|progress)|anyone|anybody|who|what|when|where|why|how|which)\b/i;
const UNDONE =
  /\b(?:(?<!\b(?:no|zero|without|any|0) )fail(?:s|ed|ing|ure)?\b(?! (?:deploy\w*|releases?|rollouts?|changes?|migrations?|versions?|nodes?|hosts?|pods?|disks?|requests?)\b)|reject(?:s|ed)?|refus(?:es|ed)|no (?:effect|luck|change|improvement)|did(?:n't| not) (?:help|work|fix)|still (?:low|at|around|above|high|elevated|failing|broken|down|seeing|see|erroring|climbing|rising|slow|happening))\b/i;

/** Markup that is not words: links, mentions, code fences, quoted lines (somebody else's statement, perhaps of another day). */
export function spokenText(text: string): string {
  return plain(
    text
      .replace(/^\s*(?:>|&gt;).*$/gm, ' ')
      .replace(/<https?:[^>|]*\|?([^>]*)>/g, ' $1 ')
      .replace(/https?:\/\/\S+/g, ' ')
      .replace(/<[@#!][^>]*>/g, ' ')
      .replace(/[`*_~]+/g, ' ')
      .replace(/\n+/g, ' . '),
  );
}

/** "resolved, right?" asks about all that came before it. */
const TAG = /^\W*(?:right|correct|yes|no|ok(?:ay)?|true|or not|yet|agreed)\W*$/i;

/** Splits a text into clauses. The mark asks about the last of them, and about all when that is a mere tag; others ask by their order. */
export function clausesOf(text: string): Clause[] {
  const clauses: Clause[] = [];
  for (const sentence of spokenText(text).split(SENTENCE_END)) {
    const parts = sentence.split(CLAUSE_END).filter((part) => part.trim() !== '');
    // "down?!" is astonishment.
    const marked = /\?\W*$/.test(sentence) && !/\?!|!\?/.test(sentence);
    const tagged = marked && TAG.test(parts.at(-1) ?? '');
    for (const [i, part] of parts.entries()) {
      const asks = tagged || (marked && i === parts.length - 1) || ASKED.test(part.trim());
      clauses.push({ text: part.trim(), question: asks, undone: UNDONE.test(parts[i + 1] ?? '') });
    }
  }
  return clauses;
}
