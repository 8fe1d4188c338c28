import type { Role } from '../kernel/actor.js';
import type { AccessStore } from './store.js';

/** A user who may review, with what an administrator granted. */
export type Reviewer = { id: string; name: string; role: Role; qualifications: string[] };

/** Who may review, and what they are qualified for. Users who were deactivated are not asked. */
export function reviewerDirectory({ users }: Pick<AccessStore, 'users'>) {
  type Row = { _id: string; name: string; role: Role; qualifications?: string[] };
  return {
    async reviewers(): Promise<Reviewer[]> {
      const rows = await users
        .find({ role: { $in: ['reviewer', 'admin'] }, active: { $ne: false } } as never)
        .sort({ _id: 1 })
        .lean<Row[]>();
      return rows.map(({ _id: id, name, role, qualifications = [] }) => ({ id, name, role, qualifications }));
    },
    async qualificationsOf(userId: string): Promise<string[]> {
      return (await users.findById(userId).lean<Row>())?.qualifications ?? [];
    },
  };
}
