import { describe, expect, it } from '@jest/globals';
import type { StoredEvidenceItem } from '../../src/evidence/item.js';
import { draftTimeline } from '../../src/timeline/draft-timeline.js';
import { alarm, item, say } from './items.js';

const at = (m: number): string => new Date(Date.UTC(2024, 4, 14, 10, 0) + m * 60_000).toISOString();

/** What people would write of this incident, in our own words. */
const told: StoredEvidenceItem[] = [
  item({
    at: at(-4),
    kind: 'deploy',
    source: 'codedeploy',
    state: 'succeeded',
    subject: 'checkout-api',
    text: 'checkout-api v42 deployed',
  }),
  alarm(at(0), 'firing', 'Checkout5xxHigh'),
  say(at(3), 'sre-1', 'Looking into the checkout errors'),
  say(at(6), 'sre-1', 'Declaring a SEV2, bridge is open'),
  say(at(9), 'dev-1', 'Pool of database connections exhausted, 400 of 400'),
  say(at(12), 'sre-2', 'Status page updated'),
  say(at(15), 'dev-1', 'v42 opens a connection per request, reverting'),
  say(at(20), 'sre-1', 'not mitigated yet, errors at 9%'),
  say(at(26), 'dev-1', 'Rollback to v41 completed'),
  say(at(31), 'sre-2', 'Error rate dropping'),
  alarm(at(36), 'ok', 'Checkout5xxHigh'),
  say(at(45), 'sre-1', 'Incident resolved'),
];
const idle = [
  'morning all',
  'thanks!',
  ':eyes:',
  'lunch at 12?',
  'can someone review my PR later?',
  'any update?',
  'the coffee machine is broken again',
  'who is on call this week?',
  'ok',
  'post-mortem is scheduled for Thursday, invite follows',
  'nice work everyone',
  'I have to leave early today',
];

describe('a timeline is not a dump', () => {
  const items = [
    ...told,
    ...idle.map((text, i) => say(at(i * 4 + 1.5), 'dev-9', text)),
    ...Array.from({ length: 50 }, (_, i) =>
      item({ at: at(i), kind: 'log', source: 'ndjson', subject: 'web-1', text: `GET /health 200 in ${i} ms` }),
    ),
    ...Array.from({ length: 20 }, (_, i) =>
      item({ at: at(i), kind: 'metric', source: 'cloudwatch-metric-data', subject: 'p99', text: `p99 ${i}` }),
    ),
    item({ at: at(5), kind: 'membership', by: 'dev-9', text: 'dev-9 joined' }),
  ];
  const draft = draftTimeline(items);

  it('proposes what people would write and folds the rest with reasons', () => {
    const texts = draft.entries.map((one) => one.text);
    for (const one of told) expect(texts).toContain(one.text);
    expect(draft.entries.length).toBeLessThanOrEqual(told.length + 1);
    expect(draft.folded.map((one) => [one.reason, one.count])).toEqual([
      ['conversation that states nothing about the incident', 6],
      ['follow-up after the incident', 1],
      ['joined, left or renamed', 1],
      ['metric point', 20],
      ['question that states nothing', 4],
      ['routine log line', 50],
      ['talk that names nothing of the incident', 1],
    ]);
  });

  it('keeps every item in exactly one place', () => {
    const ids = [...draft.entries, ...draft.folded].flatMap((one) => one.evidenceIds).sort();
    expect(ids).toEqual(items.map((one) => one.id).sort());
  });

  it('proposes at most sixty of thousands, the moments among them', () => {
    const noise = Array.from({ length: 3000 }, (_, i) =>
      alarm(at(i / 70), 'firing', `Alarm${i % 700}`, { text: `Alarm${i % 700} firing` }),
    );
    const many = draftTimeline([...told, ...noise]);
    expect(many.entries.length).toBeLessThanOrEqual(60);
    const texts = new Set(many.entries.map((one) => one.text));
    expect(told.filter((one) => !texts.has(one.text)).map((one) => one.text)).toEqual([]);
    expect(many.folded.find((one) => one.reason.startsWith('less telling'))?.count).toBeGreaterThan(500);
  });
});
