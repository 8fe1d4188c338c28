import { followCoes } from '../coe/follow-coes.js';
import type { StoredCoe } from '../coe/model.js';
import { type CoeSubject, subjectOf } from '../coe/resolve.js';
import type { CoeStore } from '../coe/store.js';
import type { Clock } from '../kernel/clock.js';

/** Which services each COE names, archived ones left out. */
export type ServicesInUse = {
  /** Holds every write acknowledged before the call. */
  current(): Promise<Iterable<{ subject: CoeSubject; services: readonly string[] }>>;
};

const FIELDS = {
  version: 1,
  status: 1,
  createdBy: 1,
  people: 1,
  'content.restricted': 1,
  'content.services': 1,
} as const;

/** Kept in memory: counting COEs by service would else read the whole library for every list of services. */
export function servicesInUse(coes: CoeStore['coes'], clock: Clock): ServicesInUse {
  const named = new Map<string, { subject: CoeSubject; services: readonly string[] }>();
  const follower = followCoes<StoredCoe>(
    coes,
    {
      put: (coe) => named.set(coe._id, { subject: subjectOf(coe), services: coe.content.services }),
      remove: (id) => named.delete(id),
    },
    clock,
    FIELDS,
  );
  return {
    async current() {
      await follower.refresh();
      return named.values();
    },
  };
}
