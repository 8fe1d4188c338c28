import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openTestService, type TestService } from '../service.js';
import { answerIn, incidentIn, inSection, type Row, type Suggested } from './incident-service.js';

let service: TestService;
beforeAll(async () => {
  service = await openTestService();
});
afterAll(() => service.close());

type Draft = {
  suggestions: Suggested[];
  gaps: { from: string; to: string; seconds: number }[];
  folded: { reason: string; count: number }[];
  facts: { name: string; value: number }[];
  warnings: string[];
};
const day = '2026-08-12';
const at = (clock: string) => `${day}T${clock}:00Z`;
const row = (clock: string, text: string, more: Partial<Row> = {}): Row => ({ at: at(clock), text, ...more });
const change = (clock: string, text: string) => row(clock, text, { kind: 'change', actor: 'Rune' });
const alarm = (clock: string, state: string, subject = 'basket-errors') =>
  row(clock, `Alarm ${subject} ${state}`, { kind: 'alarm', subject, state, severity: 'critical' });
const draftOf = async (rows: Row[], content = {}): Promise<Draft> => (await incidentIn(service, rows, content)).draft();
const textsOf = (draft: Draft, section: string) =>
  inSection(draft, section).map(({ content }) => String(content.text ?? content.title ?? content.answer));

/** Changes of three kinds before impact, one hours before, one after, one only talked of. */
const CHANGES: Row[] = [
  change('05:10', 'Config change: cache ttl of basket set to 60'),
  row('09:12', 'Deployed basket v71', { kind: 'deploy', state: 'succeeded', actor: 'Rune' }),
  change('09:31', 'Config change: pool size of basket set to 5'),
  change('09:52', 'Feature flag quick-basket turned on for 100% of users'),
  row('09:55', 'we will deploy v72 after lunch', { kind: 'message', actor: 'Asta' }),
  alarm('10:00', 'ALARM'),
  row('10:03', 'acknowledged, looking into it', { kind: 'message', actor: 'Asta' }),
  row('10:10', 'Deployed basket v73 with more logging', { kind: 'deploy', state: 'succeeded', actor: 'Rune' }),
  change('11:20', 'Feature flag quick-basket turned off'),
  alarm('11:22', 'OK'),
  row('11:30', 'incident resolved', { kind: 'message', actor: 'Asta' }),
];

describe('suspects', () => {
  it('are deploys, configuration and flags within the window before impact, the nearest first', async () => {
    const answer = answerIn(await draftOf(CHANGES), 'changeUnderWay');
    const text = String(answer?.content.answer);
    const places = ['quick-basket turned on', 'pool size of basket', 'basket v71'].map((name) => text.indexOf(name));
    expect(places.every((place) => place >= 0)).toBe(true);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    for (const other of ['cache ttl', 'v72', 'v73', 'turned off']) expect(text).not.toContain(other);
    expect(answer?.claims.every(({ evidenceIds }) => evidenceIds.length > 0)).toBe(true);
  });

  it('are never called the cause', async () => {
    const draft = await draftOf(CHANGES);
    const answer = answerIn(draft, 'changeUnderWay');
    for (const { text } of answer?.claims ?? []) expect(text).toContain('A suspect only.');
    const claims = draft.suggestions.flatMap((one) => one.claims.map(({ text }) => text));
    for (const text of claims) expect(text).not.toMatch(/\b(?:because of|caused by|due to|root cause)\b/i);
    const whys = JSON.stringify(inSection(draft, 'fiveWhys').map(({ content }) => content));
    expect(whys).toMatch(/"answer":"Suspect: [^"]*quick-basket turned on[^"]*","hypothesis":true/);
  });

  it('turned off again are a way back, and the reach of a flag is no number of customers', async () => {
    const draft = await draftOf(CHANGES);
    expect(String(answerIn(draft, 'rollback')?.content.answer)).toContain('quick-basket turned off');
    expect(textsOf(draft, 'actionItems').join('\n')).not.toContain('a rollback that one person can run');
    expect(draft.facts.map(({ name }) => name)).not.toContain('shareAffected');
  });

  it('are none where the evidence has no change', async () => {
    const draft = await draftOf([alarm('10:00', 'ALARM'), alarm('10:30', 'OK')]);
    expect(answerIn(draft, 'changeUnderWay')).toBeUndefined();
    expect(draft.warnings.join('\n')).toContain('Was a change under way');
  });
});

describe('gaps', () => {
  it('are silences longer than fifteen minutes or a fifth of the incident, to the second', async () => {
    const { gaps } = await draftOf(CHANGES);
    expect(gaps).toEqual([{ from: `${day}T10:10:00.000Z`, to: `${day}T11:20:00.000Z`, seconds: 4200 }]);
  });
});

describe('what went well', () => {
  it('a fast acknowledgement, an alarm before customers and a rollback that worked, each with its evidence', async () => {
    const draft = await draftOf([
      row('13:50', 'Deployed gateway v8', { kind: 'deploy', state: 'succeeded', actor: 'Rune' }),
      alarm('14:00', 'ALARM', 'gateway-5xx'),
      row('14:02', 'page acknowledged', { kind: 'page', state: 'acknowledged', actor: 'Asta' }),
      row('14:05', 'customers report errors at checkout', { kind: 'message', actor: 'Bodil' }),
      row('14:09', 'Rollback of gateway to v7 completed', { kind: 'deploy', state: 'succeeded', actor: 'Rune' }),
      alarm('14:11', 'OK', 'gateway-5xx'),
    ]);
    const praise = textsOf(draft, 'whatWentWell').join('\n');
    expect(praise).toMatch(/An alarm came at 14:00 UTC, 5 minutes earlier than the first report by people/);
    expect(praise).toMatch(/People were on it at 14:02 UTC, 2 minutes after/);
    expect(praise).toMatch(/The way back was there at 14:09 UTC, 9 minutes after detection/);
    for (const { claims } of inSection(draft, 'whatWentWell'))
      for (const { evidenceIds, flags } of claims) expect([evidenceIds.length > 0, flags]).toEqual([true, []]);
  });

  it('says nothing of a slow answer and a failed rollback', async () => {
    const draft = await draftOf([
      row('13:50', 'Deployed gateway v8', { kind: 'deploy', state: 'succeeded', actor: 'Rune' }),
      row('14:00', 'customers report errors at checkout', { kind: 'message', actor: 'Bodil' }),
      alarm('14:20', 'ALARM', 'gateway-5xx'),
      row('14:45', 'page acknowledged', { kind: 'page', state: 'acknowledged', actor: 'Asta' }),
      row('14:50', 'Rollback of gateway failed', { kind: 'deploy', state: 'failed', actor: 'Rune' }),
    ]);
    expect(textsOf(draft, 'whatWentWell')).toEqual([]);
    expect(draft.warnings.join('\n')).toContain('What went well?');
  });
});

describe('the monitoring gap', () => {
  it('is an action when people noticed and no alarm is in the evidence, also from a ticket alone', async () => {
    const draft = await draftOf([
      row('08:00', 'OPS-9 created: exports arrive empty', { kind: 'ticket', state: 'open', actor: 'Desk' }),
      row('08:30', 'OPS-9 taken', { kind: 'ticket', state: 'in progress', actor: 'Lior' }),
      row('09:10', 'OPS-9 closed', { kind: 'ticket', state: 'resolved', actor: 'Lior' }),
    ]);
    const gap = inSection(draft, 'actionItems').find(({ content }) =>
      String(content.title).includes('no alarm in the evidence'),
    );
    expect(gap?.claims[0]?.evidenceIds).toHaveLength(1);
  });

  it('is none when an alarm saw it', async () => {
    const titles = textsOf(await draftOf(CHANGES), 'actionItems').join('\n');
    expect(titles).not.toContain('no alarm in the evidence');
  });
});

describe('impact', () => {
  it('does not begin where somebody says that it is still broken', async () => {
    const draft = await draftOf([
      alarm('10:00', 'ALARM'),
      row('10:05', 'acknowledged', { kind: 'page', state: 'acknowledged', actor: 'Asta' }),
      row('10:40', 'not fixed yet, still seeing timeouts', { kind: 'message', actor: 'Asta' }),
      row('11:00', 'closed', { kind: 'page', state: 'resolved', actor: 'Asta' }),
    ]);
    const summary = textsOf(draft, 'summary').join(' ');
    expect(summary).toContain('The first alarm came at 10:00 UTC');
    expect(summary).not.toContain('impact began');
  });
});

describe('questions that evidence does not answer', () => {
  it('are listed as warnings, and no longer once a person answered', async () => {
    const incident = await incidentIn(service, CHANGES);
    const question = 'The evidence does not answer: Was this scenario in an Operational Readiness Review?';
    const first = await incident.draft();
    expect(first.warnings).toContain(question);
    const { questions } = (await service.as().get('coe-questions')).body;
    const asked = (questions as { id: string; text: string }[]).find(({ text }) => question.endsWith(text));
    await incident.patch({ postIncidentAnalysis: { [asked?.id as string]: { answer: 'No.' } } });
    expect((await incident.draft()).warnings).not.toContain(question);
  });
});

describe('folding', () => {
  it('keeps at most sixty entries of a thousand items and counts the rest with reasons', async () => {
    const noise = Array.from(
      { length: 1000 },
      (_, i): Row => ({
        at: new Date(Date.parse(at('09:00')) + i * 9000).toISOString(),
        text: `GET /basket/${i} 200 in ${i % 90} ms`,
        kind: 'log',
        subject: `web-${i % 7}`,
      }),
    );
    const draft = await draftOf([...CHANGES, ...noise]);
    const entries = inSection(draft, 'timeline');
    expect(entries.length).toBeLessThanOrEqual(60);
    for (const text of ['quick-basket turned on', 'basket-errors', 'incident resolved'])
      expect(entries.some(({ content }) => String(content.text).includes(text))).toBe(true);
    const folded = draft.folded.reduce((sum, { count }) => sum + count, 0);
    const shown = entries.reduce((sum, { content }) => sum + Number(content.count), 0);
    expect(folded + shown).toBe(CHANGES.length + noise.length);
    expect(draft.folded.every(({ reason }) => reason.length > 3)).toBe(true);
  });
});

describe('more series than the back-test tries', () => {
  it('are named in a warning', async () => {
    const incident = await incidentIn(service, CHANGES);
    const evidenceIds = [(await incident.get('/evidence')).items[0].id];
    const recorded = (clock: string) => ({ at: at(clock), evidenceIds });
    const [impactStart, detected, mitigated] = ['09:52', '10:00', '11:20'].map(recorded);
    await incident.patch({ keyMoments: { impactStart, detected, mitigated } });
    const names = Array.from({ length: 14 }, (_, i) => `series${i}`);
    const lines = Array.from({ length: 150 }, (_, i) =>
      [new Date(Date.parse(at('09:00')) + i * 60_000).toISOString(), ...names.map(() => (i > 52 ? 9 : 1))].join(','),
    );
    const sent = await service
      .as()
      .post(`coes/${incident.coe}/metrics`)
      .set('Content-Type', 'text/csv')
      .send([['time', ...names].join(','), ...lines].join('\n'));
    expect(sent.body.metrics).toHaveLength(14);
    const { warnings } = await incident.draft(['responseAnalysis']);
    const told = (warnings as string[]).find((warning) => warning.startsWith('The alarm back-test tried 12 series'));
    expect(told?.match(/series\d+/g)).toHaveLength(2);
  });
});
