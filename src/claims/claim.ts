import { z } from 'zod';

/** One statement of a draft with what it rests on. Nothing is dropped: what cannot be checked carries a status and flags. */
export const CLAIM_KINDS = ['fact', 'inference', 'hypothesis'] as const;
export const CLAIM_STATUSES = ['supported', 'weak', 'unsupported', 'inference'] as const;

export const claimSchema = z.object({
  text: z.string(),
  evidenceIds: z.array(z.string()),
  coeIds: z.array(z.string()).describe('prior COEs the claim rests on'),
  at: z.iso.datetime().nullable().describe('the time the claim speaks of, RFC 3339 UTC'),
  kind: z.enum(CLAIM_KINDS),
  status: z.enum(CLAIM_STATUSES),
  flags: z.array(z.string()).describe('why the status is not "supported", one short code each'),
});

export type Claim = z.infer<typeof claimSchema>;
/** A claim before the checker has spoken. */
export type UncheckedClaim = Omit<Claim, 'status' | 'flags'>;
