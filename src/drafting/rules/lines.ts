import type { StoredEvidenceItem } from '../../evidence/item.js';
import type { DraftEntry, TimelineDraft } from '../../timeline/draft.js';
import { isByPerson } from '../../timeline/event.js';
import { isHostile } from '../../timeline/hostile.js';
import { itemsById } from '../items-by-id.js';

/** One proposed timeline entry with the evidence item that tells it best; what the section rules quote. */
export type Line = {
  entry: DraftEntry;
  /** The item whose own words are quoted: an entry may be worded by code, a quotation may not. */
  lead: StoredEvidenceItem;
  items: StoredEvidenceItem[];
  at: Date;
  text: string;
  /** Host, role or alarm, as evidence names it; null when nobody is named. */
  who: string | null;
  byPerson: boolean;
  /** On another day than the first line: its time is shown with the date. */
  dated: boolean;
};

/**
 * The draft's entries in order of time. Rules look at these and not at all evidence, so that drills, noise and what the timeline folded
 * away stay out, and so that their cost does not grow with the evidence. Lines that give orders to a machine reader are never quoted.
 */
export function linesOf(items: readonly StoredEvidenceItem[], timeline: TimelineDraft): Line[] {
  const byId = itemsById(items);
  const firstDay = firstDayOf(timeline);
  return timeline.entries.flatMap((entry) => {
    const cited = entry.evidenceIds.flatMap((id) => byId.get(id) ?? []);
    const lead = leadOf(entry, cited);
    if (lead === undefined || isHostile(lead.text)) return [];
    const who = lead.actor?.name ?? (lead.kind === 'message' ? null : lead.subject);
    const dated = entry.at.toISOString().slice(0, 10) !== firstDay;
    return [{ entry, lead, items: cited, at: entry.at, text: lead.text, who, byPerson: isByPerson(lead), dated }];
  });
}

/** The day of the first entry, 2020-01-08. */
export function firstDayOf(timeline: TimelineDraft): string {
  return timeline.entries[0]?.at.toISOString().slice(0, 10) ?? '';
}

function leadOf(entry: DraftEntry, cited: StoredEvidenceItem[]): StoredEvidenceItem | undefined {
  const at = entry.at.getTime();
  const then = cited.filter((item) => item.at.getTime() === at);
  // Of several channels the wordier one may be the later one; a sentence that gives the time must cite who bears it.
  return (
    then.find((item) => item.text === entry.text) ??
    then.find((item) => item.kind !== 'message') ??
    then[0] ??
    cited.find((item) => item.end?.getTime() === at) ??
    cited.find((item) => item.text === entry.text) ??
    cited[0]
  );
}

/** The first line of the ones that `moment` cites. */
export function lineCiting(lines: readonly Line[], evidenceIds: readonly string[]): Line | undefined {
  const wanted = new Set(evidenceIds);
  return lines.find((line) => line.entry.evidenceIds.some((id) => wanted.has(id)));
}

/** Alarms, pages and monitors that say something is wrong. */
export function isAlarmFiring(line: Line): boolean {
  const { kind, state } = line.lead;
  if (kind === 'alarm' || kind === 'page')
    return state === null || ['firing', 'open', 'started', 'failed'].includes(state);
  return line.entry.kind === 'detection' && !line.byPerson && kind !== 'status' && kind !== 'log';
}
