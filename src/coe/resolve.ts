import type { StoredCoe } from './model.js';
import type { CoeStore } from './store.js';

/** What policies look at. */
export type CoeSubject = {
  id: string;
  status: StoredCoe['status'];
  restricted: boolean;
  /** Accounts: of creator, owner and authors; `members` holds them too. */
  authors: string[];
  members: string[];
};

/**
 * A COE by id or number (`COE-1`, in any case), with just what a policy needs.
 * @param whole with all of it beside that @returns undefined when there is none
 */
export async function resolveCoe(
  store: CoeStore,
  reference: string,
  whole = false,
): Promise<(CoeSubject & { whole?: StoredCoe }) | undefined> {
  const filter = /^coe-\d{1,12}$/i.test(reference) ? { number: reference.toUpperCase() } : { _id: reference };
  const coe = await store.coes
    .findOne(filter, whole ? {} : { status: 1, createdBy: 1, people: 1, 'content.restricted': 1 })
    .lean<StoredCoe>();
  if (!coe) return undefined;
  return whole ? { ...subjectOf(coe), whole: coe } : subjectOf(coe);
}

export function subjectOf(coe: Pick<StoredCoe, '_id' | 'status' | 'createdBy' | 'people' | 'content'>): CoeSubject {
  const idsOf = (people: StoredCoe['people']) => [coe.createdBy.id, ...people.map(({ id }) => id)];
  return {
    id: coe._id,
    status: coe.status,
    restricted: coe.content.restricted,
    authors: idsOf(coe.people.filter(({ author }) => author)),
    members: idsOf(coe.people),
  };
}
