import type { CoeContent } from '../coe/schema.js';
import { pointerOf } from '../http/validate.js';
import { isDenied } from './blameless.js';
import { at, type Place, type ReadinessRule } from './finding.js';
import { namesIn } from './person-names.js';

type Why = CoeContent['fiveWhys'][number];
type Node = { why: Why; path: (string | number)[]; depth: number };

/** Every why of the tree with its place, parents before children. */
export function nodesOf(whys: readonly Why[]): Node[] {
  const walk = (why: Why, path: (string | number)[], depth: number): Node[] => [
    { why, path, depth },
    ...why.children.flatMap((child, index) => walk(child, [...path, 'children', index], depth + 1)),
  ];
  return whys.flatMap((why, index) => walk(why, ['fiveWhys', index], 1));
}

const isLeaf = ({ why }: Node) => why.children.length === 0;
const place = ({ path }: Node, field?: string): Place => at(pointerOf(field === undefined ? path : [...path, field]));

/** "Inconclusive" is allowed and honest. */
const INCONCLUSIVE =
  /\b(?:inconclusive|not known|unknown|could not (?:be )?(?:determined?|establish(?:ed)?|find|found))\b/i;
const JUST_A_BUG =
  /^\W*(?:(?:it|this|there|that|the (?:code|service|software))\s+(?:was|is|had|has)\s+)?(?:(?:because of|due to|caused by)\s+)?(?:an?|the|some|one)?\s*(?:\w+\s+)?(?:bugs?|defects?|(?:software|coding|programming) errors?|glitch(?:es)?)(?:\s+in\s+(?:the\s+)?[\w./-]+(?:\s+[\w./-]+)?)?\W*$/i;
const ROLE =
  '(?:engineer|operator|developer|admin(?:istrator)?|on-?call|responder|colleague|contractor|technician|employee|person|manager|teammate|intern|new hire|SRE|DBA)s?';
/** What may stand between a role and its deed; a noun there makes the role part of a thing: "the operator console deleted". */
const BETWEEN = '(?:\\s+(?:on|at|of|in|the|duty|call|shift|who|that|had|has|have|then|also|again|\\w+ly)){0,4}';
const JUDGED = "forgot|failed|did(?:n['’]t| not)|missed|ignored|misread|overlooked|neglected|omitted";
const A_PERSON = new RegExp(
  `^\\W*(?:because\\s+)?(?:(?:the|an?|our|one)\\s+)?(?:\\w+\\s+){0,2}(?:(?:somebody|someone|nobody|no one|he|she|they|we)${BETWEEN}\\s+(?:${JUDGED}|made|ran|typed|deleted|pushed|merged|deployed|misconfigured|broke|looked|checked|noticed|(?:was|were) (?:not )?care(?:less|ful))|teams?${BETWEEN}\\s+(?:${JUDGED})|${ROLE}${BETWEEN}\\s+(?:${JUDGED}|made|ran|typed|mistyped|deleted|dropped|pushed|merged|deployed|misconfigured|broke|looked|checked|noticed|skipped|changed|executed|entered|applied|restarted|rebooted|clicked|closed|(?:was|were) (?:not )?(?:careless|careful|asleep|tired|distracted|inattentive|unaware)))\\b`,
  'i',
);
/** What is laid at a person's door, whoever it was. */
const HUMAN_ERROR = new RegExp(
  `\\b(?:(?:human|operator|manual|engineer|developer)(?:['’]s)?[ -](?:errors?|mistakes?|failure|oversight)|user[ -]error(?!s|\\s+(?:rate|message|report|page|count|log))|(?:errors?|mistakes?|fault|oversight|slip|typo|negligence|carelessness|inattention|attention|care|caused)\\s+(?:by|of|on the part of)\\s+(?:the\\s+|an?\\s+|our\\s+|one\\s+)?(?:\\w+[ -]){0,2}?${ROLE})(?![\\w-])`,
  'gi',
);
const ONLY_A_PERSON = new RegExp(
  `^\\W*(?:because of\\s+)?(?:(?:the|an?|our|one)\\s+)?(?:[\\w-]+\\s+){0,2}${ROLE}\\W*$`,
  'i',
);
/** Before a name that is the culprit: nothing at all, or the deed. */
const BLAMES_NEXT =
  /(?:^\W*(?:because(?: of)?\s+)?|\b(?:errors?|mistakes?|fault|oversight|slip|typo|negligence|carelessness|caused|broken|deleted|run|done|made)\s+(?:by|of)\s+)$/i;

/** The words with which an answer ends at a person: an error laid at a person's door, a role that did it, or a name. */
function personIn(answer: string, people: readonly string[]): string | null {
  for (const match of answer.matchAll(HUMAN_ERROR))
    if (!isDenied(answer.slice(Math.max(0, match.index - 30), match.index))) return match[0];
  const role = A_PERSON.exec(answer) ?? ONLY_A_PERSON.exec(answer);
  if (role) return role[0].trim();
  const listed = people.flatMap((name) => {
    const index = /\p{Lu}\p{Ll}+ \p{Lu}/u.test(name) ? answer.indexOf(name) : -1;
    return index < 0 ? [] : [{ index, text: name }];
  });
  return [...listed, ...namesIn(answer)].find(({ index }) => BLAMES_NEXT.test(answer.slice(0, index)))?.text ?? null;
}

/** The 5 Whys: a tree whose leaves are mechanisms that failed, each with something done about it. */
export const WHY_RULES: readonly ReadinessRule[] = [
  {
    id: 'whys-missing',
    severity: 'blocker',
    why: 'Without whys nobody knows which mechanism failed.',
    fix: 'Begin with the symptom that customers saw and ask why.',
    *find({ content }) {
      if (content.fiveWhys.length === 0) yield at('/fiveWhys');
    },
  },
  {
    id: 'why-unanswered',
    severity: 'blocker',
    why: 'The question has no answer.',
    fix: 'Answer it from evidence, or write "inconclusive" and what would settle it.',
    *find({ content }) {
      for (const node of nodesOf(content.fiveWhys)) if (node.why.answer.trim() === '') yield place(node, 'answer');
    },
  },
  {
    id: 'why-uncited',
    severity: 'warning',
    why: 'The answer cites no evidence and is not marked as a hypothesis.',
    fix: 'Cite the evidence, or mark it as a hypothesis.',
    *find({ content }) {
      for (const node of nodesOf(content.fiveWhys)) {
        const { answer, evidenceIds, hypothesis } = node.why;
        if (answer.trim() !== '' && evidenceIds.length === 0 && !hypothesis && !INCONCLUSIVE.test(answer))
          yield place(node, 'answer');
      }
    },
  },
  {
    id: 'why-leaf-person',
    severity: 'blocker',
    why: 'A person is not a root cause: the next person will act the same in the same place.',
    fix: 'Ask once more: what made that action possible, easy or reasonable?',
    *find({ content, context }) {
      for (const node of nodesOf(content.fiveWhys).filter(isLeaf)) {
        const quote = personIn(node.why.answer, context.people);
        if (quote !== null) yield { ...place(node, 'answer'), quote };
      }
    },
  },
  {
    id: 'why-leaf-bug',
    severity: 'warning',
    why: '"A bug" ends the question too early: bugs will come, what let this one through?',
    fix: 'Ask why the bug was made, not found by a test, and not stopped on its way to customers.',
    *find({ content }) {
      for (const node of nodesOf(content.fiveWhys).filter(isLeaf))
        if (JUST_A_BUG.test(node.why.answer))
          yield { ...place(node, 'answer'), quote: node.why.answer.trim().slice(0, 200) };
    },
  },
  {
    id: 'whys-shallow',
    severity: 'warning',
    why: 'Fewer than three levels seldom reach a mechanism.',
    fix: 'Ask why of the deepest answer again.',
    *find({ content }) {
      const nodes = nodesOf(content.fiveWhys);
      const inconclusive = nodes.filter(isLeaf).every(({ why }) => INCONCLUSIVE.test(why.answer));
      if (nodes.length > 0 && !inconclusive && Math.max(...nodes.map(({ depth }) => depth)) < 3) yield at('/fiveWhys');
    },
  },
  branch(
    'whys-detection',
    'detecting it',
    /\b(?:detect|notic|alarm|alert|monitor|page[drs]?\b|paging|discover|visib|observ)/i,
  ),
  branch(
    'whys-mitigation',
    'ending the impact',
    /\b(?:mitigat|recover|restor|roll(?:ed|ing)?[- ]?back|rollback|revert|repair|remedi|take so long|took so long|end the (?:impact|outage)|fail(?:ed)?[- ]?over)/i,
  ),
  {
    id: 'why-leaf-without-action',
    severity: 'blocker',
    why: 'The whys end here and nothing is done about it.',
    fix: 'Link an action item that answers it, or state why none is needed.',
    *find({ content }) {
      const answered = new Set(content.actionItems.flatMap((item) => item.whyIds));
      const actions = new Set(content.actionItems.map((item) => item.id));
      for (const node of nodesOf(content.fiveWhys).filter(isLeaf)) {
        const { id, actionItemIds, reasonWithoutAction } = node.why;
        const acted = answered.has(id) || actionItemIds.some((action) => actions.has(action));
        if (!acted && reasonWithoutAction.trim() === '') yield place(node);
      }
    },
  },
  {
    id: 'why-unknown-action',
    severity: 'warning',
    why: 'The why names an action item that is not in this COE.',
    fix: 'Choose one of the action items, or remove the link.',
    *find({ content }) {
      const actions = new Set(content.actionItems.map((item) => item.id));
      for (const node of nodesOf(content.fiveWhys))
        for (const [index, id] of node.why.actionItemIds.entries())
          if (!actions.has(id))
            yield {
              ...place(node, 'actionItemIds'),
              pointer: `${pointerOf(node.path)}/actionItemIds/${index}`,
              quote: id,
            };
    },
  },
];

/** A why somewhere in the tree has to ask about it. */
function branch(id: string, about: string, words: RegExp): ReadinessRule {
  return {
    id,
    severity: 'warning',
    why: `No why asks about ${about}; the cause alone explains neither how long it lasted nor how far it went.`,
    fix: `Add a branch that asks why ${about} took as long as it did.`,
    *find({ content }) {
      const nodes = nodesOf(content.fiveWhys);
      if (nodes.length > 0 && !nodes.some(({ why }) => words.test(why.question) || words.test(why.answer)))
        yield at('/fiveWhys');
    },
  };
}
