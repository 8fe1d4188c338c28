import type { Router } from 'express';
import { COE_STATUSES, SEVERITIES } from '../coe/schema.js';
import { readCursor, writeCursor } from '../http/page.js';
import { check } from '../http/validate.js';
import type { FoundCoe } from '../search/lexical/find.js';
import { parseQuery } from '../search/lexical/parse-query.js';
import { searchQuery } from '../search/routes.js';
import type { PageParts } from './parts.js';
import { readFilters } from './read-filters.js';
import { showAt } from './screen.js';
import { facetCards } from './search-facets.js';
import { showPage } from './view.js';

const FILTERS = ['q', 'status', 'severity', 'service', 'from', 'to'] as const;
const ROWS = 20;

/** `/search`: words over all COEs that the reader may see. */
export function searchScreen(
  router: Router,
  { ports, search, visibleInSearch }: Pick<PageParts, 'ports' | 'search' | 'visibleInSearch'>,
): void {
  showAt(router, ports, '/search', 'search.query', async ({ request, response, actor }) => {
    const { filters, link } = readFilters(request, FILTERS);
    const cursor = typeof request.query.cursor === 'string' ? request.query.cursor : undefined;
    const { q = '' } = filters;
    const parsed = check(searchQuery, filters, 'query');
    const {
      q: words,
      limit: _limit,
      cursor: _cursor,
      ...filter
    } = 'value' in parsed ? parsed.value : { q: '', limit: ROWS };
    const query = parseQuery(words);
    const after = readCursor(cursor, ['number', 'number']);
    const errors = [
      ...('errors' in parsed ? parsed.errors : []),
      ...query.problems.map((detail) => ({ pointer: 'query:q', detail })),
    ];
    const asked = Object.keys(filters).length > 0 && errors.length === 0;
    const found = asked ? await search.search({ query, filter, limit: ROWS + 1, after }, visibleInSearch(actor)) : null;
    const hits = found?.items.slice(0, ROWS) ?? [];
    const last = hits.at(-1);
    showPage(
      response,
      'search',
      { title: q === '' ? 'Search' : `Search: ${q}`, section: '/search' },
      {
        q,
        filters,
        found: found && {
          total: found.total,
          corrected: found.corrected,
          hits: hits.map((hit) => ({ ...hit, parts: markWords(hit) })),
          facets: facetCards(found.facets, filters),
        },
        next:
          found && last && found.items.length > ROWS
            ? link('/search', { cursor: writeCursor([last.score, last.seq]) })
            : null,
        errors,
        firstPage: cursor === undefined,
        statuses: COE_STATUSES,
        severities: SEVERITIES,
      },
    );
  });
}

/** A snippet in pieces, so that the template escapes each and marks those that were found. */
export function markWords({
  snippet,
  matches,
}: Pick<FoundCoe, 'snippet' | 'matches'>): { text: string; found: boolean }[] {
  const pieces: { text: string; found: boolean }[] = [];
  let at = 0;
  for (const { from, to } of [...matches].sort((a, b) => a.from - b.from)) {
    if (from < at || to <= from) continue;
    if (from > at) pieces.push({ text: snippet.slice(at, from), found: false });
    pieces.push({ text: snippet.slice(from, to), found: true });
    at = to;
  }
  if (at < snippet.length) pieces.push({ text: snippet.slice(at), found: false });
  return pieces;
}
