import type { Token } from 'marked';
import { itemMarkdown } from './import-tokens.js';
import { leadingTime } from './leading-time.js';
import { isToken } from './lex-markdown.js';

/** Fewer sentences that happen to begin with a time are prose. */
const FEWEST_SENTENCES = 3;

/**
 * Takes the timeline out of blocks that nobody named one: the run of a list or of lines from the first to the last that begins
 * with a clock reading, when there are two or it is the item of a list, and neighbouring paragraphs that do. What stands inside the run
 * belongs to the row above it.
 */
export function takeLooseTimeline(tokens: Token[]): { timeline: Token[]; others: Token[] } {
  const timeline: Token[] = [];
  const others: Token[] = [];
  const blocks = tokens.filter((token) => !isToken(token, 'space'));
  const clocks = blocks.map((token) => (isToken(token, 'paragraph') ? clockOf(token.raw.trim()) : null));
  const prose = clocks.filter((clock) => clock?.sentence).length < FEWEST_SENTENCES;
  const single = (at: number) => clocks[at] != null && !(prose && clocks[at].sentence);
  let at = -1;
  for (const token of tokens) {
    if (!isToken(token, 'space')) at++;
    if (isToken(token, 'paragraph') && single(at) && (single(at - 1) || single(at + 1))) {
      timeline.push(token);
      continue;
    }
    const parts = partsOf(token);
    const timed = parts.map(({ line }) => clockOf(line) !== null);
    const [first, last] = [timed.indexOf(true), timed.lastIndexOf(true)];
    const alone = first === last && !(isToken(token, 'list') && clockOf(parts[first]?.line ?? '')?.sentence === false);
    if (first === -1 || alone) {
      others.push(token);
      continue;
    }
    const pieces = [parts.slice(0, first), parts.slice(first, last + 1), parts.slice(last + 1)].map((run) =>
      run.length === 0 ? [] : [withParts(token, run)],
    );
    others.push(...(pieces[0] ?? []), ...(pieces[2] ?? []));
    timeline.push(...(pieces[1] ?? []));
  }
  return { timeline, others };
}

type Part = { line: string; raw: string; index: number };

function partsOf(token: Token): Part[] {
  if (isToken(token, 'list'))
    return token.items.map((item, index) => ({ line: itemMarkdown(item).split('\n')[0] ?? '', raw: item.raw, index }));
  if (!isToken(token, 'paragraph')) return [];
  return token.raw
    .trim()
    .split('\n')
    .map((line, index) => ({ line, raw: `${line}\n`, index }));
}

function withParts(token: Token, run: Part[]): Token {
  const raw = `${run.map((part) => part.raw.trimEnd()).join('\n')}\n\n`;
  if (!isToken(token, 'list')) return { ...token, raw };
  const kept = new Set(run.map(({ index }) => index));
  return { ...token, raw, items: token.items.filter((_item, index) => kept.has(index)) };
}

/** The time at the head of a line, when it has a clock reading. */
function clockOf(line: string): { sentence: boolean } | null {
  const lead = leadingTime(line);
  return lead && /\d[:.h]\d\d|\d ?[ap]m\b|\d{4} ?(?:UTC|Z\b)/i.test(lead.time) ? lead : null;
}
