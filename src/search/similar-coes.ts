import { plainServiceKey } from '../kernel/service-names.js';
import { inverseFrequency } from './bm25.js';
import { type CoeIndex, countFields } from './coe-index.js';
import type { SearchField } from './document.js';
import type { Visible } from './find-coes.js';
import { isStopWord, stemOf, wordsOf } from './words.js';

/** What a COE is compared by. A young one has little more than a title, services and the texts of its evidence. */
export type SimilarQuery = {
  title: string;
  services: readonly string[];
  tags: readonly string[];
  /** Everything else that is known, by section, as plain text. */
  fields: readonly SearchField[];
  /** The COE that asks: a document never finds itself. */
  excludeId: string | null;
};

/** Why two COEs are alike, in the words of the asking one. */
export type SimilarReason = { kind: 'service' | 'tag' | 'words'; values: string[] };
export type SimilarCoe = {
  coe: { id: string; number: string; title: string };
  /** 0 to 1, two decimals. */
  score: number;
  reasons: SimilarReason[];
};

/** A long text is compared by its most telling words; the rest changes nothing but the time it takes. */
const MOST_TERMS = 300;
export const MOST_COMPARED = 300_000;
const SHOWN_WORDS = 6;
const NEEDS = { least: 0.1, leastWithService: 0.06 };
const SERVICE_BONUS = 0.15;
const TAG_BONUS = 0.05;

/** One reason as a short phrase: "service: api", "words: cache, crash". */
export function reasonText({ kind, values }: SimilarReason): string {
  return `${kind}: ${values.join(', ')}`;
}

/**
 * The COEs most alike, best first (equal scores: oldest first): TF-IDF cosine of the words (logarithmic frequency, sections weighted as in
 * search), plus a bonus for shared services, by how rare they are, and tags. Nothing is offered that is not close: below the floor a COE is
 * left out however few remain. Words that most COEs hold (a template's headings) weigh next to nothing.
 */
export function similarCoes(index: CoeIndex, query: SimilarQuery, limit: number, isVisible: Visible): SimilarCoe[] {
  const terms = telling(index, query);
  const norms = normsOf(index);
  const queryNorm = Math.hypot(...terms.map((term) => term.weight)) || 1;
  const dots = new Float64Array(index.slots.length);
  for (const { stem, weight, idf } of terms) {
    const list = index.stems.get(stem);
    list?.slots.forEach((slot, at) => {
      dots[slot] = (dots[slot] ?? 0) + weight * tf(list.weights[at] ?? 0) * idf;
    });
  }
  const rarity = serviceRarity(index);
  const found = index.slots.flatMap((slot, at) => {
    if (!slot || slot.document.id === query.excludeId || !isVisible(slot.document.subject)) return [];
    const cosine = (dots[at] ?? 0) / (queryNorm * (norms[at] || 1));
    const services = shared(query.services, slot.document.services, index.services.keyOf);
    const tags = shared(query.tags, slot.document.tags, tagKey);
    if (cosine < (services.length > 0 ? NEEDS.leastWithService : NEEDS.least)) return [];
    const rarest = Math.max(0, ...services.map((service) => rarity(service)));
    const score = Math.min(1, cosine + SERVICE_BONUS * rarest + (tags.length > 0 ? TAG_BONUS : 0));
    return [{ at, document: slot.document, score, services, tags }];
  });
  found.sort((a, b) => b.score - a.score || a.document.seq - b.document.seq);
  return found.slice(0, limit).map(({ at, document, score, services, tags }) => {
    const words = sharedWords(index, terms, at);
    const reasons: SimilarReason[] = [
      { kind: 'service', values: services },
      { kind: 'tag', values: tags },
      { kind: 'words', values: words },
    ];
    return {
      coe: { id: document.id, number: document.number, title: document.title },
      score: Math.round(score * 100) / 100,
      reasons: reasons.filter((reason) => reason.values.length > 0),
    };
  });
}

const tf = (frequency: number) => (frequency > 0 ? 1 + Math.log(1 + frequency) : 0);

type Term = { stem: string; shown: string; weight: number; idf: number };

/** The query's terms that the index knows, most telling first. */
function telling(index: CoeIndex, query: SimilarQuery): Term[] {
  const own: SearchField[] = [
    { section: 'title', text: query.title, names: false },
    { section: 'services', text: query.services.join(', '), names: false },
    { section: 'tags', text: query.tags.join(', '), names: false },
    ...query.fields.map((field) => ({ ...field, text: field.text.slice(0, MOST_COMPARED) })),
  ];
  const shown = surfaces(own);
  const terms = [...countFields(own).stems].flatMap(([stem, frequency]) => {
    const surface = shown.get(stem);
    const documents = index.stems.get(stem)?.slots.filter((slot) => index.slots[slot]).length ?? 0;
    if (documents === 0 || surface === undefined) return [];
    const idf = inverseFrequency(index.size(), documents);
    return [{ stem, shown: surface, weight: tf(frequency) * idf, idf }];
  });
  return terms.sort((a, b) => b.weight - a.weight || (a.stem < b.stem ? -1 : 1)).slice(0, MOST_TERMS);
}

/** How each stem is written in the query, first as found; stop words and bare numbers make nothing alike. */
function surfaces(fields: readonly SearchField[]): Map<string, string> {
  const shown = new Map<string, string>();
  for (const { text, names } of fields) {
    if (names) continue;
    for (const { exact } of wordsOf(text, { parts: true }))
      if (!isStopWord(exact) && exact.length > 1 && !/^\d+$/.test(exact) && !shown.has(stemOf(exact)))
        shown.set(stemOf(exact), exact);
  }
  return shown;
}

function sharedWords(index: CoeIndex, terms: readonly Term[], slot: number): string[] {
  return terms
    .flatMap((term) => {
      const list = index.stems.get(term.stem);
      const at = list ? list.slots.indexOf(slot) : -1;
      return list && at >= 0 ? [{ shown: term.shown, gain: term.weight * tf(list.weights[at] ?? 0) * term.idf }] : [];
    })
    .sort((a, b) => b.gain - a.gain || (a.shown < b.shown ? -1 : 1))
    .slice(0, SHOWN_WORDS)
    .map(({ shown }) => shown);
}

/** Lengths of all documents' vectors; they depend on every document, so they are kept for one generation of the index. */
const kept = new WeakMap<CoeIndex, { generation: number; norms: Float64Array }>();

function normsOf(index: CoeIndex): Float64Array {
  const known = kept.get(index);
  if (known?.generation === index.generation()) return known.norms;
  const norms = new Float64Array(index.slots.length);
  for (const [, { slots, weights }] of index.stems.entries()) {
    const alive = slots.filter((slot) => index.slots[slot]).length;
    const idf = inverseFrequency(index.size(), alive);
    slots.forEach((slot, at) => {
      norms[slot] = (norms[slot] ?? 0) + (tf(weights[at] ?? 0) * idf) ** 2;
    });
  }
  const lengths = norms.map(Math.sqrt);
  kept.set(index, { generation: index.generation(), norms: lengths });
  return lengths;
}

/** Tags are compared as services are: without case and punctuation. */
const tagKey = plainServiceKey;

function shared(mine: readonly string[], theirs: readonly string[], keyOf: (name: string) => string): string[] {
  const keys = new Set(theirs.map(keyOf));
  return mine.filter((name) => keys.has(keyOf(name)));
}

/** From 0 for a service that every COE names to 1 for one that few do. */
function serviceRarity(index: CoeIndex): (service: string) => number {
  const counts = new Map<string, number>();
  for (const slot of index.slots)
    for (const key of new Set(slot?.document.services.map(index.services.keyOf) ?? []))
      counts.set(key, (counts.get(key) ?? 0) + 1);
  return (service) => 1 - (counts.get(index.services.keyOf(service)) ?? 0) / (index.size() + 1);
}
