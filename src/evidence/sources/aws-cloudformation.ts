import { draft } from '../draft.js';
import type { EvidenceItem } from '../item.js';
import { type JsonRecord, type Normalised, type SourceContext, textOf } from '../source.js';

/** One event of `describe-stack-events`: of the stack itself a deploy, of one of its resources a change. */
export function readCloudformation(record: JsonRecord, context: SourceContext): Normalised {
  const when = context.time(record.Timestamp);
  if ('rejected' in when) return when;
  const stack = textOf(record.StackName) ?? 'stack';
  const resource = textOf(record.LogicalResourceId) ?? stack;
  const status = textOf(record.ResourceStatus) ?? 'unknown';
  const reason = textOf(record.ResourceStatusReason);
  const whole = textOf(record.ResourceType) === 'AWS::CloudFormation::Stack' && resource === stack;
  const what = whole ? `Stack ${stack}` : `Stack ${stack} ${resource} (${textOf(record.ResourceType) ?? 'resource'})`;
  return draft(
    {
      when,
      kind: whole ? 'deploy' : 'change',
      text: `${what}: ${status.toLowerCase().replaceAll('_', ' ')}${reason === null ? '' : `: ${reason}`}`,
      payload: record,
    },
    {
      state: stateOf(status),
      actor: { kind: 'system', id: 'aws-cloudformation', name: 'CloudFormation' },
      subject: stack,
      dimensions: whole ? {} : { resource },
      delivery: textOf(record.EventId),
    },
  );
}

/** ROLLBACK_COMPLETE ends well for the rollback; what it rolled back has failed before, with an event of its own. */
function stateOf(status: string): EvidenceItem['state'] {
  if (/FAILED$/.test(status)) return 'failed';
  if (/CLEANUP_IN_PROGRESS$/.test(status)) return 'succeeded';
  if (/IN_PROGRESS$/.test(status)) return 'started';
  return /COMPLETE$/.test(status) ? 'succeeded' : null;
}
