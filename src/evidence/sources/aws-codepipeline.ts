import { draft } from '../draft.js';
import { dimensionsOf, eventbridgeEvent, isEventOf } from '../eventbridge.js';
import type { EvidenceItem } from '../item.js';
import {
  type EvidenceSource,
  isRecord,
  type JsonRecord,
  type Normalised,
  type SourceContext,
  textOf,
} from '../source.js';

const STATES: Record<string, EvidenceItem['state']> = {
  started: 'started',
  inprogress: 'started',
  resumed: 'started',
  succeeded: 'succeeded',
  failed: 'failed',
  abandoned: 'failed',
  canceled: 'failed',
  cancelled: 'failed',
  stopped: 'failed',
  superseded: 'failed',
};
const ACTOR = { kind: 'system', id: 'aws-codepipeline', name: 'CodePipeline' } as const;

/** AWS CodePipeline: state changes by EventBridge, and the executions `list-pipeline-executions` prints. */
export const awsCodepipeline: EvidenceSource = {
  id: 'aws-codepipeline',
  title: 'AWS CodePipeline',
  recognisedBy: '`source` aws.codepipeline; `pipelineExecutionSummaries[]`, records with `pipelineExecutionId`',
  timeField: 'time of an event; startTime (end: lastUpdateTime) of a listed execution',
  unwrap: (value) => (Array.isArray(value.pipelineExecutionSummaries) ? value.pipelineExecutionSummaries : null),
  marks: ['detail-type', 'pipelineExecutionId'],
  recognise: (record) =>
    isEventOf(record, 'aws.codepipeline') ||
    (record.pipelineExecutionId !== undefined && (record.startTime ?? record.lastUpdateTime) !== undefined)
      ? 1
      : 0,
  normalise: (record, context) =>
    record.pipelineExecutionId === undefined ? readEvent(record, context) : readExecution(record, context),
};

function readEvent(record: JsonRecord, context: SourceContext): Normalised {
  const when = context.time(record.time);
  if ('rejected' in when) return when;
  const { detail, id, region, account } = eventbridgeEvent(record);
  const pipeline = textOf(detail.pipeline) ?? 'pipeline';
  const execution = textOf(detail['execution-id']);
  const stage = textOf(detail.stage);
  const action = textOf(detail.action);
  const state = textOf(detail.state) ?? 'unknown';
  const category = isRecord(detail.type) ? textOf(detail.type.category) : null;
  const part = [stage, action].filter((each) => each !== null).join('/');
  const failure = isRecord(detail['execution-result'])
    ? textOf(detail['execution-result']['external-execution-summary'])
    : null;
  return draft(
    {
      when,
      // A build or an approval puts nothing out; a pipeline, its stages and its deploy actions do.
      kind: category === null || category === 'Deploy' ? 'deploy' : 'log',
      text: `Pipeline ${pipeline}${part === '' ? '' : ` ${part}`}: ${state.toLowerCase()}${failure === null ? '' : `: ${failure}`}`,
      payload: record,
    },
    {
      state: STATES[state.toLowerCase()] ?? null,
      actor: ACTOR,
      subject: pipeline,
      // The event's own region may be another than the one it came from: an action can run elsewhere.
      dimensions: dimensionsOf({ region: detail.region ?? region, account }),
      delivery: execution === null ? id : `${pipeline} ${execution} ${stage} ${action} ${state} ${String(record.time)}`,
      // Pipeline, stage and action tell of one deploy at three levels.
      event: execution === null ? null : `codepipeline ${execution} ${state.toUpperCase()}`,
    },
  );
}

function readExecution(record: JsonRecord, context: SourceContext): Normalised {
  const when = context.time(record.startTime ?? record.lastUpdateTime);
  if ('rejected' in when) return when;
  const status = textOf(record.status) ?? 'unknown';
  const state = STATES[status.toLowerCase()] ?? null;
  const ended = state === 'started' ? null : context.time(record.lastUpdateTime);
  const id = String(record.pipelineExecutionId);
  const trigger = isRecord(record.trigger) ? textOf(record.trigger.triggerType) : null;
  return draft(
    {
      when,
      kind: 'deploy',
      text: `Pipeline execution ${id}: ${status.toLowerCase()}${trigger === null ? '' : ` (triggered by ${trigger})`}`,
      payload: record,
    },
    {
      end: ended !== null && 'at' in ended && ended.at > when.at ? ended.at : null,
      state,
      actor: ACTOR,
      subject: textOf(record.pipelineName) ?? 'pipeline',
      delivery: `${id} ${status} ${String(record.lastUpdateTime)}`,
    },
  );
}
