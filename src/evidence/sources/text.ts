import { actorFromName } from '../people.js';
import type { EvidenceSource } from '../source.js';
import { kindFromFilename, kindFromText, stateFor } from '../words.js';

const SPEAKER = /^<[@+ ]?([^<>\s]{1,40})>\s+(.+)$/s;
/** As Zoom saves its chat. */
const FROM = /^From\s+([^:]{1,40}?)(?:\s+to\s+[^:]{1,60})?\s*:\s*(.+)$/s;
const LEVEL = /^\[?(TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|ERR|CRIT(?:ICAL)?|FATAL|EMERG|ALERT)\]?\b[\s:-]*(?=\S)/;

/** Chat logs keep the day in the name of the file and only the time of day in their lines. */
function withDate(time: string, filename: string | null): string {
  if (!/^\d{1,2}:\d{2}/.test(time)) return time;
  const [, year, month, day] = /(\d{4})-?(\d{2})-?(\d{2})(?!\d)/.exec(filename ?? '') ?? [];
  return year === undefined ? time : `${year}-${month}-${day} ${time}`;
}

/** Lines that begin with a time: logs, chat logs ("<nick> words"), notes of an incident, transcripts ("Ruth: words"). */
export const text: EvidenceSource = {
  id: 'text',
  title: 'Text lines with a leading time',
  recognisedBy: 'at least half of the lines begin with a date and time; lines without one continue the line above',
  timeField: 'the beginning of the line',
  marks: [],
  recognise: () => 0.05,
  normalise: (record, context) => {
    const when = context.time(withDate(String(record.time), context.filename));
    if ('rejected' in when) return when;
    const line = String(record.text);
    const named = typeof record.speaker === 'string' ? record.speaker : null;
    const [, speaker = named, words = line] = (named === null ? (SPEAKER.exec(line) ?? FROM.exec(line)) : null) ?? [];
    const level = LEVEL.exec(words)?.[1] ?? null;
    // Programs write seconds; a "noc.log" of whole minutes was typed by somebody.
    const typed = level === null && when.precision !== 'second';
    const file = kindFromFilename(context.filename);
    const told = file === 'log' && typed ? null : file;
    const kind = speaker !== null ? 'message' : (told ?? kindFromText(words) ?? (level === null ? 'note' : 'log'));
    return {
      item: {
        when,
        end: null,
        kind,
        state: stateFor(kind, null, words),
        actor: actorFromName(speaker),
        subject: null,
        dimensions: {},
        severity: level?.toLowerCase() ?? null,
        text: words,
        link: null,
        delivery: null,
        event: null,
        payload: record,
        timeKeys: ['time'],
      },
    };
  },
};
