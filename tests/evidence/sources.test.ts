import { describe, expect, it } from '@jest/globals';
import { chooseSource, describeSources, sources } from '../../src/evidence/registry.js';
import { importText } from './import-text.js';

const IDS = [
  ...[
    'alertmanager',
    'argocd',
    'aws-codedeploy',
    'aws-codepipeline',
    'aws-health',
    'aws-incident-manager',
    'aws-other',
  ],
  ...['bugzilla-history', 'cloudevents', 'cloudtrail', 'cloudwatch-alarm-eventbridge', 'cloudwatch-alarm-history'],
  ...['cloudwatch-alarm-sns', 'cloudwatch-emf', 'cloudwatch-logs', 'cloudwatch-metric-data', 'csv', 'datadog'],
  ...['github', 'grafana', 'jira', 'kubernetes-events', 'ndjson', 'opsgenie', 'other-monitors', 'otlp', 'pagerduty'],
  ...['prometheus', 'servicenow', 'slack', 'statuspage', 'teams', 'text'],
];

describe('sources', () => {
  it('are all documented, each with how it is known and where its time is', () => {
    const described = describeSources();
    expect(described.map(({ id }) => id).sort()).toEqual(IDS);
    for (const { title, recognisedBy, timeField } of described) {
      expect([title, recognisedBy, timeField].every((words) => words.length > 3)).toBe(true);
    }
  });

  it('can be named by the caller', () => {
    for (const id of IDS) expect(chooseSource(id)).toBeTruthy();
  });

  const DEEP = `${'['.repeat(60)}${']'.repeat(60)}`;
  const foreign = [
    '{}',
    '{"detail":null,"source":"aws.health","detail-type":"AWS Health Event","time":"2020-01-08T15:04:00Z"}',
    '{"data":{"result":[[1,2]],"resultType":"matrix"},"status":"success"}',
    '{"data":{"result":[{"metric":{},"values":[null,1,[],["x"]]}],"resultType":"matrix"}}',
    '{"resourceLogs":[{"scopeLogs":[{"logRecords":[null,1,{"timeUnixNano":{}}]}]},null,[]]}',
    '{"MetricDataResults":[null,{"Timestamps":[null,{}],"Values":1}],"Datapoints":7}',
    '{"_aws":{"CloudWatchMetrics":[null,{"Metrics":[null],"Dimensions":[null,[1]]}],"Timestamp":1578495851123}}',
    '{"incident":{"incident_id":{},"started_at":[],"condition_name":[]}}',
    '{"result":{"sys_id":{},"opened_at":{"value":{}},"number":[]}}',
    '{"CreatedDateTime":"2020-01-08T15:04:00Z","Body":{"Content":[]},"From":[],"Mentions":[null],"Reactions":[[]]}',
    '{"kind":"Application","apiVersion":"argoproj.io/v1","status":{"history":[null,{"deployedAt":[]}],"operationState":{}}}',
    '{"services":[{"serviceName":1,"clusterArn":[],"events":[null],"deployments":7}]}',
    '{"bugs":[{"history":[null,{"when":1,"who":{},"changes":[null]}]},null]}',
    `{"detail":${DEEP},"when":"2020-01-08T15:04:00Z","__proto__":{"x":1},"constructor":{"prototype":1}}`,
  ];

  it.each(sources.map(({ id }) => id))('%s meets foreign and malformed records without harm', async (source) => {
    const result = await importText(foreign.join('\n'), { source });
    expect(result.raw).toBe(result.accepted + result.duplicates + result.rejectedCount);
    expect(result.rejected.every(({ reason }) => reason.length > 5)).toBe(true);
  });

  it('are told apart where all of them stand in one file', async () => {
    const result = await importText(foreign.join('\n'));
    expect(result.raw).toBe(result.accepted + result.duplicates + result.rejectedCount);
  });
});
