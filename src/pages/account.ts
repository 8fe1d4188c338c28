import type { Router } from 'express';
import { closeSessions } from '../access/close-sessions.js';
import { lesserScope, scopeOfRole } from '../access/scope-of-role.js';
import type { StoredUser } from '../access/store.js';
import { createToken, presentToken, revokeToken, tokenInput } from '../access/tokens.js';
import { presentUser } from '../access/user-schema.js';
import { parseBody } from '../http/validate.js';
import { SCOPES } from '../kernel/actor.js';
import { AppError, notFound } from '../kernel/errors.js';
import { browserName } from './browser-name.js';
import type { PageParts } from './parts.js';
import { fieldOf, showAt, takeAt, type Visit } from './screen.js';
import { showPage } from './view.js';

type Parts = Pick<PageParts, 'ports' | 'users' | 'sessions' | 'cookies' | 'clock'>;
const DAYS = ['7', '30', '90', '180', '365'];
const DAY_MS = 86_400_000;
const DONE = new Map([
  ['revoked', 'The token is revoked.'],
  ['ended', 'The session has ended.'],
]);

/** `/account`: who I am here, my tokens, where I am signed in. */
export function accountScreen(router: Router, parts: Parts): void {
  const { ports, users, sessions, cookies, clock } = parts;
  const closing = { sessions, clock, recordAudit: users.recordAudit };

  showAt(router, ports, '/account', 'account.read', (visit) => showAccount(parts, visit, {}));

  takeAt(router, ports, '/account/tokens', 'account.manage', async (visit) => {
    const { form, actor } = visit;
    const typed = { name: fieldOf(form, 'name'), scope: fieldOf(form, 'scope'), days: fieldOf(form, 'days') };
    const days = Number(DAYS.includes(typed.days) ? typed.days : '90');
    const wanted = new Date(clock.now().getTime() + days * DAY_MS).toISOString();
    // Whoever signed in with a token gets one that ends with it at the latest.
    const latest = actor.credential?.expiresAt ?? wanted;
    const expiresAt = wanted < latest ? wanted : latest;
    try {
      const input = parseBody(tokenInput, { name: typed.name, scope: typed.scope || undefined, expiresAt });
      const { token, secret } = await createToken(users, input, actor);
      // Not by a redirect: the secret must stand in no address. A reload makes a second token, which the list then shows.
      visit.response.setHeader('Cache-Control', 'no-store');
      await showAccount(parts, visit, { secret: { name: token.name, token: secret } }, 201);
    } catch (error) {
      if (!(error instanceof AppError) || !['validation', 'conflict'].includes(error.code)) throw error;
      await showAccount(parts, visit, { problem: error.message, typed }, error.code === 'validation' ? 422 : 409);
    }
  });

  takeAt(router, ports, '/account/tokens/:id/revoke', 'account.manage', async ({ request, response, actor }) => {
    await revokeToken(users, (request.params as { id: string }).id, actor);
    response.redirect(303, '/account?done=revoked');
  });

  takeAt(router, ports, '/account/sessions/end', 'account.manage', async ({ response, actor }) => {
    await closeSessions(closing, actor);
    cookies.clear(response);
    response.redirect(303, '/sign-in');
  });

  takeAt(router, ports, '/account/sessions/:id/end', 'account.manage', async ({ request, response, actor }) => {
    await closeSessions(closing, actor, (request.params as { id: string }).id);
    response.redirect(303, '/account?done=ended');
  });
}

async function showAccount(
  { users, sessions }: Parts,
  { request, response, actor }: Visit,
  more: object,
  status = 200,
): Promise<void> {
  const { store } = users;
  const user = (await store.users.findById(actor.id).lean<StoredUser>()) ?? notFound('user', actor.id);
  const tokens = await store.tokens.find({ userId: actor.id }).sort({ createdAt: -1, _id: -1 }).lean();
  const most = lesserScope(scopeOfRole(user.role), actor.scope);
  const data = {
    user: presentUser(user, true),
    tokens: tokens.map((token) => presentToken(token, user)),
    sessions: (await sessions.list(actor.id)).map((session) => ({
      ...session,
      program: browserName(session.userAgent),
      current: session.publicId === actor.credential?.id,
    })),
    scopes: SCOPES.slice(0, SCOPES.indexOf(most) + 1),
    days: DAYS,
    typed: { scope: lesserScope('write', most), days: '90' },
    done: DONE.get(String(request.query.done)),
    ...more,
  };
  showPage(response, 'account', { title: 'Your account' }, data, status);
}
