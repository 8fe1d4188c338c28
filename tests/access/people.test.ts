import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findPeople } from '../../src/access/find-people.js';
import { accessStore } from '../../src/access/store.js';
import { peopleMigration } from '../../src/coe/migrate-people.js';
import { newUser } from '../review/new-user.js';
import { openTestService, type TestService } from '../service.js';

let api: TestService;
beforeAll(async () => {
  api = await openTestService();
});
afterAll(() => api.close());

const users = () => accessStore(api.service.database.connection).users;
const restricted = (more: object) =>
  api
    .as()
    .post('coes')
    .send({ title: 'Quiet', restricted: true, ...more });

describe('who is on a COE', () => {
  it('is told by name, e-mail in any case or id, and shown with the account', async () => {
    const token = await newUser(api, 'author', 'Nora Listed');
    const user = await users()
      .findOneAndUpdate({ name: 'Nora Listed' }, { $set: { email: 'nora@example.org' } })
      .lean();
    for (const written of ['Nora Listed', 'Nora@Example.org', user?._id as string]) {
      const { body } = await restricted({ members: [written, 'Nobody Known'] }).expect(201);
      expect(body.people).toEqual([{ written, id: user?._id, author: false }]);
      await api.as(token).get(`coes/${body.number}`).expect(200);
    }
  });

  it('is not who takes the name later', async () => {
    const { body } = await restricted({ members: ['Ada Absent'], owner: 'Olga Owner' }).expect(201);
    const impostor = await newUser(api, 'author', 'Ada Absent');
    await api.as(impostor).get(`coes/${body.id}`).expect(404);
    // Nor when somebody edits the COE afterwards: only what is newly written is looked up.
    const read = await api.as().get(`coes/${body.id}`);
    const change = (patch: object) => api.as().patch(`coes/${body.id}`).set('If-Match', '*').send(patch);
    await change({ title: 'Still quiet', members: ['Ada Absent', 'Bo Other'] }).expect(200);
    await api.as(impostor).get(`coes/${body.id}`).expect(404);
    expect(read.body.people).toEqual([]);
    await change({ members: [] }).expect(200);
    await change({ members: ['Ada Absent'] }).expect(200);
    await api.as(impostor).get(`coes/${body.id}`).expect(200);
  });

  it('stays who it was when the person is renamed, and somebody else takes the name', async () => {
    const first = await newUser(api, 'author', 'Carl Changing');
    const { body } = await restricted({ authors: ['Carl Changing'] }).expect(201);
    await users().updateOne({ name: 'Carl Changing' }, { $set: { name: 'Carl Changed' } });
    const second = await newUser(api, 'author', 'Carl Changing');
    await api.as(first).get(`coes/${body.id}`).expect(200);
    await api.as(second).get(`coes/${body.id}`).expect(404);
    await api.as(first).patch(`coes/${body.id}`).set('If-Match', '*').send({ summary: 'Mine still.' }).expect(200);
    await api
      .as(first)
      .get('coes')
      .expect(({ body: page }) => {
        expect(page.items.map((coe: { id: string }) => coe.id)).toContain(body.id);
      });
  });
});

describe('a database of an earlier version', () => {
  it('gets its people by account, from the names of today', async () => {
    const token = await newUser(api, 'author', 'Mia Migrated');
    const { body } = await restricted({ members: ['Mia Migrated'], authors: ['Gone Person'] }).expect(201);
    const coes = api.service.database.connection.collection<{ _id: string }>('coes');
    await coes.updateOne({ _id: body.id }, { $unset: { people: 1 } });
    await peopleMigration(findPeople(accessStore(api.service.database.connection))).up(api.service.database.connection);
    await api
      .as(token)
      .get(`coes/${body.id}`)
      .expect(200, { ...body });
  });
});
