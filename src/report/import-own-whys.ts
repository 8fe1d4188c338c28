import type { Token, Tokens } from 'marked';
import { answeredCited, ownMarkdown } from './import-own-text.js';
import type { CoeInput } from './import-result.js';
import { rawMarkdown } from './import-tokens.js';
import { isToken } from './lex-markdown.js';

type WhyInput = NonNullable<CoeInput['fiveWhys']>[number];

const LABEL = /^\*\*(W\d+(?:\.\d+)*)\*\*\s*/;

/** The tree of whys from the nested list of our own report. Ids are the labels (W1.2), which action items refer to. */
export function importOwnWhys(tokens: Token[]): WhyInput[] {
  return tokens
    .flatMap((token) => (isToken(token, 'list') ? token.items : []))
    .flatMap((item) => {
      const why = importWhy(item);
      return why ? [why] : [];
    });
}

function importWhy(item: Tokens.ListItem): WhyInput | null {
  const [first, ...rest] = item.tokens.filter((token) => !isToken(token, 'space'));
  const label = LABEL.exec(first?.raw ?? '');
  if (!first || !label) return null;
  const why: WhyInput = { id: label[1] ?? '', question: lineMarkdown(first.raw.replace(LABEL, '')) };
  const children: WhyInput[] = [];
  const answer: Token[] = [];
  const reason: Token[] = [];
  let into = answer;
  for (const token of rest) {
    if (isToken(token, 'list')) {
      const below = token.items.filter((child) => LABEL.test(child.text));
      children.push(...importOwnWhys([{ ...token, items: below }]));
      const others = token.items.filter((child) => !LABEL.test(child.text));
      // An answer that ends with a list runs into the whys below it: the blank line between them does not loosen the answer's own.
      const loose = others.slice(0, -1).some((child) => /\n[ \t]*\n$/.test(child.raw));
      if (others.length > 0)
        into.push({ ...token, raw: `${others.map((child) => child.raw.trimEnd()).join(loose ? '\n\n' : '\n')}\n\n` });
      continue;
    }
    const actions = /^_Action items:_ ([^\n]*)\s*$/.exec(token.raw);
    if (actions) why.actionItemIds = ownMarkdown(actions[1] ?? '').split(', ');
    else if (token.raw.startsWith('_Not answered yet: Which action item')) into = reason;
    else if (token.raw.startsWith('_No action item, because:_')) {
      into = reason;
      reason.push({ ...token, raw: `${token.raw.replace(/^_No action item, because:_\s*/, '')}\n\n` });
    } else if (into.length === 0 && token.raw.startsWith('_Hypothesis:_')) {
      why.hypothesis = true;
      answer.push({ ...token, raw: `${token.raw.replace(/^_Hypothesis:_\s*/, '')}\n\n` });
    } else into.push({ ...token, raw: `${token.raw.trimEnd()}\n\n` });
  }
  const { text, evidenceIds } = answeredCited(answer);
  Object.assign(why, { answer: text, evidenceIds });
  why.reasonWithoutAction = ownMarkdown(rawMarkdown(reason));
  why.children = children;
  return why;
}

function lineMarkdown(raw: string): string {
  return ownMarkdown(raw.replace(/ *<br\s*\/?> */gi, '\n'));
}
