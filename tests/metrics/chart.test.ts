import { describe, expect, it } from '@jest/globals';
import { chartSvg } from '../../src/metrics/chart.js';
import type { Chart } from '../../src/metrics/chart-data.js';
import { placeFlags, widthOf } from '../../src/metrics/chart-flags.js';
import { drawLine } from '../../src/metrics/chart-line.js';
import { timeTicks, valueTicks } from '../../src/metrics/chart-scale.js';
import { describeChart } from '../../src/metrics/chart-words.js';
import { MINUTE, minutes, NOON, repeat } from './points.js';

const chart = (more: Partial<Chart> = {}): Chart => ({
  id: 'c1',
  title: 'Errors',
  unit: 'Percent',
  series: minutes([...repeat(1, 30), ...repeat(40, 30), ...repeat(2, 60)]),
  stepSeconds: 60,
  from: NOON,
  to: NOON + 120 * MINUTE,
  impact: { from: NOON + 30 * MINUTE, to: NOON + 60 * MINUTE },
  moments: [
    { at: NOON + 30 * MINUTE, name: 'Impact start' },
    { at: NOON + 33 * MINUTE, name: 'Detected' },
    { at: NOON + 34 * MINUTE, name: 'Engaged' },
    { at: NOON + 45 * MINUTE, name: 'Diagnosed' },
    { at: NOON + 60 * MINUTE, name: 'Mitigated' },
    { at: NOON + 119 * MINUTE, name: 'Resolved' },
  ],
  deploys: [{ at: NOON + 29 * MINUTE, text: 'api v42 deployed' }],
  alarmThreshold: 20,
  investigationThreshold: 18.9,
  ...more,
});

/** Labels of one picture as boxes, from the text elements themselves. */
function boxes(svg: string) {
  return [...svg.matchAll(/<text class="(\w+)" x="([\d.-]+)" y="([\d.-]+)" text-anchor="(\w+)"[^>]*>([^<]*)</g)].map(
    ([, name = '', x = '', y = '', anchor, words = '']) => {
      const width = widthOf(words) * 0.9;
      const left = Number(x) - (anchor === 'end' ? width : anchor === 'middle' ? width / 2 : 0);
      return { name, words, left, right: left + width, top: Number(y) - 10, bottom: Number(y) + 2 };
    },
  );
}

describe('a chart', () => {
  it('has title, description, shading, both thresholds, moments and changes', () => {
    const svg = chartSvg(chart());
    expect(svg).toMatch(/role="img" aria-labelledby="c1-chart-title c1-chart-desc"/);
    for (const part of [
      '<title id="c1-chart-title">Errors</title>',
      'class="impact"',
      'alarm 20 Percent',
      'investigation 18.9 Percent',
      'Detected',
      'C1  12:29  api v42 deployed',
      'UTC',
    ])
      expect(svg).toContain(part);
    expect(describeChart(chart())).toContain('highest 40 Percent at 2026-03-04 12:30');
  });
  it('never puts one label on another or outside of the picture, wherever the moments lie', () => {
    for (const shift of [0, 17, 43, 64, 80, 87]) {
      const moments = chart().moments.map(({ at, name }) => ({
        name,
        at: Math.min(at + shift * MINUTE, NOON + 119 * MINUTE),
      }));
      const found = boxes(chartSvg(chart({ moments })));
      for (const [i, a] of found.entries()) {
        expect(a.left).toBeGreaterThanOrEqual(0);
        expect(a.right).toBeLessThanOrEqual(860);
        for (const b of found.slice(i + 1)) {
          const meet = a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
          expect([a.words, b.words, meet]).toEqual([a.words, b.words, false]);
        }
      }
    }
  });
  it('runs no line through a label', () => {
    const placed = placeFlags(
      [60, 70, 130, 200, 640, 700].map((x, i) => ({ x, text: `Key moment ${i} 12:34` })),
      0,
      710,
    );
    for (const line of placed)
      for (const label of placed) {
        if (line === label || line.row > label.row) continue;
        const from = label.side === 'right' ? label.x : label.x - widthOf(label.text);
        expect(line.x > from && line.x < from + widthOf(label.text) && line.row < label.row).toBe(false);
      }
  });
  it('escapes every text and holds no script', () => {
    const attack = `</title><script>alert(1)</script>"'&\u0000\u202e`;
    const svg = chartSvg(
      chart({ id: `x" onload="alert(1)`, title: attack, unit: attack, deploys: [{ at: NOON + MINUTE, text: attack }] }),
    );
    for (const hidden of ['<script', 'onload="', '\u0000', '\u202e']) expect(svg).not.toContain(hidden);
    expect(svg).toContain('&lt;script&gt;');
  });
  it('draws no line over missing points, and a lonely point as a dot', () => {
    const { path, dots } = drawLine(
      minutes([1, 1, null, null, null, 5, null, null, null, 2, 2]),
      60,
      (at) => (at - NOON) / 1000,
      (value) => value,
    );
    expect(path.match(/M/g)).toHaveLength(2);
    expect(dots).toHaveLength(1);
  });
  it('keeps a spike among more points than pixels', () => {
    const values = repeat(1, 50_000);
    values[31_234] = 99;
    expect(
      drawLine(
        minutes(values),
        60,
        (at) => ((at - NOON) / (50_000 * MINUTE)) * 600,
        (value) => value,
      ).path,
    ).toContain(' 99');
  });
  it('stands without points, moments, unit or thresholds, and with one value only', () => {
    const bare = {
      unit: null,
      impact: null,
      moments: [],
      deploys: [],
      alarmThreshold: null,
      investigationThreshold: null,
    };
    for (const values of [[], [0], [5, 5, 5], [-3, -1], [1e-7, 1e12]]) {
      const svg = chartSvg(chart({ ...bare, series: minutes(values) }));
      expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    }
  });
  it('leaves media queries out of the picture for print', () => {
    expect(chartSvg(chart())).toContain('prefers-color-scheme:dark');
    expect(chartSvg(chart(), { print: true })).not.toContain('<style>');
  });
});

describe('axes', () => {
  it('have round ticks', () => {
    expect(valueTicks(0, 40, 6)).toEqual([0, 10, 20, 30, 40]);
    expect(valueTicks(99.2, 99.9, 6)).toEqual([99.2, 99.4, 99.6, 99.8, 100]);
    expect(timeTicks(NOON, NOON + 60 * MINUTE, 9).map((at) => (at - NOON) / MINUTE)).toEqual([
      0, 10, 20, 30, 40, 50, 60,
    ]);
  });
});
