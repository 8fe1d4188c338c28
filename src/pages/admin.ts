import type { Router } from 'express';
import { z } from 'zod';
import { auditQuery, type PresentedAuditEvent, readAudit } from '../access/audit-read.js';
import { listTokens } from '../access/list-tokens.js';
import { listUsers } from '../access/list-users.js';
import { makeSignInLink } from '../access/make-sign-in-link.js';
import { revokeToken } from '../access/tokens.js';
import { presentUser, userInput, userPatch } from '../access/user-schema.js';
import { changeUser, createUser } from '../access/users.js';
import { check, parseBody } from '../http/validate.js';
import { QUALIFICATIONS, ROLES } from '../kernel/actor.js';
import { AppError } from '../kernel/errors.js';
import type { PageParts } from './parts.js';
import { fieldOf, showAt, takeAt, type Visit } from './screen.js';
import { showPage } from './view.js';

type Parts = Pick<PageParts, 'ports' | 'users' | 'sessions' | 'audit' | 'publicUrl' | 'store'>;
const ROWS = 50;
const DONE = new Map([
  ['added', 'The user is added.'],
  ['saved', 'The user is saved.'],
]);
const STATUS = { validation: 422, conflict: 409, notFound: 404 };
const cursor = z.string().max(500).optional();

/** `/admin`: users, everybody's tokens, and the audit. Administrators only. */
export function adminScreens(router: Router, parts: Parts): void {
  const { ports, users, sessions, publicUrl } = parts;
  /** What cannot be done is told on the page itself. */
  const telling = async (visit: Visit, typed: object, work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof AppError) || !(error.code in STATUS)) throw error;
      await showUsers(parts, visit, { problem: error.message, typed }, STATUS[error.code as keyof typeof STATUS]);
    }
  };

  showAt(router, ports, '/admin', 'user.manage', (visit) => showUsers(parts, visit, {}));

  takeAt(router, ports, '/admin/users', 'user.manage', async (visit) => {
    const { form, actor, response } = visit;
    const typed = { name: fieldOf(form, 'name'), email: fieldOf(form, 'email').trim(), role: fieldOf(form, 'role') };
    await telling(visit, typed, async () => {
      const input = parseBody(userInput, { ...typed, email: typed.email || undefined });
      const user = await createUser(users, input, actor);
      response.redirect(303, `/admin?done=added#${user._id}`);
    });
  });

  takeAt(router, ports, '/admin/users/:id', 'user.manage', async (visit) => {
    const { form, actor, request, response } = visit;
    const { id } = request.params as { id: string };
    await telling(visit, {}, async () => {
      const patch = parseBody(userPatch, {
        name: fieldOf(form, 'name'),
        email: fieldOf(form, 'email').trim() || null,
        role: fieldOf(form, 'role'),
        qualifications: [form.qualifications ?? []].flat(),
        active: fieldOf(form, 'active') === 'true',
      });
      await changeUser(users, id, patch, actor);
      response.redirect(303, `/admin?done=saved#${id}`);
    });
  });

  takeAt(router, ports, '/admin/users/:id/link', 'user.manage', async (visit) => {
    const { actor, request, response } = visit;
    const { id } = request.params as { id: string };
    await telling(visit, {}, async () => {
      const base = publicUrl ?? `${request.protocol}://${request.get('Host')}`;
      const { user, ...link } = await makeSignInLink({ ...users, sessions }, id, base, actor);
      response.setHeader('Cache-Control', 'no-store');
      await showUsers(parts, visit, { link: { name: user.name, ...link } }, 201);
    });
  });

  showAt(router, ports, '/admin/tokens', 'user.manage', async ({ request, response }) => {
    const page = await listTokens(users.store, { limit: ROWS, cursor: cursor.parse(request.query.cursor) });
    const data = { tokens: page.items, nextCursor: page.nextCursor };
    showPage(response, 'admin-tokens', { title: 'Tokens', section: '/admin/tokens' }, data);
  });

  takeAt(router, ports, '/admin/tokens/:id/revoke', 'user.manage', async ({ request, response, actor }) => {
    await revokeToken(users, (request.params as { id: string }).id, actor);
    response.redirect(303, '/admin/tokens');
  });

  showAt(router, ports, '/admin/audit', 'audit.read', async ({ request, response }) => {
    const asked = Object.fromEntries(
      Object.entries(request.query).filter(([, value]) => typeof value === 'string' && value.trim() !== ''),
    );
    const { cursor: _, ...typed } = asked;
    const query = check(auditQuery, asked, 'query');
    const page = 'value' in query ? await readAudit(parts.audit, query.value) : { items: [], nextCursor: null };
    const problem =
      'errors' in query ? query.errors.map(({ pointer, detail }) => `${pointer.slice(6)}: ${detail}`) : [];
    const numbers = await numbersOf(parts, page.items);
    const data = {
      events: page.items.map((event) => ({ ...withWords(event), coe: numbers.get(event.coeId ?? '') ?? event.coeId })),
      nextCursor: page.nextCursor,
      typed,
      problem: problem.join(' '),
      exportQuery: Object.keys(typed).length === 0 ? '' : `&${new URLSearchParams(typed as Record<string, string>)}`,
    };
    showPage(
      response,
      'admin-audit',
      { title: 'Audit', section: '/admin/audit' },
      data,
      problem.length === 0 ? 200 : 422,
    );
  });
}

/** COEs are named by their numbers to people; the audit itself holds ids. */
async function numbersOf({ store }: Parts, events: readonly PresentedAuditEvent[]): Promise<Map<string, string>> {
  const ids = [...new Set(events.flatMap(({ coeId }) => coeId ?? []))];
  const coes = await store.coes.find({ _id: { $in: ids } }, { number: 1 }).lean<{ _id: string; number: string }[]>();
  return new Map(coes.map(({ _id, number }) => [_id, number]));
}

const isNothing = (value: unknown) => value === null || value === '' || (Array.isArray(value) && value.length === 0);
const inText = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(inText).join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

const withWords = (event: PresentedAuditEvent) => ({
  ...event,
  detailText: Object.entries(event.details)
    .flatMap(([name, value]) => (isNothing(value) ? [] : [`${name}: ${inText(value)}`]))
    .join('; '),
});

async function showUsers({ users }: Parts, { request, response }: Visit, more: object, status = 200): Promise<void> {
  const page = await listUsers(users.store, { limit: ROWS, cursor: cursor.parse(request.query.cursor) });
  const data = {
    users: page.items.map((user) => ({
      ...presentUser(user, true),
      qualificationChoices: QUALIFICATIONS.map((name) => ({
        name,
        held: user.qualifications?.includes(name) ?? false,
      })),
    })),
    nextCursor: page.nextCursor,
    roles: ROLES,
    typed: { role: 'author' },
    done: DONE.get(String(request.query.done)),
    ...more,
  };
  showPage(response, 'admin', { title: 'Users', section: '/admin' }, data, status);
}
