import { type Role, SCOPES, type Scope } from '../kernel/actor.js';

/** The most that a token of somebody with this role can be good for. Viewers change what is their own: tokens, sessions, bookmarks. */
export const scopeOfRole = (role: Role): Scope => (role === 'admin' ? 'admin' : 'write');

export const lesserScope = (a: Scope, b: Scope): Scope => (SCOPES.indexOf(a) <= SCOPES.indexOf(b) ? a : b);
