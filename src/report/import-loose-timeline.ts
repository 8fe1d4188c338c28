import type { Token } from 'marked';
import { leadingTime } from './leading-time.js';
import { itemMarkdown } from './import-tokens.js';
import { isToken } from './lex-markdown.js';

/** A list or a paragraph of which most lines, and at least two, begin with a clock reading. */
export function looksLikeTimeline(token: Token): boolean {
  const lines = isToken(token, 'list')
    ? token.items.map((item) => itemMarkdown(item).split('\n')[0] ?? '')
    : isToken(token, 'paragraph')
      ? token.raw.trim().split('\n')
      : [];
  const timed = lines.filter((line) => /\d[:.h]\d\d|\d ?[ap]m\b|\d{4} ?(?:UTC|Z\b)/i.test(leadingTime(line)?.time ?? ''));
  return timed.length >= 2 && timed.length >= lines.length * 0.6;
}
