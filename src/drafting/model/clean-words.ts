const LINK = /\b(?:https?:\/\/|www\.)[^\s<>()"'\]]+/gi;
const OTHER_SCHEME = /\b(?:javascript|vbscript|data|file|ftp|mailto):\S+/gi;

export type CleanWords = {
  text: string;
  /** Links that no cited evidence has and that were therefore left out. */
  foreignLinks: number;
};

/**
 * What a model wrote as plain words in one line: no HTML, no pictures, no Markdown links or headings, none of its own references to
 * evidence (code writes those), and only links that stand in the evidence it was given.
 * @param known all text that the model was given
 */
export function cleanWords(written: string, known: string): CleanWords {
  let foreignLinks = 0;
  const allowed = (link: string) => {
    const bare = link.replace(/[.,;:!?]+$/, '');
    if (known.includes(bare)) return link;
    foreignLinks += 1;
    return '(link left out)';
  };
  const text = written
    .toWellFormed()
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .replace(/!\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\[([^\]]*)\]\(([^)\s]*)[^)]*\)/g, (_match, words: string, link: string) =>
      known.includes(link) ? `${words} ${link}` : words,
    )
    .replace(/<\/?[a-z!][^>]*>/gi, '')
    .replace(/\s*[[(](?:(?:E|P)\d+(?:\s*[,;–-]\s*)?)+[\])]/g, '')
    .replace(/\[(?:ev|sug|coe|evi)_[\w-]+\]/g, '')
    .replace(OTHER_SCHEME, allowed)
    .replace(LINK, allowed)
    .replace(/^\s*(?:#{1,6}|>|[-*+]|\d+[.)])\s+/, '')
    .replace(/ {2,}/g, ' ')
    .replace(/\s+([.,;:!?])(?=\s|$)/g, '$1')
    .trim();
  return { text, foreignLinks };
}
