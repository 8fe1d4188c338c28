import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { projectRoot } from '../../src/kernel/paths.js';
import { embedCell, embedMarkdown } from '../../src/report/embed-markdown.js';
import { isToken, lexMarkdown } from '../../src/report/lex-markdown.js';
import { sampleMarkdown } from './sample-coe.js';

const fixture = (name: string) => readFileSync(join(projectRoot, 'tests/report/fixtures', name), 'utf8');
const headings = (markdown: string, depth: number) =>
  (lexMarkdown(markdown) ?? []).flatMap((token) =>
    isToken(token, 'heading') && token.depth === depth ? [token.text] : [],
  );

const SECTIONS = [
  'Summary',
  'Metrics and graphs',
  'Customer impact',
  'What went well',
  'Incident response analysis',
  'Post-incident analysis',
  'Timeline',
  '5 Whys',
  'Lessons learned',
  'Action items',
  'Related COEs and promises',
  'Evidence',
];

const HOSTILE = [
  '# I am the title now\n\nSetext\n======\n\n## Summary',
  '```\nnever closed',
  '<!-- never closed',
  '<script>alert(1)</script>\n\n<div>\n# inside',
  '[E1]: https://evil.example\n[x]: javascript:alert(1)\n\n[x] and [E1]',
  '| a |\n|--|\n| `|` \\| |',
  '> quote\nlazy\n\n- item\n\n      code',
  '*unclosed **emphasis _and `code',
  '</main></body>\n\n---\n\n***',
  `${'>'.repeat(300)} deep`,
  `${'- '.repeat(300)}deep`,
  '[a](javascript:alert(1)) ![b](data:image/png;base64,AA) <https://ok.example> [c](file:///etc/passwd)',
];

describe('renderMarkdown', () => {
  it('gives the golden report', () => {
    expect(sampleMarkdown()).toBe(fixture('coe-7.md'));
  });

  it('has every section in order, with and without content', () => {
    expect(headings(sampleMarkdown(), 2)).toEqual(SECTIONS);
    const bare = sampleMarkdown({
      summary: '',
      background: '',
      whatWentWell: [],
      responseAnalysis: {},
      postIncidentAnalysis: {},
      keyMoments: {},
      timeline: [],
      fiveWhys: [],
      lessonsLearned: [],
      actionItems: [],
      charts: [],
      relatedCoes: [],
      customerImpact: {},
    });
    expect(headings(bare, 2)).toEqual(SECTIONS.slice(0, -1));
    expect(bare).toContain('_Not answered yet: How would you cut the time to detect in half?_');
    expect(bare).toContain('_Not answered yet: Why did it happen, and which mechanism failed?_');
    expect(bare).toContain('| Time to detect | not known: detected is missing | detected − impactStart |');
    expect(bare).toContain('_Not answered yet: What happened when?_');
  });

  it('shows the formula beside each number, key moments and gaps in the timeline', () => {
    const report = sampleMarkdown();
    expect(report).toContain('| Time to detect | 12 min 30 s (750 s) | detected − impactStart |');
    expect(report).toContain('| 2026-03-04 10:17:30 – 10:48:00 | gap | | _No evidence for 30 min 30 s._ | | |');
    expect(report).toContain('| 2026-03-04 10:21 | key moment |  |  | **Engaged (candidate)** |  |');
    expect(report).not.toContain('Hidden from readers');
  });

  it('numbers citations by first appearance and lists them', () => {
    const report = sampleMarkdown();
    const cited = [...(report.split('## Evidence')[0] ?? '').matchAll(/\[(E\d+)\]/g)].map(([, label]) => label);
    expect([...new Set(cited)]).toEqual(['E1', 'E2', 'E3', 'E4']);
    expect(report).toContain(
      '| [E1] | cloudwatch | 2026-03-04 10:17:30 | checkout-5xx: OK → ALARM [open](<https://example.com/alarm>) |',
    );
    expect(report).not.toContain('javascript:');
  });

  it('says that evidence is gone instead of leaving the citation out', () => {
    const report = sampleMarkdown({}, { evidence: new Map() });
    expect(report).toContain('_This COE has no such evidence: ev_chat._');
  });

  it('marks a draft', () => {
    expect(sampleMarkdown()).not.toContain('Draft, not approved');
    expect(sampleMarkdown({}, { draft: true })).toContain('> **Draft, not approved.** Version 12, status: in review.');
  });

  it.each(HOSTILE)('keeps its structure around %j', (text) => {
    const report = sampleMarkdown({
      summary: text,
      background: text,
      customerImpact: { text, experience: text },
      whatWentWell: [{ text }],
      responseAnalysis: { detection: { answer: text } },
      fiveWhys: [{ question: text, answer: text, reasonWithoutAction: text }],
      lessonsLearned: [{ text }],
      timeline: [{ at: '2026-03-04T10:05:00Z', text }],
      actionItems: [{ id: 'a1', title: 'An action', endState: text, proof: text }],
    });
    expect(headings(report, 2)).toEqual(SECTIONS);
    expect(headings(report, 1)).toEqual(['COE-7: Checkout refused cards for 47 minutes']);
    const tables = (lexMarkdown(report) ?? []).filter((token) => isToken(token, 'table'));
    for (const { header, rows } of tables) for (const row of rows) expect(row).toHaveLength(header.length);
    expect(tables.find((table) => table.raw.startsWith('| No. | Action item'))?.rows).toHaveLength(1);
  });
});

describe('embedMarkdown', () => {
  it.each(HOSTILE)('changes nothing the second time: %j', (text) => {
    const once = embedMarkdown(text);
    expect(embedMarkdown(once)).toBe(once);
  });

  it('sinks headings below those of the report and keeps their order', () => {
    expect(embedMarkdown('# A\n\n## B\n\n#### C')).toBe('#### A\n\n##### B\n\n###### C');
  });

  it('keeps cells on one line', () => {
    expect(embedCell('a | b\n\n- c\n- d')).toBe('a \\| b<br><br>- c<br>- d');
  });
});
