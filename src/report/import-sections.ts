import type { Token, Tokens } from 'marked';
import { plainWords } from './import-tokens.js';
import { isToken, lexMarkdown } from './lex-markdown.js';

/** A heading with what follows it up to the next heading of any level; level 0 is what stands before the first. */
export type ImportSection = {
  level: number;
  heading: string;
  /** The heading as it was written. */
  raw: string;
  /** The question a report of ours names behind a heading. */
  question: { section: string; id: string } | null;
  tokens: Token[];
};

/** Cuts a Markdown document at its headings; null when it is nested too deeply to be read. */
export function splitSections(markdown: string): { sections: ImportSection[]; definitions: Tokens.Def[] } | null {
  const tokens = lexMarkdown(markdown);
  if (!tokens) return null;
  let current: ImportSection = { level: 0, heading: '', raw: '', question: null, tokens: [] };
  const sections = [current];
  const definitions: Tokens.Def[] = [];
  for (const token of tokens) {
    if (isToken(token, 'heading')) {
      const marker = /<!-- question (\w+) ([^\s>]+) -->/.exec(token.raw);
      current = {
        level: token.depth,
        heading: plainWords(token.tokens),
        raw: token.raw,
        question: marker ? { section: marker[1] ?? '', id: marker[2] ?? '' } : null,
        tokens: [],
      };
      sections.push(current);
    } else if (isToken(token, 'def')) definitions.push(token);
    else current.tokens.push(token);
  }
  return { sections, definitions };
}
