import { draft } from '../draft.js';
import {
  type EvidenceSource,
  isRecord,
  type JsonRecord,
  labelsOf,
  linkOf,
  type Normalised,
  type SourceContext,
  textOf,
} from '../source.js';
import { alarmState, kindFromText, stateFor } from '../words.js';
import { readAlert } from './alertmanager.js';

/**
 * Grafana annotations and alert webhooks. Unified alerts have Alertmanager's shape and are read as such; a classic one has no
 * time, so that only the time at which an envelope took it is left.
 */
export const grafana: EvidenceSource = {
  id: 'grafana',
  title: 'Grafana annotations and alerts',
  recognisedBy:
    'annotations with `dashboardId` or `dashboardUID`, `time` and `text`; unified alerts by `valueString`, `silenceURL` or the group’s `orgId`; classic alerts by `ruleId` and `evalMatches`; Graphite events by `what` and `when`',
  timeField:
    'time and timeEnd (milliseconds); when (seconds) in Graphite form; startsAt and endsAt of a unified alert; a classic alert webhook carries none: the time of receipt counts, and is marked',
  marks: ['startsAt', 'ruleId', 'dashboardId', 'dashboardUID', 'what'],
  recognise: (record) => {
    if (isUnified(record)) return 0.95;
    if (isClassic(record)) return 0.9;
    if ((record.dashboardId !== undefined || record.dashboardUID !== undefined) && record.time !== undefined)
      return 0.9;
    return typeof record.what === 'string' && typeof record.when === 'number' && Array.isArray(record.tags) ? 0.7 : 0;
  },
  normalise: (record, context) => {
    if (isUnified(record)) return readAlert(record, context);
    if (isClassic(record)) return readClassic(record, context);
    const when = context.time(record.time ?? record.when);
    if ('rejected' in when) return when;
    const end = record.timeEnd === undefined || record.timeEnd === record.time ? null : context.time(record.timeEnd);
    const tags = Array.isArray(record.tags) ? record.tags.filter((tag) => typeof tag === 'string') : [];
    const said = textOf(record.text)?.replace(/<[^>]*>/g, '') ?? textOf(record.what) ?? 'Annotation';
    const more = textOf(record.data);
    const words = more === null ? said : `${said}: ${more}`;
    // An alert's own annotations tell its new state; those of people leave it empty.
    const state = textOf(record.newState);
    const kind =
      state === null
        ? tags.some((tag) => /deploy|release/i.test(tag))
          ? 'deploy'
          : (kindFromText(words) ?? 'note')
        : 'alarm';
    const person = textOf(record.userName) ?? textOf(record.login);
    return draft(
      { when, kind, text: words, payload: record },
      {
        end: end !== null && 'at' in end && end.at > when.at ? end.at : null,
        state: state === null ? stateFor(kind, null, words) : alarmState(state),
        actor: person === null || state !== null ? null : { kind: 'person', id: null, name: person },
        subject: textOf(record.alertName) ?? null,
        link: linkOf(record.url),
        delivery: record.id === undefined ? null : `${String(record.dashboardUID ?? '')} ${String(record.id)}`,
        timeKeys: ['time', 'when'],
      },
    );
  },
};

function isUnified(record: JsonRecord): boolean {
  if (record.startsAt === undefined || !isRecord(record.labels)) return false;
  return (
    record.valueString !== undefined ||
    record.silenceURL !== undefined ||
    (isRecord(record.group) && record.group.orgId !== undefined)
  );
}

function isClassic(record: JsonRecord): boolean {
  return record.ruleId !== undefined && Array.isArray(record.evalMatches);
}

/** A classic alert counts from its receipt, where an envelope or the webhook itself tells it, and says so. */
function readClassic(record: JsonRecord, context: SourceContext): Normalised {
  const received = context.envelope?.time ?? context.receivedAt?.toISOString() ?? null;
  if (received === null) {
    return { rejected: 'a classic Grafana alert carries no time; export the annotations instead, which do' };
  }
  const when = context.time(received);
  if ('rejected' in when) return when;
  const name = textOf(record.ruleName) ?? textOf(record.title) ?? 'alert';
  const message = textOf(record.message);
  return draft(
    {
      when: { ...when, zoneOrigin: 'assumed' },
      kind: 'alarm',
      text: `Grafana alert ${name} ${String(record.state)}${message === null ? '' : `: ${message}`} (time of receipt)`,
      payload: record,
    },
    {
      state: alarmState(textOf(record.state)),
      actor: { kind: 'system', id: 'grafana', name: 'Grafana' },
      subject: name,
      dimensions: labelsOf(record.tags),
      link: linkOf(record.ruleUrl),
      // Sent again within the minute it is the same delivery: nothing else in it tells two apart.
      delivery: `${String(record.ruleId)} ${String(record.state)} ${new Date(when.at).toISOString().slice(0, 16)}`,
    },
  );
}
