import { describe, expect, it } from '@jest/globals';
import { importText } from './import-text.js';

const importUtc = (body: string, filename = 'notes.txt') => importText(body, { zone: 'UTC', filename });

describe('a transcript in plain text', () => {
  it('knows who speaks, and shows no name', async () => {
    const { items } = await importUtc(
      [
        '2026-06-09T17:07:20Z Ruth: Forty percent of card payments fail.',
        '2026-06-09T17:10:05Z Milan Novak (SRE): Update: the acquirer confirms it.',
        '2026-06-09T17:12:40Z Ruth: Moving all traffic to B.',
      ].join('\n'),
    );
    expect(items.map(({ kind, text }) => [kind, text])).toEqual([
      ['message', 'Forty percent of card payments fail.'],
      ['message', 'Update: the acquirer confirms it.'],
      ['message', 'Moving all traffic to B.'],
    ]);
    expect(items[0]?.actor).toMatchObject({ kind: 'person' });
    expect(items[0]?.actor).toEqual(items[2]?.actor);
    expect(JSON.stringify(items)).not.toMatch(/Ruth|Milan|Novak/);
  });

  it('is not made of labels, things or names that stand once', async () => {
    const labels =
      '2026-06-09 17:07 Update: we look\n2026-06-09 17:08 Cause: a bad config\n2026-06-09 17:09 Update: done';
    const things =
      '2026-06-09 17:07 Database: connections refused\n2026-06-09 17:08 Cache: cold\n2026-06-09 17:09 Database: up';
    const once = '2026-06-09 17:07 Berlin: link down\n2026-06-09 17:08 Madrid: link down\n2026-06-09 17:09 Oslo: up';
    for (const body of [labels, things, once]) {
      const { items } = await importUtc(body);
      expect(items.map(({ kind, actor }) => [kind, actor])).toEqual(Array(3).fill(['note', null]));
    }
  });

  it('is read as Zoom saves its chat', async () => {
    const { items } = await importUtc('2026-06-09 17:07:20 From Ruth Miller to Everyone: looking into it');
    expect(items).toMatchObject([{ kind: 'message', text: 'looking into it', actor: { kind: 'person' } }]);
  });
});

describe('a file called a log', () => {
  it('is notes when its times are whole minutes and its lines have no level', async () => {
    const typed = '2026-02-24 14:04 packet loss in rack 7\n2026-02-24 14:08 calling hands\n2026-02-24 14:15 jobs fail';
    expect((await importUtc(typed, 'noc.log')).items.map(({ kind }) => kind)).toEqual(['note', 'note', 'note']);
  });

  it('is a log when its times have seconds', async () => {
    const printed = '2026-02-24 14:04:01 GET / 200\n2026-02-24 14:08:22 GET / 200\n2026-02-24 14:15:40 GET / 500';
    expect((await importUtc(printed, 'app.log')).items.map(({ kind }) => kind)).toEqual(['log', 'log', 'log']);
  });
});

describe('a word in capitals after a time', () => {
  it('is text unless it names a zone', async () => {
    const lines = '2026-02-24 14:04:01 GET / 500\n2026-02-24 14:08:22 WARN disk slow\n2026-02-24 15:15:40 CET up again';
    const { items, rejectedCount } = await importUtc(lines, 'app.txt');
    expect(rejectedCount).toBe(0);
    expect(items.map(({ at, text }) => [at.toISOString().slice(11, 19), text])).toEqual([
      ['14:04:01', 'GET / 500'],
      ['14:08:22', 'WARN disk slow'],
      ['14:15:40', 'up again'],
    ]);
  });
});

describe('dates that may be day/month or month/day', () => {
  const chat =
    '12/01/2027, 00:09 - Nadia: pager\n12/01/2027, 00:14 - Nadia: CA expired\n12/01/2027, 00:20 - Tomasz: on it';

  it('are rejected with what to say, and read as it is said', async () => {
    const asked = await importUtc(chat);
    expect(asked.rejected[0]?.reason).toContain('?dates=dayFirst');
    const said = async (dates: 'dayFirst' | 'monthFirst') =>
      (await importText(chat, { zone: 'UTC', dates })).items[0]?.at.toISOString();
    expect([await said('dayFirst'), await said('monthFirst')]).toEqual([
      '2027-01-12T00:09:00.000Z',
      '2027-12-01T00:09:00.000Z',
    ]);
  });

  it('are read as the file proves, whatever is said', async () => {
    const { items } = await importText('when,what\n01/02/2027 10:00,a b c\n01/13/2027 10:00,d e f', {
      zone: 'UTC',
      dates: 'dayFirst',
    });
    expect(items.map(({ at }) => at.toISOString().slice(0, 10))).toEqual(['2027-01-02', '2027-01-13']);
  });
});

it('a title and settings above a table are left out', async () => {
  const { items, raw } = await importUtc('Export of tool X\n\nwhen,what\n2027-01-01 00:06,after a title', 'x.csv');
  expect([raw, items[0]?.text]).toEqual([1, 'after a title']);
});

it('an alarm in SNS in SQS, as the command line prints it, is opened twice', async () => {
  const alarm = {
    ...{ AlarmName: 'A', NewStateValue: 'ALARM', NewStateReason: 'r', OldStateValue: 'OK', Region: 'EU (Ireland)' },
    ...{
      StateChangeTime: '2027-01-01T00:09:00.000+0000',
      Trigger: { MetricName: 'm', Namespace: 'n', Dimensions: [] },
    },
  };
  const sns = { Type: 'Notification', MessageId: 'm', TopicArn: 'arn', Message: JSON.stringify(alarm) };
  const { source, items } = await importText(
    JSON.stringify({ Messages: [{ MessageId: 'q', ReceiptHandle: 'r', Body: JSON.stringify(sns) }] }),
  );
  expect([source, items[0]?.subject, items[0]?.state]).toEqual(['cloudwatch-alarm-sns', 'A', 'firing']);
});
