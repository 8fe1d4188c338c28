import type { Measure, MeasureName } from '../coe/measures.js';
import type { CoeQuestion } from '../coe/questions.js';
import type { CoeContent } from '../coe/schema.js';
import type { CitedEvidence } from './citations.js';

/** What a report reads of a presented COE (`GET /coes/{coe}`). Times are RFC 3339 UTC. */
export type ReportCoe = CoeContent & {
  number: string;
  version: number;
  status: string;
  createdAt: string;
  updatedAt: string;
  measures: Record<MeasureName, Measure>;
};

export type ReportQuestion = Pick<CoeQuestion, 'id' | 'section' | 'text'>;

export type Approved = { by: string; as: string; at: string; contentHash: string };

/** What a report needs besides the COE; a draft carries a watermark and its open comments. */
export type ReportExtras = {
  evidence: ReadonlyMap<string, CitedEvidence>;
  questions: readonly ReportQuestion[];
  gaps: readonly { from: string; to: string; seconds: number }[];
  draft: boolean;
  /** Approvals that hold for this content; `as` is the slot that somebody fills ("bar raiser"), `contentHash` what they had read. */
  approvals?: readonly Approved[];
  comments?: readonly { section: string; author: string; at: string; text: string }[];
};
