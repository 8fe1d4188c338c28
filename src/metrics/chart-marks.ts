import { type Chart, MOST_DEPLOYS } from './chart-data.js';
import { type PlacedFlag, widthOf } from './chart-flags.js';
import { drawLine, round, type Scale } from './chart-line.js';
import { clock, day, shortNumber, timeTicks } from './chart-scale.js';
import { INK, type Mark } from './chart-style.js';
import type { Series } from './series.js';
import { shorten, xml } from './svg-text.js';

/** Pixels. The plot leaves a margin on both sides: values on the left, names of thresholds on the right. */
export const LEFT = 58;
export const RIGHT = 176;
/** The first row of labels of moments, how far rows are apart, and lines of the list of changes. */
export const FLAGS_TOP = 46;
export const ROW = 16;
export const LINE = 15;

export function shading(
  { impact, from, to }: Pick<Chart, 'impact' | 'from' | 'to'>,
  x: Scale,
  top: number,
  bottom: number,
): Mark[] {
  if (impact === null || impact.from > to || (impact.to ?? to) < from) return [];
  const start = x(Math.max(impact.from, from));
  const width = Math.max(1, x(Math.min(impact.to ?? to, to)) - start);
  return [
    `<rect class="impact" x="${round(start)}" y="${top}" width="${round(width)}" height="${bottom - top}" fill="${INK.impact}"/>`,
  ];
}

export function timeAxis({ from, to }: Pick<Chart, 'from' | 'to'>, x: Scale, bottom: number): Mark[] {
  let shown = '';
  return timeTicks(from, to, 9).flatMap((at, index) => {
    const midnight = clock(at) === '00:00';
    const date = day(at) !== shown && (midnight || index === 0) ? day(at) : '';
    shown = day(at);
    const label = midnight && to - from > 3 * 86_400_000 ? date.slice(5) : clock(at);
    return [
      line('grid', x(at), bottom, x(at), bottom + 4),
      text(x(at), bottom + 28, 'muted', label, 'middle'),
      ...(date !== '' && label !== date.slice(5) ? [text(x(at), bottom + 41, 'muted', date, 'middle')] : []),
    ];
  });
}

export function seriesMarks(chart: Chart, series: Series, x: Scale, y: Scale): Mark[] {
  const { path, dots } = drawLine(series, chart.stepSeconds, x, y);
  return [
    ...(path === ''
      ? []
      : [
          `<path class="line" d="${path}" fill="none" stroke="${INK.line}" stroke-width="1.6" stroke-linejoin="round"/>`,
        ]),
    ...dots.map((dot) => `<circle class="line" cx="${round(dot.x)}" cy="${round(dot.y)}" r="2" fill="${INK.line}"/>`),
    ...(series.at.length === 0
      ? [text(x((chart.from + chart.to) / 2), y(0) - 90, 'muted', 'No points in this time.', 'middle')]
      : []),
  ];
}

/** Labels stand in the right margin, where no line is; two that are close move apart. */
export function thresholds(chart: Chart, y: Scale, right: number, top: number, bottom: number): Mark[] {
  const given = [
    { name: 'alarm' as const, value: chart.alarmThreshold },
    { name: 'investigation' as const, value: chart.investigationThreshold },
  ].flatMap(({ name, value }) => (value === null ? [] : [{ name, value, at: y(value), label: y(value) }]));
  given.sort((a, b) => a.at - b.at);
  const [upper, lower] = given;
  if (upper && lower && lower.at - upper.at < LINE) {
    const middle = Math.min(Math.max((upper.at + lower.at) / 2, top + LINE / 2), bottom - LINE / 2);
    upper.label = middle - LINE / 2;
    lower.label = middle + LINE / 2;
  }
  return given.flatMap(({ name, value, at, label }) => {
    const words = `${name} ${shortNumber(value)}`;
    const withUnit = `${words} ${chart.unit ?? ''}`;
    return [
      line(name, LEFT, at, right, at, name === 'alarm' ? '' : ' stroke-dasharray="5 3"'),
      text(right + 6, label + 4, name, widthOf(withUnit) <= RIGHT - 8 ? withUnit.trim() : words),
    ];
  });
}

export function flagMarks({ x, row, side, text: words }: PlacedFlag, bottom: number): Mark[] {
  const y = FLAGS_TOP + row * ROW;
  return [
    line('moment', x, y - 1, x, bottom),
    text(side === 'right' ? x + 3 : x - 3, y + 9, 'moment', words, side === 'right' ? 'start' : 'end'),
  ];
}

/** A number under each change, its words in the list below; changes too close to tell apart share a mark. */
export function deployMarks(
  deploys: readonly { at: number; text: string }[],
  x: Scale,
  top: number,
  bottom: number,
): Mark[] {
  const groups: { x: number; first: number; last: number }[] = [];
  deploys.forEach(({ at }, index) => {
    const group = groups.at(-1);
    const name = (first: number, last: number) => (first === last ? `C${first}` : `C${first}–${last}`);
    if (group && x(at) - group.x < widthOf(name(group.first, index + 1)) + 4) group.last = index + 1;
    else groups.push({ x: x(at), first: index + 1, last: index + 1 });
  });
  const listed = deploys
    .slice(0, MOST_DEPLOYS)
    .map(({ at, text: words }, index) => `C${index + 1}  ${clock(at)}  ${shorten(words, 110)}`);
  if (deploys.length > MOST_DEPLOYS) listed.push(`and ${deploys.length - MOST_DEPLOYS} more changes`);
  return [
    ...deploys.map(({ at }) => line('deploy', x(at), top, x(at), bottom, ' stroke-dasharray="2 3"')),
    ...groups.map(({ x: at, first, last }) =>
      text(at, bottom + 15, 'deploy', first === last ? `C${first}` : `C${first}–${last}`, 'middle'),
    ),
    ...listed.map((words, index) => text(LEFT - 46, bottom + 58 + index * LINE, 'deploy', words)),
  ];
}

export function line(name: keyof typeof INK, x1: number, y1: number, x2: number, y2: number, more = ''): Mark {
  return `<line class="${name}" x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}" stroke="${INK[name]}"${more}/>`;
}

export function text(x: number, y: number, name: keyof typeof INK, words: string, anchor = 'start'): Mark {
  const bold = name === 'title' ? ' font-weight="700" font-size="13"' : '';
  return `<text class="${name}" x="${round(x)}" y="${round(y)}" text-anchor="${anchor}" fill="${INK[name]}"${bold}>${xml(words)}</text>`;
}
