import { draft } from '../draft.js';
import type { EvidenceItem } from '../item.js';
import { type EvidenceSource, isRecord, linkOf, textOf } from '../source.js';

/** Datadog monitor webhooks (default payload) and events of the Events API. */
export const datadog: EvidenceSource = {
  id: 'datadog',
  title: 'Datadog',
  recognisedBy:
    '`event_type` or `alert_type` with `date`, `last_updated` or `date_happened`, and a `title`; a payload of your own needs map=',
  timeField: 'date (milliseconds, as a string); date_happened (seconds) in the Events API',
  unwrap: (value) =>
    Array.isArray(value.events) && value.events.some((each) => isRecord(each) && isEvent(each)) ? value.events : null,
  marks: ['event_type', 'date_happened'],
  recognise: (record) => (isEvent(record) ? 0.9 : 0),
  normalise: (record, context) => {
    const when = context.time(record.date ?? record.date_happened ?? record.last_updated);
    if ('rejected' in when) return when;
    const title = textOf(record.title) ?? 'Datadog event';
    const state = stateOf(title, textOf(record.alert_transition) ?? textOf(record.alert_type));
    const host = textOf(record.hostname) ?? textOf(record.host) ?? /\{host:([^},\s]+)/.exec(title)?.[1] ?? null;
    return draft(
      { when, kind: state === null ? 'note' : 'alarm', text: `${title}${bodyOf(record)}`, payload: record },
      {
        state,
        actor: { kind: 'system', id: 'datadog', name: 'Datadog' },
        subject: title.replace(/^\[[^\]]*\]\s*/, ''),
        dimensions: host === null ? {} : { host },
        severity: textOf(record.priority) ?? textOf(record.alert_type),
        link: linkOf(record.link) ?? linkOf(record.url),
        delivery: textOf(record.id),
      },
    );
  },
};

function isEvent(record: Record<string, unknown>): boolean {
  if (record.title === undefined) return false;
  if (record.event_type !== undefined) return record.date !== undefined && record.last_updated !== undefined;
  return record.date_happened !== undefined && (record.alert_type !== undefined || record.tags !== undefined);
}

/** "[Triggered on {host:x}]", "[Recovered]", "[Warn]": the title begins with the transition. */
function stateOf(title: string, transition: string | null): EvidenceItem['state'] {
  const words = `${/^\[([A-Za-z -]+)/.exec(title)?.[1] ?? ''} ${transition ?? ''}`;
  if (/recovered|success/i.test(words)) return 'ok';
  if (/no data/i.test(words)) return 'insufficientData';
  return /triggered|alert|warn|error/i.test(words) ? 'firing' : null;
}

/** The monitor's message, without Datadog's %%% fences and @mentions of channels. */
function bodyOf(record: Record<string, unknown>): string {
  const body = (textOf(record.body) ?? textOf(record.text) ?? '')
    .replaceAll('%%%', '')
    .replace(/(^|\s)@[\w-]+/g, ' ')
    .trim();
  return body === '' ? '' : `\n${body}`;
}
