import type { Section } from '../../coe/schema.js';
import { plainServiceKey } from '../../kernel/service-names.js';
import { type StatedClass, statedClasses } from './cause-classes.js';
import type { ComparedCoe, ComparedField } from './compared-coe.js';
import type { Library } from './library.js';
import { tellingWords } from './vocabulary.js';

/** Where a COE says it: the section and the words as they stand there. */
export type ReasonPlace = { section: Section; quote: string };
export const REASON_KINDS = ['service', 'alarm', 'trigger', 'cause', 'tag', 'words'] as const;

/** Why two COEs are alike, in the words of the asking one, with the place in both. */
export type SimilarReason = {
  kind: (typeof REASON_KINDS)[number];
  values: string[];
  here: ReasonPlace | null;
  there: ReasonPlace | null;
};

const SHOWN_WORDS = 6;

/** One reason as a short phrase: "service: api", "words: cache, crash". */
export function reasonText({ kind, values }: Pick<SimilarReason, 'kind' | 'values'>): string {
  return `${kind}: ${values.join(', ')}`;
}

/** Tags and alarms are compared as services are without a register: without case and punctuation. */
const nameKey = plainServiceKey;

export function sharedNames(
  mine: readonly string[],
  theirs: readonly string[],
  keyOf: (name: string) => string = nameKey,
): { mine: string; theirs: string }[] {
  const keys = new Map(theirs.map((name) => [keyOf(name), name]));
  return mine.flatMap((name) => {
    const other = keys.get(keyOf(name));
    return other === undefined ? [] : [{ mine: name, theirs: other }];
  });
}

type Asking = Omit<ComparedCoe, 'id' | 'seq' | 'number' | 'open' | 'happenedAt'>;

/**
 * Why each of some COEs is like the asking one. What the asking one says is read once for all of them.
 * @param serviceKey equal for names of one service
 */
export function reasonsWhy(
  library: Library<ComparedCoe>,
  query: Asking,
  serviceKey: (name: string) => string,
): (other: ComparedCoe) => SimilarReason[] {
  const stated = statedClasses(query.problems);
  const mine = firstWritten(query.fields);
  return (other) => [
    ...named('service', 'services', sharedNames(query.services, other.services, serviceKey)),
    ...named('alarm', 'timeline', sharedNames(query.alarms, other.alarms)),
    ...classes(stated, other.problems),
    ...named('tag', 'tags', sharedNames(query.tags, other.tags)),
    ...words(library, mine, other),
  ];
}

function named(
  kind: SimilarReason['kind'],
  section: Section,
  shared: readonly { mine: string; theirs: string }[],
): SimilarReason[] {
  const [first] = shared;
  if (!first) return [];
  const values = shared.map((one) => one.mine);
  return [{ kind, values, here: { section, quote: first.mine }, there: { section, quote: first.theirs } }];
}

function classes(mine: readonly StatedClass[], theirs: readonly ComparedField[]): SimilarReason[] {
  const stated = statedClasses(theirs);
  const place = ({ section, quote }: StatedClass) => ({ section, quote });
  return mine.flatMap((one) => {
    const other = stated.find((each) => each.class === one.class);
    return other ? [{ kind: one.class.kind, values: [one.class.name], here: place(one), there: place(other) }] : [];
  });
}

type Written = { exact: string; place: ReasonPlace };

/** Each telling word, by its stem, as it is written first. */
function firstWritten(fields: readonly ComparedField[]): ReadonlyMap<string, Written> {
  const written = new Map<string, Written>();
  for (const { section, text } of fields)
    for (const { stem, exact, from, to } of tellingWords(text))
      if (!written.has(stem)) written.set(stem, { exact, place: { section, quote: text.slice(from, to) } });
  return written;
}

/** The rare words that both hold and that say most, as the asking COE writes them. */
function words(library: Library<ComparedCoe>, mine: ReadonlyMap<string, Written>, other: ComparedCoe): SimilarReason[] {
  const vector = library.entry(other.id)?.vector;
  if (!vector) return [];
  const shared: { stem: string; gain: number; written: Written }[] = [];
  vector.terms.forEach((term, at) => {
    const stem = library.words.stem(term);
    const written = mine.get(stem);
    if (written && !library.isCommon(term))
      shared.push({ stem, gain: (vector.weights[at] as number) * library.weightOf(term), written });
  });
  const best = shared.sort((a, b) => b.gain - a.gain || (a.stem < b.stem ? -1 : 1)).slice(0, SHOWN_WORDS);
  const [first] = best;
  if (!first) return [];
  const values = best.map(({ written }) => written.exact);
  return [{ kind: 'words', values, here: first.written.place, there: placeOf(other.fields, first.stem) }];
}

/** The first place of a word, as it is written there. */
function placeOf(fields: readonly ComparedField[], wanted: string): ReasonPlace | null {
  for (const { section, text } of fields)
    for (const { stem, from, to } of tellingWords(text))
      if (stem === wanted) return { section, quote: text.slice(from, to) };
  return null;
}
