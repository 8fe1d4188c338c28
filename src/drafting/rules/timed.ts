import type { Line } from './lines.js';
import type { Moment } from './moments.js';
import { clock } from './wording.js';

/** A point in time that sentences speak of, with the line that stands for it. */
export type Timed = {
  line: Line;
  at: Date;
  /** As sentences write it. */
  clock: string;
  /** False for a candidate: its sentence says "the evidence suggests". */
  certain: boolean;
  /** Whether the cited item happened then; a time read out of its words ("since 09:55") is not borne by it. */
  borne: boolean;
  /** A key moment of the draft: code has computed the spans between those. */
  moment: boolean;
};

export function timed(line: Line): Timed {
  const { lead, entry, dated } = line;
  return {
    line,
    at: lead.at,
    clock: clock(lead.at, entry.precision, dated),
    certain: true,
    borne: true,
    moment: false,
  };
}

/** @param line the line that the moment rests on; without one there is nothing to quote. */
export function timedMoment(moment: Moment | null, line: Line | undefined): Timed | undefined {
  if (moment === null || line === undefined) return undefined;
  const time = moment.at.getTime();
  return {
    line,
    at: moment.at,
    clock: clock(moment.at, moment.precision, moment.dated),
    certain: moment.certain,
    borne: line.lead.at.getTime() === time || line.lead.end?.getTime() === time,
    moment: moment.rule !== 'recorded',
  };
}

/** Whole seconds from one point to the other, for thresholds; null when a time is missing, is only a day, or the order is wrong. */
export function apart(from: Timed | undefined, to: Timed | undefined): number | null {
  if (from === undefined || to === undefined || from.line === to.line) return null;
  if (from.line.lead.precision === 'day' || to.line.lead.precision === 'day') return null;
  const seconds = Math.floor((to.at.getTime() - from.at.getTime()) / 1000);
  return seconds < 0 ? null : seconds;
}

/** As `apart`, and only when a sentence that cites both can be checked: both times are borne by evidence, or both are key moments. */
export function secondsBetween(from: Timed | undefined, to: Timed | undefined): number | null {
  if (from === undefined || to === undefined) return null;
  return (from.borne && to.borne) || (from.moment && to.moment) ? apart(from, to) : null;
}
