import type { Readable } from 'node:stream';
import type { Actor } from '../kernel/actor.js';
import type { AuditEvent } from '../kernel/audit.js';
import type { Clock } from '../kernel/clock.js';
import { AppError } from '../kernel/errors.js';
import { newId } from '../kernel/ids.js';
import { type ImportOptions, type ImportResult, importEvidence } from './import.js';
import type { EvidenceStore } from './store.js';

export type ImportIntoCoe = (
  coeId: string,
  body: Readable,
  options: ImportOptions,
  actor: Actor,
) => Promise<ImportResult>;

export type ImportParts = {
  evidence: EvidenceStore;
  clock: Clock;
  /** @throws AppError notFound */
  statusOf(coeId: string): Promise<string>;
  recordAudit(event: AuditEvent, id: string): Promise<void>;
};

/**
 * Imports one file into one COE and records who did. Evidence is never edited or deleted, so it may be added in every status but
 * archived.
 * @throws AppError conflict, validation
 */
export function importIntoCoe({ evidence, clock, statusOf, recordAudit }: ImportParts): ImportIntoCoe {
  return async (coeId, body, options, actor) => {
    if ((await statusOf(coeId)) === 'archived')
      throw new AppError('conflict', 'This COE is archived: evidence can no longer be added.');
    const importId = newId('imp');
    const at = clock.now();
    const result = await importEvidence(body, options, evidence.sink(coeId, importId, at));
    const { source, raw, accepted, duplicates, rejectedCount, redactions } = result;
    await recordAudit(
      {
        type: 'evidence.imported',
        at: at.toISOString(),
        actor: { id: actor.id, name: actor.name },
        coeId,
        details: { importId, source, raw, accepted, duplicates, rejectedCount, redactions },
      },
      importId,
    );
    return result;
  };
}
