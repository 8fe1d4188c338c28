import { z } from 'zod';
import { type Endpoint, endpoint, STREAM } from '../http/endpoint.js';
import { pageOf, pageQuery } from '../http/page.js';
import { notFound } from '../kernel/errors.js';
import { checkWrapping } from './check-wrapping.js';
import type { ImportIntoCoe } from './import-into-coe.js';
import type { StoredEvidenceItem } from './item.js';
import { readMap } from './map-parameter.js';
import { evidenceSchema, evidenceWithPayloadSchema, presentEvidence } from './present.js';
import { describeSources } from './registry.js';
import type { EvidenceStore } from './store.js';
import { DATE_ORDERS } from './time.js';

const coe = z.string().max(100);
const importQuery = z.strictObject({
  source: z.string().max(60).default('auto').describe('auto, or the id of a source (GET /evidence-sources)'),
  zone: z
    .string()
    .max(60)
    .optional()
    .describe('IANA zone or offset of times that state none, such as Europe/Copenhagen'),
  dates: z
    .enum(DATE_ORDERS)
    .optional()
    .describe('which way round dates such as 03/04/2027 are, where no other date of the file proves it'),
  map: z.string().max(2_000).optional().describe('columns of a table of unknown origin: time:When,text:What'),
  filename: z.string().max(500).optional(),
});
const importResultSchema = z
  .object({
    source: z.string(),
    raw: z.number().int(),
    accepted: z.number().int(),
    duplicates: z.number().int(),
    rejectedCount: z.number().int(),
    rejected: z.array(z.object({ index: z.number().int(), reason: z.string() })),
    redactions: z.record(z.string(), z.number()),
  })
  .meta({ id: 'ImportResult' });

export type EvidenceRoutesParts = {
  evidence: EvidenceStore;
  /** What claims cite besides imported evidence: metrics, statements of people. They belong to later rooms. */
  citedEvidence(coeId: string, ids: readonly string[]): Promise<StoredEvidenceItem[]>;
  importInto: ImportIntoCoe;
};

export function evidenceRoutes({ evidence, citedEvidence, importInto }: EvidenceRoutesParts): Endpoint[] {
  return [
    endpoint({
      method: 'post',
      path: '/coes/{coe}/evidence',
      action: 'coe.edit',
      tag: 'Evidence',
      summary: 'Import a file of evidence; it is streamed and has no size limit',
      description:
        'raw = accepted + duplicates + rejectedCount. One bad record never loses the good ones: it is listed with its index and reason. ' +
        'A file whose times state no zone answers 422 and asks for `zone`; dates that may be day/month or month/day are rejected and ask for `dates`.',
      params: z.object({ coe }),
      query: importQuery,
      body: STREAM,
      bodyTypes: [
        ...['application/json', 'application/x-ndjson', 'application/yaml', 'text/csv', 'text/plain'],
        ...['application/zip', 'application/gzip', 'application/octet-stream'],
      ],
      responses: { 200: { description: 'What was read', schema: importResultSchema } },
      async handle({ coeId, request, query, actor, activity }) {
        checkWrapping(request.headers);
        const { map, ...options } = query;
        const result = await importInto(coeId, request, { ...options, map: readMap(map) }, actor);
        const { source, raw, accepted } = result;
        Object.assign(activity, { source, raw, accepted });
        return { status: 200, body: result };
      },
    }),
    endpoint({
      method: 'get',
      path: '/coes/{coe}/evidence',
      action: 'coe.read',
      tag: 'Evidence',
      summary: 'The evidence of a COE in the order of time',
      params: z.object({ coe }),
      query: z.strictObject(pageQuery),
      responses: { 200: { description: 'A page', schema: pageOf(evidenceSchema) } },
      async handle({ coeId, query }) {
        const page = await evidence.page(coeId, query);
        return { status: 200, body: { items: page.items.map(presentEvidence), nextCursor: page.nextCursor } };
      },
    }),
    endpoint({
      method: 'get',
      path: '/coes/{coe}/evidence/{id}',
      action: 'coe.read',
      tag: 'Evidence',
      summary: 'One evidence item with its raw record; also a metric or a statement that a claim cites',
      params: z.object({ coe, id: z.string().max(100) }),
      responses: { 200: { description: 'The item', schema: evidenceWithPayloadSchema } },
      async handle({ coeId, params }) {
        const item =
          (await evidence.get(coeId, params.id)) ??
          (await citedEvidence(coeId, [params.id]))[0] ??
          notFound('evidence item', params.id);
        return { status: 200, body: { ...presentEvidence(item), payload: item.payload } };
      },
    }),
    endpoint({
      method: 'get',
      path: '/coes/{coe}/participants',
      action: 'coe.edit',
      tag: 'Evidence',
      summary: 'Who stands behind responder-1, -2, …; for those who may edit the COE',
      params: z.object({ coe }),
      responses: {
        200: {
          description: 'The people of the evidence',
          schema: z.object({
            items: z.array(
              z.object({ id: z.string(), placeholder: z.string().nullable(), realName: z.string().nullable() }),
            ),
          }),
        },
      },
      async handle({ coeId }) {
        return { status: 200, body: { items: await evidence.participants(coeId) } };
      },
    }),
    endpoint({
      method: 'get',
      path: '/evidence-sources',
      action: 'coe.list',
      tag: 'Evidence',
      summary: 'What can be imported, and how each source is recognised',
      responses: {
        200: {
          description: 'The sources',
          schema: z.object({
            items: z.array(
              z.object({ id: z.string(), title: z.string(), recognisedBy: z.string(), timeField: z.string() }),
            ),
          }),
        },
      },
      handle: () => ({ status: 200, body: { items: describeSources() } }),
    }),
  ];
}
