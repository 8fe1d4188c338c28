import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newUser } from '../review/new-user.js';
import { openTestService, type TestService } from '../service.js';

let api: TestService;
beforeAll(async () => {
  api = await openTestService();
});
afterAll(() => api.close());

type Service = {
  id: string;
  name: string;
  aliases: string[];
  coes: number;
  registeredBy: string;
  mergedInto: string | null;
};
const list = async (query = '', token?: string) =>
  (await api.as(token).get(`services${query}`).expect(200)).body.items as Service[];
const named = async (name: string, token?: string) => (await list('', token)).find((service) => service.name === name);
const create = async (more: object) => (await api.as().post('coes').send(more).expect(201)).body.number as string;
const listed = async (service: string) =>
  (
    await api
      .as()
      .get(`coes?service=${encodeURIComponent(service)}`)
      .expect(200)
  ).body.items.map(({ number }: { number: string }) => number);

describe('the register of services', () => {
  it('is seeded from use, once for each way of writing a name', async () => {
    const first = await create({ title: 'One', services: ['Checkout API'] });
    const second = await create({ title: 'Two', services: ['checkout-api'] });
    const found = (await list()).filter(({ name }) => /checkout/i.test(name));
    expect(found).toMatchObject([{ registeredBy: 'use', coes: 2 }]);
    expect((await listed('CHECKOUT API')).sort()).toEqual([first, second].sort());
  });

  it('resolves aliases in the list, in search with its facets, and in similar COEs', async () => {
    const old = await create({
      title: 'Ledger wrote nothing',
      services: ['ledger-writer'],
      summary: 'Zylophone backlog.',
    });
    const service = await named('ledger-writer');
    await api
      .as()
      .patch(`services/${service?.id}`)
      .send({ name: 'Ledger', aliases: ['book of accounts'], team: 'payments', tier: '1' })
      .expect(200);
    const young = await create({ title: 'Nothing was written to the accounts', services: ['Book of Accounts'] });
    for (const name of ['Ledger', 'ledger-writer', 'book-of-accounts'])
      expect((await listed(name)).sort()).toEqual([old, young].sort());
    const { body } = await api.as().get('search?q=zylophone&service=book%20of%20accounts').expect(200);
    expect(body.items.map(({ coe }: { coe: { number: string } }) => coe.number)).toEqual([old]);
    expect(body.facets.service).toEqual([{ value: 'Ledger', count: 1 }]);
    const similar = (await api.as().get(`coes/${young}/similar`).expect(200)).body.items;
    expect(similar[0]).toMatchObject({ coe: { number: old } });
    expect(similar[0].reasons[0]).toMatchObject({ kind: 'service', values: ['Book of Accounts'] });
    expect((await api.as().get(`coes/${old}`)).body.services).toEqual(['ledger-writer']);
  });

  it('merges without rewriting a COE, audited, and gives the names back when undone', async () => {
    const one = await create({ title: 'Gate', services: ['gatekeeper'] });
    const two = await create({ title: 'Door', services: ['doorman'] });
    const [gate, door] = [await named('gatekeeper'), await named('doorman')];
    const merged = await api.as().post(`services/${door?.id}/merge`).send({ into: 'gatekeeper' }).expect(200);
    expect(merged.body).toMatchObject({ id: gate?.id, coes: 2, merged: [{ id: door?.id, name: 'doorman' }] });
    expect((await listed('doorman')).sort()).toEqual([one, two].sort());
    expect((await api.as().get(`coes/${two}`)).body).toMatchObject({ services: ['doorman'], version: 1 });
    expect(await named('doorman')).toBeUndefined();
    await api
      .as()
      .post(`services/${door?.id}/merge`)
      .send({ from: ['gatekeeper'] })
      .expect(409);
    await api.as().post(`services/${door?.id}/unmerge`).expect(200);
    expect(await listed('doorman')).toEqual([two]);
    expect(await named('doorman')).toMatchObject({ id: door?.id, coes: 1 });
    const trail = api.service.database.connection.collection('audit');
    const audit = await trail.find({ 'details.serviceId': door?.id }).sort({ at: 1 }).toArray();
    expect(audit.map(({ type }) => type)).toEqual(['service.merged', 'service.unmerged']);
  });

  it('refuses a name that is another service’s, names the service, and writes nothing', async () => {
    await api
      .as()
      .post('services')
      .send({ name: 'Mailer', aliases: ['smtp-out'] })
      .expect(201);
    const refused = await api.as().post('services').send({ name: 'SMTP out' }).expect(409);
    expect(refused.body.detail).toContain('"Mailer"');
    expect(await named('SMTP out')).toBeUndefined();
    const mailer = await named('Mailer');
    await api.as().post(`services/${mailer?.id}/merge`).send({ into: mailer?.id }).expect(422);
    await api.as().post(`services/${mailer?.id}/merge`).send({}).expect(422);
    await api.as().patch(`services/${mailer?.id}`).send({ nickname: 'x' }).expect(422);
    await api.as().patch('services/svc_none').send({ team: 'x' }).expect(404);
  });

  it('shows no name that only COEs use which the reader may not see', async () => {
    await create({ title: 'Secret', restricted: true, services: ['project-nightfall'] });
    await create({ title: 'A draft', services: ['draft-only-service'] });
    const viewer = await newUser(api, 'viewer');
    const author = await newUser(api, 'author');
    expect(await named('project-nightfall', author)).toBeUndefined();
    expect(await named('draft-only-service', author)).toBeDefined();
    expect(await named('draft-only-service', viewer)).toBeUndefined();
    const hidden = await named('draft-only-service', author);
    await api.as(viewer).get(`services/${hidden?.id}`).expect(404);
    await api.as(viewer).post('services').send({ name: 'mine' }).expect(403);
  });
});
