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

export function reasonsOf(
  library: Library<ComparedCoe>,
  query: Omit<ComparedCoe, 'id' | 'seq' | 'number' | 'open' | 'happenedAt'>,
  other: ComparedCoe,
  serviceKey: (name: string) => string,
): SimilarReason[] {
  return [
    ...named('service', 'services', sharedNames(query.services, other.services, serviceKey)),
    ...named('alarm', 'timeline', sharedNames(query.alarms, other.alarms)),
    ...classes(query.problems, other.problems),
    ...named('tag', 'tags', sharedNames(query.tags, other.tags)),
    ...words(library, query.fields, other),
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

function classes(mine: readonly ComparedField[], theirs: readonly ComparedField[]): SimilarReason[] {
  const stated = statedClasses(theirs);
  const place = ({ section, quote }: StatedClass) => ({ section, quote });
  return statedClasses(mine).flatMap((one) => {
    const other = stated.find((each) => each.class === one.class);
    return other ? [{ kind: one.class.kind, values: [one.class.name], here: place(one), there: place(other) }] : [];
  });
}

/** The words that both hold and that say most, as the asking COE writes them. */
function words(library: Library<ComparedCoe>, fields: readonly ComparedField[], other: ComparedCoe): SimilarReason[] {
  const entry = library.entry(other.id);
  if (!entry) return [];
  const theirs = new Map([...entry.vector.terms].map((term, at) => [term, entry.vector.weights[at] as number]));
  const mine = new Map<string, { exact: string; gain: number }>();
  for (const { text } of fields)
    for (const { stem, exact } of tellingWords(text)) {
      if (mine.has(stem)) continue;
      const term = library.words.find(stem);
      const weight = term === undefined ? undefined : theirs.get(term);
      if (term === undefined || weight === undefined) continue;
      mine.set(stem, { exact, gain: weight * library.weightOf(term) });
    }
  const best = [...mine].sort((a, b) => b[1].gain - a[1].gain || (a[0] < b[0] ? -1 : 1)).slice(0, SHOWN_WORDS);
  const [first] = best;
  if (!first) return [];
  const values = best.map(([, { exact }]) => exact);
  return [{ kind: 'words', values, here: placeOf(fields, first[0]), there: placeOf(other.fields, first[0]) }];
}

/** The first place of a word, as it is written there. */
function placeOf(fields: readonly ComparedField[], wanted: string): ReasonPlace | null {
  for (const { section, text } of fields)
    for (const { stem, from, to } of tellingWords(text))
      if (stem === wanted) return { section, quote: text.slice(from, to) };
  return null;
}
