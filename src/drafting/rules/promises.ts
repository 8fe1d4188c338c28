import type { UncheckedClaim } from '../../claims/claim.js';
import { contentStems } from '../../claims/words.js';
import type { PriorCoe, SectionDraftInput } from '../section-rule.js';
import { ACTION_RULES } from './action-rules.js';
import { readingOf } from './reading.js';
import { clip, plainLine, quote } from './wording.js';

/** One action item of an earlier COE that answers what this event's evidence calls for. */
export type Promised = {
  prior: PriorCoe;
  item: PriorCoe['actionItems'][number];
  score: number;
  /** Other earlier COEs that promised the same, and what became of it there: a promise made twice did not help the first time. */
  also: { prior: PriorCoe; item: PriorCoe['actionItems'][number] }[];
};

/** Words that action items use whatever they are about; sharing them shows nothing. */
const COMMON = contentStems(
  'add make improve ensure create update fix review document event incident issue problem error errors system server host process team time work use ' +
    'need run set better more like without first every all come go goes done try tries before after',
);
const LEAST_SHARED = 2;
/** Of the telling words of a promise, weighed by rarity, this share has to be what one candidate speaks of. */
const LEAST_SHARE = 0.4;
const SAME_TYPE = 1.25;
/** Titles that share this much of their telling words promise the same. */
const SAME_PROMISE = 0.6;

const promises = new WeakMap<SectionDraftInput, Promised[]>();

/**
 * Action items of matching earlier COEs that answer what one candidate action of this event answers: at least two telling words in common with
 * it, rare words counting more. Best first; of equals the better-matching COE. What became of each is in its status.
 */
export function relevantPromises(input: SectionDraftInput): Promised[] {
  const known = promises.get(input);
  if (known !== undefined) return known;
  const found = find(input);
  promises.set(input, found);
  return found;
}

type Wanted = { type: string; words: Set<string> };

function find(input: SectionDraftInput): Promised[] {
  const priors = input.priorCoes.filter((prior) => prior.matchedOn.length > 0);
  if (priors.length === 0) return [];
  const wanted = wantedOf(input);
  const weight = rarity(priors);
  const scored = priors.flatMap((prior, rank) =>
    prior.actionItems.map((item) => {
      const score = Math.max(0, ...wanted.map((one) => scoreOf(item, one, weight)));
      return { prior, item, rank, score };
    }),
  );
  return scored
    .filter(({ score }) => score >= LEAST_SHARE)
    .sort((a, b) => b.score - a.score || a.rank - b.rank)
    .reduce<Promised[]>(folded, []);
}

/** The same promise of another COE is told with the first one, and proposed once. */
function folded(kept: Promised[], { prior, item, score }: Omit<Promised, 'also'>): Promised[] {
  const words = tellingWords(item.title);
  const same = kept.find((one) => alike(tellingWords(one.item.title), words) >= SAME_PROMISE);
  if (same === undefined) kept.push({ prior, item, score, also: [] });
  else if (same.prior !== prior) same.also.push({ prior, item });
  return kept;
}

/** Jaccard index. */
function alike(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const both = [...a].filter((word) => b.has(word)).length;
  return both === 0 ? 0 : both / (a.size + b.size - both);
}

/** What the evidence calls for: the words of each candidate action and of the lines behind it. */
function wantedOf(input: SectionDraftInput): Wanted[] {
  const reading = readingOf(input);
  return ACTION_RULES.flatMap(({ type, find: candidates }) =>
    candidates(reading, input).map(({ title, endState, lines }) => ({
      type,
      words: tellingWords([title, endState, ...lines.map((line) => line.text)].join('\n')),
    })),
  );
}

function scoreOf(item: Promised['item'], { type, words }: Wanted, weight: (word: string) => number): number {
  const told = [...tellingWords(item.title)];
  const shared = told.filter((word) => words.has(word));
  if (shared.length < LEAST_SHARED) return 0;
  const sum = (some: string[]) => some.reduce((total, word) => total + weight(word), 0);
  return (sum(shared) / sum(told)) * (item.type === type ? SAME_TYPE : 1);
}

function tellingWords(text: string): Set<string> {
  const words = contentStems(text);
  for (const word of COMMON) words.delete(word);
  return words;
}

/** Words that few earlier action items use weigh more: log(1 + items / items with the word). */
function rarity(priors: readonly PriorCoe[]): (word: string) => number {
  const titles = priors.flatMap(({ actionItems }) => actionItems.map(({ title }) => tellingWords(title)));
  const uses = new Map<string, number>();
  for (const words of titles) for (const word of words) uses.set(word, (uses.get(word) ?? 0) + 1);
  return (word) => Math.log(1 + titles.length / (uses.get(word) ?? 1));
}

const STATUS_WORDS: Readonly<Record<string, string>> = {
  open: 'open',
  inProgress: 'in progress',
  done: 'done',
  cancelled: 'cancelled',
};

/** What became of it, with owner and date where the earlier COE states them: "open, owner sre-1, due 2019-04-01". */
export function fate({ item }: Pick<Promised, 'item'>): string {
  const parts = [STATUS_WORDS[item.status] ?? item.status];
  if (item.owner !== null && item.owner !== '') parts.push(`owner ${plainLine(item.owner)}`);
  if (item.dueDate !== null) parts.push(`due ${item.dueDate.slice(0, 10)}`);
  return parts.join(', ');
}

/** Rests on the earlier COEs alone. */
export function promiseStatement(promise: Promised): UncheckedClaim {
  const { prior, item, also } = promise;
  const others = also.map((other) => ` ${other.prior.number} promised the same (${fate(other)}).`);
  const text = `${prior.number} promised ${quote(item.title, 200)} (${fate(promise)}).${others.join('')}`;
  const coeIds = [prior, ...also.map((other) => other.prior)].map(({ id }) => id);
  return { text, evidenceIds: [], coeIds: [...new Set(coeIds)], at: null, kind: 'fact' };
}

/** The promise as a title: its own words without the full stop. */
export function promiseTitle({ item }: Promised): string {
  return clip(plainLine(item.title), 300).replace(/[.\s]+$/, '');
}
