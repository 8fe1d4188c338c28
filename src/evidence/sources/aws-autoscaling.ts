import { draft } from '../draft.js';
import type { EvidenceItem } from '../item.js';
import { type JsonRecord, type Normalised, type SourceContext, textOf } from '../source.js';

const STATES: Record<string, EvidenceItem['state']> = {
  Successful: 'succeeded',
  Failed: 'failed',
  Cancelled: 'failed',
};

/**
 * One scaling activity, of `describe-scaling-activities` or inside an EventBridge event. The times written in its cause
 * are those of what led to it, so none of them is its own.
 */
export function readAutoscaling(activity: JsonRecord, record: JsonRecord, context: SourceContext): Normalised {
  const when = context.time(activity.StartTime ?? record.time);
  if ('rejected' in when) return when;
  const ended = context.time(activity.EndTime);
  const group = textOf(activity.AutoScalingGroupName) ?? 'group';
  const status = textOf(activity.StatusCode) ?? '';
  const said =
    textOf(activity.Description) ??
    [textOf(record['detail-type']), textOf(activity.EC2InstanceId), textOf(activity.StatusMessage)]
      .filter((each) => each !== null)
      .join(' ');
  const cause = textOf(activity.Cause);
  return draft(
    {
      when,
      kind: 'change',
      text: `Auto Scaling ${group}: ${said}${cause === null ? '' : ` (cause: ${cause})`}`,
      payload: record,
    },
    {
      end: 'at' in ended && ended.at > when.at ? ended.at : null,
      state: STATES[status] ?? (status === '' ? null : 'started'),
      actor: { kind: 'system', id: 'aws-autoscaling', name: 'Auto Scaling' },
      subject: group,
      delivery: textOf(record.id) ?? `${String(activity.ActivityId)} ${status}`,
      event: `autoscaling ${String(activity.ActivityId)} ${status}`,
    },
  );
}
