import { expect } from '@jest/globals';
import { importText } from './import-text.js';
import { firstItem, importJson, instants, trap } from './trap.js';

const ARN = 'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:ApiErrors';
const reasonData = JSON.stringify({ version: '1.0', startDate: '2020-01-08T15:01:00.000+0000', queryDate: 'x' });

const change = (state: Record<string, unknown> = {}, detail: Record<string, unknown> = {}) => ({
  version: '0',
  id: 'e-1',
  'detail-type': 'CloudWatch Alarm State Change',
  source: 'aws.cloudwatch',
  account: '123456789012',
  time: '2020-01-08T15:04:12Z',
  region: 'eu-west-1',
  resources: [ARN],
  detail: {
    alarmName: 'ApiErrors',
    state: {
      value: 'ALARM',
      timestamp: '2020-01-08T15:04:11.123+0000',
      reason: 'Threshold Crossed: 1 datapoint [9.0 (08/01/20 15:01:00)] was greater than 5.0',
      reasonData,
      ...state,
    },
    previousState: { value: 'OK' },
    configuration: { metrics: [{ metricStat: { metric: { dimensions: { Service: 'api' } } } }] },
    ...detail,
  },
});

const notice = {
  AlarmName: 'ApiErrors',
  NewStateValue: 'ALARM',
  OldStateValue: 'OK',
  NewStateReason: 'Threshold Crossed',
  StateChangeTime: '2020-01-08T15:04:11.123+0000',
  Region: 'EU (Ireland)',
  Trigger: { MetricName: 'Errors', Dimensions: [{ name: 'Service', value: 'api' }] },
};
const delivery = (more: Record<string, unknown> = {}) => ({
  Type: 'Notification',
  MessageId: 'm-1',
  TopicArn: 'arn:aws:sns:eu-west-1:123456789012:alarms',
  Message: JSON.stringify(notice),
  Timestamp: '2020-01-08T15:04:13.500Z',
  SigningCertURL: 'https://sns.eu-west-1.amazonaws.com/x.pem',
  ...more,
});

trap('cloudwatch-alarm-eventbridge', 'reasonData is JSON inside a string', async () => {
  expect((await firstItem(change())).text).toContain('data from 2020-01-08T15:01:00Z');
});
trap('cloudwatch-alarm-eventbridge', 'datapoint dates in the reason are dd/MM/yy without zone', async () => {
  const item = await firstItem(change());
  expect(item.at).toEqual(new Date('2020-01-08T15:04:11.123Z'));
  expect(item.text).not.toContain('08/01/20');
});
trap('cloudwatch-alarm-eventbridge', 'composite alarms carry actionsSuppressedBy', async () => {
  expect((await firstItem(change({ actionsSuppressedBy: 'WaitPeriod' }))).text).toContain('suppressed by WaitPeriod');
});
trap('cloudwatch-alarm-eventbridge', 'configuration-change events share the source', async () => {
  const item = await firstItem({
    ...change(),
    'detail-type': 'CloudWatch Alarm Configuration Change',
    detail: {
      alarmName: 'ApiErrors',
      operation: 'update',
      configuration: { threshold: 5, timestamp: '2020-01-08T15:00:00.000+0000' },
      previousConfiguration: { threshold: 9 },
    },
  });
  expect(item).toMatchObject({ kind: 'change', state: null, text: expect.stringContaining('threshold') });
});
trap('cloudwatch-alarm-eventbridge', 'the alarm time is after the breach', async () => {
  const item = await firstItem(change());
  expect(item.text).toContain('15:01:00');
  expect(item.at.toISOString()).toContain('15:04:11');
});

const history = (more: Record<string, unknown>) => ({
  AlarmName: 'ApiErrors',
  HistoryItemType: 'StateUpdate',
  Timestamp: '2020-01-08T15:04:11.123Z',
  HistorySummary: 'Alarm updated from OK to ALARM',
  HistoryData: JSON.stringify({ oldState: { stateValue: 'OK' }, newState: { stateValue: 'ALARM', stateReason: 'x' } }),
  ...more,
});

trap('cloudwatch-alarm-history', 'newest first', async () => {
  const items = [history({ Timestamp: '2020-01-08T15:30:00Z' }), history({ Timestamp: '2020-01-08T15:04:00Z' })];
  expect(await instants({ AlarmHistoryItems: items })).toEqual([
    '2020-01-08T15:30:00.000Z',
    '2020-01-08T15:04:00.000Z',
  ]);
});
trap('cloudwatch-alarm-history', 'HistoryData is JSON in a string', async () => {
  const item = await firstItem({ AlarmHistoryItems: [history({ HistorySummary: 'no states here' })] });
  expect(item).toMatchObject({ kind: 'alarm', state: 'firing' });
});
trap('cloudwatch-alarm-history', 'test set-alarm-state entries say "testing purposes"', async () => {
  const HistoryData = JSON.stringify({ newState: { stateValue: 'ALARM', stateReason: 'testing purposes' } });
  expect((await firstItem({ AlarmHistoryItems: [history({ HistoryData })] })).text).toContain('testing purposes');
});
trap('cloudwatch-alarm-history', 'queryDate +0000 and a Timestamp in the offset of the command line', async () => {
  const item = await firstItem({ AlarmHistoryItems: [history({ Timestamp: '2020-01-08T16:04:11.123000+01:00' })] });
  expect(item.at.toISOString()).toBe('2020-01-08T15:04:11.123Z');
});
trap('cloudwatch-alarm-history', 'types also Action and ConfigurationUpdate', async () => {
  const types = ['StateUpdate', 'Action', 'ConfigurationUpdate', 'AlarmContributorStateUpdate'];
  const { items } = await importJson({
    AlarmHistoryItems: types.map((HistoryItemType, i) => history({ HistoryItemType, HistorySummary: `s${i}` })),
  });
  expect(items.map(({ kind }) => kind)).toEqual(['alarm', 'page', 'change', 'log']);
});

trap('cloudwatch-alarm-sns', 'double-encoded JSON', async () => {
  expect(await firstItem(delivery())).toMatchObject({
    source: 'cloudwatch-alarm-sns',
    at: new Date('2020-01-08T15:04:11.123Z'),
    state: 'firing',
  });
});
trap('cloudwatch-alarm-sns', 'Region is a display name in some', async () => {
  expect((await firstItem(delivery())).dimensions).toMatchObject({ region: 'EU (Ireland)' });
});
trap('cloudwatch-alarm-sns', 'Dimensions are name/value lists here but a map in EventBridge', async () => {
  expect((await firstItem(delivery())).dimensions).toMatchObject({ Service: 'api' });
  expect((await firstItem(change())).dimensions).toMatchObject({ Service: 'api' });
});
trap('cloudwatch-alarm-sns', 'at-least-once delivery', async () => {
  expect(await importJson(delivery(), delivery({ Timestamp: '2020-01-08T15:09:00.000Z' }))).toMatchObject({
    accepted: 1,
    duplicates: 1,
  });
});
trap('cloudwatch-alarm-sns', 'the same change also by EventBridge', async () => {
  const { items } = await importJson(delivery(), change());
  expect(items).toHaveLength(2);
  expect(items[0]?.eventKey).toBe(items[1]?.eventKey);
});
trap('cloudwatch-alarm-sns', 'key spelling SigningCertURL or SigningCertUrl', async () => {
  const lambda = delivery({ SigningCertUrl: 'x', SigningCertURL: undefined });
  expect(await importJson({ Records: [{ EventSource: 'aws:sns', Sns: lambda }] })).toMatchObject({
    source: 'cloudwatch-alarm-sns',
    accepted: 1,
  });
});

const emf = (more: Record<string, unknown> = {}) => ({
  _aws: {
    Timestamp: 1578495851123,
    CloudWatchMetrics: [
      { Namespace: 'shop', Dimensions: [['Service']], Metrics: [{ Name: 'Latency', Unit: 'Milliseconds' }] },
    ],
  },
  Service: 'api',
  Latency: 100,
  requestId: 'r-1',
  ...more,
});
trap('cloudwatch-emf', 'a metric value may be a number or an array', async () => {
  expect((await firstItem(emf())).text).toBe('shop Latency 100 Milliseconds (Service=api)');
  expect((await firstItem(emf({ Latency: [100, 250] }))).text).toContain('100, 250');
});
trap('cloudwatch-emf', 'dimension names point to root keys', async () => {
  expect(await firstItem(emf())).toMatchObject({ kind: 'metric', dimensions: { Service: 'api' } });
});
trap('cloudwatch-emf', 'several CloudWatchMetrics blocks possible', async () => {
  const blocks = ['a', 'b'].map((Namespace) => ({
    Namespace,
    Dimensions: [['Service']],
    Metrics: [{ Name: Namespace }],
  }));
  const item = await firstItem(emf({ _aws: { Timestamp: 1578495851123, CloudWatchMetrics: blocks }, a: 1, b: 2 }));
  expect(item.text).toBe('a, b a 1, b 2 (Service=api)');
});

const result = (more: Record<string, unknown> = {}) => ({
  Id: 'm1',
  Label: 'Errors',
  Timestamps: ['2020-01-08T15:10:00+00:00', '2020-01-08T15:05:00+00:00'],
  Values: [9, 0.5],
  StatusCode: 'Complete',
  ...more,
});
trap('cloudwatch-metric-data', 'newest first by default', async () => {
  const { items } = await importJson({ MetricDataResults: [result()] });
  expect(items.map(({ at, text }) => [at.toISOString(), text])).toEqual([
    ['2020-01-08T15:10:00.000Z', 'Errors 9'],
    ['2020-01-08T15:05:00.000Z', 'Errors 0.5'],
  ]);
});
trap('cloudwatch-metric-data', 'get-metric-statistics is unordered', async () => {
  const Datapoints = ['15:10', '15:00', '15:05'].map((at, i) => ({
    Timestamp: `2020-01-08T${at}:00Z`,
    Maximum: i,
    Unit: 'Percent',
  }));
  const { items } = await importJson({ Label: 'CPUUtilization', Datapoints });
  expect(items.map(({ text }) => text)).toEqual([0, 1, 2].map((i) => `CPUUtilization Maximum ${i} Percent`));
  expect(items[1]?.at.toISOString()).toBe('2020-01-08T15:00:00.000Z');
});
trap('cloudwatch-metric-data', 'timestamps are period starts', async () => {
  const { items } = await importJson({ MetricDataResults: [result()] });
  expect(items.every(({ end }) => end === null)).toBe(true);
});
trap('cloudwatch-metric-data', 'gaps are missing data, not zero', async () => {
  const Timestamps = ['2020-01-08T15:20:00+00:00', '2020-01-08T15:05:00+00:00'];
  const { items } = await importJson({ MetricDataResults: [result({ Timestamps })] });
  expect(items).toHaveLength(2);
  const empty = await importJson({ MetricDataResults: [result(), result({ Timestamps: [], Values: [] })] });
  expect(empty).toMatchObject({ accepted: 2, rejectedCount: 0 });
});
trap('cloudwatch-metric-data', 'StatusCode PartialData', async () => {
  const { items } = await importJson({ MetricDataResults: [result({ StatusCode: 'PartialData' })] });
  expect(items[0]?.text).toBe('Errors 9 (partial data)');
});
trap('cloudwatch-metric-data', 'the same point exported twice is one', async () => {
  const twice = await importJson({ MetricDataResults: [result()] }, { MetricDataResults: [result()] });
  expect(twice).toMatchObject({ accepted: 2, duplicates: 2 });
});

const log = (more: Record<string, unknown> = {}) => ({
  timestamp: 1578495851123,
  message: 'ERROR upstream timed out',
  ingestionTime: 1578495900000,
  ...more,
});
trap('cloudwatch-logs', 'a true duplicate with another ingestionTime', async () => {
  const events = [log(), log({ ingestionTime: 1578495960000 }), log({ timestamp: 1578495851125 })];
  expect(await importJson({ events, nextForwardToken: 'f/1' })).toMatchObject({
    source: 'cloudwatch-logs',
    accepted: 2,
    duplicates: 1,
  });
});
trap('cloudwatch-logs', 'late ingestion', async () => {
  const item = await firstItem({ events: [log({ ingestionTime: 1578582251123 })] });
  expect(item).toMatchObject({ at: new Date(1578495851123), kind: 'log', severity: 'error' });
});
trap('cloudwatch-logs', 'Insights prints rows of cells in UTC without saying so', async () => {
  const results = [
    [
      { field: '@timestamp', value: '2020-01-08 15:04:11.123' },
      { field: '@message', value: 'upstream timed out' },
      { field: '@ptr', value: 'p1' },
    ],
  ];
  const insights = await importText(JSON.stringify({ results, status: 'Complete' }), { zone: 'Europe/Copenhagen' });
  expect(insights.items[0]).toMatchObject({ at: new Date('2020-01-08T15:04:11.123Z'), text: 'upstream timed out' });
});
