import type { StoredEvidenceItem } from '../evidence/item.js';
import type { KeyMoment } from '../kernel/moments.js';

/** What a proposed timeline entry is, in the words of people who write timelines. */
export const ENTRY_KINDS = [
  'trigger',
  'change',
  'impact',
  'detection',
  'engagement',
  'diagnosis',
  'action',
  'mitigation',
  'recovery',
  'resolution',
  'communication',
  'note',
] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

/** One proposed line of the timeline; `count` is how many evidence items stand behind it. Times are UTC. */
export type DraftEntry = {
  at: Date;
  end: Date | null;
  precision: StoredEvidenceItem['precision'];
  text: string;
  kind: EntryKind;
  actor: string | null;
  keyMoment: KeyMoment | null;
  count: number;
  evidenceIds: string[];
  /** The rule that made the kind, for the derivation shown to people. */
  rule: string;
};

export type MomentCandidate = {
  at: Date | null;
  /** A range instead of an instant: impact began somewhere between. */
  from: Date | null;
  to: Date | null;
  precision: StoredEvidenceItem['precision'];
  rule: string;
  evidenceIds: string[];
};

/** `at` only from structured state or ticket status; anything weaker is a candidate (best first, three at most). */
export type DraftMoment = {
  at: Date | null;
  precision: StoredEvidenceItem['precision'] | null;
  rule: string | null;
  evidenceIds: string[];
  candidates: MomentCandidate[];
};

export type TimelineGap = { from: Date; to: Date; seconds: number };

/** Evidence kept out of the proposed entries, with the reason; nothing is lost silently. */
export type Folded = { reason: string; count: number; evidenceIds: string[] };

export type TimelineDraft = {
  entries: DraftEntry[];
  keyMoments: Record<KeyMoment, DraftMoment>;
  gaps: TimelineGap[];
  folded: Folded[];
  /** One sentence each, for the owner: out-of-order times, several incidents in one file, instructions hidden in evidence. */
  warnings: string[];
};
