import type { Actor } from '../kernel/actor.js';
import type { RecordAudit } from '../kernel/audit.js';
import type { Clock } from '../kernel/clock.js';
import { AppError, notFound } from '../kernel/errors.js';
import { newId } from '../kernel/ids.js';
import { canSee, covers, isAction, POLICIES, type PolicySubject } from './policies.js';

/**
 * @param route where it was asked, for the audit of restricted COEs
 * @param take gets the whole COE once it is allowed; without it only what the policy needs is read
 */
export type Authorise = (
  actor: Actor,
  action: string,
  coeReference: string | undefined,
  route?: string,
  take?: (coe: unknown) => void,
) => Promise<string>;

export type AuthoriseParts = {
  /** A COE by id or number. @param whole with all of it as `whole` */
  resolve(reference: string, whole: boolean): Promise<(PolicySubject & { id: string; whole?: unknown }) | undefined>;
  clock: Clock;
  recordAudit: RecordAudit;
};

/**
 * Asks the policy table. A COE that the actor may not see answers 404, as if it did not exist; one that they see but may not change, 403.
 * A read of a restricted COE is allowed only once it stands in the audit.
 * @returns the id of the COE, or '' where none is concerned
 */
export function authorise({ resolve, clock, recordAudit }: AuthoriseParts): Authorise {
  return async (actor, action, reference, route, take) => {
    if (!isAction(action)) throw new Error(`no policy for "${action}"`);
    const policy = POLICIES[action];
    const coe = reference === undefined ? undefined : await resolve(reference, take !== undefined);
    const reaches = 'beyondSight' in policy && policy.allows(actor, coe) && covers(actor.scope, policy.scope);
    if (reference !== undefined && (coe === undefined || !(canSee(actor, coe) || reaches))) notFound('COE', reference);
    if (!covers(actor.scope, policy.scope))
      throw new AppError(
        'forbidden',
        `${action} needs a token with the scope "${policy.scope}"; yours has "${actor.scope}".`,
      );
    if (!policy.allows(actor, coe))
      throw new AppError('forbidden', `Your role (${actor.role}) or your part in this COE does not allow ${action}.`);
    if (coe?.restricted && policy.scope === 'read') {
      const at = clock.now().toISOString();
      const by = { id: actor.id, name: actor.name };
      const details = { action, route: route ?? null, via: actor.via };
      await recordAudit({ type: 'coe.read', at, actor: by, coeId: coe.id, details }, newId('aud'));
    }
    take?.(coe?.whole);
    return coe?.id ?? '';
  };
}
