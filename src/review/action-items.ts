import type { ActionItem, CoeContent } from '../coe/schema.js';
import { at, type PriorItem, type ReadinessRule } from './finding.js';
import { startsWithVerb } from './imperative.js';
import { waits } from './prior-promises.js';
import { nodesOf } from './whys.js';

type Item = { item: ActionItem; pointer: string };

/** Cancelled items are kept for the record and judged no more. */
const live = (content: CoeContent): Item[] =>
  content.actionItems.flatMap((item, index) =>
    item.status === 'cancelled' ? [] : [{ item, pointer: `/actionItems/${index}` }],
  );

/** A rule on each live item: `wrong` gives the words meant, or true. */
function each(
  id: string,
  severity: ReadinessRule['severity'],
  why: string,
  fix: string,
  field: string,
  wrong: (item: ActionItem, content: CoeContent) => string | boolean,
): ReadinessRule {
  return {
    id,
    severity,
    why,
    fix,
    *find({ content }) {
      for (const { item, pointer } of live(content)) {
        const found = wrong(item, content);
        if (found !== false) yield { pointer: `${pointer}/${field}`, quote: typeof found === 'string' ? found : null };
      }
    },
  };
}

/** A rule that some live item has to satisfy. */
function some(
  id: string,
  severity: ReadinessRule['severity'],
  why: string,
  fix: string,
  type: ActionItem['type'],
): ReadinessRule {
  return {
    id,
    severity,
    why,
    fix,
    *find({ content }) {
      const items = live(content);
      if (items.length > 0 && !items.some(({ item }) => item.type === type)) yield at('/actionItems');
    },
  };
}

/** Intentions that nobody can check; harmless once an end state says what will be true. */
const VAGUE =
  /^\W*(?:investigate|improve|ensure|consider|explore|look (?:(?:in)?to|at)|think about|make sure|try(?: to)?|better|enhance|review|discuss|examine|research|evaluate|assess|analy[sz]e|figure out|find out|check (?:why|if|whether|how|what)|see (?:if|whether)|study|prioriti[sz]e|be better at|follow up)\b/i;
/** Asking people to be different changes nothing that the next person meets. */
const EXHORTING =
  /\b(?:be (?:more )?(?:careful|cautious|attentive|vigilant|aware)|take (?:more |better )?care|pay (?:more |better )?attention|remind\b|teach (?:the |our |all |new )*(?:everyone|everybody|people|staff|engineers?|operators?|developers?|teams?|on-?call|responders?|support|users?|colleagues|product owners?|managers?)\b|(?:re-?)?train (?:the |our |all |new )*(?:everyone|everybody|people|staff|engineers?|operators?|developers?|teams?|on-?call|responders?|support|users?|colleagues)\b|raise awareness|educate)/i;
/** Words that name no component. */
const GENERIC = new Set(
  (
    'a an the of on in at to for from by with and or as is are be it its this that our all any more better new existing current every each when if not so ' +
    'system systems service services process processes procedure thing things stuff monitoring alert alerts alerting alarm alarms test tests testing documentation docs document ' +
    'code error errors issue issues problem problems incident incidents situation team teams people engineers future again properly quality reliability stability resilience ' +
    'performance communication coverage awareness way ways approach solution fix improvement improvements plan good such same resource resources deployed core check checks metric metrics need needs make sure name text descriptive accompanying direct several'
  ).split(' '),
);

/** What makes an action item one that somebody will do, and that anybody can see is done. */
export const ACTION_ITEM_RULES: readonly ReadinessRule[] = [
  {
    id: 'actions-missing',
    severity: 'blocker',
    why: 'Nothing is changed by this report.',
    fix: 'Add the action items that would have prevented, detected or shortened this.',
    *find({ content }) {
      if (live(content).length === 0) yield at('/actionItems');
    },
  },
  each(
    'action-verb-first',
    'warning',
    'It does not begin with what is to be done.',
    'Begin with a verb: "Add an alarm on …", "Remove …", "Test …".',
    'title',
    ({ title }) => !startsWithVerb(title) && firstWords(title),
  ),
  each(
    'action-vague',
    'warning',
    'Nobody can say when it is done.',
    'Say what will exist or be true, or write the state anyone can check into the end state.',
    'title',
    ({ title, endState }) => (endState.trim() === '' && VAGUE.exec(title)?.[0].trim()) || false,
  ),
  each(
    'action-exhorts',
    'warning',
    'Care, training and reminders fade; the same trap stays open.',
    'Change the mechanism: a check, a default, a guard, an alarm.',
    'title',
    ({ title }) => EXHORTING.exec(title)?.[0].trim() ?? false,
  ),
  each(
    'action-component',
    'warning',
    'It names no component.',
    'Name the service, tool, alarm or document that changes.',
    'title',
    ({ title, endState }, { services }) => !namesComponent(`${title}. ${endState}`, services),
  ),
  each(
    'action-end-state',
    'warning',
    'It has no end state that anyone can check.',
    'Write what will be true when it is done, such as "the alarm fires in a game day".',
    'endState',
    ({ endState }) => endState.trim() === '',
  ),
  each('action-owner', 'blocker', 'Nobody owns it.', 'Name one owner.', 'owner', ({ owner }) => !owner?.trim()),
  each(
    'action-due-date',
    'blocker',
    'It has no due date.',
    'Agree on a date.',
    'dueDate',
    ({ dueDate, status }) => dueDate === null && status !== 'done',
  ),
  each(
    'action-priority',
    'warning',
    'It has no priority.',
    'Set the priority.',
    'priority',
    ({ priority }) => !priority?.trim(),
  ),
  each(
    'action-type',
    'warning',
    'It is not said what it is for.',
    'Choose detect, mitigate, prevent or process.',
    'type',
    ({ type }) => type === null,
  ),
  {
    id: 'action-without-why',
    severity: 'warning',
    why: 'It answers no why, so nobody can tell whether it helps.',
    fix: 'Link the why it answers.',
    *find({ content }) {
      const nodes = nodesOf(content.fiveWhys).map(({ why }) => why);
      const whys = new Set(nodes.map(({ id }) => id));
      const answering = new Set(nodes.flatMap(({ actionItemIds }) => actionItemIds));
      for (const { item, pointer } of live(content))
        if (!answering.has(item.id) && !item.whyIds.some((id) => whys.has(id))) yield at(`${pointer}/whyIds`);
    },
  },
  {
    id: 'action-repeats-promise',
    severity: 'warning',
    why: 'An earlier COE promised the same.',
    fix: 'Say in the whys why that promise did not hold, and cite the earlier COE in this item.',
    *find({ content, context }) {
      for (const { item, pointer } of live(content)) {
        const prior = context.promises.get(item.id);
        if (prior && !item.citedCoes.includes(prior.coe)) yield { ...at(`${pointer}/title`), why: promised(prior) };
      }
    },
  },
  {
    id: 'promise-unanswered',
    severity: 'blocker',
    why: 'An earlier COE promised the same, and it is not finished.',
    fix: 'Answer the promise under Related: the same problem, or what is different.',
    *find({ content, context }) {
      for (const { item, pointer } of live(content)) {
        const prior = context.promises.get(item.id);
        if (prior && waits(prior)) yield { ...at(`${pointer}/title`), why: promised(prior) };
      }
    },
  },
  some(
    'actions-prevent',
    'warning',
    'No action item prevents it from happening again.',
    'Add one of type prevent.',
    'prevent',
  ),
  some('actions-detect', 'warning', 'No action item makes detection faster.', 'Add one of type detect.', 'detect'),
  {
    id: 'halving-without-action',
    severity: 'warning',
    why: 'The answer says how the time could be halved, and no action item does it.',
    fix: 'Add the action item that the answer calls for.',
    *find({ content, context }) {
      for (const { id, section } of context.questions) {
        const types = HALVED_BY[id];
        const answer = (content[section][id]?.answer ?? '').trim();
        if (types === undefined || answer === '' || NOTHING_HALVES.test(answer)) continue;
        if (!live(content).some(({ item }) => item.type !== null && types.includes(item.type)))
          yield at(`/${section}/${id}`);
      }
    },
  },
];

/** Which kinds of action item shorten what a halving question asks about. */
const HALVED_BY: Record<string, readonly NonNullable<ActionItem['type']>[]> = {
  detectionHalved: ['detect'],
  diagnosisHalved: ['detect', 'mitigate', 'process'],
  mitigationHalved: ['mitigate'],
  blastRadius: ['prevent', 'mitigate'],
};
/** An honest answer that asks for no action. */
const NOTHING_HALVES =
  /^\W*(?:nothing|not applicable|n\/a|no (?:earlier|way|change|further)|none|it (?:could|can) ?not|we (?:could|can) ?not)\b/i;

const STATUS_WORDS: Record<string, string> = { open: 'still open', inProgress: 'in progress' };

function promised({ coe, title, status, dueDate }: PriorItem): string {
  const due = dueDate === null || status === 'done' || status === 'cancelled' ? '' : `, due ${dueDate.slice(0, 10)}`;
  return `${coe} promised the same: "${title}" (${STATUS_WORDS[status] ?? status}${due}).`;
}

const firstWords = (title: string) => title.split(/\s+/).slice(0, 3).join(' ');

/** A service of the COE, a name that is written like one, or at least two words that are not generic besides the verb. */
function namesComponent(text: string, services: readonly string[]): boolean {
  const lower = text.toLowerCase();
  if (services.some((service) => lower.includes(service.toLowerCase()))) return true;
  const sentences = text.replace(/(^\W*|[.!?]\s+)\p{Lu}(?=\p{Ll})/gu, (start) => start.toLowerCase());
  const words = (sentences.match(/[\p{L}\p{N}][\p{L}\p{N}._/-]*/gu) ?? []).slice(startsWithVerb(text) ? 1 : 0);
  if (words.some((word) => /[\p{Ll}\p{N}]\p{Lu}|^\p{Lu}{2,}|\d|[._]\w|\/.*\/|^\p{Lu}\p{Ll}+/u.test(word))) return true;
  return (
    words.flatMap((word) => word.split('/')).filter((word) => !GENERIC.has(word.toLowerCase().replace(/[._/-]+$/, '')))
      .length >= 2
  );
}
