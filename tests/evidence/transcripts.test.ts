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
