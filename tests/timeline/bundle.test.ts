import { describe, expect, it } from '@jest/globals';
import { checkClaim } from '../../src/claims/check-claim.js';
import { draftTimeline } from '../../src/timeline/draft-timeline.js';
import { bundle } from './bundle.js';
import { shuffled } from './items.js';

const iso = (at: Date | null | undefined): string | null => at?.toISOString().replace('.000Z', 'Z') ?? null;

describe('a real incident through four sources', () => {
  const draft = draftTimeline(bundle());

  it('makes 24 entries of 27 records and folds the join', () => {
    expect(draft.entries).toHaveLength(24);
    expect(draft.folded).toEqual([expect.objectContaining({ reason: 'joined, left or renamed', count: 1 })]);
  });

  it('joins the resent alert and the bot that repeats it into one entry with all three ids', () => {
    const entry = draft.entries.find((one) => iso(one.at) === '2020-01-08T15:08:00Z');
    expect(entry).toMatchObject({ kind: 'detection', count: 3, actor: 'monitoring', keyMoment: 'detected' });
    expect(entry?.evidenceIds).toHaveLength(3);
  });

  it('finds the moments the incident report states, and abstains on the others', () => {
    const { impactStart, detected, engaged, diagnosed, mitigated, resolved } = draft.keyMoments;
    expect(iso(detected.at)).toBe('2020-01-08T15:08:00Z');
    expect(impactStart.at).toBeNull();
    expect(iso(impactStart.candidates[0]?.at)).toBe('2020-01-08T15:06:00Z');
    expect(mitigated.at).toBeNull();
    expect(mitigated.candidates.map((one) => iso(one.at))).toEqual(['2020-01-08T15:26:00Z']);
    expect(resolved.at).toBeNull();
    expect(resolved.candidates.map((one) => iso(one.at))).toEqual(['2020-01-08T15:48:02Z', '2020-01-08T15:30:00Z']);
    expect([engaged.at, engaged.candidates, diagnosed.at, diagnosed.candidates]).toEqual([null, [], null, []]);
  });

  it('gives the kinds people gave', () => {
    const kinds = draft.entries.map((one) => `${iso(one.at)?.slice(11, 16)} ${one.kind}`);
    expect(kinds).toEqual([
      '15:04 trigger',
      '15:06 impact',
      '15:08 detection',
      '15:11 diagnosis',
      '15:11 action',
      '15:17 diagnosis',
      '15:19 diagnosis',
      '15:20 impact',
      '15:22 impact',
      '15:23 impact',
      '15:23 diagnosis',
      '15:24 action',
      '15:25 action',
      '15:26 mitigation',
      '15:29 recovery',
      '15:30 diagnosis',
      '15:30 recovery',
      '15:36 action',
      '15:36 action',
      '15:37 action',
      '15:41 action',
      '15:43 action',
      '15:45 action',
      '15:46 resolution',
    ]);
  });

  it('keeps the stated completion of a restart as the end of its entry', () => {
    const ends = draft.entries
      .filter((one) => one.text.startsWith('ats-tls'))
      .map((one) => iso(one.end)?.slice(11, 19));
    expect(ends).toEqual(['15:37:43', '15:37:00', '15:41:29', '15:43:14', '15:46:45', '15:48:02']);
  });

  it('finds no gap in 42 busy minutes', () => {
    expect(draft.gaps).toEqual([]);
  });

  it('says the same whatever the ids and the order of import', () => {
    const bare = (seed: number): unknown => {
      const { entries, keyMoments, gaps, folded, warnings } = draftTimeline(shuffled(bundle(), seed));
      const without = (value: unknown): unknown =>
        JSON.parse(
          JSON.stringify(value, (key, inner: unknown) => (key === 'evidenceIds' ? (inner as string[]).length : inner)),
        );
      return without({ entries, keyMoments, gaps, folded, warnings });
    };
    const first = bare(1);
    for (const seed of [2, 3, 4, 5, 6, 7]) expect(bare(seed)).toEqual(first);
  });

  it('words every entry so that its own citations carry it', () => {
    const items = bundle();
    const evidence = new Map(items.map((one) => [one.id, { ...one, actor: one.actor?.name ?? null }]));
    for (const { text, at, evidenceIds } of draftTimeline(items).entries) {
      const claim = checkClaim({ text, at: at.toISOString(), evidenceIds, coeIds: [], kind: 'fact' }, evidence);
      expect([text, claim.status, claim.flags]).toEqual([text, 'supported', []]);
    }
  });

  it('accounts for every item once', () => {
    const items = bundle();
    const { entries, folded } = draftTimeline(items);
    const told = [...entries, ...folded].flatMap((one) => one.evidenceIds).sort();
    expect(told).toEqual(items.map((one) => one.id).sort());
  });
});
