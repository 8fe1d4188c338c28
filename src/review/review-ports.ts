import type { StoredCoe } from '../coe/model.js';
import type { Actor, Qualification, Role } from '../kernel/actor.js';
import type { Finding } from './finding.js';

/** Somebody who may review: an active user of that role, with what an administrator granted. */
export type Reviewer = { id: string; name: string; role: Role; qualifications: Qualification[] };

/** What reviews need to know of other rooms; `compose` passes it in. */
export type ReviewPorts = {
  /** Everybody whose role lets them review. */
  reviewers(): Promise<Reviewer[]>;
  isAuthor(actor: Actor, coe: StoredCoe): boolean;
  canSee(actor: Actor, coe: StoredCoe): boolean;
  /** Whether a row of the policy table lets the actor pass. @throws AppError notFound, forbidden */
  authoriseCoe(actor: Actor, action: string, coeId: string): Promise<unknown>;
  /** What still stands in the way of approval. */
  blockersOf(coe: StoredCoe): Promise<readonly Finding[]>;
};
