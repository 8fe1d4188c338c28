import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { importText } from './import-text.js';

const line = (i: number, more = '') =>
  `{"ts":"2020-01-08T15:04:${String(i).padStart(2, '0')}Z","msg":"line ${i}"${more}}`;
const texts = async (...args: Parameters<typeof importText>) =>
  (await importText(...args)).items.map(({ text }) => text);

describe('JSON in its shapes', () => {
  it.each([
    ['lines', `${line(1)}\n${line(2)}`],
    ['lines with blank ones and Windows ends', `\n${line(1)}\r\n\r\n${line(2)}\r\n`],
    ['a list', `[${line(1)},\n${line(2)}]`],
    ['a list inside an object', `{"count": 2, "items": [${line(1)},${line(2)}]}`],
    ['a list two objects down', `{"status":"success","data":{"resultType":"x","result":[${line(1)},${line(2)}]}}`],
    [
      'objects over several lines, one after another',
      `{\n"ts":"2020-01-08T15:04:01Z",\n"msg":"line 1"\n}\n{\n"ts":"2020-01-08T15:04:02Z","msg":"line 2"}`,
    ],
    ['objects on one line', `${line(1)}${line(2)}`],
    ['a byte order mark', `\uFEFF[${line(1)},${line(2)}]`],
  ])('%s', async (_name, body) => expect(await texts(body)).toEqual(['line 1', 'line 2']));

  it('one object is one record', async () => expect(await texts(line(1))).toEqual(['line 1']));

  it('an object with a time of its own is a record, whatever lists it holds', async () => {
    expect(
      await texts(
        '{"time":"2020-01-08T15:04:01Z","msg":"push","commits":[{"time":"2019-01-01T00:00:00Z","msg":"old"}]}',
      ),
    ).toEqual(['push']);
  });

  it('a bad line is reported by its place and costs nothing else', async () => {
    const result = await importText(`${line(0)}\n{"ts": oops}\n${line(2)}\n"just text"\n${line(4)}`);
    expect(result).toMatchObject({ raw: 5, accepted: 3, rejectedCount: 2 });
    expect(result.rejected).toEqual([
      { index: 1, reason: 'the line is not JSON' },
      { index: 3, reason: 'the record is no object with members' },
    ]);
    expect(result.items.map(({ index }) => index)).toEqual([0, 2, 4]);
  });

  it('a first line that is bad does not hide the form', async () => {
    expect((await importText(`{"ts": oops}\n${line(1)}\n${line(2)}`)).accepted).toBe(2);
  });

  it.each([
    ['a list', `[${line(1)},${line(2)},{"ts":"2020-01-08T15`],
    ['a wrapped list', `{"items":[${line(1)},${line(2)},{"ts":"2020-01-08T15`],
    ['lines', `${line(1)}\n${line(2)}\n{"ts":"2020-01-08T15`],
  ])('%s cut off in the middle keeps what was complete and reports the rest', async (_name, body) => {
    const result = await importText(body);
    expect(result.items.map(({ text }) => text)).toEqual(['line 1', 'line 2']);
    expect(result.rejected).toHaveLength(1);
    expect(result.raw).toBe(3);
  });

  it('brackets, quotes and escapes inside texts do not mislead the cutting', async () => {
    const odd = 'a ] } [ { "quoted" \\ back\\\\slash \u2028 end\\';
    const records = Array.from({ length: 40 }, (_, i) => ({ ts: 1578496260000 + i * 1000, msg: `${odd} ${i}` }));
    expect(await texts(JSON.stringify(records))).toEqual(records.map(({ msg }) => msg));
    expect(await texts(JSON.stringify({ items: records }, null, 2))).toEqual(records.map(({ msg }) => msg));
  });

  it('a wrapped list too long to hold is streamed', async () => {
    const filler = 'x'.repeat(900);
    const records = Array.from({ length: 10_000 }, (_, i) => ({ ts: 1578496260000 + i * 1000, msg: `${i} ${filler}` }));
    const result = await importText(JSON.stringify({ meta: { a: [1, 2] }, records }));
    expect(result).toMatchObject({ accepted: 10_000, rejectedCount: 0 });
  });

  it('so is a list deep inside a long object, and a long element of a list is read by its own lists', async () => {
    const filler = 'x'.repeat(900);
    const logs = Array.from({ length: 10_000 }, (_, i) => ({ ts: 1578496260000 + i * 1000, msg: `${i} ${filler}` }));
    const nested = { status: 'ok', tags: ['a', 'b'], response: { page: 1, data: { hits: logs } } };
    expect(await importText(JSON.stringify(nested))).toMatchObject({ accepted: 10_000, rejectedCount: 0 });
    const element = [
      { ts: 1578496250000, msg: 'first' },
      { scope: { name: 'x' }, body: { logs } },
      { ts: 1578496250500, msg: 'last' },
    ];
    const result = await importText(JSON.stringify(element));
    expect(result).toMatchObject({ accepted: 10_002, rejectedCount: 0 });
    expect([result.items[0]?.text, result.items.at(-1)?.text]).toEqual(['first', 'last']);
  });

  it('a long object without any list is rejected and says why', async () => {
    const long = { ts: 1578496260000, msg: 'x'.repeat(4_500_000) };
    const result = await importText(`${JSON.stringify({ ts: 1578496250000, msg: 'first' })} ${JSON.stringify(long)}`);
    expect(result).toMatchObject({
      accepted: 1,
      rejected: [{ index: 1, reason: expect.stringContaining('longer than') }],
    });
  });

  it('19 digits are kept to the last one', async () => {
    const { items } = await importText(
      '{"ts":"2020-01-08T15:04:01Z","msg":"x","updatedAt":1502709956281000123,"list":[-9223372036854775808,1e300,3]}',
    );
    expect(items[0]?.payload).toMatchObject({
      updatedAt: '1502709956281000123',
      list: ['-9223372036854775808', 1e300, 3],
    });
  });

  it('a record nested 10,000 deep is rejected alone', async () => {
    const deep = `{"ts":"2020-01-08T15:04:01Z","msg":"deep","a":${'['.repeat(10_000)}${']'.repeat(10_000)}}`;
    const result = await importText(`${line(1)}\n${deep}`);
    expect(result).toMatchObject({
      accepted: 1,
      rejected: [{ index: 1, reason: expect.stringContaining('nested too deep') }],
    });
  });

  it('a line too long to be a record is cut off alone', async () => {
    const result = await importText(`${line(1)}\n{"msg":"${'x'.repeat(5_000_000)}"}\n${line(3)}`);
    expect(result.items.map(({ text }) => text)).toEqual(['line 1', 'line 3']);
    expect(result.rejected).toHaveLength(1);
  });

  it('keys like __proto__ and $where stay data', async () => {
    const { items } = await importText(
      '{"ts":"2020-01-08T15:04:01Z","msg":"x a@example.com","__proto__":{"x":1},"$where":"1","a.b":2,"nul\\u0000key":3}',
    );
    expect(Object.keys(items[0]?.payload as object)).toEqual(['ts', 'msg', '__proto__', '$where', 'a.b', 'nulkey']);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });
});

describe('tables', () => {
  it.each([
    ['commas', 'time,what\n2020-01-08T15:04:01Z,"a, b"\n2020-01-08T15:04:02Z,c'],
    ['semicolons', 'time;what\n2020-01-08T15:04:01Z;a, b\n2020-01-08T15:04:02Z;c'],
    ['tabs', 'time\twhat\n2020-01-08T15:04:01Z\ta, b\n2020-01-08T15:04:02Z\tc'],
    ['bars', 'time|what\n2020-01-08T15:04:01Z|a, b\n2020-01-08T15:04:02Z|c'],
    ["Excel's own first line", 'sep=;\ntime;what\n2020-01-08T15:04:01Z;a, b\n2020-01-08T15:04:02Z;c'],
    ['an unquoted separator in the last column', 'time,what\n2020-01-08T15:04:01Z,a, b\n2020-01-08T15:04:02Z,c'],
    ['no header', '2020-01-08T15:04:01Z,"a, b"\n2020-01-08T15:04:02Z,c'],
    ['Windows ends and a mark', '\uFEFFtime,what\r\n2020-01-08T15:04:01Z,"a, b"\r\n2020-01-08T15:04:02Z,c\r\n'],
    ['a header repeated', 'time,what\n2020-01-08T15:04:01Z,"a, b"\ntime,what\n2020-01-08T15:04:02Z,c'],
  ])('%s', async (_name, body) => expect(await texts(body)).toEqual(['a, b', 'c']));

  it('a quoted cell may run over lines', async () => {
    expect(await texts('time,what\n2020-01-08T15:04:01Z,"one\ntwo ""three"""\n2020-01-08T15:04:02Z,c')).toEqual([
      'one\ntwo "three"',
      'c',
    ]);
  });

  it('date and time in two columns are one time', async () => {
    const { items } = await importText('Date,Time,Who,What\n2020-01-08,15:04,sre-1,Started', { zone: 'UTC' });
    expect(items[0]).toMatchObject({ at: new Date('2020-01-08T15:04:00Z'), precision: 'minute', text: 'Started' });
  });

  it('a zone in the header is stated', async () => {
    const { items } = await importText('Time (UTC),Event\n2020-01-08 15:04,Started');
    expect(items[0]).toMatchObject({ at: new Date('2020-01-08T15:04:00Z'), zoneOrigin: 'stated' });
  });

  it('a column of zones is stated row by row', async () => {
    const { items } = await importText('time,tz,event\n2020-07-08 15:04,Europe/Copenhagen,a\n2020-07-08 15:04,UTC,b');
    expect(items.map(({ at }) => at.toISOString())).toEqual(['2020-07-08T13:04:00.000Z', '2020-07-08T15:04:00.000Z']);
  });

  it('day and month order is learned from the whole beginning of the file', async () => {
    const { items } = await importText('time,event\n03/04/2020 10:00,a\n04/04/2020 11:00,b\n31/03/2020 12:00,c', {
      zone: 'UTC',
    });
    expect(items.map(({ at }) => at.toISOString().slice(0, 10))).toEqual(['2020-04-03', '2020-04-04', '2020-03-31']);
  });

  it('rows in doubt are rejected, the others kept', async () => {
    const result = await importText('time,event\n03/04/2020 10:00,a\n2020-04-04 11:00,b', { zone: 'UTC' });
    expect(result.items.map(({ text }) => text)).toEqual(['b']);
    expect(result.rejected).toEqual([{ index: 0, reason: expect.stringContaining('day/month or month/day') }]);
  });

  it('map= names the columns', async () => {
    const body = 'Hvad,Hvornår,Hvem\nNede,2020-01-08T15:04:01Z,sre-1';
    const { items } = await importText(body, { map: { time: 'Hvornår', text: 'Hvad', actor: 'Hvem' } });
    expect(items[0]).toMatchObject({ text: 'Nede', actor: { name: 'sre-1' } });
    await expect(importText(body, { map: { time: 'When' } })).rejects.toMatchObject({
      code: 'validation',
      errors: [{ pointer: 'query:map', detail: expect.stringContaining('Hvad, Hvornår, Hvem') }],
    });
    await expect(importText(body, { map: { color: 'Hvad' } })).rejects.toThrow(/map cannot set "color"/);
  });

  it('a table without any time rejects each row and says what to do', async () => {
    const result = await importText('a,b\n1,x\n2,y');
    expect(result).toMatchObject({ raw: 2, accepted: 0, rejectedCount: 2 });
    expect(result.rejected[0]?.reason).toContain('map=time:');
  });

  it('a quote that never closes loses only what it swallowed', async () => {
    const result = await importText(
      'time,what\n2020-01-08T15:04:01Z,a\n2020-01-08T15:04:02Z,"b\n2020-01-08T15:04:03Z,c',
    );
    expect(result.items[0]?.text).toBe('a');
    expect(result.rejectedCount + result.accepted).toBe(result.raw);
  });
});

describe('lines of text', () => {
  it('with a leading time, levels, speakers and continuations', async () => {
    const { source, items } = await importText(
      [
        '2020-01-08 15:04:01,123 ERROR api: boom',
        '  at handler (app.js:1)',
        '2020-01-08 15:04:02 <alice> looking into it',
        '[2020-01-08T15:04:03Z] all fine',
        '- 2020-01-08 15:05 – deploy finished',
      ].join('\n'),
      { zone: 'UTC' },
    );
    expect(source).toBe('text');
    expect(items.map(({ text }) => text)).toEqual([
      'ERROR api: boom\n  at handler (app.js:1)',
      'looking into it',
      'all fine',
      'deploy finished',
    ]);
    expect(items[0]).toMatchObject({ kind: 'log', severity: 'error' });
    expect(items[1]).toMatchObject({ kind: 'message', actor: { kind: 'person', name: 'responder-1' } });
    expect(items[3]).toMatchObject({ kind: 'deploy', state: 'succeeded' });
    expect(JSON.stringify(items)).not.toContain('alice');
  });

  it('with the day in the name of the file only', async () => {
    const { items } = await importText('[15:04] <sre-1> hello\n[15:05:09] <sre-2> hi', {
      zone: 'UTC',
      filename: 'ops_20200108.log',
    });
    expect(items.map(({ at, precision }) => [at.toISOString(), precision])).toEqual([
      ['2020-01-08T15:04:00.000Z', 'minute'],
      ['2020-01-08T15:05:09.000Z', 'second'],
    ]);
  });

  it.each([
    ['Jan  8 15:04:05 web-1 sshd[12]: closed\nJan  8 15:04:06 web-1 sshd[12]: closed', 'has no year'],
    ['15:04 one\n15:05 two', 'no date'],
  ])('%j lacks what no importer may guess', async (body, reason) => {
    const result = await importText(body, { zone: 'UTC' });
    expect(result).toMatchObject({ accepted: 0, rejectedCount: 2 });
    expect(result.rejected[0]?.reason).toContain(reason);
  });
});

describe('bytes', () => {
  const body = `[${line(1)},${line(2)}]`;
  it.each([
    ['gzip', gzipSync(body)],
    ['UTF-16 little endian with a mark', Buffer.from(`\uFEFF${body}`, 'utf16le')],
    ['UTF-16 little endian without', Buffer.from(body, 'utf16le')],
    ['UTF-16 big endian with a mark', Buffer.from(`\uFEFF${body}`, 'utf16le').swap16()],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${body}`)],
  ])('%s', async (_name, bytes) => expect(await texts(bytes)).toEqual(['line 1', 'line 2']));

  it('Latin-1 is read as such, UTF-8 across chunk borders too', async () => {
    expect(await texts(Buffer.from('time;hændelse\n2020-01-08T15:04:01Z;nødstrøm', 'latin1'))).toEqual(['nødstrøm']);
    expect(await texts(`time;hændelse\n2020-01-08T15:04:01Z;${'ø'.repeat(500)}€😀`)).toEqual([`${'ø'.repeat(500)}€😀`]);
  });

  it.each([
    ['nothing', Buffer.alloc(0), 'empty'],
    ['only blanks', Buffer.from('  \n \n'), 'recognised'],
    ['binary', Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256)), 'no text'],
    ['a ZIP', Buffer.from('PK\u0003\u0004\u0014\u0000abc'), 'ZIP'],
    ['prose', Buffer.from('Dear all,\nplease find the incident attached.\nBest'), 'map=time'],
    ['broken JSON', Buffer.from('{"a": '), 'recognised'],
    ['an empty list', Buffer.from('[]'), 'recognised'],
    ['a damaged gzip', Buffer.concat([gzipSync(body).subarray(0, 30), Buffer.from('garbage')]), 'gzip'],
  ])('%s is refused with what was wrong', async (_name, bytes, words) => {
    await expect(importText(bytes)).rejects.toMatchObject({
      code: 'validation',
      message: expect.stringContaining(words),
    });
  });

  it('an unknown source and a wrong zone are refused before anything is read', async () => {
    await expect(importText(body, { source: 'pigeon' })).rejects.toMatchObject({
      errors: [{ pointer: 'query:source' }],
    });
    await expect(importText(body, { zone: 'Mars/Olympus' })).rejects.toMatchObject({
      errors: [{ pointer: 'query:zone' }],
    });
  });
});
