import { expect } from '@jest/globals';
import { importText } from './import-text.js';
import { firstItem, importJson, instants, trap } from './trap.js';

const message = (more: Record<string, unknown> = {}) => ({
  type: 'message',
  user: 'U0SRE1',
  text: 'x',
  ts: '1578496260.000100',
  ...more,
});
const texts = async (...values: unknown[]) => (await importJson(values)).items.map(({ text }) => text);

trap('slack', 'keep ts as string (17 digits)', async () => {
  const [a, b] = ['1578496260.000100', '1578496260.000200'];
  const { items, duplicates } = await importJson([message({ ts: a }), message({ ts: b })]);
  expect(items.map(({ payload }) => payload)).toMatchObject([{ ts: a }, { ts: b }]);
  expect(duplicates).toBe(0);
});
trap('slack', 'replies sit in the day file of the reply', async () => {
  const reply = message({ ts: '1578582660.000100', thread_ts: '1578496260.000100', text: 'fixed' });
  const { items } = await importText(JSON.stringify([reply]), { filename: 'ops/2020-01-09.json' });
  expect(items[0]).toMatchObject({ at: new Date('2020-01-09T15:11:00.000Z'), subject: 'ops' });
});
trap('slack', 'tombstone = deleted parent', async () => {
  const [item] = (await importJson([message({ subtype: 'tombstone', text: 'This message was deleted.' }), message()]))
    .items;
  expect(item).toMatchObject({ kind: 'membership', text: 'Message deleted' });
});
trap('slack', 'edited keeps only last text and edited.ts', async () => {
  expect(await instants([message({ edited: { user: 'U0SRE1', ts: '1578500000.000000' } })])).toEqual([
    '2020-01-08T15:11:00.000Z',
  ]);
});
trap('slack', 'thread_broadcast repeats', async () => {
  const reply = message({ thread_ts: '1578496000.000100' });
  expect(await importJson([reply, { ...reply, subtype: 'thread_broadcast' }])).toMatchObject({
    accepted: 1,
    duplicates: 1,
  });
});
trap('slack', 'subtype bot_message lacks user', async () => {
  const bot = message({ user: undefined, subtype: 'bot_message', bot_id: 'B1', username: 'Icinga' });
  expect((await firstItem([bot])).actor).toEqual({ kind: 'system', id: 'B1', name: 'Icinga' });
});
trap('slack', 'user names need users.json', async () => {
  const users = [{ id: 'U0SRE1', name: 'alice', is_bot: false, profile: { real_name: 'Alice Smith' } }];
  const { directory, rejectedCount } = await importJson(users);
  expect(directory).toEqual([{ id: 'U0SRE1', name: 'Alice Smith', kind: 'person' }]);
  expect(rejectedCount).toBe(0);
});
trap('slack', 'API pages are newest first, exports oldest first', async () => {
  const messages = [message({ ts: '1578496320.000100' }), message()];
  expect(await instants({ ok: true, messages, has_more: false })).toEqual([
    '2020-01-08T15:12:00.000Z',
    '2020-01-08T15:11:00.000Z',
  ]);
});
trap('slack', '&lt; entities and <@U..> <url|text> markup', async () => {
  expect(await texts(message({ text: '<@U0SRE2> p99 &gt; 4 s, see <https://example.com/g|graph>' }))).toEqual([
    '<@U0SRE2> p99 > 4 s, see graph (https://example.com/g)',
  ]);
});
trap('slack', 'text may be empty with only blocks', async () => {
  const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: 'Failover done' } }];
  expect(await texts(message({ text: '', blocks }))).toEqual(['Failover done']);
});
trap('slack', 'day boundary in the workspace zone is not guaranteed', async () => {
  const late = message({ ts: '1578527999.000100' });
  const { items } = await importText(JSON.stringify([late]), { filename: 'ops/2020-01-09.json' });
  expect(items[0]?.at.toISOString()).toBe('2020-01-08T23:59:59.000Z');
});

const author = { accountId: 'acc-1', displayName: 'Alice Smith', active: true };
const issue = (more: Record<string, unknown> = {}) => ({
  key: 'OPS-1',
  id: '1',
  fields: { summary: 'API down', created: '2017-01-30T18:30:41.962+0100' },
  ...more,
});
trap('jira', 'item key is "toString", so obj.toString is data', async () => {
  const items = [
    { field: 'status', toString: 'Resolved' },
    { field: 'assignee', toString: null },
  ];
  const hook = {
    timestamp: 1485797534721,
    webhookEvent: 'jira:issue_updated',
    user: author,
    issue: issue(),
    changelog: { id: '1', items },
  };
  expect(await firstItem(hook)).toMatchObject({
    state: 'resolved',
    text: 'OPS-1 status: none → Resolved; assignee: none → none',
  });
});
trap('jira', 'webhook changelog has no own time', async () => {
  const hook = {
    timestamp: 1485797534721,
    webhookEvent: 'jira:issue_updated',
    user: author,
    issue: issue(),
    changelog: { id: '1', items: [] },
  };
  expect((await firstItem(hook)).at).toEqual(new Date(1485797534721));
});
trap('jira', 'histories order differs Cloud/Server', async () => {
  const histories = ['18:40', '18:35'].map((at) => ({
    id: at,
    created: `2017-01-30T${at}:00.000+0100`,
    author,
    items: [{ field: 'labels' }],
  }));
  expect(await instants({ issues: [issue({ changelog: { histories } })] })).toEqual([
    '2017-01-30T17:30:41.962Z',
    '2017-01-30T17:40:00.000Z',
    '2017-01-30T17:35:00.000Z',
  ]);
});
trap('jira', 'wiki markup or ADF body', async () => {
  const adf = { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: 'Rolled back' }] }] };
  const comment = (id: string, body: unknown) => ({ id, author, created: '2018-05-24T23:35:30.742+0200', body });
  const { items } = await importJson({ comments: [comment('1', adf), comment('2', '{code}x{code}')] });
  expect(items.map(({ text }) => text)).toEqual(['Rolled back', '{code}x{code}']);
});
trap('jira', 'deleted comments vanish: an earlier import keeps them', async () => {
  const comment = (id: string) => ({ id, author, created: '2018-05-24T23:35:30.742+0200', body: id });
  const both = await importJson({ comments: [comment('1'), comment('2')] }, { comments: [comment('2')] });
  expect(both).toMatchObject({ accepted: 2, duplicates: 1 });
});

const change = {
  when: '2016-05-18T08:15:37Z',
  who: 'bob@example.com',
  changes: [{ field_name: 'status', removed: 'NEW', added: 'RESOLVED' }],
};
trap('bugzilla-history', 'a bug without history is none of the evidence', async () => {
  const bugs = [
    { id: 7, alias: null, history: [change] },
    { id: 8, alias: null, history: [] },
  ];
  const { items, rejectedCount } = await importJson({ bugs });
  expect(rejectedCount).toBe(0);
  expect(items).toMatchObject([
    { kind: 'ticket', state: 'resolved', subject: 'Bug 7', text: 'Bug 7 status: NEW → RESOLVED' },
  ]);
  expect(JSON.stringify(items)).not.toContain('bob@');
  expect(await importJson({ bugs: [{ id: 8, alias: null, history: [] }] })).toMatchObject({
    accepted: 0,
    rejectedCount: 1,
  });
});

const ticket = (more: Record<string, unknown> = {}) => ({
  sys_id: 'ca07',
  number: 'INC0011076',
  state: '1',
  priority: '5',
  short_description: 'Checkout fails',
  opened_at: '2020-01-08 15:04:00',
  sys_created_on: '2020-01-08 15:10:00',
  resolved_at: '',
  closed_at: '',
  sys_mod_count: '0',
  opened_by: { link: 'https://instance.example/x', value: 'a76af9dd4f1312008a812ed18110c78e' },
  ...more,
});
trap('servicenow', 'all values strings, empty string for null', async () => {
  const { items } = await importJson({ result: ticket() });
  expect(items).toMatchObject([{ kind: 'ticket', state: 'open', severity: '5', end: null }]);
});
trap('servicenow', 'references are {link,value}', async () => {
  expect((await firstItem({ result: ticket() })).actor).toMatchObject({
    kind: 'person',
    id: 'a76af9dd4f1312008a812ed18110c78e',
  });
});
trap('servicenow', 'durations as 1970-01-01 date', async () => {
  const durations = { business_duration: '1970-01-01 00:02:17', calendar_duration: '1970-01-01 00:00:00' };
  expect(await instants({ result: [ticket(durations)] })).toEqual(['2020-01-08T15:04:00.000Z']);
});
trap('servicenow', 'opened_at may precede sys_created_on', async () => {
  expect((await firstItem({ result: ticket() })).at).toEqual(new Date('2020-01-08T15:04:00Z'));
});
trap('servicenow', 'work notes are one text with local-time headers', async () => {
  const work_notes = '2020-01-08 07:30:00 - Alice (Work notes)\nrestarted';
  expect(await importJson({ result: ticket({ work_notes }) })).toMatchObject({
    accepted: 1,
    items: [{ at: new Date('2020-01-08T15:04:00Z') }],
  });
});
trap('servicenow', 'UTC when sysparm_display_value=false, user zone and format when true', async () => {
  const stored = await importText(JSON.stringify({ result: ticket() }), { zone: 'America/New_York' });
  expect(stored.items[0]).toMatchObject({ at: new Date('2020-01-08T15:04:00Z'), zoneOrigin: 'assumed' });
  const displayed = JSON.stringify({ result: ticket({ state: 'New', priority: '5 - Planning' }) });
  await expect(importText(displayed)).rejects.toMatchObject({ errors: [{ pointer: 'query:zone' }] });
  const placed = await importText(displayed, { zone: 'America/New_York' });
  expect(placed.items[0]).toMatchObject({ at: new Date('2020-01-08T20:04:00Z'), zoneOrigin: 'declared' });
});
trap('servicenow', 'a closed record tells of its opening and of its end', async () => {
  const closed = ticket({
    closed_at: '2020-01-08 16:00:00',
    resolved_at: '2020-01-08 15:50:00',
    close_notes: 'rolled back',
  });
  const { items } = await importJson({ result: [closed] });
  expect(items.map(({ state, at }) => [state, at.toISOString().slice(11, 16)])).toEqual([
    ['open', '15:04'],
    ['resolved', '15:50'],
  ]);
});

const chat = (more: Record<string, unknown> = {}) => ({
  Id: '1755192369203',
  Body: { ContentType: 'html', Content: '<p>p99 is <b>4&nbsp;s</b></p>' },
  CreatedDateTime: '2025-08-14T17:26:09.203+00:00',
  LastModifiedDateTime: '2025-08-14T17:26:09.203+00:00',
  LastEditedDateTime: null,
  DeletedDateTime: null,
  Subject: '',
  From: { Application: null, User: { Id: '3c6e', DisplayName: 'Alice Smith' } },
  Reactions: [],
  MessageType: 'message',
  ChannelIdentity: { ChannelId: '19:ops' },
  ...more,
});
trap('teams', 'HTML body', async () => {
  const Mentions = [{ Id: 0, MentionText: 'Bob Jones', Mentioned: { User: { Id: '88cb', DisplayName: 'Bob Jones' } } }];
  const Content = '<div><at id="0">Bob Jones</at> p99 &gt; 4 s<br>rolling back <emoji alt="👍"></emoji></div>';
  const item = await firstItem([chat({ Body: { ContentType: 'html', Content }, Mentions })]);
  expect(item.text).toBe('<@88cb> p99 > 4 s\nrolling back 👍');
  expect(JSON.stringify(item)).not.toMatch(/Alice|Bob/);
});
trap('teams', 'not in order', async () => {
  expect(await instants([chat(), chat({ Id: '2', CreatedDateTime: '2025-08-14T10:28:04.801+00:00' })])).toEqual([
    '2025-08-14T17:26:09.203Z',
    '2025-08-14T10:28:04.801Z',
  ]);
});
trap('teams', 'reaction moves LastModifiedDateTime without an edit', async () => {
  const reacted = chat({
    LastModifiedDateTime: '2025-08-15T13:03:04+00:00',
    Reactions: [{ ReactionType: '👍', User: { User: { DisplayName: 'Bob Jones', Id: '88cb' } } }],
  });
  const { items, duplicates } = await importJson([reacted], [chat()]);
  expect(duplicates).toBe(1);
  expect(items[0]?.at.toISOString()).toBe('2025-08-14T17:26:09.203Z');
  expect(JSON.stringify(items)).not.toContain('Bob');
});
trap('teams', 'system event messages', async () => {
  const system = chat({ From: null, Body: { ContentType: 'html', Content: '<systemEventMessage/>' } });
  expect(await firstItem([system])).toMatchObject({ kind: 'membership', actor: null });
});
trap('teams', 'key case differs from Graph (camelCase)', async () => {
  const value = [
    {
      id: '1755192369203',
      createdDateTime: '2025-08-14T17:26:09.203Z',
      messageType: 'message',
      body: { contentType: 'text', content: 'rolled back' },
      from: { application: { id: 'bot-1', displayName: 'Deploy bot' } },
      channelIdentity: { channelId: '19:ops' },
    },
  ];
  expect(await firstItem({ '@odata.context': 'x', value })).toMatchObject({
    source: 'teams',
    text: 'rolled back',
    actor: { kind: 'system', name: 'Deploy bot' },
  });
});
