import type { Router } from 'express';
import type { ImportResult } from '../evidence/import.js';
import { readMap } from '../evidence/map-parameter.js';
import { presentEvidence } from '../evidence/present.js';
import { describeSources } from '../evidence/registry.js';
import { DATE_ORDERS } from '../evidence/time.js';
import { AppError } from '../kernel/errors.js';
import { type CoeParts, frameOf } from './coe-frame.js';
import type { PageParts } from './parts.js';
import { showAt, takeAt, type Visit } from './screen.js';
import { receiveUpload } from './upload.js';
import { showPage } from './view.js';

type Parts = CoeParts & Pick<PageParts, 'importInto'>;
const ROWS = 100;

/** `/coes/{coe}/evidence`: what was imported, in the order of time, and the form that imports a file. */
export function coeEvidenceScreen(router: Router, parts: Parts): void {
  showAt(router, parts.ports, '/coes/:coe/evidence', 'coe.read', (visit) => showEvidence(parts, visit, {}));

  const take = async (visit: Visit) => {
    let typed: Record<string, string> = {};
    try {
      const result = await receiveUpload(visit.request, (file, { fields, filename }) => {
        typed = fields;
        const options = { source: fields.source || 'auto', zone: fields.zone?.trim() || undefined, filename };
        const dates = DATE_ORDERS.find((order) => order === fields.dates);
        return parts.importInto(visit.coeId, file, { ...options, dates, map: readMap(fields.map) }, visit.actor);
      });
      await showEvidence(parts, visit, { result });
    } catch (error) {
      if (!(error instanceof AppError) || !['validation', 'malformed'].includes(error.code)) throw error;
      await showEvidence(parts, visit, { typed, problem: error.message }, error.code === 'validation' ? 422 : 400);
    }
  };
  takeAt(router, parts.ports, '/coes/:coe/evidence', 'coe.edit', take, 'stream');
}

type Outcome = { result?: ImportResult; typed?: Record<string, string>; problem?: string };

/** The outcome of an import is shown at once: sending the form again finds only duplicates, so a reload does no harm. */
export async function showEvidence(parts: CoeParts, visit: Visit, outcome: Outcome, status = 200): Promise<void> {
  const cursor = typeof visit.request.query.cursor === 'string' ? visit.request.query.cursor : undefined;
  const [frame, page] = await Promise.all([
    frameOf(parts, visit, 'evidence'),
    parts.evidence.page(visit.coeId, { limit: ROWS, cursor }),
  ]);
  const { number } = frame.coe;
  showPage(
    visit.response,
    'coe-evidence',
    { title: `Evidence of ${number}`, section: '/coes' },
    {
      ...frame,
      items: page.items.map(presentEvidence),
      next: page.nextCursor === null ? null : `${frame.path}/evidence?cursor=${encodeURIComponent(page.nextCursor)}`,
      isFirst: cursor === undefined,
      sources: describeSources(),
      typed: outcome.typed ?? {},
      problem: outcome.problem,
      result: outcome.result,
      redactions: Object.entries(outcome.result?.redactions ?? {}).map(([kind, n]) => ({ kind, n })),
    },
    status,
  );
}
