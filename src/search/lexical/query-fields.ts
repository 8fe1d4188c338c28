import { SECTIONS, type Section } from '../../coe/schema.js';

export type FilterField = 'status' | 'severity' | 'service' | 'owner' | 'tag';

/** How a filter may be written before its colon, in lower case without dashes. */
export const FILTER_FIELDS: Readonly<Record<string, FilterField>> = {
  status: 'status',
  severity: 'severity',
  sev: 'severity',
  service: 'service',
  services: 'service',
  owner: 'owner',
  tag: 'tag',
  tags: 'tag',
};

/** Sections that hold searchable text, by their names and by what people call them. */
export const SECTION_FIELDS: Readonly<Record<string, Section>> = {
  ...Object.fromEntries(SECTIONS.map((section) => [section.toLowerCase(), section])),
  impact: 'customerImpact',
  why: 'fiveWhys',
  whys: 'fiveWhys',
  lesson: 'lessonsLearned',
  lessons: 'lessonsLearned',
  action: 'actionItems',
  actions: 'actionItems',
  well: 'whatWentWell',
  response: 'responseAnalysis',
  analysis: 'postIncidentAnalysis',
  author: 'authors',
};
