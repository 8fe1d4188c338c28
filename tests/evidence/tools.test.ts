import { describe, expect, it } from '@jest/globals';
import { importText } from './import-text.js';

const importJson = (value: unknown) => importText(JSON.stringify(value));
const first = async (value: unknown) => (await importJson(value)).items[0];

describe('PagerDuty', () => {
  const user = { id: 'PUSER01', type: 'user_reference', summary: 'Alice Smith' };
  const event = (type: string, more: Record<string, unknown> = {}) => ({
    event: {
      id: `e-${type}`,
      event_type: type,
      resource_type: 'incident',
      occurred_at: '2020-01-08T15:10:11.123Z',
      agent: user,
      data: {
        id: 'P1',
        type: 'incident',
        status: 'resolved',
        title: 'API down',
        service: { summary: 'api' },
        urgency: 'high',
        ...more,
      },
    },
  });

  it('takes the state from the event, not from the newer data it carries', async () => {
    expect(await first(event('incident.acknowledged'))).toMatchObject({
      source: 'pagerduty',
      kind: 'page',
      state: 'acknowledged',
      subject: 'api',
    });
    expect(await first(event('incident.priority_updated'))).toMatchObject({ state: null });
  });

  it('knows a webhook and its log entry as one event', async () => {
    const entry = {
      id: 'L1',
      type: 'acknowledge_log_entry',
      summary: 'Acknowledged by Alice Smith',
      created_at: '2020-01-08T15:10:11Z',
      agent: user,
      incident: { id: 'P1', summary: '[#1] API down' },
    };
    const { items } = await importText(
      `${JSON.stringify(event('incident.acknowledged'))}\n${JSON.stringify({ log_entries: [entry] })}`,
    );
    expect(items[0]?.eventKey).toBe(items[1]?.eventKey);
    expect(items[1]?.text).toBe('Acknowledged by <@PUSER01>: [#1] API down');
  });

  it('leaves no name of an assignee in the record', async () => {
    const item = await first(
      event('incident.triggered', { assignees: [{ id: 'PUSER02', type: 'user_reference', summary: 'Bob Jones' }] }),
    );
    expect(JSON.stringify(item)).not.toMatch(/Alice|Bob/);
  });

  it('notes are messages of their writers; change events are changes', async () => {
    const notes = {
      notes: [
        {
          id: 'N1',
          user,
          channel: { summary: 'web' },
          content: 'Restarted the queue',
          created_at: '2020-01-08T10:10:00-05:00',
        },
      ],
    };
    expect(await first(notes)).toMatchObject({
      kind: 'message',
      text: 'Restarted the queue',
      at: new Date('2020-01-08T15:10:00Z'),
    });
    const changes = {
      change_events: [
        {
          id: 'C1',
          type: 'change_event',
          summary: 'Build ok',
          timestamp: '2020-01-08T15:00:00Z',
          source: 'ci',
          integration: {},
        },
      ],
    };
    expect(await first(changes)).toMatchObject({ kind: 'change', text: 'Build ok' });
  });
});

describe('Opsgenie', () => {
  it('reads nanoseconds of 19 digits for an action and milliseconds for the creation', async () => {
    const body = (action: string) =>
      `{"action":"${action}","alert":{"alertId":"a1","message":"db slow","createdAt":1502709956288,"updatedAt":1502709999123000110,"username":"bob@example.com","priority":3}}`;
    const [created] = (await importText(body('Create'))).items;
    expect(created).toMatchObject({
      at: new Date(1502709956288),
      state: 'open',
      severity: 'P3',
      actor: { kind: 'system' },
    });
    const [acknowledged] = (await importText(body('Acknowledge'))).items;
    expect(acknowledged).toMatchObject({
      at: new Date(1502709999123),
      state: 'acknowledged',
      actor: { kind: 'person', name: 'responder-1' },
    });
    expect(JSON.stringify(acknowledged)).not.toContain('bob@');
    expect(acknowledged?.payload).toMatchObject({ alert: { updatedAt: '1502709999123000110' } });
  });
});

describe('GitHub', () => {
  const sender = { login: 'octocat', type: 'User', site_admin: false };
  const repository = { full_name: 'acme/api', pushed_at: 1578495900 };
  it('deployment statuses are deploys with their state', async () => {
    const deployment_status = {
      id: 1,
      state: 'failure',
      environment: 'production',
      created_at: '2020-01-08T15:04:00Z',
    };
    const deployment = { id: 2, ref: 'main', sha: 'abcdef0123' };
    expect(await first({ action: 'created', deployment_status, deployment, repository, sender })).toMatchObject({
      source: 'github',
      kind: 'deploy',
      state: 'failed',
      text: 'acme/api: Deployment of main (abcdef0) to production: failure',
      actor: { kind: 'person', name: 'responder-1' },
    });
  });

  it('a push counts at the time of the push, not of the author’s clock', async () => {
    const head_commit = { timestamp: '2019-12-31T10:00:00+01:00', message: 'Switch to TLS\n\nbody' };
    const item = await first({ ref: 'refs/heads/main', after: 'abc', commits: [{}], head_commit, repository, sender });
    expect(item).toMatchObject({
      kind: 'change',
      at: new Date(1578495900000),
      text: 'acme/api: 1 commit(s) pushed to main: Switch to TLS',
    });
  });

  it('bots are systems', async () => {
    const release = { id: 1, tag_name: 'v2', published_at: '2020-01-08T15:04:00Z' };
    const item = await first({ action: 'published', release, repository, sender: { login: 'ci[bot]', type: 'Bot' } });
    expect(item).toMatchObject({ kind: 'deploy', state: 'succeeded', actor: { kind: 'system' } });
  });
});

describe('Jira', () => {
  const author = { accountId: 'acc-1', displayName: 'Alice Smith', active: true };
  it('a changelog item named "toString" is data', async () => {
    const items = [
      { field: 'status', fromString: 'Open', toString: 'Resolved' },
      { field: 'assignee', fromString: null, toString: null },
    ];
    const item = await first({
      timestamp: 1485797534721,
      webhookEvent: 'jira:issue_updated',
      user: author,
      issue: { key: 'OPS-1', fields: {} },
      changelog: { id: '1', items },
    });
    expect(item).toMatchObject({
      kind: 'ticket',
      state: 'resolved',
      subject: 'OPS-1',
      text: 'OPS-1 status: Open → Resolved; assignee: none → none',
    });
    expect(JSON.stringify(item)).not.toContain('Alice');
  });

  it('a search gives the creation and each change of every issue', async () => {
    const histories = [
      {
        id: '9',
        created: '2017-01-30T18:32:14.000+0100',
        author,
        items: [{ field: 'status', toString: 'In Progress' }],
      },
    ];
    const result = await importJson({
      issues: [
        {
          key: 'OPS-1',
          id: '1',
          fields: { summary: 'API down', created: '2017-01-30T18:30:41.962+0100', priority: { name: 'High' } },
          changelog: { histories },
        },
      ],
    });
    expect(result.items.map(({ state, at }) => [state, at.toISOString()])).toEqual([
      ['open', '2017-01-30T17:30:41.962Z'],
      ['started', '2017-01-30T17:32:14.000Z'],
    ]);
  });

  it('a mail address used as an account’s key is not shown', async () => {
    const item = await first({
      comments: [
        {
          id: '1',
          author: { key: 'bob@example.com', displayName: 'Bob Jones', active: true },
          created: '2018-05-24T23:35:30.742+0200',
          body: 'done',
        },
      ],
    });
    expect(item).toMatchObject({ kind: 'message', text: 'done' });
    expect(JSON.stringify(item)).not.toMatch(/bob/i);
  });
});

describe('status pages, dashboards, clusters, audit logs', () => {
  it('each public update of a Statuspage incident is one record at the time the public saw', async () => {
    const updates = [
      {
        id: 'u2',
        incident_id: 'i',
        status: 'resolved',
        body: 'Fixed.',
        display_at: '2020-01-08T15:50:00.000Z',
        created_at: '2020-01-08T16:00:00.000Z',
      },
      { id: 'u1', incident_id: 'i', status: 'investigating', body: 'Looking.', created_at: '2020-01-08T15:20:00.000Z' },
    ];
    const { items } = await importJson({
      page: {},
      incident: { id: 'i', name: 'API', impact: 'major', incident_updates: updates },
    });
    expect(items.map(({ kind, state, at }) => [kind, state, at.toISOString().slice(11, 16)])).toEqual([
      ['status', 'resolved', '15:50'],
      ['status', 'open', '15:20'],
    ]);
  });

  it('Grafana: a point, a span, an alert’s own annotation, a classic alert without any time', async () => {
    const note = {
      id: 1,
      dashboardId: 2,
      time: 1507266395000,
      timeEnd: 1507266395000,
      text: 'deployed <b>v2</b>',
      tags: ['deploy'],
      newState: '',
    };
    const { items } = await importJson([
      note,
      { ...note, id: 2, timeEnd: 1507266400000 },
      { ...note, id: 3, newState: 'alerting', tags: [] },
    ]);
    expect(items.map(({ kind, state, end }) => [kind, state, end?.getTime() ?? null])).toEqual([
      ['deploy', 'succeeded', null],
      ['deploy', 'succeeded', 1507266400000],
      ['alarm', 'firing', null],
    ]);
    const classic = await importJson({
      ruleId: 5,
      ruleName: 'x',
      state: 'alerting',
      evalMatches: [{ value: 1, metric: 'm' }],
    });
    expect(classic).toMatchObject({ raw: 1, rejected: [{ reason: expect.stringContaining('no time') }] });
  });

  it('Datadog: milliseconds as a string, the state in the title', async () => {
    const event = {
      id: '1',
      event_type: 'query_alert_monitor',
      last_updated: '1746013550000',
      date: '1746013550000',
      body: '%%%\ncpu high\n@slack-ops\n%%%',
    };
    expect(await first({ ...event, title: '[Triggered on {host:db-1}] CPU' })).toMatchObject({
      state: 'firing',
      dimensions: { host: 'db-1' },
      subject: 'CPU',
      text: '[Triggered on {host:db-1}] CPU\ncpu high',
    });
    expect(await first({ ...event, title: '[Recovered on {host:db-1}] CPU' })).toMatchObject({
      state: 'ok',
      subject: 'CPU',
    });
  });

  it('Kubernetes: null first times, counts folded into a span', async () => {
    const event = {
      kind: 'Event',
      metadata: { uid: 'u', managedFields: [1] },
      involvedObject: { kind: 'Pod', name: 'api-1', namespace: 'prod' },
      reason: 'BackOff',
      message: 'restarting',
      type: 'Warning',
    };
    const list = {
      kind: 'EventList',
      items: [
        { ...event, firstTimestamp: null, eventTime: '2020-01-08T15:04:05.123456Z' },
        {
          ...event,
          metadata: { uid: 'v' },
          firstTimestamp: '2020-01-08T15:00:00Z',
          lastTimestamp: '2020-01-08T15:09:00Z',
          count: 7,
        },
      ],
    };
    const { items } = await importJson(list);
    expect(items[0]).toMatchObject({
      at: new Date('2020-01-08T15:04:05.123Z'),
      subject: 'Pod api-1',
      severity: 'warning',
    });
    expect(items[1]).toMatchObject({
      end: new Date('2020-01-08T15:09:00Z'),
      text: 'Pod api-1: BackOff: restarting (7 times)',
    });
    expect(JSON.stringify(items)).not.toContain('managedFields');
  });

  it('CloudTrail: the inner event over its wrapper, once through two channels', async () => {
    const call = {
      eventID: 'ct-1',
      eventSource: 'ec2.amazonaws.com',
      eventName: 'StopInstances',
      eventTime: '2016-01-26T21:42:12Z',
      awsRegion: 'us-east-1',
      userIdentity: { type: 'IAMUser', userName: 'alice.smith' },
      requestParameters: { instancesSet: { items: [{ instanceId: 'i-1' }] } },
    };
    const result = await importText(
      [
        {
          Events: [
            { EventTime: '2021-11-18T09:41:02-08:00', Username: 'alice.smith', CloudTrailEvent: JSON.stringify(call) },
          ],
        },
        { 'detail-type': 'AWS API Call via CloudTrail', source: 'aws.ec2', time: '2016-01-26T21:45:00Z', detail: call },
        { Records: [{ ...call, eventID: 'ct-2', eventName: 'DescribeInstances' }] },
      ]
        .map((each) => JSON.stringify(each))
        .join('\n'),
    );
    expect(result).toMatchObject({ source: 'cloudtrail', raw: 3, accepted: 2, duplicates: 1 });
    expect(result.items.map(({ kind, text }) => [kind, text])).toEqual([
      ['change', 'ec2 StopInstances i-1'],
      ['log', 'ec2 DescribeInstances i-1'],
    ]);
    expect(JSON.stringify(result.items)).not.toContain('alice');
  });
});
