import { Marked, type Token, type Tokens } from 'marked';

/**
 * The tokens of a Markdown text, or null when it is nested too deeply to be read (marked recurses) or would be read for seconds to
 * minutes: its rules for emphasis, brackets and mail addresses take a time that grows with the square of one paragraph. A new
 * `Marked` for each document: a shared one carries link definitions and extension state over.
 */
export function lexMarkdown(markdown: string): Token[] | null {
  if (isNestedEndlessly(markdown) || isMarkedEndlessly(markdown)) return null;
  for (const { 0: word, index } of markdown.matchAll(/[\w.!#$%&'*+/=?`{|}~-]{1000,}/g))
    if (markdown[index + word.length] === '@') return null;
  try {
    return new Marked({ gfm: true }).lexer(markdown);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Hundreds of quotes or lists within one another on one line. */
const isNestedEndlessly = (markdown: string) =>
  /^[ \t]*(?:(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))[ \t]*){400}/m.test(markdown);

/** More marks than a person sets in one paragraph; a row of a table and an item of a list count for themselves, in a code block nothing does. */
const MOST_MARKS = 4_000;
const FENCE = /^[ \t]*(`{3,}|~{3,})/;
const TABLE_RULE = /^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;

function isMarkedEndlessly(markdown: string): boolean {
  if (markdown.length < MOST_MARKS) return false;
  let [marks, fence, inTable] = [0, '', false];
  for (const line of markdown.split('\n')) {
    const mark = FENCE.exec(line)?.[1] ?? '';
    if (fence !== '') {
      if (mark.startsWith(fence) && line.trim() === mark) fence = '';
      continue;
    }
    fence = mark;
    if (line.trim() === '') inTable = false;
    if (line.trim() === '' || inTable || BULLET.test(line)) marks = 0;
    if (line.includes('|') && TABLE_RULE.test(line)) inTable = true;
    for (const character of line) if (MARKS.has(character)) marks++;
    if (marks > MOST_MARKS) return true;
  }
  return false;
}

/** It interrupts a paragraph wherever it stands; a number other than 1, or one further in, does not. */
const BULLET = /^ {0,3}[-*+] /;
const MARKS = new Set('*_~`[]<&');

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
