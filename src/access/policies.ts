import type { Actor, Role } from '../kernel/actor.js';

/** What a rule sees of a COE. */
export type PolicySubject = {
  status: 'draft' | 'inReview' | 'approved' | 'published' | 'archived';
  restricted: boolean;
  /** Ids or names of creator, owner and authors; `members` holds them too. */
  authors: string[];
  members: string[];
};

type Rule = (actor: Actor, coe: PolicySubject | undefined) => boolean;

const atLeast = (least: Role): Rule => {
  const order: Role[] = ['viewer', 'author', 'reviewer', 'admin'];
  return (actor) => order.indexOf(actor.role) >= order.indexOf(least);
};
const named = (people: string[], actor: Actor) => people.includes(actor.id) || people.includes(actor.name);

/** A restricted COE is visible only to the people listed on it; viewers see published ones, everybody else all others. */
export const canSee: Rule = (actor, coe) =>
  coe !== undefined &&
  (!coe.restricted || named(coe.members, actor)) &&
  (actor.role !== 'viewer' || coe.status === 'published' || named(coe.members, actor));

const isAuthor: Rule = (actor, coe) => coe !== undefined && named(coe.authors, actor);
const mayWrite: Rule = (actor, coe) =>
  canSee(actor, coe) && (actor.role === 'admin' || isAuthor(actor, coe) || isMember(actor, coe));
const isMember: Rule = (actor, coe) => actor.role !== 'viewer' && coe !== undefined && named(coe.members, actor);

/** Every decision of the service: one action a row. A route whose action is missing here does not start. */
export const POLICIES = {
  'coe.create': atLeast('author'),
  'coe.list': atLeast('viewer'),
  'coe.read': canSee,
  'coe.edit': mayWrite,
  'coe.archive': mayWrite,
  'coe.comment': (actor, coe) => canSee(actor, coe) && atLeast('author')(actor, coe),
  // On a comment whose COE the path does not name: the verb asks coe.comment once it knows the COE.
  'comment.write': atLeast('author'),
  'template.read': atLeast('viewer'),
  'template.change': atLeast('admin'),
  'inbox.read': atLeast('author'),
  'inbox.use': atLeast('author'),
  'hooks.manage': atLeast('admin'),
  'search.query': atLeast('viewer'),
  'orr.read': atLeast('viewer'),
  'orr.propose': mayWrite,
  'orr.decide': atLeast('reviewer'),
  'session.manage': atLeast('viewer'),
  'audit.read': atLeast('admin'),
} as const satisfies Record<string, Rule>;

export type Action = keyof typeof POLICIES;

export function isAction(action: string): action is Action {
  return Object.hasOwn(POLICIES, action);
}

/** The same as {@link canSee}, as a database filter over stored COEs. A test holds the two against each other. */
export function visibleFilter(actor: Actor): Record<string, unknown> {
  const me = { $in: [actor.id, actor.name] };
  const listed = [
    { 'createdBy.id': actor.id },
    { 'content.owner': me },
    { 'content.authors': me },
    { 'content.members': me },
  ];
  const open = { 'content.restricted': false, ...(actor.role === 'viewer' ? { status: 'published' } : {}) };
  return { $or: [open, ...listed] };
}
