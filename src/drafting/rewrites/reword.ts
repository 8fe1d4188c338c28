import { type Cut, type Rewording, rewordBlame } from './blame-words.js';
import type { Passage } from './passages.js';

/** By rule of readiness. They take a verdict out and leave what happened; the mechanism is for a person to name. */
const REWORDINGS: Readonly<Record<string, Rewording>> = {
  hindsight,
  'human-error': humanError,
  'blame-words': rewordBlame,
  'failed-to': failedTo,
  minimising,
  'person-name': personName,
};

/** The sentence in other words; undefined when no rule has any. */
export function reword({ text, hits }: Passage): string | undefined {
  let sentence = text;
  for (const { rule, at, to } of hits.toReversed()) {
    const cut = { before: sentence.slice(0, at), words: sentence.slice(at, to), after: sentence.slice(to) };
    const { before, words, after } = REWORDINGS[rule]?.(cut) ?? cut;
    sentence = before + words + after;
  }
  const tidied = tidy(sentence, /^\p{Lu}/u.test(text));
  return sentence === text || tidied === text ? undefined : tidied;
}

/** "should have tested it" → "had not tested it"; what a missing thing "would have caught" → "no … had caught". */
function hindsight({ before, words, after }: Cut): Cut | undefined {
  const parts =
    /^(?:should|could|would|might|ought\s+to)(n['’]t|\s+not)?((?:\s+\w+)*?)(?:\s+have|['’]ve)\s+(not\s+)?(.+)$/is.exec(
      words,
    );
  if (!parts) return undefined;
  const [, negated, adverbs = '', late, deed = ''] = parts;
  const isDenied = negated !== undefined || late !== undefined;
  const rest = after.replace(
    /,?\s+if\s+([^.;,]+?)\s+had(n['’]t|\s+not)?\s+/i,
    (_all, who: string, not?: string) => `; ${who} had${not ? '' : ' not'} `,
  );
  const condition = /^if\s+(.+?)\s+had(n['’]t|\s+not)?\s+(.+?),\s+(?:then\s+)?(.*)$/is.exec(before);
  const lead = condition
    ? `${condition[1]} had${condition[2] ? '' : ' not'} ${condition[3]}, and ${condition[4]}`
    : before;
  const missing = /^(?:an?|another)\s+(.{1,80})$/is.exec(lead);
  if (missing && !isDenied) return { before: `no ${missing[1]}`, words: `had${adverbs} ${deed}`, after: rest };
  return { before: lead, words: `had${isDenied ? '' : ' not'}${adverbs} ${deed}`, after: rest };
}

function humanError({ before, words, after }: Cut): Cut {
  const many = /s$/i.test(words);
  const lead = before.replace(/\b(?:(?:an?|the|some|simple|pure|plain|apparent)\s+)+$/i, '');
  return { before: lead, words: many ? 'actions that no check stopped' : 'an action that no check stopped', after };
}

/** "The engineer failed to check it" → "The engineer was not prompted to check it": asks for what should prompt. */
function failedTo({ before, words, after }: Cut): Cut | undefined {
  const parts = /^(.*?)\s+((?:failed|neglected|omitted)\s+to|did(?:n['’]t|\s+not)\s+(?:bother|care)\s+to)$/is.exec(
    words,
  );
  if (!parts) return undefined;
  const who = (parts[1] ?? '').replace(/\s+(?:also|then|again|\w+ly)\b/gi, '');
  const helper = /\s+(had|has|have)$/i.exec(who);
  if (helper) return { before, words: `${who} not been prompted to`, after };
  const many = /\b(?:we|they|you|people|staff|\w+[^s\W]s)\b(?:\s+(?:who|on[- ]call|on duty))*$/i.test(who);
  return { before, words: `${who} ${many ? 'were' : 'was'} not prompted to`, after };
}

function minimising({ before, words, after }: Cut): Cut {
  if (!/^obvious$/i.test(words)) return { before, words: '', after: after.replace(/^\s*,/, '') };
  const lead = before.replace(/\b(?:it|this)\s+(?:is|was|seemed|became)\s+$/i, '');
  if (lead !== before && /^\s+that\s/i.test(after))
    return { before: lead, words: '', after: after.replace(/^\s+that/i, '') };
  return { before, words: /\bthe\s+$/i.test(before) && /^\s+\w/.test(after) ? '' : 'visible', after };
}

const ROLE = /\b(?:engineer|operator|developer|lead|manager|owner|on-?call|sre|dba|commander|responder)(?:,)?\s*$/i;

/** The role that is said beside a name stays; a name alone becomes "the responder". */
function personName({ before, after }: Cut): Cut {
  if (/\(\s*$/.test(before) && /^\s*\)/.test(after))
    return { before: before.replace(/\s*\(\s*$/, ''), words: '', after: after.replace(/^\s*\)/, '') };
  if (ROLE.test(before)) return { before: before.replace(/,?\s*$/, ''), words: '', after: after.replace(/^,/, '') };
  return { before: before.replace(/\b(?:the|our|an?)\s+$/i, ''), words: 'the responder', after };
}

function tidy(sentence: string, beganInCapitals: boolean): string {
  const spaced = sentence
    .replace(/\bthe responder(?:,| and| or) the responder\b/gi, 'two responders')
    .replace(/[ \t]{2,}/g, ' ')
    .replace(/ +([,.;:!?])/g, '$1')
    .replace(/\b(a)(?= (?:unintended|unsuccessful|incomplete|action)\b)/gi, '$1n')
    .trim();
  return beganInCapitals ? spaced.replace(/^\p{Ll}/u, (first) => first.toUpperCase()) : spaced;
}
