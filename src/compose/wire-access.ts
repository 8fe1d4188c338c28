import type { AuditParts } from '../access/audit-read.js';
import { authenticate } from '../access/authenticate.js';
import { limits } from '../access/limits.js';
import { identityProvider } from '../access/oidc/provider.js';
import { oidcSignIn } from '../access/oidc/sign-in.js';
import { type Claims, userOfClaims } from '../access/oidc/user-of-claims.js';
import { ownPages } from '../access/own-page.js';
import { sessionCookies } from '../access/session-cookie.js';
import { sessions } from '../access/sessions.js';
import type { UsersParts } from '../access/users.js';
import { knowPerson } from '../coe/know-person.js';
import { resolveCoe } from '../coe/resolve.js';
import type { Config } from '../config.js';
import type { Database } from '../database/connect.js';
import { retryIdempotent } from '../database/retry-idempotent.js';
import type { IdempotencyStore } from '../http/idempotency.js';
import type { Documents } from './wire-documents.js';

export type Access = ReturnType<typeof wireAccess>;

/** Who calls, how they sign in, and what the runner asks before a handler runs. */
export function wireAccess(
  config: Config,
  { assertRoom }: Pick<Database, 'assertRoom'>,
  idempotency: IdempotencyStore,
  documents: Documents,
) {
  const { people, store, clock, recordAudit, may, relayPending } = documents;
  const users: UsersParts = {
    store: people,
    clock,
    recordAudit,
    knowPerson: (person, actor) => knowPerson(store, person, actor),
  };
  const audit: AuditParts = {
    audit: store.audit,
    settle: relayPending,
    coeId: async (reference) => (await resolveCoe(store, reference))?.id,
  };
  const { oidc: settings } = config;
  const oidc = settings && {
    signIn: oidcSignIn({ store: people, clock, provider: identityProvider(settings) }),
    userOf: (claims: Claims) => userOfClaims(users, settings.rules, claims),
  };
  const cookies = sessionCookies(config.publicUrl?.startsWith('https:') ?? false);
  const own = ownPages(config.publicUrl);
  const limit = limits(config.rateLimit);
  return {
    ...{ users, audit, oidc, cookies, ownPages: own, limits: limit },
    sessions: sessions({ store: people, clock, recordAudit }),
    ports: {
      authenticate: authenticate({ store: people, clock, limits: limit, cookies, ownPages: own }),
      authorise: may,
      idempotency,
      retryReads: retryIdempotent,
      assertRoom,
    },
  };
}
