import { type Chart, MOST_DEPLOYS } from './chart-data.js';
import { placeFlags } from './chart-flags.js';
import type { Scale } from './chart-line.js';
import {
  deployMarks,
  FLAGS_TOP,
  flagMarks,
  LEFT,
  LINE,
  line,
  RIGHT,
  ROW,
  seriesMarks,
  shading,
  text,
  thresholds,
  timeAxis,
} from './chart-marks.js';
import { clock, shortNumber, valueTicks } from './chart-scale.js';
import { INK, type Mark, style } from './chart-style.js';
import { describeChart, subtitle } from './chart-words.js';
import { partOf, type Series } from './series.js';
import { shorten, xml } from './svg-text.js';

const WIDTH = 860;
const PLOT_HEIGHT = 200;
const TEXT = 11;

/**
 * A chart as SVG, drawn by hand: a UTC axis, the impact shaded, key moments as lines with labels that never meet, deploys numbered and
 * listed below, both thresholds labelled in the margin. It holds no script and nothing from elsewhere; every text is escaped. Colours of
 * a dark page are chosen by the reader's setting; `print` leaves that out.
 */
export function chartSvg(chart: Chart, { print = false } = {}): string {
  const [left, right] = [LEFT, WIDTH - RIGHT];
  const x: Scale = (at) => left + ((at - chart.from) / (chart.to - chart.from || 1)) * (right - left);
  const inView = (at: number) => at >= chart.from && at <= chart.to;
  const flags = placeFlags(
    chart.moments.filter(({ at }) => inView(at)).map(({ at, name }) => ({ x: x(at), text: `${name} ${clock(at)}` })),
    2,
    WIDTH - 2,
  );
  const rows = Math.max(0, ...flags.map(({ row }) => row + 1));
  const top = FLAGS_TOP + rows * ROW;
  const bottom = top + PLOT_HEIGHT;
  const deploys = chart.deploys.filter(({ at }) => inView(at)).sort((a, b) => a.at - b.at);
  const height = bottom + 48 + Math.min(deploys.length, MOST_DEPLOYS + 1) * LINE;
  const series = partOf(chart.series, chart.from, chart.to);
  const ticks = valueTicks(...extent(chart, series), 6);
  const [low, high] = [ticks[0] as number, ticks.at(-1) as number];
  const y: Scale = (value) => bottom - ((value - low) / (high - low || 1)) * PLOT_HEIGHT;
  const marks: Mark[] = [
    `<rect class="paper" x="0" y="0" width="${WIDTH}" height="${height}" fill="${INK.paper}"/>`,
    text(left - 46, 18, 'title', shorten(chart.title, 90)),
    text(left - 46, 34, 'muted', subtitle(chart)),
    ...shading(chart, x, top, bottom),
    ...ticks.flatMap((value) => [
      line('grid', left, y(value), right, y(value)),
      text(left - 6, y(value) + 4, 'muted', shortNumber(value), 'end'),
    ]),
    ...timeAxis(chart, x, bottom),
    ...deployMarks(deploys, x, top, bottom),
    ...seriesMarks(chart, series, x, y),
    ...thresholds(chart, y, right, top, bottom),
    ...flags.flatMap((flag) => flagMarks(flag, bottom)),
  ];
  const ids = `${chart.id.replace(/[^A-Za-z0-9_-]/g, '-')}-chart`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="coe-chart" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-labelledby="${ids}-title ${ids}-desc" font-family="Noto Sans, system-ui, sans-serif" font-size="${TEXT}">`,
    `<title id="${ids}-title">${xml(chart.title)}</title>`,
    `<desc id="${ids}-desc">${xml(describeChart(chart))}</desc>`,
    ...(print ? [] : [style()]),
    ...marks,
    '</svg>',
  ].join('\n');
}

/** Zero belongs to the axis of a count or rate, but not where it would press 99.2–99.9 % into one line. */
function extent(chart: Chart, { values }: Series): [number, number] {
  const limits = [chart.alarmThreshold, chart.investigationThreshold].filter((value) => value !== null);
  let [low, high] = [Math.min(...limits, Number.POSITIVE_INFINITY), Math.max(...limits, Number.NEGATIVE_INFINITY)];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) return [0, 1];
  if (low >= 0 && high - low > high * 0.2) low = 0;
  return low === high ? [Math.min(0, low), Math.max(high, 1)] : [low, high];
}
