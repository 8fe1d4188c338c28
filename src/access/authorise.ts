import type { Actor } from '../kernel/actor.js';
import { AppError, notFound } from '../kernel/errors.js';
import { canSee, covers, isAction, POLICIES, type PolicySubject } from './policies.js';

export type Authorise = (actor: Actor, action: string, coeReference: string | undefined) => Promise<string>;

/**
 * Asks the policy table. A COE that the actor may not see answers 404, as if it did not exist; one that they see but may not change, 403.
 * @returns the id of the COE, or '' where none is concerned
 */
export function authorise(
  resolve: (reference: string) => Promise<(PolicySubject & { id: string }) | undefined>,
): Authorise {
  return async (actor, action, reference) => {
    if (!isAction(action)) throw new Error(`no policy for "${action}"`);
    const coe = reference === undefined ? undefined : await resolve(reference);
    if (reference !== undefined && (!coe || !canSee(actor, coe))) notFound('COE', reference);
    const policy = POLICIES[action];
    if (!covers(actor.scope, policy.scope))
      throw new AppError(
        'forbidden',
        `${action} needs a token with the scope "${policy.scope}"; yours has "${actor.scope}".`,
      );
    if (!policy.allows(actor, coe))
      throw new AppError('forbidden', `Your role (${actor.role}) or your part in this COE does not allow ${action}.`);
    return coe?.id ?? '';
  };
}
