import { z } from 'zod';
import { type Endpoint, endpoint } from '../http/endpoint.js';
import { pageOf, pageQuery } from '../http/page.js';
import { shownOnce } from '../http/shown-once.js';
import { listTokens } from './list-tokens.js';
import { createToken, presentToken, revokeToken, type TokensParts, tokenInput, tokenSchema } from './tokens.js';

const tag = 'Tokens';
const listQuery = z.strictObject({
  ...pageQuery,
  userId: z.string().max(100).optional().describe('administrators: of this user only'),
});

/** API tokens: everybody's own, and all of them for administrators. */
export function tokenRoutes(parts: TokensParts): Endpoint[] {
  const { store } = parts;
  return [
    endpoint({
      method: 'get',
      path: '/tokens',
      action: 'account.read',
      tag,
      summary: 'List your API tokens, newest first; administrators see everybody’s',
      query: listQuery,
      responses: { 200: { description: 'A page, without the secrets', schema: pageOf(tokenSchema) } },
      async handle({ query, actor }) {
        const all = actor.role === 'admin' && actor.scope === 'admin';
        const userId = all ? query.userId : actor.id;
        return { status: 200, body: await listTokens(store, { ...query, userId }) };
      },
    }),
    endpoint({
      method: 'post',
      path: '/tokens',
      action: 'account.manage',
      tag,
      summary: 'Make an API token; its secret is shown in this answer only',
      body: tokenInput,
      responses: {
        201: {
          description: 'The token; a repeat with the same Idempotency-Key gets no body: secrets are not kept',
          schema: tokenSchema.extend({ token: z.string().describe('the secret') }).meta({ id: 'NewToken' }),
        },
      },
      async handle({ body, actor, activity }) {
        const { token, user, secret } = await createToken(parts, body, actor);
        activity.tokenId = token._id;
        return shownOnce(201, { ...presentToken(token, user), token: secret });
      },
    }),
    endpoint({
      method: 'delete',
      path: '/tokens/{id}',
      action: 'account.manage',
      tag,
      summary: 'Revoke a token at once, with the sessions that it opened',
      params: z.object({ id: z.string().max(100) }),
      responses: { 204: { description: 'Revoked' } },
      async handle({ params, actor, activity }) {
        activity.tokenId = params.id;
        await revokeToken(parts, params.id, actor);
        return { status: 204 };
      },
    }),
  ];
}
