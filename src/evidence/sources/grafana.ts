import { draft } from '../draft.js';
import { type EvidenceSource, linkOf, textOf } from '../source.js';
import { alarmState, kindFromText, stateFor } from '../words.js';

/** Grafana annotations. Unified alert webhooks have Alertmanager's shape and are read as such; classic ones have no time. */
export const grafana: EvidenceSource = {
  id: 'grafana',
  title: 'Grafana annotations',
  recognisedBy:
    'annotations with `dashboardId` or `dashboardUID`, `time` and `text`; classic alerts by `ruleId` and `evalMatches`; Graphite events by `what` and `when`',
  timeField: 'time and timeEnd (milliseconds); when (seconds) in Graphite form; a classic alert webhook carries none',
  recognise: (record) => {
    if (record.ruleId !== undefined && record.evalMatches !== undefined) return 0.9;
    if ((record.dashboardId !== undefined || record.dashboardUID !== undefined) && record.time !== undefined)
      return 0.9;
    return typeof record.what === 'string' && typeof record.when === 'number' && Array.isArray(record.tags) ? 0.7 : 0;
  },
  normalise: (record, context) => {
    if (record.evalMatches !== undefined) {
      return { rejected: 'a classic Grafana alert carries no time; export the annotations instead, which do' };
    }
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
