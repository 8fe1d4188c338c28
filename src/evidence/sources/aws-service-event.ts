import { draft } from '../draft.js';
import { dimensionsOf, eventbridgeEvent, nameInArn } from '../eventbridge.js';
import type { EvidenceItem } from '../item.js';
import { isRecord, type JsonRecord, type Normalised, type SourceContext, textOf } from '../source.js';
import { workState } from '../words.js';
import { readAutoscaling } from './aws-autoscaling.js';
import { readRds } from './aws-rds.js';

/** Members of a detail that say how it is, in the spellings of the services. */
const STATUS = ['state', 'status', 'build-status', 'lastStatus', 'eventName', 'StatusCode', 'desiredStatus'];
const SUBJECT = ['project-name', 'instance-id', 'ec2InstanceId', 'group', 'clusterArn', 'pipeline', 'stack-id', 'name'];
const REASON = ['reason', 'stoppedReason', 'status-reason', 'message', 'Message', 'StatusMessage', 'description'];
/** Kinds of event that change what runs; any other is the service's log. */
const CHANGES =
  /EC2 Instance State-change|CloudFormation .*Status Change|Configuration|Scaling|Spot Instance Interruption/i;

/** Any AWS service's event as EventBridge delivers it, read by the usual members of its detail. */
export function readServiceEvent(record: JsonRecord, context: SourceContext): Normalised {
  const { type, detail, id, region, account } = eventbridgeEvent(record);
  if (detail.ActivityId !== undefined) return readAutoscaling(detail, record, context);
  if (detail.SourceIdentifier !== undefined && detail.Message !== undefined) return readRds(detail, record, context);
  // Times inside a detail are those of its parts, often in words and without a zone (CodeBuild).
  const when = context.time(record.time);
  if ('rejected' in when) return when;
  const status = found(detail, STATUS);
  const reason = found(detail, REASON);
  const resource = Array.isArray(record.resources) ? nameInArn(record.resources[0]) : null;
  const deploys = /deployment/i.test(type);
  // A deployment's resource is the service that is deployed; its detail may only name the cluster.
  const named = nameInArn(found(detail, SUBJECT));
  const subject = (deploys ? (resource ?? named) : (named ?? resource)) ?? textOf(record.source);
  return draft(
    {
      when,
      kind: deploys ? 'deploy' : CHANGES.test(type) ? 'change' : 'log',
      text: `${type}: ${subject}${status === null ? '' : ` ${status.toLowerCase().replaceAll('_', ' ')}`}${reason === null ? '' : `: ${reason}`}`,
      payload: record,
    },
    {
      state: stateOf(status, detail),
      actor: { kind: 'system', id: String(record.source), name: String(record.source) },
      subject,
      dimensions: dimensionsOf({ region, account }),
      delivery: id,
    },
  );
}

function found(detail: JsonRecord, names: readonly string[]): string | null {
  for (const name of names) {
    const value = textOf(detail[name]);
    if (value !== null) return value;
  }
  const inner = detail['status-details'];
  return isRecord(inner) ? textOf(inner.status) : null;
}

/** How a piece of work went; the states of a machine (pending, running, ACTIVE) are none of these. */
function stateOf(status: string | null, detail: JsonRecord): EvidenceItem['state'] {
  if (detail['current-phase'] === 'SUBMITTED' || status === null) return null;
  if (/^(?:pending|running|stopping|stopped|shutting-down|terminated|active|inactive|draining)$/i.test(status))
    return null;
  return workState(status.replaceAll('_', ' '));
}
