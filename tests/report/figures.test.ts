import { afterAll, describe, expect, it } from '@jest/globals';
import type { Chart } from '../../src/metrics/chart-data.js';
import { printFigures, withCharts } from '../../src/report/figures.js';
import { renderFragment, renderHtml } from '../../src/report/html.js';
import { createPdfPrinter } from '../../src/report/pdf.js';
import { sampleMarkdown } from './sample-coe.js';

const printer = createPdfPrinter();
afterAll(() => printer.close());

const chart = (title: string): Chart => ({
  id: 'c1',
  title,
  unit: '%',
  series: { at: Float64Array.from([0, 6e4, 12e4]), values: Float64Array.from([1, 9, 2]) },
  stepSeconds: 60,
  from: 0,
  to: 12e4,
  impact: { from: 6e4, to: 9e4 },
  moments: [{ at: 6e4, name: 'Detected' }],
  deploys: [],
  alarmThreshold: 5,
  investigationThreshold: null,
});
const options = { title: 'COE-7', watermark: '', createdAt: new Date('2026-03-09T16:30:00Z') };
const print = (title: string) => printer.print(sampleMarkdown(), { ...options, figures: printFigures([chart(title)]) });

describe('charts in the report', () => {
  it('stand under their heading in HTML, once, wherever else that heading is written', () => {
    const markdown = sampleMarkdown({ summary: '### Graphs\n\n## Metrics and graphs\n\n### Graphs' });
    const page = renderHtml(markdown, { ...options, charts: [chart('Errors')] });
    expect(page.match(/<svg/g)).toHaveLength(1);
    expect(page).toMatch(/<h3>Graphs<\/h3>\s*<figure class="chart"><svg/);
    expect(page.indexOf('<svg')).toBeGreaterThan(page.indexOf('<h3>Measures</h3>'));
  });
  it('hold no markup of a person', () => {
    const html = withCharts(renderFragment(sampleMarkdown()), [
      chart('<script>alert(1)</script><image href="http://x"/>'),
    ]);
    expect(html).not.toMatch(/<script|<image|href="http:\/\/x"/);
  });
  it('are printed with alternative text, so that PDF/UA-1 is met, and are never mixed up', async () => {
    const first = await print('Zoé');
    expect(first).toMatchObject({ accessible: true, problem: null });
    expect(Buffer.compare((await print('Zoĩ')).pdf, first.pdf)).not.toBe(0);
    expect(Buffer.compare((await print('Zoé')).pdf, first.pdf)).toBe(0);
    const without = await printer.print(sampleMarkdown(), options);
    expect(first.pdf.length).toBeGreaterThan(without.pdf.length);
  });
});
