import type { Section } from '../../coe/schema.js';
import { type ComparedCoe, isEarlier } from './compared-coe.js';
import { type Library, library } from './library.js';
import type { ReasonPlace } from './reasons.js';
import { dot } from './sparse.js';

type Item = { id: string; coeId: string; itemId: string; open: boolean; fields: { section: Section; text: string }[] };
export type ItemLibrary = Library<Item>;

/**
 * An action item of an earlier COE that answers the same problem as a later one. `alert`: the later COE asks for the same thing again.
 * `question`: it answers what the later COE states as its problem, and a person has to say whether.
 */
export type PromiseMatch = {
  coeId: string;
  itemId: string;
  strength: 'alert' | 'question';
  /** 0 to 1, two decimals. */
  score: number;
  /** What it answers in the later COE. */
  here: ReasonPlace;
  /** For an alert the later COE's own action item. */
  ownItemId: string | null;
};

/** Cosine of two action items from which they ask for the same (`search.md`: .45 found 4 pairs, all genuine). */
const ALERT = 0.45;
/** Cosine of item and problem sentence, times the root of how alike the two COEs are. */
const QUESTION = 0.2;
/** One word in common is a topic, not a promise. */
const LEAST_SHARED = 2;
const MOST_QUESTIONS = 10;
const MOST_SENTENCES = 200;
const LONGEST_SENTENCE = 500;

export function itemLibrary(): ItemLibrary {
  return library<Item>(1);
}

/** Replaces the items of one COE; pass null when it is gone. */
export function putItems(
  items: ItemLibrary,
  coeId: string,
  before: ComparedCoe | undefined,
  now: ComparedCoe | null,
): void {
  const kept = new Set(now?.items.map(({ id }) => id));
  for (const { id } of before?.items ?? []) if (!kept.has(id)) items.remove(keyOf(coeId, id));
  if (!now) return;
  const known = new Map(before?.items.map(({ id, text }) => [id, text]));
  for (const { id, text } of now.items)
    if (before?.open !== now.open || known.get(id) !== text)
      items.put({ id: keyOf(coeId, id), coeId, itemId: id, open: now.open, fields: [field(text)] });
}

/**
 * Best first, alerts before questions, each promise once.
 * @param near how alike each COE is to this one, by id, 0 to 1; only these are asked for questions
 * @param hidden COEs that may not take part
 */
export function matchPromises(
  items: ItemLibrary,
  coe: ComparedCoe,
  coeOf: (id: string) => ComparedCoe | undefined,
  near: ReadonlyMap<string, number>,
  hidden: ReadonlySet<string>,
): PromiseMatch[] {
  const earlier = (id: string) => {
    const other = coeOf(id);
    return other !== undefined && id !== coe.id && !hidden.has(id) && isEarlier(other, coe);
  };
  const found = new Map<string, PromiseMatch>();
  const offer = (match: PromiseMatch) => {
    const key = keyOf(match.coeId, match.itemId);
    const known = found.get(key);
    if (!known || (known.strength === match.strength ? known.score < match.score : match.strength === 'alert'))
      found.set(key, match);
  };
  for (const own of coe.items)
    for (const { item, cosine } of matching(items, own.text, ALERT))
      if (earlier(item.coeId))
        offer({
          ...matchOf(item, cosine),
          strength: 'alert',
          here: { section: 'actionItems', quote: own.text },
          ownItemId: own.id,
        });
  const asked = itemsNear(items, coeOf, near, earlier);
  for (const { section, text } of sentencesOf(coe)) {
    const placed = items.placed([field(text)]);
    for (const { entry, alike } of asked) {
      const score = dot(placed.vector, entry.vector) * Math.sqrt(alike);
      if (score >= QUESTION)
        offer({
          ...matchOf(entry.document, score),
          strength: 'question',
          here: { section, quote: text },
          ownItemId: null,
        });
    }
  }
  const sorted = [...found.values()].sort(
    (a, b) => b.score - a.score || (keyOf(a.coeId, a.itemId) < keyOf(b.coeId, b.itemId) ? -1 : 1),
  );
  return [
    ...sorted.filter(({ strength }) => strength === 'alert'),
    ...sorted.filter(({ strength }) => strength === 'question').slice(0, MOST_QUESTIONS),
  ];
}

/** What the nearest earlier COEs promised, each with how near its COE is. */
function itemsNear(
  items: ItemLibrary,
  coeOf: (id: string) => ComparedCoe | undefined,
  near: ReadonlyMap<string, number>,
  earlier: (id: string) => boolean,
) {
  return [...near].flatMap(([id, alike]) =>
    earlier(id)
      ? (coeOf(id)?.items ?? []).flatMap((item) => {
          const entry = items.entry(keyOf(id, item.id));
          return entry ? [{ entry, alike }] : [];
        })
      : [],
  );
}

const keyOf = (coeId: string, itemId: string) => `${coeId} ${itemId}`;
const field = (text: string) => ({ section: 'background' as const, text });
const matchOf = ({ coeId, itemId }: Item, score: number) => ({ coeId, itemId, score: Math.round(score * 100) / 100 });

function matching(items: ItemLibrary, text: string, least: number): { item: Item; cosine: number }[] {
  const { vector } = items.placed([field(text)]);
  const own = new Set(vector.terms);
  return items
    .reaching(vector, least)
    .filter(({ entry }) => entry.vector.terms.filter((term) => own.has(term)).length >= LEAST_SHARED)
    .map(({ entry, cosine }) => ({ item: entry.document, cosine }));
}

/** The sentences that state what went wrong and why. */
function sentencesOf({ problems }: ComparedCoe): { section: Section; text: string }[] {
  return problems
    .flatMap(({ section, text }) =>
      text
        .split(/(?<=[.!?])\s+|\n+/)
        .map((sentence) => ({ section, text: sentence.trim().slice(0, LONGEST_SENTENCE) })),
    )
    .filter(({ text }) => text.length > 20)
    .slice(0, MOST_SENTENCES);
}
