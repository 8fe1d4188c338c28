import { isEventOf } from '../eventbridge.js';
import { type EvidenceSource, isRecord, type JsonRecord } from '../source.js';
import { readAutoscaling } from './aws-autoscaling.js';
import { readCloudformation } from './aws-cloudformation.js';
import { isEcsService, readEcsDeployment, readEcsEvent, splitService } from './aws-ecs.js';
import { readRds } from './aws-rds.js';
import { readServiceEvent } from './aws-service-event.js';

/** Lists the command line prints, each by the look of its elements. */
const LISTS: readonly [string, (record: JsonRecord) => boolean][] = [
  ['StackEvents', isStackEvent],
  ['Events', isRdsEvent],
  ['Activities', isActivity],
];

/**
 * AWS services without an importer of their own: CloudFormation, RDS, Auto Scaling and ECS as the command line prints
 * them, and any service's event by EventBridge (EC2, ECS, CodeBuild, Auto Scaling, …).
 */
export const awsOther: EvidenceSource = {
  id: 'aws-other',
  title: 'AWS: CloudFormation, RDS, Auto Scaling, ECS, EC2, CodeBuild and other service events',
  recognisedBy:
    '`StackEvents[]`, `Events[]` with `SourceIdentifier`, `Activities[]` with `ActivityId`, `services[]` with `serviceName`; EventBridge events of any `aws.…` source',
  timeField:
    'Timestamp, Date, StartTime or createdAt; time of an EventBridge event. 1970-01-01T00:00:00Z, written out with its zone, is taken as said; 0 and a bare 1970-01-01 00:00:00 are placeholders',
  unwrap: (value) => {
    for (const [name, isMember] of LISTS) {
      const list = value[name];
      if (Array.isArray(list) && list.some((each) => isRecord(each) && isMember(each))) return list;
    }
    if (Array.isArray(value.services) && value.services.some((each) => isRecord(each) && isEcsService(each))) {
      return value.services.flatMap((each) => (isRecord(each) ? splitService(each) : [each]));
    }
    return isEcsService(value) ? splitService(value) : null;
  },
  marks: ['ResourceStatus', 'ActivityId', 'SourceIdentifier', 'ecsService', 'detail-type'],
  recognise: (record) => {
    if (isStackEvent(record) || isActivity(record) || isRdsEvent(record) || record.ecsService !== undefined)
      return 0.95;
    // Any service's: less sure than an importer made for it.
    return typeof record.source === 'string' && record.source.startsWith('aws.') && isEventOf(record, record.source)
      ? 0.6
      : 0;
  },
  normalise: (record, context) => {
    if (isStackEvent(record)) return readCloudformation(record, context);
    if (isActivity(record)) return readAutoscaling(record, record, context);
    if (isRdsEvent(record)) return readRds(record, record, context);
    if (record.ecsDeployment !== undefined) return readEcsDeployment(record, context);
    return record.ecsService === undefined ? readServiceEvent(record, context) : readEcsEvent(record, context);
  },
};

function isStackEvent(record: JsonRecord): boolean {
  return record.ResourceStatus !== undefined && record.StackName !== undefined && record.Timestamp !== undefined;
}

function isRdsEvent(record: JsonRecord): boolean {
  return record.SourceIdentifier !== undefined && record.SourceType !== undefined && record.Date !== undefined;
}

function isActivity(record: JsonRecord): boolean {
  return record.ActivityId !== undefined && record.AutoScalingGroupName !== undefined;
}
