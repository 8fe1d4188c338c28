import type { UncheckedClaim } from '../../claims/claim.js';
import { contentStems } from '../../claims/words.js';
import type { PriorCoe, SectionDraftInput } from '../section-rule.js';
import { readingOf } from './reading.js';
import { clip, plainLine, quote } from './wording.js';

/** One action item of an earlier COE that speaks of what this event's evidence speaks of. */
export type Promised = { prior: PriorCoe; item: PriorCoe['actionItems'][number]; shared: number };

/** Words that every action item and every incident use; sharing them shows nothing. */
const COMMON = contentStems(
  'add make improve ensure create update fix check test review document alert alarm monitor monitoring incident event issue problem error errors ' +
    'fail failed failure service system server host deploy deployment change process team time work use need run set better more page',
);
const LEAST_SHARED = 2;

const promises = new WeakMap<SectionDraftInput, Promised[]>();

/**
 * Action items of matching earlier COEs that share at least two telling words with the evidence or services of this one, most words first; of
 * equals the better-matching COE. What became of each is in its status.
 */
export function relevantPromises(input: SectionDraftInput): Promised[] {
  const known = promises.get(input);
  if (known !== undefined) return known;
  const found = find(input);
  promises.set(input, found);
  return found;
}

function find(input: SectionDraftInput): Promised[] {
  if (input.priorCoes.length === 0) return [];
  const { lines } = readingOf(input);
  const words = contentStems([...lines.map((line) => line.text), ...input.coe.content.services].join('\n'));
  return input.priorCoes
    .filter((prior) => prior.matchedOn.length > 0)
    .flatMap((prior, rank) =>
      prior.actionItems.map((item) => {
        const told = [...contentStems(item.title)].filter((word) => !COMMON.has(word));
        return { prior, item, rank, shared: told.filter((word) => words.has(word)).length };
      }),
    )
    .filter(({ shared }) => shared >= LEAST_SHARED)
    .sort((a, b) => b.shared - a.shared || a.rank - b.rank)
    .map(({ prior, item, shared }) => ({ prior, item, shared }));
}

const STATUS_WORDS: Readonly<Record<string, string>> = {
  open: 'open',
  inProgress: 'in progress',
  done: 'done',
  cancelled: 'cancelled',
};

/** What became of it, with owner and date where the earlier COE states them: "open, owner sre-1, due 2019-04-01". */
export function fate({ item }: Promised): string {
  const parts = [STATUS_WORDS[item.status] ?? item.status];
  if (item.owner !== null && item.owner !== '') parts.push(`owner ${plainLine(item.owner)}`);
  if (item.dueDate !== null) parts.push(`due ${item.dueDate.slice(0, 10)}`);
  return parts.join(', ');
}

/** Rests on the earlier COE alone. */
export function promiseStatement(promise: Promised): UncheckedClaim {
  const { prior, item } = promise;
  const text = `${prior.number} promised ${quote(item.title, 200)} (${fate(promise)}).`;
  return { text, evidenceIds: [], coeIds: [prior.id], at: null, kind: 'fact' };
}

/** The promise as a title: its own words without the full stop. */
export function promiseTitle({ item }: Promised): string {
  return clip(plainLine(item.title), 300).replace(/[.\s]+$/, '');
}
