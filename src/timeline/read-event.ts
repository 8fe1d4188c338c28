import type { Episode } from './collapse.js';
import { isMonitor, type TimelineEvent } from './event.js';
import type { Reading } from './read-phrases.js';
import { statedCompletion } from './stated-times.js';

/** An event with what its words say; the rules of moments, kinds and folding all start from this. */
export type ReadEvent = TimelineEvent & {
  reading: Reading;
  /** A monitor, pager or alerting bot speaks. */
  byMonitor: boolean;
  /** When a recovery action says that it was done. */
  completion: { at: number; precision: 'second' | 'minute' } | null;
};

/** An episode whose events have been read. */
export type ReadEpisode = Episode & { firing: ReadEvent | null; recovery: ReadEvent | null };

export function readEvent(event: TimelineEvent, read: (text: string) => Reading): ReadEvent {
  // Field by field: a spread costs seconds over a hundred thousand events.
  return {
    lead: event.lead,
    items: event.items,
    at: event.at,
    end: event.end,
    text: event.text,
    signal: event.signal,
    byPerson: event.byPerson,
    reading: read(event.text),
    byMonitor: isMonitor(event.lead),
    completion: statedCompletion(event),
  };
}

const CHANGE_KINDS: ReadonlySet<string> = new Set(['deploy', 'change']);
const UNDOING = /\b(?:roll(?:ed|ing|s)?[- ]?back|rollback|revert\w*|hotfix|fix(?:es)?)\b/i;

/** A deploy or other change that went out, by kind or by its words, and is no repair. It may be a suspect; it is never called the cause. */
export function isChange(event: ReadEvent): boolean {
  if (UNDOING.test(event.text) || event.signal !== null) return false;
  if (CHANGE_KINDS.has(event.lead.kind)) return event.lead.state !== 'failed';
  if (event.lead.kind !== 'note' && event.lead.kind !== 'message' && event.lead.kind !== 'log') return false;
  return event.reading.has('change') && !event.reading.has('alertRaised') && !event.reading.has('userReport');
}

const BAD_SEVERITY = /^(?:error|err|critical|crit|fatal|emerg\w*|alert|panic|severe)$/i;

/** A record that something did not work: a failing log line, metric or note; a person's report of failure is `userReport` or a finding. */
export function isFailure(event: ReadEvent): boolean {
  const { lead } = event;
  if (event.signal?.state === 'ok') return false;
  if (lead.kind === 'metric') return event.signal?.state === 'firing' || event.reading.has('failure');
  if (lead.kind === 'log' && lead.severity !== null && BAD_SEVERITY.test(lead.severity)) return true;
  return event.reading.has('failure') && !event.reading.has('recovered');
}
