import { gzipSync } from 'node:zlib';
import { expect } from '@jest/globals';
import { firstItem, importJson, instants, trap } from './trap.js';

const event = (source: string, type: string, detail: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
  version: '0',
  id: `e-${type}`,
  'detail-type': type,
  source,
  account: '123456789012',
  time: '2020-01-08T15:04:00Z',
  region: 'us-east-1',
  resources: [],
  detail,
  ...more,
});

const subscription = (batch: unknown) => ({
  awslogs: { data: gzipSync(JSON.stringify(batch)).toString('base64') },
});
trap('cloudwatch-logs', 'subscription form is base64 and gzip', async () => {
  const batch = {
    messageType: 'DATA_MESSAGE',
    owner: '123456789012',
    logGroup: '/app/api',
    logStream: 's1',
    logEvents: [{ id: '1', timestamp: 1578495851123, message: '[ERROR] upstream timed out' }],
  };
  expect(await firstItem(subscription(batch))).toMatchObject({
    source: 'cloudwatch-logs',
    subject: '/app/api',
    severity: 'error',
    at: new Date(1578495851123),
  });
  const control = await importJson(
    subscription({ messageType: 'CONTROL_MESSAGE', logEvents: [{ id: '', message: 'x' }] }),
  );
  expect(control.rejected[0]?.reason).toContain('control message');
});
trap('cloudwatch-logs', 'subscription data that are no gzip, or a bomb, are reported', async () => {
  const bomb = { awslogs: { data: gzipSync(Buffer.alloc(40_000_000, 32)).toString('base64') } };
  const { rejectedCount, accepted } = await importJson({ awslogs: { data: 'bm90IGd6aXA=' } }, bomb);
  expect({ rejectedCount, accepted }).toEqual({ rejectedCount: 2, accepted: 0 });
});

const ISSUE = 'arn:aws:health:us-west-2::event/EC2/AWS_EC2_OPERATIONAL_ISSUE/X1';
const health = (detail: Record<string, unknown> = {}, more: Record<string, unknown> = {}) =>
  event(
    'aws.health',
    'AWS Health Event',
    {
      eventArn: ISSUE,
      service: 'EC2',
      eventTypeCode: 'AWS_EC2_OPERATIONAL_ISSUE',
      eventTypeCategory: 'issue',
      startTime: 'Wed, 08 Jan 2020 10:01:10 GMT',
      eventDescription: [{ language: 'en_US', latestDescription: '[02:45 AM PDT] We are investigating.' }],
      ...detail,
    },
    more,
  );
trap('aws-health', 'startTime may be hours before time', async () => {
  const ended = health({ endTime: 'Wed, 08 Jan 2020 10:30:57 GMT' });
  expect(await firstItem(ended)).toMatchObject({
    at: new Date('2020-01-08T10:01:10Z'),
    end: new Date('2020-01-08T10:30:57Z'),
  });
});
trap('aws-health', 'startTime after time', async () => {
  expect((await firstItem(health({ startTime: 'Sat, 11 Jan 2020 05:01:10 GMT' }))).at).toEqual(
    new Date('2020-01-11T05:01:10Z'),
  );
});
trap('aws-health', 'one event is sent many times with longer latestDescription', async () => {
  const longer = health(
    { communicationId: 'c-2', eventDescription: [{ latestDescription: '[02:45 AM PDT] … [03:16 AM PDT] Resolved.' }] },
    { id: 'e-2', time: '2020-01-08T18:00:00Z' },
  );
  const { items } = await importJson(health({ communicationId: 'c-1' }), longer, longer);
  expect(items).toHaveLength(2);
  expect(items[0]?.eventKey).toBe(items[1]?.eventKey);
});
trap('aws-health', 'prose inside carries "[02:45 AM PDT]"', async () => {
  const item = await firstItem(health());
  expect(item.text).toContain('[02:45 AM PDT]');
  expect(item.at.toISOString()).toBe('2020-01-08T10:01:10.000Z');
});
trap('aws-health', 'region is delivery region, use eventRegion', async () => {
  expect((await firstItem(health({ eventRegion: 'ap-southeast-2' }))).dimensions.region).toBe('ap-southeast-2');
  expect((await firstItem(health())).dimensions.region).toBe('us-west-2');
});
trap('aws-health', 'the command line prints epoch seconds as a float', async () => {
  const about = { arn: ISSUE, service: 'EC2', eventTypeCode: 'AWS_EC2_OPERATIONAL_ISSUE', eventTypeCategory: 'issue' };
  const listed = { ...about, startTime: 1587462325.096, endTime: 1587464204.774 };
  expect(await firstItem({ events: [listed] })).toMatchObject({
    source: 'aws-health',
    at: new Date(1587462325096),
    end: new Date(1587464204774),
  });
  const details = {
    successfulSet: [{ event: listed, eventDescription: { latestDescription: 'Increased error rates' } }],
    failedSet: [{ eventArn: ISSUE, errorName: 'InvalidArn', errorMessage: 'no such event' }],
  };
  expect(await importJson(details)).toMatchObject({ accepted: 1, rejectedCount: 1 });
});

const deploy = (state: string, id: string, at: string, more: Record<string, unknown> = {}) =>
  event(
    'aws.codedeploy',
    'CodeDeploy Deployment State-change Notification',
    { application: 'shop', deploymentGroup: 'prod', deploymentId: 'd-1', state, ...more },
    { id, time: at },
  );
trap('aws-codedeploy', 'event order not guaranteed', async () => {
  const { items } = await importJson(
    deploy('SUCCESS', 'e2', '2020-01-08T15:09:00Z'),
    deploy('START', 'e1', '2020-01-08T15:04:00Z'),
    deploy('SUCCESS', 'e2', '2020-01-08T15:09:00Z'),
  );
  expect(items.map(({ kind, state, at }) => [kind, state, at.toISOString().slice(11, 16)])).toEqual([
    ['deploy', 'succeeded', '15:09'],
    ['deploy', 'started', '15:04'],
  ]);
});

const pipeline = (type: string, detail: Record<string, unknown>, more: Record<string, unknown> = {}) =>
  event(
    'aws.codepipeline',
    `CodePipeline ${type} Execution State Change`,
    { pipeline: 'shop', 'execution-id': 'x-1', state: 'SUCCEEDED', ...detail },
    more,
  );
trap('aws-codepipeline', 'pipeline, stage and action level repeat one deploy three times', async () => {
  const { items } = await importJson(
    pipeline('Pipeline', {}, { time: '2020-01-08T15:04:02Z' }),
    pipeline('Stage', { stage: 'Prod' }, { time: '2020-01-08T15:04:01Z' }),
    pipeline('Action', { stage: 'Prod', action: 'Deploy', type: { category: 'Deploy' } }),
  );
  expect(items).toHaveLength(3);
  expect(new Set(items.map(({ eventKey }) => eventKey)).size).toBe(1);
  const build = await firstItem(pipeline('Action', { stage: 'Build', action: 'Unit', type: { category: 'Build' } }));
  expect(build.kind).toBe('log');
});
trap('aws-codepipeline', 'detail.region may differ from region', async () => {
  expect((await firstItem(pipeline('Action', { region: 'us-west-2' }))).dimensions.region).toBe('us-west-2');
});
trap('aws-codepipeline', 'the command line prints epoch seconds with fraction', async () => {
  const pipelineExecutionSummaries = [
    { pipelineExecutionId: 'x-1', status: 'Failed', startTime: 1496380258.243, lastUpdateTime: 1496380678.648 },
  ];
  expect(await firstItem({ pipelineExecutionSummaries })).toMatchObject({
    kind: 'deploy',
    state: 'failed',
    at: new Date(1496380258243),
    end: new Date(1496380678648),
  });
});

const RECORD = 'arn:aws:ssm-incidents::111122223333:incident-record/Plan/6ebc';
const entry = (more: Record<string, unknown> = {}) => ({
  eventId: 'i-1',
  eventTime: '2020-01-08T15:04:57+00:00',
  eventType: 'Custom Event',
  eventUpdatedTime: '2020-01-08T15:04:59.944000+00:00',
  incidentRecordArn: RECORD,
  ...more,
});
trap('aws-incident-manager', 'newest first', async () => {
  const eventSummaries = [entry({ eventId: 'i-2', eventTime: '2020-01-08T16:00:00+00:00' }), entry()];
  expect(await instants({ eventSummaries })).toEqual(['2020-01-08T16:00:00.000Z', '2020-01-08T15:04:57.000Z']);
});
trap('aws-incident-manager', 'eventData is a JSON-encoded string', async () => {
  expect((await firstItem({ event: entry({ eventData: '"Failover begun"' }) })).text).toBe('Failover begun');
});
trap('aws-incident-manager', 'Custom Event can be back-dated', async () => {
  const backdated = entry({ eventUpdatedTime: '2020-02-01T10:00:00+00:00', eventData: '"First errors"' });
  expect(await firstItem({ eventSummaries: [backdated] })).toMatchObject({
    at: new Date('2020-01-08T15:04:57Z'),
    kind: 'note',
    text: 'First errors (entered 2020-02-01T10:00Z)',
  });
});
trap('aws-incident-manager', '"Record Update" entries are noise', async () => {
  const { kind, state } = await firstItem({ eventSummaries: [entry({ eventType: 'SSM Incident Record Update' })] });
  expect({ kind, state }).toEqual({ kind: 'log', state: null });
});
trap('aws-incident-manager', 'impact 1 is the worst, and related items have no time', async () => {
  const incidentRecord = {
    arn: RECORD,
    creationTime: '2020-01-08T15:04:57.579000+00:00',
    impact: 1,
    title: 'Checkout down',
    incidentRecordSource: { createdBy: 'arn:aws:iam::111122223333:user/alice.smith' },
  };
  const item = await firstItem({ incidentRecord });
  expect(item).toMatchObject({ kind: 'page', state: 'open', severity: 'impact 1', actor: { kind: 'person' } });
  expect(JSON.stringify(item)).not.toContain('alice');
  const related = await importJson({
    relatedItems: [{ identifier: { type: 'OTHER', value: { url: 'https://x.example' } } }],
  });
  expect(related).toMatchObject({ accepted: 0, rejected: [{ reason: expect.stringContaining('no time') }] });
});

const activity = {
  ActivityId: 'a-1',
  AutoScalingGroupName: 'web',
  Description: 'Launching a new EC2 instance: i-1',
  Cause: 'At 2020-01-08T15:01:51Z a user request update of capacity.',
  StartTime: '2020-01-08T15:04:09.766Z',
  EndTime: '2020-01-08T15:04:41Z',
  StatusCode: 'Successful',
};
trap('aws-other', 'newest first', async () => {
  const StackEvents = ['15:09', '15:04'].map((at) => ({
    EventId: at,
    StackName: 'shop',
    LogicalResourceId: 'shop',
    ResourceType: 'AWS::CloudFormation::Stack',
    Timestamp: `2020-01-08T${at}:00Z`,
    ResourceStatus: at === '15:09' ? 'UPDATE_COMPLETE' : 'UPDATE_IN_PROGRESS',
  }));
  const { items } = await importJson({ StackEvents });
  expect(items.map(({ kind, state, at }) => [kind, state, at.toISOString().slice(11, 16)])).toEqual([
    ['deploy', 'succeeded', '15:09'],
    ['deploy', 'started', '15:04'],
  ]);
});
trap('aws-other', 'Cause text embeds more times', async () => {
  const item = await firstItem({ Activities: [activity] });
  expect(item).toMatchObject({
    kind: 'change',
    state: 'succeeded',
    at: new Date('2020-01-08T15:04:09.766Z'),
    end: new Date('2020-01-08T15:04:41Z'),
  });
  expect(item.text).toContain('At 2020-01-08T15:01:51Z');
  const sent = await firstItem(event('aws.autoscaling', 'EC2 Instance Launch Successful', activity));
  expect(sent.eventKey).toBe(item.eventKey);
});
trap('aws-other', 'RDS Date has no id', async () => {
  const one = {
    SourceType: 'db-instance',
    SourceIdentifier: 'db-1',
    EventCategories: ['failover'],
    Message: 'Multi-AZ failover started',
    Date: '2020-01-08T15:04:23.983Z',
  };
  const Events = [one, { ...one, Date: '2020-01-08T15:06:00Z' }, one];
  const { items, duplicates } = await importJson({ Events });
  expect(duplicates).toBe(1);
  expect(items[0]).toMatchObject({ kind: 'change', subject: 'db-1', source: 'aws-other' });
});
trap('aws-other', 'CodeBuild writes its phases’ times in words without a zone', async () => {
  const detail = {
    'build-status': 'FAILED',
    'project-name': 'shop',
    'additional-information': { 'build-start-time': 'Jan 8, 2020 2:12:29 PM' },
  };
  expect(await firstItem(event('aws.codebuild', 'CodeBuild Build State Change', detail))).toMatchObject({
    at: new Date('2020-01-08T15:04:00Z'),
    state: 'failed',
    subject: 'shop',
  });
});
trap('aws-other', 'a deployment of ECS counts from createdAt; updatedAt moves', async () => {
  const services = [
    {
      serviceName: 'api',
      clusterArn: 'arn:aws:ecs:us-west-2:1:cluster/prod',
      createdAt: 1466801808.595,
      deployments: [
        {
          id: 'ecs-svc/1',
          createdAt: 1578495851.5,
          updatedAt: 1428326312.7,
          rolloutState: 'FAILED',
          status: 'PRIMARY',
        },
      ],
      events: [{ id: 'v1', createdAt: 1578495860.435, message: '(service api) is unable to place a task.' }],
    },
  ];
  const { items } = await importJson({ services, failures: [] });
  expect(items.map(({ kind, state, at }) => [kind, state, at.getTime()])).toEqual([
    ['deploy', 'failed', 1578495851500],
    ['log', null, 1578495860435],
  ]);
});
trap('aws-other', 'states of a machine are no success or failure', async () => {
  const ec2 = event('aws.ec2', 'EC2 Instance State-change Notification', { 'instance-id': 'i-1', state: 'stopping' });
  expect(await firstItem(ec2)).toMatchObject({ kind: 'change', state: null, subject: 'i-1' });
});
trap('aws-other', 'an epoch of zero is a placeholder unless it is written out with its zone', async () => {
  const launch = (time: unknown) =>
    event('aws.autoscaling', 'EC2 Instance Launch Unsuccessful', { StatusCode: 'Failed' }, { time });
  expect(await firstItem(launch('1970-01-01T00:00:00Z'))).toMatchObject({ at: new Date(0), state: 'failed' });
  for (const placeholder of [0, '0', '1970-01-01 00:00:00', '0001-01-01T00:00:00Z'])
    expect(await importJson(launch(placeholder))).toMatchObject({ accepted: 0, rejectedCount: 1 });
});

const call = (more: Record<string, unknown> = {}) => ({
  eventVersion: '1.08',
  eventID: 'ct-1',
  eventSource: 'ec2.amazonaws.com',
  eventName: 'StopInstances',
  eventTime: '2020-01-08T15:04:12Z',
  awsRegion: 'us-east-1',
  userIdentity: { type: 'AssumedRole', arn: 'arn:aws:sts::1:assumed-role/Ops/alice.smith' },
  ...more,
});
trap('cloudtrail', 'delivered minutes late and out of order', async () => {
  const Records = [call(), call({ eventID: 'ct-2', eventTime: '2020-01-08T14:59:00Z' })];
  expect(await instants({ Records })).toEqual(['2020-01-08T15:04:12.000Z', '2020-01-08T14:59:00.000Z']);
});
trap('cloudtrail', 'nested dates in responseElements have no zone', async () => {
  const responseElements = { instance: { launchTime: 'Mar 24, 2014 9:11:59 PM' } };
  expect((await firstItem({ Records: [call({ responseElements })] })).at).toEqual(new Date('2020-01-08T15:04:12Z'));
});
trap('cloudtrail', 'lookup-events outer EventTime differs from inner: trust the inner', async () => {
  const Events = [{ EventTime: '2021-11-18T09:41:02-08:00', CloudTrailEvent: JSON.stringify(call()) }];
  expect((await firstItem({ Events })).at).toEqual(new Date('2020-01-08T15:04:12Z'));
});
trap('cloudtrail', 'the same event may arrive by EventBridge as detail', async () => {
  const sent = event('aws.ec2', 'AWS API Call via CloudTrail', call());
  expect(await importJson({ Records: [call()] }, sent)).toMatchObject({ accepted: 1, duplicates: 1 });
});
trap('cloudtrail', 'read-only calls are noise', async () => {
  expect((await firstItem({ Records: [call({ eventName: 'DescribeInstances' })] })).kind).toBe('log');
  expect((await firstItem({ Records: [call()] })).kind).toBe('change');
});
trap('cloudtrail', 'an assumed role hides the person', async () => {
  const item = await firstItem({ Records: [call()] });
  expect(item.actor).toMatchObject({ kind: 'person' });
  expect(JSON.stringify(item)).not.toContain('alice');
});
trap('cloudtrail', 'a failed call has an errorCode and changed nothing', async () => {
  const failed = await firstItem({ Records: [call({ errorCode: 'UnauthorizedOperation' })] });
  expect(failed).toMatchObject({ state: 'failed', text: expect.stringContaining('UnauthorizedOperation') });
});
trap('cloudtrail', 'insights come in pairs, without an identity', async () => {
  const pair = ['Start', 'End'].map((state, i) => ({
    eventID: state,
    eventTime: `2020-01-08T15:0${i}:00Z`,
    insightDetails: { state, eventSource: 'ssm.amazonaws.com', eventName: 'Update', insightType: 'ApiCallRateInsight' },
  }));
  const { items } = await importJson({ Records: pair });
  expect(items.map(({ kind, actor }) => [kind, actor])).toEqual([
    ['log', null],
    ['log', null],
  ]);
});
