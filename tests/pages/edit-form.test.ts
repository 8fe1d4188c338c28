import { describe, expect, it } from '@jest/globals';
import { parseContent } from '../../src/coe/content.js';
import { mergePatch } from '../../src/coe/merge-patch.js';
import { STANDARD_QUESTIONS } from '../../src/coe/questions.js';
import type { CoeContent } from '../../src/coe/schema.js';
import { contentPatch } from '../../src/pages/content-patch.js';
import { editForm, MAX_ROWS, type ShownField, type ShownWhy } from '../../src/pages/edit-form.js';
import { readEditForm } from '../../src/pages/read-edit-form.js';

const content = parseContent({
  title: 'Checkout failed',
  severity: 'SEV2',
  services: ['checkout', 'a, name with a comma'],
  owner: 'ana',
  summary: 'First line\r\nsecond line\n\n- a list',
  customerImpact: { text: 'All of them.', requestsFailed: 1200.5 },
  whatWentWell: [{ id: 'w.1', text: 'The page came at once.', evidenceIds: ['ev_1'] }],
  responseAnalysis: { detection: { answer: 'By alarm.', evidenceIds: ['ev_2'] } },
  keyMoments: {
    detected: { at: '2026-01-31T14:05:00.250Z', evidenceIds: ['ev_2'], note: 'alarm' },
    engaged: { state: 'notApplicable' },
  },
  timeline: [
    { id: 't1', at: '2026-01-31T14:00:00Z', text: 'Deploy', precision: 'minute', evidenceIds: ['ev_3'] },
    { id: 't2', at: '2026-01-31T14:05:30Z', text: 'Alarm', precision: 'second', hidden: true },
  ],
  fiveWhys: [
    {
      id: 'y1',
      question: 'Why did it fail?',
      answer: 'Because.',
      evidenceIds: ['ev_3'],
      children: [{ id: 'y2', question: 'Why that?', hypothesis: true }],
    },
  ],
  lessonsLearned: [{ id: 'l1', text: 'Test the revert.', broadlyApplicable: true }],
  actionItems: [{ id: 'a1', title: 'Test the revert path', type: 'prevent', dueDate: '2026-03-01', whyIds: ['y2'] }],
});

/** What a browser sends of a form: every field, ticked boxes only, line breaks as CR LF. */
function sent(of: CoeContent, changes: Record<string, string | undefined> = {}): Record<string, string> {
  const form = editForm(of, STANDARD_QUESTIONS);
  const ofWhys = (whys: ShownWhy[]): ShownField[] => whys.flatMap((why) => [...why.fields, ...ofWhys(why.children)]);
  const rows = [form.whatWentWell, form.keyMoments, form.timeline, form.lessonsLearned, form.actionItems].flat();
  const fields = [
    ...[form.about, form.texts, form.impact, form.responseAnalysis, form.postIncidentAnalysis].flat(),
    ...rows.flatMap((row) => row.fields),
    ...ofWhys(form.fiveWhys),
  ];
  const values = fields.flatMap(({ name, kind, value }): [string, string][] =>
    kind === 'box'
      ? [[`${name}?`, '1'], ...(value === '' ? [] : [[name, value] as [string, string]])]
      : [[name, value.replaceAll('\n', '\r\n')]],
  );
  const given = { ...Object.fromEntries(values), ...changes };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Record<string, string>;
}
const edited = (changes: Record<string, string | undefined>, now = content) =>
  parseContent(readEditForm(content, now, sent(content, changes)));

describe('the form of the editor', () => {
  it('changes nothing when nothing was typed, whatever the content holds', () => {
    expect(edited({})).toEqual(content);
  });

  it('keeps ids, evidence and what has no field when words change', () => {
    const made = edited({ 'timeline.t1.text': 'Deploy of checkout', 'fiveWhys.y2.answer': 'A guess' });
    expect(made.timeline[0]).toEqual({ ...content.timeline[0], text: 'Deploy of checkout' });
    expect(made.fiveWhys[0]?.children[0]).toMatchObject({ id: 'y2', answer: 'A guess', hypothesis: true });
    expect(made.actionItems).toEqual(content.actionItems);
  });

  it('unticks a box that is not sent, and leaves one alone whose row was not in the form', () => {
    expect(edited({ 'timeline.t2.hidden': undefined }).timeline[1]?.hidden).toBe(false);
    const without = { 'timeline.t2.hidden': undefined, 'timeline.t2.hidden?': undefined };
    expect(edited(without).timeline[1]?.hidden).toBe(true);
  });

  it('adds rows, a why below another one, and an answer', () => {
    const made = edited({
      'timeline+1.at': '2026-01-31 14:02',
      'timeline+1.text': 'Errors rise',
      'fiveWhys>y1.question': 'Why else?',
      'lessonsLearned+2.text': 'Page earlier.',
      'postIncidentAnalysis.test': 'None.',
    });
    expect(made.timeline.map(({ text }) => text)).toEqual(['Deploy', 'Errors rise', 'Alarm']);
    expect(made.timeline[1]?.at).toBe('2026-01-31T14:02:00.000Z');
    expect(made.fiveWhys[0]?.children.map(({ question }) => question)).toEqual(['Why that?', 'Why else?']);
    expect(made.lessonsLearned.map(({ text }) => text)).toEqual(['Test the revert.', 'Page earlier.']);
    expect(made.postIncidentAnalysis.test?.answer).toBe('None.');
  });

  it('takes a row out only when all its words are gone, and never a why with others below it', () => {
    expect(edited({ 'whatWentWell.w.1.text': '' }).whatWentWell).toEqual([]);
    const half = readEditForm(
      content,
      content,
      sent(content, { 'fiveWhys.y1.question': '', 'fiveWhys.y1.answer': '' }),
    );
    expect(() => parseContent(half)).toThrow('A why needs its question');
  });

  it('keeps what cannot be read as the text that was typed', () => {
    const typed = readEditForm(content, content, sent(content, { 'customerImpact.minutes': 'about ten' }));
    const form = editForm(typed as unknown as CoeContent, STANDARD_QUESTIONS);
    expect(form.impact.find(({ name }) => name === 'customerImpact.minutes')?.value).toBe('about ten');
    expect(() => parseContent(typed)).toThrow('/customerImpact/minutes');
  });

  it('shows rows and whys again that were typed and could not be saved', () => {
    const changes = { 'timeline+1.at': 'noon', 'timeline+1.text': 'Errors', 'fiveWhys>y1.question': 'Why else?' };
    const typed = readEditForm(content, content, sent(content, changes)) as unknown as CoeContent;
    const again = editForm(typed, STANDARD_QUESTIONS);
    const row = again.timeline.find(({ isNew }) => isNew)?.fields.map(({ name, value }) => [name, value]);
    expect(row).toEqual(
      expect.arrayContaining([
        ['timeline+1.at', 'noon'],
        ['timeline+1.text', 'Errors'],
      ]),
    );
    const below = again.fiveWhys[0]?.children.find(({ isNew }) => isNew)?.fields[0];
    expect(below).toMatchObject({ name: 'fiveWhys>y1.question', value: 'Why else?' });
  });

  it('merges field by field with what others wrote meanwhile', () => {
    const theirs: CoeContent = {
      ...content,
      summary: 'Their summary',
      timeline: content.timeline.map((entry) => (entry.id === 't2' ? { ...entry, text: 'Their alarm' } : entry)),
      lessonsLearned: [],
    };
    const made = edited({ 'timeline.t1.text': 'My deploy', 'lessonsLearned.l1.text': 'My lesson' }, theirs);
    expect(made.summary).toBe('Their summary');
    expect(made.timeline.map(({ text }) => text)).toEqual(['My deploy', 'Their alarm']);
    expect(made.lessonsLearned.map(({ text }) => text)).toEqual(['My lesson']);
  });

  it('leaves the end of a long timeline as it is', () => {
    const long = parseContent({
      title: 'Long',
      timeline: Array.from({ length: MAX_ROWS + 5 }, (_, n) => ({
        id: `t${n}`,
        at: new Date(Date.UTC(2026, 0, 1, 0, n)).toISOString(),
        text: `entry ${n}`,
      })),
    });
    const made = parseContent(readEditForm(long, long, { ...sent(long), 'timeline.t0.text': 'first' }));
    expect(made.timeline).toHaveLength(MAX_ROWS + 5);
    expect(made.timeline[0]?.text).toBe('first');
  });
});

describe('the merge patch of an edit', () => {
  it('names only what differs, and gives the edited content again', () => {
    const made = edited({ summary: 'Short', 'keyMoments.resolved.at': '2026-01-31 15:00', owner: '' });
    const patch = contentPatch(content as never, made as never);
    expect(Object.keys(patch).sort()).toEqual(['keyMoments', 'owner', 'summary']);
    expect(parseContent(mergePatch(content as never, patch))).toEqual(made);
  });
});
