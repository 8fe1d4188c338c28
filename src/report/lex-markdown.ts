import { Marked, type Token, type Tokens } from 'marked';

/**
 * The tokens of a Markdown text, or null when it is nested too deeply to be read (marked recurses) or holds a word of thousands of
 * letters before an @ (marked's rule for mail addresses takes minutes). A new `Marked` for each document: a shared one carries link
 * definitions and extension state over.
 */
export function lexMarkdown(markdown: string): Token[] | null {
  for (const { 0: word, index } of markdown.matchAll(/[\w.!#$%&'*+/=?`{|}~-]{1000,}/g))
    if (markdown[index + word.length] === '@') return null;
  try {
    return new Marked({ gfm: true }).lexer(markdown);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Narrows marked's open token type; an unknown type (no extension is ever installed) falls to `raw` at the caller. */
export function isToken<T extends KnownToken['type']>(
  token: Token,
  type: T,
): token is Extract<KnownToken, { type: T }> {
  return token.type === type;
}

type KnownToken =
  | Tokens.Blockquote
  | Tokens.Br
  | Tokens.Checkbox
  | Tokens.Code
  | Tokens.Codespan
  | Tokens.Def
  | Tokens.Del
  | Tokens.Em
  | Tokens.Escape
  | Tokens.Heading
  | Tokens.Hr
  | Tokens.HTML
  | Tokens.Image
  | Tokens.Link
  | Tokens.List
  | Tokens.ListItem
  | Tokens.Paragraph
  | Tokens.Space
  | Tokens.Strong
  | Tokens.Table
  | Tokens.Text;

/** Child tokens of any container. */
export function childrenOf(token: Token): Token[] {
  return ('tokens' in token ? token.tokens : undefined) ?? [];
}
