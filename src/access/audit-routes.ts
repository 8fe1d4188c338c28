import { z } from 'zod';
import { type Endpoint, endpoint } from '../http/endpoint.js';
import { pageOf } from '../http/page.js';
import type { RecordAudit } from '../kernel/audit.js';
import type { Clock } from '../kernel/clock.js';
import { newId } from '../kernel/ids.js';
import {
  type AuditParts,
  auditEventSchema,
  auditFilter,
  auditQuery,
  everyAuditEvent,
  type PresentedAuditEvent,
  readAudit,
} from './audit-read.js';

export type AuditRoutesParts = AuditParts & { clock: Clock; recordAudit: RecordAudit };

const exportQuery = z.strictObject({ format: z.enum(['ndjson', 'csv']).default('ndjson'), ...auditFilter });

/** Who did what: reading only. Nothing in the service changes or removes an event. */
export function auditRoutes(parts: AuditRoutesParts): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/audit',
      action: 'audit.read',
      tag: 'Audit',
      summary: 'Every change, and every read of a restricted COE, newest first',
      description: 'Who did what to which COE and when, with small facts; never the text of a document.',
      query: auditQuery,
      responses: { 200: { description: 'A page', schema: pageOf(auditEventSchema) } },
      handle: async ({ query }) => ({ status: 200, body: await readAudit(parts, query) }),
    }),
    endpoint({
      method: 'get',
      path: '/audit/export',
      action: 'audit.read',
      tag: 'Audit',
      summary: 'All of it that passes the filters, as NDJSON or CSV',
      query: exportQuery,
      responses: {
        200: { description: 'One event a line, newest first', contentType: 'application/x-ndjson' },
      },
      async handle({ query: { format, ...filter }, actor }) {
        const at = parts.clock.now().toISOString();
        const details = { format, ...filter };
        const by = { id: actor.id, name: actor.name };
        await parts.recordAudit({ type: 'audit.exported', at, actor: by, coeId: null, details }, newId('aud'));
        const events = everyAuditEvent(parts, filter);
        return {
          status: 200,
          headers: { 'Content-Disposition': `attachment; filename="audit.${format}"`, 'Cache-Control': 'no-store' },
          stream:
            format === 'csv'
              ? { contentType: 'text/csv; charset=utf-8; header=present', chunks: csv(events) }
              : { contentType: 'application/x-ndjson', chunks: ndjson(events) },
        };
      },
    }),
  ];
}

async function* ndjson(events: AsyncIterable<PresentedAuditEvent>): AsyncGenerator<string> {
  for await (const event of events) yield `${JSON.stringify(event)}\n`;
}

async function* csv(events: AsyncIterable<PresentedAuditEvent>): AsyncGenerator<string> {
  yield 'at,actorId,actorName,action,coeId,details,id\r\n';
  for await (const { at, actor, action, coeId, details, id } of events)
    yield `${[at, actor.id, actor.name, action, coeId ?? '', JSON.stringify(details), id].map(cell).join(',')}\r\n`;
}

/** RFC 4180; a cell that a spreadsheet would run as a formula gets an apostrophe (OWASP, "CSV Injection"). */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
