import { afterAll, describe, expect, it } from '@jest/globals';
import type { Chart } from '../../src/metrics/chart-data.js';
import { renderArticle, renderHtml } from '../../src/report/html.js';
import { createPdfPrinter } from '../../src/report/pdf.js';
import { drawPictures } from '../../src/report/pictures.js';
import { swimlaneSvg } from '../../src/report/swimlane.js';
import { swimlaneOf } from '../../src/report/swimlane-data.js';
import { sampleCoe, sampleMarkdown } from './sample-coe.js';

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
const drawn = (title: string, print = false) =>
  drawPictures({ charts: [chart(title)], swimlane: swimlaneOf(sampleCoe()) }, { print });
const print = (title: string) => printer.print(sampleMarkdown(), { ...options, pictures: drawn(title, true) });

describe('pictures in the report', () => {
  it('stand where the template wants them, once, whatever a person writes', () => {
    const markdown = sampleMarkdown({
      summary: '<!-- picture charts -->\n\n### Graphs\n\n`<!-- picture timeline -->`',
    });
    const page = renderHtml(markdown, { ...options, pictures: drawn('Errors') });
    expect(page.match(/<svg/g)).toHaveLength(2);
    expect(page).toMatch(
      />Graphs<\/h3>\s*<div class="pictures"><figure class="chart" tabindex="0" aria-label="Picture"><svg/,
    );
    expect(page.indexOf('four lanes')).toBeGreaterThan(page.indexOf('All times are UTC.'));
    expect(renderArticle(markdown).html).not.toContain('figure');
  });
  it('hold no markup of a person', () => {
    const html = renderArticle(sampleMarkdown(), drawn('<script>alert(1)</script><image href="http://x"/>')).html;
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

describe('the picture of the timeline', () => {
  const entry = (at: string, more: object = {}) => ({ at, text: 'x', precision: 'second', ...more });

  it('puts entries into lanes, with key moments, impact and the measured intervals', () => {
    const lanes = swimlaneOf(sampleCoe());
    expect(lanes?.events.map(({ lane }) => lane)).toEqual(['Customers', 'Customers', 'Monitoring', 'Changes']);
    expect(lanes?.moments.map(({ name }) => name)).toEqual(['Impact start', 'Detected', 'Engaged?', 'Mitigated']);
    expect(lanes?.intervals).toMatchObject([
      { name: 'Time to detect', seconds: 750 },
      { name: 'Time to mitigate', seconds: 2820 },
    ]);
    expect(lanes?.impact).toEqual({ from: Date.parse('2026-03-04T10:05:00Z'), to: Date.parse('2026-03-04T10:52:00Z') });
  });

  it('says in words what it shows', () => {
    const svg = swimlaneSvg(
      swimlaneOf(sampleCoe({ keyMoments: { detected: { at: '2026-03-04T10:17:30Z' } } })) as never,
    );
    expect(svg).toMatch(
      /<desc[^>]*>The timeline from .* in four lanes: Monitoring 1 entry, People 0 entries, Changes 1 entry, .*Detected/,
    );
    expect(svg).toContain('role="img"');
  });

  it('counts what lies far outside instead of pressing the incident into a corner', () => {
    const lanes = swimlaneOf(
      sampleCoe({ timeline: [...sampleCoe().timeline, entry('2026-02-01T00:00:00Z'), entry('2026-05-01T00:00:00Z')] }),
    );
    expect(lanes).toMatchObject({ earlier: 1, later: 1 });
    expect(swimlaneSvg(lanes as never)).toContain('1 earlier and 1 later not drawn');
  });

  it('does not exist without a time of day, and stays small with ten thousand entries', () => {
    expect(swimlaneOf(sampleCoe({ timeline: [entry('2026-03-04T00:00:00Z', { precision: 'day' })] }))).toBeNull();
    const many = Array.from({ length: 10_000 }, (_, i) =>
      entry(new Date(Date.UTC(2026, 2, 4, 10) + i * 1000).toISOString(), { end: '2026-03-05T10:00:00Z' }),
    );
    expect(swimlaneSvg(swimlaneOf(sampleCoe({ timeline: many })) as never).length).toBeLessThan(60_000);
  });
});
