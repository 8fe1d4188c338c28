import type { Token } from 'marked';
import { rawMarkdown } from './import-tokens.js';
import { labelsOfPersons } from './own-labels.js';

/** A person's words from our own report: without the citations that the report added, with escaped brackets restored. */
export function ownMarkdown(markdown: string): string {
  return labelsOfPersons(markdown)
    .replace(/(`+)[\s\S]*?\1|[ \t]*(?<!\\)\[E\d+\](?!\()/g, (found, ticks?: string) => (ticks ? found : ''))
    .replace(/\\(\[E\d+\])/g, '$1')
    .trim();
}

/** The answer in a section; empty when the report says that the question is not answered yet. */
export function answered(tokens: Token[]): string {
  const written = rawMarkdown(tokens);
  return /^_Not answered yet: [^\n]*_[ \t]*(?:\[E\d+\][ \t]*)*$/.test(written.trim()) ? '' : ownMarkdown(written);
}
