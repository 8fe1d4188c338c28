import { z } from 'zod';
import type { StoredCoe } from '../coe/model.js';
import type { Actor } from '../kernel/actor.js';
import { DELIVERY_STATUSES, type StoredDelivery } from './delivery-store.js';
import { EVENT_KINDS } from './event.js';

export const deliverySchema = z
  .object({
    id: z.string(),
    via: z.enum(['channel', 'email']),
    to: z.string().describe('the id of a channel or of an account'),
    kind: z
      .enum([...EVENT_KINDS, 'digest'])
      .nullable()
      .describe('null: of a COE that you may not see'),
    coe: z.object({ id: z.string(), number: z.string() }).nullable(),
    status: z.enum(DELIVERY_STATUSES),
    attempts: z.number().int(),
    nextAt: z.string().nullable(),
    lastProblem: z.string().nullable(),
    createdAt: z.string(),
    endedAt: z.string().nullable(),
  })
  .meta({ id: 'NotificationDelivery' });

/** A delivery without its words. Of a COE that the reader may not see it tells only that something was sent. */
export async function presentDelivery(
  delivery: StoredDelivery,
  actor: Actor,
  seenBy: (actor: Actor, coeId: string) => Promise<StoredCoe | undefined>,
): Promise<z.output<typeof deliverySchema>> {
  const { _id, via, to, event, status, attempts, nextAt, lastProblem, createdAt, endedAt } = delivery;
  const coeId = event?.coeId ?? null;
  const coe = coeId === null ? undefined : await seenBy(actor, coeId);
  const isHidden = coeId !== null && coe === undefined;
  return {
    id: _id,
    via,
    to: isHidden ? '' : to,
    kind: event === null ? 'digest' : isHidden ? null : event.kind,
    coe: coe ? { id: coe._id, number: coe.number } : null,
    status,
    attempts,
    nextAt: status === 'waiting' ? nextAt.toISOString() : null,
    lastProblem,
    createdAt,
    endedAt,
  };
}
