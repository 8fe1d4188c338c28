import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isOverdue } from '../../src/actions/overdue.js';
import { type Somebody, somebody } from '../review/people.js';
import { approvableCoe } from '../review/ready-coe.js';
import { openTestService, type TestService } from '../service.js';

let api: TestService;
let author: Somebody;
let other: Somebody;
beforeAll(async () => {
  api = await openTestService();
  author = await somebody(api, 'author');
  other = await somebody(api, 'author');
});
afterAll(() => api.close());

const newCoe = async (actionItems: object[], more: object = {}) =>
  (
    await api
      .as(author.token)
      .post('coes')
      .send({ title: 'Promises', ...more, actionItems })
  ).body;
const list = async (query: string, token = author.token) => (await api.as(token).get(`action-items?${query}`)).body;
const titles = ({ items }: { items: { title: string }[] }) => items.map(({ title }) => title);

describe('overdue', () => {
  const at = (now: string, dueDate: string | null, status: 'open' | 'done' = 'open') =>
    isOverdue({ status, dueDate }, new Date(now));
  it('begins with the UTC day after the due date, whatever the local zone', () => {
    expect(at('2026-01-31T23:59:59Z', '2026-01-31')).toBe(false);
    expect(at('2026-02-01T00:00:00Z', '2026-01-31')).toBe(true);
    expect(at('2026-01-31T23:30:00-02:00', '2026-01-31')).toBe(true);
    expect(at('2026-01-31T20:00:00Z', '2026-01-31T08:00:00.000Z')).toBe(false);
    expect(at('2026-02-01T00:00:00Z', null)).toBe(false);
    expect(at('2026-02-01T00:00:00Z', '2026-01-31', 'done')).toBe(false);
  });
});

describe('action items across COEs', () => {
  it('orderKept: every page follows the one before it while items are added, re-dated, finished and archived', async () => {
    const service = 'board-order';
    const item = (id: string, dueDate: string | null) => ({ id, title: id, ...(dueDate ? { dueDate } : {}) });
    const first = await newCoe([item('late', '2025-03-01'), item('undated', null)], { services: [service] });
    const second = await newCoe([item('early', '2025-01-01'), item('same-day', '2025-03-01')], { services: [service] });
    const query = `service=${service}&limit=1`;
    const inPages = async () => {
      const seen: string[] = [];
      for (let cursor = ''; ; ) {
        const page = await list(`${query}${cursor}`);
        seen.push(...titles(page));
        if (page.nextCursor === null) return seen;
        cursor = `&cursor=${page.nextCursor}`;
      }
    };
    expect(await inPages()).toEqual(['early', 'same-day', 'late', 'undated']);
    await api.as(author.token).patch(`action-items/${second.number}:early`).send({ dueDate: '2025-06-01' }).expect(200);
    await api.as(author.token).patch(`action-items/${first.number}:late`).send({ status: 'cancelled' }).expect(200);
    expect(await inPages()).toEqual(['same-day', 'late', 'early', 'undated']);
    expect(titles(await list(`service=BOARD_order&status=unfinished`))).toEqual(['same-day', 'early', 'undated']);
    await api.as(author.token).delete(`coes/${second.number}`);
    expect(await inPages()).toEqual(['late', 'undated']);
  });

  it('ownersFollowUp: whoever owns an item tells its status and proof, and changes nothing else of a COE that others write', async () => {
    const { number } = await newCoe([
      { id: 'mine', title: 'Add the alarm', owner: other.name },
      { id: 'theirs', title: 'Rotate the key', owner: 'somebody else' },
    ]);
    const change = (id: string, body: object) => api.as(other.token).patch(`action-items/${number}:${id}`).send(body);
    expect((await change('mine', { status: 'inProgress' })).body.status).toBe('inProgress');
    expect((await change('mine', { status: 'open', dueDate: '2199-01-01' })).status).toBe(403);
    expect((await change('theirs', { status: 'inProgress' })).status).toBe(403);
    const closed = await api.as(other.token).post(`action-items/${number}:mine/close`).send({ proof: 'graph' });
    expect([closed.status, closed.body.status]).toEqual([200, 'done']);
    expect((await api.as(other.token).patch(`coes/${number}`).set('If-Match', '*').send({ title: 'x' })).status).toBe(
      403,
    );

    const secret = await newCoe([{ id: 'hidden', title: 'Not theirs to see', owner: other.name }], {
      restricted: true,
    });
    const gone = await api.as(other.token).post(`action-items/${secret.number}:hidden/close`).send({ proof: 'x' });
    expect(gone.status).toBe(404);
  });

  it('are listed by due date and filtered by status, owner, service, type and lateness', async () => {
    const services = ['listed'];
    await newCoe(
      [
        { title: 'late', dueDate: '2020-01-01', owner: 'storage', type: 'detect' },
        { title: 'no date', type: 'prevent' },
        { title: 'finished late', dueDate: '2020-01-02', status: 'done', proof: 'graph' },
      ],
      { services },
    );
    await newCoe([{ title: 'later', dueDate: '2199-01-01', owner: 'storage' }], { services });
    expect(titles(await list('service=listed'))).toEqual(['late', 'finished late', 'later', 'no date']);
    expect(titles(await list('service=listed&overdue=true'))).toEqual(['late']);
    expect(titles(await list('service=listed&overdue=false'))).toEqual(['finished late', 'later', 'no date']);
    expect(titles(await list('service=listed&status=unfinished'))).toEqual(['late', 'later', 'no date']);
    expect(titles(await list('service=listed&owner=storage&type=detect'))).toEqual(['late']);
    const first = await list('service=listed&limit=2');
    const second = await list(`service=listed&limit=2&cursor=${first.nextCursor}`);
    expect([titles(first), titles(second), second.nextCursor]).toEqual([
      ['late', 'finished late'],
      ['later', 'no date'],
      null,
    ]);
    expect((await api.as().get('action-items?status=late&overdue=maybe')).body.errors).toHaveLength(2);
  });

  it('restrictedLeak: those of a restricted COE exist for nobody else, by list, id or reference', async () => {
    const coe = await newCoe([{ id: 'secret-item', title: 'secret' }], { restricted: true, services: ['hidden'] });
    expect(titles(await list('service=hidden'))).toEqual(['secret']);
    expect(titles(await list('service=hidden', other.token))).toEqual([]);
    for (const address of ['secret-item', `${coe.number}:secret-item`, `${coe.id}:secret-item`])
      for (const [verb, body] of [
        ['close', { proof: 'x' }],
        ['reopen', { reason: 'x' }],
      ] as const)
        expect((await api.as(other.token).post(`action-items/${address}/${verb}`).send(body)).status).toBe(404);
    expect((await api.as(other.token).patch('action-items/secret-item').send({ status: 'inProgress' })).status).toBe(
      404,
    );
  });

  it('archived COEs promise nothing any more', async () => {
    const coe = await newCoe([{ title: 'gone' }], { services: ['archived'] });
    await api.as(author.token).delete(`coes/${coe.number}`);
    expect(titles(await list('service=archived'))).toEqual([]);
  });
});

describe('one action item', () => {
  it('closedWithoutProof: is refused by every way in', async () => {
    const { actionItems } = await newCoe([{ title: 'Add an alarm' }]);
    const path = `action-items/${actionItems[0].id}`;
    expect((await api.as(author.token).post(`${path}/close`).send({})).status).toBe(422);
    expect((await api.as(author.token).post(`${path}/close`).send({ proof: '  ' })).status).toBe(422);
    expect((await api.as(author.token).patch(path).send({ status: 'done' })).body.errors[0].pointer).toBe('/proof');
    const closed = await api.as(author.token).post(`${path}/close`).send({ proof: 'https://graphs.example/alarm' });
    expect(closed.body).toMatchObject({ status: 'done', proof: 'https://graphs.example/alarm', overdue: false });
    expect((await api.as(author.token).post(`${path}/close`).send({ proof: 'again' })).status).toBe(409);
  });

  it('is reopened with a reason, which the history of its COE keeps', async () => {
    const coe = await newCoe([{ title: 'Add an alarm', status: 'done', proof: 'seen' }]);
    const path = `action-items/${coe.actionItems[0].id}/reopen`;
    expect((await api.as(author.token).post(path).send({})).status).toBe(422);
    const open = await api.as(author.token).post(path).send({ reason: 'It happened again.' });
    expect(open.body).toMatchObject({ status: 'open', proof: 'seen' });
    const { items } = (await api.as(author.token).get(`coes/${coe.number}/revisions`)).body;
    expect(items[0]).toMatchObject({ type: 'actionItem.reopened', note: 'It happened again.' });
    expect((await api.as(author.token).post(path).send({ reason: 'Twice' })).status).toBe(409);
  });

  it('sameIdInTwoCoes: asks for the reference instead of guessing', async () => {
    const [first] = [await newCoe([{ id: 'a1', title: 'first' }]), await newCoe([{ id: 'a1', title: 'second' }])];
    const unclear = await api.as(author.token).patch('action-items/a1').send({ priority: 'P1' });
    expect([unclear.status, unclear.body.refs.includes(`${first.number}:a1`)]).toEqual([409, true]);
    const named = await api.as(author.token).patch(`action-items/${first.number}:a1`).send({ priority: 'P1' });
    expect(named.body).toMatchObject({ title: 'first', priority: 'P1', ref: `${first.number}:a1` });
  });

  it('is changed by those who may edit its COE, and names every bad field', async () => {
    const { actionItems } = await newCoe([{ title: 'Add an alarm' }]);
    const path = `action-items/${actionItems[0].id}`;
    expect((await api.as(other.token).patch(path).send({ owner: 'me' })).status).toBe(403);
    const bad = await api.as(author.token).patch(path).send({ status: 'finished', dueDate: 'soon', more: 1 });
    expect(bad.body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual([
      '/dueDate',
      '/more',
      '/status',
    ]);
    expect((await api.as(author.token).patch(path).send({ id: 'x' })).status).toBe(422);
    expect((await api.as(author.token).patch('action-items/none').send({ owner: 'me' })).status).toBe(404);
  });

  it('publishedFollowUp: lives on after publication without voiding the approval', async () => {
    const reviewer = await somebody(api, 'reviewer');
    const coe = (
      await api
        .as(author.token)
        .post('coes')
        .send({ ...approvableCoe(), severity: 'SEV4' })
    ).body;
    const move = (to: string) => api.as(author.token).post(`coes/${coe.number}/transitions`).send({ to });
    await move('inReview');
    const review = { decision: 'approve', contentHash: coe.contentHash };
    expect((await api.as(reviewer.token).post(`coes/${coe.number}/reviews`).send(review)).status).toBe(201);
    await move('published');
    const path = `action-items/${coe.number}:a1`;
    expect((await api.as(author.token).post(`${path}/close`).send({ proof: 'A game day.' })).body.status).toBe('done');
    expect((await api.as(author.token).patch(path).send({ title: 'Add nothing' })).status).toBe(409);
    expect((await api.as(author.token).get(`coes/${coe.number}`)).body).toMatchObject({
      status: 'published',
      approvals: [{ contentHash: coe.contentHash }],
    });
  });

  it('comes from a decision of the review meeting, with links both ways', async () => {
    const coe = await newCoe([], { meetingDate: '2026-02-03', meetingOutcome: 'Accepted.' });
    const made = await api
      .as(author.token)
      .post(`coes/${coe.number}/decisions`)
      .send({ text: 'We alarm on expiry.', actionItem: { title: 'Add an alarm on expiry', owner: 'storage' } });
    expect(made.status).toBe(201);
    const [decision] = made.body.decisions;
    const [item] = made.body.actionItems;
    expect(decision.actionItemIds).toEqual([item.id]);
    const changed = await api.as(author.token).patch(`action-items/${item.id}`).send({ status: 'inProgress' });
    expect(changed.body.decision).toEqual({ id: decision.id, text: 'We alarm on expiry.' });
    expect((await api.as(other.token).post(`coes/${coe.number}/decisions`).send({ text: 'x' })).status).toBe(403);
  });
});
