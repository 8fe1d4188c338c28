import type { StoredEvidenceItem } from '../evidence/item.js';
import type { DraftMoment, MomentCandidate } from './draft.js';
import type { ReadEvent } from './read-event.js';

/** One answer to "when was it": an instant or a range, why, and on which evidence. Times are epoch milliseconds. */
export type Finding = {
  at: number | null;
  from: number | null;
  to: number | null;
  precision: StoredEvidenceItem['precision'];
  rule: string;
  events: readonly ReadEvent[];
  /** From structured state or ticket status: may be a value. Everything else stays a candidate (`drafting.md`, Key moments). */
  sure: boolean;
};

/** A finding at the time of one event. */
export function findingAt(event: ReadEvent, rule: string, sure = false): Finding {
  return { at: event.at, from: null, to: null, precision: event.lead.precision, rule, events: [event], sure };
}

export const MOST_CANDIDATES = 3;
/** Evidence of a moment is what was said about that time, not all of an alarm that flapped for hours. */
const SAME_TIME_MS = 120_000;
const MOST_IDS = 10;

/** The draft's moment: the first finding when it is sure, the top three of the rest as candidates. @param findings best first. */
export function momentOf(findings: readonly Finding[]): DraftMoment {
  const distinct = findings.filter((finding, i) => findings.findIndex((other) => isSameTime(other, finding)) === i);
  const value = distinct[0]?.sure === true ? distinct[0] : undefined;
  return {
    at: value?.at == null ? null : new Date(value.at),
    precision: value?.precision ?? null,
    rule: value?.rule ?? null,
    evidenceIds: value === undefined ? [] : evidenceOf(value),
    candidates: (value === undefined ? distinct : distinct.slice(1)).slice(0, MOST_CANDIDATES).map(candidateOf),
  };
}

const isSameTime = (a: Finding, b: Finding): boolean => a.at === b.at && a.from === b.from && a.to === b.to;
const dateOf = (at: number | null): Date | null => (at === null ? null : new Date(at));

function candidateOf(finding: Finding): MomentCandidate {
  return {
    at: dateOf(finding.at),
    from: dateOf(finding.from),
    to: dateOf(finding.to),
    precision: finding.precision,
    rule: finding.rule,
    evidenceIds: evidenceOf(finding),
  };
}

function evidenceOf(finding: Finding): string[] {
  const ids = finding.events.flatMap((event) =>
    event.items.filter((item) => Math.abs(item.at.getTime() - event.at) <= SAME_TIME_MS).map((item) => item.id),
  );
  return [...new Set(ids)].slice(0, MOST_IDS);
}
