import { z } from 'zod';
import { dateOrTime } from '../coe/fields.js';
import type { StoredCoe } from '../coe/model.js';
import { type PresentedCoe, presentCoe, type ReadinessOf } from '../coe/present.js';
import { COE_STATUSES } from '../coe/schema.js';
import type { CoeStore } from '../coe/store.js';
import { type Endpoint, endpoint } from '../http/endpoint.js';
import type { Actor } from '../kernel/actor.js';
import type { AuditEvent } from '../kernel/audit.js';
import type { Clock } from '../kernel/clock.js';
import { newId } from '../kernel/ids.js';
import { exportZip, type ZipParts } from './export-zip.js';
import { LIBRARY_TABLES } from './library-tables.js';
import { parquetStream } from './parquet-stream.js';
import type { ReportOf } from './report-of.js';

export type ExportParts = {
  reportOf: ReportOf;
  store: CoeStore;
  clock: Clock;
  readinessOf: ReadinessOf;
  visible(actor: Actor): Record<string, unknown>;
  zip: ZipParts;
  recordAudit(event: AuditEvent, id: string): Promise<void>;
};

const yesOrNo = (byDefault: 'true' | 'false') => z.enum(['true', 'false']).default(byDefault);
const zipQuery = z.strictObject({
  draft: yesOrNo('false').describe('true takes unapproved content, with a watermark'),
  evidence: yesOrNo('true'),
  comments: yesOrNo('false').describe('true adds the comments'),
});
const libraryQuery = z.strictObject({
  status: z.enum(COE_STATUSES).optional(),
  from: dateOrTime.optional().describe('created at or after, in UTC'),
  to: dateOrTime.optional().describe('created before or at; a day means until its end'),
});
type LibraryQuery = z.output<typeof libraryQuery>;

/** Everything of one COE as a ZIP, and the library that the caller may see as NDJSON and as Parquet tables. */
export function exportRoutes(parts: ExportParts): Endpoint[] {
  const exported = async (actor: Actor, form: string, filter: LibraryQuery) => {
    const details = { form, ...filter };
    const event = {
      at: parts.clock.now().toISOString(),
      actor: { id: actor.id, name: actor.name },
      coeId: null,
      details,
    };
    await parts.recordAudit({ type: 'library.exported', ...event }, newId('aud'));
  };
  const attached = (name: string) => ({
    'Content-Disposition': `attachment; filename="${name}"`,
    'Cache-Control': 'no-store',
  });

  return [
    endpoint({
      method: 'get',
      path: '/coes/{coe}/export.zip',
      action: 'coe.read',
      tag: 'Export',
      summary: 'Everything of a COE in one archive',
      description:
        'report.md (with front matter), report.html, report.pdf, report.json, pictures, attachments, evidence.ndjson; comments.ndjson when asked for. An unapproved COE answers 409 without draft=true.',
      params: z.object({ coe: z.string().max(100) }),
      query: zipQuery,
      responses: { 200: { description: 'The archive', contentType: 'application/zip' } },
      async handle({ coeId, query: { draft, evidence, comments } }) {
        const report = await parts.reportOf(coeId, draft === 'true', comments === 'true');
        const wanted = { evidence: evidence === 'true', comments: comments === 'true' };
        const chunks = await exportZip(report, wanted, parts.zip);
        return {
          status: 200,
          headers: attached(`${report.coe.number}.zip`),
          stream: { contentType: 'application/zip', chunks },
        };
      },
    }),
    endpoint({
      method: 'get',
      path: '/exports/coes.ndjson',
      action: 'coe.list',
      tag: 'Export',
      summary: 'The library, one whole COE a line',
      description: 'Those that the caller may see, oldest first, archived ones too. Each line can be imported again.',
      query: libraryQuery,
      responses: { 200: { description: 'The library', contentType: 'application/x-ndjson' } },
      async handle({ query, actor }) {
        await exported(actor, 'ndjson', query);
        const chunks = lines(visibleCoes(parts, query, actor));
        return {
          status: 200,
          headers: attached('coes.ndjson'),
          stream: { contentType: 'application/x-ndjson', chunks },
        };
      },
    }),
    ...(Object.keys(LIBRARY_TABLES) as (keyof typeof LIBRARY_TABLES)[]).map((table) =>
      endpoint({
        method: 'get',
        path: `/exports/${table}.parquet`,
        action: 'coe.list',
        tag: 'Export',
        summary: `The library as a Parquet table: ${table}`,
        description:
          'Those COEs that the caller may see. Times are UTC; lists are JSON; a measure that is not known is null.',
        query: libraryQuery,
        responses: { 200: { description: 'The table', contentType: 'application/vnd.apache.parquet' } },
        async handle({ query, actor }) {
          await exported(actor, `${table}.parquet`, query);
          const { columns, rows } = LIBRARY_TABLES[table];
          const chunks = parquetStream(columns, rowsOf(visibleCoes(parts, query, actor), rows));
          return {
            status: 200,
            headers: attached(`${table}.parquet`),
            stream: { contentType: 'application/vnd.apache.parquet', chunks },
          };
        },
      }),
    ),
  ];
}

/** What the caller may see, oldest first, read as fast as it is taken. */
async function* visibleCoes(
  { store, visible, readinessOf }: ExportParts,
  { status, from, to }: LibraryQuery,
  actor: Actor,
): AsyncGenerator<PresentedCoe> {
  const created = {
    ...(from === undefined ? {} : { $gte: from }),
    ...(to === undefined ? {} : { $lte: to.length === 10 ? `${to}T~` : to }),
  };
  const filter = {
    ...(status === undefined ? {} : { status }),
    ...(Object.keys(created).length === 0 ? {} : { createdAt: created }),
  };
  const cursor = store.coes
    .find({ $and: [filter, visible(actor)] })
    .sort({ seq: 1 })
    .lean<StoredCoe[]>()
    .cursor({ batchSize: 50 });
  for await (const coe of cursor) yield presentCoe(coe as unknown as StoredCoe, readinessOf);
}

async function* lines(items: AsyncIterable<unknown>): AsyncGenerator<string> {
  for await (const item of items) yield `${JSON.stringify(item)}\n`;
}

type Row = Record<string, unknown>;
async function* rowsOf(coes: AsyncIterable<PresentedCoe>, rows: (coe: PresentedCoe) => Row[]): AsyncGenerator<Row> {
  for await (const coe of coes) yield* rows(coe);
}
