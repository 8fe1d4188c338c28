import { expect } from '@jest/globals';
import { importText } from './import-text.js';
import { firstItem, importJson, instants, trap } from './trap.js';

const user = { id: 'PUSER01', type: 'user_reference', summary: 'Alice Smith' };
const page = (type: string, more: Record<string, unknown> = {}, data: Record<string, unknown> = {}) => ({
  event: {
    id: `e-${type}`,
    event_type: type,
    occurred_at: '2020-01-08T15:10:11.123Z',
    agent: user,
    data: { id: 'P1', type: 'incident', status: 'resolved', title: 'API down', service: { summary: 'api' }, ...data },
    ...more,
  },
});
const entry = (id: string, type: string, at: string) => ({
  id,
  type: `${type}_log_entry`,
  summary: type,
  created_at: at,
  agent: user,
  incident: { id: 'P1', summary: 'API down' },
});

trap('pagerduty', 'redelivery keeps event.id', async () => {
  const sent = page('incident.triggered');
  expect(await importJson(sent, page('incident.triggered', {}, { status: 'acknowledged' }))).toMatchObject({
    accepted: 1,
    duplicates: 1,
  });
});
trap('pagerduty', 'envelope data is state at send time, so status may be newer than the event', async () => {
  expect((await firstItem(page('incident.acknowledged'))).state).toBe('acknowledged');
});
trap('pagerduty', 'auto actions have a service or null agent', async () => {
  const service = { id: 'S1', type: 'service_reference', summary: 'api' };
  expect((await firstItem(page('incident.resolved', { agent: service }))).actor).toMatchObject({ kind: 'system' });
  expect((await firstItem(page('incident.resolved', { agent: null }))).actor).toBeNull();
});
trap('pagerduty', 'log entries newest first and is_overview drops detail', async () => {
  const log_entries = [
    entry('L2', 'resolve', '2020-01-08T10:30:00-05:00'),
    { ...entry('L1', 'trigger', '2020-01-08T15:10:00Z'), summary: undefined, agent: undefined },
  ];
  const { items } = await importJson({ log_entries });
  expect(items.map(({ at, state }) => [at.toISOString().slice(11, 16), state])).toEqual([
    ['15:30', 'resolved'],
    ['15:10', 'open'],
  ]);
});
trap('pagerduty', 'merges change incident id', async () => {
  const other = page('incident.resolved', { id: 'e-2' }, { id: 'P2' });
  const { items } = await importJson(page('incident.resolved'), other);
  expect(items).toHaveLength(2);
  expect(items[0]?.eventKey).not.toBe(items[1]?.eventKey);
});
trap('pagerduty', 'v2 webhook is a list of messages', async () => {
  const message = (id: string, type: string) => ({
    id,
    type,
    created_on: '2020-01-08T15:10:11Z',
    data: { incident: { id: 'P1' } },
  });
  const messages = [message('m1', 'incident.trigger'), message('m2', 'incident.acknowledge')];
  const { items } = await importJson({ messages });
  expect(items.map(({ state }) => state)).toEqual(['open', 'acknowledged']);
});

const series = (values: unknown[]) => ({
  status: 'success',
  data: { resultType: 'matrix', result: [{ metric: { __name__: 'up', instance: 'db-1:9100' }, values }] },
});
trap('prometheus', 'values are strings ("NaN", "+Inf")', async () => {
  const { items } = await importJson(
    series([
      [1578495851.781, 'NaN'],
      [1578495866.781, '+Inf'],
    ]),
  );
  expect(items.map(({ text }) => text)).toEqual(['up{instance="db-1:9100"} = NaN', 'up{instance="db-1:9100"} = +Inf']);
  expect(items[0]).toMatchObject({ source: 'prometheus', kind: 'metric', at: new Date(1578495851781) });
});
trap('prometheus', 'step decides resolution', async () => {
  const hourly = series([
    [1578495600, '1'],
    [1578499200, '0'],
  ]);
  expect(await instants(hourly)).toEqual(['2020-01-08T15:00:00.000Z', '2020-01-08T16:00:00.000Z']);
});
trap('prometheus', 'stale gaps', async () => {
  const { items } = await importJson(
    series([
      [1578495851, '1'],
      [1578499866, '1'],
    ]),
  );
  expect(items).toHaveLength(2);
});
trap('prometheus', 'one value of an instant query; an alert’s activeAt has an offset', async () => {
  const vector = { resultType: 'vector', result: [{ metric: { job: 'node' }, value: [1435781451.781, '0'] }] };
  expect((await firstItem({ status: 'success', data: vector })).at).toEqual(new Date(1435781451781));
  const alert = (state: string) => ({
    activeAt: '2018-07-04T20:27:12.60602144+02:00',
    labels: { alertname: 'Down' },
    state,
  });
  const { items } = await importJson({ status: 'success', data: { alerts: [alert('firing'), alert('pending')] } });
  expect(items.map(({ state }) => state)).toEqual(['firing', null]);
  expect(items[0]?.at.toISOString()).toBe('2018-07-04T18:27:12.606Z');
});

const alert = (more: Record<string, unknown> = {}) => ({
  status: 'firing',
  labels: { alertname: 'HighErrorRate', instance: 'web-1:9100', severity: 'critical' },
  startsAt: '2020-01-08T10:08:00.123456789-05:00',
  endsAt: '0001-01-01T00:00:00Z',
  fingerprint: 'f1',
  ...more,
});
const group = (alerts: unknown[], more: Record<string, unknown> = {}) => ({
  version: '4',
  status: 'firing',
  alerts,
  ...more,
});
trap('alertmanager', 'endsAt 0001-01-01T00:00:00Z means still firing', async () => {
  expect(await firstItem(group([alert({ status: undefined })]))).toMatchObject({ state: 'firing', end: null });
});
trap('alertmanager', 'repeats every repeat_interval', async () => {
  expect(await importJson(group([alert()]), group([alert()]))).toMatchObject({ accepted: 1, duplicates: 1 });
});
trap('alertmanager', 'group status firing with resolved members', async () => {
  const ended = alert({ status: 'resolved', endsAt: '2020-01-08T15:30:00Z', fingerprint: 'f2' });
  const { items } = await importJson(group([alert(), ended]));
  expect(items.map(({ state }) => state)).toEqual(['firing', 'ok']);
});
trap('alertmanager', 'truncatedAlerts', async () => {
  expect(await importJson(group([alert()], { truncatedAlerts: 7 }))).toMatchObject({ raw: 1, accepted: 1 });
});
trap('alertmanager', 'fingerprint missing in old versions', async () => {
  const one = alert({ fingerprint: undefined });
  const other = { ...one, labels: { ...one.labels, instance: 'web-2:9100' } };
  expect(await importJson(group([one, one, other]))).toMatchObject({ accepted: 2, duplicates: 1 });
});
trap('alertmanager', 'startsAt of a flapping alert changes', async () => {
  const again = alert({ startsAt: '2020-01-08T16:00:00Z' });
  expect(await importJson(group([alert()]), group([again]))).toMatchObject({ accepted: 2, duplicates: 0 });
});

const note = {
  id: 1,
  dashboardId: 2,
  time: 1507266395000,
  timeEnd: 1507266395000,
  text: 'deployed',
  tags: [],
  newState: '',
};
const classic = {
  ruleId: 5,
  ruleName: 'Latency',
  state: 'alerting',
  evalMatches: [{ value: 1, metric: 'm' }],
  tags: { service: 'api' },
};
trap('grafana', 'classic webhook has NO time at all', async () => {
  expect(await importJson(classic)).toMatchObject({
    source: 'grafana',
    raw: 1,
    rejected: [{ reason: expect.stringContaining('no time') }],
  });
});
trap('grafana', 'classic webhook: the time of receipt is used where there is one, and marked', async () => {
  const received = {
    specversion: '1.0',
    type: 'hook',
    source: '/hooks/grafana',
    id: '1',
    time: '2020-01-08T15:04:00Z',
    data: classic,
  };
  expect(await firstItem(received)).toMatchObject({
    source: 'grafana',
    state: 'firing',
    zoneOrigin: 'assumed',
    text: expect.stringContaining('time of receipt'),
    at: new Date('2020-01-08T15:04:00Z'),
  });
});
trap('grafana', 'timeEnd equal to time means a point', async () => {
  expect((await firstItem([note])).end).toBeNull();
});
trap('grafana', 'alert state annotations mix with human ones (newState empty = human)', async () => {
  const { items } = await importJson([note, { ...note, id: 2, newState: 'alerting' }]);
  expect(items.map(({ kind, state }) => [kind, state])).toEqual([
    ['deploy', 'succeeded'],
    ['alarm', 'firing'],
  ]);
});
trap('grafana', 'text may hold HTML', async () => {
  expect((await firstItem([{ ...note, text: 'switched <a href="x">flag</a>' }])).text).toBe('switched flag');
});
trap('grafana', 'unified alert webhook is Alertmanager’s shape', async () => {
  const { source, items } = await importJson(group([alert({ valueString: '[ value=9 ]' })], { orgId: 1, title: 'x' }));
  expect({ source, state: items[0]?.state }).toEqual({ source: 'grafana', state: 'firing' });
  const plain = await importJson(group([alert()]));
  expect(plain.items[0]?.eventKey).toBe(items[0]?.eventKey);
});
trap('grafana', 'annotations are epoch milliseconds, Graphite events epoch seconds', async () => {
  expect((await firstItem({ what: 'Event - deploy', tags: ['deploy'], when: 1467844481 })).at).toEqual(
    new Date(1467844481000),
  );
  expect((await firstItem([note])).at).toEqual(new Date(1507266395000));
});

const pingdom = {
  check_id: 803318,
  check_name: 'API',
  current_state: 'DOWN',
  previous_state: 'UP',
  importance_level: 'HIGH',
  state_changed_timestamp: 1498861543,
  state_changed_utc_time: '2017-06-30T22:25:43',
};
const relic = {
  incident_id: 0,
  current_state: 'open',
  condition_name: 'Errors',
  severity: 'CRITICAL',
  timestamp: 1601033007849,
};
const google = (more: Record<string, unknown> = {}) => ({
  incident: {
    incident_id: 'f2e0',
    condition_name: 'CPU',
    resource_name: 'web-1',
    state: 'open',
    started_at: 1499368214,
    ended_at: null,
    ...more,
  },
  version: '1.1',
});
trap('other-monitors', 'three units in three products', async () => {
  expect(await instants(pingdom, relic, google())).toEqual([
    '2017-06-30T22:25:43.000Z',
    '2020-09-25T11:23:27.849Z',
    '2017-07-06T19:10:14.000Z',
  ]);
});
trap('other-monitors', 'incident_id type differs', async () => {
  const { items, duplicates } = await importJson(relic, { ...relic, incident_id: 1 }, google(), relic);
  expect({ kept: items.length, duplicates }).toEqual({ kept: 3, duplicates: 1 });
});
trap('other-monitors', 'state_changed_utc_time has no zone mark', async () => {
  const worded = await importText(JSON.stringify({ ...pingdom, state_changed_timestamp: undefined }), {
    zone: 'Asia/Tokyo',
  });
  expect(worded.items[0]?.at.toISOString()).toBe('2017-06-30T22:25:43.000Z');
});
trap('other-monitors', 'a closed incident of Google Cloud ends at ended_at', async () => {
  const { items } = await importJson(google(), google({ state: 'closed', ended_at: 1499368836 }), {
    ...relic,
    current_state: 'closed',
  });
  expect(items.map(({ state, at }) => [state, at.getTime()])).toEqual([
    ['firing', 1499368214000],
    ['ok', 1499368836000],
    ['ok', 1601033007849],
  ]);
});

const opsgenie = (action: string, more = '') =>
  `{"action":"${action}","source":{"name":"web","type":"user"},"alert":{"alertId":"a1","message":"db slow","source":"api","createdAt":1502709956288,"insertedAt":1502709956123000110,"updatedAt":1502709999123000110,"username":"bob@example.com","priority":3${more}}}`;
trap('opsgenie', 'mixed units in one object', async () => {
  expect((await importText(opsgenie('Create'))).items[0]?.at).toEqual(new Date(1502709956288));
  expect((await importText(opsgenie('Acknowledge'))).items[0]?.at).toEqual(new Date(1502709999123));
});
trap('opsgenie', 'no time of the action other than updatedAt', async () => {
  const [item] = (await importText(opsgenie('AddNote', ',"note":"restarting"'))).items;
  expect(item).toMatchObject({ at: new Date(1502709999123), text: expect.stringContaining('restarting') });
});
trap('opsgenie', 'source is object and string', async () => {
  expect((await importText(opsgenie('Close'))).items[0]).toMatchObject({ source: 'opsgenie', state: 'resolved' });
});
trap('opsgenie', 'nanoseconds of 19 digits are above 2^53', async () => {
  const [item] = (await importText(opsgenie('Close'))).items;
  expect(item?.payload).toMatchObject({ alert: { updatedAt: '1502709999123000110' } });
});
trap('opsgenie', 'priority is the number 3 here, "P3" elsewhere', async () => {
  expect((await importText(opsgenie('Create'))).items[0]?.severity).toBe('P3');
  expect((await importText(opsgenie('Create').replace('"priority":3', '"priority":"P1"'))).items[0]?.severity).toBe(
    'P1',
  );
});

const update = (id: string, status: string, more: Record<string, unknown> = {}) => ({
  id,
  incident_id: 'i',
  status,
  body: 'words',
  created_at: '2020-01-08T15:20:00.000Z',
  display_at: '2020-01-08T15:20:00.000Z',
  ...more,
});
const incident = (updates: unknown[], more: Record<string, unknown> = {}) => ({
  page: { id: 'p', status_description: 'ok' },
  incident: {
    id: 'i',
    name: 'API',
    impact: 'major',
    created_at: '2020-01-08T15:00:00.000Z',
    incident_updates: updates,
    ...more,
  },
});
trap('statuspage', 'updates newest first', async () => {
  const updates = [update('u2', 'resolved', { display_at: '2020-01-08T15:50:00Z' }), update('u1', 'investigating')];
  expect(await instants(incident(updates))).toEqual(['2020-01-08T15:50:00.000Z', '2020-01-08T15:20:00.000Z']);
});
trap('statuspage', 'backfilled true = written later', async () => {
  expect((await firstItem(incident([update('u1', 'resolved')], { backfilled: true }))).text).toContain(
    'written afterwards',
  );
});
trap('statuspage', 'display_at can be edited', async () => {
  const edited = update('u1', 'investigating', { display_at: '2020-01-08T15:10:00Z' });
  expect(await importJson(incident([update('u1', 'investigating')]), incident([edited]))).toMatchObject({
    accepted: 1,
    duplicates: 1,
  });
  expect((await firstItem(incident([edited]))).at).toEqual(new Date('2020-01-08T15:10:00Z'));
});
trap('statuspage', 'status postmortem', async () => {
  expect(await firstItem(incident([update('u1', 'postmortem')]))).toMatchObject({ kind: 'status', state: null });
});
trap('statuspage', 'created_at is not start of impact', async () => {
  const { items } = await importJson(incident([update('u1', 'investigating')]));
  expect(items.map(({ at }) => at.toISOString())).toEqual(['2020-01-08T15:20:00.000Z']);
});

const monitor = {
  id: '1',
  event_type: 'query_alert_monitor',
  title: '[Triggered on {host:db-1}] CPU',
  last_updated: '1746013550000',
  date: '1746013550000',
  body: '%%%\ncpu high\n%%%',
};
trap('datadog', 'a payload of one’s own needs a field map', async () => {
  const own = JSON.stringify({ alert: 'CPU high on db-1', fired: '2020-01-08T15:04:00Z' });
  const { items } = await importText(own, { map: { time: 'fired', text: 'alert' } });
  expect(items[0]).toMatchObject({ text: 'CPU high on db-1', at: new Date('2020-01-08T15:04:00Z') });
});
trap('datadog', 'body is Markdown wrapped in %%%', async () => {
  expect((await firstItem(monitor)).text).toBe('[Triggered on {host:db-1}] CPU\ncpu high');
});
trap('datadog', 'Events API v1 date_happened is epoch SECONDS', async () => {
  const event = {
    id: 2,
    title: 'Deployed',
    text: 'v2',
    date_happened: 1746013550,
    tags: ['env:prod'],
    alert_type: 'info',
  };
  expect((await firstItem({ events: [event] })).at).toEqual(new Date(1746013550000));
  expect((await firstItem(monitor)).at).toEqual(new Date(1746013550000));
});
