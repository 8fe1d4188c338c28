import type { Role } from '../../src/kernel/actor.js';
import { newId } from '../../src/kernel/ids.js';
import type { TestService } from '../service.js';

export type Account = { id: string; name: string; token: string; tokenId: string };

/** A user with a token, made over the API by the administrator. */
export async function account(
  api: TestService,
  role: Role,
  more: { name?: string; email?: string; scope?: string; qualifications?: string[] } = {},
): Promise<Account> {
  const { scope, ...fields } = more;
  const made = await api
    .as()
    .post('users')
    .send({ name: newId(role), role, ...fields });
  if (made.status !== 201) throw new Error(made.text);
  const { id, name } = made.body;
  const token = await api
    .as()
    .post('tokens')
    .send({ name: 'test', userId: id, ...(scope ? { scope } : {}) });
  if (token.status !== 201) throw new Error(token.text);
  return { id, name, token: token.body.token, tokenId: token.body.id };
}

/** Signs in with a token. @returns the session cookie, as the browser sends it */
export async function cookieOf(api: TestService, token: string, cookie?: string): Promise<string> {
  const request = api.as(null).post('session').send({ token });
  const response = await (cookie ? request.set('Cookie', cookie) : request);
  if (response.status !== 201) throw new Error(response.text);
  return String(response.headers['set-cookie']).split(';')[0] as string;
}
