import type { StoredCoe } from './model.js';
import type { CoeStore } from './store.js';

/** What policies look at. */
export type CoeSubject = {
  id: string;
  status: StoredCoe['status'];
  restricted: boolean;
  /** Names and ids of everyone on the COE: creator, owner, authors, members. */
  authors: string[];
  members: string[];
};

/** A COE by id or number (`COE-1`, in any case), with just what a policy needs. @returns undefined when there is none */
export async function resolveCoe(store: CoeStore, reference: string): Promise<CoeSubject | undefined> {
  const filter = /^coe-\d{1,12}$/i.test(reference) ? { number: reference.toUpperCase() } : { _id: reference };
  const coe = await store.coes
    .findOne(filter, {
      status: 1,
      createdBy: 1,
      'content.owner': 1,
      'content.authors': 1,
      'content.members': 1,
      'content.restricted': 1,
    })
    .lean<StoredCoe>();
  return coe ? subjectOf(coe) : undefined;
}

export function subjectOf(coe: Pick<StoredCoe, '_id' | 'status' | 'createdBy' | 'content'>): CoeSubject {
  const { owner, authors: others, members, restricted } = coe.content;
  const authors = [coe.createdBy.id, ...(owner ? [owner] : []), ...others];
  return { id: coe._id, status: coe.status, restricted, authors, members: [...authors, ...members] };
}
