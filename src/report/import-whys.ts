import type { Token, Tokens } from 'marked';
import { importItems } from './import-actions.js';
import type { CoeInput } from './import-result.js';
import { rawMarkdown } from './import-tokens.js';
import { isToken } from './lex-markdown.js';

type Why = NonNullable<CoeInput['fiveWhys']>[number];

/** A section on the cause as one why: what it says is the answer. */
export function importCause(tokens: Token[], title: string): Why[] {
  const answer = rawMarkdown(tokens);
  return answer === '' ? [] : [{ question: `Why did it happen: ${title}?`, answer }];
}

/** Contributing factors: each is an answer of its own. The question is a bare one: words of ours in every import would make all of them alike. */
export function importFactors(tokens: Token[]): Why[] {
  return importItems(tokens).map((answer) => ({ question: 'Why?', answer }));
}

/**
 * A section named 5 whys. A flat list is a chain, each entry the cause of the one before; a nested list is a tree as it stands.
 * "Why X? Because Y" is split at its question mark.
 */
export function importWhys(tokens: Token[]): { whys: Why[]; rest: string[] } {
  const whys: Why[] = [];
  const rest: string[] = [];
  for (const token of tokens) {
    if (isToken(token, 'list')) whys.push(...fromList(token));
    else if (!isToken(token, 'space') && /^\W*(?:\d+[.)] )?why\b/i.test(token.raw))
      whys.push(fromText(token.raw.trim()));
    else if (!isToken(token, 'space') && !isToken(token, 'hr')) {
      const last = whys.at(-1);
      if (last && !isToken(token, 'table')) last.answer = [last.answer, token.raw.trim()].filter(Boolean).join('\n\n');
      else rest.push(token.raw.trim());
    }
  }
  const flat = whys.length > 1 && whys.every((why) => (why.children ?? []).length === 0);
  return { whys: flat ? chain(whys) : whys, rest };
}

/** A chain deeper than the service accepts stays flat below its tenth link. */
const LONGEST_CHAIN = 10;

function chain(whys: Why[]): Why[] {
  const [first, ...others] = whys;
  if (!first) return [];
  let link = first;
  others.forEach((why, index) => {
    link.children = [...(link.children ?? []), why];
    if (index < LONGEST_CHAIN) link = why;
  });
  return [first];
}

function fromList(list: Tokens.List, depth = 0): Why[] {
  return list.items.map((item) => {
    const below = item.tokens.filter((token) => isToken(token, 'list'));
    const own = item.tokens.filter((token) => depth > LONGEST_CHAIN || !isToken(token, 'list'));
    const why = fromText(rawMarkdown(own).replace(/^\[[ xX]\] /, ''));
    return depth > LONGEST_CHAIN ? why : { ...why, children: below.flatMap((child) => fromList(child, depth + 1)) };
  });
}

function fromText(text: string): Why {
  const bare = text.replace(/^\d+[.)] /, '');
  const found = /^(?:\*\*|__)?((?:Q: ?)?[^?]{0,500}\?)(?:\*\*|__)?:?(?:\s*[-–—:]?\s*(?:A: ?)?)([\s\S]*)$/.exec(bare);
  const question = found?.[1]?.replace(/^Q: /, '').trim() ?? '';
  return question === '' ? { question: 'Why?', answer: bare } : { question, answer: found?.[2]?.trim() ?? '' };
}
