import { z } from 'zod';
import { evidenceItemSchema } from '../item.js';
import { isRoleLike } from '../people.js';
import type { InboxItem } from './inbox-item.js';
import type { InboxPeople } from './inbox-people.js';
import { tokensIn, withPeople } from './named-people.js';

/** An item as it leaves the service; its raw record comes with the evidence of the COE that it becomes. */
export const inboxItemSchema = evidenceItemSchema
  .omit({ deliveryKey: true, eventKey: true, payload: true, index: true })
  .extend({ id: z.string(), service: z.string(), hookId: z.string(), receivedAt: z.date() })
  .meta({ id: 'InboxItem' });
export type PresentedInboxItem = z.output<typeof inboxItemSchema>;

const SOMEBODY = 'a responder';

/** Role-like names are shown, other people are not: who they are is told to those who may edit the COE. */
export async function presentInboxItems(items: InboxItem[], people: InboxPeople): Promise<PresentedInboxItem[]> {
  const known = await people.byTokens(tokensIn(items));
  const show = (token: string) => {
    const name = known.get(token)?.realName ?? null;
    return name !== null && isRoleLike(name) ? name : SOMEBODY;
  };
  return items.map((stored) => {
    const { _id, service, hookId, receivedAt, source, at, end, precision, zoneOrigin, kind, state, severity, link } =
      stored;
    const { subject, text, dimensions } = withPeople({ ...stored, payload: null }, show);
    const actor =
      stored.actor?.kind === 'person'
        ? { ...stored.actor, name: actorName(stored.actor, known.has(stored.actor.id), show) }
        : stored.actor;
    return {
      id: _id,
      service,
      hookId,
      receivedAt,
      source,
      at,
      end,
      precision,
      zoneOrigin,
      kind,
      state,
      actor,
      subject,
      dimensions,
      severity,
      text,
      link,
    };
  });
}

/** A role stands there by its own name and was never remembered. */
function actorName(
  { id, name }: { id: string; name: string },
  isRemembered: boolean,
  show: (token: string) => string,
): string {
  return !isRemembered && isRoleLike(name) ? name : show(id);
}
