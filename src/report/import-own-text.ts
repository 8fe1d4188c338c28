import type { Token } from 'marked';
import { markedIds, splitCites, withoutMarks } from './cited-marks.js';
import { rawMarkdown } from './import-tokens.js';
import { labelsOfPersons } from './own-labels.js';

export type Cited = { text: string; evidenceIds: string[] };

/**
 * A person's words from our own report: citations are ids in brackets again, one without a row in the table of evidence is taken out,
 * escaped brackets are restored.
 */
export function ownMarkdown(markdown: string): string {
  return withoutMarks(
    labelsOfPersons(markdown)
      .replace(/(`+)[\s\S]*?\1|[ \t]*(?<!\\)\[E\d+\](?!\()/g, (found, ticks?: string) => (ticks ? found : ''))
      .replace(/\\(\[E\d+\])/g, '$1')
      .trim(),
  );
}

/** The same with the citations at its end apart, as the report puts the evidence of an entry there. */
export function ownCited(markdown: string, oneLine = false): Cited {
  const { text, evidenceIds } = splitCites(markdown, oneLine);
  return { text: ownMarkdown(text), evidenceIds };
}

/** The answer in a section that has no evidence of its own. */
export function answered(tokens: Token[]): string {
  return unanswered(rawMarkdown(tokens)) ? '' : ownMarkdown(rawMarkdown(tokens));
}

/** The answer in a section with its evidence; the text is empty when the report says that the question is not answered yet. */
export function answeredCited(tokens: Token[]): Cited {
  const written = rawMarkdown(tokens);
  return unanswered(written) ? { text: '', evidenceIds: markedIds(written) } : ownCited(written);
}

const unanswered = (written: string) =>
  /^_Not answered yet: [^\n]*_[ \t]*(?:\[[^\]\n]*\][ \t]*)*$/.test(written.trim());
