import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Somebody, somebody } from '../review/people.js';
import { openTestService, type TestService } from '../service.js';
import { signIn, type Visitor } from './visitor.js';

let api: TestService;
let author: Somebody;
let writing: Visitor;
let own: string;
let foreign: string;
beforeAll(async () => {
  api = await openTestService();
  author = await somebody(api, 'author', [], 'Ada Author');
  writing = await signIn(api, author.token);
  const promised = (prefix: string) => ({
    title: `COE of ${prefix}`,
    services: ['checkout'],
    actionItems: [
      { id: `${prefix}1`, title: `${prefix}: add an alarm`, owner: 'Ada Author', dueDate: '2025-01-01' },
      { id: `${prefix}2`, title: `${prefix}: rotate the logs` },
    ],
  });
  own = (await api.as(author.token).post('coes').send(promised('mine')).expect(201)).body.number;
  foreign = (await api.as().post('coes').send(promised('theirs')).expect(201)).body.number;
});
afterAll(() => api.close());

const items = async (number: string) => (await api.as().get(`coes/${number}`)).body.actionItems;
const nothing = { owner: '', dueDate: '', status: '', proof: '' };

describe('the board of action items', () => {
  it('narrows by owner and by what is overdue, and says what a filter gets wrong', async () => {
    const mine = (await writing.get('/action-items?owner=Ada+Author&overdue=true')).text;
    expect(mine).toContain('mine: add an alarm');
    expect(mine).not.toContain('mine: rotate the logs');
    const wrong = await writing.get('/action-items?type=nonsense');
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('Type:');
    expect(wrong.text).not.toContain('Nothing was changed');
  });

  it('changes many at once, and says of each what became of it: what one may not write stays as it was', async () => {
    const refs = [`${own}:mine1`, `${own}:mine2`, `${foreign}:theirs1`, 'COE-1:gone'];
    const change = { ...nothing, items: refs, owner: 'Bo', dueDate: '2027-03-01', status: 'inProgress' };
    const { status, text } = await writing.post('/action-items/bulk?owner=Bo', change);
    expect(status).toBe(200);
    expect(text).toContain(`2 action items were changed: ${own}:mine1, ${own}:mine2.`);
    expect(text).toContain('2 action items were not changed');
    expect(text).toMatch(new RegExp(`<li>${foreign}:theirs1 \\(theirs: add an alarm\\): `));
    expect(text).toMatch(/<li>COE-1:gone: /);
    // The filters of before still stand.
    expect(text).toContain('name="owner" value="Bo"');
    const changed = { owner: 'Bo', dueDate: '2027-03-01', status: 'inProgress' };
    expect(await items(own)).toMatchObject([changed, changed]);
    expect((await items(foreign))[0]).toMatchObject({ owner: 'Ada Author', status: 'open' });
  });

  it('closes many with one proof, and none without', async () => {
    const chosen = { ...nothing, items: [`${own}:mine1`, `${own}:mine2`], status: 'done' };
    const refused = await writing.post('/action-items/bulk', chosen);
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('Say what shows that all of these are done');
    expect(refused.text).toMatch(new RegExp(`value="${own}:mine1"[^>]* checked`));
    expect(await items(own)).toMatchObject([{ status: 'inProgress' }, { status: 'inProgress' }]);
    const { text } = await writing.post('/action-items/bulk', { ...chosen, proof: 'https://example.org/graph' });
    expect(text).toContain('2 action items were changed');
    expect(await items(own)).toMatchObject([
      { status: 'done', proof: 'https://example.org/graph' },
      { status: 'done', proof: 'https://example.org/graph' },
    ]);
    const again = await writing.post('/action-items/bulk', { ...chosen, proof: 'again' });
    expect(again.text).toContain('is done already; reopen it first');
  });

  it.each([
    [{ ...nothing, owner: 'Bo' }, 'Choose at least one action item'],
    [{ ...nothing, items: 'COE-1:x' }, 'Say what to change'],
    [{ ...nothing, items: 'COE-1:x', dueDate: 'soon' }, 'Due date'],
    [{ ...nothing, items: 'COE-1:x', proof: 'a graph' }, 'Proof belongs to the status'],
  ])('takes no form that says too little or too much (%#)', async (form, words) => {
    const { status, text } = await writing.post('/action-items/bulk', form);
    expect([status, text.includes(words)]).toEqual([422, true]);
  });

  it('offers a reader nothing to change', async () => {
    const reader = await signIn(api, (await somebody(api, 'viewer')).token);
    expect((await reader.get('/action-items?status=done')).text).not.toContain('Change the chosen ones');
    expect((await reader.post('/action-items/bulk', { items: `${own}:mine1`, owner: 'Me' })).status).toBe(403);
  });
});
