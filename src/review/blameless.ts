import type { Place, Prose, ReadinessRule, RuleInput } from './finding.js';
import { namesIn } from './person-names.js';

type Found = Place & { start: number };

/** A person or a team as the subject of a sentence. Users are left out: "users failed to log in" is impact. */
const SUBJECT =
  '(?:he|she|they|we|I|you|nobody|no one|someone|somebody|(?:on[- ]?call|operations|engineers?|operators?|developers?|devs?|teams?|SREs?|admins?|administrators?|person|people|colleagues?|responders?|reviewers?|authors?|owners?|managers?|leads?|contractors?|technicians?|staff|employees?|vendors?|support|ops|DBAs?|QA|management))';
const PARTICIPLE =
  '(?:\\w{2,}ed|\\w{2,}en|been|done|gone|known|shown|drawn|grown|thrown|caught|kept|held|made|found|run|set|put|cut|read|sent|built|led|told|thought|brought|begun|had|met|paid|said|lost|left|meant|spent|understood|dealt|shut|hit|felt|won|stood|sought|taught)';

/** Every match in a text, quoted as it was written; `allowed` tells the harmless ones by what stands around them. */
function matches(
  pattern: RegExp,
  allowed: (before: string, match: string, after: string) => boolean = () => false,
  among: (prose: Prose) => boolean = () => true,
): ReadinessRule['find'] {
  return function* find({ prose }: RuleInput): Iterable<Found> {
    for (const { pointer, raw, text, ...rest } of prose) {
      if (!among({ pointer, raw, text, ...rest })) continue;
      for (const match of text.matchAll(pattern)) {
        const end = match.index + match[0].length;
        if (allowed(text.slice(Math.max(0, match.index - 30), match.index), match[0], text.slice(end, end + 30)))
          continue;
        yield { pointer, quote: raw.slice(match.index, end), start: match.index };
      }
    }
  };
}

const NEGATED = /\b(?:not|never|no|isn['’]t|wasn['’]t|rather than|instead of)\s+(?:an?\s+|any\s+|the\s+|about\s+)?$/i;

/** "To avoid such mistakes" speaks of a mechanism to come. */
const PREVENTED = /\b(?:avoid|prevent|catch|reduce|ease|against|potential for|make)\s+(?:such\s+|any\s+|more\s+)?$/i;

/** Whether what stands before an error of people says that it was none, or how one is prevented. */
export const isDenied = (before: string): boolean => NEGATED.test(before) || PREVENTED.test(before);

/** Words that look for a person where a mechanism failed. Quoted evidence is exempt (`prose.ts`). */
export const BLAMELESS_RULES: readonly ReadinessRule[] = [
  {
    id: 'hindsight',
    severity: 'warning',
    why: 'Hindsight hides why it made sense at the time; nobody learns from what did not happen.',
    fix: 'Say what was known and done then, and which mechanism would make the better choice the easy one.',
    // An answer to "how would you …" has to speak of what did not happen.
    find: matches(
      new RegExp(
        `\\b(?:(?:should|could|would)(?:n['’]t|\\s+not|\\s+never)?|ought\\s+to)(?:\\s+\\w+ly|\\s+also)?(?:\\s+have|['’]ve)(?:\\s+be(?:en)?)?(?:\\s+\\w+ly|\\s+also|\\s+not)?\\s+${PARTICIPLE}\\b|\\bmight\\s+have\\s+(?:helped|prevented|avoided|caught|shown|told|been\\s+(?:\\w+ly\\s+)?(?:avoided|prevented|caught|able|found|noticed|shortened|to\\s+plan))\\b`,
        'gi',
      ),
      // What a wait or an outcome would have been is a risk weighed, not a judgement.
      (_, match, after) =>
        /\bwould(?:n['’]t)?\s+have\s+(?:had|done|needed|taken|required)$/i.test(match) ||
        /^(?:\s+(?:a lot|much|far|even))?\s+worse\b/i.test(after),
      (prose) => !prose.counterfactual,
    ),
  },
  {
    id: 'human-error',
    severity: 'blocker',
    why: 'Human error is where the analysis starts, never the cause: ask what made the action possible and look right.',
    fix: 'Name the mechanism: the check, default, tool or review that let one action do this.',
    find: matches(
      /\b(?:(?:human|operator)(?:['’]s)?[ -](?:errors?|mistakes?|failure)|user[ -]error(?!s|\s+(?:rate|message|report|page|count|log)))\b/gi,
      isDenied,
    ),
  },
  {
    id: 'blame-words',
    severity: 'warning',
    why: 'The word judges a person; readers stop telling what happened.',
    fix: 'Describe the action and the condition: "the step was not in the runbook", not "they forgot it".',
    find: matches(
      /\b(?:forgot(?:ten)?|careless(?:ly|ness)?|not (?:\w+ )?carefully|mess(?:ed|ing) up|screw(?:ed|ing) up|botched|bungled|(?:badly|poorly) executed|wrongly assum(?:ed|ing)|share the blame|negligen(?:t|ce|tly)|sloppy|sloppily|incompeten(?:t|ce)|mistakes?|mistakenly|fat[- ]?finger(?:ed|ing|s)?|(?:his|her|their|my|your) (?:own )?fault|(?:at fault|fault of|to blame)(?= (?:for|was|were|the|our|an?|this|that)\b|[,.;]|$)|blamed)\b/gi,
      // A broken disk may be at fault; only people are not.
      (before, match, after) =>
        NEGATED.test(before) ||
        PREVENTED.test(before) ||
        // "By mistake" says that nobody meant it; the mistakes of operators are the rule above.
        (/^mistakes?$/i.test(match) && /\b(?:by|human|operator(?:['’]s)?)[ -]$/i.test(before)) ||
        (/^(?:fault of|at fault|to blame)$/i.test(match) &&
          !new RegExp(`\\b${SUBJECT}\\b`, 'i').test(/^fault of$/i.test(match) ? after : before)),
    ),
  },
  {
    id: 'failed-to',
    severity: 'warning',
    why: '"Failed to" with a person or team says what somebody did not do, not what stood in the way.',
    fix: 'Say what was missing: the alarm, the runbook step, the time, the access.',
    find: matches(
      new RegExp(
        `\\b${SUBJECT}(?:\\s+(?:\\w+ly|also|then|who|had|have|has|again|on call|on duty|members?)){0,3}\\s+(?:(?:failed|neglected|omitted)\\s+to|did(?:n['’]t|\\s+not)\\s+(?:bother|care)\\s+to)\\b`,
        'gi',
      ),
    ),
  },
  {
    id: 'minimising',
    severity: 'warning',
    why: 'What is obvious now was not then; the word tells the reader not to ask.',
    fix: 'Leave the word out, or say how it could be seen.',
    find: matches(/\b(?:obvious(?:ly)?|clearly|simply|just)\b/gi, harmlessAdverb),
  },
  {
    id: 'person-name',
    severity: 'warning',
    why: 'A name invites judging a person; the next reader learns more from the role.',
    fix: 'Write the role: "the on-call engineer of payments".',
    find: findNames,
  },
];

/** "Just before", "had just", "not just" speak of time or amount; "more clearly" and "clearly marked" of clearness. */
function harmlessAdverb(before: string, match: string, after: string): boolean {
  const word = match.toLowerCase();
  if (word === 'obvious') return /\b(?:no|not|non-?|less|more|an?|most)\s*$/i.test(before);
  if (word === 'clearly')
    return (
      /\b(?:not|more|very|so|as|too|most)\s+$/i.test(before) ||
      /^\s+(?:marked|labell?ed|stated|documented|visible|defined|worded|named|separated|communicated|indicate|mark|state)/i.test(
        after,
      )
    );
  if (word !== 'just') return false;
  return (
    /\b(?:not|than|only|of|with|if|had|has|have|['’]d|['’]ve|was|were|is|are|been)\s+$/i.test(before) ||
    /^\s+(?:as|because|before|after|over|under|above|below|about|around|like|in case|in time|when|while|now|then|enough|past|short|for|one|two|three|a (?:few|single|couple|little|minute|second|moment)|\d)/i.test(
      after,
    )
  );
}

/** Names of people on the COE, and @handles. A name with a digit (sre-1) or one that is a service or team is a role. */
function* findNames({ content, context, prose }: RuleInput): Iterable<Found> {
  const roles = new Set([...content.services, content.team ?? ''].map((name) => name.toLowerCase()));
  const names = context.people
    .filter((name) => /^\p{Lu}[\p{L}'’-]+(?:\s+[\p{L}'’.-]+){1,3}$/u.test(name) && !roles.has(name.toLowerCase()))
    .filter(
      (name) => !/\b(?:team|on-?call|group|service|operations|engineering|support|owner|lead|manager)\b/i.test(name),
    );
  const escaped = [...new Set(names)].map((name) =>
    name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+'),
  );
  const handle = '(?<![\\w/.@])@[a-zA-Z][\\w.-]{1,38}(?![\\w/])';
  const pattern = new RegExp([...escaped.map((name) => `(?<!\\p{L})${name}(?!\\p{L})`), handle].join('|'), 'gu');
  const notNames = new Set([...roles].flatMap((name) => name.split(/[^\p{L}]+/u)));
  for (const { pointer, raw, text } of prose) {
    const listed = [...text.matchAll(pattern)].map((match) => ({ index: match.index, text: match[0] }));
    const recognised = namesIn(text).filter(
      (name) =>
        !notNames.has(name.text.split(' ')[0]?.toLowerCase() ?? '') &&
        !listed.some(
          (other) => other.index < name.index + name.text.length && name.index < other.index + other.text.length,
        ),
    );
    for (const { index, text: name } of [...listed, ...recognised].sort((a, b) => a.index - b.index))
      yield { pointer, quote: raw.slice(index, index + name.length), start: index };
  }
}
