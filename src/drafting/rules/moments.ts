import type { StoredCoe } from '../../coe/model.js';
import type { StoredEvidenceItem } from '../../evidence/item.js';
import type { KeyMoment } from '../../kernel/moments.js';
import type { TimelineDraft } from '../../timeline/draft.js';

/** A key moment that a sentence may speak of. Without `certain` it is a candidate, and the sentence must say so. */
export type Moment = {
  at: Date;
  precision: StoredEvidenceItem['precision'];
  certain: boolean;
  evidenceIds: string[];
  rule: string;
  /** On another day than the first line: its time is shown with the date. */
  dated: boolean;
};

/**
 * What a person recorded comes first, then what structured evidence says, then the first candidate that is an instant. A moment that nothing
 * is cited for cannot carry a sentence and is left out. `firstDay` (2020-01-08) is the day that needs no date.
 */
export function momentOf(coe: StoredCoe, timeline: TimelineDraft, name: KeyMoment, firstDay: string): Moment | null {
  const dated = (at: Date): boolean => at.toISOString().slice(0, 10) !== firstDay;
  const recorded = coe.content.keyMoments[name];
  if (recorded?.state === 'notApplicable') return null;
  const draft = timeline.keyMoments[name];
  if (recorded?.at && recorded.state === 'recorded' && recorded.evidenceIds.length > 0) {
    const at = new Date(recorded.at);
    const precision = at.getUTCSeconds() === 0 ? 'minute' : 'second';
    return { at, precision, certain: true, evidenceIds: recorded.evidenceIds, rule: 'recorded', dated: dated(at) };
  }
  if (draft.at !== null && draft.evidenceIds.length > 0) {
    const precision = draft.precision ?? 'minute';
    const { at, evidenceIds } = draft;
    return { at, precision, certain: true, evidenceIds, rule: draft.rule ?? 'structured', dated: dated(at) };
  }
  const candidate = draft.candidates.find(({ at, evidenceIds }) => at !== null && evidenceIds.length > 0);
  if (candidate?.at == null) return null;
  const { at, precision, evidenceIds, rule } = candidate;
  return { at, precision, certain: false, evidenceIds, rule, dated: dated(at) };
}
