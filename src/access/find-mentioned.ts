import type { Actor } from '../kernel/actor.js';
import { canSee, type PolicySubject } from './policies.js';
import type { AccessStore } from './store.js';

/**
 * Accounts by what people write of them, of those who may see the COE.
 * @param find accounts by name, e-mail or id
 * @param subjectOf the COE as policies see it
 */
export function findMentioned(
  { users }: Pick<AccessStore, 'users'>,
  find: (written: readonly string[]) => Promise<ReadonlyMap<string, string>>,
  subjectOf: (coeId: string) => Promise<PolicySubject | undefined>,
) {
  return async (coeId: string, written: readonly string[]): Promise<Map<string, { id: string; name: string }>> => {
    const ids = await find(written);
    const rows = await users.find({ _id: { $in: [...new Set(ids.values())] }, active: { $ne: false } }).lean();
    const subject = await subjectOf(coeId);
    const seeing = new Map(
      rows
        .filter(({ _id: id, name, role, qualifications = [] }) => {
          const actor: Actor = { id, name, role, qualifications, scope: 'read', via: 'session' };
          return canSee(actor, subject);
        })
        .map(({ _id: id, name }) => [id, { id, name }]),
    );
    return new Map(
      [...ids].flatMap(([text, id]) => {
        const person = seeing.get(id);
        return person ? [[text, person] as const] : [];
      }),
    );
  };
}
