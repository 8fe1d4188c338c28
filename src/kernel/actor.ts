export const ROLES = ['viewer', 'author', 'reviewer', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** Who is asking. Names are what the document calls them (owner, authors, members hold names). */
export type Actor = {
  id: string;
  name: string;
  role: Role;
  /** A browser session must also prove that the request came from our own page. */
  via: 'token' | 'session';
};
