import type { SectionDraftInput } from '../section-rule.js';
import type { Line } from './lines.js';
import type { Reading } from './reading.js';

/** A candidate action and the lines that call for it, the telling one first. */
export type Candidate = { title: string; endState: string; lines: Line[] };

export type ActionFinder = (reading: Reading, input: SectionDraftInput) => Candidate[];
