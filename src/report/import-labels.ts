import type { Token } from 'marked';
import { placeOf } from './import-headings.js';
import type { ImportSection } from './import-sections.js';
import { plainLine } from './import-tokens.js';
import { isToken } from './lex-markdown.js';

const BOLD_LABEL = /^(?:\*\*|__)([^*_\n]{2,60}?):?(?:\*\*|__)\s*:?[ \t]*(?:\n|$)?([\s\S]*)$/;
const PLAIN_LABEL = /^([A-Z][A-Za-z' /()-]{2,50}):(?:[ \t]+|\n|$)([\s\S]*)$/;

/**
 * Documents without headings label their paragraphs (`**Impact:** …`, `Trigger: …`): each label that names a place starts a section.
 * Plain labels count only in a document whose headings name no place at all; inside a timeline labels belong to its rows.
 */
export function splitAtLabels(sections: ImportSection[]): ImportSection[] {
  const plainToo = !sections.some(({ heading }) => placeOf(heading) !== null);
  return sections.flatMap((section) => {
    if (placeOf(section.heading) === 'timeline') return [section];
    let current: ImportSection = { ...section, tokens: [] };
    const parts = [current];
    for (const token of section.tokens.flatMap((block) => (plainToo ? splitLines(block) : [block]))) {
      const label = labelOf(token, plainToo);
      if (!label) {
        current.tokens.push(token);
        continue;
      }
      const tokens = label.rest === '' ? [] : [paragraph(label.rest)];
      current = { level: section.level + 1, heading: label.heading, raw: '', question: null, tokens };
      parts.push(current);
    }
    return parts;
  });
}

function labelOf(token: Token, plainToo: boolean): { heading: string; rest: string } | null {
  if (!isToken(token, 'paragraph')) return null;
  const text = token.raw.trim();
  const found = BOLD_LABEL.exec(text) ?? (plainToo ? PLAIN_LABEL.exec(text) : null);
  const heading = plainLine(found?.[1] ?? '');
  return found && placeOf(heading) !== null ? { heading, rest: (found[2] ?? '').trim() } : null;
}

/** Lines of one paragraph that each carry a label are paragraphs of their own. */
function splitLines(token: Token): Token[] {
  if (!isToken(token, 'paragraph')) return [token];
  const parts: string[] = [];
  for (const line of token.raw.trim().split('\n')) {
    const labelled = labelOf(paragraph(line), true) !== null;
    if (labelled || parts.length === 0) parts.push(line);
    else parts[parts.length - 1] += `\n${line}`;
  }
  return parts.map(paragraph);
}

function paragraph(text: string): Token {
  return { type: 'paragraph', raw: `${text}\n\n`, text, tokens: [{ type: 'text', raw: text, text }] };
}
