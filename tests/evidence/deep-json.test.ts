import { describe, expect, it } from '@jest/globals';
import { importText } from './import-text.js';
import { memorySink } from './memory-sink.js';

const record = (i: number) => ({
  time: new Date(1_700_000_000_000 + i * 1000).toISOString(),
  text: `line ${i} of a log`,
});
const records = (count: number) => Array.from({ length: count }, (_, i) => record(i));
const imported = async (value: unknown) => {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const { raw, accepted, rejectedCount } = await importText(Buffer.from(text), {}, memorySink());
  return { raw, accepted, rejectedCount };
};
const all = (count: number) => ({ raw: count, accepted: count, rejectedCount: 0 });

describe('records deep inside of a JSON object', () => {
  it('are found under names that tell nothing', async () => {
    expect(await imported({ response: { page: { things: records(5) } } })).toEqual(all(5));
  });

  it('are found in lists inside of lists', async () => {
    const [first, second] = [records(3), records(7).slice(3)];
    expect(await imported({ answer: { groups: [{ log: { lines: first } }, { log: { lines: second } }] } })).toEqual(
      all(7),
    );
  });

  it('are the same whether the object is held whole or streamed', async () => {
    const padded = records(100).map((one) => ({ ...one, detail: 'x'.repeat(40_000) }));
    const wrap = (list: unknown) => ({ a: { b: { c: [{ d: { e: list } }] } } });
    expect(await imported(wrap(records(100)))).toEqual(all(100));
    expect(await imported(wrap(padded))).toEqual(all(100));
  });

  it('a record with members that are objects stays one record', async () => {
    const one = { host: { name: 'web-1', tags: [{ key: 'zone', value: 'b' }] }, ...record(1) };
    expect(await imported([one, { ...one, ...record(2) }])).toEqual(all(2));
  });

  it('a text of brackets only is refused or rejected, and takes no longer than reading it', async () => {
    const depth = 600_000;
    const text = `${'{"a":['.repeat(depth)}${JSON.stringify(record(1))}${']}'.repeat(depth)}`;
    const result = await imported(text).catch((error: { code: string }) => error.code);
    expect(typeof result === 'string' ? result : result.accepted).toEqual(
      typeof result === 'string' ? 'validation' : 0,
    );
  });
});
