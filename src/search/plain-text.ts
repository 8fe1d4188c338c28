/**
 * Markdown as the words a reader sees, for the index and for snippets: link texts without targets, no markup, one space between words.
 * Not a parser: every pattern is bounded, so hostile text costs time in proportion to its length. The result is still untrusted text.
 */
export function plainText(markdown: string): string {
  return (
    markdown
      // Citations of evidence: links for the report, noise for a reader of words.
      .replace(/ ?\[ev_[0-9a-z]{1,60}\]/g, '')
      .replace(/^[ \t]{0,3}(?:```|~~~)[^\n]{0,200}$/gm, ' ')
      .replace(/!?\[([^[\]]{0,500})\]\([^()\s]{0,2000}(?:[ \t]+"[^"\n]{0,300}")?\)/g, '$1')
      .replace(/<\/?[a-zA-Z][^<>]{0,500}>/g, ' ')
      .replace(/^[ \t]{0,8}(?:#{1,6}|>|[-*+]|\d{1,9}[.)])[ \t]+/gm, '')
      .replace(/^[ \t|:-]{3,200}$/gm, ' ')
      .replace(/\*{1,3}|`{1,3}|(?<![\p{L}\p{N}])_{1,2}|_{1,2}(?![\p{L}\p{N}])|\|/gu, ' ')
      .replace(/\s+/g, ' ')
      .trim()
  );
}

const HASHED = /^[ \t]{0,3}#{1,6}[ \t][^\n]{0,300}$/gm;
/** A line that is all bold, as imports write the headings of what found no field. */
const BOLD = /^[ \t]{0,3}(?:\*\*[^*\n]{1,300}\*\*|__[^_\n]{1,300}__):?[ \t]*$/gm;

/** The same without its headings ("Attendees", "Stats"): they are a template's words, not those of who wrote under them. A single line is none. */
export function bodyText(markdown: string): string {
  const text = markdown.trim();
  return plainText(text.includes('\n') ? text.replace(HASHED, '').replace(BOLD, '') : text);
}
