import { z } from 'zod';
import { cutPage, type Page, pageQuery, readCursor } from '../http/page.js';
import type { auditModel, StoredAuditEvent } from './audit-model.js';

const day = z.iso.date();
const time = z.iso.datetime({ offset: true });
/** Stored times are text: a bare day includes all of itself. */
const at = (last: string) =>
  z
    .union([day, time], { error: 'A day (2026-01-31) or an RFC 3339 time with a zone.' })
    .transform((text) => (text.length === 10 ? `${text}T${last}` : new Date(text).toISOString()));

export const auditFilter = {
  actor: z.string().max(200).optional().describe('id or name of who did it'),
  action: z
    .string()
    .max(60)
    .regex(/^[A-Za-z]+(\.[A-Za-z]*)?$/, 'Such as user.changed, or coe. for all that begin so.')
    .optional()
    .describe('the kind of event; with a dot at its end, all that begin so'),
  coe: z.string().max(100).optional().describe('id or number'),
  from: at('').optional(),
  to: at('~').optional(),
};
export const auditQuery = z.strictObject({ ...pageQuery, ...auditFilter });
export type AuditFilter = z.output<z.ZodObject<typeof auditFilter>>;

export const auditEventSchema = z
  .object({
    id: z.string(),
    at: z.string(),
    actor: z.object({ id: z.string(), name: z.string() }),
    action: z.string(),
    coeId: z.string().nullable(),
    details: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'AuditEvent' });
export type PresentedAuditEvent = z.output<typeof auditEventSchema>;

export type AuditParts = {
  audit: ReturnType<typeof auditModel>;
  /** Copies what waits in the outbox of a COE, so that no acknowledged change is missing. */
  settle(): Promise<unknown>;
  /** @returns the id of a COE by id or number */
  coeId(reference: string): Promise<string | undefined>;
};

/** Newest first. An event is never changed, so a page read twice is the same. */
export async function readAudit(
  parts: AuditParts,
  query: AuditFilter & { limit: number; cursor?: string | undefined },
): Promise<Page<PresentedAuditEvent>> {
  const after = readCursor(query.cursor, ['string', 'string']);
  await parts.settle();
  const filter = await filterOf(parts, query);
  const older = after ? [{ $or: [{ at: { $lt: after[0] } }, { at: after[0], _id: { $lt: after[1] } }] }] : [];
  const rows = await parts.audit
    .find({ $and: [filter, ...older] } as never)
    .sort({ at: -1, _id: -1 })
    .limit(query.limit + 1)
    .lean<StoredAuditEvent[]>();
  const page = cutPage(rows, query.limit, (row) => [row.at, row._id]);
  return { items: page.items.map(presentAuditEvent), nextCursor: page.nextCursor };
}

/** Every event that passes, newest first, one after another. */
export async function* everyAuditEvent(parts: AuditParts, query: AuditFilter): AsyncGenerator<PresentedAuditEvent> {
  await parts.settle();
  const rows = parts.audit
    .find((await filterOf(parts, query)) as never)
    .sort({ at: -1, _id: -1 })
    .lean<StoredAuditEvent[]>();
  for await (const row of rows.cursor({ batchSize: 500 })) yield presentAuditEvent(row);
}

async function filterOf(
  parts: AuditParts,
  { actor, action, coe, from, to }: AuditFilter,
): Promise<Record<string, unknown>> {
  const range = { ...(from === undefined ? {} : { $gte: from }), ...(to === undefined ? {} : { $lte: to }) };
  return {
    ...(actor === undefined ? {} : { $or: [{ 'actor.id': actor }, { 'actor.name': actor }] }),
    ...(action === undefined
      ? {}
      : { type: action.endsWith('.') ? { $regex: `^${action.replace('.', '\\.')}` } : action }),
    ...(coe === undefined ? {} : { coeId: (await parts.coeId(coe)) ?? coe }),
    ...(Object.keys(range).length > 0 ? { at: range } : {}),
  };
}

const presentAuditEvent = ({ _id: id, at, actor, type: action, coeId, details }: StoredAuditEvent) => ({
  id,
  at,
  actor: { id: actor.id, name: actor.name },
  action,
  coeId,
  details,
});
