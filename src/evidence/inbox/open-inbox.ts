import type { Router } from 'express';
import type { Connection } from 'mongoose';
import type { CreateCoe } from '../../coe/create.js';
import type { CoeStore } from '../../coe/store.js';
import type { Endpoint } from '../../http/endpoint.js';
import type { Clock } from '../../kernel/clock.js';
import { hookRouter } from '../hooks/hook-router.js';
import { hookRoutes } from '../hooks/hook-routes.js';
import { hookStore } from '../hooks/hook-store.js';
import type { HookParts } from '../hooks/register-hook.js';
import { type Fetch, snsCertificates } from '../hooks/sns-certificates.js';
import type { EvidenceStore } from '../store.js';
import type { AuthoriseCoe } from './coe-from-window.js';
import { inboxCoes } from './inbox-coes.js';
import { inboxPeople } from './inbox-people.js';
import { type InboxParts, inboxRoutes } from './inbox-routes.js';
import { inboxSettings } from './inbox-settings.js';
import { inboxStore } from './inbox-store.js';
import { openForResolved } from './open-for-resolved.js';

export type OpenInboxParts = {
  connection: Connection;
  clock: Clock;
  store: CoeStore;
  create: CreateCoe;
  evidence: EvidenceStore;
  authoriseCoe: AuthoriseCoe;
  /** How AWS is asked for certificates; nothing else is ever asked for. */
  fetch: Fetch;
  publicUrl: string | undefined;
  assertRoom(): void;
  /** Deliveries of one hook that are taken; the rest is told to come back. */
  limit?: { perSecond: number; burst: number };
};

export type Inbox = {
  /** For people. */
  endpoints: Endpoint[];
  /** For senders, to be mounted openly. */
  router: Router;
  parts: InboxParts;
  hookParts: HookParts;
  /** Removes what is older than the settings allow; the engine has no TTL indexes. */
  expire(): Promise<void>;
};

const LIMIT = { perSecond: 50, burst: 500 };
const DAY_MS = 24 * 60 * 60 * 1000;

/** Wires what webhooks bring: who may send, what arrived, and what becomes of it. */
export function openInbox(outside: OpenInboxParts): Inbox {
  const { connection, clock, store, create, evidence, authoriseCoe, fetch, publicUrl, assertRoom } = outside;
  const { recordAudit } = store;
  const hooks = hookStore(connection);
  const inbox = inboxStore(connection);
  const people = inboxPeople(connection, clock);
  const settings = inboxSettings(connection);
  const parts: InboxParts = {
    inbox,
    people,
    settings,
    coes: inboxCoes(connection),
    evidence,
    store,
    create,
    clock,
    recordAudit,
    authoriseCoe,
  };
  const hookParts = { hooks, clock, recordAudit };
  return {
    parts,
    hookParts,
    endpoints: [...hookRoutes({ ...hookParts, publicUrl }), ...inboxRoutes(parts)],
    router: hookRouter({
      hooks,
      inbox,
      people,
      clock,
      fetch,
      certificateOf: snsCertificates(fetch),
      assertRoom,
      limit: outside.limit ?? LIMIT,
      afterwards: (items, hook) => openForResolved(parts, items, hook),
    }),
    async expire() {
      const { keepDays } = await settings.read();
      const oldest = clock.now().getTime() - keepDays * DAY_MS;
      await inbox.expire(new Date(oldest));
      // Named by an item that came at the same moment, at the earliest.
      await people.expire(new Date(oldest - DAY_MS));
    },
  };
}
