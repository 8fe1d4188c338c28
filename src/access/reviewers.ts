import type { Qualification, Role } from '../kernel/actor.js';
import type { AccessStore } from './store.js';

/** A user who may review, with what an administrator granted. */
export type Reviewer = { id: string; name: string; role: Role; qualifications: Qualification[] };

/** Everybody whose role lets them review; those who were deactivated are not asked. */
export async function reviewersIn({ users }: Pick<AccessStore, 'users'>): Promise<Reviewer[]> {
  const rows = await users
    .find({ role: { $in: ['reviewer', 'admin'] }, active: { $ne: false } })
    .sort({ _id: 1 })
    .lean();
  return rows.map(({ _id: id, name, role, qualifications = [] }) => ({ id, name, role, qualifications }));
}
