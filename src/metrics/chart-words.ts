import { type Chart, MOST_DEPLOYS } from './chart-data.js';
import { clock, day, shortNumber } from './chart-scale.js';
import { partOf } from './series.js';

/** The chart in words, for those who do not see it: the alternative text of the picture. */
export function describeChart(chart: Chart): string {
  const series = partOf(chart.series, chart.from, chart.to);
  const unit = chart.unit === null ? '' : ` ${chart.unit}`;
  const stamp = (at: number) => `${day(at)} ${clock(at)}`;
  const said = [`${chart.title}, ${stamp(chart.from)} to ${stamp(chart.to)} UTC.`];
  if (series.at.length === 0) said.push('No points in this time.');
  else {
    let [least, most] = [0, 0];
    for (let i = 1; i < series.values.length; i++) {
      if ((series.values[i] as number) < (series.values[least] as number)) least = i;
      if ((series.values[i] as number) > (series.values[most] as number)) most = i;
    }
    const extreme = (i: number) =>
      `${shortNumber(series.values[i] as number)}${unit} at ${stamp(series.at[i] as number)}`;
    said.push(`Lowest ${extreme(least)}, highest ${extreme(most)}.`);
  }
  if (chart.impact)
    said.push(
      `Impact from ${stamp(chart.impact.from)}${chart.impact.to === null ? '' : ` to ${stamp(chart.impact.to)}`}.`,
    );
  if (chart.alarmThreshold !== null) said.push(`Alarm threshold ${chart.alarmThreshold}${unit}.`);
  if (chart.investigationThreshold !== null)
    said.push(`Investigation threshold ${chart.investigationThreshold}${unit}.`);
  for (const { at, name } of chart.moments) said.push(`${name} ${stamp(at)}.`);
  for (const { at, text: words } of chart.deploys.slice(0, MOST_DEPLOYS)) said.push(`Change ${stamp(at)}: ${words}.`);
  return said.join(' ');
}

/** What stands under the title. */
export function subtitle({ unit, from, to, impact }: Chart): string {
  const parts = [unit, `${day(from)}${day(from) === day(to) ? '' : ` to ${day(to)}`}, UTC`];
  if (impact)
    parts.push(`impact ${clock(impact.from)} to ${impact.to === null ? 'not known' : clock(impact.to)} shaded`);
  return parts.filter((part) => part !== null).join(' · ');
}
