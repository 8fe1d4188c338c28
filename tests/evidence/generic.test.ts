import { describe, expect, it } from '@jest/globals';
import { importText } from './import-text.js';

const first = async (record: unknown, filename?: string) =>
  (await importText(JSON.stringify(record), { filename })).items[0];

describe('records of unknown origin', () => {
  it.each([
    [
      { ts: 1578498360000, host: 'cp3062', msg: 'restarted' },
      { text: 'restarted', subject: 'cp3062', kind: 'log' },
    ],
    [
      { '@timestamp': '2020-01-08T15:04:05Z', message: 'boom', log: { level: 'error' }, host: { name: 'web-1' } },
      { text: 'boom', severity: 'error', kind: 'log' },
    ],
    [
      { createdAt: '2020-01-08T15:04:05Z', title: 'Switch flipped', url: 'https://example.com/1' },
      { text: 'Switch flipped', link: 'https://example.com/1' },
    ],
    [{ createdAt: '2020-01-08T15:04:05Z', title: 'x', url: 'javascript:alert(1)' }, { link: null }],
    [
      { occurred_at: '2020-01-08T15:04:05Z', odd: 'the longest words there are', k: 'v' },
      { text: 'the longest words there are' },
    ],
    [{ foo: '2020-01-08T15:04:05Z', bar: 'found by its value' }, { text: 'found by its value' }],
    [
      { start: '2020-01-08T15:04:05Z', end: '2020-01-08T15:09:05Z', text: 'x' },
      { end: new Date('2020-01-08T15:09:05Z') },
    ],
    [
      { time: '2020-01-08T15:04:05Z', text: 'x', who: 'monitoring-bot' },
      { actor: { kind: 'system', id: 'monitoring-bot', name: 'monitoring-bot' } },
    ],
    [
      { time: '2020-01-08T15:04:05Z', text: 'x', who: 'release-1' },
      { actor: { kind: 'person', id: 'release-1', name: 'release-1' } },
    ],
    [
      { time: '2020-01-08T15:04:05Z', type: 'alert', status: 'RESOLVED', text: 'API' },
      { kind: 'alarm', state: 'ok' },
    ],
    [
      { time: '2020-01-08T15:04:05Z', type: 'ticket', status: 'Closed', text: 'API' },
      { kind: 'ticket', state: 'resolved' },
    ],
    [
      { time: '2020-01-08T15:04:05Z', text: 'Rollback of api completed' },
      { kind: 'deploy', state: 'succeeded' },
    ],
    [
      { time: '2020-01-08T15:04:05Z', text: 'We discussed the deployment policy' },
      { kind: 'note', state: null },
    ],
  ])('%j', async (record, expected) => expect(await first(record)).toMatchObject(expected));

  it('the name of the file tells what its rows are', async () => {
    const row = { time: '2020-01-08T15:04:05Z', text: 'api v12', status: 'success' };
    expect(await first(row, 'exports/deploys-2020.json')).toMatchObject({ kind: 'deploy', state: 'succeeded' });
    expect(await first(row, 'alerts.json')).toMatchObject({ kind: 'alarm' });
  });

  it('one instant spelled in seconds, milliseconds and ISO is one delivery', async () => {
    const result = await importText(
      [
        '{"ts":1485904800,"msg":"x"}',
        '{"ts":1485904800000,"msg":"x"}',
        '{"time":"2017-01-31T23:20:00Z","msg":"x"}',
        '{"ts":1485904800,"msg":"x","id":2}',
      ].join('\n'),
    );
    expect(result).toMatchObject({ raw: 4, accepted: 2, duplicates: 2 });
  });

  it('only the record without a zone is rejected when others have one; with a zone it comes in alone', async () => {
    const body = '{"ts":"2020-01-08T15:04:05Z","msg":"a"}\n{"ts":"2020-01-08 15:05:05","msg":"b"}';
    const result = await importText(body);
    expect(result).toMatchObject({ accepted: 1, rejected: [{ index: 1, reason: expect.stringContaining('?zone=') }] });
    expect(await importText(body, { zone: 'UTC' })).toMatchObject({ accepted: 2 });
  });

  it('a source without seconds is precise to the minute, one with them to the second', async () => {
    const lines = (step: number) =>
      [0, 1, 2, 3].map((i) => `{"ts":${1578498360000 + i * step},"msg":"m${i}"}`).join('\n');
    expect((await importText(lines(60_000))).items.map(({ precision }) => precision)).toEqual(Array(4).fill('minute'));
    expect((await importText(lines(61_000))).items.map(({ precision }) => precision)).toEqual(Array(4).fill('second'));
    expect((await importText('{"ts":1578498360000,"msg":"alone"}')).items[0]?.precision).toBe('second');
  });

  it('people are placeholders everywhere, roles stay', async () => {
    const { items, redactions } = await importText(
      'time,who,what\n2020-01-08T15:04:05Z,Alice Smith,Alice Smith called bob@example.com\n2020-01-08T15:05:05Z,sre-1,ok\n2020-01-08T15:06:05Z,Alice Smith,done',
    );
    expect(items.map(({ actor }) => actor?.name)).toEqual(['responder-1', 'sre-1', 'responder-1']);
    expect(items[0]).toMatchObject({
      text: 'responder-1 called [email]',
      payload: { time: '2020-01-08T15:04:05Z', who: 'responder-1', what: 'responder-1 called [email]' },
    });
    expect(redactions).toEqual({ person: 3, email: 1 });
  });

  it('planted keys leave neither text nor payload nor reasons', async () => {
    const secrets = [
      'AKIAIOSFODNN7EXAMPLE',
      'hunter2hunter2',
      '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',
      'wJalrXUtnFEMI/K7MDENG/bPxRfiCYzEXAMPLEKE',
    ];
    const result = await importText(
      [
        { ts: 1578498360000, msg: `leaked ${secrets[0]} in log`, env: { password: secrets[1] } },
        {
          ts: 1578498361000,
          msg: 'push',
          headers: ['x', secrets[2]],
          nested: JSON.stringify({ aws_secret_access_key: secrets[3] }),
        },
        { ts: `bad ${secrets[0]} 10:00`, msg: 'x' },
        { ts: 1578498362000, msg: `it is ${secrets[1]}`, password: secrets[1] },
      ]
        .map((record) => JSON.stringify(record))
        .join('\n'),
    );
    const kept = JSON.stringify(result);
    for (const secret of secrets) expect(kept).not.toContain(secret);
    expect(result.redactions.secret).toBeGreaterThanOrEqual(5);
  });

  it('a secret that only secretlint knows is cut out of the value it stands in', async () => {
    const token = `shpat_${'a1'.repeat(16)}`;
    const { items } = await importText(
      `{"ts":1578498360000,"host":"web-1","msg":"using ${token} now","note":"untouched"}`,
    );
    expect(JSON.stringify(items)).not.toContain(token);
    expect(items[0]).toMatchObject({ text: 'using [secret] now', payload: { note: 'untouched', host: 'web-1' } });
  });
});

describe('a table of alarms', () => {
  it('is known by an alarm column and the words of its states, also where one host has many alarms', async () => {
    const { items } = await importText(
      'timestamp,alert,status,severity,host\n2025-11-21T06:53:00Z,mqtt_clients_low,firing,critical,gw-1\n2025-11-21T07:19:00Z,mqtt_clients_low,resolved,critical,gw-1\n',
    );
    expect(items).toMatchObject([
      {
        kind: 'alarm',
        state: 'firing',
        subject: 'mqtt_clients_low',
        dimensions: { host: 'gw-1' },
        text: 'mqtt_clients_low firing',
      },
      { kind: 'alarm', state: 'ok', subject: 'mqtt_clients_low', dimensions: { host: 'gw-1' } },
    ]);
  });

  it('leaves a column of tickets or builds alone', async () => {
    const { items } = await importText('time,alert,status\n2025-11-21T06:53:00Z,Renew the certificate,planned\n');
    expect(items[0]?.kind).not.toBe('alarm');
  });
});
