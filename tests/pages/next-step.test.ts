import { describe, expect, it } from '@jest/globals';
import { parseContent } from '../../src/coe/content.js';
import { editForm } from '../../src/pages/edit-form.js';
import { fieldIdAt } from '../../src/pages/finding-place.js';
import { placeWords } from '../../src/pages/labels.js';
import { nextStep, type Standing } from '../../src/pages/next-step.js';

const STANDING: Standing = { status: 'draft', path: '/c', evidence: 0, suggestions: 0, timeline: 0, blockers: 9 };

describe('the next step of a COE', () => {
  it.each<[Partial<Standing>, string | undefined]>([
    [{}, '/c/evidence'],
    [{ evidence: 3 }, '/c/draft'],
    [{ evidence: 3, suggestions: 2 }, '/c/draft'],
    [{ timeline: 5 }, '/c/edit'],
    [{ evidence: 3, timeline: 5 }, '/c/edit'],
    [{ evidence: 3, timeline: 5, blockers: 0 }, '/c/review#next'],
    [{ status: 'inReview' }, '/c/review'],
    [{ status: 'approved' }, '/c/review#next'],
    [{ status: 'published' }, undefined],
    [{ status: 'archived' }, undefined],
  ])('of %j leads to %s', (standing, href) => {
    expect(nextStep({ ...STANDING, ...standing })?.href).toBe(href);
  });
});

describe('where something lies', () => {
  const content = parseContent({
    title: 'x',
    timeline: [{ id: 't1', at: '2026-01-01T10:00:00Z', text: 'Alarm' }],
    fiveWhys: [{ id: 'w1', question: 'Why?', children: [{ id: 'w2', question: 'And?' }] }],
    actionItems: [{ id: 'a1', title: 'Add an alarm' }],
  });
  const fields = new Set(
    [...JSON.stringify(editForm(content, [])).matchAll(/"id":"(field-[^"]+)"/g)].map(([, id]) => id),
  );
  it.each([
    '/services',
    '/owner',
    '/summary',
    '/customerImpact/minutes',
    '/keyMoments/detected',
    '/timeline/0/at',
    '/timeline/0/evidenceIds/3',
    '/fiveWhys/0/children/0/actionItemIds/0',
    '/actionItems/0/whyIds',
  ])('%s is a field of the editor', (pointer) => {
    expect(fields).toContain(fieldIdAt(content, pointer));
  });

  it.each([
    ['/timeline/3/at', 'Timeline, row 4, Time (UTC)'],
    ['/fiveWhys', '5 Whys'],
    ['/fiveWhys/0/children/1/children/0/answer', '5 Whys, why 1.2.1, Answer'],
    ['/fiveWhys/1/actionItemIds/2', '5 Whys, why 2, Action items that answer it'],
    ['query:from', 'From'],
  ])('%s is said as people call it', (pointer, words) => {
    expect(placeWords(pointer)).toBe(words);
  });
});
