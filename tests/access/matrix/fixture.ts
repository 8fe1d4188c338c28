import type { TestService } from '../../service.js';
import { account } from '../account.js';
import type { Caller } from './expectations.js';

/** A COE of the owner with one of everything that a path can name. */
export type CoeFixture = {
  id: string;
  number: string;
  comment: string;
  draft: string;
  suggestion: string;
  proposal: string;
  evidence: string;
};
export type Fixture = {
  tokens: Record<Caller, string | null>;
  /** Unpublished, published and restricted, in the order of the letters. */
  coes: CoeFixture[];
  /** A new comment of the owner, for what can be done once. */
  comment(coe: CoeFixture): Promise<string>;
  /** Another COE of the same kind with nothing beside it, for what ends it. */
  bare(index: number): Promise<Pick<CoeFixture, 'id' | 'number'>>;
};

export async function openFixture(api: TestService): Promise<Fixture> {
  const [viewer, author, reviewer, owner, member, listed] = [
    await account(api, 'viewer'),
    await account(api, 'author'),
    await account(api, 'reviewer'),
    await account(api, 'author', { name: 'The Owner' }),
    await account(api, 'author', { name: 'The Member' }),
    await account(api, 'viewer', { name: 'The Listed' }),
  ];
  const [admin, adminWrites] = [await account(api, 'admin', { scope: 'admin' }), await account(api, 'admin')];
  const reads = await api.as().post('tokens').send({ name: 'reads', userId: owner.id, scope: 'read' });
  const by = api.as(owner.token);

  const comment = async ({ id }: { id: string }) =>
    (await by.post(`coes/${id}/comments`).send({ section: 'summary', body: 'Which one?' }).expect(201)).body
      .id as string;

  const kinds: { more: object; published: boolean }[] = [
    { more: {}, published: false },
    { more: {}, published: true },
    { more: { restricted: true }, published: false },
  ];
  async function write(index: number): Promise<{ id: string; number: string }> {
    const { more } = kinds[index] as (typeof kinds)[0];
    const content = {
      title: 'Checkout failed',
      members: ['The Member', 'The Listed'],
      summary: 'Checkout failed for everybody.',
      timeline: [{ id: 't1', at: '2026-01-01T10:00:00Z', text: 'Alarm' }],
      actionItems: [{ id: 'a1', title: 'Alarm on the error rate' }],
      lessonsLearned: [{ id: 'l1', text: 'Every queue needs an alarm on its age.', broadlyApplicable: true }],
      ...more,
    };
    return (await by.post('coes').send(content).expect(201)).body;
  }

  /** Behind the API, as nobody approved it. */
  async function publish(index: number, id: string): Promise<void> {
    const coes = api.service.database.connection.collection<{ _id: string; status: string }>('coes');
    if (kinds[index]?.published) await coes.updateOne({ _id: id }, { $set: { status: 'published' } });
  }

  async function bare(index: number): Promise<{ id: string; number: string }> {
    const coe = await write(index);
    await publish(index, coe.id);
    return coe;
  }

  /** With one of everything. */
  async function make(index: number): Promise<CoeFixture> {
    const coe = await write(index);
    const lines = ['checkout error rate above 5%', 'rolled back checkout to 41', 'checkout works again']
      .map((message, i) => JSON.stringify({ time: `2026-01-01T10:0${i}:00Z`, message }))
      .join('\n');
    await by.post(`coes/${coe.id}/evidence`).type('application/x-ndjson').send(lines).expect(200);
    const draft = await by
      .post(`coes/${coe.id}/drafts`)
      .set('Prefer', 'wait=30')
      .send({ drafter: 'rules' })
      .expect(200);
    const suggestions = await by.get(`coes/${coe.id}/suggestions`).expect(200);
    const proposals = await by.post(`coes/${coe.id}/orr-proposals/draft`).expect(200);
    const evidence = await by.get(`coes/${coe.id}/evidence`).expect(200);
    const made = {
      id: coe.id,
      number: coe.number,
      comment: await comment(coe),
      draft: draft.body.id,
      suggestion: suggestions.body.items[0].id,
      proposal: proposals.body.items[0].id,
      evidence: evidence.body.items[0].id,
    };
    await publish(index, coe.id);
    return made;
  }
  return {
    tokens: {
      anonymous: null,
      viewer: viewer.token,
      author: author.token,
      reviewer: reviewer.token,
      admin: admin.token,
      owner: owner.token,
      member: member.token,
      listed: listed.token,
      ownerReads: reads.body.token,
      adminWrites: adminWrites.token,
    },
    coes: await Promise.all(kinds.map((_, index) => make(index))),
    comment,
    bare,
  };
}
