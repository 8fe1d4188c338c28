import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MINUTE, NOON } from '../metrics/points.js';
import { openTestService, type TestService } from '../service.js';
import { answerIn, incidentIn } from './incident-service.js';

let service: TestService;
beforeAll(async () => {
  service = await openTestService();
});
afterAll(() => service.close());

const DAY = 1440;
const stamp = (minute: number) => new Date(NOON + minute * MINUTE).toISOString();
const rowsFrom = (start: number) => [
  {
    at: stamp(start + 40),
    kind: 'alarm',
    state: 'firing',
    subject: 'CheckoutErrors',
    text: 'CheckoutErrors is firing',
  },
  { at: stamp(start + 42), kind: 'message', actor: 'sre-1', text: 'looking into it' },
  { at: stamp(start + 60), kind: 'alarm', state: 'ok', subject: 'CheckoutErrors', text: 'CheckoutErrors is OK' },
];

/** Quiet days at 1 with a blip of 9 a day, then 40 for an hour. */
function csv(days: number, name = 'errors'): string {
  const values: number[] = Array.from({ length: days * DAY + 120 }, (_, i) => (i % DAY === 600 ? 9 : 1));
  for (let i = days * DAY; i < days * DAY + 60; i++) values[i] = 40;
  return `time,${name}\n${values.map((value, i) => `${stamp(i)},${value}`).join('\n')}`;
}

async function incident(days: number, moments: boolean) {
  const start = days * DAY;
  const recorded = (minute: number, evidenceIds: string[]) => ({ at: stamp(minute), evidenceIds });
  const made = await incidentIn(service, rowsFrom(start));
  if (moments) {
    const [alarm, , ok] = (await made.get('/evidence')).items as { id: string }[];
    await made.patch({
      keyMoments: {
        impactStart: recorded(start, [alarm?.id ?? '']),
        detected: recorded(start + 40, [alarm?.id ?? '']),
        mitigated: recorded(start + 60, [ok?.id ?? '']),
      },
    });
  }
  return {
    ...made,
    metrics: (body: string) => service.as().post(`coes/${made.coe}/metrics`).set('Content-Type', 'text/csv').send(body),
  };
}

describe('the halving question with series imported', () => {
  it('offers the best alternative with numbers and cost, and cites the metric', async () => {
    const { coe, metrics, draft, accept, get } = await incident(8, true);
    expect((await metrics(csv(8))).status).toBe(200);
    const suggested = answerIn(await draft(['responseAnalysis']), 'detectionHalved');
    const answer = String(suggested?.content.answer);
    expect(answer).toMatch(
      /An alarm on “errors” > 30\.3 for 1 of 1 periods of 1 min would have fired at 2026-03-12 12:01:00 UTC/,
    );
    expect(answer).toContain('1 min after impact began and 39 min before the actual detection');
    expect(answer).toContain('Its cost: 0 false alarms in 8 d 1 h of data outside the incident.');
    expect(answer).toContain('cuts the time to detect at least in half');
    const claims = suggested?.claims ?? [];
    expect(claims.flatMap(({ flags }) => flags)).toEqual([]);
    const cited = claims.flatMap(({ evidenceIds }) => evidenceIds).find((id) => id.startsWith('ev_m')) ?? '';
    expect(await get(`/evidence/${cited}`)).toMatchObject({ kind: 'metric', subject: 'errors' });

    await accept(suggested?.id ?? '');
    const { text: report } = await service.as().get(`coes/${coe}/report.md?draft=true`);
    expect(report).toMatch(/\| \[E\d+\] \| table \| .* \| Metric errors: 11,640 points from 2026-03-04 12:00 to/);
    const page = await service.as().get(`/coes/${coe}`);
    expect(page.text).toContain('Metric errors: 11,640 points');
    const pdf = await service.as().get(`coes/${coe}/report.pdf?draft=true`).buffer(true);
    expect(pdf.status).toBe(200);
  });

  it('calls nothing best with under seven days outside the incident, and shows what would have fired', async () => {
    const { metrics, draft } = await incident(3, true);
    await metrics(csv(3));
    const suggested = answerIn(await draft(['responseAnalysis']), 'detectionHalved');
    const answer = String(suggested?.content.answer);
    expect(answer).toContain(
      'Only 3 d 1 h of data lie outside the incident; nothing is called best with under seven days.',
    );
    expect(answer.match(/would have fired/g)?.length).toBeGreaterThan(1);
    expect(answer).not.toContain('in half');
    expect(suggested?.claims.flatMap(({ flags }) => flags)).toEqual([]);
  });

  it('says so when no alarm on the series would have fired earlier', async () => {
    const { metrics, draft } = await incident(1, true);
    await metrics(`time,flat\n${Array.from({ length: 1500 }, (_, i) => `${stamp(i)},1`).join('\n')}`);
    const suggested = answerIn(await draft(['responseAnalysis']), 'detectionHalved');
    expect(suggested?.content.answer).toMatch(
      /No alarm that was tried on “flat” would have fired before the detection at/,
    );
    expect(suggested?.claims.flatMap(({ flags }) => flags)).toEqual([]);
  });

  it('is an inference against moments that are only candidates', async () => {
    const made = await incident(8, false);
    await made.metrics(csv(8));
    await made.add([
      { at: stamp(8 * DAY + 30), kind: 'log', subject: 'web-1', text: 'checkout failed with errors since 12:00' },
    ]);
    const suggested = answerIn(await made.draft(['responseAnalysis']), 'detectionHalved');
    const replayed = suggested?.claims.filter(({ text }) => text.includes('would have fired')) ?? [];
    for (const { status } of replayed) expect(status).toBe('inference');
  });

  it('stays the answer from signals without series, and is drafted anew when series come', async () => {
    const { metrics, draft } = await incident(8, true);
    const before = answerIn(await draft(['responseAnalysis']), 'detectionHalved');
    expect(before?.content.answer).toContain('There is no earlier signal in the evidence');
    await metrics(csv(8));
    const after = answerIn(await draft(['responseAnalysis']), 'detectionHalved');
    expect(after?.content.answer).toContain('would have fired');
  });
});

describe('an approval covers what a chart draws', () => {
  it('points imported later change the content hash, the same points do not', async () => {
    const { coe, metrics, patch, get } = await incident(1, true);
    await patch({ charts: [{ id: 'c', title: 'Errors', metricId: 'errors' }] });
    const none = await get('');
    expect(none.charts[0].dataHash).toBeNull();
    await metrics(csv(1));
    const first = await get('');
    expect(first.charts[0].dataHash).toMatch(/^[0-9a-f]{32}$/);
    expect(first.contentHash).not.toBe(none.contentHash);
    await metrics(csv(1));
    expect((await get('')).contentHash).toBe(first.contentHash);
    expect((await get('')).version).toBe(first.version);
    await metrics(`time,errors\n${stamp(3000)},7\n${stamp(3001)},7`);
    expect((await get('')).contentHash).not.toBe(first.contentHash);
    const forged = await patch({ charts: [{ id: 'c', title: 'Errors', metricId: 'errors', dataHash: 'mine' }] });
    expect(forged.body.charts[0].dataHash).not.toBe('mine');
    const { items } = (await service.as().get(`coes/${coe}/revisions`)).body;
    expect(items.map(({ type }: { type: string }) => type)).toContain('metrics.imported');
  });
});
