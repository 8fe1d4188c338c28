/**
 * A sentence and the evidence cited within it or right behind it. `quote` is as written, without the citations and the stop behind it; `text` has none
 * at all, and is empty where citations stand alone.
 */
export type CitedSentence = { text: string; quote: string; evidenceIds: string[] };

/** A suggestion in prose gets no more citations a claim, in the order of its evidence; the claim may rest on more than is shown. */
export const MOST_MARKS = 3;

/** `… at 15:08 [ev_1] [ev_2]`, or `[ev_1, ev_2]`; a bracket that a target follows is a link. */
const MARK = /\[ev_[0-9a-z]{1,60}(?:[,;]? ?ev_[0-9a-z]{1,60}){0,50}\](?!\()/g;
const MARKS = `(?:[ \\t]*${MARK.source})*`;
/** Where a sentence ends: at a stop, with the citations that stand behind it, or with its line. */
const END = new RegExp(`[.!?]["')\\]]?(?=\\s|\\[ev_|$)${MARKS}|\\n|$`, 'g');
/** Marks of lists, quotations and headings. */
const LEAD = /^(?:\s|(?:[-*+>]|\d{1,9}[.)]|#{1,6})\s)*/;
const BEHIND = new RegExp(`${MARKS}[.!?]?\\s*$`);

/** The sentences of a text that cite evidence, in their order. */
export function citedSentences(text: string): CitedSentence[] {
  const found: CitedSentence[] = [];
  let from = 0;
  for (const { index, 0: end } of text.includes('[ev_') ? text.matchAll(END) : []) {
    const written = text.slice(from, index + end.length);
    from = index + end.length;
    const evidenceIds = (written.match(MARK) ?? []).flatMap((mark) => mark.match(/ev_[0-9a-z]+/g) ?? []);
    if (evidenceIds.length === 0) continue;
    const quote = written.replace(LEAD, '').replace(BEHIND, '');
    const words = quote.replace(MARK, '').replace(/\s+/g, ' ').trim();
    found.push({ text: /[\p{L}\p{N}]/u.test(words) ? words : '', quote, evidenceIds: [...new Set(evidenceIds)] });
  }
  return found;
}
