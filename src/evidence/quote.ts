import { digest, evidenceId } from './keys.js';

/** What a report quotes of one item of evidence; `at` is UTC milliseconds on a second, `label` its number in that report (E1). */
export type QuotedEvidence = { label: string; source: string; at: number; text: string; link: string | null };

/** The id that a quote has in a COE, before it is stored there: what cites it is written first. */
export function quoteId(coeId: string, quote: Pick<QuotedEvidence, 'label' | 'source'>): string {
  return evidenceId(coeId, digest(`${quote.source} ${deliveryOf(quote)}`));
}

/** What tells a quote from the others of its report; two rows may say the same. */
export const deliveryOf = ({ label }: Pick<QuotedEvidence, 'label'>): string => `report ${label}`;
