import { notifiedPerson } from '../access/notified-person.js';
import { canSee } from '../access/policies.js';
import type { StoredCoe } from '../coe/model.js';
import { subjectOf } from '../coe/resolve.js';
import type { Config } from '../config.js';
import type { Database } from '../database/connect.js';
import type { Actor } from '../kernel/actor.js';
import { openNotify } from '../notify/open-notify.js';
import type { Documents } from './wire-documents.js';

export type Notices = ReturnType<typeof wireNotices>;

/** What people are told of, and who may be told. */
export function wireNotices(config: Config, { connection }: Database, documents: Documents) {
  const { store, clock, telemetry, register, people, findAccounts } = documents;
  const notify = openNotify({
    connection,
    store,
    clock,
    telemetry,
    services: register.names,
    publicUrl: config.publicUrl ?? `http://${config.host}:${config.port}`,
    smtp: config.smtp,
    allowPrivateNetworks: config.notifyPrivateNetworks,
    person: notifiedPerson(people),
    canSee: (actor, coe) => canSee(actor, subjectOf(coe)),
    findPeople: findAccounts,
  });
  return {
    notify,
    async seenBy(actor: Actor, coeId: string) {
      const coe = await store.coes.findById(coeId).lean<StoredCoe>();
      return coe && canSee(actor, subjectOf(coe)) ? coe : undefined;
    },
  };
}
