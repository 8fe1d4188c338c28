import { draft } from '../draft.js';
import { dimensionsOf, nameInArn } from '../eventbridge.js';
import type { EvidenceItem } from '../item.js';
import { isRecord, type JsonRecord, type Normalised, type SourceContext, textOf } from '../source.js';

const ROLLOUTS: Record<string, EvidenceItem['state']> = {
  COMPLETED: 'succeeded',
  FAILED: 'failed',
  IN_PROGRESS: 'started',
};
const ACTOR = { kind: 'system', id: 'aws-ecs', name: 'ECS' } as const;

/** A service as `aws ecs describe-services` prints it. */
export function isEcsService(record: JsonRecord): boolean {
  return record.serviceName !== undefined && record.clusterArn !== undefined && Array.isArray(record.events);
}

/** A service's deployments and events as records of their own, each with the service it belongs to. */
export function splitService(service: JsonRecord): JsonRecord[] {
  const { deployments, events, ...about } = service;
  const ecsService = { serviceName: about.serviceName, clusterArn: about.clusterArn };
  const lists = { ecsDeployment: deployments, ecsEvent: events };
  const parts = Object.entries(lists).flatMap(([name, list]) =>
    (Array.isArray(list) ? list : []).filter(isRecord).map((each) => ({ [name]: each, ecsService })),
  );
  return parts.length > 0
    ? parts
    : [{ ecsEvent: { message: 'service created', createdAt: about.createdAt }, ecsService }];
}

/** A deployment counts from its start: `updatedAt` moves with every task. */
export function readEcsDeployment(record: JsonRecord, context: SourceContext): Normalised {
  const deployment = isRecord(record.ecsDeployment) ? record.ecsDeployment : {};
  const when = context.time(deployment.createdAt);
  if ('rejected' in when) return when;
  const { service, dimensions } = serviceOf(record);
  const rollout = textOf(deployment.rolloutState);
  const task = nameInArn(deployment.taskDefinition);
  return draft(
    {
      when,
      kind: 'deploy',
      text: `ECS ${service}: deployment${task === null ? '' : ` of ${taskOf(deployment.taskDefinition)}`} ${(rollout ?? textOf(deployment.status) ?? '').toLowerCase()}`.trimEnd(),
      payload: record,
    },
    {
      state: rollout === null ? (isComplete(deployment) ? 'succeeded' : null) : (ROLLOUTS[rollout] ?? null),
      actor: ACTOR,
      subject: service,
      dimensions,
      delivery: `${String(deployment.id)} ${rollout ?? textOf(deployment.status) ?? ''}`,
      event: `ecs ${String(deployment.id)}`,
    },
  );
}

export function readEcsEvent(record: JsonRecord, context: SourceContext): Normalised {
  const event = isRecord(record.ecsEvent) ? record.ecsEvent : {};
  const when = context.time(event.createdAt);
  if ('rejected' in when) return when;
  const { service, dimensions } = serviceOf(record);
  return draft(
    { when, kind: 'log', text: `ECS ${service}: ${textOf(event.message) ?? 'event'}`, payload: record },
    { actor: ACTOR, subject: service, dimensions, delivery: textOf(event.id) },
  );
}

/** Without a rollout state, a deployment is complete when all its tasks run. */
function isComplete({ status, runningCount, desiredCount, pendingCount }: JsonRecord): boolean {
  return status === 'PRIMARY' && pendingCount === 0 && runningCount === desiredCount;
}

/** …:task-definition/web:7 → web:7. */
function taskOf(arn: unknown): string {
  return /[^/]+$/.exec(String(arn))?.[0] ?? String(arn);
}

function serviceOf(record: JsonRecord): { service: string; dimensions: Record<string, string> } {
  const about = isRecord(record.ecsService) ? record.ecsService : {};
  return {
    service: textOf(about.serviceName) ?? 'service',
    dimensions: dimensionsOf({ cluster: nameInArn(about.clusterArn) }),
  };
}
