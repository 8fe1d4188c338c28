import { describe, expect, it } from '@jest/globals';
import { openZone } from '../../src/evidence/zone.js';
import { AppError } from '../../src/kernel/errors.js';
import { metricIdOf } from '../../src/metrics/metric-id.js';
import { placePoints } from '../../src/metrics/place-points.js';
import { readMetrics } from '../../src/metrics/read-metrics.js';

async function read(text: string, zone?: string) {
  const found = await readMetrics(text);
  const placed = await placePoints(found, zone === undefined ? null : openZone(zone));
  const series = placed.series.map(({ raw, series: { at, values } }) => ({
    id: metricIdOf(raw.sourceId, raw.label),
    label: raw.label,
    unit: raw.unit,
    points: Array.from(at, (time, i) => [new Date(time).toISOString().slice(0, 19), values[i]]),
  }));
  return { ...placed, source: found.source, warnings: found.warnings, series };
}
const json = (value: unknown) => read(JSON.stringify(value));
const refusal = async (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => (error instanceof AppError ? error.errors : error),
  );

describe('CloudWatch', () => {
  it('get-metric-data lists newest first and keeps its ids', async () => {
    const { series, warnings } = await json({
      MetricDataResults: [
        {
          Id: 'm1',
          Label: '5XX',
          Timestamps: ['2024-09-29T22:11:00+00:00', '2024-09-29T22:10:00+00:00'],
          Values: [7, 3.5],
          StatusCode: 'PartialData',
        },
        { Id: 'e1', Label: 'rate', Timestamps: [], Values: [], StatusCode: 'Complete' },
      ],
      Messages: [],
    });
    expect(series).toEqual([
      {
        id: 'm1',
        label: '5XX',
        unit: null,
        points: [
          ['2024-09-29T22:10:00', 3.5],
          ['2024-09-29T22:11:00', 7],
        ],
      },
      { id: 'e1', label: 'rate', unit: null, points: [] },
    ]);
    expect(warnings[0]).toContain('PartialData');
  });
  it('get-metric-data with times and values that do not match is refused by place', async () => {
    const broken = {
      MetricDataResults: [{ Id: 'm1', Label: 'x', Timestamps: ['2024-09-29T22:11:00Z'], Values: [1, 2] }],
    };
    expect(await refusal(json(broken))).toMatchObject([{ pointer: '/MetricDataResults/0/Values' }]);
  });
  it('get-metric-statistics is unordered, and several statistics are several metrics', async () => {
    const { series } = await json({
      Label: 'CPUUtilization',
      Datapoints: [
        { Timestamp: '2014-04-09T11:18:00Z', Maximum: 44.79, Average: 3, Unit: 'Percent' },
        { Timestamp: '2014-04-09T10:18:00Z', Maximum: 50, Average: 4, Unit: 'Percent' },
      ],
    });
    expect(series.map(({ label, unit }) => [label, unit])).toEqual([
      ['CPUUtilization Average', 'Percent'],
      ['CPUUtilization Maximum', 'Percent'],
    ]);
    expect(series[1]?.points[0]).toEqual(['2014-04-09T10:18:00', 50]);
  });
});

describe('Prometheus', () => {
  it('reads a matrix with values as strings, drops NaN and Inf, and writes labels in its notation', async () => {
    const { series, rejectedCount } = await json({
      status: 'success',
      data: {
        resultType: 'matrix',
        result: [
          {
            metric: { __name__: 'up', job: 'node', instance: 'web-1:9091' },
            values: [
              [1435781430.781, '0'],
              [1435781445.781, 'NaN'],
              [1435781460.781, '+Inf'],
              [1435781475.781, '1e3'],
            ],
          },
        ],
      },
    });
    expect(series[0]).toEqual({
      id: 'up-instance-web-1:9091-job-node',
      label: 'up{instance="web-1:9091",job="node"}',
      unit: null,
      points: [
        ['2015-07-01T20:10:30', 0],
        ['2015-07-01T20:11:15', 1000],
      ],
    });
    expect(rejectedCount).toBe(0);
  });
  it('reads an instant vector and a scalar', async () => {
    const vector = { resultType: 'vector', result: [{ metric: {}, value: [1435781451.781, '1'] }] };
    expect((await json({ status: 'success', data: vector })).series[0]?.points).toHaveLength(1);
    expect(
      (await json({ status: 'success', data: { resultType: 'scalar', result: [1435781451, '4'] } })).series[0]
        ?.points[0]?.[1],
    ).toBe(4);
  });
  it('says what an error answer is', async () => {
    const error = { status: 'error', errorType: 'bad_data', error: 'parse error' };
    expect(await refusal(json(error))).toMatchObject([{ pointer: '/error' }]);
  });
});

describe('Grafana', () => {
  it('CSV times are of the browser’s zone, so one is asked for', async () => {
    const csv =
      'sep=,\r\n"Time","api 5xx"\r\n2026-03-04 12:00:00,1.5\r\n2026-03-04 12:01:00,\r\n2026-03-04 12:02:00,2\r\n';
    expect(await refusal(read(csv))).toMatchObject([{ pointer: 'query:zone' }]);
    const { series } = await read(csv, 'Europe/Copenhagen');
    expect(series).toMatchObject([
      {
        label: 'api 5xx',
        points: [
          ['2026-03-04T11:00:00', 1.5],
          ['2026-03-04T11:02:00', 2],
        ],
      },
    ]);
  });
  it('reads values with units, and refuses the points where the unit changes', async () => {
    const { series, rejected } = await read(
      'Time,latency\n1772625600000,120 ms\n1772625660000,950 ms\n1772625720000,1.2 s\n',
    );
    expect(series[0]).toMatchObject({
      unit: 'ms',
      points: [
        [expect.anything(), 120],
        [expect.anything(), 950],
      ],
    });
    expect(rejected).toMatchObject([{ index: 2 }]);
  });
  it('reads data frames', async () => {
    const fields = [
      { name: 'Time', type: 'time' },
      { name: 'Value', type: 'number', labels: { code: '500' }, config: { unit: 'reqps' } },
    ];
    const frame = { schema: { fields }, data: { values: [[1772625600000], [3]] } };
    expect((await json({ results: { A: { frames: [frame] } } })).series[0]).toMatchObject({
      label: 'Value{code="500"}',
      unit: 'reqps',
    });
  });
});

describe('a table', () => {
  it('wide: a metric a column, newest first, duplicates, epoch seconds', async () => {
    const { series, duplicates } = await read(
      'timestamp,errors,p99 latency\n1772625660,2,100\n1772625600,1,90\n1772625660,3,\n',
    );
    expect(series.map(({ id, points }) => [id, points.map(([, value]) => value)])).toEqual([
      ['errors', [1, 3]],
      ['p99-latency', [90, 100]],
    ]);
    expect(duplicates).toBe(1);
  });
  it('long: names in a column, further columns tell series apart', async () => {
    const rows = ['time,metric,host,value,unit'];
    for (const minute of ['00', '01'])
      for (const host of ['a', 'b']) rows.push(`2026-03-04T12:${minute}:00Z,cpu,${host},1${minute},Percent`);
    const { series } = await read(rows.join('\n'));
    expect(series.map(({ label, unit, points }) => [label, unit, points.length])).toEqual([
      ['cpu{host="a"}', 'Percent', 2],
      ['cpu{host="b"}', 'Percent', 2],
    ]);
  });
  it('takes the zone from the heading, from a column or from the caller, and a decimal comma between semicolons', async () => {
    expect((await read('Time (UTC),x\n2026-03-04 12:00,1\n2026-03-04 12:01,2')).series[0]?.points[0]?.[0]).toBe(
      '2026-03-04T12:00:00',
    );
    const { series } = await read('Zeit;x\n04.03.2026 12:00;0,5\n04.03.2026 12:01;1.234,5', 'Europe/Berlin');
    expect(series[0]?.points).toEqual([
      ['2026-03-04T11:00:00', 0.5],
      ['2026-03-04T11:01:00', 1234.5],
    ]);
  });
  it('learns day and month from the whole file, and asks where they stay unclear', async () => {
    const clear = await read(
      `time,x\n${Array.from({ length: 20 }, (_, i) => `03/${String(i + 4).padStart(2, '0')}/2026 12:00,${i}`).join('\n')}`,
      'UTC',
    );
    expect(clear.series[0]?.points[0]?.[0]).toBe('2026-03-04T12:00:00');
    expect(await refusal(read('time,x\n03/04/2026 12:00,1\n03/04/2026 12:01,2', 'UTC'))).toMatchObject([
      { detail: expect.stringContaining('day/month') },
      {},
    ]);
  });
  it('rejects bad rows by number and keeps the good ones', async () => {
    const { series, rejected } = await read(
      'time,x\n2026-03-04T12:00:00Z,1\nyesterday,2\n2026-03-04T12:02:00Z,many\n2026-03-04T12:03:00Z,4',
    );
    expect(series[0]?.points).toHaveLength(2);
    expect(rejected.map(({ index }) => index)).toEqual([1, 2]);
  });
  it('as NDJSON and as a list of objects', async () => {
    const rows = [
      { time: '2026-03-04T12:00:00Z', x: 1 },
      { time: '2026-03-04T12:01:00Z', x: 2 },
    ];
    expect((await json(rows)).series[0]?.points).toHaveLength(2);
    expect((await read(rows.map((row) => JSON.stringify(row)).join('\n'))).series[0]?.points).toHaveLength(2);
  });
});

describe('what is no time series', () => {
  it.each(['{"a":1}', '[]', 'hello world', '{"Datapoints": 3}', 'a,b\nc,d\ne,f', '[1,2]', '"x"', 'null'])(
    '%s is refused',
    async (text) => {
      const error = await read(text).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      expect(error).toBeInstanceOf(AppError);
    },
  );
});
