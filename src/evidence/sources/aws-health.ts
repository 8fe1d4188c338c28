import { draft } from '../draft.js';
import { dimensionsOf, eventbridgeEvent, isEventOf } from '../eventbridge.js';
import { type EvidenceSource, isRecord, type JsonRecord, textOf } from '../source.js';

const ARN = /^arn:aws[\w-]*:health:([\w-]*):/;

/** AWS Health: events by EventBridge and of `aws health describe-events` and `describe-event-details`. */
export const awsHealth: EvidenceSource = {
  id: 'aws-health',
  title: 'AWS Health',
  recognisedBy:
    '`source` aws.health with "AWS Health Event"; `events[]` with a health `arn` and `eventTypeCode`; `successfulSet[]`',
  timeField: 'detail.startTime, else startTime: the start of the issue, not when it was sent',
  unwrap: (value) => {
    if (Array.isArray(value.successfulSet)) {
      const failed = Array.isArray(value.failedSet) ? value.failedSet : [];
      return [...value.successfulSet.map(withDescription), ...failed];
    }
    return Array.isArray(value.events) && value.events.some((each) => isRecord(each) && isHealth(each))
      ? value.events
      : null;
  },
  marks: ['detail-type', 'arn', 'eventArn'],
  recognise: (record) => (isEventOf(record, 'aws.health') || isHealth(record) ? 1 : 0),
  normalise: (record, context) => {
    const sent = eventbridgeEvent(record);
    const event = isRecord(record.detail) ? record.detail : record;
    // The envelope's time is when it was sent, often hours after the start; it serves only where no start is told.
    const when = context.time(event.startTime ?? record.time);
    if ('rejected' in when) return when;
    const ended = textOf(event.endTime) === null ? null : context.time(event.endTime);
    const arn = textOf(event.eventArn) ?? textOf(event.arn);
    const service = textOf(event.service) ?? 'AWS';
    const code = textOf(event.eventTypeCode) ?? 'event';
    const words = wordsOf(event);
    const category = textOf(event.eventTypeCategory);
    const version =
      textOf(event.communicationId) ?? `${textOf(event.lastUpdatedTime) ?? sent.id ?? ''} ${String(words?.length)}`;
    return draft(
      { when, kind: 'status', text: `AWS Health ${service}: ${words ?? spelledOut(code)}`, payload: record },
      {
        end: ended !== null && 'at' in ended && ended.at >= when.at ? ended.at : null,
        // The record stands at the start of the issue, whatever became of it; an ended one has an end.
        state: category === 'issue' ? 'open' : null,
        actor: { kind: 'system', id: 'aws-health', name: 'AWS' },
        subject: `${service} ${code}`,
        dimensions: dimensionsOf({
          // `region` of the envelope is where it was delivered.
          region: event.eventRegion ?? event.region ?? ARN.exec(arn ?? '')?.[1] ?? record.region,
          account: event.affectedAccount ?? record.account,
        }),
        severity: category,
        delivery: arn === null ? sent.id : `${arn} ${version} ${textOf(event.affectedAccount) ?? sent.account ?? ''}`,
        event: arn === null ? null : `aws-health ${arn}`,
      },
    );
  },
};

function isHealth(record: JsonRecord): boolean {
  const arn = record.arn ?? record.eventArn;
  return typeof arn === 'string' && ARN.test(arn);
}

function withDescription(each: unknown): unknown {
  return isRecord(each) && isRecord(each.event) ? { ...each.event, eventDescription: each.eventDescription } : each;
}

/** The latest description: a list by language in EventBridge, one object on the command line. */
function wordsOf(event: JsonRecord): string | null {
  const descriptions = Array.isArray(event.eventDescription) ? event.eventDescription : [event.eventDescription];
  const [first] = descriptions.filter(isRecord);
  return first === undefined ? null : textOf(first.latestDescription);
}

/** AWS_EC2_OPERATIONAL_ISSUE → EC2 operational issue. */
function spelledOut(code: string): string {
  const [service = '', ...words] = code.replace(/^AWS_/, '').split('_');
  return [service, ...words.map((word) => word.toLowerCase())].join(' ');
}
