import { describe, expect, it } from '@jest/globals';
import { fixture, importText } from './import-text.js';
import { memorySink } from './memory-sink.js';

const FILES = [
  'slack-export-2020-01-08.json',
  'slack-users.json',
  'alertmanager.ndjson',
  'hostlog.ndjson',
  'deploys.csv',
];

async function importBundle() {
  const sink = memorySink();
  const results = [];
  for (const name of FILES) results.push(await importText(fixture(`bundle/${name}`), { zone: 'UTC' }, sink));
  return { results, items: sink.items };
}

describe('the bundle of one incident in four sources', () => {
  it('counts 27 raw records, the resent alert as the one duplicate', async () => {
    const { results } = await importBundle();
    expect(results.map(({ source }) => source)).toEqual(['slack', 'slack', 'alertmanager', 'ndjson', 'csv']);
    expect(results.map(({ raw }) => raw)).toEqual([9, 0, 4, 10, 4]);
    expect(results.map(({ duplicates }) => duplicates)).toEqual([0, 0, 1, 0, 0]);
    expect(results.every(({ rejectedCount }) => rejectedCount === 0)).toBe(true);
  });

  it('places every expected entry at its minute, with its words or its alarm', async () => {
    const { items } = await importBundle();
    const expected = JSON.parse(fixture('bundle/expected.json').toString()) as {
      entries: { at: string; text: string; source: string }[];
    };
    for (const { at, text, source } of expected.entries) {
      const there = items.filter((item) => item.at.toISOString() === at.replace('Z', '.000Z'));
      if (source === 'alerts') expect(there.some(({ kind }) => kind === 'alarm')).toBe(true);
      else expect(there.map((item) => item.text)).toContain(text);
    }
  });

  it('knows that none of its sources has seconds', async () => {
    const { items } = await importBundle();
    expect(new Set(items.map(({ precision }) => precision))).toEqual(new Set(['minute']));
  });

  it('keeps the join as membership and makes no item at the start of a resolved alert', async () => {
    const { items } = await importBundle();
    expect(items.filter(({ kind }) => kind === 'membership')).toHaveLength(1);
    expect(items.some(({ at }) => at.toISOString().includes('T15:10'))).toBe(false);
  });

  it('gives the bot message and the Alertmanager alert one event key', async () => {
    const { items } = await importBundle();
    const firing = items.filter(({ state, kind }) => kind === 'alarm' && state === 'firing');
    expect(firing.map(({ source }) => source)).toEqual(['slack', 'alertmanager']);
    expect(new Set(firing.map(({ eventKey }) => eventKey)).size).toBe(1);
  });

  it('reads the deploy log as deploys that started, failed and succeeded', async () => {
    const { items } = await importBundle();
    const deploys = items.filter(({ source }) => source === 'csv');
    expect(deploys.map(({ kind }) => kind)).toEqual(['deploy', 'deploy', 'deploy', 'deploy']);
    expect(deploys.map(({ state }) => state)).toEqual(['started', 'failed', 'failed', 'succeeded']);
    expect(deploys.map(({ zoneOrigin }) => zoneOrigin)).toEqual(['declared', 'declared', 'declared', 'declared']);
    expect(deploys[0]?.actor).toEqual({ kind: 'person', id: 'developer-1', name: 'developer-1' });
  });

  it('refuses the deploy log without a zone, stores nothing and says how to declare one', async () => {
    const sink = memorySink();
    await expect(importText(fixture('bundle/deploys.csv'), {}, sink)).rejects.toMatchObject({
      code: 'validation',
      errors: [{ pointer: 'query:zone', detail: expect.stringContaining('?zone=') }],
    });
    expect(sink.items).toEqual([]);
  });

  it('imported twice stores nothing the second time', async () => {
    const sink = memorySink();
    for (const name of FILES) await importText(fixture(`bundle/${name}`), { zone: 'UTC' }, sink);
    const before = sink.items.length;
    for (const name of FILES) {
      const again = await importText(fixture(`bundle/${name}`), { zone: 'UTC' }, sink);
      expect(again.accepted).toBe(0);
      expect(again.duplicates).toBe(again.raw);
    }
    expect(sink.items).toHaveLength(before);
  });
});
