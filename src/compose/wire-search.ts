import { join } from 'node:path';
import { canSee } from '../access/policies.js';
import type { CoeSubject } from '../coe/resolve.js';
import type { Config } from '../config.js';
import type { Actor } from '../kernel/actor.js';
import { openLexicalIndex } from '../search/lexical/lexical-index.js';
import { currentClusters } from '../search/recurrence/current-clusters.js';
import { knownMembers } from '../search/recurrence/member-facts.js';
import { openSimilarity } from '../search/similarity/open-similarity.js';
import type { Documents } from './wire-documents.js';
import type { Stores } from './wire-stores.js';

export type Search = ReturnType<typeof wireSearch>;

/** Search by words, similar COEs, promises of earlier ones and what keeps coming back. */
export function wireSearch(config: Config, stores: Stores, documents: Documents) {
  const { store, clock, telemetry, register, recordAudit, edit, may } = documents;
  const visibleTo = (actor: Actor) => (subject: Omit<CoeSubject, 'id'>) => canSee(actor, subject);
  const similarity = openSimilarity(store.coes, clock, telemetry, register.names);
  return {
    visibleTo,
    similarity,
    index: openLexicalIndex(store.coes, {
      clock,
      telemetry,
      services: register.names,
      folder: join(config.dataDir, 'search'),
    }),
    recurrences: {
      members: knownMembers(store.coes, clock),
      similarity,
      store: stores.recurrences,
      clusters: currentClusters(similarity, stores.recurrences),
      ...{ clock, recordAudit, visibleTo },
    },
    promises: {
      coes: store,
      similarity,
      answers: stores.promiseAnswers,
      authoriseCoe: may,
      ...{ edit, clock, recordAudit, visibleTo },
    },
  };
}
