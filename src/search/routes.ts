import { z } from 'zod';
import { dateOrTime } from '../coe/fields.js';
import { COE_STATUSES, SECTIONS, SEVERITIES } from '../coe/schema.js';
import type { CoeStore } from '../coe/store.js';
import { type Endpoint, endpoint } from '../http/endpoint.js';
import { pageQuery, readCursor, writeCursor } from '../http/page.js';
import type { Actor } from '../kernel/actor.js';
import { AppError } from '../kernel/errors.js';
import type { LexicalIndex } from './lexical/lexical-index.js';
import { type ParsedQuery, parseQuery } from './lexical/parse-query.js';
import type { Visible } from './lexical/view.js';
import type { Similarity } from './similarity/open-similarity.js';
import { REASON_KINDS } from './similarity/reasons.js';

export type SearchRoutesParts = {
  store: CoeStore;
  index: LexicalIndex;
  similarity: Similarity;
  /** The reading rule of the policy table, for one actor. */
  visible(actor: Actor): Visible;
  /** Texts of a COE's evidence, one after another; as many as make sense to compare. */
  evidenceText(coeId: string): Promise<string>;
};

/** Below this a COE says too little itself, and the texts of its evidence speak for it. */
const YOUNG = 400;

const coeLink = z.object({ id: z.string(), number: z.string(), title: z.string() });
const facet = z.array(z.object({ value: z.string(), count: z.number().int() }));

/** What is searched for stands on the first page or is asked for better; each item brings a passage read from disk. */
const ITEMS = 20;

export const searchQuery = z.strictObject({
  ...pageQuery,
  limit: pageQuery.limit.removeDefault().default(ITEMS),
  q: z
    .string()
    .max(4_000)
    .default('')
    .describe(
      'words (any may match), "a phrase", -without, +with, a OR b, and fields: status: severity: service: owner: tag: after: before: (when it happened) or a section, such as title: or lessons:; without words the newest that pass the filters',
    ),
  status: z.enum(COE_STATUSES).optional(),
  service: z.string().max(200).optional(),
  severity: z.enum(SEVERITIES).optional(),
  from: dateOrTime.optional().describe('created at or after, in UTC'),
  to: dateOrTime.optional().describe('created before or at; a day means until its end'),
});

export const searchResultSchema = z
  .object({
    items: z.array(
      z.object({
        coe: coeLink,
        section: z.enum(SECTIONS as [string, ...string[]]).describe('where the snippet comes from'),
        snippet: z.string().describe('plain text: escape it before showing it'),
        matches: z
          .array(z.object({ from: z.number().int(), to: z.number().int() }))
          .describe('the words found, in UTF-16 units of the snippet'),
        score: z.number(),
      }),
    ),
    nextCursor: z.string().nullable(),
    total: z.number().int().describe('COEs found, over all pages'),
    facets: z
      .object({ status: facet, service: facet, severity: facet, tag: facet, owner: facet, month: facet })
      .describe('over everything found; months are of when it happened'),
    corrected: z
      .array(z.object({ word: z.string(), used: z.string() }))
      .describe('words that no COE holds, and what was looked for instead'),
  })
  .meta({ id: 'SearchResult' });

const reasonPlace = z
  .object({
    section: z.enum(SECTIONS as [string, ...string[]]),
    quote: z.string().describe('its words, as they stand there'),
  })
  .nullable();

const suggestionsSchema = z
  .object({
    items: z.array(
      z.object({
        text: z.string().describe('the whole query, completed'),
        kind: z.enum(['word', 'service', 'tag', 'owner']),
        count: z.number().int().describe('COEs you may see that hold it'),
      }),
    ),
  })
  .meta({ id: 'SearchSuggestions' });

const similarSchema = z
  .object({
    items: z.array(
      z.object({
        coe: coeLink,
        score: z.number().describe('0 to 1'),
        reasons: z.array(
          z.object({
            kind: z.enum(REASON_KINDS),
            values: z.array(z.string()).describe('as the asking COE writes them'),
            here: reasonPlace.describe('where the asking COE says it'),
            there: reasonPlace.describe('where the similar COE says it'),
          }),
        ),
      }),
    ),
  })
  .meta({ id: 'SimilarCoes' });

/** @throws AppError validation at `query:q` that says what to write instead */
export function readQuery(text: string): ParsedQuery {
  const query = parseQuery(text);
  if (query.problems.length > 0)
    throw new AppError('validation', 'The query asks for something that is not there.', {
      errors: query.problems.map((detail) => ({ pointer: 'query:q', detail })),
    });
  return query;
}

export function searchRoutes({ store, index, similarity, visible, evidenceText }: SearchRoutesParts): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/search',
      action: 'search.query',
      tag: 'Search',
      summary: 'Search all COEs you may see by words, best first, one item a COE',
      query: searchQuery,
      responses: { 200: { description: 'A page', schema: searchResultSchema } },
      async handle({ query, actor, activity }) {
        const { q, limit, cursor, ...filter } = query;
        const after = readCursor(cursor, ['number', 'number']);
        const found = await index.search({ query: readQuery(q), filter, limit: limit + 1, after }, visible(actor));
        const items = found.items.slice(0, limit);
        const last = items.at(-1);
        activity.found = items.length;
        return {
          status: 200,
          body: {
            items: items.map(({ seq: _, ...item }) => item),
            nextCursor: found.items.length > limit && last ? writeCursor([last.score, last.seq]) : null,
            total: found.total,
            facets: found.facets,
            corrected: found.corrected,
          },
        };
      },
    }),
    endpoint({
      method: 'get',
      path: '/search/suggest',
      action: 'search.query',
      tag: 'Search',
      summary: 'What the query so far may become: words, services, tags and owners, most used first',
      query: z.strictObject({
        q: z.string().max(4_000).default(''),
        limit: z
          .string()
          .regex(/^[1-9]\d{0,2}$/, 'A whole number from 1; more than 50 is read as 50.')
          .transform((value) => Math.min(50, Number(value)))
          .default(8),
      }),
      responses: {
        200: { description: 'Completions of its last word, from two letters on', schema: suggestionsSchema },
      },
      async handle({ query: { q, limit }, actor }) {
        return { status: 200, body: { items: await index.suggest(q, limit, visible(actor)) } };
      },
    }),
    endpoint({
      method: 'get',
      path: '/coes/{coe}/similar',
      action: 'coe.read',
      tag: 'Search',
      summary: 'Other COEs like this one, with the reasons',
      params: z.object({ coe: z.string().max(100) }),
      query: z.strictObject({ limit: pageQuery.limit.default(10) }),
      responses: { 200: { description: 'Best first; empty when nothing is close', schema: similarSchema } },
      async handle({ coeId, query, actor }) {
        const coe = await store.byId(coeId);
        const { summary, timeline } = coe.content;
        const says = summary.length + timeline.reduce((sum, entry) => sum + entry.text.length, 0);
        const evidence = says < YOUNG ? await evidenceText(coeId) : '';
        const items = await similarity.similarTo(coe, evidence, query.limit, visible(actor), true);
        return { status: 200, body: { items } };
      },
    }),
  ];
}
