import type { Section } from '../../coe/schema.js';
import { type SparseVector, sparse } from './sparse.js';
import { tellingWords, type Vocabulary } from './vocabulary.js';

export type ProfileField = { section: Section; text: string };

/**
 * What a COE is about, by where its words stand: its name, what failed and why. What was done about it and who was asked when is alike in
 * all COEs of one team, so that it counts little.
 */
const WEIGHTS: Partial<Record<Section, number>> = {
  title: 5,
  services: 2,
  tags: 2,
  summary: 1.5,
  fiveWhys: 1.5,
  postIncidentAnalysis: 0.8,
  responseAnalysis: 0.4,
  timeline: 0.5,
  actionItems: 0.5,
  whatWentWell: 0.3,
  whyWritten: 0.3,
  environment: 0.3,
};

/** A long text is compared by its most telling words; the rest changes nothing but the time it takes. */
export const MOST_TERMS = 300;

/** How often each term occurs, weighted by section; logarithmic, so that a word repeated in a log says little more than once. */
export function termFrequencies(fields: readonly ProfileField[], words: Vocabulary): SparseVector {
  const counts = new Map<number, number>();
  for (const { section, text } of fields) {
    const weight = WEIGHTS[section] ?? 1;
    for (const { stem } of tellingWords(text)) {
      const term = words.add(stem);
      counts.set(term, (counts.get(term) ?? 0) + weight);
    }
  }
  return sparse([...counts].map(([term, count]) => [term, Math.log(1 + count)] as const));
}
