import { describe, expect, it } from '@jest/globals';
import type { DraftEntry } from '../../src/timeline/draft.js';
import { draftTimeline } from '../../src/timeline/draft-timeline.js';
import { findGaps } from '../../src/timeline/gaps.js';
import { alarm, item, say } from './items.js';

const minutes = (m: number): number => m * 60_000;
const entry = (m: number, more: Partial<DraftEntry> = {}): DraftEntry => ({
  at: new Date(minutes(m)),
  end: null,
  precision: 'second',
  text: '',
  kind: 'note',
  actor: null,
  keyMoment: null,
  count: 1,
  evidenceIds: [],
  rule: '',
  ...more,
});
const gaps = (entries: DraftEntry[], to: number): number[][] =>
  findGaps(entries, 0, minutes(to)).map((gap) => [
    gap.from.getTime() / 60_000,
    gap.to.getTime() / 60_000,
    gap.seconds / 60,
  ]);

describe('gaps', () => {
  it('are silences longer than 15 minutes in a short incident', () => {
    expect(gaps([entry(0), entry(15), entry(31), entry(60)], 60)).toEqual([
      [15, 31, 16],
      [31, 60, 29],
    ]);
  });

  it('are silences longer than a fifth of a long incident', () => {
    expect(gaps([entry(0), entry(60), entry(121), entry(300)], 300)).toEqual([
      [60, 121, 61],
      [121, 300, 179],
    ]);
  });

  it('do not cover an entry that lasts', () => {
    expect(gaps([entry(0, { end: new Date(minutes(25)) }), entry(30), entry(40)], 40)).toEqual([]);
  });

  it('lie inside the incident and are not bounded by days', () => {
    expect(gaps([entry(-60), entry(0), entry(10, { precision: 'day' }), entry(20), entry(90)], 30)).toEqual([
      [0, 20, 20],
    ]);
  });
});

describe('impossible times', () => {
  it('are said in a warning', () => {
    const draft = draftTimeline([
      alarm('2024-05-14T10:00:00Z', 'firing', 'Api5xx'),
      say('2024-05-14T10:30:00Z', 'sre-1', 'Incident resolved'),
      say('2024-05-14T11:00:00Z', 'sre-1', 'Mitigated, errors are at zero'),
    ]);
    expect(draft.warnings).toEqual([
      expect.stringContaining('resolved (2024-05-14T10:30:00.000Z) comes before mitigated'),
    ]);
  });

  it('an end before its start is left out and said', () => {
    const draft = draftTimeline([
      item({ at: '2024-05-14T10:00:00Z', end: '2024-05-14T09:00:00Z', kind: 'note', text: 'Database failed' }),
    ]);
    expect(draft.entries[0]?.end).toBeNull();
    expect(draft.warnings).toEqual(['1 evidence item ends before its start; the end is left out.']);
  });
});

describe('nothing', () => {
  it('is drafted of nothing', () => {
    const draft = draftTimeline([]);
    expect([draft.entries, draft.gaps, draft.folded, draft.warnings]).toEqual([[], [], [], []]);
    for (const moment of Object.values(draft.keyMoments)) expect([moment.at, moment.candidates]).toEqual([null, []]);
  });
});
