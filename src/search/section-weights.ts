import type { Section } from '../coe/schema.js';

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
