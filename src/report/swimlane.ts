import { type PlacedFlag, placeFlags, widthOf } from '../metrics/chart-flags.js';
import { FLAGS_TOP, flagMarks, line, ROW, shading, text, timeAxis } from '../metrics/chart-marks.js';
import { clock, day } from '../metrics/chart-scale.js';
import { INK, type Mark, style } from '../metrics/chart-style.js';
import { xml } from '../metrics/svg-text.js';
import { writeSeconds } from './instants.js';
import { LANES, type Lane, type Swimlane } from './swimlane-data.js';

const WIDTH = 860;
const LEFT = 100;
const RIGHT = 20;
const LANE = 34;
/** A bar with its words above it. */
const INTERVAL = 28;
const INK_OF = {
  Monitoring: 'alarm',
  People: 'line',
  Changes: 'deploy',
  Customers: 'investigation',
} as const satisfies Record<Lane, keyof typeof INK>;
/** Events closer than this are one mark with their number on it. */
const TOO_CLOSE = 11;

/**
 * The timeline as a picture, drawn by hand like the charts and in their colours: a lane each for monitoring, people, changes and
 * customers, key moments as labelled lines, impact shaded, the measured intervals as bars below. `print` leaves out the colours of a
 * dark page. The words of the timeline stay in its table; the description tells what the picture shows.
 */
export function swimlaneSvg(lanes: Swimlane, { print = false } = {}): string {
  const [left, right] = [LEFT, WIDTH - RIGHT];
  const x = (at: number) => left + ((at - lanes.from) / (lanes.to - lanes.from || 1)) * (right - left);
  const flags = placeFlags(
    lanes.moments.map(({ at, name }) => ({ x: x(at), text: `${name} ${clock(at)}` })),
    2,
    WIDTH - 2,
  );
  const top = FLAGS_TOP + Math.max(0, ...flags.map(({ row }) => row + 1)) * ROW;
  const bottom = top + LANES.length * LANE;
  const bars = bottom + 64;
  const height = lanes.intervals.length === 0 ? bottom + 48 : bars + lanes.intervals.length * INTERVAL - 12;
  const marks: Mark[] = [
    `<rect class="paper" x="0" y="0" width="${WIDTH}" height="${height}" fill="${INK.paper}"/>`,
    text(12, 18, 'title', lanes.title),
    text(12, 34, 'muted', subtitle(lanes)),
    ...shading(lanes, x, top, bottom),
    ...LANES.flatMap((lane, index) => laneMarks(lanes, lane, top + index * LANE, x, right)),
    line('grid', left, bottom, right, bottom),
    ...timeAxis(lanes, x, bottom),
    ...flags.flatMap((flag: PlacedFlag) => flagMarks(flag, bottom)),
    ...lanes.intervals.flatMap((interval, index) => intervalMarks(interval, bars + index * INTERVAL, x)),
  ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="coe-chart" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-labelledby="${lanes.id}-title ${lanes.id}-desc" font-family="Noto Sans, system-ui, sans-serif" font-size="11">`,
    `<title id="${lanes.id}-title">${xml(lanes.title)}</title>`,
    `<desc id="${lanes.id}-desc">${xml(describeSwimlane(lanes))}</desc>`,
    ...(print ? [] : [style()]),
    ...marks,
    '</svg>',
  ].join('\n');
}

/** The picture in words, for those who do not see it. */
export function describeSwimlane(lanes: Swimlane): string {
  const counted = LANES.map((lane) => {
    const count = lanes.events.filter((event) => event.lane === lane).length;
    return `${lane} ${count} ${count === 1 ? 'entry' : 'entries'}`;
  });
  return [
    `The timeline from ${stamp(lanes.from)} to ${stamp(lanes.to)} UTC in four lanes: ${counted.join(', ')}.`,
    ...lanes.moments.map(({ at, name }) => `${name} ${stamp(at)}.`),
    ...lanes.intervals.map(({ name, seconds }) => `${name} ${writeSeconds(seconds)}.`),
    ...(outside(lanes) === '' ? [] : [`${outside(lanes)}.`]),
  ].join(' ');
}

const stamp = (at: number) => `${day(at)} ${clock(Math.round(at / 60_000) * 60_000)}`;

function subtitle(lanes: Swimlane): string {
  const days = day(lanes.from) === day(lanes.to) ? day(lanes.from) : `${day(lanes.from)} to ${day(lanes.to)}`;
  const parts = [`${days}, UTC`, lanes.impact === null ? '' : 'impact shaded', outside(lanes)];
  return parts.filter((part) => part !== '').join(' · ');
}

function outside({ earlier, later }: Swimlane): string {
  const parts = [earlier > 0 ? `${earlier} earlier` : '', later > 0 ? `${later} later` : ''].filter(
    (part) => part !== '',
  );
  return parts.length === 0 ? '' : `${parts.join(' and ')} not drawn, see the table`;
}

function laneMarks(lanes: Swimlane, lane: Lane, y: number, x: (at: number) => number, right: number): Mark[] {
  const ink = INK_OF[lane];
  const middle = y + LANE / 2;
  const events = lanes.events.filter((event) => event.lane === lane);
  const groups: { x: number; count: number }[] = [];
  for (const at of events.map((event) => x(Math.max(event.at, lanes.from))).sort((a, b) => a - b)) {
    const last = groups.at(-1);
    if (last && at - last.x < TOO_CLOSE) last.count++;
    else groups.push({ x: at, count: 1 });
  }
  return [
    line('grid', 12, y, right, y),
    text(12, middle + 4, ink, lane),
    line('grid', LEFT, middle, right, middle),
    ...longest(events).map(({ at, end }) => {
      const start = x(Math.max(at, lanes.from));
      const width = Math.max(2, x(Math.min(end, lanes.to)) - start);
      return `<rect class="${ink}" x="${round(start)}" y="${middle - 3}" width="${round(width)}" height="6" rx="3" fill="${INK[ink]}"/>`;
    }),
    ...groups.flatMap((group) => [
      `<circle class="${ink}" cx="${round(group.x)}" cy="${middle}" r="${group.count === 1 ? 4 : 7.5}" fill="${INK[ink]}"/>`,
      ...(group.count === 1
        ? []
        : [
            `<text class="paper" x="${round(group.x)}" y="${middle + 3}" text-anchor="middle" font-size="8" fill="${INK.paper}">${group.count > 99 ? '99+' : group.count}</text>`,
          ]),
    ]),
  ];
}

/** A picture has room for so many bars; the longest say most. */
const MOST_BARS = 60;

function longest(events: Swimlane['events']): { at: number; end: number }[] {
  return events
    .flatMap(({ at, end }) => (end === null || end <= at ? [] : [{ at, end }]))
    .sort((a, b) => b.end - b.at - (a.end - a.at))
    .slice(0, MOST_BARS);
}

function intervalMarks(
  { name, from, to, seconds }: Swimlane['intervals'][number],
  y: number,
  x: (at: number) => number,
): Mark[] {
  const words = `${name} ${writeSeconds(seconds)}`;
  const [start, end] = [x(from), x(to)];
  return [
    text(Math.max(12, Math.min(start, WIDTH - 2 - widthOf(words))), y - 7, 'moment', words),
    line('moment', start, y, end, y, ' stroke-width="3"'),
    line('moment', start, y - 4, start, y + 4),
    line('moment', end, y - 4, end, y + 4),
  ];
}

const round = (value: number) => Math.round(value * 10) / 10;
