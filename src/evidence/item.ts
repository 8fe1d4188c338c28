import { z } from 'zod';

/**
 * One imported fact. What an importer makes of one raw record before it is stored; times are UTC instants.
 * `deliveryKey` is equal for the same delivery sent twice; `eventKey` is equal for one event that came through two channels.
 */
export const PRECISIONS = ['second', 'minute', 'day'] as const;
export const ZONE_ORIGINS = ['stated', 'declared', 'assumed'] as const;
export const ITEM_KINDS = [
  'alarm', // a monitor changed state
  'message', // somebody or a bot wrote something
  'deploy', // code or configuration went out, or was rolled back
  'change', // any other change: infrastructure, feature flag, API call
  'page', // somebody was paged, acknowledged, resolved
  'ticket', // a ticket was opened, moved, closed
  'status', // a public status update
  'log', // a log line of a host or service
  'metric', // a metric point or annotation
  'note', // a record of a hand-made timeline, CSV or NDJSON of unknown origin
  'membership', // joined, left, renamed: kept, never proposed
] as const;
export const ITEM_STATES = [
  'firing',
  'ok',
  'insufficientData',
  'acknowledged',
  'started',
  'succeeded',
  'failed',
  'open',
  'resolved',
] as const;

export const actorSchema = z.object({
  kind: z.enum(['person', 'system']),
  /** The source's own id (U0SRE1) or, without one, the name. */
  id: z.string(),
  /** What is shown: a role-like name (sre-1) as it is, any other person as a stable placeholder (responder-1). */
  name: z.string(),
});

export const evidenceItemSchema = z.object({
  source: z.string().describe('id of the importer: slack, alertmanager, csv, …'),
  index: z.number().int().describe('position of the raw record in its file, from 0'),
  at: z.date(),
  end: z.date().nullable(),
  precision: z.enum(PRECISIONS),
  zoneOrigin: z.enum(ZONE_ORIGINS),
  kind: z.enum(ITEM_KINDS),
  state: z.enum(ITEM_STATES).nullable(),
  actor: actorSchema.nullable(),
  subject: z.string().nullable().describe('alarm name, channel, host, deployed thing'),
  dimensions: z.record(z.string(), z.string()).describe('labels that tell two alarms of one name apart'),
  severity: z.string().nullable(),
  text: z.string().describe('what happened, in words a reader understands; redacted'),
  payload: z.unknown().describe('the raw record, redacted'),
  link: z.string().nullable(),
  deliveryKey: z.string().describe('a digest, equal for the same delivery sent again'),
  eventKey: z.string().describe('a digest, equal for one event that came through two channels'),
});

export type EvidenceActor = z.infer<typeof actorSchema>;
export type EvidenceItem = z.infer<typeof evidenceItemSchema>;
/** As it is stored and as the timeline rules read it. */
export type StoredEvidenceItem = EvidenceItem & { id: string; coeId: string; importId: string; importedAt: Date };
