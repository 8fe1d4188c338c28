import { setImmediate } from 'node:timers/promises';
import type { Actor } from '../kernel/actor.js';
import type { AuditEvent } from '../kernel/audit.js';
import type { Clock } from '../kernel/clock.js';
import { finishBatch } from './import-batch.js';
import { startRun } from './import-run.js';
import { deliveryOf, type QuotedEvidence } from './quote.js';
import { flatten } from './redact.js';
import type { ItemDraft } from './source.js';
import type { EvidenceStore } from './store.js';

const BATCH = 500;

export type KeepQuotes = (coeId: string, quotes: readonly QuotedEvidence[], actor: Actor) => Promise<void>;

/**
 * Stores what a report quotes as evidence of the COE that was made of it, redacted as any import; storing the same again changes nothing.
 * It keeps the source that the report names, since that is what a reader weighs; the record says that it came by a report.
 */
export function keepQuotes(parts: {
  evidence: Pick<EvidenceStore, 'sink'>;
  clock: Clock;
  recordAudit(event: AuditEvent, id: string): Promise<void>;
}): KeepQuotes {
  return async (coeId, quotes, actor) => {
    if (quotes.length === 0) return;
    const at = parts.clock.now();
    // One report makes a COE: sent again, it is the same import.
    const importId = coeId.replace(/^coe_/, 'imp_');
    const sink = parts.evidence.sink(coeId, importId, at);
    const run = startRun({ source: 'auto' }, sink);
    const flat = quotes.flatMap((quote, index) => flatten(draftOf(quote), quote.source, index) ?? []);
    let duplicates = 0;
    for (let from = 0; from < flat.length; from += BATCH) {
      const items = await finishBatch(flat.slice(from, from + BATCH), run);
      duplicates += (await sink.storeBatch(items)).duplicates;
      // Lets other requests of this process be answered between batches.
      await setImmediate();
    }
    const counts = { raw: quotes.length, accepted: flat.length - duplicates, duplicates, rejectedCount: 0 };
    await parts.recordAudit(
      {
        type: 'evidence.imported',
        at: at.toISOString(),
        actor: { id: actor.id, name: actor.name },
        coeId,
        details: { importId, source: 'report', ...counts, redactions: run.result.redactions },
      },
      importId,
    );
  };
}

function draftOf({ label, source, at, text, link }: QuotedEvidence): ItemDraft {
  return {
    when: { at, precision: 'second', zoneOrigin: 'stated' },
    end: null,
    kind: 'note',
    state: null,
    actor: null,
    subject: null,
    dimensions: {},
    severity: null,
    text,
    link,
    delivery: deliveryOf({ label }),
    event: null,
    payload: { quotedFrom: 'report', label, source, time: new Date(at).toISOString(), text, link },
  };
}
