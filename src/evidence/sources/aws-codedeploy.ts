import { draft } from '../draft.js';
import { dimensionsOf, eventbridgeEvent, isEventOf } from '../eventbridge.js';
import type { EvidenceItem } from '../item.js';
import { type EvidenceSource, textOf } from '../source.js';

const STATES: Record<string, EvidenceItem['state']> = {
  START: 'started',
  READY: 'started',
  SUCCESS: 'succeeded',
  FAILURE: 'failed',
  STOP: 'failed',
};

/** AWS CodeDeploy by EventBridge: a deployment's states, and those of each instance it reaches. */
export const awsCodedeploy: EvidenceSource = {
  id: 'aws-codedeploy',
  title: 'AWS CodeDeploy',
  recognisedBy: '`source` aws.codedeploy with a state-change notification',
  timeField: 'time',
  marks: ['detail-type'],
  recognise: (record) => (isEventOf(record, 'aws.codedeploy') ? 1 : 0),
  normalise: (record, context) => {
    const when = context.time(record.time);
    if ('rejected' in when) return when;
    const { detail, id, region, account } = eventbridgeEvent(record);
    const application = textOf(detail.application) ?? 'application';
    const group = textOf(detail.deploymentGroup);
    const deployment = textOf(detail.deploymentId);
    const instance = textOf(detail.instanceId);
    const state = textOf(detail.state) ?? 'unknown';
    const target = group === null ? application : `${application} to ${group}`;
    const where = instance === null ? '' : ` on ${instance}`;
    return draft(
      {
        when,
        kind: 'deploy',
        text: `Deployment ${deployment ?? ''} of ${target}${where}: ${state.toLowerCase()}`,
        payload: record,
      },
      {
        state: STATES[state.toUpperCase()] ?? null,
        // Who asked for it is told by CloudTrail's CreateDeployment only.
        actor: { kind: 'system', id: 'aws-codedeploy', name: 'CodeDeploy' },
        subject: application,
        dimensions: dimensionsOf({ group, instance, region: detail.region ?? region, account }),
        delivery: id,
        event: deployment === null ? null : `codedeploy ${deployment} ${instance ?? ''} ${state}`,
      },
    );
  },
};
