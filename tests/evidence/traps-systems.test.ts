import { expect } from '@jest/globals';
import { importText } from './import-text.js';
import { firstItem, importJson, instants, trap } from './trap.js';

const sender = { login: 'octocat', type: 'User', site_admin: false };
const repository = { full_name: 'acme/api', pushed_at: 1578495900, created_at: 1431029379 };
trap('github', 'commit timestamp is author clock, not push time', async () => {
  const head_commit = { timestamp: '2019-12-31T10:00:00+01:00', message: 'Switch to TLS' };
  const push = { ref: 'refs/heads/main', after: 'abc', commits: [{}], head_commit, repository, sender };
  expect((await firstItem(push)).at).toEqual(new Date(1578495900000));
});
const status = (state: string, at: string, id = 1) => ({
  action: 'created',
  deployment_status: { id, state, environment: 'production', created_at: at },
  deployment: { id: 2, ref: 'main', sha: 'abcdef0123' },
  repository,
  sender,
});
trap('github', 'status updates repeat', async () => {
  const done = status('success', '2020-01-08T15:09:00Z');
  expect(await importJson(status('in_progress', '2020-01-08T15:04:00Z'), done, done)).toMatchObject({
    accepted: 2,
    duplicates: 1,
  });
});
trap('github', 'sender may be a bot', async () => {
  const byBot = { ...status('success', '2020-01-08T15:09:00Z'), sender: { login: 'ci[bot]', type: 'Bot' } };
  expect((await firstItem(byBot)).actor).toMatchObject({ kind: 'system' });
});
trap('github', 'delivery id lost when only the body is stored', async () => {
  const body = status('failure', '2020-01-08T15:09:00Z');
  expect(await importJson(body, body)).toMatchObject({ accepted: 1, duplicates: 1 });
});
trap('github', 'large payloads', async () => {
  const large = { ...status('success', '2020-01-08T15:09:00Z'), organization: { description: 'x'.repeat(400_000) } };
  expect(JSON.stringify((await firstItem(large)).payload).length).toBeLessThan(300_000);
});

const kubernetes = (more: Record<string, unknown> = {}) => ({
  kind: 'Event',
  metadata: { uid: 'u', name: 'api-1.16' },
  involvedObject: { kind: 'Pod', name: 'api-1', namespace: 'prod' },
  reason: 'BackOff',
  message: 'restarting',
  type: 'Warning',
  firstTimestamp: '2020-01-08T15:00:00Z',
  lastTimestamp: '2020-01-08T15:09:00Z',
  ...more,
});
trap('kubernetes-events', 'firstTimestamp and lastTimestamp are null for Scheduled', async () => {
  const scheduled = kubernetes({ firstTimestamp: null, lastTimestamp: null, eventTime: '2020-01-08T15:04:05.123456Z' });
  expect((await firstItem({ kind: 'EventList', items: [scheduled] })).at).toEqual(new Date('2020-01-08T15:04:05.123Z'));
});
trap('kubernetes-events', 'count folds many occurrences in one', async () => {
  const item = await firstItem({ kind: 'List', items: [kubernetes({ count: 7 })] });
  expect(item).toMatchObject({
    end: new Date('2020-01-08T15:09:00Z'),
    text: 'Pod api-1: BackOff: restarting (7 times)',
  });
});
trap('kubernetes-events', 'kept one hour: a later export adds and repeats', async () => {
  const { items } = await importJson(
    { items: [kubernetes({ count: 7 })] },
    { items: [kubernetes({ count: 7 }), kubernetes({ count: 9 })] },
  );
  expect(items).toHaveLength(2);
  expect(items[0]?.eventKey).toBe(items[1]?.eventKey);
});
trap('kubernetes-events', 'no order', async () => {
  const earlier = kubernetes({ metadata: { uid: 'v' }, firstTimestamp: '2020-01-08T14:00:00Z' });
  expect(await instants({ items: [kubernetes(), earlier] })).toEqual([
    '2020-01-08T15:00:00.000Z',
    '2020-01-08T14:00:00.000Z',
  ]);
});
trap('kubernetes-events', 'YAML as kubectl prints it', async () => {
  const yaml = [
    'apiVersion: v1',
    'items:',
    '- kind: Event',
    '  reason: BackOff',
    '  message: restarting',
    '  eventTime: null',
    '  firstTimestamp: "2020-01-08T15:00:00Z"',
    '  involvedObject: {kind: Pod, name: api-1}',
    '  metadata: {uid: u}',
    'kind: List',
  ].join('\n');
  expect(await importText(yaml)).toMatchObject({ source: 'kubernetes-events', accepted: 1 });
});

const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'checkout' } }] };
const logs = (...logRecords: unknown[]) => ({
  resourceLogs: [{ resource, scopeLogs: [{ scope: { name: 'lib' }, logRecords }] }],
});
const line = (more: Record<string, unknown> = {}) => ({
  timeUnixNano: '1544712660300000123',
  observedTimeUnixNano: '1544712661000000000',
  severityNumber: 17,
  body: { stringValue: 'upstream timed out' },
  ...more,
});
trap('otlp', 'nanoseconds need BigInt', async () => {
  const unquoted = JSON.stringify(logs(line())).replace('"1544712660300000123"', '1544712660300000123');
  for (const body of [JSON.stringify(logs(line())), unquoted]) {
    const [item] = (await importText(body)).items;
    expect(item).toMatchObject({ source: 'otlp', at: new Date(1544712660300), severity: 'error', subject: 'checkout' });
    expect(JSON.stringify(item?.payload)).toContain('1544712660300000123');
  }
});
trap('otlp', 'timeUnixNano 0 or absent: use observed', async () => {
  const { items } = await importJson(
    logs(line({ timeUnixNano: '0' }), line({ timeUnixNano: undefined, severityNumber: 9 })),
  );
  expect(items.map(({ at }) => at.getTime())).toEqual([1544712661000, 1544712661000]);
});
trap('otlp', 'ids are hex in OTLP/JSON, not base64', async () => {
  const item = await firstItem(logs(line({ traceId: '5B8EFFF798038103D269B633813FC60C' })));
  expect(item.dimensions.trace).toBe('5b8efff798038103d269b633813fc60c');
});
trap('otlp', 'attribute values typed (intValue is a string)', async () => {
  const values = [
    { key: 'attempts', value: { intValue: '10' } },
    { key: 'ok', value: { boolValue: false } },
  ];
  const item = await firstItem(logs(line({ eventName: 'retry.gave_up', body: { kvlistValue: { values } } })));
  expect(item.text).toBe('retry.gave_up: attempts=10, ok=false');
});
trap('otlp', 'no id of its own: the whole record at its instant', async () => {
  expect(await importJson(logs(line()), logs(line(), line({ timeUnixNano: '1544712660400000000' })))).toMatchObject({
    accepted: 2,
    duplicates: 1,
  });
});
trap('otlp', 'spans and metric points of every type', async () => {
  const span = {
    traceId: 'A1',
    spanId: 'B2',
    name: 'GET /',
    startTimeUnixNano: '1544712660000000000',
    endTimeUnixNano: '1544712661000000000',
    status: { code: 2, message: 'boom' },
  };
  const spans = await importJson({ resourceSpans: [{ resource, scopeSpans: [{ spans: [span, span] }] }] });
  expect(spans).toMatchObject({ accepted: 1, duplicates: 1 });
  expect(spans.items[0]).toMatchObject({
    text: 'checkout GET / took 1000 ms, failed: boom',
    severity: 'error',
    end: new Date(1544712661000),
  });
  const at = { timeUnixNano: '1544712660300000000' };
  const metrics = [
    { name: 'hits', unit: '1', sum: { dataPoints: [{ ...at, asInt: '5' }] } },
    { name: 'load', gauge: { dataPoints: [{ ...at, asDouble: 0.5 }] } },
    { name: 'latency', unit: 'ms', histogram: { dataPoints: [{ ...at, count: '2', sum: 7 }] } },
  ];
  const { items } = await importJson({ resourceMetrics: [{ resource, scopeMetrics: [{ metrics }] }] });
  expect(items.map(({ kind, text }) => `${kind} ${text}`)).toEqual([
    'metric checkout hits 5',
    'metric checkout load 0.5',
    'metric checkout latency count 2, sum 7 ms',
  ]);
});

const application = (status: Record<string, unknown>) => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: { name: 'shop', namespace: 'argo-cd', uid: 'u-1', creationTimestamp: '2020-01-01T00:00:00Z' },
  status: { health: { status: 'Healthy' }, ...status },
});
const sync = (id: number, at: string, revision = 'ea8759964626a583667a2bfd08f334ec2070040a') => ({
  id,
  revision,
  deployedAt: `2020-01-08T${at}Z`,
});
trap('argocd', 'notification body is user-templated: import the Application instead', async () => {
  const template = 'message: |\n    Application {{.app.metadata.name}} is running.\nemail:\n    subject: x\n';
  expect(await importText(template)).toMatchObject({
    source: 'argocd',
    raw: 1,
    accepted: 0,
    rejected: [{ reason: expect.stringContaining('no time') }],
  });
});
trap('argocd', 'history keeps only 10: a later export adds and repeats', async () => {
  const first = application({ history: [sync(1, '15:00:00'), sync(2, '15:04:00')] });
  const later = application({ history: [sync(2, '15:04:00'), sync(3, '15:30:00')] });
  const { accepted, duplicates } = await importJson(first, later);
  expect(accepted + duplicates).toBe(4);
  expect(duplicates).toBe(1);
});
trap('argocd', 'same revision can be synced repeatedly (self-heal)', async () => {
  const { items } = await importJson(application({ history: [sync(1, '15:00:00'), sync(2, '15:04:00')] }));
  expect(items.map(({ text }) => text)).toEqual([
    'Argo CD shop: synced revision ea87599',
    'Argo CD shop: synced revision ea87599 again',
  ]);
});
trap('argocd', 'the last operation is told by the history too', async () => {
  const operationState = {
    phase: 'Succeeded',
    startedAt: '2020-01-08T15:03:59Z',
    finishedAt: '2020-01-08T15:04:00Z',
    operation: {
      initiatedBy: { username: 'alice@example.com' },
      sync: { revision: 'ea8759964626a583667a2bfd08f334ec2070040a' },
    },
  };
  const { items } = await importJson(application({ history: [sync(1, '15:04:00')], operationState }));
  expect(items).toHaveLength(2);
  expect(items[0]?.eventKey).toBe(items[1]?.eventKey);
  expect(items[1]?.actor).toMatchObject({ kind: 'person' });
  expect(JSON.stringify(items)).not.toContain('alice');
});

const cloudEvent = (more: Record<string, unknown> = {}) => ({
  specversion: '1.0',
  type: 'com.example.deployed',
  source: '/ci',
  id: 'A1',
  time: '2018-04-05T17:31:00Z',
  data: { message: 'v2' },
  ...more,
});
trap('cloudevents', 'time may be absent or null', async () => {
  const { accepted, rejectedCount } = await importJson([
    cloudEvent(),
    cloudEvent({ id: '2', time: null }),
    cloudEvent({ id: '3', time: undefined }),
  ]);
  expect({ accepted, rejectedCount }).toEqual({ accepted: 1, rejectedCount: 2 });
});
trap('cloudevents', 'data, data_base64 or string', async () => {
  const encoded = Buffer.from(JSON.stringify({ message: 'v3' })).toString('base64');
  const { items } = await importJson([
    cloudEvent(),
    cloudEvent({ id: '2', data: 'plain' }),
    cloudEvent({ id: '3', data: undefined, data_base64: encoded }),
  ]);
  expect(items.map(({ text }) => text)).toEqual(['v2', 'plain', 'v3'].map((said) => `com.example.deployed: ${said}`));
});
trap('cloudevents', 'batch is an array', async () => {
  expect(await importJson([cloudEvent(), cloudEvent({ id: 'B2' })])).toMatchObject({
    source: 'cloudevents',
    accepted: 2,
  });
});

trap('generic', 'day/month order', async () => {
  const rows = ['time,what', '31/01/2017 23:27 UTC,stopped', '03/02/2017 10:00 UTC,restored'];
  expect((await importText(rows.join('\n'))).items.map(({ at }) => at.toISOString().slice(0, 10))).toEqual([
    '2017-01-31',
    '2017-02-03',
  ]);
});
trap('generic', 'no zone', async () => {
  const rows = 'time,what\n2017-01-31 23:27,stopped\n2017-01-31 23:30,restarted\n';
  await expect(importText(rows)).rejects.toMatchObject({ errors: [{ pointer: 'query:zone' }] });
});
trap('generic', 'words', async () => {
  const rows = 'time,what\n"Feb 1, 2017 5:00 PM UTC",restored\n';
  expect((await importText(rows)).items[0]?.at).toEqual(new Date('2017-02-01T17:00:00Z'));
});
trap('generic', 'duplicate in s and ms', async () => {
  const line = (ts: number) => JSON.stringify({ ts, src: 'monitoring', msg: 'database unstable' });
  expect(await importText(`${line(1485904800)}\n${line(1485904800000)}\n`)).toMatchObject({
    accepted: 1,
    duplicates: 1,
  });
});
trap('all', 'a generic NDJSON is taken by no source', async () => {
  const lines = [
    { timestamp: 1578495851123, message: 'GET / 500', level: 'error' },
    { time: '2020-01-08T15:04:00Z', source: 'aws.batch', status: 'FAILED', message: 'job failed' },
    { when: '2020-01-08T15:05:00Z', who: 'sre-1', what: 'restarted' },
    { id: 'x', state: 'open', severity: 'high', createdAt: '2020-01-08T15:06:00Z', title: 'Checkout slow' },
    { Timestamp: '2020-01-08T15:07:00Z', Value: 3, Message: 'queue length 3' },
    { number: 'A-1', opened_at: '2020-01-08T15:08:00Z', description: 'customer called' },
  ];
  const { items } = await importJson(...lines);
  expect(items.map(({ source }) => source)).toEqual(lines.map(() => 'ndjson'));
});
