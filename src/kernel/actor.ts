export const ROLES = ['viewer', 'author', 'reviewer', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** What a credential may be used for, each including the one before it; never more than the role of its holder allows. */
export const SCOPES = ['read', 'write', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

export const QUALIFICATIONS = ['barRaiser', 'director'] as const;
/** What an administrator has found a person fit for: which slot of an approval they may fill. */
export type Qualification = (typeof QUALIFICATIONS)[number];

/** Who is asking. Names are what the document calls them (owner, authors, members hold names). */
export type Actor = {
  id: string;
  name: string;
  role: Role;
  qualifications: readonly Qualification[];
  /** The most that the token, or the token that opened the session, may be used for. */
  scope: Scope;
  /** A browser session must also prove that the request came from our own page. */
  via: 'token' | 'session';
  /** Which token or session it is, by an id that opens nothing; absent for the service itself. */
  credential?: { id: string; expiresAt: string | null };
};
