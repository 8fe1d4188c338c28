import { describe, expect, it } from '@jest/globals';
import { displayText } from '../../src/evidence/people.js';
import { importText } from './import-text.js';

const message = (more: Record<string, unknown>) => ({
  type: 'message',
  user: 'U0SRE1',
  text: 'x',
  ts: '1578496260.000100',
  ...more,
});
const importMessages = (messages: unknown[], filename?: string) => importText(JSON.stringify(messages), { filename });
const textOf = async (more: Record<string, unknown>) => (await importMessages([message(more)])).items[0]?.text;

describe('Slack messages', () => {
  it.each([
    ['a &lt;b&gt; &amp;&amp; c', 'a <b> && c'],
    ['see <https://example.com/x?a=1&amp;b=2|the graph>', 'see the graph (https://example.com/x?a=1&b=2)'],
    ['see <https://example.com/x>', 'see https://example.com/x'],
    ['<@U0SRE2> look in <#C0OPS|ops> and <#C0DEV>', '<@U0SRE2> look in #ops and <#C0DEV>'],
    ['<!here> <!channel> <!subteam^S1|@sre> <!date^1578496260^{date}|8 January>', '@here @channel @sre 8 January'],
    ['typed &lt;@U0FAKE&gt;', 'typed <@U0FAKE>'],
  ])('markup: %s', async (text, expected) => expect(await textOf({ text })).toBe(expected));

  it('shows names where ids stand, once they are known', () => {
    const names = { people: new Map([['U1', 'sre-1']]), channels: new Map([['C1', 'ops']]) };
    expect(displayText('<@U1> to <#C1>, <@U2> in <#C2>; 1 < 2 > 0', names)).toBe(
      'sre-1 to #ops, @U2 in #C2; 1 < 2 > 0',
    );
  });

  it('with blocks only are read from them, without their buttons', async () => {
    const blocks = [
      { type: 'header', text: { type: 'plain_text', text: 'Alert' } },
      { type: 'section', text: { type: 'mrkdwn', text: '*5xx* over 5%' }, fields: [{ type: 'mrkdwn', text: 'api' }] },
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_section',
            elements: [
              { type: 'text', text: 'ask ' },
              { type: 'user', user_id: 'U0SRE2' },
            ],
          },
        ],
      },
      { type: 'actions', elements: [{ type: 'button', text: { type: 'plain_text', text: 'Acknowledge' } }] },
    ];
    expect(await textOf({ text: '', blocks })).toBe('Alert\n*5xx* over 5% api\nask <@U0SRE2>');
  });

  it('with attachments keep their words; files their names', async () => {
    const attachments = [
      { fallback: 'short', title: 'Latency high', text: 'p99 4 s', fields: [{ title: 'Service', value: 'api' }] },
    ];
    expect(await textOf({ text: '', attachments })).toBe('Latency high\np99 4 s\nService: api');
    expect(await textOf({ text: '', files: [{ name: 'graph.png' }] })).toBe('File: graph.png');
  });

  it('without any words are rejected with that reason', async () => {
    const result = await importMessages([message({ text: '' }), message({ ts: '1578496261.000100' })]);
    expect(result).toMatchObject({ accepted: 1, rejected: [{ index: 0, reason: expect.stringContaining('no text') }] });
  });

  it('joins, renames and deleted parents are kept as membership; a topic is a message', async () => {
    const subtypes = [
      'channel_join',
      'channel_leave',
      'channel_name',
      'tombstone',
      'channel_topic',
      'thread_broadcast',
    ];
    const { items } = await importMessages(
      subtypes.map((subtype, i) => message({ subtype, ts: `157849626${i}.000100`, text: `words ${i}` })),
    );
    expect(items.map(({ kind }) => kind)).toEqual([...Array(4).fill('membership'), 'message', 'message']);
    expect(JSON.stringify(items[3])).not.toContain('words 3');
  });

  it('of one thread and its broadcast are one delivery each; ids longer than a double are told apart', async () => {
    const reply = message({ ts: '1578496265.123456', thread_ts: '1578496260.000100' });
    const result = await importMessages([
      message({}),
      reply,
      { ...reply, subtype: 'thread_broadcast' },
      { ...reply, ts: '1578496265.123457' },
    ]);
    expect(result).toMatchObject({ raw: 4, accepted: 3, duplicates: 1 });
  });

  it('of bots have a system for actor; a monitor’s line is an alarm', async () => {
    const { items } = await importMessages([
      message({
        user: undefined,
        subtype: 'bot_message',
        bot_id: 'B1',
        username: 'icinga-wm',
        text: 'RECOVERY - API on web-1 is OK: 200',
      }),
      message({ ts: '1578496261.000100', bot_id: 'B2', bot_profile: { name: 'deploybot' }, text: 'Deploying v12' }),
    ]);
    expect(items[0]).toMatchObject({
      kind: 'alarm',
      state: 'ok',
      subject: 'API',
      dimensions: { host: 'web-1' },
      actor: { kind: 'system', name: 'icinga-wm' },
    });
    expect(items[1]).toMatchObject({ kind: 'message', state: null, actor: { kind: 'system', name: 'deploybot' } });
  });

  it('take their channel from the folder of the export', async () => {
    const { items } = await importMessages([message({})], 'export/incident-42/2020-01-08.json');
    expect(items[0]?.subject).toBe('incident-42');
  });

  it('of an API page, newest first, come with their time', async () => {
    const page = { ok: true, has_more: false, messages: [message({ ts: '1578496270.000100' }), message({})] };
    const { items, source } = await importText(JSON.stringify(page));
    expect(source).toBe('slack');
    expect(items.map(({ at }) => at.toISOString())).toEqual(['2020-01-08T15:11:10.000Z', '2020-01-08T15:11:00.000Z']);
  });

  it('leave no real name behind: profiles, labels of mentions, addresses', async () => {
    const { items } = await importMessages([
      message({
        text: '<@U0BOB|bob.jones> mail <mailto:alice@example.com|alice@example.com>, says Alice Smith',
        user_profile: {
          real_name: 'Alice Smith',
          display_name: 'Alice Smith',
          name: 'alice',
          image_72: 'https://x/alice.png',
        },
      }),
    ]);
    const kept = JSON.stringify(items);
    expect(kept).not.toMatch(/alice|smith|bob\.jones/i);
    expect(items[0]?.text).toBe('<@U0BOB> mail [email], says <@U0SRE1>');
  });
});

describe('Slack directories', () => {
  it('users.json and channels.json are no evidence and count as none', async () => {
    const users = await importText(
      JSON.stringify([{ id: 'U0SRE1', name: 'x', profile: { display_name: '', real_name: 'sre-1' } }]),
    );
    expect(users).toMatchObject({ source: 'slack', raw: 0, accepted: 0, rejectedCount: 0 });
    expect(users.directory).toEqual([{ id: 'U0SRE1', name: 'sre-1', kind: 'person' }]);
    const channels = await importText(
      JSON.stringify([{ id: 'C0OPS', name: 'ops', is_channel: true, members: ['U0SRE1'] }]),
    );
    expect(channels.directory).toEqual([{ id: 'C0OPS', name: 'ops', kind: 'channel' }]);
  });

  it('a page of users.list too', async () => {
    const page = { ok: true, members: [{ id: 'U0SRE1', name: 'sre-1', profile: {} }] };
    expect((await importText(JSON.stringify(page))).directory).toEqual([
      { id: 'U0SRE1', name: 'sre-1', kind: 'person' },
    ]);
  });
});
