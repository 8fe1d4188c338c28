/**
 * What metrics cost, on generated data: reading an export against bare JSON.parse of it, replaying alarms, a proposal over weeks of
 * minutes, and a chart. Prints the figures.
 *
 *   node dist-tests/bench/metrics.js [days=60]
 */

import { chartSvg } from '../src/metrics/chart.js';
import { replayAlarm } from '../src/metrics/evaluate-alarm.js';
import { periodsOf } from '../src/metrics/periods.js';
import { placePoints } from '../src/metrics/place-points.js';
import { proposeHalving } from '../src/metrics/propose-halving.js';
import { readMetrics } from '../src/metrics/read-metrics.js';

const MINUTE = 60_000;
const START = Date.parse('2026-01-01T00:00:00Z');
const days = Number(process.argv[2] ?? 60);
const minutes = days * 1440;

/** Milliseconds of this process's CPU: on a busy machine the clock says little. */
async function cpu<T>(name: string, work: () => Promise<T> | T, times = 1): Promise<T> {
  const before = process.cpuUsage();
  let result = await work();
  for (let i = 1; i < times; i++) result = await work();
  const { user, system } = process.cpuUsage(before);
  process.stdout.write(`${name.padEnd(58)} ${((user + system) / 1000 / times).toFixed(2)} ms\n`);
  return result;
}

const incident = { from: START + (minutes - 120) * MINUTE, to: START + (minutes - 60) * MINUTE };
const valueAt = (minute: number) =>
  START + minute * MINUTE >= incident.from && START + minute * MINUTE < incident.to ? 40 : 2 + Math.sin(minute / 200);
const text = JSON.stringify({
  MetricDataResults: [
    {
      Id: 'm1',
      Label: 'Errors',
      Timestamps: Array.from({ length: minutes }, (_, i) => new Date(START + i * MINUTE).toISOString()).reverse(),
      Values: Array.from({ length: minutes }, (_, i) => valueAt(i)).reverse(),
    },
  ],
});

process.stdout.write(`${minutes} points, ${(text.length / 1e6).toFixed(1)} MB\n`);
await cpu('bare JSON.parse', () => JSON.parse(text) as unknown, 3);
const placed = await cpu(
  'read an export and place its points',
  async () => placePoints(await readMetrics(text), null),
  3,
);
const series = placed.series[0]?.series;
if (series === undefined) throw new Error('no series was read');
const setting = { threshold: 5, comparison: '>', datapoints: 3, of: 5, periodSeconds: 60, statistic: 'Average' };
const periods = await cpu('periods of a minute', () => periodsOf(series, 60, 'Average'), 10);
await cpu('replay one alarm', () => replayAlarm(periods, setting, '>'), 10);
const detected = incident.from + 40 * MINUTE;
const proposal = await cpu('proposal: all alternatives', () =>
  proposeHalving({ id: 'm1', label: 'Errors', unit: null }, series, { ...incident, detected }),
);
process.stdout.write(`alternatives that fire earlier: ${proposal?.alternatives.length ?? 0}\n`);
const view = { from: incident.from - 2 * 60 * MINUTE, to: START + minutes * MINUTE };
const moments = ['Impact start', 'Detected', 'Engaged', 'Diagnosed', 'Mitigated', 'Resolved'].map((name, i) => ({
  name,
  at: incident.from + i * 9 * MINUTE,
}));
const chart = {
  ...{ id: 'c1', title: 'Errors', unit: 'Percent', series, stepSeconds: 60, impact: incident, moments, deploys: [] },
  ...{ alarmThreshold: 5, investigationThreshold: 3 },
};
await cpu('chart of the incident', () => chartSvg({ ...chart, ...view }), 50);
await cpu('chart of all points', () => chartSvg({ ...chart, from: START, to: START + minutes * MINUTE }), 10);
