import { draft } from '../draft.js';
import { type ActorDraft, type EvidenceSource, isRecord, type JsonRecord, textOf } from '../source.js';
import { jsonInside } from './cloudwatch-alarm-state.js';

const READ_ONLY = /^(?:Get|List|Describe|Head|Lookup|BatchGet|Query|Scan|Select|Search|View|Check)/;

/** CloudTrail: files of records, `lookup-events`, and the same by EventBridge. The inner event is trusted over its wrapper. */
export const cloudtrail: EvidenceSource = {
  id: 'cloudtrail',
  title: 'AWS CloudTrail',
  recognisedBy:
    '`eventSource`, `eventName` and `eventTime`; `lookup-events` by `CloudTrailEvent`; EventBridge by "… via CloudTrail"',
  timeField: 'eventTime of the inner event',
  unwrap: (value) => {
    const inner = jsonInside(value.CloudTrailEvent);
    if (inner !== null && isCall(inner)) return [inner];
    return isRecord(value.detail) && isCall(value.detail) ? [value.detail] : null;
  },
  marks: ['eventName', 'insightDetails', 'CloudTrailEvent'],
  recognise: (record) => {
    if (isCall(record)) return 1;
    return typeof record.CloudTrailEvent === 'string' ? 0.9 : 0;
  },
  normalise: (raw, context) => {
    const record = jsonInside(raw.CloudTrailEvent) ?? raw;
    const when = context.time(record.eventTime);
    if ('rejected' in when) return when;
    const insight = isRecord(record.insightDetails) ? record.insightDetails : null;
    const name = textOf(record.eventName) ?? textOf(insight?.eventName) ?? 'event';
    const service = (textOf(record.eventSource) ?? textOf(insight?.eventSource) ?? 'aws').replace(
      /\.amazonaws\.com$/,
      '',
    );
    const error = textOf(record.errorCode);
    const message = textOf(record.errorMessage);
    const failure =
      error === null && message === null
        ? ''
        : ` failed: ${[error, message].filter((each) => each !== null).join(': ')}`;
    const region = textOf(record.awsRegion);
    return draft(
      {
        when,
        kind: READ_ONLY.test(name) || insight !== null || record.readOnly === true ? 'log' : 'change',
        text: `${service} ${name}${targetOf(record)}${failure}${insight === null ? '' : ` insight: ${String(insight.insightType)} ${String(insight.state).toLowerCase()}`}`,
        payload: record,
      },
      {
        state: failure === '' ? null : 'failed',
        actor: callerOf(record.userIdentity),
        subject: `${service} ${name}`,
        dimensions: region === null ? {} : { region },
        delivery: textOf(record.eventID),
        timeKeys: ['eventTime'],
      },
    );
  },
};

function isCall(record: JsonRecord): boolean {
  return (
    (typeof record.eventSource === 'string' &&
      record.eventTime !== undefined &&
      typeof record.eventName === 'string') ||
    (isRecord(record.insightDetails) && record.eventTime !== undefined)
  );
}

/** Names and ids in the request, enough to see what was touched. */
function targetOf(record: JsonRecord): string {
  if (!isRecord(record.requestParameters)) return '';
  const found: string[] = [];
  const collect = (value: unknown, key: string): void => {
    if (found.length >= 3) return;
    if (typeof value === 'string' && /(?:Id|Name|Arn|name|id)$/.test(key)) found.push(value);
    else if (Array.isArray(value)) for (const inner of value) collect(inner, key);
    else if (isRecord(value)) for (const [name, inner] of Object.entries(value)) collect(inner, name);
  };
  collect(record.requestParameters, '');
  return found.length === 0 ? '' : ` ${found.join(', ')}`;
}

/** An assumed role hides the person; its session name is the nearest there is. */
function callerOf(identity: unknown): ActorDraft | null {
  if (!isRecord(identity)) return null;
  const type = String(identity.type);
  if (type === 'AWSService' || identity.invokedBy !== undefined) {
    const name = textOf(identity.invokedBy) ?? 'AWS';
    return { kind: 'system', id: name, name };
  }
  const session = /\/([^/]+)$/.exec(String(identity.arn ?? ''))?.[1] ?? null;
  const name = textOf(identity.userName) ?? session ?? (type === 'Root' ? 'root' : null);
  if (name === null) return null;
  if (name === 'root' || /^i-[0-9a-f]+$|service|role|lambda|codedeploy|pipeline|automation/i.test(name)) {
    return { kind: 'system', id: name, name };
  }
  return { kind: 'person', id: null, name };
}
