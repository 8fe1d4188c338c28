import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { importText } from './import-text.js';
import { memorySink } from './memory-sink.js';
import { zip } from './zip.js';

const message = (ts: string, user: string, text: string) => ({ type: 'message', user, text, ts });
const day = (...messages: unknown[]) => JSON.stringify(messages);
const users = JSON.stringify([{ id: 'U0SRE1', name: 'alice', is_bot: false, profile: { real_name: 'Alice Smith' } }]);
const channels = JSON.stringify([{ id: 'C0OPS1', name: 'ops', creator: 'U0SRE1', members: ['U0SRE1'] }]);
const ops = { name: 'ops/2020-01-08.json', data: day(message('1578496260.000100', 'U0SRE1', 'rolling back')) };
const lines = (count: number) =>
  Array.from({ length: count }, (_, i) => JSON.stringify({ ts: 1578495600 + i, msg: `line ${i}` })).join('\n');

describe('a ZIP', () => {
  it('of a Slack workspace: channels are folders, users.json names people', async () => {
    const dev = { name: 'dev/2020-01-08.json', data: day(message('1578496320.000100', 'U0SRE2', 'looks good')) };
    const archive = zip(
      { name: 'channels.json', data: channels },
      { name: 'dev/', data: '' },
      dev,
      ops,
      { name: '__MACOSX/ops/._2020-01-08.json', data: 'x' },
      { name: 'users.json', data: users },
    );
    const result = await importText(archive, { filename: 'export.zip' });
    expect(result).toMatchObject({ source: 'slack', raw: 2, accepted: 2, rejectedCount: 0 });
    expect(result.items.map(({ subject, text }) => [subject, text])).toEqual([
      ['dev', 'looks good'],
      ['ops', 'rolling back'],
    ]);
    expect(result.directory).toMatchObject([{ kind: 'channel' }, { name: 'Alice Smith', kind: 'person' }]);
  });

  it('imported again stores nothing', async () => {
    const sink = memorySink();
    await importText(zip(ops), {}, sink);
    expect(await importText(zip(ops), {}, sink)).toMatchObject({ accepted: 0, duplicates: 1 });
  });

  it('reads each file in its own form, gzip too', async () => {
    const result = await importText(
      zip(
        { name: 'host.ndjson.gz', data: gzipSync(lines(3)) },
        { name: 'deploys.csv', data: 'time,what\n2020-01-08 15:04 UTC,deployed v2\n' },
        ops,
      ),
    );
    expect(result.items.map(({ source, index }) => [source, index])).toEqual([
      ['ndjson', 0],
      ['ndjson', 1],
      ['ndjson', 2],
      ['csv', 3],
      ['slack', 4],
    ]);
  });

  it('names the file of what it rejects, and loses nothing else', async () => {
    const result = await importText(
      zip(
        { name: 'photo.png', data: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1]) },
        { name: 'inner.zip', data: zip(ops) },
        { name: 'locked.json', data: '{}', flags: 1 },
        { name: 'cut.ndjson', data: lines(20_000), cut: 60 },
        { name: 'ops/bad.json', data: '[{"ts":' },
        ops,
      ),
    );
    expect(result.items.some(({ text }) => text === 'rolling back')).toBe(true);
    const reasons = result.rejected.map(({ reason }) => reason);
    for (const name of ['photo.png: ', 'inner.zip: ', 'locked.json: ', 'cut.ndjson: ', 'ops/bad.json: ']) {
      expect(reasons.some((reason) => reason.startsWith(name))).toBe(true);
    }
    expect(result.items.filter(({ source }) => source === 'ndjson').length).toBeGreaterThan(5);
    expect(result.raw).toBe(result.accepted + result.rejectedCount);
  });

  it('with names that climb out of it writes nothing anywhere', async () => {
    const before = readdirSync(tmpdir());
    const result = await importText(
      zip({ ...ops, name: '../../../tmp/coe-traversal.json' }, { ...ops, name: '/etc/x.json' }),
    );
    expect(result).toMatchObject({ accepted: 1, duplicates: 1 });
    expect(
      readdirSync(tmpdir()).filter((name) => /^coe-(?:zip|traversal)/.test(name) && !before.includes(name)),
    ).toEqual([]);
  });

  it('that is a bomb stops early and gives what is good', async () => {
    const bomb = {
      name: 'bomb.ndjson',
      data: Buffer.alloc(60_000_000, `{"ts":1578495600,"msg":"x"${' '.repeat(100_000)}}\n`),
    };
    const started = performance.now();
    const result = await importText(zip(ops, { name: 'zeros.json', data: Buffer.alloc(100_000_000) }, bomb));
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(result.items[0]?.text).toBe('rolling back');
    expect(result.rejected.map(({ reason }) => reason).join()).toMatch(/bomb\.ndjson: .*times/);
  });

  it('whose times have no zone asks for one only when none of its files has', async () => {
    const local = { name: 'notes.csv', data: 'time,what\n2020-01-08 15:04,restarted\n' };
    await expect(importText(zip(local))).rejects.toMatchObject({ errors: [{ pointer: 'query:zone' }] });
    expect(await importText(zip(local, ops))).toMatchObject({ accepted: 1, rejectedCount: 1 });
    expect(await importText(zip(local, ops), { zone: 'UTC' })).toMatchObject({ accepted: 2 });
  });

  it.each([
    ['damaged', zip(ops).subarray(0, 80), 'damaged'],
    ['empty', zip(), 'Nothing'],
    ['an Office file', zip({ name: '[Content_Types].xml', data: '<x/>' }), 'Office'],
  ])('that is %s answers with what to do', async (_case, bytes, words) => {
    await expect(importText(bytes)).rejects.toMatchObject({
      code: 'validation',
      message: expect.stringContaining(words),
    });
  });

  it('a gzip bomb is no evidence either', async () => {
    const bomb = gzipSync(Buffer.alloc(60_000_000, 32));
    await expect(importText(bomb)).rejects.toMatchObject({ code: 'validation' });
  });
});
