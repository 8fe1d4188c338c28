import { describe, expect, it } from '@jest/globals';
import { STANDARD_QUESTIONS } from '../../src/coe/questions.js';
import { coeContentSchema } from '../../src/coe/schema.js';
import { type CountInputs, coeReadiness, READINESS_RULES, readinessOf } from '../../src/review/readiness.js';
import { storedCoe } from '../search/library.js';
import { readyCoe } from './ready-coe.js';

const cited = (text: string) => ({
  at: new Date('2026-01-01T10:00:00Z'),
  end: null,
  precision: 'minute' as const,
  text,
  subject: null,
  actor: null,
});
const context = {
  questions: STANDARD_QUESTIONS,
  people: ['Runa Baker', 'sre-1', 'Payments Team'],
  evidence: new Map([['ev_1', cited([0, 1, 2, 3, 4, 5, 6].map((step) => `Step ${step} of the incident.`).join(' '))]]),
  promises: new Map(),
};
const parts = {
  evidenceOf: async () => context.evidence,
  evidenceCount: async () => 1,
  answeredCount: async () => 0,
  remember: (_coeId: string, read: () => Promise<CountInputs>) => read(),
  promisesOf: async () => context.promises,
  ruleSettings: { current: async () => new Map() },
  waivers: { of: async () => new Map() },
};
type Content = Parameters<typeof coeContentSchema.parse>[0];
const check = (more: object = {}) => {
  const { blockers, warnings } = readinessOf(coeContentSchema.parse({ ...readyCoe(), ...more } as Content), context);
  return [...blockers, ...warnings];
};
const rulesOf = (more: object) => [...new Set(check(more).map(({ rule }) => rule))];
const quotesOf = (rule: string, summary: string) =>
  check({ summary })
    .filter((finding) => finding.rule === rule)
    .map(({ place }) => place.quote);

describe('readiness', () => {
  it('finds nothing in a COE that is ready', () => {
    expect(check()).toEqual([]);
  });

  it('finds what is missing in an empty one, each with place, reason and fix', () => {
    const { blockers, warnings } = readinessOf(coeContentSchema.parse({ title: 'x' }), context);
    expect([...new Set(blockers.map(({ rule }) => rule))]).toEqual([
      'summary-missing',
      'impact-missing',
      'timeline-missing',
      'owner-missing',
      'moment-missing',
      'halving-unanswered',
      'whys-missing',
      'actions-missing',
    ]);
    for (const { place, why, fix } of [...blockers, ...warnings]) {
      expect(place.pointer).toMatch(/^\//);
      expect(why).not.toBe('');
      expect(fix).not.toBe('');
    }
  });

  it('has rules with ids of their own', () => {
    const ids = READINESS_RULES.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('counts what it finds, the same before and after the counts are kept', async () => {
    const readiness = coeReadiness({ ...parts, questionsOf: () => STANDARD_QUESTIONS });
    const coe = storedCoe(1, { title: 'x' });
    const { blockers, warnings } = await readiness.of(coe);
    const counts = { blockers: blockers.length, warnings: warnings.length };
    expect(await readiness.counts(coe)).toEqual(counts);
    expect(await readiness.counts(coe)).toEqual(counts);
    const asksNothing = coeReadiness({ ...parts, questionsOf: () => [] });
    expect((await asksNothing.counts(coe)).blockers).toBeLessThan(counts.blockers);
  });
});

describe('blameless rules', () => {
  it.each([
    ['hindsight', 'The team should have tested it.', 'should have tested'],
    ['hindsight', "We couldn't have known, but could have been paged.", "couldn't have known"],
    ['human-error', 'The cause was human error.', 'human error'],
    ['human-error', 'This was an operator error.', 'operator error'],
    ['blame-words', 'The deployer forgot the flag.', 'forgot'],
    ['blame-words', 'The operator forgot it.', 'forgot'],
    ['blame-words', 'It was the fault of the on-call engineer.', 'fault of'],
    ['blame-words', 'A fat-fingered command ran.', 'fat-fingered'],
    ['failed-to', 'The on-call engineer repeatedly failed to escalate.', 'engineer repeatedly failed to'],
    ['failed-to', 'Then we failed to notice.', 'we failed to'],
    ['person-name', 'Then Runa Baker restarted it.', 'Runa Baker'],
    ['person-name', 'Paged @runab twice.', '@runab'],
    ['hindsight', 'The outage might have been avoided.', 'might have been avoided'],
    ['hindsight', 'It ought to have been tested.', 'ought to have been tested'],
    ['blame-words', 'Someone messed up the rotation.', 'messed up'],
    ['failed-to', 'We did not bother to read the mail.', 'We did not bother to'],
    ['person-name', 'At noon Katarzyna told the vendor.', 'Katarzyna'],
    ['person-name', 'Then she tells Chase, who restarts it.', 'Chase'],
    ['person-name', 'Niels Lunn of payments called.', 'Niels Lunn'],
    ['minimising', 'The cause was obvious.', 'obvious'],
    ['blame-words', 'The operator forgot the flag.', 'forgot'],
    ['blame-words', 'The operator fat-fingered the zone.', 'fat-fingered'],
    ['hindsight', 'It would never have happened with a test.', 'would never have happened'],
    ['failed-to', 'The DBA failed to take a backup.', 'DBA failed to'],
    ['person-name', 'Mr. Kowalczyk deployed the change.', 'Mr. Kowalczyk'],
    ['minimising', 'Obviously the flag was wrong.', 'Obviously'],
    ['minimising', 'It just needed a restart.', 'just'],
  ])('%s: %s', (rule, summary, quote) => {
    expect(quotesOf(rule, summary)[0]).toBe(quote);
  });

  it.each([
    ['hindsight', 'We should have a test for this. It would have to restart.'],
    ['human-error', 'The rate of user errors rose. User error rates doubled. It was not human error.'],
    ['blame-words', 'The disk was at fault. A segmentation fault of the parser followed.'],
    ['failed-to', 'The deploy failed to finish and users failed to log in; the team saw that the job failed to start.'],
    ['person-name', 'sre-1 of the Payments Team installed @scope/package and wrote to a@example.org.'],
    ['hindsight', 'We would have had to wait for the vendor, and it could have been worse.'],
    ['person-name', 'Jenkins and Grafana told us in May; the Ruby agent and Crystal reported to Dallas, Virginia.'],
    ['blame-words', 'Nobody wants it to be deleted by mistake.'],
    ['minimising', 'Just before noon, after it had just restarted, not just one host was clearly marked as down.'],
    ['blame-words', 'The log said "operator forgot the flag" and `mistake=1`.'],
    ['hindsight', '> you should have told us\n\nA customer wrote this.'],
  ])('%s leaves alone: %s', (rule, summary) => {
    expect(quotesOf(rule, summary)).toEqual([]);
  });

  it('spare the words of evidence and answers that have to imagine', () => {
    const entry = { id: 't9', at: '2026-01-01T11:00:30Z', text: 'I forgot to pool the host' };
    expect(rulesOf({ timeline: [...readyCoe().timeline, { ...entry, evidenceIds: ['ev_1'] }] })).toEqual([]);
    expect(rulesOf({ timeline: [...readyCoe().timeline, entry] })).toContain('blame-words');
    const answer = { answer: 'An alarm at 5% would have fired ten minutes earlier.' };
    expect(rulesOf({ responseAnalysis: { ...readyCoe().responseAnalysis, detectionHalved: answer } })).toEqual([]);
    expect(rulesOf({ responseAnalysis: { ...readyCoe().responseAnalysis, detection: answer } })).toEqual(['hindsight']);
  });

  it('say where, by a pointer that leads to the words', () => {
    const [finding] = check({ lessonsLearned: [{ text: 'Fine.' }, { text: 'Somebody was careless.' }] });
    expect(finding?.place).toEqual({ pointer: '/lessonsLearned/1/text', quote: 'careless' });
  });
});

describe('rules on the whys', () => {
  const whys = (leaf: object) => {
    const [first] = readyCoe().fiveWhys;
    return {
      fiveWhys: [
        { ...first, children: [{ ...first?.children[0], children: [leaf] }, ...(first?.children.slice(1) ?? [])] },
      ],
    };
  };
  const leaf = {
    id: 'w3',
    question: 'Why was it full?',
    answer: 'No alarm watches it.',
    evidenceIds: ['ev_1'],
    actionItemIds: ['a2'],
  };

  it.each([
    ['why-unanswered', { ...leaf, answer: '' }],
    ['why-uncited', { ...leaf, evidenceIds: [] }],
    ['why-leaf-person', { ...leaf, answer: 'The engineer on duty ran the wrong command.' }],
    ['why-leaf-person', { ...leaf, answer: 'Somebody forgot to renew it.' }],
    ['why-leaf-person', { ...leaf, answer: 'Human error by Jane Doe.' }],
    ['why-leaf-person', { ...leaf, answer: 'The root cause was an operator error.' }],
    ['why-leaf-person', { ...leaf, answer: 'A mistake of the on-call engineer.' }],
    ['why-leaf-person', { ...leaf, answer: 'Jane Doe deleted the wrong table.' }],
    ['why-leaf-person', { ...leaf, answer: 'Runa Baker.' }],
    ['why-leaf-person', { ...leaf, answer: 'The on-call engineer.' }],
    ['why-leaf-person', { ...leaf, answer: 'An SRE dropped the wrong volume.' }],
    ['why-leaf-person', { ...leaf, answer: 'It was caused by the deployment engineer.' }],
    ['why-leaf-person', { ...leaf, answer: 'The team forgot.' }],
    ['why-leaf-bug', { ...leaf, answer: 'It was a bug in the parser.' }],
    ['why-leaf-bug', { ...leaf, answer: 'The code had a bug.' }],
    ['why-leaf-without-action', { ...leaf, actionItemIds: [] }],
    ['why-unknown-action', { ...leaf, actionItemIds: ['a2', 'gone'] }],
  ])('%s', (rule, wrong) => {
    expect(rulesOf(whys(wrong))).toContain(rule);
  });

  it.each([
    [{ ...leaf, evidenceIds: [], hypothesis: true }],
    [{ ...leaf, evidenceIds: [], answer: 'Inconclusive: the logs were gone.' }],
    [{ ...leaf, actionItemIds: [], reasonWithoutAction: 'The vendor has fixed it.' }],
    [{ ...leaf, answer: 'The operator console deleted the volume without asking.' }],
    [{ ...leaf, answer: 'The team has no access to the console of the vendor.' }],
    [{ ...leaf, answer: 'It was not human error: the console asks nothing before it deletes.' }],
    [{ ...leaf, answer: 'No check in the pipeline catches a typo of an operator-supplied zone.' }],
    [{ ...leaf, answer: 'A bug in the parser that no test covers, since fixtures were copied from production once.' }],
  ])('are content with %j', (right) => {
    expect(rulesOf(whys(right)).filter((rule) => rule.startsWith('why'))).toEqual([]);
  });

  it('want three levels, and branches for detection and mitigation', () => {
    const only = [{ ...leaf, question: 'Why did it fail?', answer: 'The disk was full.' }];
    expect(rulesOf({ fiveWhys: only })).toEqual(
      expect.arrayContaining(['whys-shallow', 'whys-detection', 'whys-mitigation']),
    );
  });
});

describe('rules on action items', () => {
  const [first, ...others] = readyCoe().actionItems;
  const withItem = (more: object) => ({ actionItems: [{ ...first, ...more }, ...others] });

  it.each([
    ['action-verb-first', { title: 'Alarm on certificate expiry of checkout' }, false],
    ['action-verb-first', { title: 'Monitoring of the checkout certificate' }, true],
    ['action-verb-first', { title: 'We need an alarm on checkout' }, true],
    ['action-verb-first', { title: '**Re-deploy** the checkout proxy' }, false],
    ['action-verb-first', { title: 'Parallelise the checkout build' }, false],
    ['action-vague', { title: 'Investigate checkout latency', endState: '' }, true],
    ['action-vague', { title: 'Investigate checkout latency', endState: 'The cause is written into COE-1.' }, false],
    ['action-exhorts', { title: 'Be more careful with checkout deploys' }, true],
    ['action-exhorts', { title: 'Remind engineers to check checkout' }, true],
    ['action-exhorts', { title: 'Train the classifier of checkout' }, false],
    ['action-component', { title: 'Improve monitoring', endState: 'Better alerts.' }, true],
    ['action-component', { title: 'Add an alarm on etcd' }, false],
    ['action-end-state', { endState: ' ' }, true],
    ['action-owner', { owner: null }, true],
    ['action-due-date', { dueDate: null }, true],
    ['action-priority', { priority: null }, true],
    ['action-type', { type: null }, true],
    ['actions-detect', { status: 'cancelled' }, true],
  ])('%s %j: %s', (rule, more, found) => {
    expect(rulesOf(withItem(more)).includes(rule)).toBe(found);
  });

  it('want each to answer a why', () => {
    expect(rulesOf({ actionItems: [...readyCoe().actionItems, { ...first, id: 'a9', whyIds: ['gone'] }] })).toEqual([
      'action-without-why',
    ]);
  });

  it('want one for the answer to each halving question', () => {
    const actionItems = readyCoe().actionItems.filter((item) => item.type !== 'mitigate');
    const findings = check({ actionItems }).filter(({ rule }) => rule === 'halving-without-action');
    expect(findings.map(({ place }) => place.pointer)).toEqual(['/responseAnalysis/mitigationHalved']);
  });
});

describe('rules on completeness', () => {
  it('see impact without numbers, and accept a number in the text', () => {
    const impact = { ...readyCoe().customerImpact, minutes: null, requestsFailed: null, customersAffected: null };
    expect(rulesOf({ customerImpact: { ...impact, text: 'Many customers were affected.' } })).toEqual([
      'impact-without-numbers',
    ]);
    expect(rulesOf({ customerImpact: { ...impact, text: 'About 300 customers could not pay.' } })).toEqual([]);
  });

  it('see moments missing, unconfirmed and out of order, but let a cause be found after mitigation', () => {
    const { keyMoments } = readyCoe();
    const moments = (more: object) => rulesOf({ keyMoments: { ...keyMoments, ...more } });
    expect(moments({ detected: { at: null } })).toEqual(['moment-missing']);
    expect(moments({ detected: { state: 'notApplicable' } })).toEqual([]);
    expect(moments({ engaged: { ...keyMoments.engaged, state: 'candidate' } })).toEqual(['moment-candidate']);
    expect(moments({ mitigated: { at: '2026-01-01T09:00:00Z' } })).toEqual(['moments-out-of-order']);
    expect(moments({ diagnosed: { at: '2026-01-01T10:50:00Z' } })).toEqual([]);
  });

  it('see a long silence and name its minutes; an entry that lasts explains it', () => {
    const [start, ...rest] = readyCoe().timeline;
    const quiet = [start, ...rest.slice(-1)];
    const [finding] = check({ timeline: quiet });
    expect(finding).toMatchObject({ rule: 'gap-unexplained', place: { pointer: '/timeline/1' } });
    expect(finding?.why).toContain('(60 minutes)');
    expect(rulesOf({ timeline: [{ ...start, end: '2026-01-01T10:55:00Z' }, ...quiet.slice(1)] })).toEqual([]);
  });

  it('name each unanswered question', () => {
    const { runbook: _, ...responseAnalysis } = readyCoe().responseAnalysis;
    expect(check({ responseAnalysis })).toMatchObject([
      { rule: 'question-unanswered', place: { pointer: '/responseAnalysis/runbook' } },
    ]);
  });

  it('count timeline entries without evidence', () => {
    const timeline = readyCoe().timeline.map((entry, index) => (index === 1 ? { ...entry, evidenceIds: [] } : entry));
    expect(check({ timeline })[0]?.why).toBe(`1 of ${timeline.length} timeline entries cite no evidence.`);
  });
});

describe('rules on what is cited', () => {
  const entry = (more: object) => ({
    timeline: [
      ...readyCoe().timeline,
      { id: 't9', at: '2026-01-01T11:00:30Z', text: 'Step 6 of the incident', ...more },
    ],
  });

  it('block a citation of evidence that the COE does not have, at its place', () => {
    expect(check(entry({ evidenceIds: ['ev_1', 'ev_404'] }))).toMatchObject([
      { rule: 'citation-unknown', place: { pointer: '/timeline/7/evidenceIds/1', quote: 'ev_404' } },
    ]);
  });

  it.each([
    'Step 6 of the incident: 4,500 requests failed',
    'Step 6 of the incident, seen at 09:41 UTC',
    'Step 6 of the incident, see https://example.org/x',
  ])('see what the cited evidence does not hold: %s', (text) => {
    expect(check(entry({ text, evidenceIds: ['ev_1'] })).map(({ rule }) => rule)).toEqual(['ungrounded-claim']);
  });

  it('re-check what prose cites in brackets, sentence by sentence, and quote it', () => {
    const summary =
      'It began at 09:41, as everybody knew. Step 6 of the incident (10:00). [ev_1] Step 5 hit 4,500 requests [ev_1]. See [ev_1](https://e.org).';
    expect(check({ summary })).toMatchObject([
      {
        rule: 'ungrounded-claim',
        place: { pointer: '/summary', quote: 'Step 5 hit 4,500 requests' },
        why: 'The sentence states a number that the evidence it cites does not hold.',
      },
    ]);
    const { customerImpact } = readyCoe();
    const background = '- Step 6 was seen [ev_404, ev_1] at 09:41 UTC\n- Step 5 [ev_405]\n[ev_1]';
    const more = {
      background,
      customerImpact: { ...customerImpact, text: `${customerImpact.text} From 08:00 [ev_1]` },
    };
    const found = check(more).map(({ rule, place }) => [rule, place.pointer, place.quote]);
    expect(found).toEqual([
      ['citation-unknown', '/background', 'ev_404'],
      ['citation-unknown', '/background', 'ev_405'],
      ['ungrounded-claim', '/background', 'Step 6 was seen [ev_404, ev_1] at 09:41 UTC'],
      ['ungrounded-claim', '/customerImpact/text', 'From 08:00'],
    ]);
  });

  it('count nothing for a claim that shows as many citations as a draft shows', () => {
    const evidence = new Map(
      ['ev_1', 'ev_2', 'ev_3', 'ev_4'].map((id, i) => [id, { ...cited(`Step ${i}`), at: new Date(i * 60_000) }]),
    );
    const wrong = (summary: string) => {
      const entry = { id: 't9', at: '2026-01-01T11:00:30Z', text: 'Step 3', evidenceIds: ['ev_4'] };
      const content = coeContentSchema.parse({
        ...readyCoe(),
        summary,
        timeline: [...readyCoe().timeline, entry],
      } as Content);
      return readinessOf(content, { ...context, evidence }).warnings.filter(
        ({ rule, place }) => rule === 'ungrounded-claim' && place.pointer === '/summary',
      );
    };
    expect(wrong('14 steps until 00:03 [ev_1] [ev_2] [ev_3]')).toEqual([]);
    expect(wrong('14 steps until 00:07 [ev_1] [ev_2] [ev_3]')).toHaveLength(1);
    expect(wrong('14 steps until 00:01 [ev_1] [ev_2]')).toHaveLength(1);
  });

  it('say what an earlier COE promised and what became of it, until the item cites that COE', () => {
    const prior = { coe: 'COE-7', title: 'Add an alarm', status: 'open', dueDate: '2025-11-01', answered: true };
    const promises = new Map([['a1', prior]]);
    const repeated = (citedCoes: string[]) => {
      const [first, ...others] = readyCoe().actionItems;
      const content = { ...readyCoe(), actionItems: [{ ...first, citedCoes }, ...others] } as Content;
      return readinessOf(coeContentSchema.parse(content), { ...context, promises }).warnings;
    };
    expect(repeated([])).toMatchObject([
      { rule: 'action-repeats-promise', why: 'COE-7 promised the same: "Add an alarm" (still open, due 2025-11-01).' },
    ]);
    expect(repeated(['COE-7'])).toEqual([]);
  });

  it('block while an unfinished promise of an earlier COE has no answer', () => {
    const blockers = (status: string, answered: boolean) => {
      const prior = { coe: 'COE-7', title: 'Add an alarm', status, dueDate: null, answered };
      const promises = new Map([['a1', prior]]);
      return readinessOf(coeContentSchema.parse(readyCoe()), { ...context, promises }).blockers.map(({ rule }) => rule);
    };
    expect(blockers('open', false)).toEqual(['promise-unanswered']);
    expect(blockers('inProgress', false)).toEqual(['promise-unanswered']);
    expect(blockers('open', true)).toEqual([]);
    expect(blockers('done', false)).toEqual([]);
  });
});

describe('rules on order and halving', () => {
  it('see an entry that stands after a later one', () => {
    const timeline = readyCoe().timeline.map((entry, index) =>
      index === 3 ? { ...entry, at: '2026-01-01T10:19:00Z', end: '2026-01-01T10:30:00Z' } : entry,
    );
    expect(check({ timeline })).toMatchObject([{ rule: 'timeline-out-of-order', place: { pointer: '/timeline/3' } }]);
  });

  it('ask for no action where the answer says that nothing would halve the time', () => {
    const actionItems = readyCoe().actionItems.filter((item) => item.type !== 'mitigate');
    const mitigationHalved = { answer: 'Nothing would: the vendor acts within its contract.' };
    const responseAnalysis = { ...readyCoe().responseAnalysis, mitigationHalved };
    expect(rulesOf({ actionItems, responseAnalysis })).not.toContain('halving-without-action');
  });
});
