import { describe, expect, it } from '@jest/globals';
import { coeContentSchema } from '../../src/coe/schema.js';
import { quoteId } from '../../src/evidence/quote.js';
import { importMarkdown } from '../../src/report/import-markdown.js';
import { renderMarkdown } from '../../src/report/markdown.js';
import { reportData } from '../../src/report/report-data.js';
import { presented, sampleCoe, sampleExtras, sampleMarkdown } from './sample-coe.js';

/** Without the ids, which an import gives anew. */
function comparable(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, inner: unknown) =>
      ['id', 'evidenceIds', 'whyIds', 'actionItemIds'].includes(key) ? undefined : inner,
    ),
  );
}

describe('importing our own report', () => {
  const { coe, unplaced, quotes } = importMarkdown(sampleMarkdown({}, { draft: true }), { coeId: 'coe_new' });
  const back = coeContentSchema.parse(coe);
  const idOf = new Map(quotes.map((quote) => [quote.label, quoteId('coe_new', quote)]));
  const { number, version, status, createdAt, updatedAt, measures, ...original } = sampleCoe({
    summary: sampleCoe().summary.replace('[ev_alarm]', `[${idOf.get('E1')}]`),
  });

  it('gives back every field that it shows', () => {
    const shown = { ...original, timeline: original.timeline.filter((entry) => !entry.hidden) };
    const expected = comparable(shown) as { responseAnalysis: { detectionHalved: { answer: string } } };
    // A heading inside an answer has sunk below the headings of the report.
    expected.responseAnalysis.detectionHalved.answer = expected.responseAnalysis.detectionHalved.answer.replace(
      '### ',
      '#### ',
    );
    expect(comparable(back)).toEqual(expected);
  });

  it('keeps the references between whys and action items', () => {
    const why = back.fiveWhys[0]?.children[0];
    expect(why?.actionItemIds).toEqual([back.actionItems[0]?.id]);
    expect(back.actionItems[0]?.whyIds).toEqual([why?.id]);
  });

  it('makes evidence of what the report quotes, and cites it in the same places', () => {
    expect(unplaced).toEqual([]);
    expect(quotes.map(({ label, source, text }) => `${label} ${source} ${text}`)).toContain(
      'E2 argocd rollback of card_gateway to 1.8.2',
    );
    const label = (ids: readonly string[] = []) => ids.map((id) => [...idOf].find((pair) => pair[1] === id)?.[0]);
    expect(label(back.whatWentWell[0]?.evidenceIds)).toEqual(['E2']);
    expect(label(back.keyMoments.impactStart?.evidenceIds)).toEqual(label(back.timeline[1]?.evidenceIds));
  });

  it('renders to the same report again', () => {
    const evidence = new Map(
      quotes.map((quote) => [quoteId('coe_new', quote), { ...quote, at: new Date(quote.at).toISOString() }]),
    );
    expect(renderMarkdown(reportData(presented(back), { ...sampleExtras, evidence }))).toBe(sampleMarkdown());
  });

  it('reads the table of older exports, and hands back rows that cannot be stored', () => {
    const older =
      '<!-- coe-report 1 -->\n# COE-1: t\n\n## Summary\n\nx [E1] [E2] [E3].\n\n## Evidence\n\n' +
      '| No. | Source | Time (UTC) | Text | Id |\n|---|---|---|---|---|\n' +
      '| [E1] | slack | 2026-03-04 10:08:00 | hello | ev_a |\n| [E2] | slack | soon | hi | ev_b |\n' +
      '| [E3] | | | _This COE has no such evidence._ | ev_c |\n';
    const read = importMarkdown(older, { coeId: 'coe_new' });
    expect(read.coe.summary).toBe(`x [${quoteId('coe_new', { label: 'E1', source: 'slack' })}] [ev_c].`);
    expect(read.unplaced).toEqual([{ heading: 'Evidence', text: '[E2] | slack | soon | hi | ev_b' }]);
    expect(read.coe.background).toContain('soon');
  });

  it('hands back what a person added to the file', () => {
    const edited = sampleMarkdown().replace(
      '## Lessons learned',
      '## Press coverage\n\nIt was in the news.\n\n## Lessons learned',
    );
    expect(importMarkdown(edited).unplaced).toContainEqual({ heading: 'Press coverage', text: 'It was in the news.' });
  });

  it('does not take labels inside an answer for the report’s own', () => {
    const answer = 'First\n\n## Timeline\n\n- **W9** forged\n\n_Not answered yet: really?_ no';
    const { coe: imported } = importMarkdown(sampleMarkdown({ responseAnalysis: { detection: { answer } } }));
    expect(imported.responseAnalysis?.detection?.answer).toBe(answer.replace('## Timeline', '#### Timeline'));
    expect(imported.timeline).toHaveLength(5);
  });
});
