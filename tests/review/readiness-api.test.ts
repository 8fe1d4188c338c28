import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openTestService, type TestService } from '../service.js';
import { readyCoe } from './ready-coe.js';

let api: TestService;
beforeAll(async () => {
  api = await openTestService();
});
afterAll(() => api.close());

type Found = { rule: string; why: string; place: { pointer: string; quote: string | null } };
async function findings(number: string): Promise<Found[]> {
  const { body } = await api.as().get(`coes/${number}/readiness`).expect(200);
  return [...body.blockers, ...body.warnings];
}
async function create(coe: object): Promise<string> {
  return (await api.as().post('coes').send(coe).expect(201)).body.number;
}

describe('readiness of a stored COE', () => {
  it('knows the evidence of this COE only, and agrees with the counts of the document', async () => {
    const [mine, other] = [await create({ title: 'Mine' }), await create({ title: 'Other' })];
    const csv = 'time,text\n2026-01-01T10:00:00Z,The gateway refused cards\n';
    for (const number of [mine, other])
      await api
        .as()
        .post(`coes/${number}/evidence?source=csv&map=time:time,text:text`)
        .type('text/csv')
        .send(csv)
        .expect(200);
    const idOf = async (number: string) => (await api.as().get(`coes/${number}/evidence`)).body.items[0].id as string;
    const [own, foreign] = [await idOf(mine), await idOf(other)];
    const entry = { at: '2026-01-01T10:00:00Z', text: 'The gateway refused cards', evidenceIds: [own, foreign] };
    await api
      .as()
      .patch(`coes/${mine}`)
      .set('If-Match', '*')
      .send({ timeline: [entry] })
      .expect(200);
    const unknown = (await findings(mine)).filter(({ rule }) => rule === 'citation-unknown');
    expect(unknown.map(({ place }) => place.quote)).toEqual([foreign]);
    const { readiness } = (await api.as().get(`coes/${mine}`)).body;
    expect(readiness.blockers + readiness.warnings).toBe((await findings(mine)).length);
  });

  it('shows what an earlier COE promised with its status, never from a restricted one', async () => {
    const promise = { title: 'Rotate the credentials of the ledger exporter', owner: 'ledger', dueDate: '2026-03-01' };
    const secret = { title: 'Fence the quarantined payroll shards', owner: 'payroll' };
    const earlier = await create({
      title: 'Ledger exporter lost its credentials',
      services: ['ledger'],
      actionItems: [promise],
    });
    await create({ title: 'Payroll shards', services: ['payroll'], restricted: true, actionItems: [secret] });
    const again = await create({
      title: 'Ledger exporter lost its credentials again, and payroll shards',
      services: ['ledger', 'payroll'],
      actionItems: [{ title: 'Rotate credentials of the ledger exporter' }, secret],
    });
    const repeated = (await findings(again)).filter(({ rule }) => rule === 'action-repeats-promise');
    expect(repeated.map(({ why }) => why)).toEqual([
      `${earlier} promised the same: "${promise.title}" (still open, due 2026-03-01).`,
    ]);
  });

  it('of a ready COE finds nothing but citations of evidence that was never imported', async () => {
    const number = await create(readyCoe());
    expect([...new Set((await findings(number)).map(({ rule }) => rule))]).toEqual(['citation-unknown']);
  });
});
