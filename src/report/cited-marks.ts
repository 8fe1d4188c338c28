/**
 * Stands before the id in a citation that the importer has read, `[<mark>ev_…]`. It is a noncharacter, which `printable` takes out of
 * every text, so nothing that a person typed has one.
 */
export const MARK = '\ufdd0';

const CITED = new RegExp(`\\[${MARK}([\\w.:-]{1,100})\\]`, 'g');
const LAST = new RegExp(`(\\n\\n| )\\[${MARK}([\\w.:-]{1,100})\\]$`);
const LONGEST = 110;

/** Ids of the citations in a text, in order. */
export function markedIds(markdown: string): string[] {
  return Array.from(markdown.matchAll(CITED), ([, id]) => id ?? '');
}

/** Citations as a person writes them in a text: the id in brackets. */
export function withoutMarks(markdown: string): string {
  return markdown.replaceAll(MARK, '');
}

/**
 * A text with the citations that the report put at its end taken off: those that it would put there again in the same way.
 * @param oneLine for a cell, where they stand in the line whatever it is
 */
export function splitCites(markdown: string, oneLine = false): { text: string; evidenceIds: string[] } {
  const text = markdown.trim();
  const evidenceIds: string[] = [];
  let words = text;
  let gap = ' ';
  while (gap === ' ') {
    const last = LAST.exec(words.slice(-LONGEST));
    // A list of evidence names each once: a repetition was typed.
    if (!last || evidenceIds.includes(last[2] ?? '')) break;
    gap = last[1] ?? '';
    evidenceIds.unshift(last[2] ?? '');
    words = words.slice(0, -last[0].length);
  }
  const asReported = oneLine || (gap === ' ') === endsInWords(words);
  return words.trim() === '' || !asReported ? { text, evidenceIds: [] } : { text: words, evidenceIds };
}

/** Citations stand in the last line of a paragraph, and in a line of their own after anything else (a list, a code block). */
export function endsInWords(markdown: string): boolean {
  const last = markdown.trimEnd().split('\n').at(-1) ?? '';
  return /^[\p{L}\p{N}*_"“(]/u.test(last) && !/^(?:\d+[.)]|[*+-])\s/.test(last) && !last.includes('|');
}
