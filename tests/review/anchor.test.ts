import { describe, expect, it } from '@jest/globals';
import { parseContent } from '../../src/coe/content.js';
import { anchorOf, locate } from '../../src/review/anchor.js';
import { mentionCandidates, mentionsIn } from '../../src/review/mentions.js';
import { textsOf, withText } from '../../src/review/section-texts.js';

const SUMMARY =
  'At 10:00 the certificate of the card gateway expired. Payments were refused for an hour. The gateway was restarted twice before anybody looked at the certificate.';
const coe = (more: object) => parseContent({ title: 'Checkout', ...more });
const quoteIn = (content: ReturnType<typeof coe>, section: string, text: string, more: object = {}) => {
  const quote = { text, ...more };
  return { text, anchor: anchorOf(content, section, quote, 1) };
};
const summary = (text: string) => coe({ summary: text });
const quoted = (text: string, more: object = {}) => quoteIn(summary(SUMMARY), 'summary', text, more);
const now = (text: string, quote: ReturnType<typeof quoted>) => locate(summary(text), 'summary', quote);

describe('an anchor', () => {
  it('follows its words when text is written before and after them', () => {
    const found = now(`Background first. ${SUMMARY} And then more.`, quoted('refused for an hour'));
    expect(found).toMatchObject({ state: 'current', text: 'refused for an hour' });
    expect(found.state === 'current' && found.place.raw.slice(found.start, found.end)).toBe('refused for an hour');
  });

  it('sameWordsTwice: stays at the occurrence it was put on', () => {
    const second = quoted('certificate', { prefix: 'looked at the ' });
    expect(second.anchor?.start).toBe(SUMMARY.lastIndexOf('certificate'));
    const found = now(`The certificate! ${SUMMARY}`, second);
    expect(found.state === 'current' && found.start).toBe(17 + SUMMARY.lastIndexOf('certificate'));
  });

  it('shows the words that took the place of the quoted ones', () => {
    const found = now(
      SUMMARY.replace('refused for an hour', 'turned down for 58 minutes'),
      quoted('refused for an hour'),
    );
    expect(found).toMatchObject({ state: 'changed', text: 'turned down for 58 minutes' });
    const reworded = now(
      'The gateway was restarted two times before anybody had looked at its certificate. That was all.',
      quoted('The gateway was restarted twice before anybody looked at the certificate'),
    );
    expect(reworded.state).toBe('changed');
  });

  it('endOfText: knows the place of words that ended their text', () => {
    const before = summary('The certificate of the card gateway expired and payments were refused for an hour.');
    const quote = quoteIn(before, 'summary', 'refused for an hour');
    const after = 'The certificate of the card gateway expired and card payments were turned down for an hour.';
    expect(now(after, quote)).toMatchObject({ state: 'changed', text: 'turned down for an hour' });
  });

  it('wordsDeleted: is outdated, never lost, and comes back with the words', () => {
    const quote = quoted('Payments were refused for an hour.');
    expect(now(SUMMARY.replace('Payments were refused for an hour. ', ''), quote)).toEqual({ state: 'outdated' });
    expect(now('', quote)).toEqual({ state: 'outdated' });
    expect(now(SUMMARY, quote).state).toBe('current');
  });

  it('shortWordElsewhere: a short quote is not found in an unrelated text of the section', () => {
    const before = coe({
      lessonsLearned: [
        { id: 'l1', text: 'Test the renewal.' },
        { id: 'l2', text: 'Watch the expiry.' },
      ],
    });
    const quote = quoteIn(before, 'lessonsLearned', 'the', { pointer: '/lessonsLearned/1/text' });
    const after = coe({ lessonsLearned: [{ id: 'l1', text: 'Test the renewal.' }] });
    expect(locate(after, 'lessonsLearned', quote)).toEqual({ state: 'outdated' });
  });

  it('follows a member of a list that is moved, and a why below another', () => {
    const timeline = [1, 2, 3].map((n) => ({
      id: `t${n}`,
      at: `2026-01-01T10:0${n}:00Z`,
      text: `Alarm fired, step ${n}`,
    }));
    const quote = quoteIn(coe({ timeline }), 'timeline', 'Alarm fired', { pointer: '/timeline/1/text' });
    const found = locate(coe({ timeline: [...timeline].reverse().slice(1) }), 'timeline', quote);
    expect(found).toMatchObject({
      state: 'current',
      place: { pointer: '/timeline/0/text', raw: 'Alarm fired, step 2' },
    });
    const whys = coe({ fiveWhys: [{ question: 'Why?', children: [{ question: 'Why that?', answer: 'No alarm.' }] }] });
    expect(textsOf(whys, 'fiveWhys').map(({ pointer }) => pointer)).toContain('/fiveWhys/0/children/0/answer');
  });

  it('of words that nobody wrote is outdated from the start', () => {
    expect(quoted('never written')).toEqual({ text: 'never written', anchor: null });
    expect(now(SUMMARY, quoted('never written'))).toEqual({ state: 'outdated' });
  });

  it('longTexts: is found among 200,000 characters', () => {
    const filler = Array.from({ length: 15_000 }, (_, n) => `word${n % 997} and`)
      .join(' ')
      .slice(0, 195_000);
    const quote = quoteIn(
      summary(`${filler} the gateway restarted by itself. ${filler.slice(0, 4_000)}`),
      'summary',
      'the gateway restarted by itself',
    );
    const found = locate(
      summary(`${filler.slice(0, 90_000)} the gateway had restarted by itself. ${filler.slice(0, 90_000)}`),
      'summary',
      quote,
    );
    expect(found).toMatchObject({ state: 'changed', text: expect.stringContaining('restarted by itself') });
  });

  it('replaces one text and nothing else', () => {
    const before = coe({
      customerImpact: { text: 'old', experience: 'seen' },
      lessonsLearned: [{ id: 'a', text: 'x' }],
    });
    const [place] = textsOf(before, 'customerImpact');
    const after = withText(before, place?.path ?? [], 'new');
    expect(after.customerImpact).toEqual({ ...before.customerImpact, text: 'new' });
    expect({ ...after, customerImpact: before.customerImpact }).toEqual(before);
  });
});

describe('mentions', () => {
  it('are names, e-mails or ids after an @; the longest name that exists', async () => {
    const people = new Map([
      ['ada', { id: 'u1', name: 'ada' }],
      ['Ada Lovelace', { id: 'u2', name: 'Ada Lovelace' }],
      ['bo@example.org', { id: 'u3', name: 'bo' }],
    ]);
    const find = async () => people;
    const body = 'Ask @ada, @Ada Lovelace and @bo@example.org. Not mail@ada or @nobody; @ada again.';
    expect((await mentionsIn(body, 'coe', find)).map(({ id }) => id)).toEqual(['u1', 'u2', 'u3']);
    expect(mentionCandidates('no one')).toEqual([]);
    expect(mentionCandidates('@'.repeat(10_000))).toEqual([]);
  });
});
