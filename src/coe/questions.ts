import type { CoeContent } from './schema.js';

/** A question of sections 6 and 7. Its id never changes; a new wording is a new template version, a new meaning a new id. */
export type CoeQuestion = {
  id: string;
  section: 'responseAnalysis' | 'postIncidentAnalysis';
  text: string;
  /** The halving questions: answered with numbers, and the first thing a reviewer looks for. */
  halving: boolean;
};

/** The questions every COE starts from (`product.md`, sections 6 and 7), in the order they are shown. */
export const STANDARD_QUESTIONS: readonly CoeQuestion[] = [
  ['detection', 'responseAnalysis', 'How and when did we learn of the event, and from whom?'],
  ['detectionHalved', 'responseAnalysis', 'How would you cut the time to detect in half?'],
  ['engagement', 'responseAnalysis', 'Were the right people engaged, and how would that be faster?'],
  ['mitigationKnown', 'responseAnalysis', 'How did we know that the impact had ended?'],
  ['runbook', 'responseAnalysis', 'Which runbook steps were missing or wrong?'],
  ['rollback', 'responseAnalysis', 'Could we have rolled back, and did we?'],
  ['mitigationHalved', 'responseAnalysis', 'How would you cut the time to mitigate in half?'],
  ['diagnosis', 'postIncidentAnalysis', 'How was the cause found?'],
  ['diagnosisHalved', 'postIncidentAnalysis', 'How would you cut the time to diagnose in half?'],
  ['changeUnderWay', 'postIncidentAnalysis', 'Was a change under way, and was it part of the event?'],
  [
    'test',
    'postIncidentAnalysis',
    'Was there a test for this scenario, why did it not catch it, and which test is added?',
  ],
  ['orr', 'postIncidentAnalysis', 'Was this scenario in an Operational Readiness Review?'],
  ['blastRadius', 'postIncidentAnalysis', 'What bounded the blast radius, and how would you halve it?'],
  ['backlog', 'postIncidentAnalysis', 'Was there a known backlog item that would have prevented it?'],
].map(([id, section, text]) => ({
  id: id as string,
  section: section as CoeQuestion['section'],
  text: text as string,
  halving: (id as string).endsWith('Halved') || id === 'blastRadius',
}));

/** Answers given in a section, by question id. */
export type Answers = CoeContent['responseAnalysis'];
