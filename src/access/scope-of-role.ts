import { type Role, SCOPES, type Scope } from '../kernel/actor.js';

/** The most that a token of somebody with this role can be good for. */
export const scopeOfRole: Readonly<Record<Role, Scope>> = {
  viewer: 'read',
  author: 'write',
  reviewer: 'write',
  admin: 'admin',
};

export const lesserScope = (a: Scope, b: Scope): Scope => (SCOPES.indexOf(a) <= SCOPES.indexOf(b) ? a : b);
