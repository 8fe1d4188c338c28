import { z } from 'zod';
import { type Endpoint, endpoint } from '../http/endpoint.js';
import { pageOf, pageQuery } from '../http/page.js';
import { shownOnce } from '../http/shown-once.js';
import { type Actor, ROLES } from '../kernel/actor.js';
import { notFound } from '../kernel/errors.js';
import { listUsers } from './list-users.js';
import { makeSignInLink } from './make-sign-in-link.js';
import type { Sessions } from './sessions.js';
import type { StoredUser } from './store.js';
import { presentUser, userInput, userPatch, userSchema } from './user-schema.js';
import { changeUser, createUser, type UsersParts } from './users.js';

export type UserRoutesParts = UsersParts & {
  sessions: Pick<Sessions, 'makeLink'>;
  /** The public address of the service; undefined: the one that the request came to. */
  publicUrl: string | undefined;
};

const tag = 'Users';
const params = z.object({ id: z.string().max(100) });
const listQuery = z.strictObject({
  ...pageQuery,
  role: z.enum(ROLES).optional(),
  active: z.enum(['true', 'false']).optional(),
});
const linkSchema = z
  .object({ url: z.string().describe('signs this person in, once'), expiresAt: z.string() })
  .meta({ id: 'SignInLink' });

export function userRoutes(parts: UserRoutesParts): Endpoint[] {
  const { store } = parts;
  const byId = async (id: string) => (await store.users.findById(id).lean<StoredUser>()) ?? notFound('user', id);
  const present = (user: StoredUser, actor: Actor) =>
    presentUser(user, actor.id === user._id || (actor.role === 'admin' && actor.scope === 'admin'));
  return [
    endpoint({
      method: 'get',
      path: '/users',
      action: 'user.list',
      tag,
      summary: 'List the people who use this service, by name',
      query: listQuery,
      responses: { 200: { description: 'A page', schema: pageOf(userSchema) } },
      async handle({ query: { role, active, limit, cursor }, actor }) {
        const page = await listUsers(store, {
          role,
          active: active === undefined ? undefined : active === 'true',
          limit,
          cursor,
        });
        return { status: 200, body: { ...page, items: page.items.map((user) => present(user, actor)) } };
      },
    }),
    endpoint({
      method: 'get',
      path: '/users/me',
      action: 'account.read',
      tag,
      summary: 'Who you are here',
      responses: { 200: { description: 'You', schema: userSchema } },
      handle: async ({ actor }) => ({ status: 200, body: present(await byId(actor.id), actor) }),
    }),
    endpoint({
      method: 'get',
      path: '/users/{id}',
      action: 'user.list',
      tag,
      summary: 'Read a user',
      params,
      responses: { 200: { description: 'The user', schema: userSchema } },
      handle: async ({ params: { id }, actor }) => ({ status: 200, body: present(await byId(id), actor) }),
    }),
    endpoint({
      method: 'post',
      path: '/users',
      action: 'user.manage',
      tag,
      summary: 'Add a user',
      description:
        'They come in by a one-time link (POST /users/{id}/sign-in-link), by a token, or by the identity provider when it vouches for this e-mail.',
      body: userInput,
      responses: { 201: { description: 'The user', schema: userSchema } },
      async handle({ body, actor, idempotencySeed, activity }) {
        const user = await createUser(parts, body, actor, idempotencySeed);
        activity.userId = user._id;
        return { status: 201, body: present(user, actor), headers: { Location: `/api/v1/users/${user._id}` } };
      },
    }),
    endpoint({
      method: 'patch',
      path: '/users/{id}',
      action: 'user.manage',
      tag,
      summary: 'Change the role, the qualifications, the name or the e-mail of a user, or deactivate them',
      params,
      body: userPatch,
      bodyTypes: ['application/merge-patch+json'],
      responses: { 200: { description: 'The user', schema: userSchema } },
      async handle({ params: { id }, body, actor, activity }) {
        Object.assign(activity, { userId: id, fields: Object.keys(body) });
        return { status: 200, body: present(await changeUser(parts, id, body, actor), actor) };
      },
    }),
    endpoint({
      method: 'post',
      path: '/users/{id}/sign-in-link',
      action: 'user.manage',
      tag,
      summary: 'Make a link that signs this user in once, within a day; audited, since whoever opens it acts as them',
      params,
      responses: { 201: { description: 'The link, shown once', schema: linkSchema } },
      async handle({ params: { id }, actor, request, activity }) {
        activity.userId = id;
        const base = parts.publicUrl ?? `${request.protocol}://${request.get('Host')}`;
        const { url, expiresAt } = await makeSignInLink(parts, id, base, actor);
        return shownOnce(201, { url, expiresAt });
      },
    }),
  ];
}
