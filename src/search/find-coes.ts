import type { ServiceNames } from '../kernel/service-names.js';
import { bm25, inverseFrequency } from './bm25.js';
import type { CoeIndex } from './coe-index.js';
import type { SearchDocument } from './document.js';
import { type Correction, queryTerms, visibleCount } from './query-terms.js';
import { type Snippet, snippetOf } from './snippet.js';

/** Decides on one COE for one asker; the same rule as reading it (`canSee`). */
export type Visible = (subject: SearchDocument['subject']) => boolean;

export type SearchFilter = {
  status?: string | undefined;
  service?: string | undefined;
  severity?: string | undefined;
  /** Created at or after, RFC 3339 UTC or a day. */
  from?: string | undefined;
  /** Created at or before; a day means until its end. */
  to?: string | undefined;
};

export type FoundCoe = Snippet & { coe: { id: string; number: string; title: string }; seq: number; score: number };
export type FacetCount = { value: string; count: number };
export type Facets = { status: FacetCount[]; service: FacetCount[]; severity: FacetCount[] };
export type SearchResult = { items: FoundCoe[]; total: number; facets: Facets; corrected: Correction[] };

/** Services are many; a facet list is for choosing from. */
const MOST_VALUES = 50;

/**
 * COEs that hold any word of the query, best first (equal scores: newest first); without words, all that pass the filter, newest first.
 * Hidden COEs take part in nothing: not in ranking, counting, spelling or facets. Facets count all that were found, not just the page.
 * @param after the score and seq of the last item of the page before
 */
export function findCoes(
  index: CoeIndex,
  query: { words: string; filter: SearchFilter; limit: number; after?: [number, number] | undefined },
  isVisible: Visible,
): SearchResult {
  const visible = Uint8Array.from(index.slots, (slot) => (slot && isVisible(slot.document.subject) ? 1 : 0));
  const { terms, corrected } = queryTerms(index, query.words, visible);
  const asked = query.words.trim() !== '';
  const scores = bm25(index, terms, visible);
  const found: { document: SearchDocument; score: number }[] = [];
  index.slots.forEach((slot, at) => {
    if (!slot || visible[at] === 0 || !passes(slot.document, query.filter, index.services)) return;
    const score = scores[at] ?? 0;
    if (score > 0 || !asked) found.push({ document: slot.document, score });
  });
  found.sort((a, b) => b.score - a.score || b.document.seq - a.document.seq);
  const { after } = query;
  const rest = after
    ? found.filter(({ score, document }) => score < after[0] || (score === after[0] && document.seq < after[1]))
    : found;
  const documents = visible.reduce((sum, one) => sum + one, 0);
  const weights = new Map(
    terms.map(({ stem }) => [stem, inverseFrequency(documents, visibleCount(index.stems, stem, visible))]),
  );
  return {
    items: rest.slice(0, query.limit).map(({ document, score }) => ({
      coe: { id: document.id, number: document.number, title: document.title },
      seq: document.seq,
      score,
      ...snippetOf(document, weights),
    })),
    total: found.length,
    facets: facetsOf(
      found.map(({ document }) => document),
      index.services,
    ),
    corrected,
  };
}

function passes(document: SearchDocument, filter: SearchFilter, services: ServiceNames): boolean {
  const { status, service, severity, from, to } = filter;
  return (
    (status === undefined || document.status === status) &&
    (service === undefined || document.services.some((name) => services.keyOf(name) === services.keyOf(service))) &&
    (severity === undefined || document.severity === severity) &&
    (from === undefined || document.createdAt >= from) &&
    // Stored times are text: "2026-01-31T…" sorts before "2026-01-31T~", so a bare day includes all of itself.
    (to === undefined || document.createdAt <= (to.length === 10 ? `${to}T~` : to))
  );
}

function facetsOf(documents: readonly SearchDocument[], names: ServiceNames): Facets {
  return {
    status: countValues(documents.map(({ status }) => [status])),
    service: countValues(documents.map(({ services }) => [...new Set(services.map(names.nameOf))])),
    severity: countValues(documents.map(({ severity }) => (severity === null ? [] : [severity]))),
  };
}

function countValues(values: readonly (readonly string[])[]): FacetCount[] {
  const counts = new Map<string, number>();
  for (const each of values) for (const value of each) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
    .slice(0, MOST_VALUES);
}
