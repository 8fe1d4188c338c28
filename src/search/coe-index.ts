import type { Section } from '../coe/schema.js';
import { plainServiceNames, type ServiceNames } from '../kernel/service-names.js';
import type { SearchDocument, SearchField } from './document.js';
import { type PostingField, postingField } from './postings.js';
import { stemOf, wordsOf } from './words.js';

/** How much a word counts by where it stands: a title says what a COE is about, a timeline mentions many things in passing. */
const SECTION_WEIGHTS: Partial<Record<Section, number>> = {
  title: 3,
  services: 2,
  tags: 2,
  summary: 1.5,
  fiveWhys: 1.2,
  lessonsLearned: 1.2,
  timeline: 0.8,
};
export const sectionWeight = (section: Section): number => SECTION_WEIGHTS[section] ?? 1;

/** Abandoned slots are swept when they outnumber the living ones, so that a sweep costs each change a constant share. */
const LEAST_SWEEP = 64;

export type Slot = { document: SearchDocument; stemLength: number; exactLength: number };

/**
 * The inverted index over COEs, in memory: a stemmed field for inflected words and an exact one, which ranks the word as it was typed
 * higher (`bm25.ts`). It is derived from the database and can be rebuilt from it at any time.
 */
export type CoeIndex = {
  readonly slots: readonly (Slot | undefined)[];
  readonly stems: PostingField;
  readonly exact: PostingField;
  /** Which names mean the same service. */
  readonly services: ServiceNames;
  /** Grows with every change; what is computed from the index is valid for one generation. */
  generation(): number;
  size(): number;
  slotOf(id: string): number | undefined;
  /** Adds a document or replaces the one of the same id. */
  put(document: SearchDocument): void;
  remove(id: string): void;
};

export function coeIndex(services: ServiceNames = plainServiceNames): CoeIndex {
  const slots: (Slot | undefined)[] = [];
  const byId = new Map<string, number>();
  const stems = postingField();
  const exact = postingField();
  let generation = 0;

  function abandon(id: string): void {
    const slot = byId.get(id);
    if (slot === undefined) return;
    slots[slot] = undefined;
    byId.delete(id);
    generation++;
  }

  function sweep(): void {
    const dead = slots.length - byId.size;
    if (dead < LEAST_SWEEP || dead <= byId.size) return;
    const renumber = new Int32Array(slots.length).fill(-1);
    const kept = slots.flatMap((slot, old) => {
      if (!slot) return [];
      renumber[old] = 1;
      return [slot];
    });
    let next = 0;
    renumber.forEach((alive, old) => {
      if (alive > 0) renumber[old] = next++;
    });
    slots.length = kept.length;
    kept.forEach((slot, at) => {
      slots[at] = slot;
      byId.set(slot.document.id, at);
    });
    stems.keep(renumber);
    exact.keep(renumber);
  }

  return {
    services,
    slots,
    stems,
    exact,
    generation: () => generation,
    size: () => byId.size,
    slotOf: (id) => byId.get(id),
    put(document) {
      const counts = countFields(document.fields);
      abandon(document.id);
      const slot = slots.length;
      slots.push({ document, stemLength: counts.stemLength, exactLength: counts.exactLength });
      byId.set(document.id, slot);
      stems.add(slot, counts.stems);
      exact.add(slot, counts.exact);
      generation++;
      sweep();
    },
    remove(id) {
      abandon(id);
      sweep();
    },
  };
}

export type FieldCounts = {
  stems: Map<string, number>;
  exact: Map<string, number>;
  stemLength: number;
  exactLength: number;
};

/** Weighted occurrences of every term, and the weighted length of each field. */
export function countFields(fields: readonly SearchField[]): FieldCounts {
  const counts: FieldCounts = { stems: new Map(), exact: new Map(), stemLength: 0, exactLength: 0 };
  const add = (map: Map<string, number>, term: string, weight: number) => map.set(term, (map.get(term) ?? 0) + weight);
  for (const { section, text, names } of fields) {
    const weight = sectionWeight(section);
    for (const { exact } of wordsOf(text, { parts: !names })) {
      add(counts.exact, exact, weight);
      counts.exactLength += weight;
      if (names) continue;
      add(counts.stems, stemOf(exact), weight);
      counts.stemLength += weight;
    }
  }
  return counts;
}
