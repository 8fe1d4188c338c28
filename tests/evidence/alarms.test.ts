import { describe, expect, it } from '@jest/globals';
import { importText } from './import-text.js';
import { memorySink } from './memory-sink.js';

const alert = (more: Record<string, unknown> = {}) => ({
  status: 'firing',
  labels: { alertname: 'HighErrorRate', instance: 'web-1:9100', severity: 'critical' },
  annotations: { summary: 'Errors above 5%' },
  startsAt: '2020-01-08T10:08:00.123456789-05:00',
  endsAt: '0001-01-01T00:00:00Z',
  fingerprint: 'f1',
  ...more,
});
const group = (alerts: unknown[], status = 'firing') => JSON.stringify({ version: '4', status, groupKey: 'g', alerts });

describe('Alertmanager', () => {
  it('counts each alert of a group as one record, by its own status', async () => {
    const ended = alert({ status: 'resolved', fingerprint: 'f2', endsAt: '2020-01-08T15:30:09Z' });
    const { items, raw } = await importText(group([alert(), ended]));
    expect(raw).toBe(2);
    expect(items.map(({ state, at }) => [state, at.toISOString()])).toEqual([
      ['firing', '2020-01-08T15:08:00.123Z'],
      ['ok', '2020-01-08T15:30:09.000Z'],
    ]);
    expect(items[0]).toMatchObject({
      subject: 'HighErrorRate',
      severity: 'critical',
      dimensions: { instance: 'web-1:9100' },
      text: 'Alert HighErrorRate firing: Errors above 5% on web-1:9100 (severity critical)',
    });
  });

  it('a notification repeated hours later is a duplicate; a new start or end is not', async () => {
    const result = await importText(
      [
        group([alert()]),
        group([alert()]),
        group([alert({ startsAt: '2020-01-08T16:00:00Z' })]),
        group([alert({ status: 'resolved', endsAt: '2020-01-08T16:30:00Z' })], 'resolved'),
      ].join('\n'),
    );
    expect(result).toMatchObject({ raw: 4, accepted: 3, duplicates: 1 });
  });

  it('without a fingerprint tells alerts apart by their labels', async () => {
    const one = alert({ fingerprint: undefined });
    const other = { ...one, labels: { ...one.labels, instance: 'web-2' } };
    expect(await importText(group([one, one, other]))).toMatchObject({ accepted: 2, duplicates: 1 });
  });

  it('an alert without a start is rejected alone', async () => {
    const result = await importText(group([alert({ startsAt: '0001-01-01T00:00:00Z' }), alert()]));
    expect(result).toMatchObject({
      accepted: 1,
      rejected: [{ index: 0, reason: expect.stringContaining('startsAt') }],
    });
  });

  it('two disks of one host are two events', async () => {
    const disk = (device: string) =>
      alert({ fingerprint: device, labels: { alertname: 'DiskFull', instance: 'db-1', device } });
    const { items } = await importText(group([disk('sda'), disk('sdb')]));
    expect(new Set(items.map(({ eventKey }) => eventKey)).size).toBe(2);
  });
});

const ARN = 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:ApiErrors';
const reasonData = JSON.stringify({
  version: '1.0',
  startDate: '2020-01-08T15:03:00.000+0000',
  period: 60,
  threshold: 50,
});
const eventBridge = {
  version: '0',
  id: 'c4c1c1c9-6542-e61b-6ef0-8c4d36933a92',
  'detail-type': 'CloudWatch Alarm State Change',
  source: 'aws.cloudwatch',
  account: '123456789012',
  time: '2020-01-08T15:09:00Z',
  region: 'us-east-1',
  resources: [ARN],
  detail: {
    alarmName: 'ApiErrors',
    state: {
      value: 'ALARM',
      reason: 'Threshold Crossed: 1 datapoint [99.5 (08/01/20 15:03:00)] was greater than the threshold (50.0).',
      reasonData,
      timestamp: '2020-01-08T15:08:40.989+0000',
    },
    previousState: { value: 'OK', timestamp: '2020-01-08T10:00:00.000+0000' },
    configuration: { metrics: [{ metricStat: { metric: { dimensions: { InstanceId: 'i-1' } } } }] },
  },
};
const snsMessage = {
  AlarmName: 'ApiErrors',
  NewStateValue: 'ALARM',
  OldStateValue: 'OK',
  NewStateReason: 'Threshold Crossed',
  StateChangeTime: '2020-01-08T15:08:40.989+0000',
  Region: 'US East (N. Virginia)',
  Trigger: { Dimensions: [{ name: 'InstanceId', value: 'i-1' }] },
};
const sns = {
  Type: 'Notification',
  MessageId: 'm-1',
  TopicArn: 'arn:aws:sns:x',
  Message: JSON.stringify(snsMessage),
  Timestamp: '2020-01-08T15:08:41.100Z',
};
const history = {
  AlarmHistoryItems: [
    {
      AlarmName: 'ApiErrors',
      Timestamp: '2020-01-08T15:30:00.100Z',
      HistoryItemType: 'ConfigurationUpdate',
      HistorySummary: 'Alarm "ApiErrors" updated',
    },
    {
      AlarmName: 'ApiErrors',
      Timestamp: '2020-01-08T15:08:40.989Z',
      HistoryItemType: 'StateUpdate',
      HistorySummary: 'Alarm updated from OK to ALARM',
      HistoryData: JSON.stringify({
        oldState: { stateValue: 'OK' },
        newState: { stateValue: 'ALARM', stateReason: 'testing purposes' },
      }),
    },
  ],
};

describe('CloudWatch alarms in their three forms', () => {
  it('by EventBridge carry the alarm’s own time, the start of the breach and no misread dates', async () => {
    const { source, items } = await importText(JSON.stringify(eventBridge));
    expect(source).toBe('cloudwatch-alarm-eventbridge');
    expect(items[0]).toMatchObject({
      at: new Date('2020-01-08T15:08:40.989Z'),
      kind: 'alarm',
      state: 'firing',
      subject: 'ApiErrors',
      dimensions: { InstanceId: 'i-1', region: 'us-east-1', account: '123456789012' },
      text: 'Alarm ApiErrors OK → ALARM: Threshold Crossed: 1 datapoint [99.5] was greater than the threshold (50.0). (data from 2020-01-08T15:03:00Z)',
    });
  });

  it('by SNS over HTTP, in a Lambda record, in SQS, or bare', async () => {
    const forms = [
      sns,
      { Records: [{ EventSource: 'aws:sns', Sns: sns }] },
      { Records: [{ eventSource: 'aws:sqs', messageId: 'q', receiptHandle: 'r', body: JSON.stringify(sns) }] },
      snsMessage,
    ];
    for (const form of forms) {
      const { source, items } = await importText(JSON.stringify(form));
      expect(source).toBe('cloudwatch-alarm-sns');
      expect(items[0]).toMatchObject({
        at: new Date('2020-01-08T15:08:40.989Z'),
        state: 'firing',
        dimensions: { InstanceId: 'i-1' },
      });
    }
  });

  it('by history, newest first: a state, a configuration, a test that says so', async () => {
    const { source, items } = await importText(JSON.stringify(history));
    expect(source).toBe('cloudwatch-alarm-history');
    expect(items.map(({ kind, state }) => [kind, state])).toEqual([
      ['change', null],
      ['alarm', 'firing'],
    ]);
    expect(items[1]?.text).toContain('testing purposes');
  });

  it('are one event by whichever way they came, and three deliveries', async () => {
    const sink = memorySink();
    for (const form of [eventBridge, sns, history]) await importText(JSON.stringify(form), {}, sink);
    const alarms = sink.items.filter(({ kind }) => kind === 'alarm');
    expect(new Set(alarms.map(({ eventKey }) => eventKey)).size).toBe(1);
    expect(new Set(alarms.map(({ deliveryKey }) => deliveryKey)).size).toBe(3);
  });

  it('delivered twice are stored once', async () => {
    expect(await importText(JSON.stringify([sns, sns]))).toMatchObject({ accepted: 1, duplicates: 1 });
    expect(await importText(JSON.stringify([eventBridge, eventBridge]))).toMatchObject({ accepted: 1, duplicates: 1 });
  });

  it('a configuration change is a change, with the settings that differ', async () => {
    const detail = {
      alarmName: 'ApiErrors',
      operation: 'update',
      state: { value: 'OK', timestamp: '2020-01-08T10:00:00.000+0000' },
      configuration: { threshold: 80, period: 60, timestamp: '2020-01-08T15:20:00.000+0000' },
      previousConfiguration: { threshold: 50, period: 60, timestamp: '2020-01-01T00:00:00.000+0000' },
    };
    const { items } = await importText(
      JSON.stringify({ ...eventBridge, 'detail-type': 'CloudWatch Alarm Configuration Change', detail }),
    );
    expect(items[0]).toMatchObject({
      kind: 'change',
      at: new Date('2020-01-08T15:20:00Z'),
      text: 'Alarm ApiErrors: configuration update of threshold',
    });
  });

  it('wrapped in a CloudEvent are still CloudWatch’s', async () => {
    const event = {
      specversion: '1.0',
      type: 'x',
      source: '/aws',
      id: '1',
      time: '2021-01-01T00:00:00Z',
      data: eventBridge,
    };
    expect((await importText(JSON.stringify(event))).source).toBe('cloudwatch-alarm-eventbridge');
  });
});

describe('envelopes around something unknown', () => {
  it('a CloudEvent without a time is rejected, one with a time is an event', async () => {
    const event = {
      specversion: '1.0',
      type: 'com.example.deployed',
      source: '/ci',
      id: '1',
      subject: 'api',
      data: { message: 'v12 is live' },
    };
    const result = await importText(JSON.stringify([event, { ...event, id: '2', time: '2020-01-08T15:04:05Z' }]));
    expect(result).toMatchObject({ source: 'cloudevents', accepted: 1, rejected: [{ index: 0 }] });
    expect(result.items[0]?.text).toBe('com.example.deployed: api: v12 is live');
  });

  it('an SNS subscription message is no event', async () => {
    const result = await importText(
      JSON.stringify([{ ...sns, Type: 'SubscriptionConfirmation', Message: 'confirm' }, sns]),
    );
    expect(result).toMatchObject({
      accepted: 1,
      rejected: [{ index: 0, reason: expect.stringContaining('subscription') }],
    });
  });
});
