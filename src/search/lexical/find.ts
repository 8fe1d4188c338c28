import { setImmediate as breathe } from 'node:timers/promises';
import type { ServiceNames } from '../../kernel/service-names.js';
import { type Snippet, snippetOf } from '../snippet.js';
import { inverseFrequency } from './bm25.js';
import { type Facets, facetsOf } from './facets.js';
import { eligible, type SearchFilter } from './filter.js';
import { foundText } from './found-texts.js';
import type { LivePart } from './live-part.js';
import type { ParsedQuery } from './parse-query.js';
import { type Correction, queryTerms } from './query-terms.js';
import { type PartRanking, rank } from './rank.js';
import { STEMMED } from './segment-writer.js';
import { termLists } from './term-lists.js';
import { type LibraryView, type Visible, viewOf } from './view.js';

export type SearchQuery = {
  query: ParsedQuery;
  filter: SearchFilter;
  limit: number;
  /** The score and seq of the last item of the page before. */
  after?: readonly [number, number] | undefined;
};

export type FoundCoe = Snippet & { coe: { id: string; number: string; title: string }; seq: number; score: number };
export type SearchResult = { items: FoundCoe[]; total: number; facets: Facets; corrected: Correction[] };

/** Snippets are cut from texts on disk; other requests are answered in between. */
const STEP_MS = 10;

/**
 * COEs that hold any word of the query and everything that it requires, best first (equal scores: newest first); without words to rank by, all
 * that pass, newest first. Hidden COEs take part in nothing: not in ranking, counting, spelling or facets. Facets and total count all that
 * were found, not just the page.
 * @throws ColdDamaged when a text or place on disk is not what was written
 */
export async function findCoes(
  parts: readonly LivePart[],
  { query, filter, limit, after }: SearchQuery,
  visible: Visible,
  services: ServiceNames,
): Promise<SearchResult> {
  const view = viewOf(parts, visible);
  const lists = termLists(view);
  const { terms, corrected } = queryTerms(view, lists, query);
  const passing = eligible(view, lists, query, filter, services);
  // Words that nobody wrote find nothing; a query without any word, or of filters alone, finds all that pass.
  const asksWords = query.clauses.some(({ negated, any }) => !negated && any.some(({ kind }) => kind === 'text'));
  const rankings: PartRanking[] = asksWords
    ? rank(view, lists, terms, passing)
    : passing.map((matched) => ({ matched, scores: new Float64Array(matched.length) }));
  const { best, total } = bestOf(view, rankings, limit, after);
  const weights = new Map(
    terms.map(({ stem }) => [stem, inverseFrequency(view.documents, lists.get(STEMMED, stem).documents)]),
  );
  const facets = facetsOf(
    view,
    rankings.map(({ matched }) => matched),
    services,
  );
  const items: FoundCoe[] = [];
  let stepped = performance.now();
  for (const { part, document, seq, score } of best) {
    const text = foundText(part.segment, document);
    items.push({
      coe: { id: part.segment.id(document), number: text.number, title: text.title },
      seq,
      score,
      ...snippetOf(text, weights),
    });
    if (performance.now() - stepped < STEP_MS) continue;
    await breathe();
    stepped = performance.now();
  }
  return { items, total, facets, corrected };
}

type Hit = { part: LivePart; document: number; seq: number; score: number };
const order = (a: Hit, b: Hit) => b.score - a.score || b.seq - a.seq;

function bestOf(
  view: LibraryView,
  rankings: readonly PartRanking[],
  limit: number,
  after: SearchQuery['after'],
): { best: Hit[]; total: number } {
  let best: Hit[] = [];
  let total = 0;
  rankings.forEach(({ matched, scores }, at) => {
    const { part } = view.parts[at] as LibraryView['parts'][number];
    const { seq } = part.segment.columns;
    for (let document = 0; document < matched.length; document++) {
      if (matched[document] === 0) continue;
      total++;
      const score = scores[document] as number;
      const own = seq[document] as number;
      if (after && (score > after[0] || (score === after[0] && own >= after[1]))) continue;
      const worst = best.length >= limit ? best[limit - 1] : undefined;
      if (worst && (score < worst.score || (score === worst.score && own < worst.seq))) continue;
      best.push({ part, document, seq: own, score });
      // Sorted and cut now and then: each document costs a constant time, whatever the limit.
      if (best.length >= limit * 2 + 64 || best.length === limit) best = best.sort(order).slice(0, limit);
    }
  });
  return { best: best.sort(order).slice(0, limit), total };
}
