import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openTestService, type TestService } from '../service.js';
import { zip } from './zip.js';

let api: TestService;
beforeAll(async () => {
  api = await openTestService();
});
afterAll(() => api.close());

const message = (user: string, text: string, second: number) => ({
  type: 'message',
  user,
  text,
  ts: `${1735000000 + second}.000100`,
});
const day = (...messages: object[]) => JSON.stringify(messages);
const said = day(message('U1ABCDEF', 'checkout is down', 1));

async function send(archive: Uint8Array) {
  const { body: coe } = await api.as().post('coes').send({ title: 'Checkout failed' });
  const answer = await api
    .as()
    .post(`coes/${coe.number}/evidence?source=auto`)
    .set('Content-Type', 'application/zip')
    .send(Buffer.from(archive));
  const evidence = await api.as().get(`coes/${coe.number}/evidence?limit=100`);
  return { answer, items: evidence.body.items as { text: string; subject: string; actor: { name: string } }[] };
}

describe('a ZIP sent over HTTP', () => {
  it('of a Slack workspace gives its messages, with channels and people known by its directories', async () => {
    const { answer, items } = await send(
      zip(
        {
          name: 'users.json',
          data: day({
            id: 'U1ABCDEF',
            team_id: 'T1',
            name: 'ana',
            real_name: 'Ana Petrov',
            profile: { real_name: 'Ana Petrov' },
          }),
        },
        {
          name: 'channels.json',
          data: day({ id: 'C1ABCDEF', name: 'incident', creator: 'U1ABCDEF', members: ['U1ABCDEF'] }),
        },
        { name: 'integration_logs.json', data: '[]' },
        { name: 'incident/2024-12-24.json', data: said },
        { name: 'random/2024-12-24.json', data: day(message('U2ABCDEF', 'ping <@U1ABCDEF>', 2)) },
      ),
    );
    expect(answer.body).toMatchObject({ source: 'slack', raw: 2, accepted: 2, rejectedCount: 0 });
    expect(items.map(({ subject }) => subject)).toEqual(['incident', 'random']);
    expect(items[1]?.text).toBe(`ping ${items[0]?.actor.name}`);
    expect(JSON.stringify(items)).not.toContain('Petrov');
  });

  it.each([
    ['a bomb', { name: 'bomb.json', data: Buffer.alloc(200_000_000, 32) }, 'bomb.json'],
    [
      'a ZIP in a ZIP',
      { name: 'inner.zip', data: zip({ name: 'a.json', data: said }) },
      'ZIP where one file is expected',
    ],
    ['an encrypted file', { name: 'secret.json', data: said, flags: 0x801 }, 'encrypted'],
    ['a file that is cut off', { name: 'cut.json', data: said, cut: 20 }, 'damaged'],
    ['a picture', { name: 'a.png', data: Buffer.from([137, 80, 78, 71, 0, 1, 2]) }, 'no text'],
  ])('with %s names it and takes the rest', async (_what, bad, reason) => {
    const { answer } = await send(zip(bad, { name: 'incident/2024-12-24.json', data: said }));
    expect(answer.body).toMatchObject({
      accepted: 1,
      rejectedCount: 1,
      rejected: [{ reason: expect.stringContaining(reason) }],
    });
  });

  it('with names that climb writes nothing anywhere and takes their content', async () => {
    const names = ['../../escaped.json', '/etc/escaped.json', '..\\escaped.json', 'C:\\escaped.json'];
    const { answer } = await send(
      zip(...names.map((name, i) => ({ name, data: day(message('U1ABCDEF', `message ${i}`, i)) }))),
    );
    expect(answer.body).toMatchObject({ accepted: 4, rejectedCount: 0 });
    expect(readdirSync(tmpdir()).filter((name) => /escaped/.test(name))).toEqual([]);
  });

  it.each([
    ['cut off', zip({ name: 'a.json', data: said }).subarray(0, -30)],
    ['cut in the middle', zip({ name: 'a.json', data: said }).subarray(0, 50)],
    ['empty', zip()],
    ['of encrypted files alone', zip({ name: 'a.json', data: said, flags: 0x801 })],
  ])('%s is a 422 that says why', async (_what, archive) => {
    const { answer, items } = await send(archive);
    expect(answer.status).toBe(422);
    expect(answer.body.detail).toMatch(/ZIP|encrypted|recognised/);
    expect(items).toEqual([]);
  });
});
