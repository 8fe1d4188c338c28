import { describe, expect, it } from '@jest/globals';
import { coeContentSchema } from '../../src/coe/schema.js';
import { importMarkdown } from '../../src/report/import-markdown.js';
import { renderMarkdown } from '../../src/report/markdown.js';
import { reportData } from '../../src/report/report-data.js';
import { presented, sampleCoe, sampleExtras, sampleMarkdown } from './sample-coe.js';

/** Without what an import gives anew or leaves behind: ids, evidence of the old COE, rows that the report hides. */
function comparable(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, inner: unknown) =>
      ['id', 'evidenceIds', 'whyIds', 'actionItemIds'].includes(key) ? undefined : inner,
    ),
  );
}

describe('importing our own report', () => {
  const { coe, unplaced } = importMarkdown(sampleMarkdown({}, { draft: true }));
  const back = coeContentSchema.parse(coe);
  const { number, version, status, createdAt, updatedAt, measures, ...original } = sampleCoe({
    summary: sampleCoe().summary.replace(' [ev_alarm]', ''),
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

  it('hands back the evidence, which belongs to the old COE', () => {
    expect(unplaced.map(({ heading }) => heading)).toEqual(['Evidence']);
    expect(unplaced[0]?.text).toContain('rollback of card_gateway to 1.8.2');
  });

  it('renders to the same report again', () => {
    const again = renderMarkdown(reportData(presented(back), sampleExtras));
    const bare = (report: string) =>
      report
        .split('## Evidence')[0]
        ?.replace(/ ?\[E\d+\]/g, '')
        .replace(/\| +(?=\|)/g, '| ')
        .trim();
    expect(bare(again)).toBe(bare(sampleMarkdown()));
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
