import { hash } from 'node:crypto';
import type { FlatDraft } from './redact.js';

/** Digests of what may hold secrets, so that keys give nothing away; 132 bits. */
export function keysOf({ draft, flat }: FlatDraft, sourceId: string): { deliveryKey: string; eventKey: string } {
  const delivery = draft.delivery === null ? `${draft.when.at} ${flat}` : `${sourceId} ${draft.delivery}`;
  const deliveryKey = hash('sha256', delivery, 'base64url').slice(0, 22);
  return {
    deliveryKey,
    eventKey: draft.event === null ? deliveryKey : hash('sha256', draft.event, 'base64url').slice(0, 22),
  };
}
