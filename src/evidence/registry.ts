import { AppError } from '../kernel/errors.js';
import type { EvidenceSource, Form } from './source.js';
import { alertmanager } from './sources/alertmanager.js';
import { argocd } from './sources/argocd.js';
import { awsCodedeploy } from './sources/aws-codedeploy.js';
import { awsCodepipeline } from './sources/aws-codepipeline.js';
import { awsHealth } from './sources/aws-health.js';
import { awsIncidentManager } from './sources/aws-incident-manager.js';
import { awsOther } from './sources/aws-other.js';
import { bugzillaHistory } from './sources/bugzilla-history.js';
import { cloudevents } from './sources/cloudevents.js';
import { cloudtrail } from './sources/cloudtrail.js';
import { cloudwatchAlarmEventbridge } from './sources/cloudwatch-alarm-eventbridge.js';
import { cloudwatchAlarmHistory } from './sources/cloudwatch-alarm-history.js';
import { cloudwatchAlarmSns } from './sources/cloudwatch-alarm-sns.js';
import { cloudwatchEmf } from './sources/cloudwatch-emf.js';
import { cloudwatchLogs } from './sources/cloudwatch-logs.js';
import { cloudwatchMetricData } from './sources/cloudwatch-metric-data.js';
import { csv } from './sources/csv.js';
import { datadog } from './sources/datadog.js';
import { github } from './sources/github.js';
import { grafana } from './sources/grafana.js';
import { jira } from './sources/jira.js';
import { kubernetesEvents } from './sources/kubernetes-events.js';
import { ndjson } from './sources/ndjson.js';
import { opsgenie } from './sources/opsgenie.js';
import { otherMonitors } from './sources/other-monitors.js';
import { otlp } from './sources/otlp.js';
import { pagerduty } from './sources/pagerduty.js';
import { prometheus } from './sources/prometheus.js';
import { servicenow } from './sources/servicenow.js';
import { slack } from './sources/slack.js';
import { statuspage } from './sources/statuspage.js';
import { teams } from './sources/teams.js';
import { text } from './sources/text.js';

/** Sources that know their records by their members. The generic ones below take what these do not. */
export const sources: readonly EvidenceSource[] = [
  slack,
  alertmanager,
  cloudwatchAlarmEventbridge,
  cloudwatchAlarmHistory,
  cloudwatchAlarmSns,
  pagerduty,
  opsgenie,
  github,
  statuspage,
  grafana,
  datadog,
  jira,
  kubernetesEvents,
  cloudtrail,
  awsHealth,
  awsCodedeploy,
  awsCodepipeline,
  awsIncidentManager,
  cloudwatchLogs,
  cloudwatchMetricData,
  cloudwatchEmf,
  prometheus,
  otlp,
  argocd,
  servicenow,
  teams,
  otherMonitors,
  bugzillaHistory,
  awsOther,
  cloudevents,
];
const GENERIC: Record<Form, EvidenceSource> = { csv, ndjson, json: ndjson, text };
const GENERIC_IDS = new Set(['generic', 'csv', 'ndjson', 'json', 'text']);

export type SourceDescription = { id: string; title: string; recognisedBy: string; timeField: string };

/** What can be imported, for `GET /evidence-sources`. */
export function describeSources(): SourceDescription[] {
  return [...sources, csv, ndjson, text].map(({ id, title, recognisedBy, timeField }) => ({
    id,
    title,
    recognisedBy,
    timeField,
  }));
}

/** How each record finds its source: by its own look (`auto`), or always the one the caller named. */
export type SourceChoice = 'auto' | 'generic' | EvidenceSource;

/** @throws AppError validation at `query:source` that lists the known ids. */
export function chooseSource(id: string): SourceChoice {
  if (id === 'auto') return 'auto';
  if (GENERIC_IDS.has(id)) return 'generic';
  const source = sources.find((each) => each.id === id);
  if (source !== undefined) return source;
  const known = ['auto', ...sources.map((each) => each.id), 'csv', 'ndjson', 'text'];
  const detail = `There is no source "${id}"; use one of ${known.join(', ')}.`;
  throw new AppError('validation', detail, { errors: [{ pointer: 'query:source', detail }] });
}

/** The source of one record. */
export function sourceOf(record: Record<string, unknown>, form: Form, choice: SourceChoice): EvidenceSource {
  if (choice !== 'auto') return choice === 'generic' ? GENERIC[form] : choice;
  return knownSource(record, 0.1) ?? GENERIC[form];
}

const MARKED = new Map<string, EvidenceSource[]>();
for (const source of sources) {
  for (const mark of source.marks) MARKED.set(mark, [...(MARKED.get(mark) ?? []), source]);
}

/**
 * The source that is surer of a record than `least`; the surest wins, a tie goes to the first in the list. Only sources
 * whose marks the record bears are asked, since nearly all records of a log bear none.
 */
export function knownSource(record: Record<string, unknown>, least: number): EvidenceSource | null {
  let best: EvidenceSource | null = null;
  let most = least;
  for (const key in record) {
    const candidates = MARKED.get(key);
    if (candidates === undefined) continue;
    for (const source of candidates) {
      const confidence = source.recognise(record);
      if (confidence < most || (confidence === most && !isBefore(source, best))) continue;
      most = confidence;
      best = source;
    }
  }
  return best;
}

function isBefore(source: EvidenceSource, best: EvidenceSource | null): boolean {
  return best !== null && source !== best && sources.indexOf(source) < sources.indexOf(best);
}
