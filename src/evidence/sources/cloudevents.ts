import { openEnvelope } from '../envelope.js';
import { type EvidenceSource, isRecord, textOf } from '../source.js';

/** Messages of SNS, SQS and CloudEvents whose inside no other source knows: the envelope's own time and words are used. */
export const cloudevents: EvidenceSource = {
  id: 'cloudevents',
  title: 'CloudEvents, SNS and SQS messages',
  recognisedBy:
    '`specversion`, `type` and `source`; or `TopicArn` and `Message`; an inner event of another source is imported as that source',
  timeField: 'time (CloudEvents), Timestamp (SNS)',
  marks: ['Sns', 'Message', 'body', 'specversion'],
  recognise: (record) => (openEnvelope(record) === null ? 0 : 0.6),
  normalise: (record, context) => {
    const opened = openEnvelope(record);
    if (opened === null) return { rejected: 'the record has no envelope' };
    if (/SubscriptionConfirmation|UnsubscribeConfirmation/.test(String(record.Type))) {
      return { rejected: 'an SNS subscription message reports no event' };
    }
    const { envelope, value } = opened;
    const when = context.time(envelope.time);
    if ('rejected' in when) return when;
    const said =
      typeof value === 'string' ? value : isRecord(value) ? (textOf(value.message) ?? textOf(value.summary)) : null;
    const words = [envelope.kind === 'cloudevents' ? envelope.type : null, envelope.subject, said];
    return {
      item: {
        when,
        end: null,
        kind: 'note',
        state: null,
        actor: {
          kind: 'system',
          id: String(record.source ?? envelope.kind),
          name: String(record.source ?? envelope.kind),
        },
        subject: envelope.subject,
        dimensions: {},
        severity: null,
        text: words.filter((word) => word !== null).join(': ') || 'Event without words',
        link: null,
        delivery: envelope.id,
        event: null,
        payload: record,
      },
    };
  },
};
