import { describe, expect, it } from '@jest/globals';
import { coeContentSchema } from '../../src/coe/schema.js';
import { type QuotedEvidence, quoteId } from '../../src/evidence/quote.js';
import { importMarkdown } from '../../src/report/import-markdown.js';
import { renderMarkdown } from '../../src/report/markdown.js';
import { reportData } from '../../src/report/report-data.js';
import type { ReportExtras } from '../../src/report/report-input.js';
import { presented, sampleExtras } from './sample-coe.js';

/** A small generator of its own, so that a failure can be repeated by its seed (mulberry32). */
function random(seed: number) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const below = (n: number) => Math.floor(next() * n);
  const one = <T>(from: readonly T[]): T => from[below(from.length)] as T;
  const maybe = <T>(value: () => T, otherwise: T): T => (next() < 0.6 ? value() : otherwise);
  const many = <T>(most: number, make: (i: number) => T): T[] =>
    Array.from({ length: below(most + 1) }, (_, i) => make(i));
  return { below, one, maybe, many };
}

/** What people type, and what could be taken for a mark of Markdown or of the report itself. */
const WORDS = [
  'gateway',
  'Zoé',
  '数据库',
  'مرحبا',
  'שלום',
  'a|b',
  '`code | x`',
  '**bold**',
  '_em_',
  '<script>alert(1)</script>',
  '&amp;',
  '&#x41;',
  '[E1]',
  '[ev_alarm]',
  '`[ev_chat]`',
  '[ev_gone]',
  '[^1]',
  '[^1]: note',
  '\\',
  '*',
  '#',
  '1.',
  '- x',
  '> q',
  '~~old~~',
  '[link](https://e.example/a_b)',
  '![pic](attachment:att_0123456789abcdefghij)',
  '![x](https://e.example/p.png)',
  'snake_case_name',
  '👍🏽',
  '👩‍👩‍👧',
  '5xx',
  '"quoted"',
  '$5',
  '{{x}}',
  '{{{y}}}',
  '| |',
  '==',
  '100%',
  '<!-- c -->',
  '-->',
  '---',
  'W1.2',
  'A1',
  'COE-3: x',
  'https://e.example/x?a=1&b=2',
  'www.e.example',
  'a@b.example',
  '<b>x</b>',
  '<br>',
  '\\|',
  '``',
  '[ref]',
  '[a][b]',
  '\u200b',
  '\u202Eevil',
  'a\u00a0b',
  '…',
  '+',
  '=',
  '+1',
  '2) x',
  '(x)',
  '!',
  '[x]',
  '[ ] t',
  '__u__',
  '***z***',
  '`',
  'x\\',
  '~',
  '^',
  'H~2~O',
  '  two',
];
const BLOCKS = [
  '- one\n- two',
  '- one\n- two [ev_alarm]',
  '[ev_chat] [ev_chat]',
  '1. a\n2. b',
  '3. c\n4. d',
  '* s\n* t',
  '- a\n  - b\n    - c\n      - d',
  '- loose\n\n- items',
  '1. x\n   - y\n\n   para',
  '```sh\nrm -rf *\n\n| x |\n```',
  '~~~\ncode\n```\n~~~',
  '````md\n```\ninner\n```\n````',
  '    indented code',
  '> quote\n> more',
  '> > nested',
  '> - list in quote',
  '| a | b |\n|---|---|\n| x | z\\|w |',
  '| a |\n|:-:|\n| `p \\| q` |',
  '# H1',
  '## Summary',
  '### Events',
  '#### H4',
  'Setext\n===',
  'Setext2\n---',
  '---',
  '***',
  '<div onclick="x()">html</div>',
  '<table><tr><td>x</td></tr></table>',
  '<!-- comment -->',
  '<!-- coe-report 1 -->',
  '[ref]: https://e.example/ref',
  '[^1]: footnote text',
  '_Not answered yet: What happened?_',
  '_Hypothesis:_ maybe',
  '_Action items:_ A1',
  '_No action item, because:_ x',
  '**Broadly applicable:** y',
  '**Local:** z',
  '**W1** fake why',
  '- **W1.1** fake why',
  'Related COEs: COE-1',
  '- [ ] todo\n- [x] done',
  'line one  \nline two',
  'line one\\\nline two',
  'a\n\n\n\nb',
  '```',
  '<pre>\nx\n\ny\n</pre>',
  '<script>\nalert(1)\n</script>',
  'Term\n: definition',
  '$$\nx\n$$',
  '| not | a table',
  '+ plus\n+ list',
  '1986\\. A year',
  '1986. A year',
  '-',
  '*',
  '#',
  '|',
  '> ',
  '```mermaid\ngraph TD\n```',
  '\tTabbed',
  '![a](attachment:att_0123456789abcdefghij)',
];

function documentOf(seed: number) {
  const { below, one, maybe, many } = random(seed);
  const line = () =>
    many(5, () => one(WORDS))
      .concat(one(['ends', 'here']))
      .join(' ');
  const text = () =>
    [below(10) < 3 ? one(BLOCKS) : line(), ...many(3, () => (below(10) < 6 ? one(BLOCKS) : line()))].join('\n\n');
  const plain = () =>
    one(['Ann Lee', 'Smith, Jan', 'sre_2', 'a*b', 'ops #1', 'x|y', 'Zoé', '- x', '1. y', '[E1]', '<b>', '**', 'شخص']);
  const time = () =>
    new Date(Date.UTC(2026, below(12), 1 + below(28), below(24), below(60), one([0, 30]))).toISOString();
  const ids = () => maybe(() => many(3, () => one(['ev_alarm', 'ev_chat', 'ev_log', 'ev_gone'])), []);
  const why = (depth: number): object => ({
    question: line(),
    answer: maybe(text, ''),
    hypothesis: below(2) === 1,
    evidenceIds: ids(),
    reasonWithoutAction: maybe(line, ''),
    children: depth < 5 ? many(depth < 3 ? 2 : 1, () => why(depth + 1)) : [],
  });
  return coeContentSchema.parse({
    title: line(),
    owner: maybe(plain, null),
    authors: many(3, plain),
    services: many(3, plain),
    team: maybe(plain, null),
    environment: maybe(plain, null),
    severity: maybe(() => one(['SEV1', 'SEV5']), null),
    tags: many(2, plain),
    restricted: below(2) === 1,
    members: many(2, plain),
    dueAt: maybe(() => one(['2026-02-03', time()]), null),
    meetingDate: maybe(time, null),
    meetingOutcome: maybe(text, ''),
    decisions: many(2, () => ({ text: line(), actionItemIds: many(2, () => one(['a1', 'a2'])) })),
    whyWritten: maybe(line, ''),
    errorBudgetSpent: maybe(() => below(1000) / 10, null),
    summary: maybe(text, ''),
    background: maybe(text, ''),
    customerImpact: {
      text: maybe(text, ''),
      customersAffected: maybe(() => below(1e6), null),
      minutes: maybe(() => below(500), null),
      experience: maybe(text, ''),
    },
    whatWentWell: many(3, () => ({ text: text(), evidenceIds: ids() })),
    responseAnalysis: { detection: { answer: maybe(text, ''), evidenceIds: ids() } },
    postIncidentAnalysis: { ownQuestion: { answer: text(), evidenceIds: ids() } },
    keyMoments: {
      impactStart: { at: time(), note: maybe(line, ''), evidenceIds: ids() },
      detected: { at: time(), state: 'candidate', evidenceIds: ids() },
      diagnosed: { state: 'notApplicable', note: maybe(line, '') },
    },
    timeline: many(6, () => ({
      at: time(),
      precision: one(['second', 'minute', 'day']),
      text: below(3) === 0 ? text() : line(),
      kind: one(['note', 'impact', 'a|b', 'gap', '- k']),
      actor: maybe(plain, null),
      evidenceIds: ids(),
    })),
    fiveWhys: many(2, () => why(1)),
    lessonsLearned: many(3, () => ({ text: text(), broadlyApplicable: below(2) === 1, evidenceIds: ids() })),
    actionItems: many(3, () => ({
      title: line(),
      evidenceIds: ids(),
      owner: maybe(plain, null),
      priority: maybe(plain, null),
      type: maybe(() => 'detect', null),
      dueDate: maybe(() => '2026-03-04', null),
      endState: maybe(line, ''),
      proof: maybe(line, ''),
      status: 'open',
      tracker: maybe(() => ({ system: 'jira', key: 'PAY-1', url: one([null, 'https://j.example/x_(y)']) }), null),
    })),
    relatedCoes: many(2, () => `COE-${below(90)}`),
  });
}

const cited: ReportExtras['evidence'] = new Map([
  [
    'ev_alarm',
    {
      source: 'cloudwatch',
      at: '2026-03-04T10:17:30Z',
      text: 'x | 5xx: OK → *ALARM*',
      link: 'https://e.example/a_(b)?c=1&d',
    },
  ],
  [
    'ev_chat',
    {
      source: 'slack',
      at: '2026-03-04T10:08:00Z',
      text: '[open](<x>) <b> &amp; [E1] https://e.example/p `x',
      link: null,
    },
  ],
  ['ev_log', { source: 'k8s events', at: '2026-03-04T10:08:00Z', text: 'word '.repeat(400), link: null }],
]);
const exported = (content: ReturnType<typeof documentOf>, evidence = cited) =>
  renderMarkdown(reportData(presented(content), { ...sampleExtras, evidence, gaps: [] }));

/** What the service has as evidence of the COE after the import. */
function kept(quotes: readonly QuotedEvidence[]): ReportExtras['evidence'] {
  return new Map(
    quotes.map((quote) => [quoteId('coe_new', quote), { ...quote, at: new Date(quote.at).toISOString() }]),
  );
}

describe('export, import, export', () => {
  it('is the identity over generated documents', () => {
    const different: { seed: number; line: string; again: string }[] = [];
    for (let seed = 1; seed <= 150; seed++) {
      const first = exported(documentOf(seed));
      const { coe, unplaced, quotes } = importMarkdown(first, { coeId: 'coe_new' });
      const second = exported(coeContentSchema.parse(coe), kept(quotes));
      const [lines, again] = [first.split('\n'), second.split('\n')];
      const at = lines.findIndex((line, index) => line !== again[index]);
      if (first !== second || unplaced.length > 0)
        different.push({
          seed,
          line: lines.slice(at, at + 2).join('⏎') ?? '',
          again: again.slice(at, at + 2).join('⏎') + JSON.stringify(unplaced).slice(0, 200),
        });
    }
    expect(different.slice(0, 8)).toEqual([]);
  }, 120_000);
});
