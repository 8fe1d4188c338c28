import { type Actor, ROLES, type Role, SCOPES, type Scope } from '../kernel/actor.js';

/** What a rule sees of a COE. */
export type PolicySubject = {
  status: 'draft' | 'inReview' | 'approved' | 'published' | 'archived';
  restricted: boolean;
  /** Accounts of creator, owner and authors; `members` holds them too. */
  authors: string[];
  members: string[];
};

type Rule = (actor: Actor, coe: PolicySubject | undefined) => boolean;

const atLeast =
  (least: Role): Rule =>
  (actor) =>
    ROLES.indexOf(actor.role) >= ROLES.indexOf(least);
const named = (accounts: string[], actor: Actor) => accounts.includes(actor.id);

/** A restricted COE is visible only to the people listed on it; viewers see published ones, everybody else all others. */
export const canSee: Rule = (actor, coe) =>
  coe !== undefined &&
  (!coe.restricted || named(coe.members, actor)) &&
  (actor.role !== 'viewer' || coe.status === 'published' || named(coe.members, actor));

/** Creator, owner and authors. */
export const isAuthor: Rule = (actor, coe) => coe !== undefined && named(coe.authors, actor);
/** Whoever is on it, authors or members; a viewer only reads, also what they own since they were an author. */
const mayWrite: Rule = (actor, coe) =>
  canSee(actor, coe) && (actor.role === 'admin' || (actor.role !== 'viewer' && isOnIt(actor, coe)));
const isOnIt: Rule = (actor, coe) => coe !== undefined && named(coe.members, actor);
/**
 * Who decides that a restricted COE is open to everybody: not each of those who were let in. The same people say who its owner and authors are,
 * else a member would first make themselves one.
 */
export const mayLift: Rule = (actor, coe) => mayWrite(actor, coe) && (actor.role === 'admin' || isAuthor(actor, coe));

/** One row: who may do it, what their credential must be good for, and whether it reaches COEs that they do not see. */
export type Policy = { scope: Scope; allows: Rule; beyondSight?: true };
const read = (allows: Rule): Policy => ({ scope: 'read', allows });
const write = (allows: Rule): Policy => ({ scope: 'write', allows });
const administer = (allows: Rule): Policy => ({ scope: 'admin', allows });

/** Every decision of the service: one action a row. A route whose action is missing here does not start. */
export const POLICIES = {
  'coe.create': write(atLeast('author')),
  'coe.list': read(atLeast('viewer')),
  'coe.read': read(canSee),
  'coe.edit': write(mayWrite),
  'coe.archive': write(mayWrite),
  // Break the glass: an administrator lists themselves on a restricted COE, for all who are on it to see.
  'coe.open': { ...administer(atLeast('admin')), beyondSight: true },
  'coe.comment': write((actor, coe) => canSee(actor, coe) && atLeast('author')(actor, coe)),
  // Which transitions is asked of the other rows, by the lifecycle table.
  'coe.transition': write((actor, coe) => canSee(actor, coe) && atLeast('author')(actor, coe)),
  // Whoever wrote it, owns it or is an author of it never approves it.
  'coe.review': write((actor, coe) => canSee(actor, coe) && atLeast('reviewer')(actor, coe) && !isAuthor(actor, coe)),
  'coe.assignReviewers': write(
    (actor, coe) => mayWrite(actor, coe) || (canSee(actor, coe) && atLeast('reviewer')(actor, coe)),
  ),
  // What a person marks as read is their own bookmark: a viewer may.
  'coe.look': write(canSee),
  'opsReview.read': read(atLeast('viewer')),
  'opsReview.open': write(atLeast('author')),
  'opsReview.schedule': administer(atLeast('admin')),
  'actionItem.read': read(atLeast('viewer')),
  // The verb asks coe.edit once it knows the COE.
  'actionItem.change': write(atLeast('author')),
  'approvalRules.read': read(atLeast('viewer')),
  'approvalRules.change': administer(atLeast('admin')),
  // On a comment whose COE the path does not name: the verb asks coe.comment once it knows the COE.
  'comment.write': write(atLeast('author')),
  'drafting.read': read(atLeast('author')),
  'template.read': read(atLeast('viewer')),
  'template.change': administer(atLeast('admin')),
  'inbox.read': read(atLeast('author')),
  'inbox.use': write(atLeast('author')),
  'hooks.manage': administer(atLeast('admin')),
  'service.read': read(atLeast('viewer')),
  'service.change': write(atLeast('author')),
  // It changes what names mean in all COEs.
  'service.merge': write(atLeast('reviewer')),
  'search.query': read(atLeast('viewer')),
  'recurrence.read': read(atLeast('viewer')),
  'recurrence.decide': write(atLeast('author')),
  'orr.read': read(atLeast('viewer')),
  'orr.propose': write(mayWrite),
  'orr.decide': write(atLeast('reviewer')),
  // Whoever writes COEs may say what a question would have caught; the verb asks whether they see the COE.
  'orr.judge': write(atLeast('author')),
  // The verbs of a review ask who opened it, and who is a director.
  'orr.review': write(atLeast('author')),
  'account.read': read(atLeast('viewer')),
  'account.manage': write(atLeast('viewer')),
  'user.list': read(atLeast('author')),
  'user.manage': administer(atLeast('admin')),
  'notify.manage': administer(atLeast('admin')),
  'audit.read': administer(atLeast('admin')),
} as const satisfies Record<string, Policy>;

export type Action = keyof typeof POLICIES;

/** Whether what this credential may be used for includes `needed`. */
export const covers = (held: Scope, needed: Scope): boolean => SCOPES.indexOf(held) >= SCOPES.indexOf(needed);

export function isAction(action: string): action is Action {
  return Object.hasOwn(POLICIES, action);
}

/**
 * Whether a person may do something to a COE that they see, or to none: the table's answer without the 404, the 403 and the audit of reads. For what
 * is only offered, such as a button; the verb behind it asks `authorise`.
 */
export function isAllowed(actor: Actor, action: Action, coe?: PolicySubject): boolean {
  const { scope, allows }: Policy = POLICIES[action];
  return (coe === undefined || canSee(actor, coe)) && covers(actor.scope, scope) && allows(actor, coe);
}

/** The same as {@link canSee}, as a database filter over stored COEs. A test holds the two against each other. */
export function visibleFilter(actor: Actor): Record<string, unknown> {
  const listed = [{ 'createdBy.id': actor.id }, { 'people.id': actor.id }];
  const open = { 'content.restricted': false, ...(actor.role === 'viewer' ? { status: 'published' } : {}) };
  return { $or: [open, ...listed] };
}
