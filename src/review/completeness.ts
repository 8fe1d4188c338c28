import { MEASURES } from '../coe/measures.js';
import type { CoeContent } from '../coe/schema.js';
import { pointerOf } from '../http/validate.js';
import { KEY_MOMENTS, type KeyMoment } from '../kernel/moments.js';
import type { DraftEntry } from '../timeline/draft.js';
import { findGaps } from '../timeline/gaps.js';
import { at, type ReadinessRule } from './finding.js';

/** Moments without which the measures that leaders ask for cannot be computed. */
const NEEDED: readonly KeyMoment[] = ['impactStart', 'detected', 'mitigated'];
/** Pairs that have an order of their own; a cause may well be found after mitigation. */
const ORDERED: readonly (readonly [KeyMoment, KeyMoment])[] = [
  ...Object.values(MEASURES).map(([end, start]) => [start, end] as const),
  ['mitigated', 'resolved'],
];

const inWords = (moment: KeyMoment) => (moment === 'impactStart' ? 'impact start' : moment);
/** With seconds: two moments of one minute may be in the wrong order too. */
const shown = (at: string) => `${at.slice(0, 10)} ${at.slice(11, 19)} UTC`;

/** A section that must not be empty. */
function filled(
  id: string,
  severity: ReadinessRule['severity'],
  pointer: string,
  what: string,
  empty: (content: CoeContent) => boolean,
): ReadinessRule {
  return {
    id,
    severity,
    why: `There is no ${what}.`,
    fix: `Add the ${what}.`,
    *find({ content }) {
      if (empty(content)) yield at(pointer);
    },
  };
}

const blank = (text: string | null) => text === null || text.trim() === '';

/** What a reader needs before the words can be judged. */
export const COMPLETENESS_RULES: readonly ReadinessRule[] = [
  filled('summary-missing', 'blocker', '/summary', 'summary', ({ summary }) => blank(summary)),
  filled(
    'impact-missing',
    'blocker',
    '/customerImpact/text',
    'description of the customer impact',
    ({ customerImpact }) => blank(customerImpact.text),
  ),
  filled('timeline-missing', 'blocker', '/timeline', 'timeline', ({ timeline }) =>
    timeline.every(({ hidden }) => hidden),
  ),
  filled('owner-missing', 'blocker', '/owner', 'owner', ({ owner }) => blank(owner)),
  filled('severity-missing', 'warning', '/severity', 'severity', ({ severity }) => severity === null),
  filled(
    'services-missing',
    'warning',
    '/services',
    'list of services concerned',
    ({ services }) => services.length === 0,
  ),
  filled(
    'lessons-missing',
    'warning',
    '/lessonsLearned',
    'lesson learned',
    ({ lessonsLearned }) => lessonsLearned.length === 0,
  ),
  {
    id: 'impact-without-numbers',
    severity: 'blocker',
    why: 'Impact without numbers cannot be weighed against other incidents.',
    fix: 'Give customers affected, requests failed or minutes of impact; an estimate with its basis will do.',
    *find({ content: { customerImpact } }) {
      const { customersAffected, requestsFailed, minutes, text } = customerImpact;
      const counted = [customersAffected, requestsFailed, minutes].some((number) => number !== null);
      if (!counted && !blank(text) && !/\d/.test(text)) yield at('/customerImpact');
    },
  },
  {
    id: 'moment-missing',
    severity: 'blocker',
    why: 'A key moment is neither recorded nor marked as not applicable, so no measure can be computed from it.',
    fix: 'Record the time with its evidence, or mark it as not applicable.',
    *find({ content }) {
      for (const moment of NEEDED) {
        const value = content.keyMoments[moment];
        if (value === undefined || (value.at === null && value.state !== 'notApplicable'))
          yield at(`/keyMoments/${moment}`);
      }
    },
  },
  {
    id: 'moment-candidate',
    severity: 'warning',
    why: 'The time of this key moment is only a candidate and is left out of the measures.',
    fix: 'Check it against the evidence and record it, or choose another.',
    *find({ content }) {
      for (const moment of KEY_MOMENTS)
        if (content.keyMoments[moment]?.state === 'candidate') yield at(`/keyMoments/${moment}`);
    },
  },
  {
    id: 'moments-out-of-order',
    severity: 'blocker',
    why: 'Two key moments are in an impossible order.',
    fix: 'Check both times and their zones against the evidence.',
    *find({ content: { keyMoments } }) {
      for (const [first, second] of ORDERED) {
        const [start, end] = [keyMoments[first]?.at ?? null, keyMoments[second]?.at ?? null];
        if (start !== null && end !== null && end < start)
          yield {
            ...at(`/keyMoments/${second}`),
            why: `The moment “${inWords(second)}” (${shown(end)}) is before “${inWords(first)}” (${shown(start)}).`,
          };
      }
    },
  },
  {
    id: 'timeline-out-of-order',
    severity: 'warning',
    why: 'The entry stands after one that happened later: one of the two times, or its zone, may be wrong.',
    fix: 'Check both times against the evidence, or put the entries in the order in which they happened.',
    *find({ content }) {
      let latest: CoeContent['timeline'][number] | undefined;
      for (const [index, entry] of content.timeline.entries()) {
        if (entry.hidden || entry.precision === 'day') continue;
        if (latest !== undefined && entry.at < latest.at) {
          const why = `It happened at ${entry.at} and stands after an entry of ${latest.at}.`;
          yield { pointer: `/timeline/${index}`, quote: entry.text.slice(0, 80), why };
        } else latest = entry;
      }
    },
  },
  {
    id: 'gap-unexplained',
    severity: 'warning',
    why: 'A long silence: the reader cannot tell whether nothing happened or nothing was written down.',
    fix: 'Add what happened meanwhile, or an entry that says what was waited for and until when.',
    *find({ content }) {
      for (const { from, to, seconds } of gapsIn(content)) {
        const index = content.timeline.findIndex((entry) => !entry.hidden && entry.at === to.toISOString());
        const why = `Nothing is told between ${from.toISOString()} and ${to.toISOString()} (${Math.round(seconds / 60)} minutes).`;
        yield { ...at(index < 0 ? '/timeline' : `/timeline/${index}`), why };
      }
    },
  },
  {
    id: 'halving-unanswered',
    severity: 'blocker',
    why: 'The halving questions are what a COE is for.',
    fix: 'Say what would halve the time, with the minutes it would have gained; or that nothing would, and why.',
    *find({ content, context }) {
      for (const { id, section, text } of context.questions.filter((question) => question.halving))
        if (blank(content[section][id]?.answer ?? ''))
          yield { ...at(pointerOf([section, id])), why: `Not answered: ${text}` };
    },
  },
  {
    id: 'question-unanswered',
    severity: 'warning',
    why: 'A question of the template has no answer.',
    fix: 'Answer it, also when the answer is "no" or "not applicable".',
    *find({ content, context }) {
      for (const { id, section, text } of context.questions.filter((question) => !question.halving))
        if (blank(content[section][id]?.answer ?? ''))
          yield { ...at(pointerOf([section, id])), why: `Not answered: ${text}` };
    },
  },
  {
    id: 'timeline-uncited',
    severity: 'warning',
    why: 'Timeline entries without evidence are memory.',
    fix: 'Cite the evidence of each entry, or import what is missing.',
    *find({ content }) {
      const shown = content.timeline.filter((entry) => !entry.hidden);
      const uncited = shown.filter((entry) => entry.evidenceIds.length === 0).length;
      if (uncited > 0)
        yield { ...at('/timeline'), why: `${uncited} of ${shown.length} timeline entries cite no evidence.` };
    },
  },
];

/** Silences of the timeline as people left it, between the moments that bound the incident. */
function gapsIn(content: CoeContent) {
  const entries = content.timeline.filter((entry) => !entry.hidden).map(toDraftEntry);
  entries.sort((a, b) => a.at.getTime() - b.at.getTime());
  const time = (moment: KeyMoment) => content.keyMoments[moment]?.at ?? null;
  const start = time('impactStart') ?? entries[0]?.at ?? null;
  const end = time('resolved') ?? time('mitigated') ?? entries.at(-1)?.at ?? null;
  return start === null || end === null ? [] : findGaps(entries, new Date(start).getTime(), new Date(end).getTime());
}

function toDraftEntry(entry: CoeContent['timeline'][number]): DraftEntry {
  const { precision, text, actor, evidenceIds } = entry;
  const end = entry.end === null ? null : new Date(entry.end);
  const derived = { kind: 'note', keyMoment: null, count: 1, rule: 'written' } as const;
  return { at: new Date(entry.at), end, precision, text, actor, evidenceIds, ...derived };
}
