import type { CitedEvidence } from '../claims/cited.js';
import type { EvidenceStore } from './store.js';

/** What the claim checker reads of evidence, by id: of these ids the ones that the COE has. */
export function citedEvidence(evidence: Pick<EvidenceStore, 'byIds'>) {
  return async (coeId: string, ids: readonly string[]): Promise<Map<string, CitedEvidence>> =>
    new Map(
      (await evidence.byIds(coeId, ids)).map(({ id, at, end, precision, text, subject, actor }) => [
        id,
        { at, end, precision, text, subject, actor: actor?.name ?? null },
      ]),
    );
}
