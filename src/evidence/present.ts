import { z } from 'zod';
import { evidenceItemSchema, type StoredEvidenceItem } from './item.js';

/** An evidence item as it leaves the service. The payload comes only with a single item: a page of them may be large. */
export const evidenceSchema = evidenceItemSchema
  .omit({ payload: true })
  .extend({ id: z.string(), importId: z.string(), importedAt: z.date() })
  .meta({ id: 'EvidenceItem' });

export const evidenceWithPayloadSchema = evidenceSchema
  .extend({ payload: z.unknown().describe('the raw record, redacted') })
  .meta({ id: 'EvidenceItemWithPayload' });

export function presentEvidence(item: StoredEvidenceItem) {
  const { coeId: _coe, payload: _payload, ...shown } = item;
  return shown;
}
