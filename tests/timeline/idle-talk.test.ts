import { describe, expect, it } from '@jest/globals';
import type { StoredEvidenceItem } from '../../src/evidence/item.js';
import { draftTimeline } from '../../src/timeline/draft-timeline.js';
import { alarm, say } from './items.js';

const DAY = Date.parse('2025-06-19T08:00:00Z');
const later = (minutes: number): string => new Date(DAY + minutes * 60_000).toISOString();

/** Half a day of a channel in which people also talk about their own broken, slow, fixed and deployed things. */
function officeTalk(): StoredEvidenceItem[] {
  const people = ['responder-4', 'responder-5', 'responder-6', 'responder-7'];
  const things = ['the intranet', 'the budget sheet', 'the data catalog', 'the badge reader'];
  const frames = [
    (thing: string) => `I think ${thing} needs a new owner`,
    () => 'my build is slow today',
    (thing: string) => `finally deployed my blog, wrote about ${thing}`,
    (thing: string) => `I moved ${thing} to next week`,
    () => 'the wiki search is so slow',
    (thing: string) => `I fixed the bug in ${thing} locally, PR tomorrow`,
  ];
  return Array.from({ length: 120 }, (_, i) =>
    say(later(4 * i + 1), people[(i * 7) % 4] ?? '', frames[(i * 5) % 6]?.(things[(i * 3) % 4] ?? '') ?? ''),
  );
}

const incident = [
  alarm(later(200), 'firing', 'ledger availability'),
  say(later(204), 'responder-1', 'I am on it, pods keep dying'),
  say(later(211), 'responder-1', 'heap is 2G but the limit is 1G'),
  say(later(214), 'responder-2', 'logins fail with 503 as well'),
  say(later(222), 'responder-1', 'rolling back to 3.8.4'),
  say(later(226), 'responder-1', 'skipping the broken message by hand'),
  say(later(231), 'responder-1', 'ledger postings go through again'),
  alarm(later(233), 'ok', 'ledger availability'),
  say(later(245), 'responder-1', 'all clear'),
];

/** Sentences that never repeat as a whole, by the responders themselves, in a channel's usual words. */
function gossip(): StoredEvidenceItem[] {
  const who = ['our landlord', 'procurement', 'the new intern', 'the cafeteria', 'legal'];
  const did = ['rejected', 'lost', 'restarted', 'found', 'approved', 'sent', 'changed'];
  const what = ['the style guide', 'the photo wall', 'the slide template', 'the travel policy'];
  const speakers = ['responder-1', 'responder-2', 'responder-3'];
  return Array.from({ length: 100 }, (_, i) =>
    say(
      later(5 * i + 2),
      speakers[i % 3] ?? '',
      `${who[i % 5]} ${did[i % 7]} ${what[i % 4]} ${i % 3 ? 'as usual' : ''}`,
    ),
  );
}

describe('gossip of the very people who respond', () => {
  it('is folded, since its words stand at any other hour too', () => {
    const texts = draftTimeline([...incident, ...gossip()]).entries.map((one) => one.text);
    for (const { text } of incident) expect(texts).toContain(text);
    expect(texts.length - incident.length).toBeLessThanOrEqual(2);
  });
});

describe('a channel that is mostly small talk', () => {
  const draft = draftTimeline([...incident, ...officeTalk()]);
  const texts = draft.entries.map((one) => one.text);

  it('proposes what was said about the incident', () => {
    for (const { text } of incident) expect(texts).toContain(text);
  });

  it('proposes hardly anything else, although it sounds technical', () => {
    expect(texts.length - incident.length).toBeLessThanOrEqual(2);
  });

  it('takes no moment from it', () => {
    const { detected, engaged, mitigated, resolved } = draft.keyMoments;
    expect(detected.at?.toISOString()).toBe(later(200));
    expect(engaged.candidates[0]?.at?.toISOString()).toBe(later(204));
    expect(mitigated.candidates[0]?.at?.toISOString()).toBe(later(231));
    expect(resolved.candidates[0]?.at?.toISOString()).toBe(later(245));
  });

  it('keeps everything that sounds technical in a channel of one incident', () => {
    const small = draftTimeline([...incident, say(later(224), 'responder-9', 'the wiki search is so slow')]);
    expect(small.entries.map((one) => one.text)).toContain('the wiki search is so slow');
  });
});
