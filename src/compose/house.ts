import type { Inbox } from '../evidence/inbox/open-inbox.js';
import type { Access } from './wire-access.js';
import type { Documents } from './wire-documents.js';
import type { Drafting } from './wire-drafting.js';
import type { Learning } from './wire-learning.js';
import type { Notices } from './wire-notices.js';
import type { Report } from './wire-report.js';
import type { Review } from './wire-review.js';
import type { Search } from './wire-search.js';
import type { Stores } from './wire-stores.js';

/** All parts, wired; what routes and screens are made of. */
export type House = {
  stores: Stores;
  documents: Documents;
  access: Access;
  notices: Notices;
  inbox: Inbox;
  search: Search;
  review: Review;
  drafting: Drafting;
  report: Report;
  learning: Learning;
  publicUrl: string | undefined;
};
