import { hash } from 'node:crypto';
import type { FlatDraft } from './redact.js';

/** A digest of what may hold secrets, so that keys give nothing away; 132 bits. */
export function digest(text: string): string {
  return hash('sha256', text, 'base64url').slice(0, 22);
}

/** Equal for the same delivery: by the source's own identity, else by instant and content. */
export function deliveryKeyOf({ draft, flat, sourceId }: FlatDraft): string {
  return digest(draft.delivery === null ? flat : `${sourceId} ${draft.delivery}`);
}

/** The id of an item: the same delivery in the same COE has the same one. */
export function evidenceId(coeId: string, deliveryKey: string): string {
  return `ev_${hash('sha256', `${coeId} ${deliveryKey}`, 'hex').slice(0, 24)}`;
}
