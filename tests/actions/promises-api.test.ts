import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { signIn } from '../pages/visitor.js';
import { newUser } from '../review/new-user.js';
import { openTestService, type TestService } from '../service.js';

let api: TestService;
beforeAll(async () => {
  api = await openTestService();
});
afterAll(() => api.close());

type Promised = {
  id: string;
  strength: string;
  coe: { number: string };
  actionItem: { id: string; title: string; status: string };
  text: string;
  blocks: boolean;
  ownActionItemId: string | null;
  answer: Record<string, unknown> | null;
};
const create = async (coe: object, token?: string): Promise<string> =>
  (await api.as(token).post('coes').send(coe).expect(201)).body.number;
const promises = async (number: string, token?: string): Promise<Promised[]> =>
  (await api.as(token).get(`coes/${number}/promises`).expect(200)).body.items;
const answer = (number: string, id: string, body: object, token?: string) =>
  api.as(token).post(`coes/${number}/promises/${id}/answer`).send(body);
const blockers = async (number: string): Promise<string[]> =>
  (await api.as().get(`coes/${number}/readiness`).expect(200)).body.blockers
    .filter(({ rule }: { rule: string }) => rule === 'promise-unanswered')
    .map(({ why }: { why: string }) => why);

/** Two COEs in which the same was promised; words of their own, so that tests do not meet. */
async function twice(word: string, status: 'open' | 'done' = 'open'): Promise<[string, string]> {
  const item = { id: 'a1', title: `Limit the ${word} queue per tenant`, dueDate: '2025-03-01' };
  const done = status === 'done' ? { status, proof: 'The limit is live.' } : {};
  const earlier = await create({
    title: `The ${word} queue filled`,
    summary: `The ${word} queue filled up and delayed every tenant.`,
    keyMoments: { impactStart: { at: '2025-01-01T10:00:00Z' } },
    actionItems: [{ ...item, ...done }],
  });
  const later = await create({
    title: `The ${word} queue filled again`,
    keyMoments: { impactStart: { at: '2025-06-01T10:00:00Z' } },
    actionItems: [{ id: 'b1', title: `Limit ${word} queue by tenant` }],
  });
  return [earlier, later];
}

describe('promises', () => {
  it('are shown as an alert when a later COE calls for the same, with status and date, and only there', async () => {
    const [earlier, later] = await twice('ledger');
    const [alert, ...others] = await promises(later);
    expect(others).toEqual([]);
    expect(alert).toMatchObject({
      strength: 'alert',
      coe: { number: earlier },
      actionItem: { id: 'a1', status: 'open', dueDate: '2025-03-01' },
      ownActionItemId: 'b1',
      here: { section: 'actionItems', quote: 'Limit ledger queue by tenant' },
      blocks: true,
      answer: null,
    });
    expect(alert?.text).toContain(
      `${earlier} promised "Limit the ledger queue per tenant" (still open, due 2025-03-01)`,
    );
    expect(await promises(earlier)).toEqual([]);
  });

  it('are not made by another COE about the same event', async () => {
    const same = {
      keyMoments: { impactStart: { at: '2025-02-02T02:00:00Z' } },
      actionItems: [{ title: 'Bound the retries of the courier client' }],
    };
    await create({ title: 'Courier down', ...same });
    expect(await promises(await create({ title: 'Courier down, as seen from the shop', ...same }))).toEqual([]);
  });

  it('are a question when they answer what a later COE states as its problem', async () => {
    const earlier = await create({
      title: 'Badge readers stopped when the certificate of the turnstile expired',
      summary: 'Nobody could enter: the turnstile certificate had expired.',
      actionItems: [{ title: 'Alert on turnstile certificate expiry' }],
    });
    const later = await create({
      title: 'Badge readers down',
      summary: 'Badge readers refused everybody. The turnstile certificate expired over night, without an alert.',
    });
    const [question] = await promises(later);
    expect(question).toMatchObject({ strength: 'question', coe: { number: earlier }, blocks: false });
    expect(question?.text).toContain('Does it answer what happened here?');
  });

  it('block readiness while they are open, until a person answers; the counts follow at once', async () => {
    const [earlier, later] = await twice('invoice');
    expect(await blockers(later)).toEqual([
      `${earlier} promised the same: "Limit the invoice queue per tenant" (still open, due 2025-03-01).`,
    ]);
    const counts = async () => (await api.as().get(`coes/${later}`)).body.readiness.blockers as number;
    const before = await counts();
    const [{ id } = { id: '' }] = await promises(later);
    const { body } = await answer(later, id, { answer: 'sameProblem', because: 'The limit was never built.' }).expect(
      200,
    );
    expect(body).toMatchObject({ blocks: false, answer: { answer: 'sameProblem', reopened: false } });
    expect(await blockers(later)).toEqual([]);
    expect(await counts()).toBe(before - 1);
    const { body: audit } = await api.as().get(`audit?action=promise.answered&coe=${later}`).expect(200);
    expect(audit.items[0].details).toEqual({ promise: id, answer: 'sameProblem', reopened: false });
  });

  it('that were kept do not block; one call opens the item again when its problem came back', async () => {
    const [earlier, later] = await twice('parcel', 'done');
    expect(await blockers(later)).toEqual([]);
    const [{ id } = { id: '' }] = await promises(later);
    const { body } = await answer(later, id, { answer: 'sameProblem', reopen: true }).expect(200);
    expect(body).toMatchObject({ actionItem: { status: 'open' }, answer: { reopened: true }, blocks: false });
    const { actionItems, version } = (await api.as().get(`coes/${earlier}`)).body;
    expect(actionItems[0]).toMatchObject({ status: 'open', proof: 'The limit is live.' });
    expect(version).toBe(2);
    await answer(later, id, { answer: 'sameProblem', reopen: true }).expect(422);
  });

  it('answered as different need the reason, and every bad field is named', async () => {
    const [, later] = await twice('coupon');
    const [{ id } = { id: '' }] = await promises(later);
    const bad = await answer(later, id, { answer: 'different', reopen: true, extra: 1 }).expect(422);
    expect(bad.body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual(
      expect.arrayContaining(['/extra']),
    );
    const vague = await answer(later, id, { answer: 'different', reopen: true }).expect(422);
    expect(vague.body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual([
      '/because',
      '/reopen',
    ]);
    await answer(later, 'prm_unknown', { answer: 'sameProblem' }).expect(404);
    const { body } = await answer(later, id, { answer: 'different', because: 'Another queue.' }).expect(200);
    expect(body.answer).toMatchObject({ answer: 'different', because: 'Another queue.' });
  });

  it('of a restricted COE are shown to nobody else, block nothing and cannot be answered by others', async () => {
    const author = await newUser(api, 'author');
    const secret = {
      title: 'The vault queue filled',
      restricted: true,
      actionItems: [{ title: 'Limit the vault queue per tenant' }],
    };
    const hidden = await create(secret);
    const later = await create(
      { title: 'Vault', actionItems: [{ title: 'Limit the vault queue per tenant' }] },
      author,
    );
    expect(await promises(later, author)).toEqual([]);
    expect(await blockers(later)).toEqual([]);
    const mine = await create({ title: 'Vault', actionItems: [{ title: 'Limit the vault queue per tenant' }] });
    const [seen] = (await promises(mine)).filter(({ coe }) => coe.number === hidden);
    expect(seen?.strength).toBe('alert');
    await answer(mine, seen?.id ?? '', { answer: 'sameProblem' }, author).expect(403);
  });

  it('are reopened only by who may edit the COE that promised them', async () => {
    const author = await newUser(api, 'author');
    const [earlier] = await twice('voucher', 'done');
    const later = await create(
      { title: 'Vouchers', actionItems: [{ title: 'Limit voucher queue by tenant' }] },
      author,
    );
    const promise = (await promises(later, author)).find(({ coe }) => coe.number === earlier);
    const refused = await answer(later, promise?.id ?? '', { answer: 'sameProblem', reopen: true }, author).expect(403);
    expect(refused.body.detail).toContain(`edit ${earlier}`);
    await answer(later, promise?.id ?? '', { answer: 'sameProblem' }, author).expect(200);
  });

  it('are answered on the page of the COE, without script', async () => {
    const [earlier, later] = await twice('beacon');
    const visitor = await signIn(api);
    const page = (await visitor.get(`/coes/${later}/related`).expect(200)).text;
    expect(page).toContain('Limit the beacon queue per tenant');
    expect(page).toContain(`/coes/${earlier}#section-action-items:~:text&#x3D;Limit%20the%20beacon`);
    expect(page).toContain('1 promise is not finished and not answered');
    const [{ id } = { id: '' }] = await promises(later);
    const path = `/coes/${later}/promises/${id}/answer`;
    await visitor.post(path, { answer: 'different', because: '' }).expect(422);
    await visitor.post(path, { answer: 'sameProblem', because: 'Never built' }).expect(303);
    const after = (await visitor.get(`/coes/${later}/related?done=answered`).expect(200)).text;
    expect(after).toContain('The same problem');
    expect(after).toContain('Never built');
  });
});
